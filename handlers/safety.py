"""Safety: words that the net catches are answered at once with the practice's fixed text and brought to people.

Nothing here judges: what is denied, or about somebody else, is answered alike. Answers beside the words count as ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers import asking, redoing
from handlers.alerting import buttons, paged
from handlers.alerts import LEVELS, WORDS, Alert, AlertRaised, AlertState, Level
from handlers.case import Case, Request, RequestState
from handlers.consents import ConsentShown
from handlers.facts import (
    ContactChanged,
    EchoSaid,
    Fact,
    InviteUsed,
    LettersWithdrawn,
    LetterWritten,
    RequestChanged,
)
from handlers.people import ContactState, Role
from handlers.saying import Manner, each, language_of, reachable, reassure, say, tell
from handlers.wished import RequestReviewed
from messages.envelope import Button, ButtonPress, Content, IncomingMessage
from messages.keywords import keyword
from messages.safety import Caught

AGAIN = timedelta(minutes=10)
"""Whoever writes on is not sent the same text sooner than this, and their words go on under the same alert (ours)."""

GO_ON = "go_on"
"""The button that takes up the questions again."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that were caught, as they came, and whether anybody is alerted about them already."""

    message: IncomingMessage
    caught: Caught
    again: bool


def heard(message: IncomingMessage, case: Case, now: datetime) -> Words | None:
    """Whether the net catches words of somebody who is not of the practice. Words that always work are no free text."""
    if case.contact is not None and case.contact.role is Role.THERAPIST:
        return None
    if message.content is not Content.FORWARDED and keyword(message.text) is not None:
        return None
    caught = case.practice.net.caught(message.text)
    if caught is None:
        return None
    awake = [one for one in case.alerts if one.rule == WORDS and one.state is not AlertState.SNOOZED]
    lately = any(now - one.at < AGAIN for one in awake)
    return Words(message, caught, again=lately)


def answer(words: Words, usual: Sequence[Fact], case: Case, now: datetime) -> list[Fact]:
    """What follows, in place of what would usually be said; what was answered or kept stays so. A consent text that is
    shown goes out behind it, as nobody agrees to what they have not read."""
    message = words.message
    kept = [fact for fact in usual if not _is_said(fact, message)]
    request = _open_request(kept, case)
    waits: list[Fact] = []
    if request is not None and request.state is RequestState.OPEN:
        waits = [LettersWithdrawn(request.to, request.id), RequestChanged(replace(request, waits_since=now))]
    answered = _may_answer(case, kept)
    reply = [_reply(words, request, case, now)] if answered else []
    shown = any(isinstance(fact, ConsentShown) for fact in kept)
    consent = [fact for fact in usual if shown and isinstance(fact, LetterWritten) and _is_said(fact, message)]
    return [*kept, *waits, *reply, *consent, *page(words, case, now, answered=answered)]


def page(words: Words, case: Case, now: datetime, *, answered: bool) -> list[Fact]:
    """The therapist and a backup are told at once, at any hour; one of them must say that they have seen it.
    `answered`: whether the fixed text was sent."""
    client, therapist, cause = case.client, case.therapist, words.message.key
    if client is None or therapist is None or case.episode is None:
        return []
    told = paged(case, Level.URGENT, now, backup=True)
    alert = Alert(
        id=f"{cause}:words",
        client=client.id,
        therapist=therapist.id,
        request="",
        rule=WORDS,
        observed="",
        threshold="",
        source=f"words: {words.caught.group} ({words.caught.language})",
        at=now,
        level=LEVELS[WORDS],
        next_at=now + case.practice.alerting.after[Level.URGENT],
        told=frozenset(who.id for who in told),
    )
    said: list[Fact] = [] if words.again else [AlertRaised(alert, tuple(who.id for who in told))]
    read = bool(client.consent or client.withdrawn)
    for key, who in each(cause, told):
        said += tell(
            case,
            key,
            who,
            "danger",
            now,
            client=client.person,
            how=Manner(Level.URGENT, buttons=buttons(case, who, client.id, passed_on=True)),
            text=words.message.text if read else "",
            answered=answered,
            others=", ".join(one.name for one in told if one.id != who.id),
        )
    return said


def of(words: Words, number: int) -> Words:
    """The same words as they may be of another of those who share an address: each alert has an id of its own."""
    return replace(words, message=replace(words.message, key=f"{words.message.key}@{number}")) if number else words


def crisis(words: Words, case: Case) -> LetterWritten:
    """The fixed text to an address that is shared, when nobody can say who wrote."""
    return say(case, words.message, "crisis", told=True, waits=False, **reassure(case))


def go_on(press: ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """The questions that wait go on, as the client wishes."""
    request = case.request
    if request is None or press.data != f"{GO_ON}|{request.id}":
        return []
    if not asking.can_be_asked(request, case, press.sender.channel):
        return []
    taken_up = replace(request, waits_since=None, to=press.sender)
    if request.again:
        return [LetterWritten(asking.ask(redoing.answered(taken_up), case, press.key))]
    if request.state is not RequestState.OPEN or request.waits_since is None:
        return []
    return [RequestChanged(taken_up), LetterWritten(asking.ask(taken_up, case, press.key))]


def _somebody_hears(case: Case, now: datetime) -> bool:
    """Whether anybody who is paged can be reached; else nobody is promised to be told."""
    who = [] if case.therapist is None else paged(case, Level.URGENT, now, backup=True)
    return any(reachable(one, case.practice) is not None for one in who)


def _may_answer(case: Case, kept: Sequence[Fact]) -> bool:
    """Whether whoever wrote is written to: not after STOP, unless a code has just opened the address."""
    if case.contact is None or case.contact.state is ContactState.OPEN:
        return True
    opened = (fact.contact for fact in kept if isinstance(fact, ContactChanged | InviteUsed))
    return any(one.state is ContactState.OPEN for one in opened)


def _is_said(fact: Fact, message: IncomingMessage) -> bool:
    """Whether a fact is what would usually be said to whoever wrote, or their words on the usual way to the therapist.
    What changes a message on their phone is no answer."""
    if isinstance(fact, EchoSaid):
        return True
    if not isinstance(fact, LetterWritten):
        return False
    letter = fact.letter
    return letter.purpose == "remark_forward" or (letter.to == message.sender and not letter.edits)


def _open_request(kept: Sequence[Fact], case: Case) -> Request | None:
    """The request as it stands after what was read, if it is still asked, or answered anew."""
    request = case.request
    if request is None:
        return None
    told = (fact.request for fact in kept if isinstance(fact, RequestChanged | RequestReviewed))
    changed = [one for one in told if one.id == request.id]
    latest = changed[-1] if changed else request
    return latest if redoing.asks(latest) else None


def _reply(words: Words, request: Request | None, case: Case, now: datetime) -> LetterWritten:
    """The practice's fixed text, with where to turn; again within minutes the short one, as the first stands there."""
    message = words.message
    told = case.client is not None and _somebody_hears(case, now)
    purpose = "crisis_again" if words.again else "crisis"
    letter = say(case, message, purpose, told=told, waits=request is not None, **reassure(case)).letter
    if request is None or words.again or not asking.editable(message.sender):
        return LetterWritten(letter)
    label = case.practice.words.say("go_on_button", language_of(case), message.sender.channel)
    return LetterWritten(replace(letter, buttons=((Button(label, f"{GO_ON}|{request.id}"),),)))
