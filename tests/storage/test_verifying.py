"""Ratings are made again from the raw replies: whatever was changed since is found, and what is honest is not."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.simulator.stage import Stage, on_stage
from handlers.corrections import Correction, CorrectionKind, RatingCorrected
from handlers.facts import RatingMade
from messages.envelope import Channel, DeliveryReport, Outcome
from storage import arrivals, corrections, verifying
from storage.arrivals import ArrivalState, Kept
from storage.database import Database
from storage.vault import KEY_BYTES, Vault
from storage.verifying import Verified
from tests.storage.house import NOW, rows, write
from tests.transcripts.cast import PEOPLE, START, enter, practice
from tests.transcripts.script import Script

SMS = PEOPLE["mia.sms"][1]
BEGIN = """
mia.sms> MIACODE2
mia.sms> 1
book A-1 C-7K2 2026-01-14 13:00
book A-2 C-7K2 2026-01-21 13:00
"""
PLAY = f"""{BEGIN}
@ 2026-01-13 13:00
mia.sms> 7
mia.sms> 6
mia.sms> I slept badly
mia.sms> 8
mia.sms> 5
@ 2026-01-20 13:00
mia.sms> 6 7 8
@ 2026-01-20 14:00
mia.sms> 6
mia.sms> 7-8
mia.sms> 7
mia.sms> 8 because it rained
@ 2026-01-21 15:00
mia.sms> 5.5
"""
FIRST, SECOND = "A-1.1:ors", "A-2.1:ors"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with on_stage(tmp_path / "play.sqlite", Vault([bytes(KEY_BYTES)]), practice(), START, lambda _: None) as made:
        await enter(made.database)
        yield made


@pytest.fixture
async def database(stage: Stage) -> Database:
    """Two ratings: one of numbers that came in several messages, one item by item, the last of them late."""
    await Script().play(stage, PLAY)
    assert await rows(stage.database, "select id, total from rating") == [(FIRST, 260), (SECOND, 265)]
    return stage.database


async def verify(database: Database) -> Verified:
    return await verifying.ratings(database, practice())


async def whats(database: Database) -> list[tuple[str, str]]:
    """The differences, when one rating is as it was."""
    return [(one.rating, one.what) for one in (await verify(database)).differences]


async def change(database: Database, sql: str) -> None:
    """Somebody else writes into the tables."""
    async with database.transaction() as connection:
        assert (await connection.execute(sql)).rowcount > 0


async def test_honest_ratings_are_made_again(database: Database) -> None:
    assert await verify(database) == Verified(made_again=2)


@pytest.mark.parametrize("batch", [1, 2, 3])
async def test_in_batches_of_any_size(database: Database, batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "BATCH", batch)
    assert await verify(database) == Verified(made_again=2)
    await change(database, "delete from arrival where kind = 'Moment' or kind = 'IncomingMessage'")
    found = await verify(database)
    assert {one.rating for one in found.differences} == {FIRST, SECOND}
    assert found.made_again == 0


async def test_a_changed_answer(database: Database) -> None:
    await change(database, f"update answer set tenths = 90 where request = '{FIRST}' and item = 1")
    assert await whats(database) == [
        (FIRST, "item 2: its reply says 6.0, 9.0 is kept"),
        (FIRST, "its items are not the answers kept"),
    ]
    assert (await verify(database)).made_again == 1


async def test_a_changed_total(database: Database) -> None:
    await change(database, f"update rating set total = 310 where id = '{SECOND}'")
    assert await whats(database) == [(SECOND, "total: its items come to 26.5, 31.0 is kept, by ors 1")]


async def test_changed_items(database: Database) -> None:
    await change(database, f"update rating set items = '60 70 80 50' where id = '{FIRST}'")
    assert await whats(database) == [(FIRST, "its items are not the answers kept")]
    await change(database, f"update rating set items = '60 700 80 50' where id = '{FIRST}'")
    assert (FIRST, "its items are impossible in ors 1") in await whats(database)


async def test_answer_items_and_total_changed_alike(database: Database) -> None:
    """As somebody would who knows the tables: only the replies tell."""
    await change(database, f"update answer set tenths = 100 where request = '{FIRST}' and item = 0")
    await change(database, f"update rating set items = '100 60 80 50', total = 290 where id = '{FIRST}'")
    assert await whats(database) == [(FIRST, "item 1: its reply says 7.0, 10.0 is kept")]


async def test_a_deleted_rating(database: Database) -> None:
    await change(database, f"delete from rating where id = '{SECOND}'")
    lost = (SECOND, "it was answered in full, but no rating is kept")
    assert await whats(database) == [lost]
    await change(database, f"update request set state = 'expired' where id = '{SECOND}'")
    assert await whats(database) == [lost]
    await change(database, f"delete from answer where request = '{SECOND}' and item = 3")
    assert await whats(database) == []


async def test_a_deleted_arrival(database: Database) -> None:
    await change(database, "delete from arrival where key = 'sms:m7'")
    assert (FIRST, "item 1: the reply it was read from is not kept") in await whats(database)


async def test_a_deleted_arrival_of_numbers_that_were_held(database: Database) -> None:
    """No answer names it; those of the set are read from the last message."""
    await change(database, "delete from arrival where key = 'sms:m3'")
    assert await whats(database) == [
        *(
            (FIRST, f"item {item}: no reply says it, {kept} is kept")
            for item, kept in enumerate((7.0, 6.0, 8.0, 5.0), 1)
        ),
        (FIRST, "its replies come to no rating"),
    ]


async def test_another_text_in_an_arrival(database: Database) -> None:
    await change(
        database,
        "update arrival set body_sealed = (select body_sealed from arrival where key = 'sms:m9') where key = 'sms:m13'",
    )
    assert (SECOND, "item 4: its reply says 6.0, 5.5 is kept") in await whats(database)


async def test_an_arrival_that_cannot_be_opened(database: Database) -> None:
    await change(database, "update arrival set body_sealed = x'00' where key = 'sms:m7'")
    found = await whats(database)
    assert found[0] == ("", "the arrival sms:m7 cannot be opened")
    assert (FIRST, "its replies come to no rating") in found


async def test_a_deleted_answer(database: Database) -> None:
    await change(database, f"delete from answer where request = '{SECOND}' and item = 3")
    assert (SECOND, "item 4: no answer is kept") in await whats(database)


async def test_a_surplus_answer(database: Database) -> None:
    surplus = "select request, 4, 90, arrival, at, late from answer where item = 3 and late = 1"
    await change(database, f"insert into answer {surplus}")
    assert await whats(database) == [(SECOND, "item 5: an answer of 9.0 is kept, but nobody was asked it")]


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("late", "0", "late: made again True, False is kept"),
        ("channel", "'telegram'", "channel: made again sms, telegram is kept"),
        ("wording", "'ors-de 3'", "wording: made again neutral 1, ors-de 3 is kept"),
        ("rater", "'carer'", "rater: made again self, carer is kept"),
        ("profile", "'openfit'", "the profile openfit 3 that it was made with is not kept"),
        ("measure_version", "'9'", "the measure ors 9 that it was made with is not kept"),
        ("at", "at + 1000", "at: made again"),
    ],
)
async def test_whatever_else_a_rating_says(database: Database, column: str, value: str, what: str) -> None:
    await change(database, f"update rating set {column} = {value} where id = '{SECOND}'")
    found = await whats(database)
    assert [one for one, _ in found] == [SECOND]
    assert found[0][1].startswith(what)


async def test_a_changed_edition(database: Database) -> None:
    await change(database, "update edition set text = replace(text, 'GAD-2', 'GAD-3') where id = 'gad2'")
    assert await whats(database) == [("", "The measure gad2 1 has changed since it was used")]


async def test_totals_are_scored_by_the_edition_kept(database: Database) -> None:
    await change(
        database,
        "update edition set text = replace(text, 'higher_is_better', 'multiplier = 2\nhigher_is_better')"
        " where id = 'ors'",
    )
    found = await whats(database)
    assert ("", "The measure ors 1 has changed since it was used") in found
    assert (FIRST, "total: its items come to 52.0, 26.0 is kept, by ors 1") in found


async def test_an_edition_that_is_gone(database: Database) -> None:
    await change(database, "delete from edition where id = 'icce-2012'")
    assert [what for _, what in await whats(database)] == [
        "the profile icce-2012 3 that it was made with is not kept"
    ] * 2


@pytest.mark.parametrize("gone", ["delete from edition", "update edition set first_used = 9000000000000"])
async def test_what_an_older_meantime_judged_by_an_edition_it_did_not_keep_is_no_difference(
    database: Database, gone: str
) -> None:
    await change(database, "update rating set profile_version = '1'")
    await change(database, gone)
    assert await verify(database) == Verified(before=2)


async def correct(database: Database, kind: CorrectionKind, **after: object) -> None:
    """The first rating was corrected, from the command line."""
    before = (await corrections.rating(database, database.reader, FIRST)).rating
    changed = Correction(f"K-{kind}", kind, "T-ANA", "so it was", before, NOW)
    await write(database, RatingCorrected(changed, replace(before, **after)))  # type: ignore[arg-type]


async def test_what_is_on_paper_is_counted_apart(database: Database) -> None:
    first = (await corrections.rating(database, database.reader, FIRST)).rating
    await write(database, RatingMade(replace(first, id="R-1", request="", channel="paper", entered_by="T-ANA")))
    assert await verify(database) == Verified(made_again=2, apart=1)
    await change(database, f"update rating set channel = 'paper' where id = '{FIRST}'")
    assert await whats(database) == [(FIRST, "channel: made again sms, paper is kept")]


async def test_a_corrected_rating_is_compared_as_it_was_first_made(database: Database) -> None:
    await correct(database, CorrectionKind.SCORES, items=(10, 10, 10, 10), total=40)
    assert await verify(database) == Verified(made_again=1, corrected=1)
    await correct(database, CorrectionKind.MOVED, client="C-3MX", episode="E-C-3MX", appointment="")
    await correct(database, CorrectionKind.INVALID)
    assert await verify(database) == Verified(made_again=1, corrected=1)


async def test_a_correction_does_not_hide_what_was_changed_beside_it(database: Database) -> None:
    await correct(database, CorrectionKind.SCORES, items=(10, 10, 10, 10), total=40)
    await change(database, "update correction set items = '60 60 80 50', total = 250")
    assert (FIRST, "its items are not the answers kept") in await whats(database)
    await change(database, "update correction set items = '70 60 80 50', total = 250")
    assert await whats(database) == [(FIRST, "total: its items come to 26.0, 25.0 is kept, by ors 1")]


async def test_it_reads_one_moment_while_others_write(database: Database) -> None:
    async with database.snapshot() as connection:
        before = list(await connection.execute_fetchall("select total from rating"))
        await change(database, f"update rating set total = 1 where id = '{FIRST}'")
        assert list(await connection.execute_fetchall("select total from rating")) == before
    assert await rows(database, "select total from rating") == [(1,), (265,)]


async def test_one_that_was_taken_by_a_retry(stage: Stage) -> None:
    """It failed when it came, and its numbers answered only when it was replayed."""
    await Script().play(stage, f"{BEGIN}@ 2026-01-13 13:00")
    failed = stage.message(SMS, "7 6 8 5")
    async with stage.database.transaction() as connection:
        kept = Kept(failed, ArrivalState.FAILED, "KeyError", stage.now)
        await arrivals.keep(stage.database, connection, [kept])
    stage.now += timedelta(minutes=5)
    await stage.says(SMS, "hello?")
    await stage.turn.retry([failed])
    assert await verify(stage.database) == Verified(made_again=1)


async def test_one_that_was_replayed_too_late_is_only_words_again(stage: Stage) -> None:
    await Script().play(stage, f"{BEGIN}@ 2026-01-13 13:00")
    failed = stage.message(SMS, "1 1 1 1")
    async with stage.database.transaction() as connection:
        kept = Kept(failed, ArrivalState.FAILED, "KeyError", stage.now)
        await arrivals.keep(stage.database, connection, [kept])
    stage.now += timedelta(minutes=5)
    await stage.says(SMS, "7 6")
    stage.now += timedelta(minutes=5)
    await stage.says(SMS, "7")
    await stage.turn.retry([failed])
    await Script().play(stage, "mia.sms> 6\nmia.sms> 8\nmia.sms> 5")
    assert await verify(stage.database) == Verified(made_again=1)


@pytest.mark.parametrize(
    ("code", "back"), [("21610", "START\nmia.sms> 2 2 2 2\nmia.sms> 1"), ("30003", "START")], ids=["stop", "block"]
)
async def test_numbers_from_an_address_that_is_closed_are_words_again(stage: Stage, code: str, back: str) -> None:
    """Closed after the close of the request, answered meanwhile, back, and answered late."""
    await Script().play(stage, f"{BEGIN}@ 2026-01-13 13:00\n@ 2026-01-14 14:00")
    await stage.take(DeliveryReport("sms:gone", Channel.SMS, Outcome.GONE, stage.now, address=SMS, code=code))
    await Script().play(stage, f"mia.sms> 1 1 1 1\nmia.sms> {back}\nmia.sms> 7 6 8 5")
    assert await rows(stage.database, "select total from rating") == [(260,)]
    assert await verify(stage.database) == Verified(made_again=1)


async def test_one_that_was_said_before_the_question_and_replayed_after_it(stage: Stage) -> None:
    await Script().play(stage, f"{BEGIN}@ 2026-01-13 12:59")
    failed = stage.message(SMS, "1 1 1 1")
    async with stage.database.transaction() as connection:
        kept = Kept(failed, ArrivalState.FAILED, "KeyError", stage.now)
        await arrivals.keep(stage.database, connection, [kept])
    await Script().play(stage, "@ 2026-01-13 13:00")
    await stage.turn.retry([failed])
    await stage.says(SMS, "7 6 8 5")
    assert await verify(stage.database) == Verified(made_again=1)


async def test_numbers_beside_a_code_join_again_and_answer_nothing(stage: Stage) -> None:
    again = "invite MIACODEX C-7K2\nmia.sms> 1 1 1 1 MIACODEX\nmia.sms> 7 6 8 5"
    await Script().play(stage, f"{BEGIN}@ 2026-01-13 13:00\n{again}")
    assert await rows(stage.database, "select total from rating") == [(260,)]
    assert await verify(stage.database) == Verified(made_again=1)


async def test_an_answer_after_care_was_ended_is_late_again(stage: Stage) -> None:
    """Nothing came in by which the request was closed: that is written in the tables alone."""
    ended = "close C-7K2 planned\nmia.sms> 7 6 8 5"
    await Script().play(stage, f"{BEGIN}@ 2026-01-13 13:00\nmia.sms> hello\n{ended}")
    assert await rows(stage.database, "select total, late from rating") == [(260, 1)]
    assert await verify(stage.database) == Verified(made_again=1)


REDO = """
@ 2026-01-21 15:30
mia.sms> UNDO
mia.sms> 7
mia.sms> REDO
mia.sms> 5 5 5 5
"""


async def test_what_was_answered_anew_is_made_again(stage: Stage, database: Database) -> None:
    await Script().play(stage, REDO)
    assert await rows(database, f"select total from rating where id = '{SECOND}'") == [(200,)]
    assert await verify(database) == Verified(made_again=1, corrected=1)


async def test_what_was_answered_anew_and_changed_since_is_found(stage: Stage, database: Database) -> None:
    await Script().play(stage, REDO)
    await change(database, f"update rating set total = 210, items = '60 50 50 50' where id = '{SECOND}'")
    assert await whats(database) == [(SECOND, "its replies, answered anew, say 20.0 in all, 21.0 is kept")]
    await change(database, f"update rating set total = 200, items = '50 50 50 50' where id = '{SECOND}'")
    await change(database, "delete from arrival where key = 'sms:m15'")
    assert (SECOND, "no reply says what was answered anew, a total of 20.0 is kept") in await whats(database)


async def test_what_is_answered_anew_after_a_correction_is_not_compared(stage: Stage, database: Database) -> None:
    before = (await corrections.rating(database, database.reader, SECOND)).rating
    changed = Correction("K-1", CorrectionKind.SCORES, "T-ANA", "so it was", before, stage.now)
    await write(database, RatingCorrected(changed, replace(before, items=(10, 10, 10, 10), total=40)))
    await Script().play(stage, "mia.sms> UNDO\nmia.sms> 7")
    assert await rows(database, f"select items from rating where id = '{SECOND}'") == [("10 10 10 70",)]
    assert await verify(database) == Verified(made_again=1, corrected=1)
