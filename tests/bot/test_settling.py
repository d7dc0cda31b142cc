"""Settling between a real outbox and a database that does not take everything."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.settling import Settler
from messages.post import Sent
from storage.database import Database
from storage.errors import DatabaseRefused
from storage.outbox import Outbox
from tests.bot.conftest import Desk, cancelled
from tests.bot.office import letter, utc_now
from tests.storage.house import post, rows

NEVER = datetime.max.replace(tzinfo=UTC)


@pytest.fixture
async def settler(database: Database, desk: Desk) -> Settler:
    await post(database, letter("a"), letter("b"), letter("c"), now=utc_now(), claimed=True)
    return Settler(Outbox(database), desk.take, utc_now)


async def states(database: Database) -> list[object]:
    return [state for (state,) in await rows(database, "select state from letter order by key")]


async def spoil(database: Database, key: str, state: str) -> None:
    """One letter does not take a state, as if something of ours did not fit."""
    async with database.transaction() as connection:
        await connection.execute(
            f"create trigger spoiled before update on letter when old.key = '{key}' and new.state = '{state}'"
            " begin select raise(abort, 'no'); end"
        )


async def test_all_is_written(settler: Settler, database: Database) -> None:
    settler.again("a", utc_now() + timedelta(hours=1), "429")
    settler.sent(Sent("b", "77"))
    await settler.write()
    assert await states(database) == ["due", "sent", "sending"]
    assert await rows(database, "select code from letter where key = 'a'") == [("429",)]


@pytest.mark.parametrize("state", ["due", "sent"])
async def test_one_that_cannot_be_written_holds_up_no_other(settler: Settler, database: Database, state: str) -> None:
    await spoil(database, "a", state)
    for key in "abc":
        if state == "due":
            settler.again(key, utc_now())
        else:
            settler.sent(Sent(key, "77"))
    await settler.write()
    assert await states(database) == ["sending", state, state]


async def test_what_a_refusal_left_is_written_without_new_work(settler: Settler, database: Database) -> None:
    await database.writer.execute("pragma query_only = on")
    settler.sent(Sent("a", "77"))
    with pytest.raises(DatabaseRefused):
        await settler.write()
    await database.writer.execute("pragma query_only = off")
    running = asyncio.create_task(settler.run())
    await settler.written(1)
    await cancelled(running)


async def test_the_first_id_that_no_letter_has_is_unclaimed(settler: Settler) -> None:
    settler.sent(Sent("a", "SM1"))
    running = asyncio.create_task(settler.run())
    assert await settler.unclaimed(["SM1", "SM2", "SM3"]) == "SM2"
    assert await settler.unclaimed(["SM1"]) == await settler.unclaimed([]) == ""
    await cancelled(running)
