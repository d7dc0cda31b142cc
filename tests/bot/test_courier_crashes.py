"""The courier when the database refuses, the process has crashed, or the end comes."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot import courier as courier_module
from bot.channels.sms import SmsChannel
from bot.channels.telegram import TelegramChannel
from bot.courier import Courier
from messages.envelope import Channel, Priority
from storage.database import Database
from storage.outbox import Outbox
from tests.bot.conftest import Desk
from tests.bot.office import MIA, Office, letter, locked, texts, told, utc_now
from tests.servers import telegram_errors, twilio_errors
from tests.servers.faults import FOREVER, Fault
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_person import Person
from tests.servers.twilio import TwilioServer
from tests.storage.house import rows


@pytest.fixture
def office(database: Database, chat: TelegramChannel, sms: SmsChannel, desk: Desk) -> Office:
    return Office(database, {Channel.TELEGRAM: chat, Channel.SMS: sms}, desk)


async def test_the_courier_goes_on_after_a_fault_of_ours(
    office: Office, telegram: TelegramServer, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_module, "FAULT_SECONDS", 0.01)
    await office.write(letter("a", priority=Priority.BULK))
    await _rename(office, "letter", "elsewhere")
    with capture_logs() as said:
        async with office.running():
            await told(said, "courier.fault")
            await _rename(office, "elsewhere", "letter")
            await office.until(a="sent")


async def _rename(office: Office, table: str, name: str) -> None:
    """In a transaction of its own: outside of one it would end up in the courier's, and be rolled back with it."""
    async with office.database.transaction() as connection:
        await connection.execute(f"alter table {table} rename to {name}")


@pytest.mark.parametrize("faults", [0, 1])
async def test_while_the_database_refuses_nothing_is_lost_or_sent_twice(
    office: Office, telegram: TelegramServer, ada: Person, database_path: Path, faults: int
) -> None:
    await office.database.writer.execute("pragma busy_timeout = 1")
    if faults:
        telegram.order(telegram_errors.server_error(), method="sendMessage")
    await office.write(letter("a"), claimed=True)
    async with office.running():
        with locked(database_path):
            with capture_logs() as said:
                office.deliver(letter("a"))
                await telegram.wait_for_call("sendMessage")
                await told(said, "courier.refused")
            assert await office.states() == {"a": "sending"}
        await office.until(a="sent")
    assert texts(telegram) == ["a"] * (1 + faults)


async def test_after_a_crash_an_sms_that_left_is_found_and_one_that_did_not_is_sent(
    office: Office, sms: SmsChannel, twilio: TwilioServer
) -> None:
    left, lost = letter("left", MIA), letter("lost", MIA)
    await office.write(left, lost, claimed=True)
    reference = await sms.send(left)
    await office.courier.reconcile()
    async with office.running():
        await office.until(left="sent", lost="sent")
    assert [one.text for one in twilio.outbox(MIA.id)] == ["left", "lost"]
    assert await rows(office.database, "select reference from letter where key = 'left'") == [(reference,)]


async def test_after_a_crash_a_telegram_letter_is_sent_again(
    office: Office, telegram: TelegramServer, ada: Person
) -> None:
    await office.write(letter("a"), claimed=True, now=utc_now() - timedelta(seconds=1))
    await office.courier.reconcile()
    async with office.running():
        await office.until(a="sent")
    assert texts(telegram) == ["a"]


async def test_after_a_crash_nothing_stays_in_hand_though_the_clock_was_set_back(
    office: Office, telegram: TelegramServer, ada: Person
) -> None:
    await office.write(letter("a", priority=Priority.ALERT), claimed=True, now=utc_now() + timedelta(hours=1))
    await office.courier.reconcile()
    async with office.running():
        await office.until(a="sent")


async def test_a_letter_that_no_key_opens_does_not_stop_the_start(
    office: Office, telegram: TelegramServer, ada: Person
) -> None:
    await office.write(letter("odd"), letter("a"), claimed=True)
    await office.database.writer.execute("update letter set body_sealed = x'00' where key = 'odd'")
    await office.courier.reconcile()
    async with office.running():
        await office.until(odd="failed", a="sent")


