"""Filed: a request as it is kept, with its answers and its rating, to be held against what is made again."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from handlers.case import Episode, Rating, Request, RequestState
from scheduler.schedule import Occasion
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
    database: Database, connection: Connection, raters: Mapping[str, int], until: datetime
) -> dict[str, list[Filed]]:
    """By rater, the requests after the given place (0: all) that were asked until an instant, in order."""
    found = await database.sql.requests_asked_since(connection, raters=json.dumps(dict(raters)), until=to_ms(until))
    answers = await _answers(database, connection, (row[1] for row in found))
    by_rater: defaultdict[str, list[Filed]] = defaultdict(list)
    for row in found:
        by_rater[row[2]].append(_filed(database, row, answers[row[1]]))
    return by_rater


async def _answers(
    database: Database, connection: Connection, requests: Iterable[str]
) -> defaultdict[str, dict[int, Answer]]:
    answers: defaultdict[str, dict[int, Answer]] = defaultdict(dict)
    for request, item, tenths, arrival, late in await database.sql.answers_of(connection, requests=listed(requests)):
        answers[request][item] = Answer(tenths, arrival, bool(late))
    return answers


def _filed(database: Database, row: rows.Row, answers: Mapping[int, Answer]) -> Filed:
    """(seq, id, rater's id, client, episode, appointment, measure, its version, channel, address_sealed, asked_at,
    closes_at, items, wording, rater, occasion, about, number, ended, the episode at 19, the rating at 24,
    language)"""
    request = Request(
        id=row[1],
        client=row[3],
        episode=row[4],
        appointment=row[5],
        measure=row[6],
        measure_version=row[7],
        to=rows.address(row[8:10], database.vault),
        state=RequestState.OPEN,
        asked_at=from_ms(row[10]),
        closes_at=from_ms(row[11]),
        answers=(None,) * row[12],
        wording=row[13],
        rater=row[14],
        occasion=Occasion(row[15]),
        about=from_ms(row[16]),
        number=row[17],
        language=row[-1],
    )
    episode = Episode(row[4], row[3], *row[19:24])
    rating = rows.rating(row[24:-1]) if row[24] is not None else None
    return Filed(row[0], request, episode, answers, rating, bool(row[18]))
