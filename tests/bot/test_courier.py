"""The courier between a real outbox and the real channels: order, pace, edits, refusals."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import line as line_module
from bot.channels.sms import SmsChannel
from bot.channels.telegram import TelegramChannel
from bot.pacing import Backoff
from messages.envelope import Address, Channel, DeliveryReport, Outcome, Priority
from storage.database import Database
from tests.bot.conftest import Desk
from tests.bot.office import ADA, MIA, Office, letter, texts, utc_now
from tests.servers import telegram_errors, twilio_errors
from tests.servers.faults import Fault
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_person import Person
from tests.servers.twilio import TwilioServer
from tests.storage.house import rows


@pytest.fixture
def office(database: Database, chat: TelegramChannel, sms: SmsChannel, desk: Desk) -> Office:
    return Office(database, {Channel.TELEGRAM: chat, Channel.SMS: sms}, desk)


async def test_what_is_due_leaves_by_its_channel(
    office: Office, telegram: TelegramServer, twilio: TwilioServer, ada: Person
) -> None:
    await office.write(letter("a", priority=Priority.BULK), letter("b", MIA, Priority.BULK))
    async with office.running():
        await office.until(a="sent", b="sent")
    references = await rows(office.database, "select reference from letter order by key")
    assert references == [(str(telegram.messages(77)[0].id),), (twilio.outbox(MIA.id)[0].sid,)]


async def test_letters_to_one_address_arrive_in_order(office: Office, telegram: TelegramServer, ada: Person) -> None:
    async with office.running():
        await office.hand_over(*(letter(key) for key in "zyxwv"))
        await telegram.wait_for(77, 5)
    assert [shown.text for shown in telegram.messages(77)] == list("zyxwv")


async def test_a_reply_overtakes_what_the_clock_began(office: Office, telegram: TelegramServer, ada: Person) -> None:
    bulk = [letter(f"b{chat}", Address(Channel.TELEGRAM, str(chat)), Priority.BULK) for chat in range(100, 150)]
    for one in bulk:
        telegram.person(int(one.to.id))
    await office.write(*bulk)
    await office.write(letter("reply"), claimed=True)
    async with office.running():
        await telegram.wait_for_call("sendMessage", 20)
        office.deliver(letter("reply"))
        await telegram.wait_for(77, "reply")
        assert len(texts(telegram)) < 50
        await office.until(**{one.key: "sent" for one in bulk})


async def test_what_is_withdrawn_while_in_hand_does_not_leave(
    office: Office, telegram: TelegramServer, ada: Person
) -> None:
    """Somebody says stop while a letter waits behind another."""
    gate = asyncio.Event()
    telegram.order(Fault.slow(gate), method="sendMessage")
    async with office.running():
        await office.hand_over(letter("first"), letter("second"))
        await telegram.wait_for_call("sendMessage")
        await office.database.writer.execute("update letter set state = 'withdrawn' where key = 'second'")
        await office.hand_over(letter("stopped"))
        gate.set()
        await office.until(first="sent", second="withdrawn", stopped="sent")
    assert set(texts(telegram)) == {"first", "stopped"}


async def test_an_address_told_to_pause_holds_up_nobody_else(
    office: Office, telegram: TelegramServer, ada: Person
) -> None:
    telegram.person(78)
    telegram.order(telegram_errors.rate_limited(3600), method="sendMessage", to=77)
    async with office.running():
        await office.hand_over(letter("first"), letter("second"))
        await office.until(first="due", second="due")
        await office.hand_over(letter("third"), letter("other", Address(Channel.TELEGRAM, "78")))
        await office.until(third="due", other="sent")
        assert texts(telegram) == ["first", "other"]
        office.passes(timedelta(hours=1))
        await office.until(first="sent", second="sent", third="sent")
    assert [shown.text for shown in telegram.messages(77)] == ["first", "second", "third"]


async def test_told_to_pause_for_two_addresses_the_channel_pauses(
    office: Office, telegram: TelegramServer, ada: Person
) -> None:
    telegram.person(78)
    telegram.person(79)
    telegram.order(telegram_errors.rate_limited(60), method="sendMessage", times=2)
    async with office.running():
        await office.hand_over(letter("a"), letter("b", Address(Channel.TELEGRAM, "78")))
        await office.until(a="due", b="due")
        await office.write(letter("d", Address(Channel.TELEGRAM, "80"), Priority.BULK), letter("e", MIA, Priority.BULK))
        await office.hand_over(letter("c", Address(Channel.TELEGRAM, "79")))
        await office.until(c="due", d="due", e="sent")
    assert texts(telegram) == ["a", "b"]
    assert await rows(office.database, "select attempts from letter where key = 'd'") == [(0,)]


async def test_a_channel_that_paused_is_tried_with_one_letter_at_a_time(
    office: Office, telegram: TelegramServer, ada: Person
) -> None:
    chats = [Address(Channel.TELEGRAM, str(chat)) for chat in range(78, 82)]
    for chat in chats:
        telegram.person(int(chat.id))
    telegram.order(telegram_errors.rate_limited(3600), method="sendMessage", times=3)
    async with office.running():
        await office.hand_over(letter("a"), letter("b", chats[0]))
        await office.until(a="due", b="due")
        await office.hand_over(*(letter(key, chat) for key, chat in zip("cde", chats[1:], strict=True)))
        await office.until(c="due", d="due", e="due")
        assert len(texts(telegram)) == 2
        office.passes(line_module.LONGEST_REST_OF_ALL)
        await telegram.wait_for_call("sendMessage", 3)
        await office.until(c="due", d="due", e="due")
        assert len(texts(telegram)) == 3
        office.passes(line_module.LONGEST_REST_OF_ALL)
        await office.until(c="due", d="sent", e="sent")


async def test_one_address_told_to_pause_while_another_rests_stops_nobody_else(
    database: Database, chat: TelegramChannel, telegram: TelegramServer, ada: Person, desk: Desk
) -> None:
    office = Office(database, {Channel.TELEGRAM: chat}, desk, Backoff(3600, 3600))
    for other in (78, 79):
        telegram.person(other)
    telegram.order(telegram_errors.server_error(), method="sendMessage", to=78)
    telegram.order(telegram_errors.rate_limited(3600), method="sendMessage", to=77)
    async with office.running():
        await office.hand_over(letter("b", Address(Channel.TELEGRAM, "78")))
        await office.until(b="due")
        await office.hand_over(letter("a"))
        await office.until(a="due")
        await office.hand_over(letter("alert", Address(Channel.TELEGRAM, "79"), Priority.ALERT))
        await office.until(alert="sent")


async def test_a_pause_without_sense_is_cut(office: Office, telegram: TelegramServer, ada: Person) -> None:
    telegram.order(telegram_errors.rate_limited(10**13), method="sendMessage")
    async with office.running():
        await office.hand_over(letter("a"))
        await office.until(a="due")
    assert await rows(office.database, "select code from letter") == [("429",)]


@pytest.mark.parametrize("fault", [telegram_errors.server_error(), Fault.bad_gateway(), telegram_errors.unauthorized()])
async def test_a_letter_is_tried_again_after_a_fault(
    office: Office, telegram: TelegramServer, ada: Person, fault: Fault
) -> None:
    telegram.order(fault, method="sendMessage", times=2)
    async with office.running():
        await office.hand_over(letter("a"))
        await office.until(a="sent")
    assert [shown.text for shown in telegram.messages(77)] == ["a"]
    assert await rows(office.database, "select attempts from letter") == [(3,)]


@pytest.mark.parametrize(
    ("to", "fault", "outcome", "code"),
    [
        (ADA, telegram_errors.blocked(), Outcome.GONE, "403"),
        (ADA, telegram_errors.chat_not_found(), Outcome.FAILED, "400"),
        (MIA, twilio_errors.refused(21610), Outcome.GONE, "21610"),
        (MIA, twilio_errors.refused(21617), Outcome.FAILED, "21617"),
    ],
)
async def test_a_refusal_is_final_and_told(
    office: Office,
    telegram: TelegramServer,
    twilio: TwilioServer,
    ada: Person,
    to: Address,
    fault: Fault,
    outcome: Outcome,
    code: str,
) -> None:
    office.desk.refusals = 1
    telegram.order(fault, method="sendMessage")
    twilio.order(fault, method="create")
    async with office.running():
        await office.hand_over(letter("a", to))
        [report] = await office.desk.until(1)
        await office.until(a="failed")
    assert isinstance(report, DeliveryReport)
    assert (report.key, report.letter, report.address) == (f"a#{outcome}", "a", to)
    assert (report.outcome, report.code) == (outcome, code)


async def test_an_edit_changes_the_latest_message_of_its_slot(
    office: Office, telegram: TelegramServer, ada: Person
) -> None:
    async with office.running():
        await office.hand_over(letter("item 1", slot="R"), letter("else", slot="S"), letter("item 2", slot="R"))
        await office.hand_over(letter("done", slot="R", edits=True), letter("item 3", slot="R"))
        await telegram.wait_for(77, "item 3")
    assert [shown.text for shown in telegram.messages(77)] == ["item 1", "else", "done", "item 3"]


async def test_an_edit_by_sms_is_dropped(office: Office, twilio: TwilioServer) -> None:
    async with office.running():
        await office.hand_over(letter("a", MIA, slot="R", edits=True))
        await office.until(a="sent")
    assert twilio.outbox(MIA.id) == []


async def test_what_is_stale_is_not_sent(office: Office, telegram: TelegramServer, ada: Person) -> None:
    async with office.running():
        await office.hand_over(letter("a", expires=utc_now() - timedelta(seconds=1)))
        await office.hand_over(letter("b", expires=utc_now() + timedelta(hours=1)))
        await office.until(a="expired", b="sent")
    assert texts(telegram) == ["b"]


async def test_a_letter_for_a_channel_that_is_off_waits(
    database: Database, chat: TelegramChannel, telegram: TelegramServer, ada: Person, desk: Desk
) -> None:
    office = Office(database, {Channel.TELEGRAM: chat}, desk)
    async with office.running():
        await office.hand_over(letter("a", MIA), letter("b"))
        await office.until(a="due", b="sent")


async def test_a_fault_of_ours_holds_up_no_other_letter(office: Office, telegram: TelegramServer, ada: Person) -> None:
    async with office.running():
        await office.hand_over(letter("a", edits=True, message="no number"), letter("b"))
        await office.until(a="due", b="sent")
    assert await rows(office.database, "select code from letter where key = 'a'") == [("fault",)]


async def test_a_fault_of_ours_that_does_not_end_is_told(
    office: Office, telegram: TelegramServer, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_module, "FAULTS", Backoff(0.01, 0.01))
    monkeypatch.setattr(line_module, "MOST_FAULTS", 2)
    async with office.running():
        await office.hand_over(letter("a", edits=True, message="no number"))
        [report] = await office.desk.until(1)
    assert isinstance(report, DeliveryReport)
    assert (report.outcome, report.code) == (Outcome.FAILED, "fault")


async def test_a_letter_whose_cost_cannot_be_told_holds_up_no_other(office: Office, twilio: TwilioServer) -> None:
    async with office.running():
        await office.hand_over(letter("odd", MIA, text="\ud83d hi"))
        await office.until(odd="due")
        await office.hand_over(letter("good", replace(MIA, id="+4915112345679")))
        await office.until(good="sent")
