"""Briefing: what a therapist reads just before a session, short enough for ten seconds."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from handlers.alerting import picture_of
from handlers.case import Appointment, Case
from handlers.colleagues import responsible
from handlers.facts import Fact, LetterWritten
from handlers.judging import progress_of
from handlers.people import Contact, ContactState, Therapist
from handlers.saying import reachable
from handlers.staff.caseload import LOOK, need
from handlers.staff.client_card import buttons
from handlers.staff.looking import card_of, id_of, lacking, shortened
from measures.progress import Status
from messages.cards import Card
from messages.envelope import Channel, Letter, Priority

LONGEST = 1024
"""UTF-16 units of a caption on Telegram."""
SHORT_WORDS = 100
"""Characters that are left of each message where the brief would be too long."""


def brief(cause: str, session: Appointment, case: Case, now: datetime) -> list[Fact]:
    """To whoever is responsible, by a chat where they have one; also in quiet hours, as they chose the hour of the
    session. Nothing once it has begun."""
    who = responsible(case, now)
    if who is None or case.episode is None or now >= session.starts_at:
        return []
    chat, latest = _chat(who, case), reachable(who, case.practice)
    letters = [_full(cause, session, case, who, chat, now)] if chat else []
    if latest is not None and latest.address.channel is Channel.SMS:
        letters.append(_word(cause, session, case, who, latest, elsewhere=chat is not None))
    return [LetterWritten(one) for one in letters]


def _chat(who: Therapist, case: Case) -> Contact | None:
    """The address of theirs that shows more than an SMS."""
    there = [
        one for one in who.contacts if one.state is ContactState.OPEN and one.address.channel in case.practice.channels
    ]
    return next((one for one in there if one.address.channel is not Channel.SMS), None)


def _full(cause: str, session: Appointment, case: Case, who: Therapist, to: Contact, now: datetime) -> Letter:
    held = [at for at in case.sessions if at < session.starts_at]
    card = card_of(case, who, now, words_since=max(held, default=None))
    card = replace(card, lacking=lacking(case, now, session))
    starts = session.starts_at.astimezone(who.zone)
    say = case.practice.words.say
    texts = (say("brief", who.language, to.address.channel, starts=starts, card=one) for one in _shorter(card))
    text = next((one for one in texts if units(one) <= LONGEST), "")
    return Letter(
        f"{cause}#brief",
        to.address,
        text or say("chart", who.language, to.address.channel, card=card),
        "brief",
        Priority.ALERT,
        buttons=tuple(map(tuple, buttons(case, who))),
        expires=session.starts_at,
        about=id_of(case),
        picture=picture_of(case, who),
    )


def _shorter(card: Card) -> Iterator[Card]:
    """The same with less and less said: first the client's words are cut, then older ones go, then lesser flags."""
    yield card
    words = tuple(replace(one, text=shortened(one.text, SHORT_WORDS)) for one in card.remarks)
    yield replace(card, remarks=words)
    yield replace(card, remarks=words[-1:])
    yield replace(card, remarks=words[-1:], flags=card.flags[:3], alerts=card.alerts[:1])
    yield replace(card, remarks=(), flags=card.flags[:2], alerts=(), areas=())


def units(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def _word(cause: str, session: Appointment, case: Case, who: Therapist, to: Contact, *, elsewhere: bool) -> Letter:
    """By SMS only that it is time, and where to look; no score."""
    text = case.practice.words.say(
        "brief",
        who.language,
        to.address.channel,
        client=id_of(case),
        starts=session.starts_at.astimezone(who.zone),
        elsewhere=elsewhere,
        look=_look(case),
    )
    return Letter(
        f"{cause}#brief.sms", to.address, text, "brief", Priority.ALERT, expires=session.starts_at, about=id_of(case)
    )


def _look(case: Case) -> str:
    """Whether somebody should have a look first: `yes`, `no`, or empty where it is too early to say."""
    if need(case)[0] <= LOOK or case.alerts:
        return "yes"
    return "" if progress_of(case).status is Status.TOO_EARLY else "no"
