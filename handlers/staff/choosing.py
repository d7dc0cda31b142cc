"""Choosing: what an order leaves open is asked back, with a button for each way it can be meant."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.case import Case
from handlers.colleagues import responsible
from handlers.corrections import entitled
from handlers.facts import LetterWritten
from handlers.saying import Buttons, say
from handlers.staff.orders import BAR, Order
from messages.dates import Unclear
from messages.envelope import Button, ButtonPress, IncomingMessage

LONGEST_DATA = 64
"""Bytes that a button may carry."""


def with_buttons(said: LetterWritten, lines: Buttons, text: str = "") -> LetterWritten:
    """The same letter with buttons, and if given another text."""
    letter = replace(said.letter, buttons=tuple(tuple(line) for line in lines), text=text or said.letter.text)
    return LetterWritten(letter)


def choice(label: str, order: Order, rest: str, client: str = "") -> list[Button]:
    """A line with a button that gives the order as it may be meant; none where that is too long to carry."""
    data = f"{order.word}{BAR}{client or order.client}{BAR}{rest}"
    return [Button(label, data)] if len(data.encode()) <= LONGEST_DATA else []


def choices(said: LetterWritten, lines: Sequence[Sequence[Button]]) -> LetterWritten:
    """A question with those of its buttons that there are; by SMS there are none."""
    shown = [line for line in lines if line]
    return with_buttons(said, shown) if said.letter.to.channel.value != "sms" else said


def unclear(found: Unclear, arrival: IncomingMessage | ButtonPress, case: Case) -> LetterWritten:
    """Why a day or time is asked back, with the days it may be."""
    return say(case, arrival, "when_unclear", why=found.why.value, days=list(found.candidates))


def refused(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> LetterWritten | None:
    """What is said to whoever may not change anything about the client that an order names; None if they may: the
    client's therapist, who stands in for them, a supervisor of the same team, or a manager."""
    subject, staff = case.subject, case.staff
    assert staff is not None
    if subject is None or subject.therapist is None or not order.client:
        return say(case, arrival, "no_such_client", client=order.client)
    first = responsible(subject, now)
    if entitled(staff, subject.therapist) or (first is not None and first.id == staff.id):
        return None
    return say(case, arrival, "may_not", client=order.client)


def over(order: Order, arrival: IncomingMessage | ButtonPress, case: Case) -> LetterWritten | None:
    """What is said of a client whose care has ended; None while it goes on."""
    assert case.staff is not None
    assert case.subject is not None
    assert case.subject.episode is not None
    ended = case.subject.episode.closed_at
    if ended is None:
        return None
    return say(case, arrival, "care_over", client=order.client, ended=ended.astimezone(case.staff.zone).date())
