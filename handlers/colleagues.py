"""Colleagues: who is told about a client, and who is when nobody answers."""

from datetime import datetime

from handlers.case import Case
from handlers.people import Duty, Therapist
from handlers.saying import reachable, standing_in


def responsible(case: Case, now: datetime) -> Therapist | None:
    """The client's therapist, or who stands in for them while they are away."""
    return None if case.therapist is None else standing_in(case, case.therapist, now)


def backups(case: Case, now: datetime) -> list[Therapist]:
    """Who is paged beside them: the backup they named, else the supervisors of their team, else the managers; of these
    whoever can be reached, or all where nobody can."""
    first = responsible(case, now)
    others = [one for one in case.colleagues if first is None or one.id != first.id]
    named = [one for one in others if first is not None and one.id in {first.backup, _backup(case)}]
    return named or supervisors(case, now) or managers(case, now)


def _backup(case: Case) -> str:
    return case.therapist.backup if case.therapist is not None else ""


def supervisors(case: Case, now: datetime) -> list[Therapist]:
    """The supervisors of the therapist's team, beside whoever is responsible now."""
    team, first = case.therapist.team if case.therapist else "", responsible(case, now)
    return [
        one
        for one in case.colleagues
        if one.duty is Duty.SUPERVISOR and team and one.team == team and (first is None or one.id != first.id)
    ]


def managers(case: Case, now: datetime) -> list[Therapist]:
    """The managers of the practice, beside whoever is responsible now."""
    first = responsible(case, now)
    return [one for one in case.colleagues if one.duty is Duty.MANAGER and (first is None or one.id != first.id)]


def answering(case: Case, who: list[Therapist]) -> list[Therapist]:
    """Those of them who can be reached; all, so that it waits for them, where nobody can."""
    return [one for one in who if reachable(one, case.practice) is not None] or who
