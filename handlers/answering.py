"""Answering: a reply is read, kept, asked back where unclear; a complete request becomes a rating, once."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias, assert_never

from handlers import asking, rating
from handlers.case import Case, ContactState, Request, RequestState
from handlers.facts import AnswerGiven, Fact, LetterWritten, RequestChanged
from handlers.remarking import keep, pass_on
from handlers.saying import language_of, reassure, say, tell
from measures.instrument import instrument
from measures.reading import Ambiguous, Asked, NoNumber, OutOfRange, Reading, TooFew, TooMany, Values, read
from messages.envelope import ButtonPress, Content, IncomingMessage, Letter

TRIES = 3
"""Misread replies until another way of asking is offered; two more, and it is left to the therapist (ours)."""

Unclear: TypeAlias = TooFew | TooMany | Ambiguous | OutOfRange

TAKES_ANSWERS = (RequestState.OPEN, RequestState.PARTIAL, RequestState.EXPIRED)
"""A closed request still takes late answers, until the next one is asked."""


def listen(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """Somebody who has joined wrote something."""
    if case.contact is None or case.client is None:
        return []
    if case.contact.state is not ContactState.OPEN:
        return pass_on(message, case, now)
    if message.content is not Content.TEXT:
        return _not_plain(message, case, now)
    if not message.text.strip():
        return [_unreadable(message, case)]
    if message.text.startswith("/"):
        return [_say(message, case, "unknown_command")]
    request = case.request
    if request is None or request.state not in TAKES_ANSWERS:
        return keep(message, case, now, "nothing_open" if _numbers(message, case) else "remark_kept")
    return _reply(message, request, case, now)


def pressed(press: ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """A button was pressed. One of an item already answered, or of another request, changes nothing."""
    request = case.request
    parts = press.data.split("|")
    if request is None or request.state not in TAKES_ANSWERS or len(parts) != 4 or parts[:2] != ["a", request.id]:
        return []
    item, tenths = int(parts[2]), int(parts[3])
    measure = instrument(request.measure)
    if request.answers[item] is not None or not measure.low <= tenths <= measure.high:
        return []
    return _take(press, request, {item: tenths}, case, now)


def _not_plain(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    if message.content is Content.EDITED:
        return [_say(message, case, "edited")]
    if message.content is Content.FORWARDED:
        return keep(message, case, now, "remark_kept")
    return [_unreadable(message, case), *pass_on(message, case, now)]


def _unreadable(message: IncomingMessage, case: Case) -> LetterWritten:
    language = language_of(case)
    return say(case, message.key, message.sender, language, "media", **reassure(case, language))


def _numbers(message: IncomingMessage, case: Case) -> bool:
    """Whether a message that answers nothing consists of ratings."""
    language = language_of(case)
    return any(isinstance(read(message.text, Asked(items=items, language=language)), Values) for items in (1, 4))


def _reply(message: IncomingMessage, request: Request, case: Case, now: datetime) -> list[Fact]:
    items = asking.missing(request)
    reading = _read(message.text, request, case, items)
    match reading:
        case Values(values, _):
            given = dict(zip(items, values, strict=False))
            return [*_take(message, request, given, case, now), *_remark(message, reading, case, now)]
        case NoNumber():
            return keep(message, case, now, "remark_kept")
        case TooFew(placed=placed) | Ambiguous(placed=placed) if any(value is not None for value in placed):
            known = {items[i]: value for i, value in enumerate(placed) if value is not None}
            return [*_take(message, request, known, case, now), *_remark(message, reading, case, now)]
        case TooFew() | TooMany() | Ambiguous() | OutOfRange():
            return [*_ask_back(message, reading, request, case, now), *_words_beside(message, reading, case, now)]
        case _:
            assert_never(reading)


def _read(text: str, request: Request, case: Case, items: list[int]) -> Reading:
    """Item by item a single number is expected; all that are missing at once are as welcome."""
    whole = read(text, asking.asked(request, case, items))
    if isinstance(whole, Values) or not _single(request):
        return whole
    return read(text, asking.asked(request, case, items[:1]))


def _single(request: Request) -> bool:
    return request.one_by_one or any(answer is not None for answer in request.answers)


def _remark(message: IncomingMessage, reading: Reading, case: Case, now: datetime) -> list[Fact]:
    """Words beside a number are for the therapist too."""
    return pass_on(message, case, now) if reading.remark.strip() else []


def _words_beside(message: IncomingMessage, reading: Reading, case: Case, now: datetime) -> list[Fact]:
    """Of an unclear reply only what says more than figures and signs."""
    figures = all(unicodedata.category(sign)[0] in "NPZ" for sign in reading.remark)
    return [] if figures else _remark(message, reading, case, now)


def _take(
    arrival: IncomingMessage | ButtonPress, request: Request, given: dict[int, int], case: Case, now: datetime
) -> list[Fact]:
    """Answers are kept; the rest is asked for, or the rating is made."""
    late = request.state is not RequestState.OPEN
    answers: list[Fact] = [
        AnswerGiven(request.id, item, tenths, arrival.key, arrival.at, late) for item, tenths in given.items()
    ]
    filled = tuple(given.get(item, answer) for item, answer in enumerate(request.answers))
    request = replace(request, answers=filled, misread=0, to=arrival.sender)
    if None not in filled:
        done = rating.complete(arrival.key, request, case, now, late=late)
        return [*answers, *_farewell(arrival, request, case, late=late), *done]
    request = replace(request, one_by_one=True)
    return [*answers, RequestChanged(request), *_next(arrival, request, case)]


def _next(arrival: IncomingMessage | ButtonPress, request: Request, case: Case) -> list[Fact]:
    """The next item: in the message whose button was pressed, else in a new one below what was typed."""
    letter = asking.ask(request, case, arrival.key)
    if isinstance(arrival, ButtonPress):
        return [LetterWritten(replace(letter, edits=True, message=arrival.message))]
    old = [LetterWritten(asking.summary(request, case, arrival.key))] if asking.editable(request.to) else []
    return [*old, LetterWritten(letter)]


def _farewell(
    arrival: IncomingMessage | ButtonPress, request: Request, case: Case, *, late: bool
) -> Sequence[LetterWritten]:
    thanks = say(case, arrival.key, arrival.sender, language_of(case), "thanks_late" if late else "thanks")
    if not asking.editable(request.to):
        return [thanks]
    message = arrival.message if isinstance(arrival, ButtonPress) else ""
    return [LetterWritten(asking.summary(request, case, arrival.key, message)), thanks]


def _ask_back(message: IncomingMessage, reading: Unclear, request: Request, case: Case, now: datetime) -> list[Fact]:
    """What was unclear, kindly; at the third time in another way; at the fifth it is left to the therapist."""
    tries = request.misread + 1
    stuck = RequestChanged(replace(request, misread=tries))
    if tries > TRIES + 2:
        return [stuck, *pass_on(message, case, now)]
    if tries == TRIES + 2:
        return [
            stuck,
            _say(message, case, "handed_over"),
            *pass_on(message, case, now),
            *tell(case, message.key, case.therapist, "stuck", client=request.client),
        ]
    one = replace(request, misread=tries, one_by_one=True)
    if tries == TRIES or not _single(request):
        letter = asking.ask(one, case, message.key, lead=_lead(reading, request, case))
        return [RequestChanged(one), LetterWritten(letter)]
    return [stuck, _explain(message, reading, request, case)]


def _explain(message: IncomingMessage, reading: Unclear, request: Request, case: Case) -> LetterWritten:
    return LetterWritten(Letter(f"{message.key}#unclear", message.sender, _lead(reading, request, case), "unclear"))


def _lead(reading: Unclear, request: Request, case: Case) -> str:
    """The kind sentence that fits what could not be read."""
    measure = instrument(request.measure)
    name, values = _kind(reading, len(asking.missing(request)) if not _single(request) else 1)
    return case.practice.words.say(
        name, language_of(case), request.to.channel, low=measure.low, high=measure.high, **values
    )


def _kind(reading: Unclear, asked: int) -> tuple[str, dict[str, object]]:
    match reading:
        case TooFew(values=values):
            return "too_few", {"given": len(values), "asked": asked}
        case TooMany():
            return "too_many", {"asked": asked}
        case Ambiguous(candidates=candidates):
            return "ambiguous", {"candidates": list(candidates)}
        case OutOfRange():
            return "out_of_range", {}
        case _:
            assert_never(reading)


def _say(message: IncomingMessage, case: Case, purpose: str) -> LetterWritten:
    return say(case, message.key, message.sender, language_of(case), purpose)
