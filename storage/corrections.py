"""Ratings one by one, also those that do not count, with what was changed of them; and the case they are judged in."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.case import Appointment, Case, Rating
from handlers.corrections import Correction, CorrectionKind
from handlers.people import Therapist, person_of
from handlers.practice import Practice
from storage import cases, rows
from storage.database import Connection, Database, from_ms, listed, to_ms


class NoRating(Exception):
    """There is no such rating: `meantime rating list C-…` shows those of a client."""

    def __init__(self) -> None:
        super().__init__((self.__doc__ or "").strip())


@dataclass(frozen=True, slots=True)
class Kept:
    """A rating as it is now, whether it counts, and how often it was corrected."""

    rating: Rating
    counts: bool
    corrected: int = 0


async def rating(database: Database, connection: Connection, id: str) -> Kept:  # noqa: A002 - the table's own word
    """One rating, without its corrections. Raises NoRating."""
    found = list(await database.sql.rating_by_id(connection, id=id))
    if not found:
        raise NoRating
    *row, counts = found[0]
    return Kept(rows.rating(row), bool(counts))


async def ratings_of(database: Database, client: str) -> list[Kept]:
    """All ratings of a client, episode by episode, in the order of the days they are for."""
    found = await database.sql.ratings_of_client(database.reader, client=client)
    return [Kept(rows.rating(row), bool(counts), corrected) for *row, counts, corrected in found]


async def history(database: Database, connection: Connection, rating: Rating) -> list[Correction]:
    """What was changed of a rating, oldest first."""
    return (await histories(database, connection, {rating.id: rating}))[rating.id]


async def histories(
    database: Database, connection: Connection, ratings: dict[str, Rating]
) -> defaultdict[str, list[Correction]]:
    """The same of several ratings, by their ids. The reasons are opened."""
    found: defaultdict[str, list[Correction]] = defaultdict(list)
    for row in await database.sql.corrections_of(connection, ratings=listed(ratings)):
        found[row[1]].append(_correction(database, row, ratings[row[1]]))
    return found


def _correction(database: Database, row: rows.Row, now: Rating) -> Correction:
    """(id, rating, kind, by, reason_sealed, client, episode, rater, items, total, at)"""
    ident, _, kind, by, sealed, client, episode, rater, items, total, at = row
    scored = tuple(map(int, items.split()))
    before = replace(now, client=client, episode=episode, rater=rater, items=scored, total=total)
    return Correction(ident, CorrectionKind(kind), by, database.vault.open(sealed, "reason"), before, from_ms(at))


async def alerts_closed(database: Database, causes: Iterable[str]) -> dict[str, list[str]]:
    """The rules of the alerts that held no longer, by the correction or paper rating they were closed because of."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for because, rule in await database.sql.alerts_closed_because(database.reader, causes=listed(causes)):
        found[because].append(rule)
    return found


async def case_of(
    database: Database, connection: Connection, rating: Rating, practice: Practice, now: datetime
) -> tuple[Case, Therapist]:
    """The case that a rating is judged in, and the client's therapist. Of an episode before the latest one, nobody is
    told anything any more."""
    person = person_of(rating.client, rating.rater)
    case = await cases.client_case(database, connection, person, practice, now)
    assert case.episode is not None
    assert case.therapist is not None
    if case.episode.id == rating.episode:
        return case, case.therapist
    (row,) = await database.sql.episodes_by_id(connection, id=rating.episode)
    found = await database.sql.ratings_of(connection, episodes=listed([rating.episode]))
    before = replace(
        case, episode=rows.episode(row), therapist=None, ratings=tuple(rows.rating(one) for one in found), missed=0
    )
    return before, case.therapist


async def sessions(
    database: Database, connection: Connection, client: str, since: datetime, until: datetime
) -> list[Appointment]:
    """A client's sessions that begin within a span, both ends included, the earliest first."""
    found = await database.sql.sessions_of_day(connection, client=client, since=to_ms(since), until=to_ms(until))
    return [rows.appointment(row) for row in found]
