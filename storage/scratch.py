"""A scratch copy: the database as it stands at one moment, in memory. Anything may be tried on it; nothing is kept."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.database import Database
from storage.errors import naming
from storage.opening import connect, whole


@asynccontextmanager
async def scratch(database: Database) -> AsyncIterator[Database]:
    """A copy that others' writing does not change, and that keeps nobody from writing. Raises DatabaseRefused."""
    connection = await connect(":memory:")
    try:
        with naming():
            await whole(database.reader.backup(connection))  # by the reader's thread: ours may not close it meanwhile
            await connection.execute("pragma foreign_keys = on")
        yield Database(connection, connection, database.vault)
    finally:
        await connection.close()
