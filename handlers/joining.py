"""Joining: a code turns an address into a contact, the consent text is read, `1` agrees, and the calendar begins."""

import re
from dataclasses import replace
from datetime import datetime

from handlers.booking import replan
from handlers.case import Case, Client, Contact, ContactState, Invite, Role
from handlers.facts import ConsentKind, ConsentRecorded, ContactChanged, Fact, InviteUsed
from handlers.saying import language_of, reassure, say, tell
from messages.envelope import IncomingMessage

AGREE = "1"
CODE_LIKE = re.compile(r"(?:/start\s+)?[A-Za-z0-9]{8}")


def concerns(message: IncomingMessage, case: Case) -> bool:
    """Whether a message is about joining: a code, an unknown sender, or a client who has not agreed yet."""
    if case.invite is not None or case.contact is None or not case.contact.person:
        return True
    return case.contact.state is ContactState.OPEN and case.client is not None and not case.client.consent


def join(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """The next step of joining."""
    if case.invite is not None:
        return _redeem(case.invite, message, case, now)
    if case.contact is None or not case.contact.person:
        return _stranger(message, case, now)
    if case.client is not None and message.text.strip().rstrip(".!") == AGREE:
        return _agree(case.client, message, case, now)
    return [
        say(
            case,
            message.key,
            message.sender,
            language_of(case),
            "consent_again",
            **reassure(case, language_of(case)),
        )
    ]


def ask_consent(message: IncomingMessage, case: Case) -> Fact:
    """The consent text, in the client's language."""
    language = language_of(case)
    return say(
        case,
        message.key,
        message.sender,
        language,
        "consent",
        practice=case.practice.name,
        **reassure(case, language),
    )


def _stranger(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """Told once how to join, then silence: two robots must not talk for ever. A mistyped code is always answered."""
    language = case.practice.language
    if case.contact is not None and case.contact.state is not ContactState.OPEN:
        return []
    if CODE_LIKE.fullmatch(message.text.strip()):
        return [say(case, message.key, message.sender, language, "invite_unknown")]
    if case.contact is not None:
        return []
    known = Contact(message.sender, Role.CLIENT, "", ContactState.OPEN)
    return [ContactChanged(known, now), say(case, message.key, message.sender, language, "stranger")]


def _redeem(invite: Invite, message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    refusal = _refusal(invite, case, now)
    closed = case.contact is not None and case.contact.state is not ContactState.OPEN
    if refusal:
        return [] if closed else [say(case, message.key, message.sender, invite.language, refusal)]
    contact = Contact(message.sender, invite.role, invite.person, ContactState.OPEN)
    facts: list[Fact] = []
    if not invite.used:
        facts.append(InviteUsed(invite.id, contact, now))
    elif closed:
        facts.append(ContactChanged(contact, now))
    if invite.role is Role.THERAPIST:
        return [*facts, say(case, message.key, message.sender, invite.language, "staff_welcome")]
    if case.client is not None and case.client.consent:
        return [*facts, say(case, message.key, message.sender, invite.language, "already_joined")]
    return [*facts, ask_consent(message, case)]


def _refusal(invite: Invite, case: Case, now: datetime) -> str:
    """Why a code does not work for this sender; empty if it does."""
    if invite.used and not invite.used_by_sender:
        return "invite_used"
    if not invite.used and invite.expires_at <= now:
        return "invite_expired"
    somebody_else = case.contact is not None and case.contact.person not in ("", invite.person)
    return "invite_used" if somebody_else else ""


def _agree(client: Client, message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    version = case.practice.consent_version
    consent = ConsentRecorded(
        message.key, client.id, ConsentKind.GIVEN, version, client.language, message.sender.channel, now
    )
    return [
        consent,
        *replan(replace(case, client=replace(client, consent=version)), now),
        say(case, message.key, message.sender, client.language, "welcome"),
        *tell(case, message.key, case.therapist, "joined", client=client.id),
    ]
