"""Delivery: what providers tell of letters. A closed address falls silent, and the therapist is told."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from handlers import escalating
from handlers.case import Case
from handlers.facts import ContactChanged, Delivery, Fact, LetterReported, LettersWithdrawn, LetterWritten
from handlers.falling_back import ask_elsewhere
from handlers.people import Contact, ContactState, Role
from handlers.saying import reachable, tell
from handlers.stopping import fall_silent, withdraw
from messages.envelope import DeliveryReport, Outcome

NEWS = "news"
AGAIN_AFTER = timedelta(minutes=30)
"""How long a therapist's only address rests before it is tried once more (ours)."""

OPTED_OUT = "21610"
"""Twilio's code for a number that said stop to the carrier."""


def report(news: DeliveryReport, case: Case, now: datetime) -> list[Fact]:
    """What follows from a delivery report."""
    match news.outcome:
        case Outcome.DELIVERED:
            return _settled(news, case, Delivery.DELIVERED)
        case Outcome.FAILED:
            return [*_settled(news, case, Delivery.FAILED), *_not_delivered(news, case, now)]
        case Outcome.GONE:
            return [*_settled(news, case, Delivery.FAILED), *_gone(news, case, now)]
        case _:
            assert_never(news.outcome)


def _settled(news: DeliveryReport, case: Case, delivery: Delivery) -> list[Fact]:
    return [LetterReported(case.letter.key, delivery, news.code)] if case.letter else []


def _not_delivered(news: DeliveryReport, case: Case, now: datetime) -> list[Fact]:
    if case.contact is None:
        return []
    if case.contact.role is Role.THERAPIST:
        return _by_another_way(news, case.contact, case, now)
    if case.client is None:
        return []
    told = tell(case, news.key, case.therapist, "letter_failed", now, client=case.client.person, reason=news.code)
    return [*ask_elsewhere(news, case, now), *told]


def _by_another_way(news: DeliveryReport, failed: Contact, case: Case, now: datetime) -> list[Fact]:
    """What a therapist was to be told goes to another address of theirs, or waits until there is one: none of the
    words of the letter, which may have been for a safer channel."""
    letter, staff = case.letter, case.staff
    if staff is None:
        return []
    about = {letter.about} if letter and letter.about else set()
    if news.outcome is Outcome.GONE:
        about |= {alert.client for alert in case.alerts}
    others = tuple(contact for contact in staff.contacts if contact.address != failed.address)
    again = (*others, failed) if news.outcome is Outcome.FAILED else others
    reached = replace(staff, contacts=() if letter and letter.purpose == NEWS else again)
    said: list[Fact] = []
    for client in sorted(about):
        said += tell(case, f"{news.key}:{client}", reached, NEWS, now, client=client, clients=[client])
    return [_later(fact, failed, now) for fact in said]


def _hurried(gone: Contact, case: Case, now: datetime) -> list[Fact]:
    """The urgent alerts of a therapist whose last address is gone."""
    if case.staff is None:
        return []
    others = tuple(contact for contact in case.staff.contacts if contact.address != gone.address)
    if reachable(replace(case.staff, contacts=others), case.practice) is not None:
        return []
    return escalating.hurry(case.alerts, case.staff.id, now)


def _later(fact: Fact, failed: Contact, now: datetime) -> Fact:
    """To the address that has just failed not at once."""
    if not isinstance(fact, LetterWritten) or fact.letter.to != failed.address:
        return fact
    return LetterWritten(replace(fact.letter, not_before=now + AGAIN_AFTER))


def _gone(news: DeliveryReport, case: Case, now: datetime) -> list[Fact]:
    """The address takes no more letters. Known already: nothing changes, nobody is told twice."""
    contact = case.contact
    if contact is None or contact.state is not ContactState.OPEN:
        return []
    state = ContactState.STOPPED if news.code == OPTED_OUT else ContactState.BLOCKED
    closed: list[Fact] = [ContactChanged(replace(contact, state=state), now), LettersWithdrawn(contact.address)]
    closed += [ContactChanged(replace(contact, state=state, mark=""), now)] if contact.mark else []
    if contact.role is Role.THERAPIST:
        return [*closed, *_by_another_way(news, contact, case, now), *_hurried(contact, case, now)]
    if case.client is None:
        return closed
    others = tuple(other for other in case.client.contacts if other.address != contact.address)
    left = replace(case.client, contacts=others)
    rest = replace(case, client=left)
    silent = [] if reachable(left, case.practice) and state is ContactState.BLOCKED else fall_silent(rest, state, now)
    if state is ContactState.STOPPED:
        silent += withdraw(case.client, news.key, contact.address.channel, now)
    told = tell(
        case,
        news.key,
        case.therapist,
        "client_blocked",
        now,
        client=case.client.person,
        channel=contact.address.channel,
    )
    again = ask_elsewhere(news, rest, now) if not silent else []
    return [*closed, *silent, *again, *told]
