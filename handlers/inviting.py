"""Inviting: a code to join by, to hand over, or as a text to the phone that the practice knows of somebody."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from handlers.facts import Fact, LettersWithdrawn, LetterWritten
from handlers.invites import InviteMade, KnownPhone
from handlers.people import Client, ContactState, Role
from handlers.practice import Practice
from messages.envelope import Address, Channel, Letter, Priority
from scheduler.timetable import next_contact

INVITATION = "invitation"


class Hindrance(StrEnum):
    """Why a code is not texted."""

    NO_SMS = "no_sms"
    NO_PHONE = "no_phone"
    CLOSED = "closed"
    JOINED = "joined"
    TAKEN = "taken"
    TODAY = "today"


@dataclass(frozen=True, slots=True)
class Invited:
    """A code for somebody, and what it is handed over with: the link to the practice's bot and the number that it is
    texted to, each empty where there is none. `texted`: when a text with it goes (UTC), None if none does."""

    code: str = field(repr=False)
    until: datetime
    link: str = field(repr=False)
    number: str
    texted: datetime | None
    facts: tuple[Fact, ...]


def hindrance(who: Client, phone: KnownPhone | None, practice: Practice, *, shared: bool = False) -> Hindrance | None:
    """Why no code is texted to somebody's phone; None if one may be."""
    if Channel.SMS not in practice.channels:
        return Hindrance.NO_SMS
    if phone is None:
        return Hindrance.NO_PHONE
    own = next((one for one in who.contacts if one.address == phone.address), None)
    holder = phone.holder
    if any(one.state is not ContactState.OPEN for one in (holder, own) if one is not None):
        return Hindrance.CLOSED
    if own is not None:
        return Hindrance.JOINED
    if holder is not None and holder.person and not (shared and holder.role is Role.CLIENT):
        return Hindrance.TAKEN
    return Hindrance.TODAY if phone.written else None


def invite(
    code: str,
    who: Client,
    phone: KnownPhone | None,
    practice: Practice,
    now: datetime,
    *,
    text: bool = False,
    shared: bool = False,
) -> Invited:
    """A code for a client or another rater; with `text` it goes to their phone, which nothing hinders. An invitation
    that has not left yet is not sent: its code is out of date."""
    made = InviteMade(code, Role.CLIENT, who.person, who.language, now + practice.invite_valid, now, shared)
    facts: list[Fact] = [made]
    if phone is not None:
        facts.append(withdrawn(who.person, phone.address))
    if not text or phone is None:
        return handed_over(made, practice, tuple(facts))
    letter = _invitation(made, who, phone, practice)
    return handed_over(made, practice, (*facts, LetterWritten(letter)), letter.not_before or now)


def handed_over(
    made: InviteMade, practice: Practice, facts: tuple[Fact, ...], texted: datetime | None = None
) -> Invited:
    """A code as somebody is given it."""
    bot = practice.telegram_bot
    link = f"https://t.me/{bot}?start={made.code}" if bot else ""
    return Invited(made.code, made.until, link, practice.sms_number, texted, facts)


def withdrawn(person: str, to: Address) -> Fact:
    """An invitation that has not left yet is not sent: its code, or its number, is out of date."""
    return LettersWithdrawn(to, _slot(person))


def _slot(person: str) -> str:
    return f"{INVITATION}:{person}"


def _invitation(made: InviteMade, who: Client, phone: KnownPhone, practice: Practice) -> Letter:
    """The text with a code, within contact hours; it says no more than whose practice it is and how to begin."""
    to = phone.address
    text = practice.words.say(INVITATION, who.language, to.channel, practice=practice.name, code=made.code)
    after = next_contact(made.at, who.hours(practice.timing))
    return Letter(
        phone.letter,
        to,
        text,
        INVITATION,
        Priority.BULK,
        slot=_slot(who.person),
        not_before=after,
        expires=made.until,
    )
