"""Delivery: what providers tell of letters. A closed address falls silent, and the therapist is told."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from handlers.case import Case, ContactState, Role
from handlers.facts import ContactChanged, Delivery, Fact, LetterReported, LettersWithdrawn
from handlers.saying import reachable, tell
from handlers.stopping import fall_silent
from messages.envelope import DeliveryReport, Outcome

OPTED_OUT = "21610"
"""Twilio's code for a number that said stop to the carrier."""


def report(news: DeliveryReport, case: Case, now: datetime) -> list[Fact]:
    """What follows from a delivery report."""
    match news.outcome:
        case Outcome.DELIVERED:
            return _settled(news, case, Delivery.DELIVERED)
        case Outcome.FAILED:
            return [*_settled(news, case, Delivery.FAILED), *_not_delivered(news, case)]
        case Outcome.GONE:
            return [*_settled(news, case, Delivery.FAILED), *_gone(news, case, now)]
        case _:
            assert_never(news.outcome)


def _settled(news: DeliveryReport, case: Case, delivery: Delivery) -> list[Fact]:
    return [LetterReported(case.letter.key, delivery, news.code, news.at)] if case.letter else []


def _not_delivered(news: DeliveryReport, case: Case) -> list[Fact]:
    if case.client is None or case.contact is None or case.contact.role is not Role.CLIENT:
        return []
    return [*tell(case, news.key, case.therapist, "letter_failed", client=case.client.id, reason=news.code)]


def _gone(news: DeliveryReport, case: Case, now: datetime) -> list[Fact]:
    """The address takes no more letters. Known already: nothing changes, nobody is told twice."""
    contact = case.contact
    if contact is None or contact.state is not ContactState.OPEN:
        return []
    state = ContactState.STOPPED if news.code == OPTED_OUT else ContactState.BLOCKED
    closed: list[Fact] = [ContactChanged(replace(contact, state=state), now), LettersWithdrawn(contact.address)]
    if case.client is None or contact.role is not Role.CLIENT:
        return closed
    others = tuple(other for other in case.client.contacts if other.address != contact.address)
    rest = replace(case, client=replace(case.client, contacts=others))
    silent = [] if reachable(others) and state is ContactState.BLOCKED else fall_silent(rest, state, now)
    told = tell(
        case, news.key, case.therapist, "client_blocked", client=case.client.id, channel=contact.address.channel
    )
    return [*closed, *silent, *told]
