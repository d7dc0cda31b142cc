from collections.abc import Sequence

import pytest

from handlers.facts import Delivery, LetterReported, LettersWithdrawn, LetterWritten
from handlers.people import ContactState
from messages.envelope import Address, Button, Letter, Priority
from messages.post import Posted, Sent
from storage.database import Database
from storage.outbox import Again, Outbox, found
from tests.storage.house import ANA, BEN, CLIENT, HOUR, MIA, NOW, joined, letter, post, rows, write

LATER = NOW + HOUR


def keys(posted: Sequence[Posted]) -> list[str]:
    return [one.letter.key for one in posted]


async def states(database: Database) -> dict[object, object]:
    return dict(await rows(database, "select key, state from letter"))  # type: ignore[arg-type]


async def test_a_letter_comes_out_as_it_went_in(database: Database) -> None:
    buttons = ((Button("0", "a|R|0|0"), Button("1", "a|R|0|10")), (Button("…", "x"),))
    whole = Letter("k", MIA, "Grüße 👋\n\ud83d", "ask_item", Priority.ALERT, buttons, "slot", True, "77", None, LATER)
    outbox = await post(database, whole)
    assert await outbox.claim(NOW, 10) == [Posted(whole, 1, NOW)]


async def test_a_letter_is_claimed_once_and_counts_its_attempts(database: Database) -> None:
    outbox = await post(database, letter("k"))
    assert keys(await outbox.claim(NOW, 10)) == ["k"]
    assert await outbox.claim(NOW, 10) == []
    await outbox.again([Again("k", LATER, "20429")])
    assert await outbox.claim(NOW, 10) == []
    assert [one.attempts for one in await outbox.claim(LATER, 10)] == [2]


async def test_the_same_letter_written_again_is_not_sent_again(database: Database) -> None:
    outbox = await post(database, letter("k"))
    await outbox.sent([Sent(one.letter.key, "77") for one in await outbox.claim(NOW, 10)], NOW)
    await post(database, letter("k", text="other words"))
    assert await outbox.claim(LATER, 10) == []


async def test_the_most_urgent_go_first_then_in_the_order_they_were_written(database: Database) -> None:
    bulk = [letter("z", MIA), letter("a", MIA)]
    urgent = [letter("y", MIA, Priority.REPLY), letter("b", MIA, Priority.REPLY), letter("c", ANA, Priority.ALERT)]
    outbox = await post(database, *bulk, *urgent)
    assert keys(await outbox.claim(NOW, 2)) == ["y", "b"]
    assert keys(await outbox.claim(NOW, 10)) == ["c", "z", "a"]


async def test_only_what_goes_at_once_is_handed_over_and_it_is_claimed_already(database: Database) -> None:
    reply, alert, bulk = letter("r", MIA, Priority.REPLY), letter("a", ANA, Priority.ALERT), letter("b")
    handed = await write(database, *map(LetterWritten, (reply, alert, bulk)), claimed=True)
    assert handed == [reply, alert]
    assert keys(await Outbox(database).claim(NOW, 10)) == ["b"]
    assert keys(await Outbox(database).unsettled()) == ["r", "a", "b"]


async def test_nothing_is_handed_over_when_nobody_takes_it(database: Database) -> None:
    assert await write(database, LetterWritten(letter("r", MIA, Priority.REPLY))) == []
    assert keys(await Outbox(database).claim(NOW, 10)) == ["r"]


async def test_what_is_stale_expires_instead(database: Database) -> None:
    outbox = await post(database, letter("stale", expires=LATER), letter("good", expires=LATER + HOUR), letter("ever"))
    assert keys(await outbox.claim(LATER, 10)) == ["good", "ever"]
    assert (await states(database))["stale"] == "expired"


async def test_a_crash_between_sending_and_sent_is_found_again(database: Database) -> None:
    outbox = await post(database, letter("left"), letter("lost"))
    await outbox.claim(NOW, 10)
    await outbox.sent([Sent("left", "77")], NOW)
    assert [(one.letter.key, one.claimed_at) for one in await outbox.unsettled()] == [("lost", NOW)]


async def test_a_letter_that_no_key_opens_fails_and_holds_up_no_other(database: Database) -> None:
    outbox = await post(database, letter("a"), letter("odd"), letter("b"))
    await database.writer.execute("update letter set body_sealed = x'00' where key = 'odd'")
    assert keys(await outbox.claim(NOW, 10)) == ["a", "b"]
    assert await rows(database, "select state, code from letter where key = 'odd'") == [("failed", "sealed")]
    await database.writer.execute("update letter set body_sealed = x'00' where key = 'a'")
    assert keys(await outbox.unsettled()) == ["b"]
    assert (await states(database))["a"] == "failed"
    async with database.transaction() as connection:
        by_key, _ = await found(database, connection, ["a", "b"], [])
    assert list(by_key) == ["b"]


async def test_the_ids_of_letters_are_known(database: Database) -> None:
    outbox = await post(database, letter("a"), letter("b"))
    await outbox.claim(NOW, 10)
    await outbox.sent([Sent("a", "77"), Sent("b", "")], NOW)
    assert await outbox.known(["77", "78", ""]) == {"77"}


