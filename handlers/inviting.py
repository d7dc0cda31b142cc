"""Inviting: a code goes to the phone that the practice knows of somebody, as a text that says no more than that."""

from dataclasses import dataclass
from datetime import datetime

from handlers.facts import Fact, LettersWithdrawn, LetterWritten
from handlers.people import Client
from handlers.practice import Practice
from messages.envelope import Address, Letter, Priority
from scheduler.timetable import next_contact

INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class Code:
    """A code for somebody that is good `until` then. `key`: of the letter that takes it to them."""

    key: str
    text: str
    until: datetime


def invitation(code: Code, who: Client, to: Address, practice: Practice, now: datetime) -> LetterWritten:
    """The text with a code, within contact hours; never sent to an address that is closed."""
    text = practice.words.say(INVITATION, who.language, to.channel, practice=practice.name, code=code.text)
    after = next_contact(now, who.hours(practice.timing))
    slot = _slot(who.person)
    letter = Letter(code.key, to, text, INVITATION, Priority.BULK, slot=slot, not_before=after, expires=code.until)
    return LetterWritten(letter)


def withdrawn(person: str, to: Address) -> Fact:
    """An invitation that has not left yet is not sent: its code, or its number, is out of date."""
    return LettersWithdrawn(to, _slot(person))


def _slot(person: str) -> str:
    return f"{INVITATION}:{person}"
