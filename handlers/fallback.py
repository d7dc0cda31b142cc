"""Fallback: whether somebody may be asked by another channel where one fails. They are asked that once, when they have
joined a second one, and take it back by a word, whenever they like."""

from dataclasses import replace
from datetime import datetime, timedelta

from handlers.agreeing import number_alone
from handlers.case import Case
from handlers.consents import ConsentKind, ConsentRecorded, FallbackAsked
from handlers.facts import Fact, LetterWritten
from handlers.falling_back import another
from handlers.people import Client, ContactState
from handlers.saying import say
from handlers.taking import takes_answers
from messages.envelope import Button, ButtonPress, Channel, IncomingMessage, Letter

ANSWERS = {10: True, 20: False}
"""`1` and `2`, in tenths."""

OPEN_FOR = timedelta(hours=24)
"""So long a number answers the question (ours); a button does always."""

QUESTION = "f"
"""What a button of this question begins with."""


def ask(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """The question, to somebody who can be reached by another channel as well, and never was asked it nor said. Not by
    SMS while something else is asked that numbers answer; nor before a consent text that has changed is agreed to."""
    client, channel = case.client, message.sender.channel
    if client is None or client.consent not in ("", case.practice.consent_version):
        return []
    if client.fallback is not None or client.fallback_asked is not None:
        return []
    if another(client, message.sender, case) is None:
        return []
    if channel is Channel.SMS and _busy(case, now):
        return []
    return [LetterWritten(_question(message, client, case)), FallbackAsked(client.person, now)]


def _question(message: IncomingMessage, client: Client, case: Case) -> Letter:
    letter, channel = say(case, message, "fallback").letter, message.sender.channel
    buttons = () if channel is Channel.SMS else _buttons(client, case, channel)
    return replace(letter, buttons=buttons, slot=_slot(client))


def heard(message: IncomingMessage, case: Case, now: datetime) -> bool | None:
    """Whether a message says yes, or no, to the question; None if it is no answer, or something was asked since."""
    number = number_alone(message, case) if _open(case, now) else None
    return None if number is None else ANSWERS.get(number)


def _open(case: Case, now: datetime) -> bool:
    """Whether it was asked lately, has no answer yet, and nothing was asked since."""
    client, contact = case.client, case.contact
    if client is None or contact is None or contact.state is not ContactState.OPEN or not client.consent:
        return False
    if client.fallback_asked is None or not client.fallback_open or now - client.fallback_asked >= OPEN_FOR:
        return False
    return not _busy(case, now) and (case.request is None or case.request.asked_at <= client.fallback_asked)


def again(said: list[Fact], message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """What was said to words while the question is open, and then the question: yes or no in words is not guessed."""
    spoken = any(isinstance(one, LetterWritten) and one.letter.to == message.sender for one in said)
    silenced = any(isinstance(one, ConsentRecorded) for one in said)
    if case.client is None or not spoken or silenced or not _open(case, now):
        return said
    return [*said, LetterWritten(_question(message, case.client, case))]


def pressed(press: ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """A button of the question, which is changed into what follows; the same answer again changes nothing."""
    question, _, answer = press.data.rpartition("|")
    if case.client is None or question != f"{QUESTION}|{case.client.person}":
        return []
    agreed = answer == "yes"
    if agreed is case.client.fallback:
        return []
    return settle(press, case.client, case, now, agreed=agreed)


def settle(
    arrival: IncomingMessage | ButtonPress, client: Client, case: Case, now: datetime, *, agreed: bool
) -> list[Fact]:
    """What somebody said goes into the ledger."""
    kind = ConsentKind.FALLBACK_GIVEN if agreed else ConsentKind.FALLBACK_WITHDRAWN
    channel = arrival.sender.channel
    entry = ConsentRecorded(
        f"{arrival.key}#fallback", client.person, kind, client.consent, client.language, channel, now
    )
    said = say(case, arrival, "fallback_yes" if agreed else "fallback_no").letter
    if isinstance(arrival, ButtonPress):
        said = replace(said, edits=True, message=arrival.message, slot=_slot(client))
    return [entry, LetterWritten(said)]


def _busy(case: Case, now: datetime) -> bool:
    return case.request is not None and (bool(case.request.again) or takes_answers(case.request, now))


def _slot(client: Client) -> str:
    return f"{QUESTION}:{client.person}"


def _buttons(client: Client, case: Case, channel: Channel) -> tuple[tuple[Button, ...], ...]:
    def button(answer: str, label: str) -> Button:
        text = case.practice.words.say(label, client.language, channel)
        return Button(text, f"{QUESTION}|{client.person}|{answer}")

    return ((button("yes", "yes_button"), button("no", "no_button")),)
