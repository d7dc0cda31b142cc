"""Speaking: somebody chooses the language they are written to in. What they agreed to stays what they read: the ledger
says in which language that was, and nobody is asked to agree again."""

from dataclasses import replace
from datetime import datetime

from handlers import asking, gathering, joining, redoing, undoing
from handlers.case import Case
from handlers.facts import Fact, LetterWritten
from handlers.people import Client
from handlers.saying import in_place, say
from handlers.taking import LATE_FOR
from handlers.wished import LanguageChosen
from messages.envelope import Button, ButtonPress, Channel, IncomingMessage
from messages.wishes import own_names
from messages.words import LANGUAGES
from scheduler.schedule import SELF

QUESTION = "l"
"""What a button of this question begins with."""

A_ROW = 2


def ask(message: IncomingMessage, client: Client, case: Case) -> list[Fact]:
    """Which one: each by its own name."""
    letter = say(case, message, "which_language").letter
    if message.sender.channel is Channel.SMS:
        return [LetterWritten(letter)]
    buttons = [Button(name, f"{QUESTION}|{client.person}|{code}") for code, name in own_names().items()]
    lines = tuple(tuple(buttons[start : start + A_ROW]) for start in range(0, len(buttons), A_ROW))
    return [LetterWritten(replace(letter, buttons=lines, slot=_slot(client)))]


def pressed(press: ButtonPress, client: Client, case: Case, now: datetime) -> list[Fact]:
    """A button of the question."""
    chosen = press.data.rpartition("|")[2]
    return choose(press, client, chosen, case, now) if chosen in LANGUAGES else []


def choose(
    arrival: IncomingMessage | ButtonPress, client: Client, language: str, case: Case, now: datetime
) -> list[Fact]:
    """From now on this one, unless what they are asked is not worded in it: then it stays, and they hear why."""
    there = _worded(arrival.sender.channel, client, case, now)
    if there and language not in there:
        said = say(case, arrival, "not_in_language", tongues=[own_names()[one] for one in there]).letter
        return [LetterWritten(in_place(said, arrival, _slot(client)))]
    spoken = replace(client, language=language)
    then = replace(case, client=spoken, raters=tuple(spoken if one == client else one for one in case.raters))
    return [LanguageChosen(client.person, language), *_told(arrival, spoken, then)]


def _told(arrival: IncomingMessage | ButtonPress, client: Client, case: Case) -> list[Fact]:
    """In the language that was chosen: so it is; and what is asked now, in it. Numbers of a set not yet whole go."""
    said = say(case, arrival, "language_chosen").letter
    request = redoing.answered(case.request) if case.request else None
    if not client.consent:
        return [LetterWritten(in_place(said, arrival, _slot(client))), *joining.ask_consent(arrival, case)]
    if request is None or not redoing.asks(request):
        return [LetterWritten(in_place(said, arrival, _slot(client)))]
    waiting = gathering.let_go(request)
    question = replace(request, to=arrival.sender, held=(), held_until=None)
    dropped: list[Fact] = [redoing.changed(question), *waiting] if waiting else []
    if isinstance(arrival, IncomingMessage):
        return [*dropped, *undoing.shown(arrival, question, case, said.text)]
    asked = LetterWritten(asking.ask(question, case, arrival.key))
    return [*dropped, LetterWritten(in_place(said, arrival, _slot(client))), asked]


def _worded(channel: Channel, client: Client, case: Case, now: datetime) -> list[str]:
    """The languages in which all can be asked that is to be, by this channel, and in which what was asked last can go
    on: for as long as it takes answers."""
    wordings, other = case.practice.wordings, client.rater != SELF
    measures = {one.measure for one in case.schedules if one.rater == client.rater} if case.in_care else set()
    return [
        language
        for language in LANGUAGES
        if _goes_on(replace(client, language=language), channel, case, now)
        and all(wordings.choose(one, language, channel, now, of_another=other) for one in measures)
    ]


def _goes_on(client: Client, channel: Channel, case: Case, now: datetime) -> bool:
    request = case.request
    over = request is None or now >= request.closes_at + LATE_FOR
    return request is None or over or asking.can_be_asked(request, replace(case, client=client), channel)


def _slot(client: Client) -> str:
    return f"{QUESTION}:{client.person}"
