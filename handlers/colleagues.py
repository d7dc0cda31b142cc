"""Colleagues: who is told about a client, and who is when nobody answers."""

from datetime import datetime

from handlers.case import Case
from handlers.people import Duty, Therapist
from handlers.saying import reachable, standing_in


def responsible(case: Case, now: datetime) -> Therapist | None:
    """The client's therapist, or who stands in for them while they are away."""
    return None if case.therapist is None else standing_in(case, case.therapist, now)


def backups(case: Case, now: datetime) -> list[Therapist]:
    """Who is paged beside them: the backup they named, else the supervisors of their team, else the managers; the first
    of these of whom somebody can be reached."""
    first = responsible(case, now)
    wanted = {first.backup if first else "", case.therapist.backup if case.therapist else ""}
    named = _there(case, [one for one in case.colleagues if one.id in wanted], now)
    groups = [group for group in (named, supervisors(case, now), managers(case, now)) if group]
    heard = (group for group in groups if any(reachable(one, case.practice) for one in group))
    return next(heard, groups[0] if groups else [])


def supervisors(case: Case, now: datetime) -> list[Therapist]:
    """The supervisors of the therapist's team, or who stands in for them, beside whoever is responsible now."""
    return _there(case, appointed(case), now)


def appointed(case: Case) -> list[Therapist]:
    """The supervisors of the therapist's team themselves, whether they are there or not."""
    team = case.therapist.team if case.therapist else ""
    return [one for one in case.colleagues if one.duty is Duty.SUPERVISOR and team and one.team == team]


def managers(case: Case, now: datetime) -> list[Therapist]:
    """The managers of the practice, beside whoever is responsible now."""
    return _there(case, [one for one in case.colleagues if one.duty is Duty.MANAGER], now)


def _there(case: Case, who: list[Therapist], now: datetime) -> list[Therapist]:
    """Each of them, or who stands in for them, once, beside whoever is responsible now."""
    first = responsible(case, now)
    there = {
        one.id: one for one in (standing_in(case, each, now) for each in who if first is None or each.id != first.id)
    }
    return [one for one in there.values() if first is None or one.id != first.id]


def answering(case: Case, who: list[Therapist]) -> list[Therapist]:
    """Those of them who can be reached; all, so that it waits for them, where nobody can."""
    return [one for one in who if reachable(one, case.practice) is not None] or who
