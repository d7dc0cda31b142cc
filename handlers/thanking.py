"""Thanking: what somebody reads who has answered everything. `thank` makes the letter; what a practice lets them see of
their own ratings stands in it, and nowhere else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers import asking, meaning
from handlers.case import Case, Rating, Request, RequestState
from handlers.facts import Fact, LetterWritten
from handlers.judging import in_order
from handlers.picturing import Reader, chart_of, of_client
from handlers.practice import Feedback
from handlers.saying import language_of, say
from messages.chart import to_json
from messages.envelope import ButtonPress, Channel, IncomingMessage, Letter
from scheduler.schedule import SELF, Occasion


def farewell(
    arrival: IncomingMessage | ButtonPress,
    request: Request,
    ended: Sequence[Fact],
    case: Case,
    now: datetime,
    lead: str,
) -> list[Fact]:
    """The thanks, below what was answered where that is on a phone that can show it. `ended`: what the last answer came
    to; `lead`: what is said instead of thanks."""
    thanks = thank(arrival, request, meaning.rating_in(ended), case, now, lead)
    if not asking.editable(request.to):
        return [LetterWritten(thanks)]
    message = arrival.message if isinstance(arrival, ButtonPress) else ""
    return [LetterWritten(asking.summary(request, case, arrival.key, message)), LetterWritten(thanks)]


def thank(
    arrival: IncomingMessage | ButtonPress, request: Request, made: Rating | None, case: Case, now: datetime, lead: str
) -> Letter:
    """The letter of thanks for a rating, with its total where the practice shows it (`[feedback] to_clients`); and
    the picture of their course, where it shows that too (`Feedback.CHART`). Who wrote words, or is in need, reads
    what is done with that, and no numbers."""
    thanks = say(case, arrival, _thanks(request, case, now)).letter
    if lead:
        return replace(thanks, text=lead)
    text = "\n".join(filter(None, [thanks.text, _total(arrival, made, case)]))
    return replace(thanks, text=text, picture=_picture(arrival, request, made, case))


def _picture(arrival: IncomingMessage | ButtonPress, request: Request, made: Rating | None, case: Case) -> str:
    """Their own course, where there is one to see: of the episode's own measure, from the second rating on."""
    shows = case.practice.feedback is Feedback.CHART and arrival.sender.channel is not Channel.SMS
    episode, client = case.episode, case.client
    if not shows or made is None or episode is None or client is None:
        return ""
    if (made.measure, made.rater) != (episode.measure, episode.rater) or meaning.before(made, case) is None:
        return ""
    ratings = in_order([*(one for one in case.ratings if one.id != made.id), made])
    chart = chart_of(case.practice, episode, ratings, case.gaps, Reader("", language_of(case), client.zone))
    return "" if chart is None else to_json(of_client(chart, asking.wording_of(request, case).title))


def _total(arrival: IncomingMessage | ButtonPress, made: Rating | None, case: Case) -> str:
    """The total and the last one of the same course, in plain words; nothing by SMS."""
    channel = arrival.sender.channel
    if made is None or channel is Channel.SMS or case.practice.feedback is Feedback.THANKS:
        return ""
    last = meaning.before(made, case)
    return case.practice.words.say(
        "total", language_of(case), channel, total=made.total, last=None if last is None else last.total
    )


def _thanks(request: Request, case: Case, now: datetime) -> str:
    if request.rater != SELF:
        return "thanks_other"
    if request.occasion is not Occasion.BEFORE:
        return "thanks_begun"
    if request.state not in (RequestState.OPEN, RequestState.COMPLETE):
        ended = case.episode is not None and case.episode.closed_at is not None
        return "thanks_begun" if ended else "thanks_late"
    begun = now >= request.about
    return "thanks_begun" if begun else "thanks"
