"""An occurrence: one appointment as a calendar or a table tells it, before anybody knows whose it is. Frozen."""

from dataclasses import dataclass
from datetime import date, datetime


class BadCalendar(Exception):
    """A calendar or table cannot be used: one sentence says why and what to do, and quotes nothing of its content."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One appointment as it is told.

    `recurrence`: of one of a series, when the series means it to begin (UTC, ISO 8601), wherever it was moved to;
    else empty. `starts_at` and `ends_at` in UTC; None when no end is told. `client`: the pseudonym or the practice's
    own reference that a table names in a column of its own. `attendees`: e-mail addresses in small letters.
    """

    uid: str
    recurrence: str
    starts_at: datetime
    ends_at: datetime | None
    title: str = ""
    description: str = ""
    attendees: tuple[str, ...] = ()
    client: str = ""
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class WholeDay:
    """An event without a time of day: a holiday, a note, but no appointment."""

    day: date
    title: str


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be read: an event, or with `line` a line of a table. Nothing that was booked for it changes.

    `starts`: when it begins as it is written there, which may be anything.
    """

    uid: str
    title: str
    reason: str
    line: int = 0
    starts: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """All that a calendar tells of a span of time, occurrences in order."""

    occurrences: tuple[Occurrence, ...]
    whole_days: tuple[WholeDay, ...] = ()
    unread: tuple[Unread, ...] = ()
