"""What persons do becomes updates for the real `telegram.Bot`, kept until it confirms them."""

import asyncio
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import Conflict, Forbidden

from tests.servers.clients import telegram_bot
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_person import Person

ADA = 77
GROUP = -4001
LOW = InlineKeyboardMarkup([[InlineKeyboardButton("Low", callback_data="0")]])


async def updates(bot: Bot, **arguments: object) -> list[dict[str, Any]]:
    """Fetch plain dicts; the method's name in lower case avoids a warning of the library."""
    answer = await bot.do_api_request("getupdates", api_kwargs=arguments)
    assert isinstance(answer, list)
    return answer


async def texts(bot: Bot, **arguments: object) -> list[str]:
    return [update["message"]["text"] for update in await updates(bot, **arguments)]


async def test_updates_stay_until_an_offset_confirms_them(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    first, second = ada.says("7"), ada.says("6")
    assert await texts(bot) == await texts(bot) == ["7", "6"]
    assert await texts(bot, offset=second.id) == ["6"]
    assert await texts(bot, offset=first.id) == ["6"]
    assert await texts(bot, offset=second.id + 1) == []
    await telegram.settled()


async def test_a_limit_bounds_a_batch(bot: Bot, ada: Person) -> None:
    for text in "7687":
        ada.says(text)
    assert await texts(bot, limit=3) == ["7", "6", "8"]


async def test_a_negative_offset_keeps_the_newest(bot: Bot, ada: Person) -> None:
    ada.says("7")
    ada.says("6")
    assert await texts(bot, offset=-1) == await texts(bot) == ["6"]


async def test_a_long_poll_answers_as_soon_as_somebody_writes(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    polling = asyncio.create_task(texts(bot, timeout=30))
    await telegram.wait_for_call("getUpdates")
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


async def test_a_second_poller_ends_the_first(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    async with telegram_bot(telegram) as other:
        first = asyncio.create_task(texts(bot, timeout=30))
        await telegram.wait_for_call("getUpdates")
        second = asyncio.create_task(texts(other, timeout=30))
        with pytest.raises(Conflict, match="only one bot instance"):
            await first
        ada.says("7")
        assert await second == ["7"]


async def test_an_update_can_come_twice(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    update = ada.says("7")
    await updates(bot, offset=update.id + 1)
    telegram.repeat(update)
    assert [again["update_id"] for again in await updates(bot, offset=update.id + 1)] == [update.id]
    assert await updates(bot, offset=update.id + 1) == []


async def test_after_a_quiet_week_ids_may_begin_lower(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    last = ada.says("7")
    await updates(bot, offset=last.id + 1)
    telegram.updates.jump(5)
    ada.says("6")
    assert await texts(bot, offset=last.id + 1) == ["6"]


async def test_a_pressed_button_comes_with_its_message_and_is_answered(
    telegram: TelegramServer, bot: Bot, ada: Person
) -> None:
    sent = await bot.send_message(ADA, "How?", reply_markup=LOW)
    ada.presses("Low")
    [query] = [Update.de_json(update, bot).callback_query for update in await updates(bot)]
    assert query
    assert query.message
    assert (query.data, query.message.message_id, query.from_user.id) == ("0", sent.message_id, ADA)
    assert await query.answer("Thank you")
    assert telegram.toasts(ADA) == ["Thank you"]


async def test_a_button_can_be_pressed_on_a_message_as_it_looked_before(
    telegram: TelegramServer, bot: Bot, ada: Person
) -> None:
    sent = await bot.send_message(ADA, "How?", reply_markup=LOW)
    before = await telegram.wait_for(ADA, "How?")
    await bot.edit_message_text("Thanks", ADA, sent.message_id)
    ada.presses("0", before)
    assert (await updates(bot))[0]["callback_query"]["data"] == "0"
    with pytest.raises(AssertionError, match="No message shows a button 'Low'"):
        ada.presses("Low")


async def test_what_a_person_does_is_what_the_library_parses(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
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
    assert telegram.messages(GROUP)


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
