"""What the bot sends by the loopback Bot API and the person sees, proved with the real `telegram.Bot`."""

import asyncio

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import BadRequest, EndPointNotFound, InvalidToken

from tests.servers.clients import telegram_bot
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_person import Person

ADA = 77
PNG = b"\x89PNG\r\n\x1a\n and so on"


def keyboard(label: str, data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)]])


async def test_the_bot_knows_itself(bot: Bot) -> None:
    assert (await bot.get_me()).username == "meantime_bot"
    assert await bot.set_my_commands([("start", "Begin")])


async def test_a_sent_message_is_shown_with_its_buttons(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ADA, "How are you?", reply_markup=keyboard("Low", "0"))
    [shown] = telegram.messages(ADA)
    assert (shown.id, shown.text, shown.labels, shown.edits) == (
        sent.message_id,
        "How are you?",
        [["Low"]],
        0,
    )
    assert sent.reply_markup == keyboard("Low", "0")


async def test_a_button_can_lead_to_a_page(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    link = InlineKeyboardMarkup([[InlineKeyboardButton("Open", url="https://example.org/")]])
    sent = await bot.send_message(ADA, "A page", reply_markup=link)
    assert telegram.messages(ADA)[0].buttons[0][0].url == "https://example.org/"
    assert sent.reply_markup == link


async def test_an_edit_replaces_text_and_buttons_in_place(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ADA, "One", reply_markup=keyboard("Low", "0"))
    edited = await bot.edit_message_text("Two", ADA, sent.message_id)
    await bot.edit_message_reply_markup(ADA, sent.message_id, reply_markup=keyboard("High", "10"))
    [shown] = telegram.messages(ADA)
    assert isinstance(edited, Message)
    assert edited.edit_date
    assert not edited.reply_markup
    assert (shown.id, shown.text, shown.labels, shown.edits) == (sent.message_id, "Two", [["High"]], 2)


async def test_a_deleted_message_is_gone(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    sent = await bot.send_message(ADA, "Soon gone")
    assert await bot.delete_message(ADA, sent.message_id)
    assert telegram.messages(ADA) == []


async def test_a_photo_arrives_as_its_bytes(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    sent = await bot.send_photo(ADA, PNG, caption="Your course")
    [shown] = telegram.messages(ADA)
    assert (shown.photo, shown.text, sent.caption) == (PNG, "Your course", "Your course")
    with pytest.raises(BadRequest, match=r"(?i)no text in the message"):
        await bot.edit_message_text("Other", ADA, sent.message_id)


async def test_a_photo_can_be_sent_again_by_its_id(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
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
async def test_the_limits_of_a_message_hold(bot: Bot, ada: Person, text: str, data: str, refusal: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){refusal}"):
        await bot.send_message(ADA, text, reply_markup=keyboard("Low", data))


@pytest.mark.parametrize(
    ("photo", "caption", "refusal"), [(b"no", "", "IMAGE_PROCESS"), (PNG, "x" * 1025, "caption is")]
)
async def test_the_limits_of_a_photo_hold(bot: Bot, ada: Person, photo: bytes, caption: str, refusal: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){refusal}"):
        await bot.send_photo(ADA, photo, caption=caption)


async def test_nobody_is_reached_who_was_never_there(telegram: TelegramServer, bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(404, "Hello?")
    assert telegram.messages(404) == []


async def test_a_wrong_token_and_an_unknown_method_are_refused(telegram: TelegramServer, bot: Bot) -> None:
    with pytest.raises(InvalidToken):
        await telegram_bot(telegram, token="1:other").__aenter__()
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("readMinds")


async def test_waiting_finds_the_nth_the_newest_with_a_text_and_one_that_pleases(
    telegram: TelegramServer, bot: Bot, ada: Person
) -> None:
    waiting = asyncio.create_task(telegram.wait_for(ADA, 2))
    for text in ("One", "Two", "Twofold"):
        await bot.send_message(ADA, text)
    assert (await waiting).text == "Two"
    assert (await telegram.wait_for(ADA, "Two")).text == "Twofold"
    assert (await telegram.wait_for(ADA, lambda shown: len(shown.text) == 3)).text == "Two"


async def test_what_was_there_before_is_not_waited_for(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    await bot.send_message(ADA, "One")
    waiting = asyncio.create_task(telegram.wait_for(ADA, "One", after=1))
    again = await bot.send_message(ADA, "One")
    assert (await waiting).id == again.message_id


async def test_waiting_in_vain_says_what_is_there_on_every_phone(
    telegram: TelegramServer, bot: Bot, ada: Person
) -> None:
    telegram.person(78)
    await bot.send_message(ADA, "One")
    await bot.send_message(78, "Three")
    with pytest.raises(AssertionError, match=r"for 'Two' to 77; there is\n  77: \['One'\]\n  78: \['Three'\]"):
        await telegram.wait_for(ADA, "Two", seconds=0)
