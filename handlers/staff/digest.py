"""Digest: what a therapist reads once a week. Who needs thought, who was not heard of, what waits, and the week."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from handlers.alerts import Level
from handlers.case import Case
from handlers.facts import Fact
from handlers.judging import progress_of
from handlers.people import Duty, Therapist
from handlers.practice import Alerting
from handlers.reflections import Growth, GrowthKept, GrowthStep, Reflection, ReflectionState
from handlers.saying import Manner, reachable, shown, tell
from handlers.staff import growth
from handlers.staff.orders import BAR, Word
from handlers.staffing import TherapistSet
from measures.progress import GRAVE, Status
from messages.envelope import Button, Channel, StaffMoment

WEEK = 7
NAMED = 5
"""So many clients are named in a line; the rest is counted (ours)."""
MISSED = 2
"""Of whom so many requests in a row were not answered, nothing was heard (ours)."""
NAMED_FOR = timedelta(days=28)
"""So long a reflection that waits is named (ours); after that it is let go."""


@dataclass(frozen=True, slots=True)
class Named:
    """A client, and in one word why they are named (see the template `briefly`)."""

    client: str
    why: str


@dataclass(frozen=True, slots=True)
class Listed:
    """The first of the clients that a line names, and how many more there are."""

    first: tuple[Named, ...]
    more: int

    @property
    def count(self) -> int:
        """Of how many it tells."""
        return len(self.first) + self.more


def due(moment: StaffMoment, case: Case, now: datetime) -> list[Fact]:
    """The digest, and when the next one comes. A new one is planned only; nobody who is away is written to."""
    staff = case.staff
    if staff is None or (staff.digest_at is not None and staff.digest_at > now):
        return []
    planned = TherapistSet(replace(staff, digest_at=next_digest(staff, case.practice.alerting, now)))
    here = staff.digest_at is not None and not staff.colleague(now) and reachable(staff, case.practice) is not None
    return [planned, *(digest(moment.key, case, staff, now) if here else [])]


def next_digest(staff: Therapist, alerting: Alerting, now: datetime) -> datetime:
    """The first instant after this one at which the practice's digest comes, on the therapist's own clock."""
    local = now.astimezone(staff.zone)
    day = local.date() + timedelta(days=(alerting.digest_day - local.weekday()) % WEEK)
    at = datetime.combine(day, alerting.digest_at, staff.zone).astimezone(UTC)
    if at <= now:
        at = datetime.combine(day + timedelta(days=WEEK), alerting.digest_at, staff.zone).astimezone(UTC)
    return at


def digest(cause: str, case: Case, staff: Therapist, now: datetime) -> list[Fact]:
    """The letter; what it says of growth it says once."""
    own = [one for one in case.caseload if one.therapist is not None and one.therapist.id == staff.id]
    team = [one for one in case.caseload if one not in own] if staff.duty is Duty.SUPERVISOR else []
    waiting = sorted({one.client for one in case.reflections if _waits(one, staff, now)})
    grows = bool(own) and growth.due(case.growth, now, tuple(GrowthStep))
    thought, unheard, grave = _listed(_thought(own)), _listed(_unheard(own, case)), _listed(_thought(team))
    under = None if staff.duty is Duty.THERAPIST else case.under
    said = tell(
        case,
        cause,
        staff,
        "digest",
        now,
        client="",
        how=Manner(Level.INFORMATION, buttons=_buttons(waiting)),
        well=not (thought.count or unheard.count or case.alerts or waiting or grows or under),
        thought=thought,
        to_think=thought.count,
        unheard=unheard,
        silent=unheard.count,
        alerts=len(case.alerts),
        waiting=waiting[:NAMED],
        grows=grows,
        week=case.week,
        team=grave,
        under=under,
        duty=staff.duty,
    )
    mentioned = [GrowthKept(Growth(staff.id, GrowthStep.MENTIONED, (), now))] if grows else []
    return [*mentioned, *said]


def _waits(one: Reflection, staff: Therapist, now: datetime) -> bool:
    return one.therapist == staff.id and one.state is ReflectionState.LATER and now - one.asked_at < NAMED_FOR


def _buttons(waiting: Sequence[str]) -> list[list[Button]]:
    return [[Button(f"✎ {one}", BAR.join((Word.REFLECT, one, "now"))) for one in waiting[:3]]] if waiting else []


def _listed(named: Sequence[Named]) -> Listed:
    return Listed(tuple(named[:NAMED]), len(named[NAMED:]))


def _thought(cases: Sequence[Case]) -> list[Named]:
    """Whose course is off track or deteriorating, those who deteriorate first."""
    found: list[tuple[Status, Named]] = []
    for case in cases:
        progress = progress_of(case)
        if progress.status in (Status.DETERIORATING, Status.OFF_TRACK):
            why = next((flag.rule for flag in progress.flags if flag.rule in GRAVE), "")
            found.append((progress.status, Named(_name(case), why)))
    found.sort(key=lambda one: one[0] is not Status.DETERIORATING)
    return [named for _, named in found]


def _unheard(cases: Sequence[Case], case: Case) -> list[Named]:
    """Who was not heard of, with the first reason there is."""
    return [Named(_name(one), why) for one in cases if (why := _silence(one, case))]


def _silence(one: Case, case: Case) -> str:
    """Not joined, out of reach, several requests not answered, or nothing booked; empty if nothing of it."""
    assert one.episode is not None
    rater = one.seen_by(one.episode.rater).client
    if rater is None or not (rater.consent or rater.withdrawn or rater.contacts):
        return "not_joined"
    if reachable(rater, case.practice) is None:
        return "out_of_reach"
    if one.missed >= MISSED:
        return "missed_in_a_row"
    return "" if any(not booked.schedule for booked in one.upcoming) else "nothing_booked"


def _name(case: Case) -> str:
    assert case.episode is not None
    return shown(case, case.episode.client, Channel.TELEGRAM)
