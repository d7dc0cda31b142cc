"""`meantime verify ratings` on a practice's own database, as an operator runs it."""

import asyncio
import json
import sqlite3
from pathlib import Path

import pytest

from bot.simulator.stage import on_stage
from storage.vault import Vault, read_key
from tests.bot.commands.shell import Shell
from tests.transcripts import cast
from tests.transcripts.script import Script

PLAY = (Path(cast.__file__).parent / "check_in_and_last_stop.txt").read_text()
RATINGS = PLAY.count("= RatingMade")


@pytest.fixture
def rated(practice: Shell) -> Shell:
    """A practice with a client's seven weeks in its database."""

    async def play() -> None:
        path, vault = practice.folder / "meantime.sqlite", Vault(read_key(practice.folder / "meantime.key"))
        async with on_stage(path, vault, cast.practice(), cast.START, lambda _: None) as stage:
            await cast.enter(stage.database)
            await Script().play(stage, PLAY)

    asyncio.run(play())
    return practice


def test_without_a_difference_it_says_how_many_were_made_again(rated: Shell) -> None:
    assert RATINGS == 7
    assert rated("verify", "ratings") == "7 ratings were made again as they are kept. There is no difference.\n"
    assert rated.json("verify", "ratings") == {
        "made_again": 7,
        "corrected": 0,
        "apart": 0,
        "before": 0,
        "differences": [],
    }


def test_each_difference_is_listed_and_the_exit_code_tells(rated: Shell) -> None:
    with sqlite3.connect(rated.folder / "meantime.sqlite") as other:
        other.execute("update rating set total = 400 where id = 'A-3.1:ors'")
        columns = ", ".join(row[1] for row in other.execute("pragma table_info(rating)") if row[1] != "seq")
        paper = columns.replace("id,", "'R-1',", 1).replace("request", "null", 1).replace("channel", "'paper'", 1)
        other.execute(f"insert into rating ({columns}) select {paper} from rating where id = 'A-4.1:ors'")
    other.close()
    shown = rated("verify", "ratings", code=1)
    assert shown == (
        "A-3.1:ors: total: its items come to 17.0, 40.0 is kept, by ors 1\n"
        "6 ratings were made again as they are kept. 1 more came by other ways than a reply."
        " There are differences in 1 place.\n"
    )
    record = json.loads(rated("verify", "ratings", "--json", code=1))
    assert record["made_again"] == 6
    assert record["apart"] == 1
    (difference,) = record["differences"]
    assert difference["rating"] == "A-3.1:ors"


def test_an_empty_database_has_no_difference(practice: Shell) -> None:
    assert practice("verify", "ratings").startswith("0 ratings were made again")
