"""Gathering: a set of numbers asked for in one SMS may come in several. The first are held, and the next question waits
a moment for the rest: so no number is taken for a question that had not been asked when it was written."""

from dataclasses import replace
from datetime import datetime, timedelta

from handlers import asking
from handlers.case import Case, Request
from handlers.facts import Fact, LettersWithdrawn, LetterWritten, RequestChanged
from measures.reading import Ambiguous, Reading, TooFew, TooMany, Values
from messages.envelope import Channel, IncomingMessage

WAIT = timedelta(seconds=15)
"""How long the rest of a set is waited for (ours)."""

LAG = timedelta(seconds=3)
"""How long after that the question may still be on its way: nobody has read and answered it so quickly."""


FIRST, SECOND = 10, 20
"""Tenths of the numbers that begin the lines of a numbered list."""


def now_of(request: Request, now: datetime) -> Request:
    """The request with what is held now: nothing any more once the question has gone out."""
    over = request.held_until is not None and now >= request.held_until + LAG
    return replace(request, held=()) if over else request


def joined(reading: Reading, request: Request) -> Reading:
    """A reading of the whole set together with what is held. Numbers that name their item, or that may be the same
    again, or the second of a numbered list, are no rest of it."""
    if not request.held or not isinstance(reading, TooFew) or any(one is not None for one in reading.placed):
        return reading
    again = len(request.held) > 1 and request.held == reading.values
    if again or (len(request.held) > 1 and (request.held[0], reading.values[0]) == (FIRST, SECOND)):
        return Ambiguous(reading.values, (None,) * len(request.answers), reading.remark)
    values = (*request.held, *reading.values)
    left = len(request.answers) - len(values)
    if left > 0:
        return replace(reading, values=values)
    return TooMany(values, reading.remark) if left else Values(values, reading.remark)


def begins(reading: TooFew, request: Request) -> bool:
    """Whether the rest of a set may be on its way: some numbers and nothing else, where all were asked for at once."""
    return not asking.single(request) and not reading.remark and request.to.channel is Channel.SMS


def hold(
    message: IncomingMessage, values: tuple[int, ...], request: Request, case: Case, now: datetime, lead: str
) -> list[Fact]:
    """These numbers are held; the first question, with `lead`, goes out unless the rest comes before."""
    held = replace(request, held=values, held_until=now + WAIT, one_by_one=True, to=message.sender)
    question = replace(asking.ask(held, case, message.key, lead), not_before=held.held_until)
    return [RequestChanged(held), *let_go(request), LetterWritten(question)]


def let_go(request: Request) -> list[Fact]:
    """The question that waits is not sent any more."""
    return [LettersWithdrawn(request.to, request.id)] if request.held_until is not None else []
