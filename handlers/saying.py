"""Saying: a template's name and a person become a letter, keyed by the arrival that caused it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.alerts import Level
from handlers.case import Case
from handlers.facts import EchoSaid, Fact, LetterWritten, NoticeKept
from handlers.people import Client, Contact, ContactState, Therapist
from handlers.practice import Practice
from handlers.quiet import awake
from messages.envelope import Button, ButtonPress, Channel, IncomingMessage, Letter, Priority

Buttons = Sequence[Sequence[Button]]

ECHOES, ECHO_GAP = 5, timedelta(minutes=10)
"""So many replies that ask for nothing go to one address with less than this between them (ours): whoever still writes
then may be a robot like us, and two robots talk for ever. What they write is kept and passed on all the same."""


def say(case: Case, arrival: IncomingMessage | ButtonPress, purpose: str, /, **values: object) -> LetterWritten:
    """The reply `purpose` to whoever wrote or pressed."""
    text = case.practice.words.say(purpose, language_of(case), arrival.sender.channel, **values)
    return LetterWritten(Letter(f"{arrival.key}#{purpose}", arrival.sender, text, purpose))


def in_place(said: Letter, arrival: IncomingMessage | ButtonPress, slot: str) -> Letter:
    """A letter that takes the place of the message whose button was pressed, the latest of this slot."""
    return replace(said, edits=True, message=arrival.message, slot=slot) if isinstance(arrival, ButtonPress) else said


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


@dataclass(frozen=True, slots=True)
class Manner:
    """How staff are told: how urgently, not before an instant (UTC), with which buttons and picture."""

    level: Level = Level.ATTENTION
    after: datetime | None = None
    buttons: Buttons = ()
    picture: str = ""


PLAIN = Manner()


def tell(
    case: Case,
    cause: str,
    therapist: Therapist | None,
    purpose: str,
    now: datetime,
    /,
    *,
    client: str,
    how: Manner = PLAIN,
    **values: object,
) -> list[Fact]:
    """The letter `purpose` about a client, or another rater of theirs (`C-7K2/carer`), to the therapist, or to whoever
    stands in for them; a notice for later if no address of theirs is open. What is not urgent comes outside of their
    quiet hours."""
    if therapist is None:
        return []
    who = standing_in(case, therapist, now)
    about = client.partition("/")[0]
    contact = reachable(who, case.practice)
    if contact is None:
        return [NoticeKept(f"{cause}#{purpose}", who.id, about, purpose, now)]
    to = contact.address
    text = case.practice.words.say(purpose, who.language, to.channel, client=shown(case, client, to.channel), **values)
    key, slot = f"{cause}#{purpose}", slot_about(about) if purpose == "alert" else ""
    letter = Letter(key, to, text, purpose, Priority.ALERT, slot=slot, about=about)
    if to.channel is not Channel.SMS:
        letter = replace(letter, buttons=tuple(tuple(line) for line in how.buttons), picture=how.picture)
    if how.level is not Level.URGENT:
        awake_at = awake(max(now, how.after or now), who, case.practice.alerting)
        letter = replace(letter, not_before=awake_at if awake_at > now else None)
    return [LetterWritten(letter)]


def each(cause: str, whom: Sequence[Therapist]) -> Iterator[tuple[str, Therapist]]:
    """Those who are told the same by one cause, each with a cause of their own for the key of their letter."""
    for number, who in enumerate(whom):
        yield f"{cause}@{number}" if number else cause, who


def standing_in(case: Case, therapist: Therapist, now: datetime) -> Therapist:
    """Who is told in place of a therapist who is away, and of one who stands in and is away; themselves otherwise."""
    known, passed, who = {one.id: one for one in case.colleagues}, {therapist.id}, therapist
    while (following := known.get(who.colleague(now))) is not None and following.id not in passed:
        passed.add(following.id)
        who = following
    return who


def shown(case: Case, person: str, channel: Channel) -> str:
    """A client as staff read of them: the pseudonym, and their initials where the practice shows these (not by SMS)."""
    initials = next((one.initials for one in case.everyone if one.person == person), "")
    return f"{initials} ({person})" if initials and channel is not Channel.SMS else person


def slot_about(client: str) -> str:
    """The slot of alert letters about a client: those that still wait are withdrawn once somebody has seen it."""
    return f"alert:{client}"
