"""Correcting: a rating gets other scores, another client or rater, or counts no more; its courses are judged anew."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers import papering
from handlers.case import Appointment, Case, Rating
from handlers.corrections import Correction, RatingCorrected
from handlers.facts import Fact
from handlers.rejudging import forget, rejudge
from measures.scoring import Score


def rescore(correction: Correction, scored: Score, case: Case, now: datetime) -> list[Fact]:
    """The scores were others."""
    before = correction.before
    after = replace(before, items=scored.items, total=scored.total)
    return [
        RatingCorrected(correction, after),
        *rejudge(correction.id, [*_without(before, case), after], after, case, now),
    ]


def invalidate(correction: Correction, case: Case, now: datetime) -> list[Fact]:
    """It does not count any more."""
    before = correction.before
    return [RatingCorrected(correction, before), *rejudge(correction.id, _without(before, case), before, case, now)]


def restore(correction: Correction, case: Case, now: datetime) -> list[Fact]:
    """It counts again."""
    before = correction.before
    return [RatingCorrected(correction, before), *rejudge(correction.id, [*case.ratings, before], before, case, now)]


def move(correction: Correction, sessions: Sequence[Appointment], case: Case, to: Case, now: datetime) -> list[Fact]:
    """It was of another client, or by another rater: `to`, whose sessions of that day these are."""
    before = correction.before
    after = moved(before, sessions, to)
    corrected = RatingCorrected(correction, after)
    if after.client == before.client:
        ratings = [*_without(before, case), after]
        both = [rejudge(correction.id, ratings, one, case, now) for one in (before, after)]
        return [corrected, *forget(correction.id, before, case, now), *both[0], *both[1]]
    return [
        corrected,
        *forget(correction.id, before, case, now),
        *rejudge(correction.id, _without(before, case), before, case, now),
        *rejudge(correction.id, [*to.ratings, after], after, to, now),
    ]


def moved(rating: Rating, sessions: Sequence[Appointment], to: Case) -> Rating:
    """A rating as the target's: for their own session of that day if there is one, else for the instant it was for."""
    assert to.episode is not None
    assert to.client is not None
    after = replace(rating, client=to.episode.client, episode=to.episode.id, rater=to.client.rater)
    if after.client == rating.client:
        return after
    session = next(iter(papering.free(rating.measure, sessions, to)), None)
    if session is None:
        return replace(after, appointment="")
    return replace(after, appointment=session.id, about=session.starts_at)


def _without(rating: Rating, case: Case) -> list[Rating]:
    return [one for one in case.ratings if one.id != rating.id]
