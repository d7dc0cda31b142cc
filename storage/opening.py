"""Opening connections so that whoever is cancelled meanwhile leaves nothing open.

A statement that has been handed to a connection's thread is carried out whether or not anybody still waits for it.
"""

import asyncio
import sqlite3
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import aiosqlite

T = TypeVar("T")


async def connect(path: Path | str) -> aiosqlite.Connection:
    """An open connection that begins no transaction by itself. aiosqlite forgets one that its thread opens for somebody
    who was cancelled, and its file stays open. Raises OSError, sqlite3.OperationalError."""
    opening = asyncio.create_task(_open(path))
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        with suppress(OSError, sqlite3.Error):
            await (await opening).close()
        raise


async def whole(work: Coroutine[object, object, T]) -> T:
    """Does work that nobody may disturb: whoever is cancelled meanwhile leaves when it is done."""
    doing = asyncio.create_task(work)
    try:
        return await asyncio.shield(doing)
    finally:
        await asyncio.gather(doing, return_exceptions=True)


async def _open(path: Path | str) -> aiosqlite.Connection:
    return await aiosqlite.connect(path, isolation_level=None, cached_statements=256)
