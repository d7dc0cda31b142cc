"""The desk: who takes this arrival. `decide` is the one door into the room; everything behind it is pure."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from handlers import (
    answering,
    calling,
    delivery,
    escalating,
    fallback,
    joining,
    safety,
    sharing,
    stopping,
    therapist,
    wishing,
)
from handlers.case import Case
from handlers.facts import Fact
from handlers.people import ContactState, Role
from handlers.saying import reassure, say
from handlers.staff import digest
from messages.envelope import (
    Arrival,
    ButtonPress,
    Content,
    DeliveryReport,
    IncomingMessage,
    Moment,
    StaffMoment,
    StaffMomentKind,
)
from messages.keywords import Keyword, keyword

LATE = timedelta(hours=12)
"""How much older than the open request a reply may seem and still be its answer: clocks differ, even by time zones. One
that is replayed tells its age by the clock that dated the request's other replies."""
OVERTAKEN = timedelta(minutes=2)
"""How much older than the latest answer a reply may seem and still be the next one."""


def in_its_time(arrival: Arrival, case: Case, late: timedelta) -> Arrival:
    """Words older than what is asked now, or than the latest answer, answer nothing: they are read like forwarded ones,
    as a remark. A client whose message was held up on the way has written it again meanwhile."""
    request = case.request
    if request is None:
        return arrival
    overtaken = request.answered_at is not None and arrival.at + OVERTAKEN < request.answered_at
    if not overtaken and arrival.at + late >= request.asked_at:
        return arrival
    if not isinstance(arrival, IncomingMessage) or arrival.content is not Content.TEXT or keyword(arrival.text):
        return arrival
    return replace(arrival, content=Content.FORWARDED)


def take(arrival: Arrival, case: Case, now: datetime, late: timedelta = LATE) -> list[Fact]:
    """The same as `decide`, of an arrival as it came in: in its time, and by whoever of those who share the address."""
    if not case.sharing or isinstance(arrival, Moment | StaffMoment):
        return sharing.marked(decide(in_its_time(arrival, case, late), case, now), case)
    if isinstance(arrival, IncomingMessage):
        return _shared(arrival, case, now, late) if case.invite is None else _by_code(arrival, case, now, late)
    subs = sharing.concerned(arrival, case)
    return [
        fact
        for number, sub in enumerate(subs)
        for fact in take(replace(arrival, key=_key(arrival, number)), sub, now, late)
    ]


def _shared(message: IncomingMessage, case: Case, now: datetime, late: timedelta) -> list[Fact]:
    subs = dict(case.sharing)
    closed = all(sub.contact is None or sub.contact.state is not ContactState.OPEN for sub in subs.values())
    routed = sharing.read(message, tuple(subs), case.held, now, closed=closed)
    if not routed.marks:
        return _nobodys(message, case, now, closed=closed)
    said: list[Fact] = [sharing.done(message)] if routed.released else []
    for number, mark in enumerate(routed.marks):
        said += take(replace(routed.message, key=_key(message, number)), subs[mark], now, late)
    return sharing.for_all(said, routed.message, case, now) if len(routed.marks) > 1 else said


def _nobodys(message: IncomingMessage, case: Case, now: datetime, *, closed: bool) -> list[Fact]:
    """Words at a shared address of which nobody can say whose they are: asked back; what the net catches is answered
    and brought to people at once."""
    held = [] if closed else sharing.hold(message, case, now)
    words = safety.heard(message, case, now)
    if words is None:
        return held
    subs = [sub for _, sub in case.sharing]
    paged = [
        fact for n, sub in enumerate(subs) for fact in safety.page(safety.of(words, n), sub, now, answered=not closed)
    ]
    return [*paged, *([] if closed else [safety.crisis(words, case)]), *held]


def _by_code(message: IncomingMessage, case: Case, now: datetime, late: timedelta) -> list[Fact]:
    """A code says whose it is; a new one may bring one more to the address."""
    own = sharing.owner(case)
    return decide(message, case, now) if own is case else take(message, own, now, late)


def sorry(arrival: Arrival, case: Case, now: datetime) -> list[Fact]:
    """Whoever wrote or pressed is told that something went wrong on our side, under their own mark where they share the
    address; nobody who said stop is."""
    if not isinstance(arrival, IncomingMessage | ButtonPress):
        return []
    writers = _writers(arrival, case, now)
    writer = writers[0] if len(writers) == 1 else case
    if writer.contact is not None and writer.contact.state is not ContactState.OPEN:
        return []
    said: list[Fact] = [say(writer, arrival, "sorry", **reassure(writer))]
    return said if writer is case else sharing.marked(said, writer)


def _writers(arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Case]:
    """Of those who share an address, whoever wrote; none where nobody shares it, or nobody can say."""
    if isinstance(arrival, ButtonPress):
        return sharing.concerned(arrival, case)
    subs = dict(case.sharing)
    routed = sharing.read(arrival, tuple(subs), case.held, now, closed=False)
    return [subs[mark] for mark in routed.marks]


def _key(arrival: IncomingMessage | ButtonPress | DeliveryReport, number: int) -> str:
    """What one arrival means for several has a key for each."""
    return f"{arrival.key}@{number}" if number else arrival.key


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
        case StaffMoment():
            return _staff_moment(arrival, case, now)
        case _:
            assert_never(arrival)


def _staff_moment(moment: StaffMoment, case: Case, now: datetime) -> list[Fact]:
    match moment.kind:
        case StaffMomentKind.ALERT:
            return escalating.due(moment, case, now)
        case StaffMomentKind.DIGEST:
            return digest.due(moment, case, now)
        case _:
            assert_never(moment.kind)


def _message(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    usual, words = _usual(message, case, now), safety.heard(message, case, now)
    return usual if words is None else safety.answer(words, usual, case, now)


def _usual(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    agreed = fallback.heard(message, case, now)
    if agreed is not None and case.client is not None and not joining.agrees_anew(message, case):
        return fallback.settle(message, case.client, case, now, agreed=agreed)
    return fallback.again(_words(message, case, now), message, case, now)


def _words(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    if (wished := wishing.heed(message, case, now)) is not None:
        return wished
    word = None if message.content is Content.FORWARDED else keyword(message.text)
    if word is not None and therapist.takes(word, message, case):
        return therapist.listen(message, case, now)
    if word is Keyword.STOP or (word is not None and message.content is Content.TEXT):
        return stopping.heed(word, message, case, now)
    if case.contact is not None and case.contact.role is Role.THERAPIST and case.invite is None:
        return therapist.listen(message, case, now)
    if joining.concerns(case) or joining.agrees_anew(message, case):
        return joining.join(message, case, now)
    return answering.listen(message, case, now)


def _press(press: ButtonPress, case: Case, now: datetime) -> list[Fact]:
    contact = case.contact
    if contact is None or contact.state is not ContactState.OPEN:
        return []
    if contact.role is Role.THERAPIST:
        return therapist.pressed(press, case, now)
    wished = safety.go_on(press, case, now) or wishing.pressed(press, case, now)
    if wished or case.client is None or not case.client.consent:
        return wished
    return fallback.pressed(press, case, now) or answering.pressed(press, case, now)
