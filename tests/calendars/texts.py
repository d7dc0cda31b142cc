"""Calendar texts, for the tests of what reads them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.calendars.ics import read_ics
from bot.calendars.occurrence import Told

BERLIN = ZoneInfo("Europe/Berlin")
SINCE = datetime(2026, 3, 1, tzinfo=UTC)
UNTIL = datetime(2026, 4, 10, tzinfo=UTC)


def event(*lines: str, uid: str = "a") -> list[str]:
    """An event with these lines."""
    return ["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"]


def calendar(*events: Iterable[str], head: Iterable[str] = ()) -> str:
    """A calendar with these events, as it is written (CRLF)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//", *head]
    lines += [line for one in events for line in one]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def told(text: str, zone: ZoneInfo = BERLIN, since: datetime = SINCE, until: datetime = UNTIL) -> Told:
    """What it tells of March 2026."""
    return read_ics(text, zone, since, until)


def starts(text: str) -> list[str]:
    """When its occurrences begin in UTC, such as `10 08:00` (cancelled ones in brackets)."""
    found = [(f"{one.starts_at:%d %H:%M}", one.cancelled) for one in told(text).occurrences]
    return [f"({start})" if cancelled else start for start, cancelled in found]
