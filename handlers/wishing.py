"""Wishing: who takes what a client wishes for. A wish is looked at before anything is read as an answer; where it has
no place (before consent, after STOP, the end of a pause that nobody has) a message means what it means without it."""

from datetime import datetime
from typing import assert_never

from handlers import disclosing, meaning, pausing, speaking, undoing
from handlers.case import Case, Doubt
from handlers.facts import Fact
from handlers.people import Client, ContactState, Role
from handlers.remarking import keep
from messages.envelope import ButtonPress, Content, IncomingMessage
from messages.wishes import Wish, Wished, agrees, wished

PARTS = 3
"""What the button of a question names: which question, whose or of which request, and the answer."""


def heed(message: IncomingMessage, case: Case, now: datetime) -> list[Fact] | None:
    """What follows from a client's wish; None where a message is none."""
    client = _wisher(case)
    if client is None or case.invite is not None or message.content is not Content.TEXT:
        return None
    wish = wished(message.text)
    if not client.consent:
        language = wish is not None and wish.wish is Wish.LANGUAGE
        return _of(wish, message, client, case, now) if wish is not None and language else None
    doubted = meaning.heard(case, now) if agrees(message.text) else None
    if doubted is not None:
        return meaning.confirm(message, doubted, case)
    return None if wish is None else _of(wish, message, client, case, now)


def pressed(press: ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """A button that is below one of our questions about a wish; nothing for any other."""
    client = _wisher(case)
    parts = press.data.split("|")
    if client is None or len(parts) != PARTS:
        return []
    question, about, answer = parts
    if about not in (client.person, case.request.id if case.request else ""):
        return []
    if question == speaking.QUESTION:
        return speaking.pressed(press, client, case, now)
    if question == pausing.QUESTION and client.consent:
        return pausing.pressed(press, client, case, now)
    request = case.request
    if question != meaning.QUESTION or not client.consent or request is None:
        return []
    if answer == meaning.AGAIN:
        return [] if request.again else undoing.pressed(press, request, case, now)
    return meaning.confirm(press, request, case) if request.doubt is Doubt.ASKED else []


def _wisher(case: Case) -> Client | None:
    """A client, or another rater, whose address is open."""
    contact = case.contact
    if contact is None or contact.role is not Role.CLIENT or not contact.person:
        return None
    return case.client if contact.state is ContactState.OPEN else None


def _of(wish: Wished, message: IncomingMessage, client: Client, case: Case, now: datetime) -> list[Fact] | None:
    match wish.wish:
        case Wish.UNDO:
            return undoing.undo(message, case, now)
        case Wish.REDO:
            return undoing.redo(message, case, now)
        case Wish.MY_DATA:
            return disclosing.tell_kept(message, client, case, now)
        case Wish.PAUSE if not pausing.may(case):
            return keep(message, case, now, "remark_kept")
        case Wish.PAUSE if wish.weeks:
            return pausing.pause(message, client, wish.weeks, case, now)
        case Wish.PAUSE:
            return pausing.ask(message, client, case)
        case Wish.RESUME:
            return pausing.resume(message, client, case, now) if pausing.goes_on(case, now) else None
        case Wish.LANGUAGE if wish.language:
            return speaking.choose(message, client, wish.language, case, now)
        case Wish.LANGUAGE:
            return speaking.ask(message, client, case)
        case _:
            assert_never(wish.wish)
