"""The therapist's side of the chat: what staff write or press goes to whoever answers it (`handlers/staff`)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeAlias

from handlers.case import Case
from handlers.facts import EchoSaid, Fact, LetterWritten, NoticesTold
from handlers.people import ContactState, Therapist
from handlers.saying import echo, say
from handlers.staff import acknowledging, noting
from handlers.staff.orders import SLASH, Order, Word, order_of
from messages.envelope import ButtonPress, IncomingMessage

Answer: TypeAlias = Callable[[Order, IncomingMessage | ButtonPress, Case, datetime], list[Fact]]

ANSWERS: Mapping[Word, Answer] = {
    Word.SEEN: acknowledging.by_button,
    Word.SNOOZE: acknowledging.snooze,
    Word.SUPERVISION: acknowledging.supervision,
    Word.NOTE: noting.note,
}
"""Who answers each order."""


def listen(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """Somebody of the practice wrote. Nothing is said to one who said stop."""
    if case.staff is None:
        return []
    said = [*_heard(message, case, case.staff, now), *_news(message, case)]
    silent = case.contact is None or case.contact.state is not ContactState.OPEN
    return [fact for fact in said if not (silent and isinstance(fact, LetterWritten | EchoSaid | NoticesTold))]


def pressed(press: ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """A button below a letter to staff."""
    order = order_of(press)
    if case.staff is None or order is None or order.word not in ANSWERS:
        return []
    return ANSWERS[order.word](order, press, case, now)


def catch_up(message: IncomingMessage, case: Case) -> list[Fact]:
    """What a therapist could not be told while no address was open: open alerts, and whom else there is news of."""
    alerts = sorted({alert.client for alert in case.alerts})
    open_ones = [say(case, message, "alerts_open", clients=alerts)] if alerts else []
    return [*open_ones, *_news(message, case)]


def _news(message: IncomingMessage, case: Case) -> list[Fact]:
    therapist = case.staff.id if case.staff else case.invite.person if case.invite else ""
    if not case.notices or not therapist:
        return []
    return [say(case, message, "news", clients=list(case.notices)), NoticesTold(therapist)]


def _heard(message: IncomingMessage, case: Case, staff: Therapist, now: datetime) -> list[Fact]:
    if case.dialog is not None and not message.text.startswith(SLASH):
        return noting.heard(case.dialog, message, case, now)
    seen = acknowledging.by_word(message, case, staff, now)
    if seen is not None:
        return seen
    order = order_of(message)
    if order is not None and order.word in ANSWERS:
        return ANSWERS[order.word](order, message, case, now)
    return echo(message, case, now, "staff_help")
