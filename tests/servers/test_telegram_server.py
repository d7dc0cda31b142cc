"""The loopback Bot API, proved with the real `telegram.Bot`."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from tests.servers import telegram_errors as errors
from tests.servers.faults import FOREVER, Fault
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_person import Person

ADA = 77
GROUP = -4001
PNG = b"\x89PNG\r\n\x1a\n and so on"


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with a_bot(server) as bot:
        yield bot


@pytest.fixture(autouse=True)
def _intervals_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opt in to the library's coming form of `retry_after`; without it every `RetryAfter` warns."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def ada(server: TelegramServer) -> Person:
    return server.person(ADA, "Ada")


def a_bot(server: TelegramServer, token: str = "", read_timeout: float = 10) -> Bot:
    request = HTTPXRequest(connection_pool_size=8, read_timeout=read_timeout)
    return Bot(token or server.token, base_url=server.base_url, request=request)


def keyboard(label: str, data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)]])


async def updates(bot: Bot, **arguments: object) -> list[dict[str, Any]]:
    """Fetch plain dicts; the method's name in lower case avoids a warning of the library."""
    answer = await bot.do_api_request("getupdates", api_kwargs=arguments)
    assert isinstance(answer, list)
    return answer


async def texts(bot: Bot, **arguments: object) -> list[str]:
    return [update["message"]["text"] for update in await updates(bot, **arguments)]


async def test_the_bot_knows_itself(bot: Bot) -> None:
    assert (await bot.get_me()).username == "meantime_bot"
    assert await bot.set_my_commands([("start", "Begin")])


