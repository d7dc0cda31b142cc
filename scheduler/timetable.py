"""The timetable: appointment, zone and contact hours give the due moments. Pure; wall-clock rules are computed in the
person's zone and go back to UTC before anything is added, so that a clock change moves nothing."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from messages.envelope import Moment, MomentKind

REMINDER_GAP = timedelta(hours=2)
"""Nobody is reminded sooner than this after the question (ours)."""


@dataclass(frozen=True, slots=True)
class Timing:
    """The practice's rules: how long before the start to ask and to remind, how long after it to close, and the hours
    of a person's own day in which the clock may write to them (`contact_until` itself is already quiet)."""

    ask_before: timedelta = timedelta(hours=24)
    remind_before: timedelta = timedelta(hours=3)
    close_after: timedelta = timedelta(minutes=15)
    contact_from: time = time(9)
    contact_until: time = time(20)


def closing(starts_at: datetime, timing: Timing) -> datetime:
    """When a request for an appointment is closed; an answer after it is late."""
    return starts_at + timing.close_after


def moments(
    appointment: str, version: int, starts_at: datetime, zone: ZoneInfo, timing: Timing, now: datetime
) -> tuple[Moment, ...]:
    """The moments still to come for an appointment, in order; none when it has begun.

    What would fall into quiet hours goes earlier; asked for too late for that, it waits for the next contact hours, and
    is left out when these only open after the start. No reminder within `REMINDER_GAP` of the ask.
    """
    if now >= starts_at:
        return ()
    planned = []
    ask = contactable(starts_at - timing.ask_before, starts_at, zone, timing, now)
    if ask is None:
        return ()
    planned.append(Moment(MomentKind.ASK, appointment, version, ask))
    remind = contactable(starts_at - timing.remind_before, starts_at, zone, timing, now)
    if remind is not None and remind - ask >= REMINDER_GAP:
        planned.append(Moment(MomentKind.REMIND, appointment, version, remind))
    planned.append(Moment(MomentKind.CLOSE, appointment, version, closing(starts_at, timing)))
    return tuple(planned)


def contactable(wish: datetime, end: datetime, zone: ZoneInfo, timing: Timing, now: datetime) -> datetime | None:
    """The best instant for a wish: itself, else earlier, else (that being past) the next contact hours before `end`."""
    earlier = last_contact(wish, zone, timing)
    if earlier >= now:
        return earlier
    later = next_contact(now, zone, timing)
    return later if later < end else None


def last_contact(instant: datetime, zone: ZoneInfo, timing: Timing) -> datetime:
    """The last instant not after `instant` within contact hours: itself, or the minute before they ended."""
    local = instant.astimezone(zone)
    if timing.contact_from <= local.time() < timing.contact_until:
        return instant
    day = local.date() if local.time() >= timing.contact_until else local.date() - timedelta(days=1)
    return min(_readings(day, timing.contact_until, zone)) - timedelta(minutes=1)


def next_contact(instant: datetime, zone: ZoneInfo, timing: Timing) -> datetime:
    """The first instant not before `instant` within contact hours."""
    local = instant.astimezone(zone)
    if timing.contact_from <= local.time() < timing.contact_until:
        return instant
    day = local.date() if local.time() < timing.contact_from else local.date() + timedelta(days=1)
    first, second = _readings(day, timing.contact_from, zone)
    return first if first >= instant else second


def _readings(day: date, wall: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """A time on the wall in UTC, read before and after a change of clocks: where it comes twice, the first and the
    second; where it is left out, as if after and before the gap; else the same twice."""
    local = datetime.combine(day, wall, zone)
    return local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
