"""Stopping: STOP, START, HELP, NOT ME and ONLY HERE, at any moment, from anybody, on every channel."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from handlers import answering, booking, fallback, joining, redoing, therapist
from handlers.case import Case, RequestState
from handlers.consents import ConsentKind, ConsentRecorded
from handlers.facts import ContactChanged, Fact, LettersWithdrawn, LetterWritten, MomentsDropped, RequestChanged
from handlers.people import Client, Contact, ContactState, Role
from handlers.remarking import pass_on
from handlers.saying import echo, reassure, say, tell
from messages.envelope import Channel, IncomingMessage
from messages.keywords import Keyword


def heed(word: Keyword, message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """What follows from one of the words that always work."""
    match word:
        case Keyword.STOP:
            return _stop(message, case, now)
        case Keyword.START:
            return _start(message, case, now)
        case Keyword.HELP:
            return [*_help(message, case), *_cry(message, case, now)]
        case Keyword.NOT_ME:
            return _not_me(message, case, now)
        case Keyword.ONLY_HERE:
            return _only_here(message, case, now)
        case _:
            assert_never(word)


def fall_silent(case: Case, state: ContactState, at: datetime) -> list[Fact]:
    """Nothing more goes to the client of this case, on any channel, and nothing falls due. An address that they share
    stays open for the others; only their own question does not leave any more."""
    assert case.client is not None
    facts: list[Fact] = []
    for contact in case.client.contacts:
        if contact.state is ContactState.OPEN:
            slot = case.request.id if contact.mark and case.request else ""
            facts.append(ContactChanged(replace(contact, state=state), at))
            facts += [LettersWithdrawn(contact.address, slot)] if slot or not contact.mark else []
    return [*facts, *_asked_no_more(case)]


def _asked_no_more(case: Case) -> list[Fact]:
    assert case.client is not None
    facts: list[Fact] = [MomentsDropped(case.client.person)]
    if case.request is not None and case.request.state is RequestState.OPEN:
        facts.append(RequestChanged(replace(case.request, state=RequestState.STOPPED)))
    if case.request is not None and case.request.again:
        facts.append(redoing.given_up(case.request))
    return facts


def _stop(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    contact = case.contact or Contact(message.sender, Role.CLIENT, "", ContactState.OPEN)
    if contact.state is ContactState.STOPPED:
        return []
    confirmed = say(case, message, "stopped", own=contact.mark)
    if case.client is None or not contact.person:
        stopped = ContactChanged(replace(contact, state=ContactState.STOPPED), now)
        return [stopped, LettersWithdrawn(message.sender), confirmed]
    return [
        *fall_silent(case, ContactState.STOPPED, now),
        *withdraw(case.client, message.key, message.sender.channel, now),
        confirmed,
        *tell(case, message.key, case.therapist, "client_stopped", now, client=case.client.person),
    ]


def _not_me(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """The address is somebody else's: it is cut off from the client, who is asked for nothing more until they agree by
    an address of their own. Nothing is disclosed to whoever wrote; the therapist is sent to the ratings only where
    there may be any. From anybody else they are words like others."""
    contact, client = case.contact, case.client
    if contact is not None and contact.role is Role.THERAPIST:
        return therapist.listen(message, case, now)
    if contact is None or client is None or not contact.person:
        return joining.join(message, case, now)
    nobodys = replace(contact, person="", state=ContactState.BLOCKED, mark="")
    silent, channel = contact.state is not ContactState.OPEN, contact.address.channel
    agreed = bool(client.consent) or client.withdrawn
    return [
        ContactChanged(nobodys, now),
        LettersWithdrawn(contact.address),
        *_asked_no_more(case),
        *withdraw(client, message.key, channel, now),
        *([] if silent else [say(case, message, "not_you")]),
        *tell(case, message.key, case.therapist, "not_them", now, client=client.person, channel=channel, agreed=agreed),
    ]


def _only_here(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """Another channel is not to be tried any more. From anybody who has not allowed that they are words like others."""
    contact, client = case.contact, case.client
    if contact is not None and contact.role is Role.THERAPIST:
        return therapist.listen(message, case, now)
    if joining.concerns(case):
        return joining.join(message, case, now)
    if client is None or contact is None or not (client.fallback or client.fallback_open):
        return answering.listen(message, case, now)
    return fallback.settle(message, client, case, now, agreed=False)


def withdraw(client: Client, cause: str, channel: Channel, now: datetime) -> list[Fact]:
    """The ledger's entries of a consent that ends, and of that to another channel, given or still asked for."""
    person, version, language = client.person, client.consent, client.language
    facts: list[Fact] = []
    if client.consent:
        facts.append(ConsentRecorded(cause, person, ConsentKind.WITHDRAWN, version, language, channel, now))
    if client.fallback or client.fallback_open:
        kind = ConsentKind.FALLBACK_WITHDRAWN
        facts.append(ConsentRecorded(f"{cause}#fallback", person, kind, version, language, channel, now))
    return facts


def _start(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """Back: the address is open again. After a stop a client reads the consent text again and agrees anew; after a
    block, which is no word of theirs, the calendar goes on."""
    contact = case.contact
    if contact is None:
        return joining.join(message, case, now)
    opened: list[Fact] = []
    if contact.state is not ContactState.OPEN:
        opened = [ContactChanged(replace(contact, state=ContactState.OPEN), now)]
    if contact.role is Role.THERAPIST:
        return [*opened, therapist.welcome(message, case), *therapist.catch_up(message, case)]
    if case.client is None:
        return [*opened, *echo(message, case, now, "stranger")]
    if not case.client.consent:
        back = (
            tell(case, message.key, case.therapist, "client_resumed", now, client=case.client.person) if opened else []
        )
        return [*opened, *joining.ask_consent(message, case), *back]
    welcome: list[Fact] = [say(case, message, "already_joined")]
    if joining.outdated(case):
        letter, shown = joining.show_anew(case, case.client, message.sender, message.key)
        welcome = [LetterWritten(letter), shown]
    if not opened:
        return answering.shown_again(message, case, now) or welcome
    joined = tell(case, message.key, case.therapist, "joined", now, client=case.client.person)
    return [*opened, *booking.replan(case, now), *welcome, *joined]


def _cry(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """In several languages the word for help is also a cry for it: the therapist sees what was written."""
    asks_how = message.text.strip(" /?!.").casefold() in ("", "info")
    return [] if asks_how else pass_on(message, case, now)


def _help(message: IncomingMessage, case: Case) -> list[Fact]:
    """Always: it is what somebody in need may write last."""
    if case.staff is not None:
        return therapist.helped(message, case)
    return [say(case, message, "help", practice=case.practice.name, **reassure(case))]
