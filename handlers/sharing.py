"""Sharing: two people on one phone (a couple, parent and child) are told apart by a mark, A or B, before every message
to them and from them. What comes without one is held until somebody says whose it is, and never guessed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.case import Case, Held
from handlers.facts import (
    ContactChanged,
    Fact,
    LettersWithdrawn,
    LetterWritten,
)
from handlers.people import ContactState
from handlers.saying import echo, say
from handlers.shared import AddressShared, HeldDone, SharingEnded, TextHeld
from messages.envelope import Arrival, ButtonPress, Content, DeliveryReport, IncomingMessage, Letter, Outcome
from messages.keywords import Keyword, keyword
from messages.wishes import means

HELD_FOR = timedelta(hours=1)
"""How long words without a mark wait for somebody to say whose they are (ours)."""

FIRST = "A"
"""The mark of whoever was there first."""

MARKED = re.compile(r"\s*(?P<mark>[^\W\d_])(?P<sign>[ \t]*[:.,;)=>-]+)?(?P<rest>\W.*|\d.*|)", re.DOTALL)
FOR_ALL = (Keyword.STOP, Keyword.HELP, Keyword.NOT_ME)


@dataclass(frozen=True, slots=True)
class Routed:
    """The marks of whom a message comes from (all of them, where it is meant for all; none, where nobody can say), and
    what was said. `released`: they are the words that were held."""

    marks: tuple[str, ...]
    message: IncomingMessage
    released: bool = False


def read(message: IncomingMessage, marks: Sequence[str], held: Held | None, now: datetime, *, closed: bool) -> Routed:
    """Whose a message is. `closed`: nobody at this address is written to, so that START is everybody's."""
    mark, rest = _split(message.text, marks)
    if mark and not rest and held is not None and now < held.until:
        own, words = _split(held.text, marks, strict=False)
        text = words if own == mark else held.text
        return Routed((mark,), replace(message, text=text, content=held.content, at=held.at), released=True)
    word = None if message.content is Content.FORWARDED else keyword(rest if mark else message.text)
    if word is Keyword.NOT_ME or (not mark and (word in FOR_ALL or (word is Keyword.START and closed))):
        return Routed(tuple(marks), replace(message, text=rest) if mark else message)
    return Routed((mark,) if mark else (), replace(message, text=rest or message.text))


def _split(text: str, marks: Sequence[str], *, strict: bool = True) -> tuple[str, str]:
    """The mark that a text begins with, and the rest; no mark, and the text. Without a sign behind it a letter may also
    be a word, as in `a bad week`: then only figures, or a word that always works, follow a mark."""
    found = MARKED.fullmatch(text)
    mark = found["mark"].upper() if found else ""
    if found is None or mark not in marks:
        return "", text
    rest = found["rest"].strip()
    word = any(sign.isalpha() for sign in rest) and not means(rest)
    return ("", text) if strict and word and not found["sign"] else (mark, rest)


def hold(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """Words that are nobody's yet are kept for an hour, and the question goes out whose they are."""
    kept = Held(message.text, message.content, message.at, now + HELD_FOR)
    return [TextHeld(message.sender, kept), *echo(message, case, now, "who_is_that", marks=_marks(case))]


def done(message: IncomingMessage) -> Fact:
    """What was held has been delivered."""
    return HeldDone(message.sender)


def for_all(said: Sequence[Fact], message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """What is meant for all is answered once, without a mark, and is so of the address itself."""
    facts, answered, word = list[Fact](), False, keyword(message.text)
    for fact in said:
        if not isinstance(fact, LetterWritten) or fact.letter.to != message.sender or word is Keyword.START:
            facts.append(fact)
        elif not answered:
            answered = True
            stops = word is Keyword.STOP
            facts.append(say(case, message, "stopped", own="") if stops else LetterWritten(_plain(fact.letter, case)))
    return [*_of_the_address(message, case, now), *facts]


def _of_the_address(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    contact, word = case.contact, keyword(message.text)
    assert contact is not None
    if word is Keyword.STOP and contact.state is ContactState.OPEN:
        closed = replace(contact, state=ContactState.STOPPED)
        return [ContactChanged(closed, now), LettersWithdrawn(contact.address)]
    return [SharingEnded(contact.address, now)] if word is Keyword.NOT_ME else []


def concerned(arrival: Arrival, case: Case) -> list[Case]:
    """Whom a press or a report of an address that is shared concerns."""
    subs = [sub for _, sub in case.sharing]
    if isinstance(arrival, ButtonPress):
        subject = arrival.data.split("|")[1] if "|" in arrival.data else ""
        return [sub for sub in subs if subject and subject in _subjects(sub)]
    if isinstance(arrival, DeliveryReport) and arrival.outcome is not Outcome.GONE and case.letter is not None:
        letter = case.letter
        return [sub for mark, sub in case.sharing if begins(letter, mark)] or subs[:1]
    return subs


def _subjects(case: Case) -> set[str]:
    """What a button below a question to one of those who share names: their request, or themselves."""
    return {case.request.id if case.request else "", case.client.person if case.client else ""}


def begins(letter: Letter, mark: str) -> bool:
    """Whether a letter was written under this mark."""
    return letter.text.startswith(f"{mark}: ")


def owner(case: Case) -> Case:
    """The case of whom the code in a message is for: of somebody who shares the address, or as it is."""
    person = case.invite.person if case.invite else ""
    subs = (sub for _, sub in case.sharing if sub.client is not None and sub.client.person == person)
    return next(subs, case)


def share(message: IncomingMessage, case: Case, now: datetime) -> tuple[str, list[Fact]]:
    """An address that is somebody's becomes another's as well, whom the code in the message is for: the mark they get,
    and what both are told."""
    assert case.contact is not None
    assert case.invite is not None
    marks = [mark for mark, _ in case.sharing] or [FIRST]
    mark = chr(ord(marks[-1]) + 1)
    first = AddressShared(message.sender, FIRST, case.contact.person, now)
    new = AddressShared(message.sender, mark, case.invite.person, now)
    told = say(case, message, "shared", mark=mark)
    return mark, [*([] if case.sharing else [first]), new, told]


def marked(said: Sequence[Fact], case: Case) -> list[Fact]:
    """The facts, with every letter to an address that is shared beginning with the mark of whom it is about."""
    if not any(contact.mark for client in case.everyone for contact in client.contacts):
        return list(said)
    return [
        LetterWritten(with_mark(fact.letter, _mark(fact.letter, case))) if isinstance(fact, LetterWritten) else fact
        for fact in said
    ]


def under(said: Sequence[Fact], mark: str) -> list[Fact]:
    """The facts, with every letter beginning with one mark."""
    return [LetterWritten(with_mark(one.letter, mark)) if isinstance(one, LetterWritten) else one for one in said]


def with_mark(letter: Letter, mark: str) -> Letter:
    """A letter that begins with a mark, if there is one."""
    return replace(letter, text=f"{mark}: {letter.text}") if mark else letter


def _mark(letter: Letter, case: Case) -> str:
    asked = next((one for one in case.asked if letter.slot and one.id == letter.slot), None)
    client = case.seen_by(asked.rater).client if asked else case.client
    contacts = client.contacts if client else ()
    return next((one.mark for one in contacts if one.address == letter.to), "")


def _plain(letter: Letter, case: Case) -> Letter:
    under = next((mark for mark, _ in case.sharing if begins(letter, mark)), "")
    return replace(letter, text=letter.text.removeprefix(f"{under}: "))


def _marks(case: Case) -> list[str]:
    return [mark for mark, _ in case.sharing]
