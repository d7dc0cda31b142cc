"""The application's parts together: what ends by itself stops the rest, and nothing keeps it from ending."""

import asyncio
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot import app as app_module
from bot.app import App, utc_now
from bot.channels.channel import Take
from bot.channels.console import Bubble, ConsoleChannel
from handlers.case import Held
from handlers.shared import TextHeld
from messages.envelope import Address, Channel, Content, IncomingMessage, Priority
from storage import calendar
from storage.database import Database, DatabaseRefused, DoesNotFit
from tests.bot.office import locked
from tests.servers.waiting import PATIENCE, Bell
from tests.storage.house import CLIENT, HOUR, MIA, NOW, PRACTICE, appointment, booked, enter, letter, post, rows, write


class Fragile(ConsoleChannel):
    """Phones whose line breaks."""

    def __init__(self, error: Exception | None) -> None:
        super().__init__(lambda _: None, utc_now)
        self._error = error

    async def run(self, take: Take, stop: asyncio.Event) -> None:
        """Ends at once."""
        if self._error is not None:
            raise self._error


def sturdy() -> ConsoleChannel:
    return ConsoleChannel(lambda _: None, utc_now)


@pytest.mark.parametrize("error", [KeyError("x"), None])
async def test_a_part_that_ends_by_itself_stops_the_rest(database: Database, error: Exception | None) -> None:
    app, stop = App(database, PRACTICE, {Channel.CONSOLE: Fragile(error)}), asyncio.Event()
    async with app.running(stop), asyncio.timeout(PATIENCE):
        await stop.wait()
    assert app.broken


async def test_told_to_stop_nothing_is_broken(database: Database) -> None:
    app, stop = App(database, PRACTICE, {Channel.CONSOLE: sturdy()}), asyncio.Event()
    async with app.running(stop):
        await app.turn.take(IncomingMessage("console:1", Address(Channel.CONSOLE, "mia"), "hello", utc_now()))
    assert stop.is_set()
    assert not app.broken


async def test_a_tick_that_fails_ends_nothing(database: Database) -> None:
    app = App(database, PRACTICE, {})
    await database.writer.execute("alter table moment rename to moments")
    await app.tick()


async def test_a_tick_forgets_what_was_held_too_long(database: Database) -> None:
    await enter(database, CLIENT)
    await write(database, TextHeld(MIA, Held("words", Content.TEXT, NOW - HOUR, NOW)))
    app = App(database, PRACTICE, {}, lambda: NOW)
    async with app.turn.running():
        await app.tick()
    assert await rows(database, "select count(*) from held") == [(0,)]


async def test_a_tick_that_is_refused_leaves_what_is_due_to_the_next(database: Database, database_path: Path) -> None:
    await enter(database, CLIENT)
    await write(database, booked(appointment(), 0))
    await database.writer.execute("pragma busy_timeout = 20")
    app = App(database, PRACTICE, {}, lambda: NOW)
    async with app.turn.running():
        with locked(database_path), capture_logs() as said:
            await app.tick()
        assert said[-1]["action"] == "tick.refused"
        assert len(await calendar.due(database, NOW, 9)) == 1
        await app.tick()
        assert await calendar.due(database, NOW, 9) == []


async def test_a_letter_that_a_crash_left_in_hand_leaves_after_the_start(database: Database) -> None:
    landed: list[Bubble] = []
    bell = Bell()

    def watch(bubble: Bubble) -> None:
        landed.append(bubble)
        bell.ring()

    await post(database, letter("k", Address(Channel.CONSOLE, "mia"), Priority.REPLY), claimed=True)
    app, stop = App(database, PRACTICE, {Channel.CONSOLE: ConsoleChannel(watch, utc_now)}), asyncio.Event()
    async with app.running(stop):
        assert (await bell.until(lambda: landed))[0].letter.key == "k"


async def test_another_program_that_holds_the_database_does_not_keep_the_application(
    database: Database, database_path: Path
) -> None:
    await database.writer.execute("pragma busy_timeout = 1000")
    app, stop = App(database, PRACTICE, {Channel.CONSOLE: sturdy()}), asyncio.Event()
    with locked(database_path):
        async with app.running(stop):
            message = IncomingMessage("console:1", Address(Channel.CONSOLE, "mia"), "hello", utc_now())
            taking = asyncio.create_task(app.turn.take(message))
            await asyncio.sleep(0.1)
            later = asyncio.create_task(app.turn.take(message))
            await asyncio.sleep(0.1)
        for one in (taking, later):
            with pytest.raises(DatabaseRefused):
                await one
    assert not app.broken


class Closing(ConsoleChannel):
    """Phones that tell whether their line was closed."""

    closed = False

    async def close(self) -> None:
        """Says so."""
        self.closed = True


async def test_what_cannot_even_start_closes_its_channels(database: Database) -> None:
    channel = Closing(lambda _: None, utc_now)
    await database.writer.execute("alter table letter rename to letters")
    with pytest.raises(DoesNotFit):
        async with App(database, PRACTICE, {Channel.CONSOLE: channel}).running(asyncio.Event()):
            pass
    assert channel.closed


async def test_what_cannot_be_finished_in_time_is_left(
    database: Database, database_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "EXIT_SECONDS", 0.1)
    await database.writer.execute("pragma busy_timeout = 1000")
    app, stop = App(database, PRACTICE, {Channel.CONSOLE: sturdy()}), asyncio.Event()
    with locked(database_path):
        async with app.running(stop):
            message = IncomingMessage("console:1", Address(Channel.CONSOLE, "mia"), "hello", utc_now())
            taking = asyncio.create_task(app.turn.take(message))
            await asyncio.sleep(0.1)
    await database.probe()
    assert not taking.done()
    taking.cancel()
