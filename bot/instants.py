"""Instants: a date with a time as people and tables write it, on somebody's clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

DATE_ALONE = len("2026-12-03")
"""What is no longer has no time of day, and midnight would be read into it."""


class NoInstant(Exception):
    """A text is no instant: the message says what is wrong with it."""


def instant_of(text: str, zone: ZoneInfo) -> datetime:
    """`2026-12-03 14:00`, wall-clock time in the zone (or with an offset of its own), as UTC. Raises NoInstant.

    A time that a clock change skips is refused; of one that happens twice the first is meant.
    """
    try:
        written = datetime.fromisoformat(text)
    except ValueError:
        written = None
    if written is None or len(text) <= DATE_ALONE:
        raise NoInstant(f"{text!r} is no date with a time: write it like 2026-12-03T14:00.")
    try:
        instant = (written if written.tzinfo else written.replace(tzinfo=zone)).astimezone(UTC)
        back = instant.astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        raise NoInstant(f"{text} lies beyond all calendars: look at its year.") from None
    if written.tzinfo is None and back != written:
        raise NoInstant(f"{text} does not exist in {zone.key}: the clocks go forward over it.")
    return instant
