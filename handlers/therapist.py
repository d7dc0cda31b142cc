"""The therapist's side of the chat: what staff write or press goes to whoever answers it (`handlers/staff`)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from handlers.case import Case
from handlers.dialog import Dialog, DialogEnded, DialogKind
from handlers.facts import EchoSaid, Fact, LetterWritten, NoticesTold
from handlers.people import ContactState, Therapist
from handlers.saying import echo, language_of, say
from handlers.staff import (
    acknowledging,
    alerts_list,
    booking_order,
    caseload,
    charting,
    client_card,
    closing,
    confirming,
    correcting_order,
    growth,
    helping,
    inviting_order,
    leaving,
    lessons,
    noting,
    papering_order,
    quieting,
    stats,
    teachers,
    today,
)
from handlers.staff.orders import SLASH, Order, Word, order_of
from messages import menus
from messages.envelope import ButtonPress, Content, IncomingMessage
from messages.keywords import Keyword

Answer: TypeAlias = Callable[[Order, IncomingMessage | ButtonPress, Case, datetime], list[Fact]]

ANSWERS: Mapping[Word, Answer] = {
    Word.SEEN: acknowledging.by_button,
    Word.SNOOZE: acknowledging.snooze,
    Word.SUPERVISION: acknowledging.supervision,
    Word.NOTE: noting.note,
    Word.INVITE: inviting_order.invite,
    Word.BOOK: booking_order.book,
    Word.MOVE: booking_order.move,
    Word.CANCEL: booking_order.cancel,
    Word.PAPER: papering_order.paper,
    Word.CORRECT: correcting_order.correct,
    Word.CLOSE: closing.close,
    Word.QUIET: quieting.quiet,
    Word.DIGEST: quieting.digest,
    Word.AWAY: leaving.away,
    Word.BACK: leaving.back,
    Word.REFLECT: lessons.reflect,
    Word.TEACHERS: teachers.teachers,
    Word.GROWTH: growth.growth,
    Word.TODAY: today.sessions,
    Word.CASELOAD: caseload.caseload,
    Word.CLIENT: client_card.client,
    Word.CHART: charting.chart,
    Word.ALERTS: alerts_list.alerts,
    Word.STATS: stats.stats,
    Word.HELP: lambda _, arrival, case, __: helped(arrival, case),
}
"""Who answers each order."""

Hearing: TypeAlias = Callable[[Dialog, IncomingMessage, Case, datetime], list[Fact]]

HEARD: Mapping[DialogKind, Hearing] = {
    DialogKind.NOTE: noting.heard,
    DialogKind.REFLECT: lessons.heard,
    DialogKind.GROWTH: growth.heard,
}
"""Who hears the next words of each dialog but what is to be confirmed."""


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
    if case.staff is None or order is None:
        return []
    if order.word in (Word.YES, Word.NO):
        return _chosen(order, press, case, now)
    return _given(order, press, case, now) if order.word in ANSWERS else []


def welcome(message: IncomingMessage, case: Case) -> LetterWritten:
    """Whoever of the practice has joined, or is back, is told what comes here, and offered what they may order."""
    said = say(case, message, "staff_welcome")
    duty = case.staff.duty if case.staff else case.invite.duty if case.invite else ""
    return LetterWritten(replace(said.letter, menu=menus.named(duty, language_of(case)) if duty else ""))


def helped(arrival: IncomingMessage | ButtonPress, case: Case) -> list[Fact]:
    """What works here, for somebody of this duty."""
    assert case.staff is not None
    duty = case.staff.duty
    groups, orders = helping.offered(duty, ANSWERS), helping.in_words(duty, ANSWERS)
    return [say(case, arrival, "staff_orders", groups=groups, orders=orders)]


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
    dialog = case.dialog if not message.text.startswith(SLASH) else None
    words = dialog is not None and (dialog.kind is not DialogKind.CONFIRM or confirming.awaited(dialog))
    seen = acknowledging.by_word(message, case, staff, now) if words and case.alerts else None
    if seen is None and dialog is not None and words and _orders(message, dialog, case):
        dialog = None
    told = _told(dialog, message, case, now) if dialog is not None and seen is None else None
    if told is not None:
        return told
    seen = seen or acknowledging.by_word(message, case, staff, now)
    if seen is not None:
        return seen
    order = order_of(message)
    if order is not None and order.word in ANSWERS:
        return _given(order, message, case, now)
    meant = helping.meant(message, staff.duty, ANSWERS)
    return echo(message, case, now, "did_you_mean", meant=meant) if meant else echo(message, case, now, "staff_help")


def _orders(message: IncomingMessage, dialog: Dialog, case: Case) -> bool:
    """Whether words are an order where others are awaited: one on a client of theirs (`CLIENT 7K2`, while `paper was
    misread` is none), and any where a number is awaited."""
    order = order_of(message)
    if order is None or order.word not in ANSWERS:
        return False
    about = case.subject.client.person if case.subject is not None and case.subject.client is not None else ""
    return dialog.kind is DialogKind.GROWTH or (bool(about) and order.client == about)


def takes(word: Keyword, message: IncomingMessage, case: Case) -> bool:
    """Whether one of the words that always work is an order, or the answer to a question, where somebody of the
    practice writes it: `/cancel` by its slash, and a yes to what is to be confirmed."""
    if case.staff is None or case.contact is None or case.contact.state is not ContactState.OPEN:
        return False
    order = order_of(message)
    asked = case.dialog is not None and case.dialog.kind is DialogKind.CONFIRM
    spelled = order is not None and order.spelled and order.word is Word.CANCEL
    return spelled or (asked and word is Keyword.START and confirming.courteous(message))


def _given(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """An order is answered; what was still to be confirmed is void."""
    assert case.staff is not None
    open_one = case.dialog is not None and case.dialog.kind is DialogKind.CONFIRM
    void: list[Fact] = [DialogEnded(case.staff.id)] if open_one else []
    return [*void, *ANSWERS[order.word](order, arrival, case, now)]


def _told(dialog: Dialog, message: IncomingMessage, case: Case, now: datetime) -> list[Fact] | None:
    """What was asked for; None for other words, where a yes was."""
    if dialog.kind is not DialogKind.CONFIRM:
        return HEARD[dialog.kind](dialog, message, case, now)
    if confirming.awaited(dialog):
        if message.content is not Content.TEXT:
            return None
        return _go_on(replace(confirming.kept_order(dialog), told=message.text.strip()), message, case, now)
    agreed = confirming.answer(message, dialog)
    if agreed is None:
        return [say(case, message, "confirm_how", client=dialog.about)] if confirming.courteous(message) else None
    return _settled(dialog, message, case, now, agreed=agreed)


def _chosen(order: Order, press: ButtonPress, case: Case, now: datetime) -> list[Fact]:
    if case.dialog is None or not confirming.pressed(order, case.dialog):
        return [say(case, press, "confirm_gone")]
    return _settled(case.dialog, press, case, now, agreed=order.word is Word.YES)


def _settled(
    dialog: Dialog, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime, *, agreed: bool
) -> list[Fact]:
    if agreed:
        return _go_on(confirming.kept_order(dialog), arrival, case, now)
    return [DialogEnded(dialog.person), say(case, arrival, "confirm_no")]


def _go_on(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    assert case.staff is not None
    return [DialogEnded(case.staff.id), *ANSWERS[order.word](order, arrival, case, now)]
