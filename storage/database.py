"""The database: SQLite through aiosqlite, one writer connection and one that only reads, queries named by aiosql.

The writer's transactions begin IMMEDIATE, are serialised by a lock and rolled back on whatever goes wrong. Migrations
are the numbered files of `schema/`, applied when the database is opened, each in a transaction of its own.
"""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiosql
import aiosqlite

from storage.driver import OneHop
from storage.vault import Vault

FOLDER = Path(__file__).parent


class DatabaseRefused(Exception):
    """The database refuses work just now (locked, full, gone): nothing was changed, try again."""


class DatabaseTooNew(Exception):
    """The database was made by a newer Meantime: install that version, or restore a backup made with this one."""

    def __init__(self) -> None:
        super().__init__((self.__doc__ or "").strip())


def to_ms(instant: datetime) -> int:
    """An aware instant as UTC milliseconds."""
    return round(instant.timestamp() * 1000)


def from_ms(ms: int) -> datetime:
    """UTC milliseconds as an aware instant."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def listed(values: Iterable[str]) -> str:
    """Values as the JSON list that the set-wise queries take."""
    return json.dumps(list(values))


def migrations() -> list[tuple[int, str]]:
    """The numbered migrations, in order: version and SQL."""
    files = sorted((FOLDER / "schema").glob("[0-9]*.sql"))
    return [(int(file.name.split("_")[0]), file.read_text()) for file in files]


def load_queries() -> Any:
    """The named queries; aiosql makes their functions at run time, hence no static type."""
    adapter: Any = OneHop
    return aiosql.from_path(FOLDER / "queries", adapter, mandatory_parameters=False)


class Database:
    """Open connections, the named queries (`sql`) and the vault; made by `open_database`."""

    def __init__(self, writer: aiosqlite.Connection, reader: aiosqlite.Connection, vault: Vault) -> None:
        self.writer = writer
        self.reader = reader
        self.vault = vault
        self.sql = load_queries()
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """The writer inside a transaction: all or nothing. Raises DatabaseRefused when it is locked, full or gone."""
        async with self._lock:
            try:
                await self.writer.execute("begin immediate")
                try:
                    yield self.writer
                    await self.writer.execute("commit")
                except BaseException:
                    if self.writer.in_transaction:
                        await self.writer.execute("rollback")
                    raise
            except sqlite3.OperationalError as error:
                raise DatabaseRefused(DatabaseRefused.__doc__) from error

    async def close(self) -> None:
        """Closes both connections; an open one would keep the interpreter from leaving."""
        await self.reader.close()
        await self.writer.close()


async def open_database(path: Path, vault: Vault) -> Database:
    """The database at `path`, made or brought up to date if need be. Raises DatabaseTooNew, DatabaseRefused."""
    try:
        writer = await _connect(path)
    except sqlite3.OperationalError as error:
        raise DatabaseRefused(f"The database {path.name} cannot be opened: check its folder and rights.") from error
    try:
        await _migrate(writer)
        reader = await _connect(path)
    except BaseException:
        await writer.close()
        raise
    await reader.execute("pragma query_only = on")
    return Database(writer, reader, vault)


async def _connect(path: Path) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(path, isolation_level=None, cached_statements=256)
    for pragma in ("journal_mode = wal", "synchronous = full", "foreign_keys = on", "busy_timeout = 5000"):
        await connection.execute(f"pragma {pragma}")
    return connection


async def _version(connection: aiosqlite.Connection) -> int:
    async with connection.execute("pragma user_version") as cursor:
        row = await cursor.fetchone()
    return int(row[0]) if row else 0


async def _migrate(connection: aiosqlite.Connection) -> None:
    """Applies what is missing. The version is read again inside each transaction: another process may be as quick."""
    steps = migrations()
    if await _version(connection) > steps[-1][0]:
        raise DatabaseTooNew
    for number, sql in steps:
        await connection.execute("begin immediate")
        try:
            if await _version(connection) < number:
                for statement in _statements(sql):
                    await connection.execute(statement)
                await connection.execute(f"pragma user_version = {number}")
            await connection.execute("commit")
        except BaseException:
            await connection.execute("rollback")
            raise


def _statements(sql: str) -> Iterable[str]:
    """Single statements of a migration, so that they stay inside the transaction (executescript would commit it)."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
