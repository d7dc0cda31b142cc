"""Rating: a complete request is scored, and what its course raises is brought to the therapist."""

from dataclasses import replace
from datetime import datetime

from handlers import alerting, reflecting
from handlers.case import Case, Rating, Request, RequestState
from handlers.facts import Fact, RatingMade, RequestChanged, TurnCame
from handlers.judging import in_order, own
from handlers.people import person_of
from handlers.rejudging import rejudge
from measures.scoring import Score, score


def complete(cause: str, request: Request, case: Case, now: datetime, *, late: bool) -> list[Fact]:
    """The facts of a request whose last item was answered. `cause` is the arrival's key."""
    assert case.episode is not None
    library = case.practice.library
    measure, rules = library.instrument(request.measure), library.profile(case.episode.profile)
    scored = score(measure, request.answers)
    assert isinstance(scored, Score)
    made = Rating(
        id=request.id,
        client=request.client,
        episode=request.episode,
        request=request.id,
        measure=request.measure,
        measure_version=measure.version,
        profile=rules.id,
        profile_version=rules.version,
        rater=request.rater,
        channel=request.to.channel,
        items=scored.items,
        total=scored.total,
        at=now,
        late=late,
        wording=request.wording,
        appointment=request.appointment,
        about=request.about,
    )
    closed = RequestChanged(replace(request, state=RequestState.COMPLETE))
    done = TurnCame(person_of(request.client, request.rater), now)
    return [closed, RatingMade(made), done, *_raised(cause, made, case, now)]


def _raised(cause: str, made: Rating, case: Case, now: datetime) -> list[Fact]:
    """A late answer may be for a day before that of the latest rating: then the course is judged anew."""
    assert case.episode is not None
    rated = in_order([*case.ratings, made])
    if own(rated, case.episode, made.measure, made.rater)[-1] is made:
        then = replace(case, ratings=rated)
        return [*alerting.of_rating(cause, made, then, now), *reflecting.after_rating(cause, made, then, now)]
    return rejudge(made.id, rated, made, case, now)
