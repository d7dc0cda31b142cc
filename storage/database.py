"""The database: SQLite through aiosqlite, one writer connection and one that only reads, queries named by aiosql.

The writer's transactions begin IMMEDIATE, are serialised by a lock and rolled back on whatever goes wrong. Migrations
are the numbered files of `schema/`, applied when the database is opened, each in a transaction of its own.
"""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Self, TypeAlias

import aiosql
import aiosqlite

from storage.driver import OneHop
from storage.errors import (
    LOW_BYTE,
    DatabaseDamaged,
    DatabaseEmpty,
    DatabaseForeign,
    DatabaseRefused,
    DatabaseTooNew,
    DoesNotFit,
    Taken,
    naming,
)
from storage.opening import connect
from storage.vault import Vault, VaultError

Connection: TypeAlias = aiosqlite.Connection
__all__ = [
    "Connection",
    "Database",
    "DatabaseDamaged",
    "DatabaseEmpty",
    "DatabaseForeign",
    "DatabaseRefused",
    "DatabaseTooNew",
    "DoesNotFit",
    "Taken",
    "open_database",
]

FOLDER = Path(__file__).parent
SCHEMA = FOLDER / "schema"
WAL_TRIES, WAL_PAUSE = 100, 0.05
EMPTY_TRIES = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
KEY_CHECK = "key check"
HURRY_MS = 200
OURS = {"key_check"}
"""What stands in every database of ours, and in no other."""


def to_ms(instant: datetime) -> int:
    """An aware instant as UTC milliseconds, rounded down."""
    return (instant - EPOCH) // MILLISECOND


def from_ms(ms: int) -> datetime:
    """UTC milliseconds as an aware instant."""
    return EPOCH + ms * MILLISECOND


def listed(values: Iterable[str]) -> str:
    """Values as the JSON list that the set-wise queries take."""
    return json.dumps(list(values))


def migrations(schema: Path = SCHEMA) -> list[tuple[int, str]]:
    """The numbered migrations of a folder, in order: version and SQL."""
    files = sorted(schema.glob("[0-9]*.sql"))
    return [(int(file.name.split("_")[0]), file.read_text()) for file in files]


@cache
def load_queries() -> Any:
    """The named queries, read once; aiosql makes their functions at run time, hence no static type."""
    adapter: Any = OneHop
    return aiosql.from_path(FOLDER / "queries", adapter, mandatory_parameters=False)


class Database:
    """Open connections, the named queries (`sql`) and the vault; made by `open_database`, closed by `async with`."""

    def __init__(self, writer: aiosqlite.Connection, reader: aiosqlite.Connection, vault: Vault) -> None:
        self.writer = writer
        self.reader = reader
        self.vault = vault
        self.sql = load_queries()
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """The writer inside a transaction: all or nothing. Raises DatabaseRefused when it is locked, full or gone."""
        async with self._lock, _transaction(self.writer) as connection:
            yield connection

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[aiosqlite.Connection]:
        """The reader, for whom all stands as at one moment however long it reads; others may write meanwhile."""
        try:
            with naming():
                await self.reader.execute("begin")
            yield self.reader
        finally:
            await self.reader.rollback()

    async def probe(self) -> None:
        """Raises DatabaseRefused when nothing could be kept now."""
        async with self.transaction() as connection:
            same = await _version(connection)
            await connection.execute(f"pragma user_version = {same}")  # nothing else, but it needs a page

    async def hurry(self) -> None:
        """Waits no longer for other programs, so that ours can end; what they hold up is refused."""
        await self.writer.execute(f"pragma busy_timeout = {HURRY_MS}")

    async def close(self) -> None:
        """Closes both connections; an open one would keep the interpreter from leaving."""
        try:
            await self.reader.close()
        finally:
            await self.writer.close()


async def open_database(path: Path, vault: Vault, schema: Path = SCHEMA) -> Database:
    """The database at `path`, made or brought up to date if need be, readable by its owner alone.

    Raises DatabaseTooNew, DatabaseRefused (also DatabaseForeign, DatabaseDamaged, DatabaseEmpty), and VaultError if it
    was made with another key.
    """
    writer = await _connect(path)
    try:
        await _migrate(writer, migrations(schema))
        reader = await _connect(path, "query_only = on")
    except BaseException:
        await writer.close()
        raise
    database = Database(writer, reader, vault)
    try:
        await _check_key(database)
    except BaseException:
        await database.close()
        raise
    return database


