"""Cases for decisions: Mia in care by two phones, Ana by two, and what a decision came to."""

from collections.abc import Iterable
from dataclasses import replace

from handlers.case import Case
from handlers.facts import Fact, LetterWritten
from handlers.people import Client, Contact, ContactState, Role
from messages.envelope import Address, Letter
from scheduler.schedule import Schedule
from tests.storage.house import ANA, BEN, BERLIN, CLIENT, MIA, MIA_SMS, PRACTICE, THERAPIST, episode

ANA_SMS = replace(BEN, id="+4915200009999")


def mia(address: Address = MIA, state: ContactState = ContactState.OPEN) -> Contact:
    """A contact of the client's."""
    return Contact(address, Role.CLIENT, CLIENT, state)


def ana(address: Address = ANA, state: ContactState = ContactState.OPEN) -> Contact:
    """A contact of the therapist's."""
    return Contact(address, Role.THERAPIST, "T-ANA", state)


STAFF = replace(THERAPIST, contacts=(ana(),))
MIA_BY_CHAT = Client(CLIENT, "en", BERLIN, "1", contacts=(mia(),))
BOTH_PHONES = replace(MIA_BY_CHAT, contacts=(mia(), mia(MIA_SMS)))
ASKED = Schedule(CLIENT, "self", "ors", gap=7)
CASE = Case(PRACTICE, contact=mia(), client=MIA_BY_CHAT, episode=episode(), therapist=STAFF, schedules=(ASKED,))


def kinds(said: Iterable[Fact]) -> list[str]:
    """What happened, without what was said."""
    return [type(fact).__name__ for fact in said if not isinstance(fact, LetterWritten)]


def letters(said: Iterable[Fact]) -> list[Letter]:
    """What was said."""
    return [fact.letter for fact in said if isinstance(fact, LetterWritten)]
