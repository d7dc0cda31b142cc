"""The timetable: an appointment, a schedule and a person's contact hours give the due moments. Pure; wall-clock rules
are computed in the person's zone and go back to UTC before anything is added, so that a clock change moves nothing."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from messages.envelope import Moment, MomentKind
from scheduler.schedule import Occasion, Schedule

REMINDER_GAP = timedelta(hours=2)
"""Nobody is reminded sooner than this after the question, or after another reminder (ours)."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a person's own day in which the clock may write to them; `until` itself is already quiet."""

    zone: ZoneInfo
    since: time = time(9)
    until: time = time(20)


@dataclass(frozen=True, slots=True)
class Timing:
    """The practice's rules.

    How long before the start to ask and to remind, how long after it to close; how long after a session's end to ask,
    and how long that stays open; how long a check between sessions stays open; how long a session is unless told; and
    the contact hours of whoever has none of their own.
    """

    ask_before: timedelta = timedelta(hours=24)
    remind_before: tuple[timedelta, ...] = (timedelta(hours=3),)
    close_after: timedelta = timedelta(minutes=15)
    ask_after: timedelta = timedelta(minutes=30)
    after_open: timedelta = timedelta(hours=24)
    between_open: timedelta = timedelta(hours=24)
    session: timedelta = timedelta(minutes=50)
    contact_from: time = time(9)
    contact_until: time = time(20)

    def hours(self, zone: ZoneInfo, since: time | None = None, until: time | None = None) -> Hours:
        """The contact hours of a person in a zone."""
        return Hours(zone, since or self.contact_from, until or self.contact_until)


@dataclass(frozen=True, slots=True)
class Window:
    """When one occasion is asked for, by the rules alone: about a session, or a check's own hour; wished for at `ask`,
    never before `earliest` nor from `until` on, closed at `close`; `reminders` are wishes too."""

    about: datetime
    earliest: datetime
    ask: datetime
    until: datetime
    close: datetime
    reminders: tuple[datetime, ...] = ()


LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def window(occasion: Occasion, starts_at: datetime, ends_at: datetime | None, timing: Timing, hours: Hours) -> Window:
    """The window of an occasion around a session. A check between sessions has as `starts_at` when it would be over if
    it were asked at its hour; as it is asked earlier than in quiet hours, it is over earlier, and the next can follow.
    """
    match occasion:
        case Occasion.BEFORE:
            ask, close = starts_at - timing.ask_before, starts_at + timing.close_after
            return Window(starts_at, LONG_AGO, ask, starts_at, close, _wishes(starts_at, timing))
        case Occasion.AFTER:
            ended = ends_at or starts_at + timing.session
            ask = ended + timing.ask_after
            return Window(starts_at, ended, ask, ask + timing.after_open, ask + timing.after_open)
        case Occasion.BETWEEN:
            hour = starts_at - timing.between_open
            ask = last_contact(hour, hours)
            close = ask + timing.between_open
            return Window(hour, ask, ask, close, close, _wishes(close, timing))
        case _:
            assert_never(occasion)


def _wishes(before: datetime, timing: Timing) -> tuple[datetime, ...]:
    return tuple(before - lead for lead in sorted(timing.remind_before, reverse=True))


def moments(
    appointment: str, version: int, schedule: Schedule, span: Window, hours: Hours, now: datetime
) -> tuple[Moment, ...]:
    """The moments still to come for an occasion, in order; none of a session's when its time is over.

    What would fall into quiet hours goes earlier; where it may not, or is past, it waits for the next contact hours,
    and is left out when these only open after the time to ask. No reminder within `REMINDER_GAP` of the ask or another.
    A check between sessions is closed in any case, as the next one follows from that.
    """
    ask = contactable(span.ask, span, hours, now) if now < span.until else None
    planned = [] if ask is None else [(MomentKind.ASK, ask)]
    if ask is not None:
        planned += [(MomentKind.REMIND, at) for at in reminders(ask, span, hours, now)]
    if planned or schedule.occasion is Occasion.BETWEEN:
        planned.append((MomentKind.CLOSE, span.close))
    reminded = 0
    named = []
    for kind, at in planned:
        reminded += kind is MomentKind.REMIND
        number = reminded if kind is MomentKind.REMIND else 1
        named.append(Moment(kind, appointment, version, at, schedule.key, number))
    return tuple(named)


def reminders(ask: datetime, span: Window, hours: Hours, now: datetime) -> list[datetime]:
    """When somebody who is asked at an instant is reminded."""
    last, planned = ask, list[datetime]()
    for wish in span.reminders:
        at = contactable(wish, span, hours, now)
        if at is not None and at - last >= REMINDER_GAP:
            planned.append(at)
            last = at
    return planned


def contactable(wish: datetime, span: Window, hours: Hours, now: datetime) -> datetime | None:
    """The best instant for a wish: itself, else earlier, else (that being past or too early) the next contact hours."""
    earlier, floor = last_contact(wish, hours), max(span.earliest, now)
    if earlier >= floor:
        return earlier
    later = next_contact(max(floor, wish), hours)
    return later if later < span.until else None


def last_contact(instant: datetime, hours: Hours) -> datetime:
    """The last instant not after `instant` within contact hours: itself, or the minute before they ended."""
    local = instant.astimezone(hours.zone)
    if hours.since <= local.time() < hours.until:
        return instant
    day = local.date() if local.time() >= hours.until else local.date() - timedelta(days=1)
    return min(_readings(day, hours.until, hours.zone)) - timedelta(minutes=1)


def next_contact(instant: datetime, hours: Hours) -> datetime:
    """The first instant not before `instant` within contact hours."""
    local = instant.astimezone(hours.zone)
    if hours.since <= local.time() < hours.until:
        return instant
    day = local.date() if local.time() < hours.since else local.date() + timedelta(days=1)
    first, second = _readings(day, hours.since, hours.zone)
    return first if first >= instant else second


def _readings(day: date, wall: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """A time on the wall in UTC, read before and after a change of clocks: where it comes twice, the first and the
    second; where it is left out, as if after and before the gap; else the same twice."""
    local = datetime.combine(day, wall, zone)
    return local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
