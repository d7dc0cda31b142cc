"""Taking: for how long a request takes answers, and for how long it may be answered anew."""

from datetime import datetime, timedelta

from handlers.case import Request, RequestState

LATE_FOR = timedelta(hours=48)
"""How long after its close a request still takes answers, marked as late (ours); later ones are about another week."""

CLOSED = (RequestState.PARTIAL, RequestState.EXPIRED)


def takes_answers(request: Request, now: datetime) -> bool:
    """Whether an answer to a request still counts: while it is open, and for a while after it was closed."""
    late = request.state in CLOSED and now < request.closes_at + LATE_FOR
    return request.state is RequestState.OPEN or late


def takes_anew(request: Request, now: datetime) -> bool:
    """Whether a complete request may be answered anew: for as long as a late answer would count."""
    return request.state is RequestState.COMPLETE and now < request.closes_at + LATE_FOR
