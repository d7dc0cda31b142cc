"""Ordering: what only some orders of staff need to know, looked up for these alone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import aiosqlite

from handlers.case import Appointment, Case
from handlers.dialog import DialogKind
from handlers.people import Therapist
from handlers.staff.orders import WORDS, Word, order_of
from messages.envelope import Arrival
from storage import corrections, desks, phones, rows
from storage.database import Database, listed, to_ms

LOOKED_BACK = timedelta(days=366)
"""How long ago a session may have been that a paper is entered for by chat (ours)."""


async def look_up(
    database: Database,
    connection: aiosqlite.Connection,
    arrivals: Sequence[Arrival],
    made: Mapping[str, Case],
    now: datetime,
) -> dict[str, Case]:
    """The same cases: who books sees the therapist's sessions to come, who enters a paper the
    client's that were, who leaves sees the whole practice, and who invites the phone that is known."""
    seen = dict(made)
    for arrival in arrivals:
        case = made[arrival.key]
        word = _word(arrival, case)
        if word in (Word.BOOK, Word.MOVE) and case.subject is not None and case.subject.therapist is not None:
            diary = await _sessions(database, connection, case.subject.therapist, now)
            seen[arrival.key] = replace(case, diary=diary)
        elif word is Word.PAPER and case.subject is not None and case.subject.episode is not None:
            client, since = case.subject.episode.client, now - LOOKED_BACK
            held = await corrections.sessions(database, connection, client, since, now)
            seen[arrival.key] = replace(case, diary=tuple(held))
        elif word is Word.INVITE and case.subject is not None and case.subject.client is not None:
            phone = await phones.known(database, connection, case.subject.client, now)
            seen[arrival.key] = replace(case, phone=phone)
        elif word in (Word.AWAY, Word.BACK):
            seen[arrival.key] = replace(case, staffers=await desks.everybody(database, connection, now))
    return seen


def _word(arrival: Arrival, case: Case) -> Word | None:
    """What is ordered: by this arrival, or by the order that waits to be confirmed."""
    if case.staff is None:
        return None
    order, dialog = order_of(arrival), case.dialog
    answers = order is None or order.word in (Word.YES, Word.NO)
    if answers and dialog is not None and dialog.kind is DialogKind.CONFIRM:
        return WORDS.get(dialog.said[0])
    return None if order is None else order.word


async def _sessions(
    database: Database, connection: aiosqlite.Connection, therapist: Therapist, now: datetime
) -> tuple[Appointment, ...]:
    found = await database.sql.sessions_of(connection, therapists=listed([therapist.id]), now=to_ms(now))
    return tuple(rows.appointment(row[1:]) for row in found)
