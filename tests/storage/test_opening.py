"""Whoever is cancelled while a database is opened, copied, read or closed leaves nothing open, wherever it happens."""

import asyncio
import gc
import sqlite3
from collections.abc import Awaitable, Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from storage.database import Database, open_database
from storage.opening import whole
from storage.scratch import scratch
from storage.vault import Vault


class Broken:
    """Work that is cancelled while it waits for the so many-th time; `over` once it ends before."""

    def __init__(self, work: Awaitable[None], at: int) -> None:
        self.over = True
        self._work = work
        self._at = at

    def __await__(self) -> Generator[Any, Any, None]:
        """Any: what a coroutine yields to its loop."""
        steps = self._work.__await__()
        cancelled: asyncio.CancelledError | None = None
        for number in range(1000):
            try:
                waits = steps.throw(cancelled) if cancelled else next(steps)
            except StopIteration:
                return
            cancelled = None
            if number == self._at:
                self._cancel()
            try:
                yield waits
            except asyncio.CancelledError as error:
                cancelled = error

    def _cancel(self) -> None:
        """Not at once: what the work has begun meanwhile is to be under way."""
        self.over = False
        task = asyncio.current_task()
        assert task is not None
        asyncio.get_running_loop().call_soon(task.cancel)


@pytest.fixture(autouse=True)
def _as_it_lies() -> Iterator[None]:
    """No collector closes what is forgotten; and what was left open ends with the test, not with the process."""
    gc.disable()
    yield
    gc.enable()
    for one in gc.get_objects():
        if type(one) is aiosqlite.Connection:
            one.stop()


async def everywhere(work: Callable[[], Awaitable[None]]) -> int:
    """Cancels work once at each of its waits, and tells how many these are."""
    for at in range(1000):
        broken = Broken(work(), at)
        with suppress(asyncio.CancelledError):
            await asyncio.ensure_future(broken)
        if broken.over:
            return at
    raise AssertionError("it never ends")


def still_open() -> set[int]:
    """The connections of this process."""
    return {id(one) for one in gc.get_objects() if type(one) is sqlite3.Connection and _is_open(one)}


def _is_open(connection: sqlite3.Connection) -> bool:
    try:
        return connection.total_changes >= 0
    except sqlite3.ProgrammingError:
        return False


async def test_opening_and_closing(empty: Database, path: Path, vault: Vault) -> None:
    before = still_open()

    async def work() -> None:
        async with await open_database(path, vault):
            pass

    assert await everywhere(work) > 10
    assert still_open() == before


async def test_copying(empty: Database) -> None:
    before = still_open()

    async def work() -> None:
        async with scratch(empty):
            pass

    assert await everywhere(work) > 3
    assert still_open() == before


async def test_reading(empty: Database) -> None:
    async def work() -> None:
        async with empty.snapshot() as connection:
            await connection.execute_fetchall("select 1")

    assert await everywhere(work) > 2
    await work()


async def test_what_nobody_may_disturb_is_done_before_who_waits_for_it_leaves() -> None:
    done: list[int] = []

    async def work() -> None:
        await asyncio.sleep(0.01)
        done.append(1)

    task = asyncio.create_task(whole(work()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert done == [1]
