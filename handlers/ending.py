"""Ending: an episode of care is closed and its client is asked for nothing more; or another one begins."""

from dataclasses import replace
from datetime import datetime

from handlers.answering import takes_answers
from handlers.booking import cancel, supersede
from handlers.case import Case, Episode, RequestState
from handlers.expiring import expire
from handlers.facts import AlertSeen, EpisodeClosed, EpisodeOpened, Fact, LettersWithdrawn, MomentsDropped
from measures.care import Ending
from measures.flags import Rule


def close(case: Case, ending: Ending, at: datetime, now: datetime) -> list[Fact]:
    """The open episode of a case ended at an instant that is not to come. What the client writes is still passed on.

    Open alerts are seen with it, but for the answer that asks for a person the same day: that takes a therapist's word.
    """
    assert case.client is not None
    assert case.episode is not None
    cause = f"ended:{case.episode.id}"
    settled = [one for one in case.alerts if one.client == case.client.id and one.rule != Rule.ITEM_RISK]
    return [
        EpisodeClosed(case.episode.id, ending, at),
        *_expired(case, cause, now),
        *(fact for one in case.upcoming for fact in cancel(one, replace(case, request=None, upcoming=()), now)),
        MomentsDropped(case.client.id),
        *(AlertSeen(one.id, now) for one in settled),
    ]


def reopen(episode: Episode, case: Case, now: datetime) -> list[Fact]:
    """A client comes back: a new episode, whose course begins anew. What is asked of the one before is answered late no
    more."""
    request, opened = case.request, EpisodeOpened(episode, now)
    if request is None or not takes_answers(request, now):
        return [opened]
    return [*supersede(request, case, f"reopened:{episode.id}"), opened]


def _expired(case: Case, cause: str, now: datetime) -> list[Fact]:
    """What is still asked is closed as when its time is over."""
    request = case.request
    if request is None or request.state is not RequestState.OPEN:
        return []
    early = replace(request, closes_at=min(request.closes_at, now))
    return [LettersWithdrawn(request.to, request.id), *expire(early, case, cause)[1]]
