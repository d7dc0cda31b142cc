"""Redoing: a complete request is answered anew, item by item. Until the last is answered the rating stands as it is;
then it is corrected by whoever gave it, with the value before kept, and its course is judged anew."""

from dataclasses import replace
from datetime import datetime

from handlers import correcting
from handlers.alerts import AlertClosed, AlertRaised
from handlers.case import Case, Doubt, Rating, Request, RequestState
from handlers.corrections import Correction, CorrectionKind
from handlers.facts import Fact, RequestChanged
from handlers.people import person_of
from handlers.saying import tell
from handlers.wished import RequestReviewed
from measures.scoring import Score, score

WHY = "answered again"
"""The reason of such a correction."""


def answered(request: Request) -> Request:
    """The request as it is answered now: anew, if it is."""
    return replace(request, answers=request.again, one_by_one=True) if request.again else request


def asks(request: Request) -> bool:
    """Whether a request has a question on a phone."""
    return request.state is RequestState.OPEN or bool(request.again)


def changed(request: Request) -> Fact:
    """How a request stands now, with its answers if it is answered anew."""
    return RequestReviewed(replace(request, again=request.answers)) if request.again else RequestChanged(request)


def given_up(request: Request) -> Fact:
    """It is not answered anew any more."""
    return RequestReviewed(replace(request, again=(), doubt=Doubt.SETTLED))


def rating_of(request: Request, case: Case) -> Rating | None:
    """What a request came to, if it still counts."""
    return next((one for one in case.ratings if one.id == request.id), None)


def told_already(request: Request, case: Case) -> bool:
    """Whether the answer that asks for a person the same day was given before, and told of then."""
    before = rating_of(request, case) if request.again else None
    measure = case.practice.library.instrument(request.measure)
    return before is not None and measure.risk(before.items) is not None


def finish(cause: str, request: Request, case: Case, now: datetime) -> list[Fact]:
    """Every item was answered anew. The same answers as before change nothing; nor do any where the rating has been
    moved or made invalid meanwhile. The therapist is told of an alert that holds no longer, unless another took its
    place."""
    done, before = given_up(request), rating_of(request, case)
    scored = score(case.practice.library.instrument(request.measure), request.answers)
    assert isinstance(scored, Score)
    if before is None or before.items == scored.items:
        return [done]
    person = person_of(request.client, request.rater)
    correction = Correction(f"{cause}#redo", CorrectionKind.SCORES, person, WHY, before, now)
    said = correcting.rescore(correction, scored, case, now)
    void = any(isinstance(fact, AlertClosed) for fact in said)
    news = void and not any(isinstance(fact, AlertRaised) for fact in said)
    return [done, *said, *(tell(case, cause, case.therapist, "redone", now, client=person) if news else [])]
