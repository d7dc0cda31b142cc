"""Answering: a reply is read, kept, asked back where unclear; a complete request becomes a rating, once."""

import unicodedata
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import TypeAlias, assert_never

from handlers import alerting, asking, gathering, meaning, rating, redoing, thanking
from handlers.case import Case, Request, RequestState
from handlers.facts import AnswerGiven, Fact, LetterWritten
from handlers.people import ContactState, person_of
from handlers.remarking import keep, pass_on, reassurance
from handlers.saying import echo, language_of, reassure, say, tell
from handlers.taking import takes_anew, takes_answers
from measures.reading import Ambiguous, Asked, NoNumber, OutOfRange, Reading, TooFew, TooMany, Values, read
from messages.envelope import ButtonPress, Content, IncomingMessage
from messages.wishes import nearest

TRIES = 3
"""Misread replies until another way of asking is offered; two more, and it is left to the therapist (ours)."""

Unclear: TypeAlias = TooFew | TooMany | Ambiguous | OutOfRange

COMMAND = "/"


def listen(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """Somebody who has joined wrote something."""
    if case.contact is None or case.client is None:
        return []
    if case.contact.state is not ContactState.OPEN:
        return pass_on(message, case, now)
    if message.content is not Content.TEXT:
        return _not_plain(message, case, now)
    if not message.text.strip():
        return _unreadable(message, case, now)
    if message.text.startswith(COMMAND) and message.text[1:].replace("_", "").isalpha():
        return echo(message, case, now, "unknown_command", nearest=nearest(message.text))
    request = _asked(case)
    if request is None or not _counts(message, request, case, now):
        return keep(message, case, now, "nothing_open" if _numbers(message, case) else "remark_kept")
    return _reply(message, request, case, now)


def pressed(press: ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """A button was pressed. One of an item already answered, or of another request, changes nothing."""
    request = _asked(case)
    if request is None or not _counts(press, request, case, now):
        return []
    request = asking.settled(request, case, press.sender.channel)
    for item in asking.missing(request):
        for button in chain.from_iterable(asking.keyboard(request, item, case)):
            if button.data == press.data:
                return _take(press, request, {item: asking.tenths_of(button)}, case, now)
    return []


def _counts(arrival: IncomingMessage | ButtonPress, request: Request, case: Case, now: datetime) -> bool:
    """Whether an answer by this way counts: there must also still be words to ask the rest in."""
    takes = takes_answers(request, now) or (bool(request.again) and takes_anew(request, now))
    return takes and asking.can_be_asked(request, case, arrival.sender.channel)


def _asked(case: Case) -> Request | None:
    """The latest request, as it is answered now."""
    return redoing.answered(case.request) if case.request else None


def handed_over(request: Request) -> bool:
    """Whether the numbers were left to the therapist, as no reply could be read."""
    return request.misread >= TRIES + 2


def _not_plain(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    if message.content is Content.EDITED:
        return [*pass_on(message, case, now), *_edited(message, case, now)]
    if message.content is Content.FORWARDED:
        return keep(message, case, now, "remark_kept")
    return [*_unreadable(message, case, now), *pass_on(message, case, now)]


def _edited(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """What was answered stays; the question that is open is shown again, so that no correction lands in it unseen."""
    lead = case.practice.words.say("edited", language_of(case), message.sender.channel)
    return ask_again(message, case, now, lead) or echo(message, case, now, "edited")


def shown_again(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """Who writes `yes` or `start` while a question is open has not answered it: the word is passed on, and the question
    is shown again. Nothing if none is open."""
    if message.text.startswith(COMMAND):
        return ask_again(message, case, now)
    asked = ask_again(message, case, now, reassurance(message, case))
    return [*pass_on(message, case, now), *asked] if asked else []


def ask_again(message: IncomingMessage, case: Case, now: datetime, lead: str = "") -> list[Fact]:
    """The open question again, below a lead if there is one; nothing if none is open."""
    request = _asked(case)
    if request is None or not redoing.asks(request) or not _counts(message, request, case, now):
        return []
    here = replace(request, to=message.sender)
    return [LetterWritten(asking.ask(here, case, message.key, lead))]


def _unreadable(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """A picture, a voice note, or nothing at all: the therapist hears that there was something."""
    said = echo(message, case, now, "media", words=bool(message.text.strip()), **reassure(case))
    if case.client is None or message.content is not Content.MEDIA or message.text.strip():
        return said
    return [*said, *tell(case, message.key, case.therapist, "media_forward", now, client=case.client.person)]


def _numbers(message: IncomingMessage, case: Case) -> bool:
    """Whether a message that answers nothing consists of ratings."""
    if case.episode is None:
        return False
    measure, language = case.practice.library.instrument(case.episode.measure), language_of(case)
    ways = [Asked(items, measure.low, measure.high, measure.step, language) for items in (1, len(measure.items))]
    return any(isinstance(read(message.text, one), Values) for one in ways)


def _reply(message: IncomingMessage, request: Request, case: Case, now: datetime) -> list[Fact]:
    request = asking.settled(gathering.now_of(request, now), case, message.sender.channel)
    items = asking.missing(request)
    reading = _read(message.text, request, case, items)
    beside = _beside(message, reading, case, now)
    match reading:
        case Values(values):
            given = dict(zip(items, values, strict=False))
            return [*_take(message, request, given, case, now, _lead_of_words(message, reading, case)), *beside]
        case NoNumber():
            return keep(message, case, now, "remark_kept")
        case TooFew(placed=placed) | Ambiguous(placed=placed) if any(value is not None for value in placed):
            known = {items[i]: value for i, value in enumerate(placed) if value is not None}
            return [*_take(message, request, known, case, now, _lead_of_words(message, reading, case)), *beside]
        case TooFew() | TooMany() | Ambiguous() | OutOfRange():
            if not redoing.asks(request) or handed_over(request):
                return keep(message, case, now, "remark_kept")
            return [*_ask_back(message, reading, request, case, now), *beside]
        case _:
            assert_never(reading)


def _read(text: str, request: Request, case: Case, items: list[int]) -> Reading:
    """Item by item a single number is expected; a whole set is as welcome while nothing is answered. Later numbers
    may name their item: `3 7`."""
    fresh = len(items) == len(request.answers)
    if fresh or not asking.single(request):
        whole = read(text, asking.asked(request, case, items))
        if isinstance(whole, Values) or not asking.single(request):
            return gathering.joined(whole, request)
    return read(text, asking.asked(request, case, items[:1]))


def _beside(message: IncomingMessage, reading: Reading, case: Case, now: datetime) -> list[Fact]:
    """Words beside a number are for the therapist too, if they say more than figures and signs."""
    figures = all(unicodedata.category(sign)[0] in "NPZ" for sign in reading.remark)
    return [] if figures else pass_on(message, case, now)


def _lead_of_words(message: IncomingMessage, reading: Reading, case: Case) -> str:
    """What goes before the next question, or before the thanks, to somebody who wrote words beside a number."""
    return reassurance(message, case) if any(sign.isalpha() for sign in reading.remark) else ""


def _take(
    arrival: IncomingMessage | ButtonPress,
    request: Request,
    given: dict[int, int],
    case: Case,
    now: datetime,
    lead: str = "",
) -> list[Fact]:
    """Answers are kept; the rest is asked for, or the rating is made."""
    late = request.state is not RequestState.OPEN
    answers: list[Fact] = [
        AnswerGiven(request.id, item, tenths, arrival.key, arrival.at, late)
        for item, tenths in given.items()
        if not request.again
    ]
    filled = tuple(given.get(item, answer) for item, answer in enumerate(request.answers))
    waiting = gathering.let_go(request)
    request = replace(request, answers=filled, misread=0, to=arrival.sender, held=(), held_until=None, waits_since=None)
    risk = alerting.of_safety_item(arrival.key, request, list(given), case, now)
    lead = say(case, arrival, "help_in_need", **reassure(case)).letter.text if risk else lead
    alarm = [] if redoing.told_already(request, case) else risk
    if None not in filled:
        ended = _ended(arrival, request, case, now, late=late)
        said = thanking.farewell(arrival, request, ended, case, now, lead)
        after = meaning.after(arrival, request, ended, case, grave=bool(risk))
        return [*answers, *waiting, *said, *alarm, *ended, *after]
    request = replace(request, one_by_one=True)
    return [*answers, redoing.changed(request), *waiting, *_next(arrival, request, case, lead), *alarm]


def _ended(
    arrival: IncomingMessage | ButtonPress, request: Request, case: Case, now: datetime, *, late: bool
) -> list[Fact]:
    """The last item was answered, for the first time or anew."""
    if request.again:
        return redoing.finish(arrival.key, request, case, now)
    return rating.complete(arrival.key, request, case, now, late=late)


def _next(arrival: IncomingMessage | ButtonPress, request: Request, case: Case, lead: str) -> list[Fact]:
    """The next item: in the message whose button was pressed, else in a new one below what was typed."""
    letter = asking.ask(request, case, arrival.key, lead)
    if isinstance(arrival, ButtonPress):
        return [LetterWritten(replace(letter, edits=True, message=arrival.message))]
    old = [LetterWritten(asking.summary(request, case, arrival.key))] if asking.editable(request.to) else []
    return [*old, LetterWritten(letter)]


def _ask_back(message: IncomingMessage, reading: Unclear, request: Request, case: Case, now: datetime) -> list[Fact]:
    """What was unclear, kindly, with the question it is about; at the fifth time it is left to the therapist."""
    unclear, waiting = _unclear(reading, request, case), gathering.let_go(request)
    if isinstance(reading, TooFew) and message.sender == request.to and gathering.begins(reading, request):
        return gathering.hold(message, reading.values, request, case, now, unclear)
    request = replace(request, misread=request.misread + 1, held=(), held_until=None, waits_since=None)
    words = _lead_of_words(message, reading, case)
    if handed_over(request):
        letter = say(case, message, "handed_over").letter
        return [
            redoing.changed(request),
            LetterWritten(replace(letter, text="\n\n".join(filter(None, [words, letter.text])))),
            *tell(case, message.key, case.therapist, "stuck", now, client=person_of(request.client, request.rater)),
        ]
    lead = "\n\n".join(filter(None, [words, unclear]))
    one = replace(request, one_by_one=True, to=message.sender)
    return [
        redoing.changed(one),
        *waiting,
        LetterWritten(asking.ask(one, case, message.key, lead)),
    ]


def _unclear(reading: Unclear, request: Request, case: Case) -> str:
    """The kind sentence that fits what could not be read."""
    measure = case.practice.library.instrument(request.measure)
    name, values = _kind(reading, len(asking.missing(request)) if not asking.single(request) else 1)
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
