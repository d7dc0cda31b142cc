"""Gaps: what was asked in an episode and brought no rating."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from storage.database import Database, from_ms, listed


async def unrated(database: Database, clients: Collection[str]) -> Mapping[str, Sequence[datetime]]:
    """What requests of these clients were about (UTC) that ended without a rating, by episode, the earliest first.

    Of the episode's own measure and rater alone; answered in part is not rated.
    """
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    for episode, about in await database.sql.requests_unrated(database.reader, clients=listed(clients)):
        found[episode].append(from_ms(about))
    return found
