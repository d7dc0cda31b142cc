"""A scratch copy: the database as it stands at one moment, in memory. Anything may be tried on it; nothing is kept."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiosqlite

from storage.database import Database
from storage.errors import naming


@asynccontextmanager
async def scratch(database: Database) -> AsyncIterator[Database]:
    """A copy that others' writing does not change, and that keeps nobody from writing. Raises DatabaseRefused."""
    connection = await aiosqlite.connect(":memory:", isolation_level=None, cached_statements=256)
    try:
        with naming():
            await database.reader.backup(connection)
            await connection.execute("pragma foreign_keys = on")
        yield Database(connection, connection, database.vault)
    finally:
        await connection.close()
