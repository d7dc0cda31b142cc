"""ICS: a calendar's text becomes the occurrences of a span of time. icalendar reads it, recurring-ical-events unrolls
what repeats, and each series is taken alone, so that one that cannot be read holds up no other."""

import warnings
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import icalendar
import recurring_ical_events
from icalendar.error import GloballyUniqueTZIDGuessed
from icalendar.timezone import tzp

from bot.calendars.occurrence import BadCalendar, Occurrence, Told, Unread, WholeDay
from bot.calendars.properties import CannotRead, attendees, rules, shared, start, text, when, written
from bot.calendars.repeating import followed, zones_end

DAY = timedelta(days=1)
OLDEST_YEAR = 1970
LONGEST = DAY
"""What lasts longer has no end that matters (ours)."""

BROKEN = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What the libraries raise on a calendar that breaks the rules of its format."""

NO_CALENDAR = "This is no calendar: an ICS file or feed begins with BEGIN:VCALENDAR. Look at what its address shows."
CUT_OFF = "The calendar breaks off before its end: fetch it, or export it, once more."
NOT_READ = "The calendar breaks the rules of its format (RFC 5545), and cannot be read: export it once more."

Events: TypeAlias = list[icalendar.Event]


@dataclass(frozen=True, slots=True)
class _Span:
    """The time that is asked for, and the clock that times without zone are read from."""

    since: datetime
    until: datetime
    clock: ZoneInfo

    def utc(self, told: datetime) -> datetime:
        return (told if told.tzinfo else told.replace(tzinfo=self.clock)).astimezone(UTC)

    def has_day(self, day: date) -> bool:
        return self.since.astimezone(self.clock).date() <= day < self.until.astimezone(self.clock).date()


def read_ics(calendar: str, zone: ZoneInfo, since: datetime, until: datetime) -> Told:
    """What a calendar tells of the time from `since` to before `until`, by when it begins.

    A time without zone is one on the clock of the calendar (X-WR-TIMEZONE), else of `zone`. Raises BadCalendar.
    """
    found: list[Occurrence | WholeDay] = []
    unread: list[Unread] = []
    for whole, uid, events in _parsed(calendar):
        try:
            found += _unrolled(whole, uid, events, _Span(since, until, _clock(whole, zone)))
        except CannotRead as error:
            unread.append(_unread(uid, events[0], str(error)))
        except BROKEN:
            unread.append(_unread(uid, events[0], "it breaks the rules of the format"))
    occurrences = [one for one in found if isinstance(one, Occurrence)]
    whole_days = [one for one in found if isinstance(one, WholeDay)]
    return Told(
        tuple(sorted(occurrences, key=lambda one: (one.starts_at, one.uid))),
        tuple(sorted(whole_days, key=lambda one: one.day)),
        tuple(unread),
    )


def _unread(uid: str, event: icalendar.Event, reason: str) -> Unread:
    return Unread(uid, text(event, "SUMMARY"), reason, starts=written(event, "DTSTART"))


def _parsed(calendar: str) -> Iterator[tuple[icalendar.Component, str, Events]]:
    """The events of each UID, with the calendar they stand in (a file may hold several)."""
    lines = [line.rstrip().upper() for line in calendar.strip().splitlines()]
    if not lines or lines[0] != "BEGIN:VCALENDAR":
        raise BadCalendar(NO_CALENDAR)
    if lines[-1] != "END:VCALENDAR" or lines.count("BEGIN:VCALENDAR") != lines.count("END:VCALENDAR"):
        raise BadCalendar(CUT_OFF)
    if not zones_end(calendar):
        raise BadCalendar(NOT_READ)
    for whole in _components(calendar):
        series: defaultdict[str, Events] = defaultdict(list)
        for event in whole.subcomponents:
            if isinstance(event, icalendar.Event):
                event.subcomponents = []
                series[text(event, "UID")].append(event)
        yield from ((whole, uid, events) for uid, events in series.items())


def _components(calendar: str) -> Sequence[icalendar.Component]:
    """The library keeps a calendar's own zones by name for the whole process: here each text has its own."""
    tzp.use_zoneinfo()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", GloballyUniqueTZIDGuessed)
        try:
            return icalendar.Calendar.from_ical(calendar, multiple=True)
        except BROKEN:
            raise BadCalendar(NOT_READ) from None


