"""Ending: an episode of care is closed and its client is asked for nothing more; or another one begins."""

from dataclasses import replace
from datetime import datetime

from handlers import reflecting
from handlers.alerts import WORDS, AlertSeen
from handlers.booking import begin_checks, cancel, supersede
from handlers.case import Case, Episode, Request, RequestState
from handlers.expiring import expire
from handlers.facts import EpisodeClosed, EpisodeOpened, Fact, LettersWithdrawn, MomentsDropped
from handlers.taking import takes_answers
from measures.care import Ending
from measures.flags import Rule
from scheduler.schedule import SELF, Occasion

ASKING_FOR_A_PERSON = {Rule.ITEM_RISK, WORDS}


def close(case: Case, ending: Ending, at: datetime, now: datetime) -> list[Fact]:
    """The open episode of a case ended at an instant that is not to come. What the client writes is still passed on.

    Open alerts are seen with it, but for what asks for a person the same day: that takes a therapist's word.
    """
    assert case.client is not None
    assert case.episode is not None
    cause = f"ended:{case.episode.id}"
    settled = [one for one in case.alerts if one.client == case.client.id and one.rule not in ASKING_FOR_A_PERSON]
    return [
        EpisodeClosed(case.episode.id, ending, at),
        *(fact for request in case.asked for fact in _expired(request, case, cause, now)),
        *(fact for one in case.upcoming for fact in cancel(one, replace(case, request=None, requests=()), now)),
        *(MomentsDropped(one.person) for one in case.everyone),
        *(AlertSeen(one.id, now) for one in settled),
        *reflecting.at_closing(cause, case, ending, now),
    ]


def reopen(episode: Episode, case: Case, now: datetime) -> list[Fact]:
    """A client comes back: a new episode, whose course begins anew, and whose checks between sessions. What is asked of
    the one before is answered late no more."""
    facts: list[Fact] = []
    for request in case.asked:
        if takes_answers(request, now):
            facts += supersede(request, case, _cause(f"reopened:{episode.id}", request), "over")
    checks = [one for one in case.schedules if one.occasion is Occasion.BETWEEN]
    for schedule in checks:
        facts += begin_checks(schedule, f"B-{episode.id}.{schedule.rater}.{schedule.measure}", case, now)
    return [*facts, EpisodeOpened(episode, now)]


def _expired(request: Request, case: Case, cause: str, now: datetime) -> list[Fact]:
    """What is still asked is closed as when its time is over."""
    if request.state is not RequestState.OPEN:
        return []
    early = replace(request, closes_at=min(request.closes_at, now))
    closed = expire(early, case.seen_by(request.rater), _cause(cause, request))[1]
    return [LettersWithdrawn(request.to, request.id), *closed]


def _cause(cause: str, request: Request) -> str:
    return cause if request.rater == SELF else f"{cause}:{request.rater}"
