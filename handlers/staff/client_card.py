"""The client's card: all that a therapist wants to know before they do something, on one screen."""

from datetime import datetime

from handlers import alerting
from handlers.case import Case
from handlers.facts import Fact
from handlers.people import Therapist
from handlers.saying import Buttons, say
from handlers.staff.looking import Arrived, answer, card_of, id_of
from handlers.staff.orders import Order
from messages.envelope import Button, Channel


def client(order: Order, arrival: Arrived, case: Case, now: datetime) -> list[Fact]:
    """`/client C-7K2`. Too private for an SMS."""
    assert case.staff is not None
    subject = case.subject
    if subject is None or not order.client:
        return [say(case, arrival, "no_such_client", client=order.client)]
    if arrival.sender.channel is Channel.SMS:
        return [say(case, arrival, "only_telegram")]
    return [answer(case, arrival, "card", buttons(subject, case.staff), card=card_of(subject, case.staff, now))]


def buttons(subject: Case, reader: Therapist) -> Buttons:
    """The course as a picture, a note, and what can be done about an open alert."""
    about = id_of(subject)
    chart = Button(subject.practice.words.say("chart_button", reader.language, Channel.TELEGRAM), f"chart|{about}")
    if subject.alerts:
        others = subject.therapist is None or subject.therapist.id != reader.id
        return [[chart], *alerting.buttons(subject, reader, about, passed_on=others)]
    note = Button(subject.practice.words.say("note_button", reader.language, Channel.TELEGRAM), f"note|{about}")
    return [[chart, note]]
