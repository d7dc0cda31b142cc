"""Scheduling: what a rater is asked, or the clock they live by, changes; and what falls due with it. Checks between
sessions that were asked already stay as they are."""

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from handlers.booking import begin_checks, cancel, plan, replan, span_of, supersede
from handlers.case import Appointment, Case, RequestState
from handlers.facts import AppointmentBooked, Fact, ScheduleEnded, ScheduleSet, TurnCame
from handlers.people import Client, person_of
from scheduler.schedule import Occasion, Schedule


def begin(schedule: Schedule, check: str, case: Case, now: datetime) -> list[Fact]:
    """A measure is asked as this says from now on. `check` names the first check, if it is asked between sessions:
    that is so many days from today, and one that was planned before goes."""
    others = tuple(one for one in case.schedules if one.key != schedule.key)
    then = replace(case.seen_by(schedule.rater), schedules=(*others, schedule))
    facts: list[Fact] = [ScheduleSet(schedule, now)]
    if schedule.occasion is Occasion.BETWEEN:
        return [*facts, *_stopped(schedule, case, now), *begin_checks(schedule, check, then, now)]
    return [*facts, *replan(replace(then, upcoming=_sessions(then)), now)]


def end(schedule: Schedule, case: Case, now: datetime) -> list[Fact]:
    """A measure is asked no more, and what is asked of it is taken back."""
    return [ScheduleEnded(schedule), *_stopped(schedule, case, now)]


def resettle(case: Case, before: Client, now: datetime) -> list[Fact]:
    """The case's person lives by another clock, or in other contact hours, than `before`: what is due follows."""
    assert case.client is not None
    facts = replan(replace(case, upcoming=_sessions(case)), now)
    for check in case.upcoming:
        schedule = next((one for one in case.schedules if one.key == check.schedule), None)
        if schedule is None or schedule.rater != case.client.rater:
            continue
        if span_of(check, schedule.occasion, before, case).ask <= now:
            continue
        moved = _on_the_clock(check, schedule, before.zone, case, now)
        facts.append(AppointmentBooked(moved, plan(moved, case, now), now))
    return facts


def _sessions(case: Case) -> tuple[Appointment, ...]:
    return tuple(one for one in case.upcoming if not one.schedule)


def _stopped(schedule: Schedule, case: Case, now: datetime) -> list[Fact]:
    facts: list[Fact] = []
    for request in case.asked:
        if request.state is RequestState.OPEN and request.schedule == schedule.key:
            cause = f"unscheduled:{request.id}"
            facts += supersede(request, case, cause, "unscheduled")
            facts.append(TurnCame(person_of(request.client, request.rater), now))
    silent = replace(case, request=None, requests=())
    for check in case.upcoming:
        facts += cancel(check, silent, now) if check.schedule == schedule.key else []
    return facts


def _on_the_clock(check: Appointment, schedule: Schedule, zone: ZoneInfo, case: Case, now: datetime) -> Appointment:
    """A check on the same day at its hour, by the clock that its rater lives by now; `zone` was theirs."""
    assert case.client is not None
    open_for, theirs = case.practice.timing.between_open, case.client.zone
    asked = check.starts_at - open_for
    again = _at(asked.astimezone(zone), schedule.at, theirs)
    asked = again if again > now else schedule.steps(asked, theirs, now)[-1]
    return replace(check, starts_at=asked + open_for, version=check.version + 1)


def _at(day: datetime, wall: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day.date(), wall, zone).astimezone(UTC)
