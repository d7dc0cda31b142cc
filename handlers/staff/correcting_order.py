"""Correcting by chat: `/correct C-7K2 7 6 8 8 [srs] [2 Dec]`, with the reason, and only after a yes."""

from collections.abc import Sequence
from datetime import datetime

from handlers import correcting, papering
from handlers.alerts import AlertClosed, AlertRaised
from handlers.case import Case, Rating
from handlers.corrections import Correction, CorrectionKind
from handlers.facts import Fact
from handlers.judging import own
from handlers.saying import say
from handlers.staff.choosing import refused, unclear
from handlers.staff.confirming import ask, ask_words
from handlers.staff.orders import Order
from handlers.staff.papering_order import Written, how_written, written
from messages.dates import Unclear, read
from messages.envelope import ButtonPress, IncomingMessage


def correct(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """Other scores of the last rating, or of the one of a day; the answer says what became of it and of alerts."""
    if (no := refused(order, arrival, case, now)) is not None:
        return [no]
    assert case.subject is not None
    assert case.staff is not None
    subject, read_as = case.subject, written(order.rest, case.subject)
    if read_as is None:
        return [how_written(order.rest, arrival, case, subject)]
    rating = _rating(read_as, case, subject, now)
    if isinstance(rating, Unclear):
        return [unclear(rating, arrival, case)]
    if rating is None or rating.items == read_as.score.items:
        return [say(case, arrival, "correct_none", client=order.client, same=rating is not None)]
    if not order.told:
        return ask_words(order, arrival, case, now, "correct_reason")
    values = {
        "on": papering.day_of(rating.about, subject),
        "measure": rating.measure.upper(),
        "scores": list(read_as.score.items),
        "was": rating.total,
        "total": read_as.score.total,
    }
    meaning = (rating.id, *map(str, rating.items))
    if order.agreed != meaning:
        return ask(order, arrival, case, now, "correct_sure", *meaning, **values)
    correction = Correction(f"K-{case.fresh[:6]}", CorrectionKind.SCORES, case.staff.id, order.told, rating, now)
    said = correcting.rescore(correction, read_as.score, subject, now)
    return [say(case, arrival, "corrected", client=order.client, **values, **_alerts(said)), *said]


def _rating(read_as: Written, case: Case, subject: Case, now: datetime) -> Rating | Unclear | None:
    """The rating that is meant: the last by this measure, or that of the day; None if there is none."""
    assert subject.episode is not None
    assert subject.client is not None
    assert case.staff is not None
    if read_as.day:
        when = read(read_as.day, case.staff.language, papering.day_of(now, subject), past=True)
        return when if isinstance(when, Unclear) else papering.rated_on(read_as.measure.id, when.day, subject)
    course = own(subject.ratings, subject.episode, read_as.measure.id, subject.client.rater)
    return course[-1] if course else None


def _alerts(said: Sequence[Fact]) -> dict[str, object]:
    """How many alerts were closed by it, and raised."""
    return {
        "closed": sum(isinstance(one, AlertClosed) for one in said),
        "raised": sum(isinstance(one, AlertRaised) for one in said),
    }
