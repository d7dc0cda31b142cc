"""A practice that was at work before there were schedules goes on where it stood."""

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.case import RequestState
from messages.envelope import Moment, MomentKind
from scheduler.schedule import Occasion, Schedule
from storage import calendar, facts
from storage.database import FOLDER, Database, open_database, to_ms
from storage.people import client, clients
from storage.vault import Vault
from tests.storage.house import CLIENT, HOUR, MIA, NOW, OTHER, PRACTICE, case_of, rows, said

BEFORE = 6
"""The last version without schedules."""


@pytest.fixture
async def old(path: Path, vault: Vault, tmp_path: Path) -> AsyncIterator[Database]:
    """One client asked and half done, a reminder to come, after a rating with an alert; another whose care ended."""
    schema = tmp_path / "schema"
    schema.mkdir()
    for number in range(1, BEFORE + 1):
        [step] = (FOLDER / "schema").glob(f"{number:04}_*.sql")
        shutil.copy(step, schema)
    async with await open_database(path, vault, schema) as database:
        for statement in _rows_of_before(vault):
            await database.writer.execute(*statement)
    async with await open_database(path, vault) as database:
        yield database


def _rows_of_before(vault: Vault) -> list[tuple[str, tuple[object, ...]]]:
    at, week = to_ms(NOW), to_ms(NOW - timedelta(days=7))
    name, index = vault.seal("Mia", "name"), vault.address_index(MIA)
    asked = "insert into request values (?, ?, ?, ?, ?, 'ors', '1', ?, ?, ?, ?, 4, 1, 0, '', null, 'neutral 1')"
    booked = "insert into appointment values (?, ?, ?, 1, 'booked', ?)"
    due = "insert into moment values (?, ?, 1, ?, ?)"
    return [
        ("insert into therapist values ('T-ANA', ?, 'en', 'Europe/Berlin', ?, '')", (name, at)),
        *(("insert into client values (?, ?, 'de', 'Asia/Kolkata', ?)", (one, name, at)) for one in (CLIENT, OTHER)),
        *(
            (
                "insert into episode values (?, ?, 'T-ANA', 'adult', 'icce-2012', 'ors', 'self', ?, ?, ?)",
                (f"E-{one}", one, week, ended, ended and "planned"),
            )
            for one, ended in ((CLIENT, None), (OTHER, at))
        ),
        ("insert into contact values (?, 'telegram', ?, 'client', ?, 'open', ?, 0, null)",
         (index, vault.seal(MIA.id, "address"), CLIENT, at)),
        ("insert into consent values (1, 'telegram:1', ?, 'given', '1', 'de', 'telegram', ?)", (CLIENT, at)),
        (booked, ("A-1", CLIENT, week, at)),
        (booked, ("A-2", CLIENT, to_ms(NOW + 3 * HOUR), at)),
        (asked, (1, "A-1.1:ors", CLIENT, f"E-{CLIENT}", "A-1", index, "complete", week, week)),
        (asked, (2, "A-2.1:ors", CLIENT, f"E-{CLIENT}", "A-2", index, "open", at, to_ms(NOW + 4 * HOUR))),
        ("insert into answer values ('A-2.1:ors', 0, 70, 'telegram:9', ?, 0)", (at,)),
        ("insert into rating values (1, 'A-1.1:ors', ?, ?, 'A-1.1:ors', 'ors', '1', 'icce-2012', '1', 'self',"
         " 'telegram', '70 70 70 70', 280, ?, 0, 'neutral 1')", (CLIENT, f"E-{CLIENT}", week)),
        ("insert into alert values ('A-1.1:ors:x', ?, 'T-ANA', 'A-1.1:ors', 'x', '1', '2', 's', 'open', ?, null)",
         (CLIENT, week)),
        (due, ("clock:A-2:1:remind", "A-2", "remind", to_ms(NOW + HOUR))),
        (due, ("clock:A-2:1:close", "A-2", "close", to_ms(NOW + 4 * HOUR))),
    ]  # fmt: skip


async def test_people_keep_their_language_zone_consent_and_addresses(old: Database) -> None:
    case = await case_of(old, said("telegram:1", MIA))
    assert case.client is not None
    assert (case.client.person, case.client.language, case.client.zone.key) == (CLIENT, "de", "Asia/Kolkata")
    assert (case.client.consent, [one.address for one in case.client.contacts]) == ("1", [MIA])
    assert [(one.id, one.name) for one in await clients(old)] == [(CLIENT, "Mia"), (OTHER, "Mia")]
    assert await rows(old, "pragma foreign_key_check") == []


async def test_everyone_is_asked_before_every_session_as_before(old: Database) -> None:
    case = await client(old, CLIENT, PRACTICE, NOW)
    assert case.schedules == (Schedule(CLIENT, "self", "ors", Occasion.BEFORE, gap=7),)


async def test_what_is_due_is_known_by_its_new_key_and_taken_once(old: Database) -> None:
    due = await calendar.due(old, NOW + 5 * HOUR, 10)
    assert due == [
        Moment(MomentKind.REMIND, "A-2", 1, NOW + HOUR, "self.ors.before"),
        Moment(MomentKind.CLOSE, "A-2", 1, NOW + 4 * HOUR, "self.ors.before"),
    ]
    async with old.transaction() as connection:
        await facts.settle(old, connection, due)
    assert await calendar.due(old, NOW + 5 * HOUR, 10) == []


async def test_ratings_requests_and_alerts_are_what_they_were(old: Database) -> None:
    case = await client(old, CLIENT, PRACTICE, NOW)
    assert case.request is not None
    assert (case.request.id, case.request.state, case.request.answers[0]) == ("A-2.1:ors", RequestState.OPEN, 70)
    assert (case.request.about, case.request.rater) == (NOW + 3 * HOUR, "self")
    assert [(one.total, one.appointment, one.about) for one in case.ratings] == [(280, "A-1", NOW - timedelta(days=7))]
    assert [one.request for one in case.alerts] == ["A-1.1:ors"]
    assert await rows(old, "select episode, therapist from assignment order by 1") == [
        (f"E-{OTHER}", "T-ANA"),
        (f"E-{CLIENT}", "T-ANA"),
    ]
