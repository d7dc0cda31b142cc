"""The application: the one place where real things are chosen and wired, started in order and stopped in reverse."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import structlog

from bot.channels.channel import ChannelPort
from bot.channels.sms import SmsChannel
from bot.channels.telegram import TelegramChannel
from bot.config import Config, ConfigError, practice_of
from bot.courier import Courier
from bot.starting import untouched
from bot.turn import Turn
from bot.web.app import make_app, serve
from handlers.practice import Practice
from messages.envelope import Channel, Letter
from messages.post import Posted
from scheduler.ticker import Ticker
from storage import calendar
from storage.database import Database, DatabaseRefused, open_database
from storage.outbox import Outbox
from storage.vault import Vault, read_key

DUE_AT_ONCE = 256
LISTEN_SECONDS = 2
SEND_SECONDS = 5
log = structlog.get_logger()


def utc_now() -> datetime:
    """The clock of the real application."""
    return datetime.now(UTC)


class App:
    """Turn, courier, ticker and channels around one database; `running` starts and stops them in order."""

    def __init__(
        self,
        database: Database,
        practice: Practice,
        channels: Mapping[Channel, ChannelPort],
        clock: Callable[[], datetime] = utc_now,
        *,
        segments_per_second: float = 1,
    ) -> None:
        self.database = database
        self.channels = channels
        self._clock = clock
        self.turn = Turn(database, practice, clock, self._deliver)
        self.courier = Courier(
            channels, Outbox(database), self.turn.take, clock, segments_per_second=segments_per_second
        )
        self.ticker = Ticker(self.tick)

    def _deliver(self, letters: Sequence[Letter], now: datetime) -> None:
        self.courier.deliver([Posted(letter, 1, now) for letter in letters])
        self.courier.wake()

    async def tick(self) -> None:
        """Takes what has fallen due, batch by batch until nothing is."""
        try:
            while moments := await calendar.due(self.database, self._clock(), DUE_AT_ONCE):
                await asyncio.gather(*(self.turn.take(moment) for moment in moments))
        except DatabaseRefused:
            log.warning("the database refuses work; the next tick tries again", action="tick.refused")

    @asynccontextmanager
    async def running(self, stop: asyncio.Event) -> AsyncIterator[None]:
        """Everything but the web server runs inside; leaving finishes what is in hand."""
        await self.courier.reconcile()
        turning = asyncio.create_task(self.turn.run())
        quiet = asyncio.Event()
        sending = asyncio.create_task(self.courier.run(quiet))
        listening = [asyncio.create_task(channel.run(self.turn.take, stop)) for channel in self.channels.values()]
        self.ticker.start()
        try:
            yield
        finally:
            stop.set()
            self.ticker.stop()
            await _finish(listening, LISTEN_SECONDS)
            await self.turn.settled()
            quiet.set()
            await _finish([sending], SEND_SECONDS)
            self.turn.close()
            await turning
            for channel in self.channels.values():
                await channel.close()


async def _finish(tasks: Sequence[asyncio.Task[None]], seconds: float) -> None:
    """Waits for tasks to end by themselves, and ends those that do not."""
    _, late = await asyncio.wait(tasks, timeout=seconds) if tasks else (set(), set())
    for task in late:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def channels_of(config: Config) -> dict[Channel, ChannelPort]:
    """The channels that the config switches on."""
    channels: dict[Channel, ChannelPort] = {}
    if config.telegram.enabled:
        channels[Channel.TELEGRAM] = TelegramChannel(config.telegram, config.web.public_url)
    if config.twilio.enabled:
        channels[Channel.SMS] = SmsChannel(config.twilio, config.web.public_url)
    return channels


def _require(config: Config) -> None:
    """Raises ConfigError unless somebody can be asked, and is told the truth about help."""
    config.require_safety()
    if left := untouched(config):
        raise ConfigError(
            f"{left[0]} is still our example: check every number and word of [safety], and write your own."
        )
    if not (config.telegram.enabled or config.twilio.enabled):
        raise ConfigError("No channel is switched on: set enabled = true below [telegram] or [twilio].")


async def run_app(config: Config) -> None:
    """`meantime run`: until SIGTERM or Ctrl-C. Raises ConfigError, VaultError, DatabaseRefused before it starts."""
    _require(config)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    database = await open_database(config.storage.path, Vault(read_key(config.storage.key_file)))
    try:
        channels = channels_of(config)
        app = App(database, practice_of(config), channels, segments_per_second=config.twilio.segments_per_second)
        async with app.running(stop):
            web = make_app(config, app.turn.take, database.probe)
            log.info("ready", action="app.ready", count=len(channels))
            await serve(web, config.web.host, config.web.port, stop)
    finally:
        await database.close()
    log.info("stopped", action="app.stopped")
