"""Closing by chat: `/close C-7K2 planned` ends a client's care, after a yes to what follows."""

from datetime import datetime

from handlers import ending
from handlers.case import Case
from handlers.facts import Fact
from handlers.saying import language_of, say
from handlers.staff.choosing import choice, choices, over, refused
from handlers.staff.confirming import ask
from handlers.staff.orders import Order
from measures.care import Ending
from messages.envelope import ButtonPress, Channel, IncomingMessage
from scheduler.schedule import SELF

LABELS = ((Ending.PLANNED, "planned_button"), (Ending.UNPLANNED, "unplanned_button"))


def close(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """Agreed between them (`planned`) or by one side alone: asked if it was not said, and never done at once."""
    if (no := refused(order, arrival, case, now) or over(order, arrival, case)) is not None:
        return [no]
    assert case.subject is not None
    subject = case.subject.seen_by(SELF)
    how = _ending(order.rest, case)
    if how is None:
        asked = say(case, arrival, "close_how", client=order.client)
        return [choices(asked, [choice(_label(label, case), order, kind) for kind, label in LABELS])]
    sessions = sum(not one.schedule for one in subject.upcoming)
    meaning, values = (how.value, str(sessions)), {"planned": how is Ending.PLANNED, "cancelled": sessions}
    if order.agreed != meaning:
        return ask(order, arrival, case, now, "close_sure", *meaning, **values)
    return [*ending.close(subject, how, now, now), say(case, arrival, "closed_care", client=order.client, **values)]


def _ending(written: str, case: Case) -> Ending | None:
    """`planned`, or what stands on the button."""
    said = written.strip().casefold()
    return next((kind for kind, label in LABELS if said in (kind.value, _label(label, case).casefold())), None)


def _label(name: str, case: Case) -> str:
    return case.practice.words.say(name, language_of(case), Channel.TELEGRAM)
