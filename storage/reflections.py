"""What clients teach, as it is kept and loaded. The words of a reflection are opened only for whoever may read them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, assert_never

import aiosqlite

from handlers.case import Case
from handlers.people import Therapist
from handlers.reflections import (
    Growth,
    GrowthKept,
    GrowthStep,
    Lessons,
    Occasion,
    Reflection,
    ReflectionAsked,
    ReflectionKept,
    ReflectionPut,
    ReflectionShared,
    ReflectionState,
    Week,
)
from measures.care import Care
from measures.library import Library
from storage import rows
from storage.caseload import cares
from storage.database import Database, from_ms, listed, to_ms
from storage.flat import plain
from storage.loaded import Loaded

WEEK, LATELY = timedelta(days=7), timedelta(days=2)
WRITES = ("reflections_ask", "reflections_put", "reflections_keep", "reflections_share", "growth_keep")
"""Its queries, in the order they are written in."""

Row = dict[str, Any]


def row_of(database: Database, fact: Lessons) -> tuple[str, Row]:
    """Which query writes a fact, with which row; the words sealed."""
    match fact:
        case ReflectionAsked(reflection):
            totals = " ".join(map(str, reflection.totals))
            asked = {name: value for name, value in plain(reflection).items() if name != "said"}
            return "reflections_ask", {**asked, "totals": totals}
        case ReflectionPut():
            return "reflections_put", plain(fact)
        case ReflectionKept(_, said):
            sealed = database.vault.seal(json.dumps(said, ensure_ascii=False), "reflection")
            return "reflections_keep", {**plain(fact), "said_sealed": sealed}
        case ReflectionShared():
            return "reflections_share", plain(fact)
        case GrowthKept(growth):
            answers = " ".join("-" if one is None else str(one) for one in growth.answers)
            return "growth_keep", {**plain(growth), "answers": answers}
        case _:
            assert_never(fact)


async def load_asked(database: Database, connection: aiosqlite.Connection, loaded: Loaded, now: datetime) -> None:
    """What was asked about the clients that were loaded, what their therapists were asked lately, and which alerts
    somebody has seen."""
    if not loaded.episodes:
        return
    clients, staff = listed(loaded.episodes), {therapist.id for _, therapist in loaded.episodes.values()}
    since = to_ms(now - LATELY)
    found = await database.sql.reflections_about(connection, clients=clients, therapists=listed(staff), since=since)
    loaded.asked = [_reflection(database, row) for row in found]
    for client, *row in await database.sql.alerts_acknowledged(connection, clients=clients):
        loaded.acknowledged[client].append(rows.alert(row))


def beside(case: Case, key: str, loaded: Loaded) -> Case:
    """The case of staff with what they may read, where the arrival with this key asks for it."""
    if key not in loaded.lessons and key not in loaded.cares:
        return case
    week, under = loaded.weeks.get(key, (None, None))
    lessons, growth = loaded.lessons.get(key, ()), loaded.growth.get(key, ())
    return replace(case, reflections=lessons, growth=growth, cares=loaded.cares.get(key, ()), week=week, under=under)


async def readable(database: Database, connection: aiosqlite.Connection, therapist: str) -> tuple[Reflection, ...]:
    """What a therapist may read, newest first: their own, and what was shared with them."""
    found = await database.sql.reflections_of(connection, therapist=therapist)
    return tuple(_reflection(database, row) for row in found)


async def said_of_growth(database: Database, connection: aiosqlite.Connection, therapist: str) -> tuple[Growth, ...]:
    """What a therapist said of their own growth, oldest first."""
    found = await database.sql.growth_of(connection, therapist=therapist)
    return tuple(_growth(row) for row in found)


async def cares_under(
    database: Database, connection: aiosqlite.Connection, therapists: Iterable[str], library: Library
) -> tuple[Care, ...]:
    """Every episode of these therapists, in the order they were opened."""
    those = listed(therapists)
    rated = await database.sql.caseload_ratings_under(connection, therapists=those)
    return tuple(cares(await database.sql.caseload_under(connection, therapists=those), rated, library))


async def weeks(
    database: Database, connection: aiosqlite.Connection, who: Therapist, under: Sequence[str], now: datetime
) -> tuple[Week, Week]:
    """The week of somebody, and that of everybody under them."""
    since, until, those = to_ms(now - WEEK), to_ms(now + WEEK), listed({who.id, *under})
    found = await database.sql.week_of(connection, therapists=those, now=to_ms(now), since=since, until=until)
    of = {therapist: numbers for therapist, *numbers in found}
    everybody = [of[one] for one in under]
    return Week(*of[who.id]), Week(*map(sum, zip(*everybody, strict=True)))


async def counted(database: Database, therapist: str) -> list[tuple[str, int, int, datetime, datetime | None]]:
    """Per state: how many reflections of a therapist, how many of them shared, when last asked and kept. No words."""
    return [
        (state, count, shared, from_ms(asked), None if kept is None else from_ms(kept))
        for state, count, shared, asked, kept in await database.sql.reflections_counted(
            database.reader, therapist=therapist
        )
    ]


def _reflection(database: Database, row: rows.Row) -> Reflection:
    ident, client, episode, therapist, occasion, totals, status, asked, state, sealed, kept, shared, supervisor = row
    return Reflection(
        id=ident,
        client=client,
        episode=episode,
        therapist=therapist,
        occasion=Occasion(occasion),
        totals=tuple(map(int, totals.split())),
        status=status,
        asked_at=from_ms(asked),
        state=ReflectionState(state),
        said=() if sealed is None else tuple(json.loads(database.vault.open(sealed, "reflection"))),
        kept_at=None if kept is None else from_ms(kept),
        shared_at=None if shared is None else from_ms(shared),
        shared_with=supervisor or "",
    )


def _growth(row: rows.Row) -> Growth:
    therapist, step, answers, at = row
    numbers = tuple(None if one == "-" else int(one) for one in answers.split())
    return Growth(therapist, GrowthStep(step), numbers, from_ms(at))
