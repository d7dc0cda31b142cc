"""The application: the one place where real things are chosen and wired, started in order and stopped in reverse."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial

import structlog

from bot.calendars.polling import Poller, polling_of
from bot.channels.channel import ChannelPort
from bot.channels.sms import SmsChannel
from bot.channels.telegram import TelegramChannel
from bot.config import Config, ConfigError, practice_of
from bot.courier import Courier
from bot.starting import untouched
from bot.turn import Turn, spare_the_collector
from bot.web.app import listening, make_app, serve
from handlers.people import ContactState, Therapist
from handlers.practice import Practice
from handlers.therapist import ANSWERS
from messages.envelope import Channel, Letter
from messages.menus import WORDS_OF_CLIENTS, commands, named
from messages.post import Posted
from messages.words import Words
from scheduler.ticker import Ticker
from storage import arrivals, calendar, editions, people, sharing
from storage.database import Database, DatabaseRefused, open_database
from storage.lock import alone
from storage.outbox import Outbox
from storage.vault import Vault, read_key

DUE_AT_ONCE = 256
LISTEN_SECONDS = 2
SEND_SECONDS = 5
EXIT_SECONDS = 6
"""For all of it together, after the web server's two: what is not finished by then is found again at the next start."""
BROKEN = 1
"""The exit code when a part has ended by itself: whoever supervises the process starts it again."""
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
        poller: Poller | None = None,
    ) -> None:
        self.database = database
        self._poller = poller
        self.channels = channels
        self._clock = clock
        self.turn = Turn(database, practice, clock, self._deliver)
        self.courier = Courier(
            channels, Outbox(database), self.turn.take, clock, segments_per_second=segments_per_second
        )
        self.ticker = Ticker(self.tick)
        self.broken = False

    def _deliver(self, letters: Sequence[Letter], now: datetime) -> None:
        self.courier.deliver([Posted(letter, 1, now) for letter in letters])
        self.courier.wake()

    async def tick(self) -> None:
        """Takes what has fallen due, batch by batch until nothing is; what was held too long is forgotten."""
        try:
            while moments := await calendar.due(self.database, self._clock(), DUE_AT_ONCE):
                await asyncio.gather(*(self.turn.take(moment) for moment in moments))
            for moment in await calendar.due_for_staff(self.database, self._clock(), DUE_AT_ONCE):
                await self.turn.take(moment)
            await sharing.forget(self.database, self._clock())
        except DatabaseRefused:
            log.warning("the database refuses work; the next tick tries again", action="tick.refused")
        except Exception as error:  # noqa: BLE001 - whatever it is, the next tick must come
            log.error("a tick failed", action="tick.failed", error=type(error).__name__)

    @asynccontextmanager
    async def running(self, stop: asyncio.Event) -> AsyncIterator[None]:
        """Everything but the web server runs inside; leaving finishes what is in hand, if it can within seconds."""
        async with AsyncExitStack() as stack:
            for channel in self.channels.values():
                stack.push_async_callback(channel.close)
            await self.courier.reconcile()
            async with self._working(stop):
                yield

    @asynccontextmanager
    async def _working(self, stop: asyncio.Event) -> AsyncIterator[None]:
        """What goes on beside the web server, started and ended."""
        quiet = asyncio.Event()
        turning = self._watched(self.turn.run(), stop)
        sending = self._watched(self.courier.run(quiet), stop)
        listening = [self._watched(channel.run(self.turn.take, stop), stop) for channel in self.channels.values()]
        if self._poller is not None:
            listening.append(self._watched(self._poller.run(stop), stop))
        hurrying = asyncio.create_task(self._hurry(stop))
        self.ticker.start()
        try:
            yield
        finally:
            stop.set()
            self.ticker.stop()
            try:
                async with asyncio.timeout(EXIT_SECONDS):
                    await _finish(listening, LISTEN_SECONDS)
                    await self.turn.settled()
                    quiet.set()
                    await _finish([sending], SEND_SECONDS)
                    self.turn.close()
                    await turning
            except TimeoutError:
                log.warning("not all could be finished in time", action="app.late")
            finally:
                await _finish([turning, sending, hurrying, *listening], 0)

    def _watched(self, work: Coroutine[object, object, None], stop: asyncio.Event) -> asyncio.Task[None]:
        """A task without which nothing goes on: when it ends before `stop`, everything stops."""

        def ended(task: asyncio.Task[None]) -> None:
            error = None if task.cancelled() else task.exception()
            if error is not None or not stop.is_set():
                log.error("a part has ended by itself", action="app.broken", error=type(error).__name__)
                self.broken = True
                stop.set()

        task = asyncio.create_task(work)
        task.add_done_callback(ended)
        return task

    async def _hurry(self, stop: asyncio.Event) -> None:
        """Once all stops, another program that holds the database is not waited for."""
        await stop.wait()
        await self.database.hurry()


async def _finish(tasks: Sequence[asyncio.Task[None]], seconds: float) -> None:
    """Waits for tasks to end by themselves, and ends those that do not."""
    _, late = await asyncio.wait(tasks, timeout=seconds) if tasks else (set(), set())
    for task in late:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def channels_of(
    config: Config, words: Words, heard: datetime | None = None, staff: Sequence[Therapist] = ()
) -> dict[Channel, ChannelPort]:
    """The channels that the config switches on. `words` describe the commands in the menus of a chat, and `staff` have
    menus of their own; `heard`: when the last SMS that is kept came in."""
    channels: dict[Channel, ChannelPort] = {}
    if config.telegram.enabled:
        menu = partial(commands, words=words, known={*ANSWERS, *WORDS_OF_CLIENTS})
        channels[Channel.TELEGRAM] = TelegramChannel(
            config.telegram, config.web.public_url, draws_first=True, commands=menu, staff=_menus(staff)
        )
    if config.twilio.enabled:
        channels[Channel.SMS] = SmsChannel(config.twilio, config.web.public_url, heard=heard)
    return channels


def _menus(staff: Sequence[Therapist]) -> list[tuple[str, str]]:
    """Of each open chat of theirs, the name of its menu."""
    return [
        (contact.address.id, named(one.duty, one.language))
        for one in staff
        for contact in one.contacts
        if contact.address.channel is Channel.TELEGRAM and contact.state is ContactState.OPEN
    ]


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
    """`meantime run`: until SIGTERM or Ctrl-C. Before it starts it raises ConfigError, DataFileError, VaultError,
    DatabaseRefused, EditionChanged."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    _require(config)
    practice = practice_of(config)
    vault = Vault(read_key(config.storage.key_file))
    with alone(config.storage.path), listening(config.web.host, config.web.port) as listener:
        async with await open_database(config.storage.path, vault) as database:
            await editions.keep(database, practice.library, utc_now())
            broken = await _work(config, practice, database, listener, stop)
    log.info("stopped", action="app.stopped")
    if broken:
        raise SystemExit(BROKEN)


async def _work(
    config: Config, practice: Practice, database: Database, listener: socket.socket, stop: asyncio.Event
) -> bool:
    """Runs until `stop`; whether a part ended by itself before."""
    heard, staff = await arrivals.latest(database, Channel.SMS), await people.therapists(database)
    channels = channels_of(config, practice.words, heard, staff)
    poller = Poller(database, practice, polling_of(config.calendar), utc_now)
    app = App(database, practice, channels, segments_per_second=config.twilio.segments_per_second, poller=poller)
    web = make_app(config, app.turn.take, database.probe)
    spare_the_collector()
    async with app.running(stop):
        await serve(web, listener, stop, lambda: log.info("ready", action="app.ready", count=len(channels)))
    return app.broken
