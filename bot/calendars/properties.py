"""Properties: what stands in an event, as plain values; icalendar's own types end here."""

from collections.abc import Iterator
from datetime import date, datetime

from icalendar import Component
from icalendar.prop import vDDDTypes, vRecur

LONGEST_WRITTEN = 60
"""So much of what cannot be read is shown (ours)."""


class CannotRead(Exception):
    """Why an event cannot be read, to complete a sentence."""


def text(component: Component, name: str) -> str:
    """A property's text; of several the first, empty if there is none."""
    return next((str(one).strip() for one in _several(component, name)), "")


def when(component: Component, name: str) -> date | None:
    """A property's date or time, None if there is none. Raises CannotRead if it is neither, or its zone is unknown."""
    values = list(_several(component, name))
    if not values:
        return None
    [value, *others] = values
    if others or not isinstance(value, vDDDTypes) or not isinstance(value.dt, date):
        raise CannotRead("a time in it cannot be read")
    if isinstance(value.dt, datetime) and value.dt.tzinfo is None and "TZID" in value.params:
        raise CannotRead("its time zone is not known")
    return value.dt


def start(component: Component) -> date:
    """When an event begins. Raises CannotRead."""
    begins = when(component, "DTSTART")
    if begins is None:
        raise CannotRead("it does not say when it begins")
    return begins


def written(component: Component, name: str) -> str:
    """A property as the calendar writes it, its zone behind it; of several the first, empty if there is none."""
    for one in _several(component, name):
        zone = getattr(one, "params", {}).get("TZID", "")
        raw = one.to_ical() if isinstance(one, vDDDTypes) else str(one)
        said = raw.decode(errors="replace") if isinstance(raw, bytes) else str(raw)
        return f"{said} {zone}".strip()[:LONGEST_WRITTEN]
    return ""


def rules(component: Component) -> Iterator[dict[str, list[object]]]:
    """The recurrence rules of an event. Raises CannotRead."""
    for value in _several(component, "RRULE"):
        if not isinstance(value, vRecur):
            raise CannotRead("a rule in it cannot be read")
        yield {str(part): list(found) for part, found in value.items()}


def shared(component: Component) -> bool:
    """Whether one change holds for all that follow in the series (RANGE=THISANDFUTURE)."""
    return any("RANGE" in getattr(one, "params", {}) for one in _several(component, "RECURRENCE-ID"))


def attendees(component: Component) -> Iterator[str]:
    """The e-mail addresses of who takes part, in small letters."""
    for one in _several(component, "ATTENDEE"):
        kind, _, address = str(one).strip().rpartition(":")
        if "@" in address and kind.lower() in ("", "mailto"):
            yield address.strip().lower()


def _several(component: Component, name: str) -> Iterator[object]:
    value: object = component.get(name)
    if isinstance(value, list):
        yield from value
    elif value is not None:
        yield value
