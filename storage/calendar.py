"""The calendar's rows: what is due, and the appointments themselves."""

from collections.abc import Sequence
from datetime import datetime

from handlers.case import Appointment
from messages.envelope import Moment
from storage import rows
from storage.database import Database, listed, to_ms


async def due(database: Database, now: datetime, limit: int) -> list[Moment]:
    """Moments that have come, earliest first. Costs what is due, not what exists."""
    found = await database.sql.moments_due(database.reader, now=to_ms(now), limit=limit)
    return [rows.moment(row) for row in found]


async def appointment(database: Database, id: str) -> Appointment | None:  # noqa: A002 - the table's own word
    """One appointment."""
    found: Sequence[rows.Row] = await database.sql.appointments_by_id(database.reader, ids=listed([id]))
    return rows.appointment(found[0]) if found else None


async def between(database: Database, since: datetime, until: datetime) -> list[Appointment]:
    """Booked appointments in a span of time, soonest first."""
    found = await database.sql.appointments_between(database.reader, since=to_ms(since), until=to_ms(until))
    return [rows.appointment(row) for row in found]
