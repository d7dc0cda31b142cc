"""Letters of which nobody knows whether they left: looked for, tried again, and never sent against a STOP."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import courier as courier_module
from bot import line as line_module
from bot.channels.sms import SmsChannel
from bot.channels.telegram import TelegramChannel
from handlers.facts import ContactChanged, LettersWithdrawn
from handlers.people import Contact, ContactState, Role
from messages.envelope import Address, Channel, DeliveryReport, Outcome, Priority
from storage.database import Database
from tests.bot.conftest import PUBLIC, Desk, twilio_settings
from tests.bot.office import ADA, MIA, Office, letter, texts, utc_now
from tests.servers import twilio_errors
from tests.servers.faults import FOREVER, Fault, Kind
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_person import Person
from tests.servers.twilio import TwilioServer
from tests.servers.waiting import IMPATIENCE
from tests.storage.house import rows, write


@pytest.fixture(autouse=True)
def _nobody_waits_in_the_end_for_what_stays_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier_module, "DRAIN_SECONDS", 0.2)


@pytest.fixture
def office(database: Database, chat: TelegramChannel, sms: SmsChannel, desk: Desk) -> Office:
    return Office(database, {Channel.TELEGRAM: chat, Channel.SMS: sms}, desk)


async def stops(office: Office, address: Address) -> None:
    """What a STOP writes."""
    contact = Contact(address, Role.CLIENT, "C-1", ContactState.STOPPED)
    await write(office.database, ContactChanged(contact, utc_now()), LettersWithdrawn(address))


@pytest.mark.parametrize("kind", [Fault.cut, Fault.silence])
@pytest.mark.parametrize("left", [True, False])
async def test_an_sms_whose_answer_is_lost_leaves_exactly_once(
    database: Database, desk: Desk, twilio: TwilioServer, kind: type[Fault], left: bool
) -> None:
    impatient = SmsChannel(twilio_settings(twilio, timeout=IMPATIENCE), PUBLIC)
    office = Office(database, {Channel.SMS: impatient}, desk)
    twilio.order(kind(after_work=left), method="create")  # type: ignore[call-arg]
    async with office.running():
        await office.hand_over(letter("a", MIA))
        await office.until(a="sent")
    await impatient.close()
    [sent] = twilio.outbox(MIA.id)
    assert await rows(office.database, "select reference from letter") == [(sent.sid,)]


async def test_a_letter_with_the_words_of_another_is_not_taken_for_it(office: Office, twilio: TwilioServer) -> None:
    async with office.running():
        await office.hand_over(letter("a", MIA, text="Thank you."))
        await office.until(a="sent")
        twilio.order(Fault.cut(), method="create")
        await office.hand_over(letter("b", MIA, text="Thank you."))
        await office.until(b="sent")
    assert len(twilio.outbox(MIA.id)) == 2


@pytest.mark.parametrize("status", [500, 503, 504])
async def test_an_sms_that_left_in_spite_of_a_failure_leaves_once(
    office: Office, twilio: TwilioServer, status: int
) -> None:
    twilio.order(replace(twilio_errors.server_error(status), after_work=True), method="create")
    async with office.running():
        await office.hand_over(letter("a", MIA))
        await office.until(a="sent")
    assert len(twilio.outbox(MIA.id)) == 1


async def test_an_sms_that_left_and_was_answered_oddly_leaves_once(office: Office, twilio: TwilioServer) -> None:
    twilio.order(Fault(Kind.ANSWER, after_work=True, status=201, body="{}"), method="create")
    async with office.running():
        await office.hand_over(letter("a", MIA))
        await office.until(a="sent")
    assert len(twilio.outbox(MIA.id)) == 1


async def test_a_doubtful_sms_waits_until_twilio_tells(office: Office, twilio: TwilioServer) -> None:
    twilio.order(Fault.cut(after_work=True), method="create")
    twilio.order(twilio_errors.server_error(), method="list", times=FOREVER)
    async with office.running():
        await office.hand_over(letter("a", MIA))
        await twilio.wait_for_call("list", 2)
        await twilio.stop()
        twilio.faults.clear()
        await twilio.start()
        await office.until(a="sent")
    assert len(twilio.outbox(MIA.id)) == 1


async def test_a_doubtful_telegram_letter_comes_twice_rather_than_never(
    office: Office, telegram: TelegramServer, ada: Person
) -> None:
    telegram.order(Fault.cut(after_work=True), method="sendMessage")
    async with office.running():
        await office.hand_over(letter("a"))
        await office.until(a="sent")
    assert [shown.text for shown in telegram.messages(77)] == ["a", "a"]


async def test_a_doubtful_edit_is_seen_once(office: Office, telegram: TelegramServer, ada: Person) -> None:
    async with office.running():
        await office.hand_over(letter("a", slot="R"))
        await telegram.wait_for(77, "a")
        telegram.order(Fault.cut(after_work=True), method="editMessageText")
        await office.hand_over(letter("b", slot="R", edits=True))
        await office.until(b="sent")
    [shown] = telegram.messages(77)
    assert (shown.text, shown.edits) == ("b", 1)


@pytest.mark.parametrize("to", [ADA, MIA])
async def test_what_is_withdrawn_while_it_is_doubtful_is_not_sent_again(
    office: Office, telegram: TelegramServer, twilio: TwilioServer, ada: Person, to: Address
) -> None:
    gate = asyncio.Event()
    server, method = (telegram, "sendMessage") if to == ADA else (twilio, "create")
    server.order(Fault.cut().once(gate), method=method)
    async with office.running():
        await office.hand_over(letter("a", to, Priority.ALERT))
        await server.wait_for_call(method)
        await stops(office, to)
        gate.set()
        await office.hand_over(letter("stopped", to))
        await office.until(a="withdrawn", stopped="sent")
    assert [shown.text for shown in telegram.messages(77)] + [sms.text for sms in twilio.outbox(MIA.id)] == ["stopped"]


async def test_letters_that_may_have_left_keep_no_alert_in_the_outbox(office: Office, twilio: TwilioServer) -> None:
    doubtful = [letter(f"a{number}", Address(Channel.SMS, f"+49151123400{number:02}")) for number in range(32)]
    twilio.order(Fault.cut(), method="create", times=len(doubtful))
    twilio.order(twilio_errors.server_error(), method="list", times=FOREVER)
    async with office.running():
        await office.hand_over(*doubtful)
        await twilio.wait_for_call("create", len(doubtful))
        await office.write(letter("alert", MIA, Priority.ALERT))
        await office.until(alert="sent")


async def test_what_was_withdrawn_and_had_left_all_the_same_is_found_and_told(
    office: Office, twilio: TwilioServer
) -> None:
    gate = asyncio.Event()
    twilio.order(Fault.cut(after_work=True).once(gate), method="create")
    async with office.running():
        await office.hand_over(letter("a", MIA))
        await twilio.wait_for(MIA.id, "a")
        await stops(office, MIA)
        await office.until(a="withdrawn")
        gate.set()
        await office.until(a="sent")
    assert len(twilio.calls("create")) == 1


async def test_what_expires_while_it_is_doubtful_is_not_sent_again(
    office: Office, telegram: TelegramServer, ada: Person
) -> None:
    gate = asyncio.Event()
    telegram.order(Fault.cut().once(gate), method="sendMessage")
    async with office.running():
        await office.hand_over(letter("a", expires=utc_now() + timedelta(hours=1)))
        await telegram.wait_for_call("sendMessage")
        office.passes(timedelta(hours=1))
        gate.set()
        await office.until(a="expired")
    assert texts(telegram) == ["a"]


async def test_what_is_withdrawn_while_it_waits_for_a_free_call_does_not_leave(
    office: Office, telegram: TelegramServer, ada: Person
) -> None:
    gate = asyncio.Event()
    others = [Address(Channel.TELEGRAM, str(1000 + number)) for number in range(line_module.AT_ONCE)]
    for other in others:
        telegram.person(int(other.id))
        telegram.order(Fault.slow(gate), method="sendMessage", to=other.id)
    async with office.running():
        await office.hand_over(*(letter(f"to {other.id}", other) for other in others))
        await telegram.wait_for_call("sendMessage", len(others))
        await office.hand_over(letter("a", priority=Priority.ALERT))
        await stops(office, ADA)
        gate.set()
        await office.until(**{f"to {other.id}": "sent" for other in others}, a="withdrawn")
    assert telegram.messages(77) == []


@pytest.mark.parametrize("priority", [Priority.ALERT, Priority.BULK])
async def test_what_nobody_waits_for_is_sent_until_it_is_answered_for(
    office: Office, telegram: TelegramServer, ada: Person, priority: Priority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_module, "MOST_DOUBTS", 1)
    telegram.order(Fault.cut(), method="sendMessage", times=4)
    await office.write(letter("a", priority=priority))
    async with office.running():
        await office.until(a="sent")
    assert texts(telegram) == ["a"] * 5


async def test_a_reply_that_is_never_answered_for_is_given_up_and_told(
    office: Office, telegram: TelegramServer, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_module, "MOST_DOUBTS", 3)
    telegram.order(Fault.cut(after_work=True), method="sendMessage", times=FOREVER)
    async with office.running():
        await office.hand_over(letter("a"))
        [report] = await office.desk.until(1)
    assert isinstance(report, DeliveryReport)
    assert (report.outcome, report.code) == (Outcome.FAILED, "no-answer")
    assert texts(telegram) == ["a"] * 3
