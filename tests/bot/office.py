"""A courier at work between a real outbox and the channels, and what the outbox says."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.channels.channel import ChannelPort
from bot.courier import Courier
from bot.pacing import Backoff
from messages.envelope import Address, Channel, Letter, Priority
from messages.post import Posted
from storage.database import Database
from storage.outbox import Outbox
from tests.bot.conftest import SOON, Desk
from tests.servers.telegram import TelegramServer
from tests.storage.house import post, rows

ADA = Address(Channel.TELEGRAM, "77")
MIA = Address(Channel.SMS, "+4915112345678")
PATIENCE = 20


def utc_now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


def letter(key: str, to: Address = ADA, priority: Priority = Priority.REPLY, text: str = "", **more: object) -> Letter:
    return Letter(key, to, text or key, "ask_item", priority, **more)  # type: ignore[arg-type]


class Office:
    """One courier around one database."""

    def __init__(
        self, database: Database, channels: Mapping[Channel, ChannelPort], desk: Desk, backoff: Backoff = SOON
    ) -> None:
        self.database = database
        self.desk = desk
        self.courier = Courier(channels, Outbox(database), desk.take, utc_now, segments_per_second=100, backoff=backoff)

    async def write(self, *letters: Letter, claimed: bool = False, now: datetime | None = None) -> None:
        """Letters are written, due or (replies and alerts) claimed."""
        await post(self.database, *letters, now=now or utc_now(), claimed=claimed)

    async def hand_over(self, *letters: Letter) -> None:
        """Letters are written and handed over, as the turn does."""
        await self.write(*letters, claimed=True)
        self.courier.deliver([Posted(one, 1, utc_now()) for one in letters])
        self.courier.wake()

    async def states(self) -> dict[str, str]:
        """The state of each letter."""
        return {str(key): str(state) for key, state in await rows(self.database, "select key, state from letter")}

    async def until(self, **expected: str) -> None:
        """Waits until these letters are in these states."""
        async with asyncio.timeout(PATIENCE):
            while not expected.items() <= (await self.states()).items():  # noqa: ASYNC110 - the outbox rings no bell
                await asyncio.sleep(0.01)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The courier runs, and stops by itself in the end."""
        quiet = asyncio.Event()
        running = asyncio.create_task(self.courier.run(quiet))
        try:
            yield
        finally:
            quiet.set()
            await running


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program writes to the database all the while."""
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("begin immediate")
    try:
        yield
    finally:
        blocker.close()


def texts(telegram: TelegramServer) -> list[str]:
    return [call.text("text") for call in telegram.calls("sendMessage")]
