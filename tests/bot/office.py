"""A courier at work between a real outbox and the channels, and what the outbox says."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from structlog.typing import EventDict

from bot.channels.channel import ChannelPort
from bot.courier import Courier
from bot.pacing import Backoff
from messages.envelope import Address, Channel, Letter, Priority
from messages.post import Posted
from storage.database import Database
from storage.outbox import Outbox
from tests.bot.conftest import SOON, Desk
from tests.servers.telegram import TelegramServer
from tests.servers.waiting import PATIENCE
from tests.storage.house import post, rows

ADA = Address(Channel.TELEGRAM, "77")
MIA = Address(Channel.SMS, "+4915112345678")


def utc_now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


def letter(key: str, to: Address = ADA, priority: Priority = Priority.REPLY, text: str = "", **more: object) -> Letter:
    return Letter(key, to, text or key, "ask_item", priority, **more)  # type: ignore[arg-type]


class Office:
    """One courier around one database. Its clock is the real one, set forward by what `passes`."""

    def __init__(
        self, database: Database, channels: Mapping[Channel, ChannelPort], desk: Desk, backoff: Backoff = SOON
    ) -> None:
        self.database = database
        self.desk = desk
        self._passed = timedelta(0)
        outbox = Outbox(database)
        self.courier = Courier(channels, outbox, desk.take, self.now, segments_per_second=100, backoff=backoff)

    def now(self) -> datetime:
        """What the courier's clock says."""
        return utc_now() + self._passed

    def passes(self, time: timedelta) -> None:
        """So much time is over at once."""
        self._passed += time
        self.courier.wake()

    async def write(self, *letters: Letter, claimed: bool = False, now: datetime | None = None) -> None:
        """Letters are written, due or (replies and alerts) claimed."""
        await post(self.database, *letters, now=now or self.now(), claimed=claimed)

    async def hand_over(self, *letters: Letter) -> None:
        """Letters are written and handed over, as the turn does."""
        await self.write(*letters, claimed=True)
        self.deliver(*letters)

    def deliver(self, *letters: Letter) -> None:
        """Letters that are written already are handed over."""
        self.courier.deliver([Posted(one, 1, self.now()) for one in letters])
        self.courier.wake()

    async def states(self) -> dict[str, str]:
        """The state of each letter."""
        return {str(key): str(state) for key, state in await rows(self.database, "select key, state from letter")}

    async def until(self, **expected: str) -> None:
        """Waits until these letters are in these states."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not expected.items() <= (await self.states()).items():  # noqa: ASYNC110 - the outbox rings no bell
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(f"Waited for {expected}; there is {await self.states()}") from None

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


async def told(said: list[EventDict], action: str) -> None:
    """Waits until the log, caught in `said`, tells of an action."""
    async with asyncio.timeout(PATIENCE):
        while not any(line.get("action") == action for line in said):  # noqa: ASYNC110 - the log rings no bell
            await asyncio.sleep(0.01)


def texts(telegram: TelegramServer) -> list[str]:
    return [call.text("text") for call in telegram.calls("sendMessage")]
