"""Joining: a code turns an address into a contact, the consent text is read, `1` agrees, and the calendar begins."""

from datetime import datetime

from handlers import answering, fallback, redoing, sharing
from handlers.agreeing import number_alone
from handlers.booking import replan
from handlers.case import Case, Invite
from handlers.consents import ConsentKind, ConsentRecorded, ConsentShown
from handlers.facts import ContactChanged, Fact, InviteUsed, LetterWritten
from handlers.people import Client, Contact, ContactState, Role
from handlers.remarking import pass_on, reassurance
from handlers.saying import echo, reassure, say, tell
from handlers.therapist import catch_up, welcome
from messages.codes import looks_like_code
from messages.envelope import Address, ButtonPress, IncomingMessage, Letter
from scheduler.schedule import SELF

AGREE = 10
"""Tenths of the number that agrees."""

WORDS_OF_A_CODE = 2
"""`/start MIACODE2`; what is more are words of somebody's own."""


def concerns(case: Case) -> bool:
    """Whether a message is about joining: a code, an unknown sender, or a client who has not agreed yet."""
    if case.invite is not None or case.contact is None or not case.contact.person:
        return True
    return case.contact.state is ContactState.OPEN and case.client is not None and not case.client.consent


def outdated(case: Case) -> bool:
    """Whether somebody agreed to a consent text that has changed since."""
    return case.client is not None and case.client.consent not in ("", case.practice.consent_version)


def agrees_anew(message: IncomingMessage, case: Case) -> bool:
    """Whether a message agrees to the text that has changed: only of who was sent it, and is not asked for a number."""
    client, busy = case.client, case.request is not None and redoing.asks(case.request)
    if client is None or busy or not outdated(case) or client.shown != case.practice.consent_version:
        return False
    open_ = case.contact is not None and case.contact.state is ContactState.OPEN
    return open_ and number_alone(message, case) == AGREE


def _text(client: Client | None) -> str:
    """Which consent text: that of somebody who is asked about themselves, or about somebody else."""
    return "consent" if client is None or client.rater == SELF else "consent_other"


def show_anew(case: Case, client: Client, to: Address, cause: str) -> tuple[Letter, Fact]:
    """The consent text in place of the one that was read, with a word that it has changed; and that it was sent."""
    practice = case.practice
    lead = practice.words.say("consent_changed", client.language, to.channel)
    text = practice.words.say(_text(client), client.language, to.channel, practice=practice.name, **reassure(case))
    letter = Letter(f"{cause}#consent", to, f"{lead}\n\n{text}", "consent")
    return letter, ConsentShown(client.person, practice.consent_version)


def join(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """The next step of joining."""
    if case.invite is not None:
        return _redeem(case.invite, message, case, now)
    if case.contact is None or not case.contact.person:
        return _stranger(message, case, now)
    if case.client is not None and number_alone(message, case) == AGREE:
        return _agree(case.client, message, case, now)
    return echo(message, case, now, "consent_again", **reassure(case))


def ask_consent(message: IncomingMessage | ButtonPress, case: Case) -> list[Fact]:
    """The consent text, in the client's language; and that it was sent."""
    text = say(case, message, _text(case.client), practice=case.practice.name, **reassure(case))
    shown = [ConsentShown(case.client.person, case.practice.consent_version)] if case.client else []
    return [text, *shown]


def _stranger(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """Told once how to join, then silence, unless it looks like a mistyped code."""
    if case.contact is not None and case.contact.state is not ContactState.OPEN:
        return []
    code = looks_like_code(message.text)
    if case.contact is not None:
        return echo(message, case, now, "invite_unknown") if code else []
    known = ContactChanged(Contact(message.sender, Role.CLIENT, "", ContactState.OPEN), now)
    return [known, *echo(message, case, now, "invite_unknown" if code else "stranger")]


def _redeem(invite: Invite, message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    refusal = _refusal(invite, case, now)
    closed = case.contact is not None and case.contact.state is not ContactState.OPEN
    beside = pass_on(message, case, now) if len(message.text.split()) > WORDS_OF_A_CODE else []
    if refusal:
        return beside if closed else [*beside, *echo(message, case, now, refusal)]
    if case.contact is not None and case.contact.person not in ("", invite.person):
        return _share(invite, message, case, now)
    contact = Contact(message.sender, invite.role, invite.person, ContactState.OPEN)
    facts: list[Fact] = []
    if not invite.used:
        facts.append(InviteUsed(invite.id, contact, now))
    elif closed:
        facts.append(ContactChanged(contact, now))
    if invite.role is Role.THERAPIST:
        return [*facts, welcome(message, case), *catch_up(message, case)]
    if case.client is not None and case.client.consent:
        lead = reassurance(message, case) if beside else ""
        asked = answering.ask_again(message, case, now, lead)
        told = asked or [say(case, message, "already_joined")]
        elsewhere = [] if invite.used else fallback.ask(message, case, now)
        return [*facts, *beside, *told, *elsewhere]
    return [*facts, *ask_consent(message, case)]


def _refusal(invite: Invite, case: Case, now: datetime) -> str:
    """Why a code does not work for this sender; empty if it does. One who wrote NOT ME cannot use it again."""
    disowned = case.contact is not None and not case.contact.person
    if invite.used and (not invite.used_by_sender or disowned):
        return "invite_used"
    if not invite.used and invite.expires_at <= now:
        return "invite_expired"
    contact = case.contact
    somebody_else = contact is not None and contact.person not in ("", invite.person, *_sharers(case))
    may_share = invite.shared and contact is not None and contact.role is Role.CLIENT
    return "invite_other" if somebody_else and not may_share else ""


def _sharers(case: Case) -> list[str]:
    return [sub.client.person for _, sub in case.sharing if sub.client is not None]


def _share(invite: Invite, message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """Somebody joins by a phone that is another's already: both are told of their marks, and the new one is asked for
    consent under theirs."""
    mark, told = sharing.share(message, case, now)
    contact = Contact(message.sender, invite.role, invite.person, ContactState.OPEN)
    agreed = case.client is not None and case.client.consent
    next_step: list[Fact] = [say(case, message, "already_joined")] if agreed else ask_consent(message, case)
    return [InviteUsed(invite.id, contact, now), *told, *sharing.under(next_step, mark)]


def _agree(client: Client, message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """To the text that was read: where it has changed since, it is shown as it is now."""
    version = case.practice.consent_version
    if client.shown != version:
        letter, shown = show_anew(case, client, message.sender, message.key)
        return [LetterWritten(letter), shown] if client.shown else ask_consent(message, case)
    consent = ConsentRecorded(
        message.key, client.person, ConsentKind.GIVEN, version, client.language, message.sender.channel, now
    )
    joined = tell(case, message.key, case.therapist, "joined", now, client=client.person)
    told = [] if client.consent else [*joined, *fallback.ask(message, case, now)]
    return [consent, *replan(case, now), say(case, message, "welcome"), *told]
