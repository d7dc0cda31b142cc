"""The Telegram channel: the real library against a Bot API on loopback, faults included."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from telegram.error import RetryAfter

from bot.channels.channel import Gone, Refused, SendError, TryLater, Unsure
from bot.channels.telegram import TelegramChannel, fitting, retry_seconds
from bot.channels.updates import ALLOWED
from bot.pacing import Backoff
from messages.chart import to_json
from messages.envelope import Address, Button, ButtonPress, Channel, DeliveryReport, IncomingMessage, Letter
from messages.post import Posted
from messages.words import LANGUAGES
from tests.bot.conftest import Desk, telegram_channel
from tests.handlers.charts import chart
from tests.servers import telegram_errors as errors
from tests.servers.faults import FOREVER, Fault
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_person import Person
from tests.servers.waiting import IMPATIENCE

ADA = Address(Channel.TELEGRAM, "77")
ODD: list[object] = [True, {}, [{}], [7], [{"update_id": "x"}]]
DRAWN = to_json(chart(16, 18.5))
PNG = b"\x89PNG"
KEYS = ((Button("0", "a|R|0|0"), Button("1", "a|R|0|10")),)


def letter(text: str = "How are you?", **more: object) -> Letter:
    return Letter("k", ADA, text, "ask_item", **more)  # type: ignore[arg-type]


@asynccontextmanager
async def listening(channel: TelegramChannel, desk: Desk) -> AsyncIterator[asyncio.Event]:
    """The channel hands over what arrives, and stops by itself in the end."""
    stop = asyncio.Event()
    running = asyncio.create_task(channel.run(desk.take, stop))
    try:
        yield stop
    finally:
        stop.set()
        await running


def words(desk: Desk) -> list[str]:
    return [one.text for one in desk.taken.values() if isinstance(one, IncomingMessage)]


async def test_a_letter_is_shown_with_its_buttons(chat: TelegramChannel, telegram: TelegramServer, ada: Person) -> None:
    reference = await chat.send(letter(buttons=KEYS))
    [shown] = telegram.messages(77)
    assert (str(shown.id), shown.text, shown.labels) == (reference, "How are you?", [["0", "1"]])


async def test_an_edit_replaces_text_and_buttons(chat: TelegramChannel, telegram: TelegramServer, ada: Person) -> None:
    message = await chat.send(letter(buttons=KEYS))
    assert await chat.send(letter("Thanks", edits=True, message=message)) == message
    [shown] = telegram.messages(77)
    assert (shown.text, shown.labels, shown.edits) == ("Thanks", [], 1)


async def test_an_edit_that_changes_nothing_is_done(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person
) -> None:
    message = await chat.send(letter())
    assert await chat.send(letter(edits=True, message=message)) == message
    assert len(telegram.messages(77)) == 1


async def test_what_cannot_be_edited_any_more_is_sent(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person
) -> None:
    reference = await chat.send(letter(edits=True, message="4711"))
    assert [str(shown.id) for shown in telegram.messages(77)] == [reference]


async def test_an_edit_of_what_was_never_sent_is_dropped(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person
) -> None:
    assert await chat.send(letter(edits=True)) == ""
    assert telegram.messages(77) == []


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        (errors.rate_limited(7), TryLater, "429"),
        (errors.blocked(), Gone, "403"),
        (errors.deactivated(), Gone, "403"),
        (errors.error(403, "Forbidden: bot can't initiate conversation with a user"), Gone, "403"),
        (errors.error(403, "Forbidden: chat not found"), Refused, "403"),
        (Fault.answer(403, "<html>This address is blocked by your company</html>"), TryLater, "403"),
        (errors.chat_not_found(), Refused, "400"),
        (errors.migrated(-100123), Refused, "400"),
        (errors.unauthorized(), TryLater, "401"),
        (errors.server_error(), TryLater, "5xx"),
        (Fault.bad_gateway(), TryLater, "5xx"),
        (Fault.cut(), Unsure, "no-answer"),
        (Fault.answer(200, "sent, perhaps"), Unsure, "no-answer"),
        (Fault.answer(200, {"ok": True}), Unsure, "unreadable"),
        (Fault.answer(200, "null"), Unsure, "unreadable"),
        (Fault.answer(502, "null"), Unsure, "unreadable"),
    ],
)
async def test_an_error_says_what_to_do(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person, fault: Fault, kind: type[SendError], code: str
) -> None:
    telegram.order(fault, method="sendMessage")
    with pytest.raises(kind) as raised:
        await chat.send(letter())
    assert (raised.type, raised.value.code) == (kind, code)


async def test_silence_leaves_it_open(telegram: TelegramServer, ada: Person) -> None:
    channel = telegram_channel(telegram, read_timeout=IMPATIENCE)
    telegram.order(Fault.silence(), method="sendMessage")
    with pytest.raises(Unsure, match="no-answer"):
        await channel.send(letter())
    await channel.close()


@pytest.mark.parametrize("result", [{}, True, {"message_id": "x"}])
async def test_a_letter_that_was_taken_has_left_whatever_is_said_of_it(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person, result: object
) -> None:
    telegram.order(Fault.answer(200, {"ok": True, "result": result}), method="sendMessage")
    assert await chat.send(letter()) == ""


async def test_flood_control_names_the_pause(chat: TelegramChannel, telegram: TelegramServer, ada: Person) -> None:
    telegram.order(errors.rate_limited(7), method="sendMessage")
    with pytest.raises(TryLater) as raised:
        await chat.send(letter())
    assert raised.value.after == 7


def test_a_pause_in_whole_seconds_is_understood_too(monkeypatch: pytest.MonkeyPatch) -> None:
    error = RetryAfter(7)
    monkeypatch.setenv("PTB_TIMEDELTA", "false")
    with pytest.warns(DeprecationWarning, match="retry_after"):
        assert retry_seconds(error) == 7


async def test_a_letter_to_a_server_that_is_down_did_not_leave(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person
) -> None:
    await telegram.stop()
    with pytest.raises(TryLater, match="unreachable"):
        await chat.send(letter())
    await telegram.start()
    assert await chat.send(letter())


async def test_nobody_tells_what_a_bot_has_sent(chat: TelegramChannel, ada: Person) -> None:
    await chat.send(letter())
    assert not await chat.find(Posted(letter(), 1, datetime.now(UTC)))


async def test_a_text_too_long_for_one_message_is_cut(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person
) -> None:
    await chat.send(letter("x" * 5000))
    assert len(telegram.messages(77)[0].text) == 4096


@pytest.mark.parametrize(("text", "cut"), [("x" * 4096, "x" * 4095 + "…"), ("🙂" * 2048, "🙂" * 2047 + "…")])
def test_a_text_that_fits_stays_whole(text: str, cut: str) -> None:
    assert fitting(text) == text
    assert fitting(text + "x") == cut


async def test_messages_are_taken_in_order_and_then_confirmed(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person, desk: Desk
) -> None:
    for text in "7687":
        ada.says(text)
    async with listening(chat, desk):
        await telegram.settled()
    assert words(desk) == list("7687")


async def test_nothing_is_confirmed_while_the_database_refuses(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person, desk: Desk
) -> None:
    desk.refusals = 4
    ada.says("7")
    last = ada.says("6")
    async with listening(chat, desk):
        await telegram.settled()
    offsets = [call.number("offset") for call in telegram.calls("getUpdates")]
    assert offsets[:4] == [0, 0, 0, last.id + 1]
    assert words(desk) == ["7", "6"]


async def test_what_comes_twice_has_the_same_key(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person, desk: Desk
) -> None:
    update = ada.says("7")
    async with listening(chat, desk):
        await telegram.settled()
        telegram.repeat(update)
        await telegram.settled()
    assert len(desk.tries) == 2
    assert list(desk.taken) == [f"telegram:{update.id}"]


async def test_after_a_quiet_week_lower_numbers_are_confirmed_too(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person, desk: Desk
) -> None:
    ada.says("7")
    async with listening(chat, desk):
        await telegram.settled()
        telegram.updates.jump(5)
        ada.says("6")
        await telegram.settled()
    assert words(desk) == ["7", "6"]


async def test_groups_and_nonsense_hold_nothing_up(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person, desk: Desk
) -> None:
    ada.says_in_group(-4001, "hello all")
    ada.sends_nonsense()
    ada.says("7")
    async with listening(chat, desk):
        await telegram.settled()
    assert words(desk) == ["7"]
    assert telegram.messages(-4001) == []


async def test_a_block_arrives_and_an_unblock_does_not(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person, desk: Desk
) -> None:
    async with listening(chat, desk):
        await telegram.wait_for_call("getUpdates")
        ada.blocks()
        await telegram.settled()
        ada.unblocks()
        ada.says("/start")
        await telegram.settled()
    report, start = desk.taken.values()
    assert isinstance(report, DeliveryReport)
    assert report.address == ADA
    assert isinstance(start, IncomingMessage)


async def test_a_pressed_button_stops_to_spin_once_it_is_taken(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person, desk: Desk
) -> None:
    desk.refusals = 1
    message = await chat.send(letter(buttons=KEYS))
    ada.presses("1")
    async with listening(chat, desk):
        await telegram.wait_for_call("answerCallbackQuery")
    [press] = desk.taken.values()
    assert isinstance(press, ButtonPress)
    assert (press.data, press.message) == ("a|R|0|10", message)
    assert len(telegram.calls("answerCallbackQuery")) == 1


async def test_a_press_that_cannot_be_answered_is_taken_all_the_same(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person, desk: Desk
) -> None:
    telegram.order(errors.query_too_old(), method="answerCallbackQuery")
    await chat.send(letter(buttons=KEYS))
    ada.presses("1")
    async with listening(chat, desk):
        await telegram.wait_for_call("answerCallbackQuery")
        ada.says("7")
        await desk.until(2)


async def test_closing_does_not_wait_for_an_answer_to_a_press(
    telegram: TelegramServer, ada: Person, desk: Desk
) -> None:
    channel = telegram_channel(telegram, read_timeout=3600)
    telegram.order(Fault.silence(), method="answerCallbackQuery")
    await channel.send(letter(buttons=KEYS))
    ada.presses("1")
    async with listening(channel, desk):
        await telegram.wait_for_call("answerCallbackQuery")
    await channel.close()


@pytest.mark.parametrize(
    "fault",
    [
        errors.other_poller(),
        errors.server_error(),
        errors.rate_limited(1),
        errors.unauthorized(),
        Fault.bad_gateway(),
        Fault.cut(),
        *(Fault.answer(200, {"ok": True, "result": one}) for one in ODD),
        *(Fault.answer(status, body) for status in (200, 403, 502) for body in ("null", "[]", '"x"', "7")),
        Fault.answer(200, {"ok": True}),
        Fault.answer(502, {"parameters": 7}),
    ],
)
async def test_polling_goes_on_after_a_fault(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person, desk: Desk, fault: Fault
) -> None:
    telegram.order(fault, method="getUpdates", times=2 if fault != errors.rate_limited(1) else 1)
    ada.says("7")
    async with listening(chat, desk):
        await telegram.settled()
    assert words(desk) == ["7"]


async def test_after_a_success_the_rests_begin_short_again(telegram: TelegramServer, ada: Person, desk: Desk) -> None:
    """Twelve that doubled would take minutes."""
    channel = telegram_channel(telegram, backoff=Backoff(0.05, 600))
    async with listening(channel, desk):
        for number in range(12):
            telegram.order(errors.server_error(), method="getUpdates")
            ada.says(str(number))
            await desk.until(number + 1)
    await channel.close()


async def test_an_outage_loses_no_message(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person, desk: Desk
) -> None:
    async with listening(chat, desk):
        await telegram.wait_for_call("getUpdates")
        await telegram.stop()
        ada.says("7")
        await telegram.start()
        await telegram.settled()
    assert words(desk) == ["7"]


async def test_polling_removes_a_webhook_and_drops_nothing(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person, desk: Desk
) -> None:
    telegram.order(errors.server_error(), method="deleteWebhook")
    ada.says("7")
    async with listening(chat, desk):
        await telegram.settled()
    assert words(desk) == ["7"]


async def test_stopping_while_telegram_refuses_ends_at_once(
    chat: TelegramChannel, telegram: TelegramServer, desk: Desk
) -> None:
    telegram.order(errors.server_error(), method="deleteWebhook", times=FOREVER)
    async with listening(chat, desk):
        await telegram.wait_for_call("deleteWebhook", 3)
    assert telegram.calls("getUpdates") == []


@pytest.mark.parametrize("odd", [Fault.answer(200, {"ok": True}), Fault.answer(200, {"ok": True, "result": False})])
async def test_a_webhook_is_set_in_spite_of_odd_answers(telegram: TelegramServer, desk: Desk, odd: Fault) -> None:
    channel = telegram_channel(telegram, mode="webhook", webhook_secret="s3cret")
    telegram.order(odd, method="setWebhook", times=2)
    async with listening(channel, desk):
        await telegram.bell.until(lambda: telegram.webhook.url)
    await channel.close()


async def test_updates_without_numbers_are_not_asked_for_without_a_rest(
    telegram: TelegramServer, ada: Person, desk: Desk
) -> None:
    """A channel that rests for an hour asks once."""
    channel = telegram_channel(telegram, backoff=Backoff(3600, 3600))
    telegram.order(Fault.answer(200, {"ok": True, "result": [{"foo": 1}]}), method="getUpdates", times=FOREVER)
    async with listening(channel, desk):
        await telegram.wait_for_call("getUpdates")
        await asyncio.sleep(0.1)
    await channel.close()
    assert len(telegram.calls("getUpdates")) == 1


async def test_with_a_webhook_nothing_is_polled(telegram: TelegramServer, desk: Desk) -> None:
    channel = telegram_channel(telegram, mode="webhook", webhook_secret="s3cret")
    telegram.order(errors.rate_limited(1), method="setWebhook")
    async with listening(channel, desk):
        call = await telegram.wait_for_call("setWebhook", 2)
        await telegram.bell.until(lambda: telegram.webhook.url)
    await channel.close()
    assert call.text("url") == telegram.webhook.url == "https://checkin.example.org/telegram"
    assert (call.text("secret_token"), call.text("drop_pending_updates")) == ("s3cret", "")
    assert telegram.updates.allowed == frozenset(ALLOWED)
    assert telegram.calls("getUpdates") == []


async def test_a_picture_goes_above_its_words_and_buttons(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person
) -> None:
    reference = await chat.send(letter(buttons=KEYS, picture=DRAWN))
    [shown] = telegram.messages(77)
    assert (str(shown.id), shown.text, shown.labels) == (reference, "How are you?", [["0", "1"]])
    assert shown.photo.startswith(PNG)


async def test_words_too_long_for_a_caption_go_before_their_picture(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person
) -> None:
    reference = await chat.send(letter("🙂" * 513, picture=DRAWN))
    words_first, picture = telegram.messages(77)
    assert (str(words_first.id), words_first.photo, picture.text) == (reference, b"", "")
    assert picture.photo.startswith(PNG)


@pytest.mark.parametrize("picture", ["{}", "no chart", DRAWN])
async def test_words_leave_without_a_picture_that_cannot_be_shown(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person, picture: str
) -> None:
    telegram.order(errors.bad_request("IMAGE_PROCESS_FAILED"), method="sendPhoto")
    await chat.send(letter(picture=picture))
    [shown] = telegram.messages(77)
    assert (shown.text, shown.photo) == ("How are you?", b"")


async def test_a_picture_that_does_not_follow_its_words_is_let_go(
    chat: TelegramChannel, telegram: TelegramServer, ada: Person
) -> None:
    telegram.order(errors.rate_limited(3), method="sendPhoto")
    assert await chat.send(letter("x" * 1025, picture=DRAWN))
    assert len(telegram.messages(77)) == 1


async def test_a_letter_with_a_menu_shows_it_in_its_chat_and_leaves_though_it_cannot_be_shown(
    telegram: TelegramServer, ada: Person
) -> None:
    channel = telegram_channel(telegram, menus=True)
    telegram.order(errors.server_error(), method="setMyCommands")
    await channel.send(letter("Welcome", menu="supervisor.de"))
    await channel.send(letter("Welcome again", menu="supervisor.de"))
    await telegram.wait_for_call("setMyCommands", 2)
    assert [shown.text for shown in telegram.messages(77)] == ["Welcome", "Welcome again"]
    [menu] = telegram.menus("chat", "77").values()
    assert menu["today"] == "die Sitzungen von heute"
    await channel.close()


async def test_clients_are_offered_their_commands_in_the_language_of_their_phone(
    telegram: TelegramServer, desk: Desk
) -> None:
    channel = telegram_channel(telegram, menus=True)
    async with listening(channel, desk):
        await telegram.wait_for_call("setMyCommands", len(LANGUAGES))
    menus = telegram.menus("all_private_chats")
    assert set(menus) == {"", *LANGUAGES} - {"en"}
    assert menus[""]["stop"] == "end all messages"
    assert "today" not in menus["fr"]
    await channel.close()


async def test_staff_who_have_joined_before_are_offered_theirs_at_the_start(
    telegram: TelegramServer, desk: Desk
) -> None:
    telegram.person(77)
    telegram.person(78)
    channel = telegram_channel(telegram, menus=True, staff=[("77", "manager.en"), ("78", "therapist.de")])
    async with listening(channel, desk):
        await telegram.wait_for_call("setMyCommands", len(LANGUAGES) + 2)
    [manager], [therapist] = telegram.menus("chat", "77").values(), telegram.menus("chat", "78").values()
    assert "caseload" not in manager
    assert therapist["today"] == "die Sitzungen von heute"
    await channel.close()