async def test_what_failed_is_not_tried_again(database: Database) -> None:
    outbox = await post(database, letter("k"))
    await outbox.claim(NOW, 10)
    await outbox.failed("k", "21211", NOW)
    assert await outbox.claim(LATER, 10) == []
    assert await outbox.unsettled() == []
    assert await rows(database, "select state, code from letter") == [("failed", "21211")]


async def test_the_latest_message_of_a_slot_is_known_by_its_address(database: Database) -> None:
    outbox = await post(database, letter("1", slot="R"), letter("2", slot="R"), letter("3", BEN, slot="R"), letter("4"))
    await outbox.claim(NOW, 10)
    assert await outbox.latest(MIA, "R") == ""
    await outbox.sent([Sent("1", "77"), Sent("2", "78"), Sent("3", "79"), Sent("4", "80")], NOW)
    assert (await outbox.latest(MIA, "R"), await outbox.latest(BEN, "R")) == ("78", "79")


async def test_an_edit_that_left_nothing_behind_does_not_hide_the_message(database: Database) -> None:
    outbox = await post(database, letter("1", slot="R"), letter("2", slot="R", edits=True))
    await outbox.claim(NOW, 10)
    await outbox.sent([Sent("1", "77"), Sent("2", "")], NOW)
    assert await outbox.latest(MIA, "R") == "77"


@pytest.mark.parametrize("state", [ContactState.STOPPED, ContactState.BLOCKED])
async def test_nothing_more_is_claimed_for_an_address_that_closed(database: Database, state: ContactState) -> None:
    outbox = await post(database, letter("due"), letter("reply", MIA, Priority.REPLY), letter("bens", BEN))
    await write(database, joined(MIA, CLIENT, state, LATER), LettersWithdrawn(MIA), now=LATER)
    await post(database, letter("later"), letter("warning", MIA, Priority.ALERT), now=LATER)
    assert keys(await outbox.claim(LATER, 10)) == ["bens"]


async def test_a_closed_address_closes_even_if_nobody_asked_to_withdraw(database: Database) -> None:
    outbox = await post(database, letter("due"))
    await write(database, joined(MIA, CLIENT, ContactState.STOPPED, LATER), now=LATER)
    assert await outbox.claim(LATER, 10) == []


async def test_the_answer_to_stop_itself_is_sent(database: Database) -> None:
    confirmed = letter("stopped", MIA, Priority.REPLY)
    stop = [joined(MIA, CLIENT, ContactState.STOPPED), LettersWithdrawn(MIA), LetterWritten(confirmed)]
    assert await write(database, *stop, claimed=True) == [confirmed]
    await write(database, *stop[:2], LetterWritten(letter("again", MIA, Priority.REPLY)))
    assert keys(await Outbox(database).claim(NOW, 10)) == ["again"]


async def test_a_letter_that_was_leaving_when_stop_came_is_never_tried_again(database: Database) -> None:
    outbox = await post(database, letter("k"))
    await outbox.claim(NOW, 10)
    await write(database, joined(MIA, CLIENT, ContactState.STOPPED), LettersWithdrawn(MIA))
    await outbox.again([Again("k", NOW, "timeout")])
    assert await outbox.claim(LATER, 10) == []
    assert await outbox.unsettled() == []
    assert await states(database) == {"k": "withdrawn"}


async def test_a_letter_that_left_all_the_same_is_told_as_sent(database: Database) -> None:
    outbox = await post(database, letter("k"))
    await outbox.claim(NOW, 10)
    await write(database, LettersWithdrawn(MIA))
    await outbox.sent([Sent("k", "77")], NOW)
    assert await states(database) == {"k": "sent"}


@pytest.mark.parametrize("news", list(Delivery))
async def test_news_that_comes_before_our_own_sent_counts(database: Database, news: Delivery) -> None:
    outbox = await post(database, letter("k", slot="R"))
    await outbox.claim(NOW, 10)
    await write(database, LetterReported("k", news, ""))
    await outbox.sent([Sent("k", "77")], NOW)
    assert await states(database) == {"k": str(news)}
    assert await outbox.latest(MIA, "R") == "77"


async def test_the_first_word_of_a_provider_counts(database: Database) -> None:
    outbox = await post(database, letter("k"))
    await outbox.claim(NOW, 10)
    await outbox.sent([Sent("k", "77")], NOW)
    for news in (Delivery.DELIVERED, Delivery.FAILED):
        await write(database, LetterReported("k", news, ""))
    assert await states(database) == {"k": "delivered"}


async def test_a_letter_that_has_not_left_cannot_be_delivered(database: Database) -> None:
    outbox = await post(database, letter("k"))
    await write(database, LetterReported("k", Delivery.DELIVERED, ""))
    assert keys(await outbox.claim(NOW, 10)) == ["k"]


@pytest.mark.parametrize("delivered", [False, True])
async def test_sent_twice_keeps_the_first_reference(database: Database, delivered: bool) -> None:
    outbox = await post(database, letter("k", slot="R"))
    await outbox.claim(NOW, 10)
    await outbox.sent([Sent("k", "77")], NOW)
    if delivered:
        await write(database, LetterReported("k", Delivery.DELIVERED, ""))
    await outbox.sent([Sent("k", "78")], LATER)
    assert await outbox.latest(MIA, "R") == "77"


async def test_a_stranger_may_be_answered(database: Database) -> None:
    outbox = await post(database, letter("k", Address(MIA.channel, "9"), Priority.REPLY))
    assert keys(await outbox.claim(NOW, 10)) == ["k"]
