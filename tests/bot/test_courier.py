"""The courier between a real outbox and the real channels: order, pace, faults, crashes, a database that refuses."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import courier as courier_module
from bot.channels.channel import ChannelPort
from bot.channels.sms import SmsChannel
from bot.channels.telegram import TelegramChannel
from bot.courier import Courier
from messages.envelope import Address, Channel, DeliveryReport, Letter, Outcome, Priority
from messages.post import Posted
from storage.database import Database
from storage.outbox import Outbox
from tests.bot.conftest import SOON, Desk
from tests.servers import telegram_errors, twilio_errors
from tests.servers.faults import FOREVER, Fault
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_person import Person
from tests.servers.twilio import TwilioServer
from tests.storage.house import post, rows

ADA = Address(Channel.TELEGRAM, "77")
MIA = Address(Channel.SMS, "+4915112345678")
PATIENCE = 20


def utc_now() -> datetime:
    return datetime.now(UTC)


def letter(key: str, to: Address = ADA, priority: Priority = Priority.REPLY, text: str = "", **more: object) -> Letter:
    return Letter(key, to, text or key, "ask_item", priority, **more)  # type: ignore[arg-type]


class Post:
    """The courier at work, and what the outbox says."""

    def __init__(self, database: Database, channels: Mapping[Channel, ChannelPort], desk: Desk) -> None:
        self.database = database
        self.desk = desk
        self.courier = Courier(channels, Outbox(database), desk.take, utc_now, segments_per_second=100, backoff=SOON)

    async def write(self, *letters: Letter, claimed: bool = False, now: datetime | None = None) -> None:
        """Letters are written, due or (replies and alerts) claimed."""
        await post(self.database, *letters, now=now or utc_now(), claimed=claimed)

    async def hand_over(self, *letters: Letter) -> None:
        """Letters are written and handed over, as the turn does."""
        await self.write(*letters, claimed=True)
        self.courier.deliver([Posted(one, 1, utc_now()) for one in letters])
        self.courier.wake()

    async def states(self) -> dict[str, str]:
        """The state of each letter."""
        return {str(key): str(state) for key, state in await rows(self.database, "select key, state from letter")}

    async def until(self, **expected: str) -> None:
        """Waits until these letters are in these states."""
        async with asyncio.timeout(PATIENCE):
            while not expected.items() <= (await self.states()).items():  # noqa: ASYNC110 - the outbox rings no bell
                await asyncio.sleep(0.01)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The courier runs, and stops by itself in the end."""
        quiet = asyncio.Event()
        running = asyncio.create_task(self.courier.run(quiet))
        try:
            yield
        finally:
            quiet.set()
            await running


