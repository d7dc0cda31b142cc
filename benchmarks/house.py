"""A house to measure: the real turn on a real SQLite file, many clients mid-course, and a courier without a network."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.settling import Settler
from bot.turn import Turn
from handlers.booking import book
from handlers.case import Appointment, Episode
from handlers.consents import ConsentKind, ConsentRecorded
from handlers.facts import ContactChanged, Fact
from handlers.people import Contact, ContactState, Role, Therapist
from handlers.practice import Practice
from messages.envelope import Address, Channel, IncomingMessage, Letter, Moment, MomentKind
from messages.post import Sent
from messages.words import LANGUAGES, Words
from scheduler.timetable import Timing
from storage import facts, people
from storage.database import Database, open_database
from storage.outbox import Outbox
from storage.vault import KEY_BYTES, Vault

BEGIN = datetime(2026, 1, 13, 12, tzinfo=UTC)
WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)
ZONE = ZoneInfo("Europe/Berlin")
THERAPIST = "T-1"
CLAIM = 1000
BY_SMS = ("7 6.5 8 7", "5,6,5.5,6", "4 5 5 6 sorry, late", "8/7/7.5/8", "6; 6; 7; 6")
BY_TELEGRAM = (("7", "6.5", "8", "7"), ("five", "6", "5,5", "6"), ("4", "5/10", "5", "6"))


@dataclass(frozen=True, slots=True)
class Patient:
    """A client of the bench: half by SMS with one reply a week, half by Telegram with four."""

    number: int

    @property
    def id(self) -> str:
        """The pseudonym."""
        return f"C-{self.number}"

    @property
    def address(self) -> Address:
        """Where this one is reached."""
        if self.number % 2:
            return Address(Channel.TELEGRAM, str(10_000 + self.number))
        return Address(Channel.SMS, f"+4915200{self.number:06}")

    def replies(self, week: int) -> Sequence[str]:
        """What this one answers in a week."""
        if self.number % 2:
            return BY_TELEGRAM[(self.number // 2 + week) % len(BY_TELEGRAM)]
        return (BY_SMS[(self.number // 2 + week) % len(BY_SMS)],)


class House:
    """The turn and the courier's way back. `week` is the one that is being answered; `taken` counts arrivals."""

    def __init__(self, database: Database, patients: Sequence[Patient]) -> None:
        self.database = database
        self.patients = patients
        self.practice = practice()
        self.week = -1
        self.taken = 0
        self.answered: set[Address] = set()
        self.turn = Turn(database, self.practice, self._now, self._deliver)
        self._outbox = Outbox(database)
        self.settler = Settler(self._outbox, self.turn.take, self._now)
        self._keys = count(1)

    def _now(self) -> datetime:
        return BEGIN + self.week * WEEK

    def _deliver(self, letters: Sequence[Letter], _: datetime) -> None:
        """Letters come here after their commit, and leave at once."""
        self.answered.update(letter.to for letter in letters)
        for letter in letters:
            self.settler.sent(Sent(letter.key, letter.key))

    async def enter(self) -> None:
        """Everybody has joined and agreed; nothing is asked yet."""
        await people.add_therapist(self.database, Therapist(THERAPIST, "Bench", "en", ZONE), BEGIN)
        staff = Contact(Address(Channel.TELEGRAM, "1"), Role.THERAPIST, THERAPIST, ContactState.OPEN)
        said: list[Fact] = [ContactChanged(staff, BEGIN)]
        for patient in self.patients:
            episode = Episode(f"E-{patient.number}", patient.id, THERAPIST, "adult", "icce-2012", "ors")
            await people.add_client(self.database, "Bench", "en", ZONE, episode, BEGIN)
            said += _joined(patient)
        async with self.database.transaction() as connection:
            await facts.apply(self.database, connection, said, BEGIN)

    async def ask(self) -> None:
        """The next week begins: everybody's appointment is a day ahead, and everybody is asked."""
        self.week += 1
        now = self._now()
        appointments = [
            Appointment(f"A-{patient.number}-{self.week}", patient.id, now + DAY, 1) for patient in self.patients
        ]
        said: list[Fact] = []
        for one in appointments:
            said += book(one, await people.client(self.database, one.client, self.practice, now), now)
        async with self.database.transaction() as connection:
            await facts.apply(self.database, connection, said, now)
        await asyncio.gather(*(self.turn.take(Moment(MomentKind.ASK, one.id, 1, now)) for one in appointments))
        self.taken += len(appointments)
        while posted := await self._outbox.claim(now, CLAIM):
            await self._outbox.sent([Sent(one.letter.key, one.letter.key) for one in posted], now)

    async def reply(self, patient: Patient, text: str) -> None:
        """A client writes, and has the answer in hand when this returns. Raises LookupError if none came."""
        self.answered.discard(patient.address)
        key = f"{patient.address.channel}:{next(self._keys)}"
        await self.turn.take(IncomingMessage(key, patient.address, text, self._now()))
        self.taken += 1
        if patient.address not in self.answered:
            raise LookupError(f"no answer to {text!r}")


@asynccontextmanager
async def open_house(path: Path, clients: int, weeks: int) -> AsyncIterator[House]:
    """A running house whose clients have answered for `weeks` weeks."""
    async with await open_database(path, Vault([bytes(KEY_BYTES)])) as database:
        house = House(database, [Patient(number) for number in range(clients)])
        delivering = asyncio.create_task(house.settler.run())
        try:
            async with house.turn.running():
                await house.enter()
                for _ in range(weeks):
                    await house.ask()
                    await asyncio.gather(*(_answer(house, patient) for patient in house.patients))
                yield house
        finally:
            delivering.cancel()
            await asyncio.gather(delivering, return_exceptions=True)


async def _answer(house: House, patient: Patient) -> None:
    for text in patient.replies(house.week):
        await house.reply(patient, text)


def _joined(patient: Patient) -> list[Fact]:
    contact = Contact(patient.address, Role.CLIENT, patient.id, ContactState.OPEN)
    agreed = ConsentRecorded(
        f"agreed:{patient.id}", patient.id, ConsentKind.GIVEN, "1", "en", patient.address.channel, BEGIN
    )
    return [ContactChanged(contact, BEGIN), agreed]


def practice() -> Practice:
    """The practice that is measured."""
    return Practice(
        name="Bench",
        language="en",
        zone=ZONE,
        emergency=dict.fromkeys(LANGUAGES, "112"),
        crisis_line=dict.fromkeys(LANGUAGES, "0800 111 0 111"),
        read_by=dict.fromkeys(LANGUAGES, "by the next working day"),
        timing=Timing(),
        words=Words(),
    )
