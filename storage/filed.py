"""Filed: a request as it is kept, with its answers and its rating, to be held against what is made again."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from handlers.case import Episode, Rating, Request, RequestState
from storage import rows
from storage.database import Connection, Database, from_ms, listed, to_ms


@dataclass(frozen=True, slots=True)
class Answer:
    """One kept answer: its tenths, and the key of the reply it was read from."""

    tenths: int
    arrival: str
    late: bool


@dataclass(frozen=True, slots=True)
class Filed:
    """A request at its place among all (`seq`), the answers by item, and the rating if it has one.

    `ended`: its time was over when care ended, before any moment came to close it.
    """

    seq: int
    request: Request
    episode: Episode
    answers: Mapping[int, Answer]
    rating: Rating | None
    ended: bool = False


async def filed(
    database: Database, connection: Connection, clients: Mapping[str, int], until: datetime
) -> dict[str, list[Filed]]:
    """By client, the requests after the given place (0: all) that were asked until an instant, in order."""
    found = await database.sql.requests_asked_since(connection, clients=json.dumps(dict(clients)), until=to_ms(until))
    answers = await _answers(database, connection, (row[1] for row in found))
    by_client: defaultdict[str, list[Filed]] = defaultdict(list)
    for row in found:
        by_client[row[2]].append(_filed(database, row, answers[row[1]]))
    return by_client


async def _answers(
    database: Database, connection: Connection, requests: Iterable[str]
) -> defaultdict[str, dict[int, Answer]]:
    answers: defaultdict[str, dict[int, Answer]] = defaultdict(dict)
    for request, item, tenths, arrival, late in await database.sql.answers_of(connection, requests=listed(requests)):
        answers[request][item] = Answer(tenths, arrival, bool(late))
    return answers


def _filed(database: Database, row: rows.Row, answers: Mapping[int, Answer]) -> Filed:
    request = Request(
        id=row[1],
        client=row[2],
        episode=row[3],
        appointment=row[4],
        measure=row[5],
        measure_version=row[6],
        to=rows.address(row[7:9], database.vault),
        state=RequestState.OPEN,
        asked_at=from_ms(row[9]),
        closes_at=from_ms(row[10]),
        answers=(None,) * row[11],
        wording=row[12],
    )
    episode = Episode(row[3], row[2], *row[14:19])
    rating = rows.rating(row[19:]) if row[19] is not None else None
    return Filed(row[0], request, episode, answers, rating, bool(row[13]))
