"""The turn: nothing raises out of it, nothing is taken twice, one arrival cannot hold up the rest."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import turn as turn_module
from bot.channels.console import Bubble
from bot.simulator.stage import Stage, on_stage
from bot.turn import Turn
from handlers import booking
from handlers.case import Appointment
from handlers.people import Role
from handlers.practice import Practice
from messages.envelope import IncomingMessage, Letter, Moment, MomentKind
from messages.words import Words
from storage import arrivals, people, reports
from storage.database import Database, DatabaseRefused
from storage.vault import KEY_BYTES, Vault
from tests.transcripts.cast import PEOPLE, START, enter, practice

HOUR = timedelta(hours=1)
MIA, BEN, MIA_SMS = (PEOPLE[name][1] for name in ("mia", "ben", "mia.sms"))


@asynccontextmanager
async def playing(folder: Path, settled: Practice) -> AsyncIterator[tuple[Stage, list[Bubble]]]:
    landed: list[Bubble] = []
    async with on_stage(folder / "turn.sqlite", Vault([bytes(KEY_BYTES)]), settled, START, landed.append) as stage:
        await enter(stage.database)
        yield stage, landed


def broken(folder: Path, name: str) -> Practice:
    """A practice whose own text for `name` asks for something that nobody gives it."""
    (folder / "en").mkdir()
    (folder / "en" / f"{name}.txt").write_text("{{ nobody_gives_this }}")
    return replace(practice(), words=Words(folder))


async def sabotage(database: Database, table: str) -> None:
    """Every insert into a table fails, as if a fact did not apply."""
    async with database.transaction() as connection:
        await connection.execute(
            f"create trigger sabotage before insert on {table} begin select raise(abort, 'no'); end"
        )


def texts(landed: list[Bubble], address: object) -> list[str]:
    return [bubble.letter.text for bubble in landed if bubble.letter.to == address]


async def test_a_decision_that_raises_is_kept_told_and_replayed_by_retry(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    async with playing(tmp_path, broken(tmp_path / "own", "consent")) as (stage, landed):
        await stage.take(stage.message(MIA, "MIACODE2"), stage.message(PEOPLE["eve"][1], "hello"))
        assert texts(landed, MIA) == [
            "Something went wrong on our side. Your message is kept, but it has not been passed on yet. "
            "If it cannot wait, please contact the practice. In an emergency call 112. Crisis line: 0800 111 0 111."
        ]
        assert texts(landed, PEOPLE["eve"][1]) != []
        assert (await reports.figures(stage.database, stage.now)).failed_arrivals == 1
        mended = Turn(stage.database, practice(), lambda: START)
        await mended.retry(await arrivals.failed(stage.database))
        await stage.send()
        assert "reply 1" in texts(landed, MIA)[-1]
        assert (await reports.figures(stage.database, stage.now)).failed_arrivals == 0


async def test_one_that_cannot_be_replayed_holds_up_no_other(tmp_path: Path) -> None:
    async with playing(tmp_path, practice()) as (stage, _):
        for who, code in ((MIA, "MIACODE2"), (BEN, "BENCODE2")):
            await stage.says(who, code)
            await stage.says(who, "1")
        await sabotage(stage.database, "remark")
        await stage.says(MIA, "too much")
        await stage.says(BEN, "too little")
        async with stage.database.transaction() as connection:
            await connection.execute("drop trigger sabotage")
            await connection.execute(
                "create trigger sabotage before insert on remark when new.client = 'C-7K2'"
                " begin select raise(abort, 'no'); end"
            )
        await stage.turn.retry(await arrivals.failed(stage.database))
        assert [one.sender for one in await arrivals.failed(stage.database) if isinstance(one, IncomingMessage)] == [
            MIA
        ]


async def asked(stage: Stage, number: int) -> None:
    """An appointment is booked for which Mia is asked within the hour."""
    case = await people.client(stage.database, "C-7K2", stage.practice, stage.now)
    await stage.apply(booking.book(Appointment(f"A-{number}", "C-7K2", stage.now + 5 * HOUR, 1), case, stage.now))
    await stage.until(stage.now + HOUR)


async def test_a_reply_replayed_is_no_answer_to_what_was_asked_after_it(tmp_path: Path) -> None:
    async with playing(tmp_path, practice()) as (stage, _):
        for text in ("MIACODE2", "1"):
            await stage.says(PEOPLE["mia.sms"][1], text)
        await asked(stage, 1)
        await sabotage(stage.database, "answer")
        await stage.says(PEOPLE["mia.sms"][1], "7 7 7 7")
        async with stage.database.transaction() as connection:
            await connection.execute("drop trigger sabotage")
        await stage.until(stage.now + 24 * HOUR)
        await asked(stage, 2)
        await stage.turn.retry(await arrivals.failed(stage.database))
        case = await people.client(stage.database, "C-7K2", stage.practice, stage.now)
        assert case.ratings == ()
        assert [kept for _, kept in await people.remarks(stage.database, "C-7K2")] == ["7 7 7 7"]


@pytest.mark.parametrize(("hours", "kept"), [(1, []), (30, ["7 7 7 7"])])
async def test_a_reply_that_comes_very_late_is_no_answer_to_what_was_asked_meanwhile(
    tmp_path: Path, hours: int, kept: list[str]
) -> None:
    """Nor is a STOP ever too old."""
    async with playing(tmp_path, practice()) as (stage, landed):
        sender = PEOPLE["mia.sms"][1]
        for text in ("MIACODE2", "1"):
            await stage.says(sender, text)
        await stage.until(stage.now + 48 * HOUR)
        await asked(stage, 1)
        await stage.take(replace(stage.message(sender, "7 7 7 7"), at=stage.now - hours * HOUR))
        assert [words for _, words in await people.remarks(stage.database, "C-7K2")] == kept
        await stage.take(replace(stage.message(sender, "STOP"), at=stage.now - hours * HOUR))
        assert "Nothing more will be sent" in texts(landed, sender)[-1]


async def test_what_waits_behind_a_refused_batch_is_refused_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is free again as soon as the first is refused: the second must not overtake it."""
    monkeypatch.setattr(turn_module, "BATCH", 1)
    async with playing(tmp_path, practice()) as (stage, landed):
        await stage.database.writer.execute("pragma busy_timeout = 500")
        other = sqlite3.connect(tmp_path / "turn.sqlite", isolation_level=None)
        other.execute("begin immediate")
        both = [asyncio.create_task(stage.turn.take(stage.message(MIA, text))) for text in ("MIACODE2", "1")]
        both[0].add_done_callback(lambda _: other.close())
        outcomes = await asyncio.gather(*both, return_exceptions=True)
        assert [type(one) for one in outcomes] == [DatabaseRefused] * 2
        await stage.says(MIA, "MIACODE2")
        assert "reply 1" in texts(landed, MIA)[-1]