@asynccontextmanager
async def _transaction(connection: aiosqlite.Connection) -> AsyncIterator[aiosqlite.Connection]:
    """Statements go to the connection's thread in order, so a rollback also undoes one that was left in mid-air."""
    with naming():
        try:
            await connection.execute("begin immediate")
            yield connection
            await connection.execute("commit")
        except BaseException:
            await connection.rollback()
            raise


async def _connect(path: Path, *more: str) -> aiosqlite.Connection:
    """A connection with our settings. `with naming` names what a file or folder out of reach makes it raise."""
    with naming():
        try:
            if not _make(path):
                await _filled(path)
            connection = await connect(path)
        except (OSError, sqlite3.OperationalError) as error:
            message = f"The database {path.name} cannot be opened: check its folder and rights."
            raise DatabaseRefused(message) from error
        try:
            for pragma in ("busy_timeout = 5000", "synchronous = full", "foreign_keys = on", *more):
                await connection.execute(f"pragma {pragma}")
            await _use_wal(connection)
        except BaseException:
            await connection.close()
            raise
    return connection


def _make(path: Path) -> bool:
    """Made by us (then True), so that nobody else may read it (SQLite gives its other files the same rights), and tried
    here, as aiosqlite leaves a thread in trouble when it cannot open a file."""
    fresh = not path.exists()
    if fresh:
        path.touch(mode=0o600)
    sqlite3.connect(path).close()
    return fresh


async def _filled(path: Path) -> None:
    """A file that somebody else makes is empty for an instant. One that stays so has lost what was in it, and would be
    taken for a new one: nobody's STOP would be known. Raises DatabaseEmpty."""
    for _ in range(EMPTY_TRIES):
        if _size(path):
            return
        await asyncio.sleep(WAL_PAUSE)
    raise DatabaseEmpty


def _size(path: Path) -> int:
    return path.stat().st_size


async def _use_wal(connection: aiosqlite.Connection) -> None:
    """On a fresh file that two open at once SQLite refuses the change at once, whatever its busy timeout says."""
    for _ in range(WAL_TRIES):
        try:
            await connection.execute("pragma journal_mode = wal")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & LOW_BYTE != sqlite3.SQLITE_BUSY:
                raise
        await asyncio.sleep(WAL_PAUSE)
    await connection.execute("pragma journal_mode = wal")


async def _version(connection: aiosqlite.Connection) -> int:
    rows = list(await connection.execute_fetchall("pragma user_version"))
    return int(rows[0][0])


async def _tables(connection: aiosqlite.Connection) -> set[str]:
    rows = await connection.execute_fetchall("pragma table_list")
    return {name for _, name, *_ in rows if not name.startswith("sqlite_")}


async def _migrate(connection: aiosqlite.Connection, steps: Sequence[tuple[int, str]]) -> None:
    """Applies what is missing. The version is read again inside each transaction: another process may be as quick."""
    with naming():
        tables = await _tables(connection)
        made = await _version(connection)
    if tables and not tables & OURS:
        raise DatabaseForeign
    if made > steps[-1][0]:
        raise DatabaseTooNew
    if made == steps[-1][0]:
        return
    await connection.execute("pragma foreign_keys = off")
    try:
        for number, sql in steps[made:]:
            async with _transaction(connection):
                if await _version(connection) < number:
                    await _step(connection, number, sql)
    finally:
        await connection.execute("pragma foreign_keys = on")


async def _step(connection: aiosqlite.Connection, number: int, sql: str) -> None:
    """One migration. It may make a table anew that others refer to; what they refer to must all be there afterwards."""
    for statement in _statements(sql):
        await connection.execute(statement)
    if list(await connection.execute_fetchall("pragma foreign_key_check")):
        raise DatabaseRefused(f"The database cannot be brought to version {number}: restore a backup, and tell us.")
    await connection.execute(f"pragma user_version = {number}")


def _statements(sql: str) -> Iterable[str]:
    """Single statements of a migration, so that they stay inside the transaction (executescript would commit it)."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


async def _check_key(database: Database) -> None:
    """Every key that ever sealed must be at hand, and the one that indexes: with others nobody would be found, least of
    all who said STOP."""
    vault, sql = database.vault, database.sql
    hashed = vault.index(KEY_CHECK, KEY_CHECK)
    kept = await sql.key_checks(database.reader)
    for _, sealed, before in kept:
        vault.open(sealed, KEY_CHECK)
        if before != hashed:
            raise VaultError
    if vault.key_id not in {key_id for key_id, _, _ in kept}:
        async with database.transaction() as connection:
            sealed = vault.seal(KEY_CHECK, KEY_CHECK)
            await sql.key_check_keep(connection, key_id=vault.key_id, sealed=sealed, hashed=hashed)