async def test_a_sent_message_is_shown_with_its_buttons(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    sent = await bot.send_message(ADA, "How are you?", reply_markup=keyboard("Low", "0"))
    [shown] = server.messages(ADA)
    assert (shown.id, shown.text, shown.labels, shown.edits) == (
        sent.message_id,
        "How are you?",
        [["Low"]],
        0,
    )
    assert sent.reply_markup == keyboard("Low", "0")


async def test_a_button_can_lead_to_a_page(server: TelegramServer, bot: Bot, ada: Person) -> None:
    link = InlineKeyboardMarkup([[InlineKeyboardButton("Open", url="https://example.org/")]])
    sent = await bot.send_message(ADA, "A page", reply_markup=link)
    assert server.messages(ADA)[0].buttons[0][0].url == "https://example.org/"
    assert sent.reply_markup == link


async def test_an_edit_replaces_text_and_buttons_in_place(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    sent = await bot.send_message(ADA, "One", reply_markup=keyboard("Low", "0"))
    edited = await bot.edit_message_text("Two", ADA, sent.message_id)
    await bot.edit_message_reply_markup(ADA, sent.message_id, reply_markup=keyboard("High", "10"))
    [shown] = server.messages(ADA)
    assert isinstance(edited, Message)
    assert edited.edit_date
    assert not edited.reply_markup
    assert (shown.id, shown.text, shown.labels, shown.edits) == (sent.message_id, "Two", [["High"]], 2)


async def test_a_deleted_message_is_gone(server: TelegramServer, bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ADA, "Soon gone")
    assert await bot.delete_message(ADA, sent.message_id)
    assert server.messages(ADA) == []


async def test_a_photo_arrives_as_its_bytes(server: TelegramServer, bot: Bot, ada: Person) -> None:
    sent = await bot.send_photo(ADA, PNG, caption="Your course")
    [shown] = server.messages(ADA)
    assert (shown.photo, shown.text, sent.caption) == (PNG, "Your course", "Your course")
    with pytest.raises(BadRequest, match=r"(?i)no text in the message"):
        await bot.edit_message_text("Other", ADA, sent.message_id)


async def test_a_photo_can_be_sent_again_by_its_id(server: TelegramServer, bot: Bot, ada: Person) -> None:
    sent = await bot.send_photo(ADA, PNG)
    assert (await bot.send_photo(ADA, sent.photo[0].file_id)).photo


async def test_nonsense_of_the_bot_is_refused_in_the_words_of_telegram(bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ADA, "One", reply_markup=keyboard("Low", "0"))
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await bot.edit_message_text("One", ADA, sent.message_id, reply_markup=keyboard("Low", "0"))
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await bot.edit_message_text("Two", ADA, 999)
    with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
        await bot.delete_message(ADA, 999)
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await bot.answer_callback_query("999")


@pytest.mark.parametrize(
    ("text", "data", "refusal"),
    [
        (" ", "0", "message text is empty"),
        ("x" * 4097, "0", "message is too long"),
        ("Fine", "ü" * 33, "BUTTON_DATA_INVALID"),
    ],
)
async def test_the_limits_of_a_message_hold(
    bot: Bot, ada: Person, text: str, data: str, refusal: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){refusal}"):
        await bot.send_message(ADA, text, reply_markup=keyboard("Low", data))


@pytest.mark.parametrize(
    ("photo", "caption", "refusal"), [(b"no", "", "IMAGE_PROCESS"), (PNG, "x" * 1025, "caption is")]
)
async def test_the_limits_of_a_photo_hold(
    bot: Bot, ada: Person, photo: bytes, caption: str, refusal: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){refusal}"):
        await bot.send_photo(ADA, photo, caption=caption)


async def test_nobody_is_reached_who_was_never_there(server: TelegramServer, bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(404, "Hello?")
    assert server.messages(404) == []


async def test_a_wrong_token_and_an_unknown_method_are_refused(server: TelegramServer, bot: Bot) -> None:
    with pytest.raises(InvalidToken):
        await a_bot(server, token="1:other").__aenter__()
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("readMinds")


async def test_updates_stay_until_an_offset_confirms_them(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    first, second = ada.says("7"), ada.says("6")
    assert await texts(bot) == await texts(bot) == ["7", "6"]
    assert await texts(bot, offset=second.id) == ["6"]
    assert await texts(bot, offset=first.id) == ["6"]
    assert await texts(bot, offset=second.id + 1) == []
    await server.settled()


async def test_a_limit_bounds_a_batch(bot: Bot, ada: Person) -> None:
    for text in "7687":
        ada.says(text)
    assert await texts(bot, limit=3) == ["7", "6", "8"]


async def test_a_negative_offset_keeps_the_newest(bot: Bot, ada: Person) -> None:
    ada.says("7")
    ada.says("6")
    assert await texts(bot, offset=-1) == await texts(bot) == ["6"]


async def test_a_long_poll_answers_as_soon_as_somebody_writes(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    polling = asyncio.create_task(texts(bot, timeout=30))
    await server.wait_for_call("getUpdates")
    ada.says("7")
    assert await polling == ["7"]


async def test_a_long_poll_ends_empty(bot: Bot) -> None:
    assert await updates(bot, timeout=1) == []


async def test_only_wanted_kinds_come(bot: Bot, ada: Person) -> None:
    ada.says("7")
    assert await texts(bot, allowed_updates=["my_chat_member"]) == ["7"]
    ada.says("6")
    ada.blocks()
    assert [set(update) - {"update_id"} for update in await updates(bot)] == [{"message"}, {"my_chat_member"}]
    await updates(bot, allowed_updates=[])
    ada.says("8")
    assert "message" in (await updates(bot))[-1]


async def test_a_second_poller_ends_the_first(server: TelegramServer, bot: Bot, ada: Person) -> None:
    async with a_bot(server) as other:
        first = asyncio.create_task(texts(bot, timeout=30))
        await server.wait_for_call("getUpdates")
        second = asyncio.create_task(texts(other, timeout=30))
        with pytest.raises(Conflict, match="only one bot instance"):
            await first
        ada.says("7")
        assert await second == ["7"]


async def test_an_update_can_come_twice(server: TelegramServer, bot: Bot, ada: Person) -> None:
    update = ada.says("7")
    await updates(bot, offset=update.id + 1)
    server.repeat(update)
    assert [again["update_id"] for again in await updates(bot, offset=update.id + 1)] == [update.id]
    assert await updates(bot, offset=update.id + 1) == []


async def test_after_a_quiet_week_ids_may_begin_lower(server: TelegramServer, bot: Bot, ada: Person) -> None:
    last = ada.says("7")
    await updates(bot, offset=last.id + 1)
    server.updates.jump(5)
    ada.says("6")
    assert await texts(bot, offset=last.id + 1) == ["6"]


async def test_a_pressed_button_comes_with_its_message_and_is_answered(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    sent = await bot.send_message(ADA, "How?", reply_markup=keyboard("Low", "0"))
    ada.presses("Low")
    [query] = [Update.de_json(update, bot).callback_query for update in await updates(bot)]
    assert query
    assert query.message
    assert (query.data, query.message.message_id, query.from_user.id) == ("0", sent.message_id, ADA)
    assert await query.answer("Thank you")
    assert server.toasts(ADA) == ["Thank you"]


async def test_a_button_can_be_pressed_on_a_message_as_it_looked_before(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    sent = await bot.send_message(ADA, "How?", reply_markup=keyboard("Low", "0"))
    before = await server.wait_for(ADA, "How?")
    await bot.edit_message_text("Thanks", ADA, sent.message_id)
    ada.presses("0", before)
    assert (await updates(bot))[0]["callback_query"]["data"] == "0"
    with pytest.raises(AssertionError, match="No message shows a button 'Low'"):
        ada.presses("Low")


async def test_what_a_person_does_is_what_the_library_parses(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    ada.edits(ada.says("/start abc"), "7")
    ada.sends_photo(caption="6")
    ada.sends_photo()
    ada.sends_voice()
    ada.forwards("8")
    ada.sends(location={"latitude": 47.0, "longitude": 8.5})
    ada.says_in_group(GROUP, "Hello all")
    written, edited, photo, plain, voice, forwarded, place, group = [
        Update.de_json(update, bot) for update in await updates(bot)
    ]
    assert written.message
    assert written.message.parse_entities(["bot_command"]).popitem()[1] == "/start"
    assert edited.edited_message
    assert (edited.edited_message.text, edited.edited_message.id) == ("7", written.message.id)
    assert photo.message
    assert (photo.message.caption, bool(photo.message.photo)) == ("6", True)
    assert plain.message
    assert plain.message.caption is None
    assert voice.message
    assert voice.message.voice
    assert forwarded.message
    assert forwarded.message.forward_origin
    assert place.message
    assert place.message.location
    assert group.effective_chat
    assert (group.effective_chat.type, group.effective_chat.id) == ("group", GROUP)
    await bot.send_message(GROUP, "Private chats only, please")
    assert server.messages(GROUP)


async def test_nonsense_cannot_be_parsed_and_holds_nothing_up(bot: Bot, ada: Person) -> None:
    ada.sends_nonsense()
    ada.says("7")
    odd, good = await updates(bot)
    with pytest.raises(KeyError):
        Update.de_json(odd, bot)
    assert good["message"]["text"] == "7"


async def test_who_blocks_the_bot_cannot_be_reached_until_unblocking(bot: Bot, ada: Person) -> None:
    ada.blocks()
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(ADA, "Hello?")
    ada.unblocks()
    await bot.send_message(ADA, "Hello again")
    changes = [Update.de_json(update, bot).my_chat_member for update in await updates(bot)]
    assert [change and change.new_chat_member.status for change in changes] == ["kicked", "member"]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (errors.blocked(), Forbidden),
        (errors.deactivated(), Forbidden),
        (errors.rate_limited(2), RetryAfter),
        (errors.unauthorized(), InvalidToken),
        (errors.other_poller(), Conflict),
        (errors.not_modified(), BadRequest),
        (errors.chat_not_found(), BadRequest),
        (errors.query_too_old(), BadRequest),
        (errors.migrated(-100123), ChatMigrated),
        (errors.server_error(), NetworkError),
        (errors.server_error(503), NetworkError),
        (Fault.bad_gateway(), NetworkError),
        (Fault.cut(), NetworkError),
    ],
)
async def test_an_ordered_fault_is_met_once_and_does_nothing(
    server: TelegramServer, bot: Bot, ada: Person, fault: Fault, error: type[TelegramError]
) -> None:
    server.order(fault, method="sendMessage", to=ADA)
    with pytest.raises(error) as raised:
        await bot.send_message(ADA, "One")
    assert raised.type is error
    assert server.messages(ADA) == []
    await bot.send_message(ADA, "Two")
    assert [call.text("text") for call in server.calls("sendMessage")] == ["One", "Two"]


async def test_a_fault_meets_only_whom_it_is_ordered_for(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    server.person(78)
    server.order(errors.blocked(), method="sendMessage", to=ADA, times=FOREVER)
    await bot.send_message(78, "One")
    for _ in range(2):
        with pytest.raises(Forbidden):
            await bot.send_message(ADA, "Two")
    server.faults.clear()
    await bot.send_message(ADA, "Three")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.cut(after_work=True), NetworkError),
        (Fault.silence(after_work=True), TimedOut),
        (Fault.slow(5), TimedOut),
    ],
)
async def test_a_message_can_arrive_although_the_bot_does_not_learn_of_it(
    server: TelegramServer, ada: Person, fault: Fault, error: type[TelegramError]
) -> None:
    server.order(fault, method="sendMessage")
    async with a_bot(server, read_timeout=0.2) as hasty:
        with pytest.raises(error):
            await hasty.send_message(ADA, "One")
    assert [shown.text for shown in server.messages(ADA)] == ["One"]


async def test_a_slow_answer_comes_in_the_end(server: TelegramServer, bot: Bot, ada: Person) -> None:
    server.order(Fault.slow(0.01), method="sendMessage")
    assert (await bot.send_message(ADA, "One")).text == "One"


async def test_an_outage_refuses_connections_and_loses_nothing(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    await server.stop()
    ada.says("7")
    with pytest.raises(NetworkError):
        await updates(bot)
    await server.start()
    assert await texts(bot) == ["7"]


async def test_waiting_finds_the_nth_the_newest_with_a_text_and_one_that_pleases(
    server: TelegramServer, bot: Bot, ada: Person
) -> None:
    waiting = asyncio.create_task(server.wait_for(ADA, 2))
    for text in ("One", "Two", "Twofold"):
        await bot.send_message(ADA, text)
    assert (await waiting).text == "Two"
    assert (await server.wait_for(ADA, "Two")).text == "Twofold"
    assert (await server.wait_for(ADA, lambda shown: len(shown.text) == 3)).text == "Two"


async def test_waiting_in_vain_says_what_is_there(server: TelegramServer, bot: Bot, ada: Person) -> None:
    await bot.send_message(ADA, "One")
    with pytest.raises(AssertionError, match=r"for 'Two'; there is \['One'\]"):
        await server.wait_for(ADA, "Two", seconds=0.01)
