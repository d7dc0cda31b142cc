"""Days that pass: turn, outbox and storage are the real ones, the clock is virtual, all that leaves is written down.

The clock is looked at a little after the instant at which something falls due, as the ticker does."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.turn import Turn
from handlers.case import Appointment, Case
from handlers.facts import Fact
from handlers.practice import Practice
from messages.envelope import Address, Arrival, IncomingMessage, Letter
from messages.post import Sent
from storage import calendar, cases, editions, facts
from storage.database import Database, from_ms, open_database
from storage.outbox import Outbox
from storage.scratch import scratch
from storage.vault import KEY_BYTES, Vault

LAG = timedelta(milliseconds=400)
"""How late the ticker and the courier are."""

NEXT = """select min(at) from (
    select min(due_at) as at from moment
    union all select min(not_before) from letter where state = 'due'
)"""


@dataclass(frozen=True, slots=True)
class Left:
    """A letter that has left, and when."""

    letter: Letter
    at: datetime


class Days:
    """A practice's days. `left` is all that was sent so far."""

    def __init__(self, database: Database, practice: Practice, now: datetime) -> None:
        self.database = database
        self.practice = practice
        self.now = now
        self.left: list[Left] = []
        self.turn = Turn(database, practice, lambda: self.now)
        self._outbox = Outbox(database)
        self._count = 0

    async def until(self, instant: datetime) -> None:
        """Everything falls due and leaves at its own minute until then."""
        while (due := await self.next_due()) is not None and due + LAG <= instant:
            await self.step(due + LAG)
        self.now = max(self.now, instant)

    async def outage(self, instant: datetime) -> None:
        """Nobody looks at the clock until then; what fell due meanwhile is taken at once."""
        await self.step(instant)

    async def next_due(self) -> datetime | None:
        """When the clock has something to do again; None if never."""
        ((at,),) = await self.database.reader.execute_fetchall(NEXT)
        return None if at is None else from_ms(at)

    async def step(self, instant: datetime) -> None:
        """The clock is looked at, and what is due is taken and leaves."""
        self.now = max(self.now, instant)
        while moments := await calendar.due(self.database, self.now, 256):
            await asyncio.gather(*(self.turn.take(moment) for moment in moments))
        await self._send()

    async def _send(self) -> None:
        while posted := await self._outbox.claim(self.now, 256):
            self.left += [Left(one.letter, self.now) for one in posted]
            sent = [Sent(one.letter.key, f"r{len(self.left)}.{number}") for number, one in enumerate(posted)]
            await self._outbox.sent(sent, self.now)

    async def takes(self, *arrivals: Arrival) -> None:
        """Something arrives."""
        for arrival in arrivals:
            await self.turn.take(arrival)
        await self._send()

    async def says(self, sender: Address, text: str) -> None:
        """Somebody writes."""
        self._count += 1
        await self.takes(IncomingMessage(f"{sender.channel}:d{self._count}", sender, text, self.now))

    async def case(self, person: str) -> Case:
        """What the command line loads of somebody."""
        database = self.database
        return await cases.client_case(database, database.reader, person, self.practice, self.now)

    async def apply(self, said: Sequence[Fact]) -> None:
        """Facts that the command line would make."""
        async with self.database.transaction() as connection:
            await facts.apply(self.database, connection, said, self.now)
        await self._send()

    async def appointment(self, id: str) -> Appointment | None:  # noqa: A002 - the table's own word
        """An appointment as it stands."""
        return await calendar.appointment(self.database, id)

    async def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What a table holds."""
        return [tuple(row) for row in await self.database.reader.execute_fetchall(sql)]


@asynccontextmanager
async def passing(path: Path, practice: Practice, now: datetime) -> AsyncIterator[Days]:
    """Days in memory; the file at `path` is only what they begin from, and made if it is not there."""
    vault = Vault([bytes(KEY_BYTES)])
    async with await open_database(path, vault) as empty:
        await editions.keep(empty, practice.library, now)
        async with scratch(empty) as database:
            days = Days(database, practice, now)
            async with days.turn.running():
                yield days
