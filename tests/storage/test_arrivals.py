import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from messages.envelope import (
    Address,
    Arrival,
    ButtonPress,
    Channel,
    Content,
    DeliveryReport,
    IncomingMessage,
    Moment,
    MomentKind,
    Outcome,
)
from storage import arrivals
from storage.arrivals import ArrivalState, Kept
from storage.database import Database, open_database
from storage.vault import Vault
from tests.storage.house import BEN, HOUR, MIA, NOW, rows, said

EVERY: list[Arrival] = [
    IncomingMessage("telegram:1", MIA, "sieben 7️⃣", NOW, Content.EDITED),
    ButtonPress("telegram:2", MIA, "a|R|0|70", "77", NOW),
    DeliveryReport("sms:3", Channel.SMS, Outcome.FAILED, NOW, "k", "SM1", None, "30003"),
    DeliveryReport("sms:4", Channel.TELEGRAM, Outcome.GONE, NOW, address=MIA),
    Moment(MomentKind.REMIND, "A-1", 3, NOW),
]


async def keep(database: Database, *kept: Kept) -> None:
    async with database.transaction() as connection:
        await arrivals.keep(database, connection, kept)


async def seen(database: Database, *which: Arrival, again: bool = False) -> set[str]:
    return await arrivals.seen(database, database.reader, which, again=again)


async def test_every_kind_that_failed_comes_back_as_it_was_in_order(database: Database) -> None:
    await keep(database, *(Kept(one, ArrivalState.FAILED, "KeyError") for one in reversed(EVERY)))
    assert await arrivals.failed(database) == EVERY[::-1]
    assert await arrivals.failed(database, 2) == EVERY[::-1][:2]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=()), max_size=50))
async def test_any_text_survives(database: Database, text: str) -> None:
    message = IncomingMessage("m", Address(Channel.SMS, "+4915200003333"), text, NOW)
    async with database.transaction() as connection:
        await connection.execute("delete from arrival")
        await arrivals.keep(database, connection, [Kept(message, ArrivalState.FAILED, "KeyError")])
    assert await arrivals.failed(database) == [message]


async def test_what_was_taken_is_seen_whatever_became_of_it(database: Database) -> None:
    done, failed, new = (said(key, MIA) for key in ("done", "failed", "new"))
    await keep(database, Kept(done), Kept(failed, ArrivalState.FAILED, "KeyError"))
    assert await seen(database, done, failed, new) == {"done", "failed"}
    assert await seen(database, done, failed, new, again=True) == {"done"}


async def test_a_retried_one_is_done(database: Database) -> None:
    failed = said("failed", MIA)
    await keep(database, Kept(failed, ArrivalState.FAILED, "KeyError"))
    await keep(database, Kept(failed))
    assert await arrivals.failed(database) == []
    assert await rows(database, "select state, error from arrival") == [("done", "")]


async def test_what_was_taken_is_told_in_the_order_it_was_decided(database: Database) -> None:
    await keep(database, *(Kept(one, ArrivalState.FAILED, "KeyError", NOW) for one in EVERY[:2]))
    await keep(database, *(Kept(one, decided=NOW + HOUR) for one in EVERY[2:]))
    await keep(database, *(Kept(one, decided=NOW + 2 * HOUR) for one in EVERY[1::-1]))
    on, first, _ = await arrivals.taken(database, database.reader, 0, 3)
    assert [(one.arrival, one.now, one.retried) for one in first] == [(one, NOW + HOUR, False) for one in EVERY[2:]]
    end, rest, _ = await arrivals.taken(database, database.reader, on, 3)
    assert [(one.arrival, one.now, one.retried) for one in rest] == [
        (one, NOW + 2 * HOUR, True) for one in EVERY[1::-1]
    ]
    assert await arrivals.taken(database, database.reader, end, 3) == (0, [], [])


async def test_one_that_no_key_opens_is_told_by_its_key(database: Database) -> None:
    await keep(database, *(Kept(one) for one in EVERY[:2]))
    await database.writer.execute("update arrival set body_sealed = x'00' where key = 'telegram:1'")
    assert (await arrivals.taken(database, database.reader, 0, 9))[2] == ["telegram:1"]


async def test_the_latest_message_by_a_channel_is_known(database: Database) -> None:
    assert await arrivals.latest(database, Channel.SMS) is None
    report = DeliveryReport("sms:SM9:delivered", Channel.SMS, Outcome.DELIVERED, NOW + HOUR)
    telegram = IncomingMessage("telegram:9", MIA, "7", NOW + HOUR)
    sms = [IncomingMessage(f"sms:SM{number}", BEN, "7", NOW - number * HOUR) for number in range(3)]
    await keep(database, Kept(report), Kept(telegram), *(Kept(one) for one in sms))
    assert await arrivals.latest(database, Channel.SMS) == NOW


@pytest.mark.parametrize("arrival", EVERY, ids=lambda one: one.key)
async def test_two_processes_take_an_arrival_once(
    database: Database, path: Path, vault: Vault, arrival: Arrival
) -> None:
    """Each looks and keeps in one transaction, which waits for the other's."""

    async def take(one: Database) -> bool:
        async with one.transaction() as connection:
            if await arrivals.seen(one, connection, [arrival]):
                return False
            await asyncio.sleep(0)
            await arrivals.keep(one, connection, [Kept(arrival)])
            return True

    async with await open_database(path, vault) as other:
        taken = await asyncio.gather(take(database), take(other), take(database), take(other))
    assert sum(taken) == 1
