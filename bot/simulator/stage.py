"""A stage: turn, storage and outbox are the real ones; the clock is set by hand and letters land on text phones."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.channels.console import Bubble, ConsoleChannel, Phone
from bot.turn import Observe, Turn
from handlers.facts import Fact
from handlers.practice import Practice
from messages.envelope import (
    Address,
    Arrival,
    ButtonPress,
    Channel,
    Content,
    IncomingMessage,
    Letter,
    Moment,
    StaffMoment,
)
from messages.post import Sent
from storage import calendar, editions, facts, sharing
from storage.database import Database, open_database
from storage.outbox import Outbox
from storage.vault import Vault

LIMIT = 256
Watch = Callable[[Bubble], None]


class Stage:
    """One practice under a virtual clock. `watch` sees each message as it lands, `observe` each decision."""

    def __init__(
        self,
        database: Database,
        practice: Practice,
        now: datetime,
        watch: Watch,
        observe: Observe | None = None,
    ) -> None:
        self.database = database
        self.practice = practice
        self.now = now
        self._channels = {name: ConsoleChannel(watch, lambda: self.now, name) for name in Channel}
        self._outbox = Outbox(database)
        self._handed: list[Letter] = []
        self._count = 0
        self.turn = Turn(database, practice, lambda: self.now, self._deliver, observe)

    def _deliver(self, letters: Sequence[Letter], _: datetime) -> None:
        self._handed += letters

    def settle(self, practice: Practice) -> None:
        """The practice settles something else."""
        self.practice = self.turn.practice = practice

    async def apply(self, said: Sequence[Fact]) -> None:
        """Facts that the command line would make."""
        async with self.database.transaction() as connection:
            await facts.apply(self.database, connection, said, self.now)
        await self.send()

    async def take(self, *arrivals: Arrival) -> None:
        """Arrivals, all at once, and the letters that follow."""
        await asyncio.gather(*(self.turn.take(arrival) for arrival in arrivals))
        await self.send()

    async def says(self, sender: Address, text: str, content: Content = Content.TEXT) -> None:
        """Somebody writes."""
        await self.take(self.message(sender, text, content))

    def message(self, sender: Address, text: str, content: Content = Content.TEXT) -> IncomingMessage:
        """A message as a channel would hand it over."""
        self._count += 1
        return IncomingMessage(f"{sender.channel}:m{self._count}", sender, text, self.now, content)

    async def presses(self, sender: Address, label: str) -> None:
        """Somebody presses the latest button with this label."""
        found = self.phone(sender).button(label)
        if found is None:
            raise LookupError(f"no button {label!r}")
        self._count += 1
        await self.take(ButtonPress(f"{sender.channel}:b{self._count}", sender, found[0], found[1], self.now))

    async def until(self, instant: datetime) -> None:
        """Lets time pass: what falls due on the way falls due at its own minute."""
        while moments := await self._due(instant):
            self.now = max(self.now, moments[0].at)
            await self.take(*(moment for moment in moments if moment.at <= self.now))
        self.now = max(self.now, instant)
        await sharing.forget(self.database, self.now)
        await self.send()

    async def _due(self, instant: datetime) -> list[Moment | StaffMoment]:
        clients = await calendar.due(self.database, instant, LIMIT)
        staff = await calendar.due_for_staff(self.database, instant, LIMIT)
        return sorted([*clients, *staff], key=lambda moment: moment.at)

    async def outage(self, instant: datetime) -> None:
        """Time passes while nobody looks at the clock; then all that fell due meanwhile is taken at once."""
        self.now = instant
        await self.until(instant)

    async def send(self) -> None:
        """Empties the outbox onto the phones: replies first, then what the clock began."""
        handed, self._handed = self._handed, []
        claimed = [posted.letter for posted in await self._outbox.claim(self.now, LIMIT)]
        sent = [Sent(one.key, await self._channels[one.to.channel].send(one)) for one in [*handed, *claimed]]
        await self._outbox.sent(sent, self.now)

    def phone(self, address: Address) -> Phone:
        """The phone at an address."""
        return self._channels[address.channel].phone(address)


@asynccontextmanager
async def on_stage(
    path: Path, vault: Vault, practice: Practice, now: datetime, watch: Watch, observe: Observe | None = None
) -> AsyncIterator[Stage]:
    """A stage on a database file, its turn running."""
    async with await open_database(path, vault) as database:
        await editions.keep(database, practice.library, now)
        stage = Stage(database, practice, now, watch, observe)
        async with stage.turn.running():
            yield stage
