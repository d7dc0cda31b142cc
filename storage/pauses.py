"""Pauses: spans in which nobody is asked, of one client or (as holidays) of the whole practice."""

from datetime import datetime

from handlers.case import Pause
from storage import rows
from storage.database import Database, to_ms


async def add(database: Database, pause: Pause, now: datetime) -> None:
    """Nothing is asked in this span."""
    async with database.transaction() as connection:
        await database.sql.pause_add(
            connection,
            id=pause.id,
            client=pause.client,
            since=to_ms(pause.since),
            until=to_ms(pause.until),
            at=to_ms(now),
        )


async def join(database: Database, pause: Pause, others: list[str], now: datetime) -> None:
    """A pause that is there lasts as this says; others that lie within it end."""
    async with database.transaction() as connection:
        await database.sql.pause_set(connection, id=pause.id, since=to_ms(pause.since), until=to_ms(pause.until))
        for one in others:
            await database.sql.pause_end(connection, id=one, now=to_ms(now))


async def end(database: Database, ids: list[str], now: datetime) -> None:
    """Pauses that go on end now; those to come never begin."""
    async with database.transaction() as connection:
        for one in ids:
            await database.sql.pause_end(connection, id=one, now=to_ms(now))


async def holidays(database: Database, now: datetime) -> list[Pause]:
    """Those of the whole practice that are not over, in order."""
    return [rows.pause(row) for row in await database.sql.holidays(database.reader, now=to_ms(now))]
