"""How `meantime run` ends when the world around it does not cooperate."""

import asyncio
from pathlib import Path

import pytest

from tests.bot.office import locked
from tests.test_end_to_end import ANA, BEN, MIA, joined_by_telegram, practising

pytestmark = pytest.mark.usefixtures("restored_logs")


async def test_stopped_while_another_program_holds_the_database_it_ends_and_loses_nothing(tmp_path: Path) -> None:
    async with practising(tmp_path, "polling") as practice:
        client, mia, _ = await joined_by_telegram(practice)
        await practice.book(client)
        await practice.telegram.wait_for(MIA, "1 of 4")
        with locked(tmp_path / "practice.sqlite"):
            mia.says("I would rather talk")
            ben = asyncio.create_task(practice.twilio.person(BEN).texts("hello"))
            await asyncio.sleep(0.5)
            await practice.stop()
        await ben
        await practice.start()
        await practice.telegram.wait_for(ANA, "I would rather talk")
        await practice.twilio.wait_for(BEN, 1)