def _clock(calendar: icalendar.Component, zone: ZoneInfo) -> ZoneInfo:
    try:
        return ZoneInfo(text(calendar, "X-WR-TIMEZONE") or zone.key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return zone


def _unrolled(whole: icalendar.Component, uid: str, events: Events, span: _Span) -> list[Occurrence | WholeDay]:
    """The occurrences of one series, or the one of a single event. Raises CannotRead, and what the libraries raise."""
    if not uid:
        raise CannotRead("it has no UID by which it could be found again")
    for event in events:
        _require_readable(event)
    alone = icalendar.Calendar()
    alone.subcomponents = list(events)
    repeats = any(name in event for event in events for name in ("RRULE", "RDATE", "RECURRENCE-ID"))
    withdrawn = text(whole, "METHOD").upper() == "CANCEL"
    found: dict[str, Occurrence | WholeDay] = {}
    for event in recurring_ical_events.of(alone).between(span.since - DAY, span.until + DAY):
        begins = start(event)
        recurrence = _recurrence(event, span, found) if repeats else ""
        if not isinstance(begins, datetime):
            found[recurrence] = WholeDay(begins, text(event, "SUMMARY"))
        else:
            found[recurrence] = _occurrence(event, uid, recurrence, span, withdrawn)
    return [one for one in found.values() if _inside(one, span)]


def _inside(one: Occurrence | WholeDay, span: _Span) -> bool:
    return span.has_day(one.day) if isinstance(one, WholeDay) else span.since <= one.starts_at < span.until


def _require_readable(event: icalendar.Event) -> None:
    """Raises CannotRead rather than let the library guess, or unroll without an end."""
    begins, ends = start(event), when(event, "DTEND")
    when(event, "RECURRENCE-ID")
    if begins.year < OLDEST_YEAR:
        raise CannotRead("it begins before 1970")
    if isinstance(begins, datetime) and isinstance(ends, datetime):
        aware = begins.tzinfo is not None and ends.tzinfo is not None
        if (aware or begins.tzinfo is ends.tzinfo) and ends < begins:
            raise CannotRead("it ends before it begins")
    if not all(followed(rule) for rule in rules(event)):
        raise CannotRead("it repeats by a rule that no appointment has")


def _recurrence(event: icalendar.Component, span: _Span, known: dict[str, Occurrence | WholeDay]) -> str:
    """When the series means it to begin. Where one change holds for all that follow, these share one RECURRENCE-ID, so
    that their own start tells them apart."""
    begins = start(event)
    meant = begins if shared(event) else when(event, "RECURRENCE-ID") or begins
    told = _said(meant, span)
    return _said(begins, span) if told in known else told


def _said(moment: date, span: _Span) -> str:
    return span.utc(moment).isoformat() if isinstance(moment, datetime) else moment.isoformat()


def _occurrence(event: icalendar.Component, uid: str, recurrence: str, span: _Span, withdrawn: bool) -> Occurrence:
    begins, ends = start(event), when(event, "DTEND")
    assert isinstance(begins, datetime)
    starts_at = span.utc(begins)
    ends_at = span.utc(ends) if isinstance(ends, datetime) else starts_at
    return Occurrence(
        uid=uid,
        recurrence=recurrence,
        starts_at=starts_at,
        ends_at=ends_at if starts_at < ends_at <= starts_at + LONGEST else None,
        title=text(event, "SUMMARY"),
        description=text(event, "DESCRIPTION"),
        attendees=tuple(attendees(event)),
        cancelled=withdrawn or text(event, "STATUS").upper() == "CANCELLED",
    )
