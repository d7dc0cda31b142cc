"""Saying: a template's name and a person become a letter, keyed by the arrival that caused it."""

from collections.abc import Sequence

from handlers.case import Case, Contact, ContactState, Therapist
from handlers.facts import LetterWritten
from messages.envelope import Address, Button, Channel, Letter, Priority

Buttons = Sequence[Sequence[Button]]


def say(
    case: Case,
    cause: str,
    to: Address,
    language: str,
    purpose: str,
    /,
    **values: object,
) -> LetterWritten:
    """The reply `purpose` to somebody who wrote; `cause` is the arrival's key."""
    text = case.practice.words.say(purpose, language, to.channel, **values)
    return LetterWritten(Letter(f"{cause}#{purpose}", to, text, purpose))


def reassure(case: Case, language: str) -> dict[str, str]:
    """The practice's own lines that every honest text about being read needs."""
    practice = case.practice
    return {
        "emergency": practice.local(practice.emergency, language),
        "crisis_line": practice.local(practice.crisis_line, language),
        "read_by": practice.local(practice.read_by, language),
    }


def language_of(case: Case) -> str:
    """The language to answer a sender in: their own, the invite's, else the practice's."""
    person = case.staff or case.client
    if person is not None:
        return person.language
    return case.invite.language if case.invite else case.practice.language


def reachable(contacts: Sequence[Contact]) -> Contact | None:
    """The contact that is written to: the latest that is open."""
    return next((contact for contact in contacts if contact.state is ContactState.OPEN), None)


def tell(
    case: Case,
    cause: str,
    therapist: Therapist | None,
    purpose: str,
    /,
    buttons: Buttons = (),
    **values: object,
) -> list[LetterWritten]:
    """The letter `purpose` to the therapist; none if no address of theirs is open."""
    contact = reachable(therapist.contacts) if therapist else None
    if therapist is None or contact is None:
        return []
    text = case.practice.words.say(purpose, therapist.language, contact.address.channel, **values)
    shown = () if contact.address.channel is Channel.SMS else tuple(tuple(line) for line in buttons)
    return [LetterWritten(Letter(f"{cause}#{purpose}", contact.address, text, purpose, Priority.ALERT, shown))]
