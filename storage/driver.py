"""How aiosql speaks through aiosqlite: one hop to the connection's thread per statement, the hop being what costs.

aiosql's own adapter takes three hops for a select and yields its rows one by one; here each query is one coroutine.
Errors leave under the names of `storage.errors`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import aiosqlite

from storage.errors import naming

Parameters: TypeAlias = Mapping[str, Any]
"""Named values; a driver takes what its schema holds."""


class OneHop:
    """An adapter for aiosql. Called synchronous, so that aiosql hands its coroutines through as they are."""

    is_aio_driver = False

    def process_sql(self, _name: str, _operation: object, sql: str) -> str:
        """SQLite understands `:name` as it stands."""
        return sql

    async def select(
        self, connection: aiosqlite.Connection, _name: str, sql: str, parameters: Parameters, _record: object = None
    ) -> Sequence[Sequence[Any]]:
        """All rows."""
        with naming():
            return list(await connection.execute_fetchall(sql, parameters))

    async def select_value(
        self, connection: aiosqlite.Connection, name: str, sql: str, parameters: Parameters
    ) -> object:
        """The first column of the first row; None if there is none."""
        rows = await self.select(connection, name, sql, parameters)
        return rows[0][0] if rows else None

    async def insert_update_delete(
        self, connection: aiosqlite.Connection, _name: str, sql: str, parameters: Parameters
    ) -> int:
        """How many rows were written."""
        with naming():
            return (await connection.execute(sql, parameters)).rowcount

    async def insert_update_delete_many(
        self, connection: aiosqlite.Connection, _name: str, sql: str, rows: Iterable[Parameters]
    ) -> int:
        """How many rows were written, with one prepared statement."""
        with naming():
            return (await connection.executemany(sql, rows)).rowcount
