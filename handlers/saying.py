"""Saying: a template's name and a person become a letter, keyed by the arrival that caused it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.case import Case
from handlers.facts import EchoSaid, Fact, LetterWritten, NoticeKept
from handlers.people import Client, Contact, ContactState, Therapist
from handlers.practice import Practice
from messages.envelope import Button, ButtonPress, Channel, IncomingMessage, Letter, Priority

Buttons = Sequence[Sequence[Button]]

ECHOES, ECHO_GAP = 5, timedelta(minutes=10)
"""So many replies that ask for nothing go to one address with less than this between them (ours): whoever still writes
then may be a robot like us, and two robots talk for ever. What they write is kept and passed on all the same."""


def say(case: Case, arrival: IncomingMessage | ButtonPress, purpose: str, /, **values: object) -> LetterWritten:
    """The reply `purpose` to whoever wrote or pressed."""
    text = case.practice.words.say(purpose, language_of(case), arrival.sender.channel, **values)
    return LetterWritten(Letter(f"{arrival.key}#{purpose}", arrival.sender, text, purpose))


def echo(message: IncomingMessage, case: Case, now: datetime, purpose: str, /, **values: object) -> list[Fact]:
    """The reply `purpose`, which asks for nothing; nothing when too many of the kind were said lately."""
    contact = case.contact
    lately = contact is not None and contact.echo_at is not None and now - contact.echo_at < ECHO_GAP
    count = contact.echoes + 1 if contact and lately else 1
    if count > ECHOES:
        return []
    said = say(case, message, purpose, **values)
    return [said, EchoSaid(message.sender, count, now)]


def reassure(case: Case) -> dict[str, str]:
    """The practice's own lines that every honest text about being read needs."""
    practice, language = case.practice, language_of(case)
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


def reachable(who: Client | Therapist, practice: Practice) -> Contact | None:
    """The contact that is written to: the latest that is open, on a channel that is switched on.

    Of a client on the channel they prefer; on another only if they agreed to that.
    """
    ways = [one for one in who.contacts if one.state is ContactState.OPEN and one.address.channel in practice.channels]
    if isinstance(who, Therapist) or who.channel is None:
        return next(iter(ways), None)
    preferred = [one for one in ways if one.address.channel is who.channel]
    return next(iter(preferred or (ways if who.fallback else ())), None)


def tell(
    case: Case,
    cause: str,
    therapist: Therapist | None,
    purpose: str,
    now: datetime,
    /,
    *,
    client: str,
    buttons: Buttons = (),
    **values: object,
) -> list[Fact]:
    """The letter `purpose` about a client, or another rater of theirs (`C-7K2/carer`), to the therapist; a notice for
    later if no address of theirs is open."""
    if therapist is None:
        return []
    about = client.partition("/")[0]
    contact = reachable(therapist, case.practice)
    if contact is None:
        return [NoticeKept(f"{cause}#{purpose}", therapist.id, about, purpose, now)]
    text = case.practice.words.say(purpose, therapist.language, contact.address.channel, client=client, **values)
    shown = () if contact.address.channel is Channel.SMS else tuple(tuple(line) for line in buttons)
    key = f"{cause}#{purpose}"
    return [LetterWritten(Letter(key, contact.address, text, purpose, Priority.ALERT, shown, about=about))]
