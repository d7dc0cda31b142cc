"""Assigning: a client's care goes over to another therapist, and both are told."""

from datetime import datetime

from handlers.case import Case
from handlers.facts import EpisodeReassigned, Fact
from handlers.people import Therapist
from handlers.saying import tell


def reassign(to: Therapist, case: Case, now: datetime) -> list[Fact]:
    """The case's episode is another therapist's from now on, who is told what alerts of it are open."""
    assert case.episode is not None
    client, cause = case.episode.client, f"reassigned:{case.episode.id}:{now:%Y%m%dT%H%M%S.%f}"
    open_ones = any(alert.client == client for alert in case.alerts)
    return [
        EpisodeReassigned(case.episode.id, client, to.id, now),
        *tell(case, cause, case.therapist, "reassigned_away", now, client=client),
        *tell(case, cause, to, "reassigned_here", now, client=client),
        *(tell(case, cause, to, "alerts_open", now, client=client, clients=[client]) if open_ones else []),
    ]