async def test_a_client_is_told_when_something_went_wrong(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    async with playing(tmp_path, broken(tmp_path / "own", "remark_kept")) as (stage, landed):
        for text in ("MIACODE2", "1", "it is too much"):
            await stage.says(MIA, text)
        assert texts(landed, MIA)[-1].startswith("Something went wrong on our side.")


async def test_facts_that_do_not_apply_hold_up_nobody_else(tmp_path: Path) -> None:
    async with playing(tmp_path, practice()) as (stage, landed):
        await sabotage(stage.database, "remark")
        for who, code in ((MIA, "MIACODE2"), (BEN, "BENCODE2")):
            await stage.says(who, code)
            await stage.says(who, "1")
        await stage.take(stage.message(MIA, "too much"), stage.message(BEN, "/settings"))
        assert texts(landed, MIA)[-1].startswith("Something went wrong on our side.")
        assert "HELP" in texts(landed, BEN)[-1]
        failed = await arrivals.failed(stage.database)
        assert [type(one).__name__ for one in failed] == ["IncomingMessage"]


async def test_a_failing_arrival_is_kept_even_when_no_sorry_can_be_said(tmp_path: Path) -> None:
    async with playing(tmp_path, practice()) as (stage, landed):
        await stage.says(MIA, "MIACODE2")
        await stage.says(MIA, "1")
        before = len(landed)
        await sabotage(stage.database, "letter")
        await stage.says(MIA, "HELP")
        assert len(landed) == before
        assert len(await arrivals.failed(stage.database)) == 1


@pytest.mark.parametrize("text", ["x" * 10_000, "7 " * 5_000, "🙂" * 10_000, "7,6;8-9 " * 1_250])
async def test_a_very_long_message_is_kept_whole_and_passed_on_in_part(tmp_path: Path, text: str) -> None:
    async with playing(tmp_path, practice()) as (stage, landed):
        await stage.says(MIA, "MIACODE2")
        await stage.says(MIA, "1")
        landed.clear()
        await stage.says(MIA, text)
        assert [kept for _, kept in await people.remarks(stage.database, "C-7K2")] == [text]
        passed_on = texts(landed, PEOPLE["ana"][1])[0]
        assert passed_on.endswith(" …")
        assert len(passed_on) < 4096
        assert "by the next working day" in texts(landed, MIA)[0]


async def test_a_locked_database_refuses_and_nothing_is_half_kept(tmp_path: Path) -> None:
    async with playing(tmp_path, practice()) as (stage, landed):
        await stage.database.writer.execute("pragma busy_timeout = 20")
        message = stage.message(MIA, "MIACODE2")
        other = sqlite3.connect(tmp_path / "turn.sqlite", isolation_level=None)
        other.execute("begin immediate")
        with pytest.raises(DatabaseRefused):
            await stage.take(message)
        other.execute("rollback")
        other.close()
        assert landed == []
        await stage.take(message)
        await stage.take(message)
        assert len(texts(landed, MIA)) == 1


@asynccontextmanager
async def delivering(stage: Stage, path: Path) -> AsyncIterator[tuple[Turn, list[int]]]:
    """A turn, and how many letters another program could read each time when some were handed over."""
    readable: list[int] = []
    other = sqlite3.connect(path)

    def deliver(_: Sequence[Letter], __: datetime) -> None:
        readable.append(other.execute("select count(*) from letter").fetchone()[0])

    turn = Turn(stage.database, practice(), lambda: START, deliver)
    running = asyncio.create_task(turn.run())
    yield turn, readable
    turn.close()
    await running
    other.close()


async def test_letters_are_handed_over_only_once_they_are_committed(tmp_path: Path) -> None:
    async with playing(tmp_path, practice()) as (stage, _):
        async with delivering(stage, tmp_path / "turn.sqlite") as (turn, readable):
            await turn.take(stage.message(MIA, "MIACODE2"))
            await turn.take(stage.message(MIA, "1"))
        assert readable == [1, 3]


async def test_when_the_commit_fails_nothing_is_handed_over(tmp_path: Path) -> None:
    """Of the letter, or of the sorry: what each refers to is only looked for in the end."""
    async with playing(tmp_path, practice()) as (stage, _):
        await stage.database.writer.executescript("""
            create table late (client text references client (id) deferrable initially deferred);
            create trigger too_late after insert on letter begin insert into late values ('C-NONE'); end;
        """)
        async with delivering(stage, tmp_path / "turn.sqlite") as (turn, readable):
            await turn.take(stage.message(MIA, "MIACODE2"))
        assert readable == []
        assert len(await arrivals.failed(stage.database)) == 1


async def test_an_arrival_that_cannot_even_be_kept_as_failed_is_refused(tmp_path: Path) -> None:
    async with playing(tmp_path, practice()) as (stage, landed):
        await sabotage(stage.database, "arrival")
        with pytest.raises(DatabaseRefused):
            await stage.take(stage.message(MIA, "MIACODE2"))
        assert landed == []


async def test_nothing_is_said_to_somebody_who_said_stop_though_something_went_wrong(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    async with playing(tmp_path, broken(tmp_path / "own", "remark_forward")) as (stage, landed):
        for text in ("MIACODE2", "1", "STOP", "too much"):
            await stage.says(MIA, text)
        assert len(await arrivals.failed(stage.database)) == 1
        assert texts(landed, MIA)[-1].startswith("Nothing more will be sent")


async def test_a_message_waits_for_the_code_before_it_that_itself_waits_for_another_phone(tmp_path: Path) -> None:
    async with playing(tmp_path, practice()) as (stage, _):
        for text in ("MIACODE2", "1"):
            await stage.says(MIA, text)
        await people.invite(stage.database, "MIACODE4", Role.CLIENT, "C-7K2", "en", START + HOUR, START)
        said = [(MIA, "too much"), (MIA_SMS, "MIACODE4"), (MIA_SMS, "much too much")]
        await stage.take(*(stage.message(who, text) for who, text in said))
        assert {words for _, words in await people.remarks(stage.database, "C-7K2")} == {"too much", "much too much"}


async def test_one_person_s_arrivals_keep_their_order_though_another_s_fail(tmp_path: Path) -> None:
    async with playing(tmp_path, practice()) as (stage, landed):
        for text in ("BENCODE2", "1"):
            await stage.says(BEN, text)
        await sabotage(stage.database, "remark")
        said = [(MIA, "MIACODE2"), (BEN, "too much"), (MIA, "1")]
        await stage.take(*(stage.message(who, text) for who, text in said))
        assert [one.split()[0] for one in texts(landed, MIA)] == ["Hello,", "Thank"]


async def test_a_moment_that_nobody_knows_changes_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path, practice()) as (stage, landed):
        await stage.take(Moment(MomentKind.ASK, "A-NONE", 1, START))
        assert landed == []


async def test_letters_wait_in_the_outbox_where_nobody_delivers(tmp_path: Path) -> None:
    async with playing(tmp_path, practice()) as (stage, landed):
        turn = Turn(stage.database, practice(), lambda: START)
        running = asyncio.create_task(turn.run())
        await turn.take(stage.message(MIA, "MIACODE2"))
        await turn.settled()
        turn.close()
        await running
        assert landed == []
        await stage.send()
        assert len(texts(landed, MIA)) == 1


async def test_closing_takes_what_was_brought_before(tmp_path: Path) -> None:
    async with playing(tmp_path, practice()) as (stage, landed):
        turn = Turn(stage.database, practice(), lambda: START)
        taking = [asyncio.create_task(turn.take(stage.message(who, "hello"))) for who in (MIA, BEN)]
        await asyncio.sleep(0)
        turn.close()
        await turn.run()
        await asyncio.gather(*taking)
        await stage.send()
        assert [len(texts(landed, who)) for who in (MIA, BEN)] == [1, 1]
