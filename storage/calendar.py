"""The calendar's rows: what is due, and the appointments themselves."""

from collections.abc import Sequence
from datetime import datetime

from handlers.case import Appointment
from messages.envelope import Moment, StaffMoment, StaffMomentKind
from storage import rows
from storage.database import Database, from_ms, listed, to_ms

MINUTE_MS = 60_000


async def due(database: Database, now: datetime, limit: int) -> list[Moment]:
    """Moments that have come, earliest first. Costs what is due, not what exists."""
    found = await database.sql.moments_due(database.reader, now=to_ms(now), limit=limit)
    return [rows.moment(row) for row in found]


async def due_for_staff(database: Database, now: datetime, limit: int) -> list[StaffMoment]:
    """The same of what falls due for staff: steps of alerts that nobody has seen, and digests."""
    steps = await database.sql.alerts_due(database.reader, now=to_ms(now), limit=limit)
    digests = await database.sql.digests_due(database.reader, now=to_ms(now), limit=limit)
    return [
        *(StaffMoment(StaffMomentKind.ALERT, id_, number, from_ms(at)) for id_, number, at in steps),
        *(StaffMoment(StaffMomentKind.DIGEST, id_, at // MINUTE_MS, from_ms(at)) for id_, at in digests),
    ]


async def appointment(database: Database, id: str) -> Appointment | None:  # noqa: A002 - the table's own word
    """One appointment."""
    found: Sequence[rows.Row] = await database.sql.appointments_by_id(database.reader, ids=listed([id]))
    return rows.appointment(found[0]) if found else None


async def between(database: Database, since: datetime, until: datetime) -> list[Appointment]:
    """Booked appointments in a span of time, soonest first."""
    found = await database.sql.appointments_between(database.reader, since=to_ms(since), until=to_ms(until))
    return [rows.appointment(row) for row in found]
