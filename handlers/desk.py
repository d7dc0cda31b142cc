"""The desk: who takes this arrival. `decide` is the one door into the room; everything behind it is pure."""

from datetime import datetime
from typing import assert_never

from handlers import answering, calling, delivery, joining, stopping, therapist
from handlers.case import Case, ContactState, Role
from handlers.facts import Fact
from messages.envelope import Arrival, ButtonPress, Content, DeliveryReport, IncomingMessage, Moment
from messages.keywords import Keyword, keyword


def decide(arrival: Arrival, case: Case, now: datetime) -> list[Fact]:
    """What has happened by this arrival, and what to say. An arrival that means nothing gives no facts."""
    match arrival:
        case IncomingMessage():
            return _message(arrival, case, now)
        case ButtonPress():
            return _press(arrival, case, now)
        case DeliveryReport():
            return delivery.report(arrival, case, now)
        case Moment():
            return calling.call(arrival, case, now)
        case _:
            assert_never(arrival)


def _message(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    word = None if message.content is Content.FORWARDED else keyword(message.text)
    if word is Keyword.STOP or (word is not None and message.content is Content.TEXT):
        return stopping.heed(word, message, case, now)
    if case.contact is not None and case.contact.role is Role.THERAPIST and case.invite is None:
        return therapist.listen(message, case, now)
    if joining.concerns(case):
        return joining.join(message, case, now)
    return answering.listen(message, case, now)


def _press(press: ButtonPress, case: Case, now: datetime) -> list[Fact]:
    contact = case.contact
    if contact is None or contact.state is not ContactState.OPEN:
        return []
    if contact.role is Role.THERAPIST:
        return therapist.pressed(press, case, now)
    return answering.pressed(press, case, now) if case.client and case.client.consent else []
