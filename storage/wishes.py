"""What a client wishes for, as rows; and what is looked up for it."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, assert_never

from handlers.case import Case, Kept, Request
from handlers.people import person_of
from handlers.wished import AnswerTakenBack, LanguageChosen, PauseEnded, PauseSet
from messages.envelope import Arrival, IncomingMessage
from messages.wishes import Wish, wished
from storage import rows
from storage.database import Connection, Database, from_ms, listed, to_ms
from storage.flat import plain

Row = dict[str, Any]

MARKED = re.compile(r"^\s*[^\W\d_]\W+")
"""What stands before a wish of somebody who shares an address."""


def rows_of(fact: AnswerTakenBack | PauseSet | PauseEnded | LanguageChosen) -> list[tuple[str, Row]]:
    """Which queries write a fact, with which rows."""
    match fact:
        case AnswerTakenBack():
            return [("answers_take_back", plain(fact))]
        case PauseSet(pause, at):
            row = {**plain(pause), "at": to_ms(at)}
            return [("pauses_end", row), ("pauses_set", row)]
        case PauseEnded():
            return [("pauses_end", plain(fact))]
        case LanguageChosen():
            return [("rater_speak", plain(fact))]
        case _:
            assert_never(fact)


def again(request: Request) -> str:
    """What is answered anew of a request."""
    return " ".join(rows.MISSING if one is None else str(one) for one in request.again)


async def look_up(
    database: Database, connection: Connection, arrivals: Iterable[Arrival], cases: dict[str, Case], now: datetime
) -> dict[str, Case]:
    """The cases, with the pauses of whoever wants to end them and with what is kept of whoever asks for that."""
    found = dict(cases)
    for arrival in arrivals:
        for wish in _wishes(arrival, cases[arrival.key]):
            found[arrival.key] = await _added(database, connection, wish, found[arrival.key], now)
    return found


def _wishes(arrival: Arrival, case: Case) -> list[Wish]:
    """For which of them something is looked up; where an address is shared, also behind a mark, or in what is held."""
    if not isinstance(arrival, IncomingMessage):
        return []
    said = [arrival.text, *([case.held.text] if case.held else [])]
    texts = [*said, *(MARKED.sub("", one) for one in said)] if case.sharing else said[:1]
    asked = {one.wish for one in map(wished, texts) if one is not None}
    return sorted(asked & {Wish.RESUME, Wish.MY_DATA})


async def _added(database: Database, connection: Connection, wish: Wish, case: Case, now: datetime) -> Case:
    sharing = [(mark, await _added(database, connection, wish, sub, now)) for mark, sub in case.sharing]
    case = replace(case, sharing=tuple(sharing))
    if case.client is None:
        return case
    if wish is Wish.MY_DATA:
        return replace(case, kept=await _kept(database, connection, case.client.id, case.client.person))
    found = await database.sql.pauses_of(connection, clients=listed([case.client.id]), now=to_ms(now))
    return replace(case, pauses=tuple(map(rows.pause, found)))


async def _kept(database: Database, connection: Connection, client: str, person: str) -> Kept:
    at = await database.sql.consented_at(connection, person=person)
    found = await database.sql.ratings_of_client(connection, client=client)
    counted = [rows.rating(row) for *row, counts, _ in found if counts]
    own = (one for one in counted if person_of(one.client, one.rater) == person)
    return Kept(None if at is None else from_ms(at), tuple(own))
