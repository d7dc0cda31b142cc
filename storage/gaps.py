"""Gaps: what was asked in an episode and brought no rating."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from storage.database import Connection, Database, from_ms, listed


async def unrated(
    database: Database, connection: Connection, clients: Collection[str]
) -> Mapping[str, tuple[datetime, ...]]:
    """What requests of these clients were about (UTC) that ended without a rating, by episode, the earliest first.

    Of the episode's own measure and rater alone; answered in part is not rated.
    """
    found: defaultdict[str, tuple[datetime, ...]] = defaultdict(tuple)
    for episode, about in await database.sql.requests_unrated(connection, clients=listed(clients)):
        found[episode] += (from_ms(about),)
    return found