@pytest.fixture
def office(database: Database, chat: TelegramChannel, sms: SmsChannel, desk: Desk) -> Post:
    return Post(database, {Channel.TELEGRAM: chat, Channel.SMS: sms}, desk)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program writes to the database all the while."""
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("begin immediate")
    try:
        yield
    finally:
        blocker.close()


def texts(telegram: TelegramServer) -> list[str]:
    return [call.text("text") for call in telegram.calls("sendMessage")]


async def test_what_is_due_leaves_by_its_channel(
    office: Post, telegram: TelegramServer, twilio: TwilioServer, ada: Person
) -> None:
    await office.write(letter("a", priority=Priority.BULK), letter("b", MIA, Priority.BULK))
    async with office.running():
        await office.until(a="sent", b="sent")
    references = await rows(office.database, "select reference from letter order by key")
    assert references == [(str(telegram.messages(77)[0].id),), (twilio.outbox(MIA.id)[0].sid,)]


async def test_letters_to_one_address_arrive_in_order(office: Post, telegram: TelegramServer, ada: Person) -> None:
    async with office.running():
        await office.hand_over(*(letter(key) for key in "zyxwv"))
        await telegram.wait_for(77, 5)
    assert [shown.text for shown in telegram.messages(77)] == list("zyxwv")


async def test_a_reply_overtakes_what_the_clock_began(office: Post, telegram: TelegramServer, ada: Person) -> None:
    bulk = [letter(f"b{chat}", Address(Channel.TELEGRAM, str(chat)), Priority.BULK) for chat in range(100, 150)]
    for one in bulk:
        telegram.person(int(one.to.id))
    await office.write(*bulk)
    async with office.running():
        await telegram.wait_for_call("sendMessage", 20)
        await office.hand_over(letter("reply"))
        await telegram.wait_for(77, "reply")
        assert len(texts(telegram)) < 50
        await office.until(**{one.key: "sent" for one in bulk})


async def test_an_address_told_to_pause_holds_up_nobody_else(
    office: Post, telegram: TelegramServer, ada: Person
) -> None:
    telegram.person(78)
    telegram.order(telegram_errors.rate_limited(1), method="sendMessage", to=77)
    async with office.running():
        await office.hand_over(letter("first"), letter("second"))
        await office.until(first="due", second="due")
        await office.hand_over(letter("third"), letter("other", Address(Channel.TELEGRAM, "78")))
        await office.until(third="due", other="sent")
        await office.until(first="sent", second="sent", third="sent")
    assert [shown.text for shown in telegram.messages(77)] == ["first", "second", "third"]
    assert texts(telegram)[:3] == ["first", "other", "first"]


async def test_told_to_pause_for_two_addresses_the_channel_pauses(
    office: Post, telegram: TelegramServer, ada: Person
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


@pytest.mark.parametrize("fault", [telegram_errors.server_error(), Fault.bad_gateway(), telegram_errors.unauthorized()])
async def test_a_letter_is_tried_again_after_a_fault(
    office: Post, telegram: TelegramServer, ada: Person, fault: Fault
) -> None:
    telegram.order(fault, method="sendMessage", times=2)
    async with office.running():
        await office.hand_over(letter("a"))
        await office.until(a="sent")
    assert [shown.text for shown in telegram.messages(77)] == ["a"]
    assert await rows(office.database, "select attempts from letter") == [(3,)]


@pytest.mark.parametrize("left", [True, False])
@pytest.mark.parametrize("kind", [Fault.cut, Fault.silence])
async def test_an_sms_whose_answer_is_lost_leaves_exactly_once(
    office: Post, twilio: TwilioServer, kind: type[Fault], left: bool
) -> None:
    twilio.order(kind(after_work=left), method="create")  # type: ignore[call-arg]
    async with office.running():
        await office.hand_over(letter("a", MIA))
        await office.until(a="sent")
    [sent] = twilio.outbox(MIA.id)
    assert await rows(office.database, "select reference from letter") == [(sent.sid,)]


async def test_a_doubtful_sms_waits_until_twilio_tells(office: Post, twilio: TwilioServer) -> None:
    twilio.order(Fault.cut(after_work=True), method="create")
    twilio.order(twilio_errors.server_error(), method="list", times=FOREVER)
    async with office.running():
        await office.hand_over(letter("a", MIA))
        await twilio.wait_for_call("list", 2)
        await twilio.stop()
        await asyncio.sleep(0.1)
        twilio.faults.clear()
        await twilio.start()
        await office.until(a="sent")
    assert len(twilio.outbox(MIA.id)) == 1


async def test_a_doubtful_telegram_letter_comes_twice_rather_than_never(
    office: Post, telegram: TelegramServer, ada: Person
) -> None:
    telegram.order(Fault.cut(after_work=True), method="sendMessage")
    async with office.running():
        await office.hand_over(letter("a"))
        await office.until(a="sent")
    assert [shown.text for shown in telegram.messages(77)] == ["a", "a"]


async def test_a_letter_that_is_never_answered_for_is_given_up_and_told(
    office: Post, telegram: TelegramServer, ada: Person
) -> None:
    telegram.order(Fault.cut(after_work=True), method="sendMessage", times=FOREVER)
    async with office.running():
        await office.hand_over(letter("a"))
        [report] = await office.desk.until(1)
    assert isinstance(report, DeliveryReport)
    assert (report.outcome, report.code) == (Outcome.FAILED, "no-answer")
    assert texts(telegram) == ["a"] * 5


async def test_a_doubtful_edit_is_seen_once(office: Post, telegram: TelegramServer, ada: Person) -> None:
    async with office.running():
        await office.hand_over(letter("a", slot="R"))
        await telegram.wait_for(77, "a")
        telegram.order(Fault.cut(after_work=True), method="editMessageText")
        await office.hand_over(letter("b", slot="R", edits=True))
        await office.until(b="sent")
    [shown] = telegram.messages(77)
    assert (shown.text, shown.edits) == ("b", 1)


@pytest.mark.parametrize(
    ("to", "fault", "outcome", "code"),
    [
        (ADA, telegram_errors.blocked(), Outcome.GONE, "403"),
        (ADA, telegram_errors.chat_not_found(), Outcome.FAILED, "400"),
        (MIA, twilio_errors.refused(21610), Outcome.GONE, "21610"),
        (MIA, twilio_errors.refused(21408), Outcome.FAILED, "21408"),
    ],
)
async def test_a_refusal_is_final_and_told(
    office: Post,
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
    office: Post, telegram: TelegramServer, ada: Person
) -> None:
    async with office.running():
        await office.hand_over(letter("item 1", slot="R"), letter("else", slot="S"), letter("item 2", slot="R"))
        await office.hand_over(letter("done", slot="R", edits=True), letter("item 3", slot="R"))
        await telegram.wait_for(77, "item 3")
    assert [shown.text for shown in telegram.messages(77)] == ["item 1", "else", "done", "item 3"]


async def test_an_edit_by_sms_is_dropped(office: Post, twilio: TwilioServer) -> None:
    async with office.running():
        await office.hand_over(letter("a", MIA, slot="R", edits=True))
        await office.until(a="sent")
    assert twilio.outbox(MIA.id) == []


async def test_what_is_stale_is_not_sent(office: Post, telegram: TelegramServer, ada: Person) -> None:
    async with office.running():
        await office.hand_over(letter("a", expires=utc_now() - timedelta(seconds=1)))
        await office.hand_over(letter("b", expires=utc_now() + timedelta(hours=1)))
        await office.until(a="expired", b="sent")
    assert texts(telegram) == ["b"]


async def test_a_letter_for_a_channel_that_is_off_waits(
    database: Database, chat: TelegramChannel, telegram: TelegramServer, ada: Person, desk: Desk
) -> None:
    office = Post(database, {Channel.TELEGRAM: chat}, desk)
    async with office.running():
        await office.hand_over(letter("a", MIA), letter("b"))
        await office.until(a="due", b="sent")


async def test_a_fault_of_ours_holds_up_no_other_letter(office: Post, telegram: TelegramServer, ada: Person) -> None:
    async with office.running():
        await office.hand_over(letter("a", edits=True, message="no number"), letter("b"))
        await office.until(a="due", b="sent")
    assert await rows(office.database, "select code from letter where key = 'a'") == [("fault",)]


async def test_the_courier_goes_on_after_a_fault_of_ours(
    office: Post, telegram: TelegramServer, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_module, "FAULT_SECONDS", 0.01)
    await office.write(letter("a", priority=Priority.BULK))
    await office.database.writer.execute("alter table letter rename to elsewhere")
    async with office.running():
        await asyncio.sleep(0.1)
        await office.database.writer.execute("alter table elsewhere rename to letter")
        await office.until(a="sent")


@pytest.mark.parametrize("faults", [0, 1])
async def test_while_the_database_refuses_nothing_is_lost_or_sent_twice(
    office: Post, telegram: TelegramServer, ada: Person, database_path: Path, faults: int
) -> None:
    await office.database.writer.execute("pragma busy_timeout = 1")
    if faults:
        telegram.order(telegram_errors.server_error(), method="sendMessage")
    await office.write(letter("a"), claimed=True)
    async with office.running():
        with locked(database_path):
            office.courier.deliver([Posted(letter("a"), 1, utc_now())])
            await telegram.wait_for_call("sendMessage")
            await asyncio.sleep(0.2)
            assert await office.states() == {"a": "sending"}
        await office.until(a="sent")
    assert texts(telegram) == ["a"] * (1 + faults)


async def test_after_a_crash_an_sms_that_left_is_found_and_one_that_did_not_is_sent(
    office: Post, sms: SmsChannel, twilio: TwilioServer
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
    office: Post, telegram: TelegramServer, ada: Person
) -> None:
    await office.write(letter("a"), claimed=True, now=utc_now() - timedelta(seconds=1))
    await office.courier.reconcile()
    async with office.running():
        await office.until(a="sent")
    assert texts(telegram) == ["a"]


async def test_after_a_crash_a_letter_for_a_channel_that_is_off_is_due_again(
    database: Database, chat: TelegramChannel, desk: Desk
) -> None:
    office = Post(database, {Channel.TELEGRAM: chat}, desk)
    await office.write(letter("a", MIA), claimed=True, now=utc_now() - timedelta(seconds=1))
    await office.courier.reconcile()
    async with office.running():
        await office.until(a="due")


async def test_a_provider_that_does_not_tell_at_the_start_is_asked_again(
    office: Post, sms: SmsChannel, twilio: TwilioServer, telegram: TelegramServer, ada: Person
) -> None:
    long_ago = utc_now() - timedelta(seconds=1)
    await office.write(letter("a", MIA), letter("b", MIA), letter("c"), claimed=True, now=long_ago)
    await sms.send(letter("a", MIA))
    twilio.order(twilio_errors.server_error(), method="list", times=2)
    await office.courier.reconcile()
    assert len(twilio.calls("list")) == 1
    async with office.running():
        await office.until(a="sent", b="sent", c="sent")
    assert [one.text for one in twilio.outbox(MIA.id)] == ["a", "b"]


async def test_at_the_end_what_is_in_hand_leaves(office: Post, telegram: TelegramServer, ada: Person) -> None:
    async with office.running():
        await office.hand_over(*(letter(key) for key in "abcde"))
    assert [shown.text for shown in telegram.messages(77)] == list("abcde")
    assert set((await office.states()).values()) == {"sent"}


async def test_at_the_end_what_cannot_leave_is_due_again_or_found_at_the_next_start(
    office: Post, telegram: TelegramServer, ada: Person, monkeypatch: pytest.MonkeyPatch
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
    office = Post(database, {Channel.SMS: sms}, desk)
    office.courier = Courier({Channel.SMS: sms}, Outbox(database), desk.take, utc_now, segments_per_second=0.001)
    async with office.running():
        await office.hand_over(
            letter("a", MIA, text="x" * 1600), letter("b", replace(MIA, id="+4915112345679"), text="x" * 800)
        )
        await office.until(a="sent")
    assert await office.states() == {"a": "sent", "b": "due"}


async def test_at_the_end_a_database_that_refuses_does_not_keep_the_courier(
    office: Post, telegram: TelegramServer, ada: Person, database_path: Path
) -> None:
    await office.database.writer.execute("pragma busy_timeout = 1")
    await office.write(letter("a"), claimed=True)
    with locked(database_path):
        async with office.running():
            office.courier.deliver([Posted(letter("a"), 1, utc_now())])
            await telegram.wait_for(77, "a")
    assert await office.states() == {"a": "sending"}
