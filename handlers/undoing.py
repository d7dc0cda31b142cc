"""Undoing: the last answer is taken back and asked for again, or all of them are. Of a complete request it is answered
anew (`redoing`): the rating stands until that is done."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers import asking, gathering, meaning, redoing
from handlers.case import Case, Doubt, Request
from handlers.facts import Fact, LetterWritten
from handlers.saying import echo, in_place, say
from handlers.taking import takes_anew, takes_answers
from handlers.wished import AnswerTakenBack, RequestReviewed
from messages.envelope import ButtonPress, IncomingMessage


def undo(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """The last answer is taken back."""
    return _back(message, case, now, everything=False) or echo(message, case, now, "nothing_to_undo")


def redo(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """All answers of the latest request are taken back."""
    return _back(message, case, now, everything=True) or echo(message, case, now, "nothing_to_undo")


def pressed(press: ButtonPress, request: Request, case: Case, now: datetime) -> list[Fact]:
    """The button below the question whether a rating is what was meant."""
    return _anew(press, request, case, now, everything=True) or [
        redoing.given_up(request),
        LetterWritten(in_place(say(case, press, "nothing_to_undo").letter, press, meaning.slot_of(request))),
    ]


def _back(message: IncomingMessage, case: Case, now: datetime, *, everything: bool) -> list[Fact]:
    """Nothing if there is no answer to take back, or no words to ask in."""
    request = case.request
    if request is None or not asking.can_be_asked(request, case, message.sender.channel):
        return []
    if request.again and takes_anew(request, now):
        return _again(message, request, case, everything=everything)
    if takes_answers(request, now):
        return _taken_back(message, gathering.now_of(request, now), case, everything=everything)
    return _anew(message, request, case, now, everything=everything)


def _taken_back(message: IncomingMessage, request: Request, case: Case, *, everything: bool) -> list[Fact]:
    """Of a request that still takes its first answers. Numbers that are held are no answers yet, and go first."""
    given = _answered(request.answers)
    items = given if everything else [] if request.held else given[-1:]
    if not items and not request.held:
        return []
    answers = tuple(None if item in items else one for item, one in enumerate(request.answers))
    back = replace(request, answers=answers, one_by_one=True, misread=0, held=(), held_until=None, to=message.sender)
    gone = [AnswerTakenBack(request.id, item) for item in items]
    return [*gone, redoing.changed(back), *gathering.let_go(request), *shown(message, back, case)]


def _again(message: IncomingMessage, request: Request, case: Case, *, everything: bool) -> list[Fact]:
    """Of one that is being answered anew."""
    given = _answered(request.again)
    items = given if everything else given[-1:]
    if not items:
        return []
    answers = tuple(None if item in items else one for item, one in enumerate(request.again))
    back = redoing.answered(replace(request, again=answers, misread=0, to=message.sender))
    return [redoing.changed(back), *shown(message, back, case)]


def _anew(
    arrival: IncomingMessage | ButtonPress, request: Request, case: Case, now: datetime, *, everything: bool
) -> list[Fact]:
    """A complete request is opened again, while a late answer would count and care goes on."""
    rating, channel = redoing.rating_of(request, case), arrival.sender.channel
    may = case.in_care and takes_anew(request, now) and asking.can_be_asked(request, case, channel)
    if rating is None or not may:
        return []
    again = (None,) * len(rating.items) if everything else (*rating.items[:-1], None)
    begun = replace(request, again=again, doubt=Doubt.SETTLED, misread=0, to=arrival.sender)
    fact, view = RequestReviewed(begun), redoing.answered(begun)
    said = say(case, arrival, "redo").letter
    if isinstance(arrival, ButtonPress):
        question = asking.ask(view, case, arrival.key)
        return [fact, LetterWritten(in_place(said, arrival, meaning.slot_of(request))), LetterWritten(question)]
    return [fact, *shown(arrival, view, case, said.text)]


def shown(message: IncomingMessage, request: Request, case: Case, lead: str = "") -> list[Fact]:
    """The question that is open now, in a new message; the one before stays without its buttons."""
    letter = LetterWritten(asking.ask(request, case, message.key, lead))
    old = [LetterWritten(asking.summary(request, case, message.key))] if asking.editable(request.to) else []
    return [*old, letter]


def _answered(answers: Sequence[int | None]) -> list[int]:
    return [item for item, one in enumerate(answers) if one is not None]