async def test_after_a_crash_a_letter_for_a_channel_that_is_off_is_due_again(
    database: Database, chat: TelegramChannel, desk: Desk
) -> None:
    office = Office(database, {Channel.TELEGRAM: chat}, desk)
    await office.write(letter("a", MIA), claimed=True, now=utc_now() - timedelta(seconds=1))
    await office.courier.reconcile()
    async with office.running():
        await office.until(a="due")


async def test_a_provider_that_does_not_tell_at_the_start_is_asked_again(
    office: Office, sms: SmsChannel, twilio: TwilioServer, telegram: TelegramServer, ada: Person
) -> None:
    long_ago = utc_now() - timedelta(seconds=1)
    await office.write(letter("a", MIA), letter("b", MIA), letter("c"), claimed=True, now=long_ago)
    await sms.send(letter("a", MIA))
    twilio.order(twilio_errors.server_error(), method="list", times=2)
    await office.courier.reconcile()
    async with office.running():
        await office.until(a="sent", b="sent", c="sent")
    assert len(twilio.calls("list")) >= 3
    assert [one.text for one in twilio.outbox(MIA.id)] == ["a", "b"]


async def test_a_letter_that_cannot_be_looked_for_hides_none_behind_it(
    office: Office, sms: SmsChannel, twilio: TwilioServer
) -> None:
    """The column of a letter's ids is renamed meanwhile: what is found belongs to nobody knows whom."""
    await office.write(letter("a", MIA), letter("b", replace(MIA, id="+4915112345679")), claimed=True)
    await sms.send(letter("a", MIA))
    await office.courier.reconcile()
    await _rename_column(office, "reference", "elsewhere")
    async with office.running():
        await twilio.wait_for_call("list", 4)
        await _rename_column(office, "elsewhere", "reference")
        await office.until(a="sent", b="sent")
    assert len(twilio.outbox(MIA.id)) == 1


async def _rename_column(office: Office, column: str, name: str) -> None:
    async with office.database.transaction() as connection:
        await connection.execute(f"alter table letter rename column {column} to {name}")


async def test_at_the_end_what_is_in_hand_leaves(office: Office, telegram: TelegramServer, ada: Person) -> None:
    async with office.running():
        await office.hand_over(*(letter(key) for key in "abcde"))
    assert [shown.text for shown in telegram.messages(77)] == list("abcde")
    assert set((await office.states()).values()) == {"sent"}


async def test_at_the_end_what_cannot_leave_is_due_again_or_found_at_the_next_start(
    office: Office, telegram: TelegramServer, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_module, "DRAIN_SECONDS", 0.05)
    telegram.order(Fault.silence(), method="sendMessage", times=FOREVER)
    async with office.running():
        await office.hand_over(letter("a"), letter("b"))
        await telegram.wait_for_call("sendMessage")
    assert await office.states() == {"a": "sending", "b": "due"}


async def test_at_the_end_a_letter_that_waits_for_its_pace_is_due_again(
    database: Database, sms: SmsChannel, twilio: TwilioServer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_module, "DRAIN_SECONDS", 0.05)
    office = Office(database, {Channel.SMS: sms}, desk)
    office.courier = Courier({Channel.SMS: sms}, Outbox(database), desk.take, utc_now, segments_per_second=0.001)
    async with office.running():
        await office.hand_over(
            letter("a", MIA, text="x" * 1600), letter("b", replace(MIA, id="+4915112345679"), text="x" * 800)
        )
        await office.until(a="sent")
    assert await office.states() == {"a": "sent", "b": "due"}


async def test_to_one_address_a_burst_leaves_at_once_and_the_rest_more_slowly(
    office: Office, telegram: TelegramServer, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirty letters would take half a minute."""
    monkeypatch.setattr(courier_module, "DRAIN_SECONDS", 0.5)
    async with office.running():
        await office.hand_over(*(letter(f"{number:02}") for number in range(30)))
        await telegram.wait_for(77, 5)
    states = await office.states()
    assert (states["04"], states["29"]) == ("sent", "due")


async def test_at_the_end_a_database_that_refuses_does_not_keep_the_courier(
    office: Office, telegram: TelegramServer, ada: Person, database_path: Path
) -> None:
    await office.database.writer.execute("pragma busy_timeout = 1")
    await office.write(letter("a"), claimed=True)
    with locked(database_path):
        async with office.running():
            office.deliver(letter("a"))
            await telegram.wait_for(77, "a")
    assert await office.states() == {"a": "sending"}
