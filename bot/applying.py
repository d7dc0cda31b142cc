"""Applying: what was decided outside of the turn is written, as the turn would write it."""

from collections.abc import Sequence
from datetime import datetime

from handlers import sharing
from handlers.case import Case
from handlers.facts import Fact
from storage import facts
from storage.database import Connection, Database


async def apply(database: Database, connection: Connection, said: Sequence[Fact], case: Case, now: datetime) -> None:
    """The facts of a case, its letters marked where an address is shared, inside this transaction."""
    await facts.apply(database, connection, sharing.marked(said, case), now)
