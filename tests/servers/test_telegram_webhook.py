"""The loopback Bot API's webhook, set by the real `telegram.Bot` and received by a small program."""

import asyncio
import json

import pytest
from telegram import Bot
from telegram.error import BadRequest, Conflict

from tests.servers.faults import FOREVER, Fault
from tests.servers.program import Post, Program
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_webhook import SECRET_HEADER
from tests.servers.test_telegram_updates import texts


def text_of(post: Post) -> str:
    return str(json.loads(post.body)["message"]["text"])


async def test_updates_are_posted_with_the_secret(telegram: TelegramServer, bot: Bot, program: Program) -> None:
    telegram.person(77).says("7")
    await bot.set_webhook(f"{program.url}/telegram", secret_token="s3cret")
    post = await program.wait_for_post(1)
    assert (post.path, post.headers[SECRET_HEADER], text_of(post)) == ("/telegram", "s3cret", "7")
    await telegram.settled()


async def test_without_a_secret_there_is_no_header(telegram: TelegramServer, bot: Bot, program: Program) -> None:
    await bot.set_webhook(program.url)
    telegram.person(77).says("7")
    assert SECRET_HEADER not in (await program.wait_for_post(1)).headers


async def test_an_update_is_posted_until_it_is_taken_and_before_the_next(
    telegram: TelegramServer, bot: Bot, program: Program
) -> None:
    program.order(Fault.answer(503, ""), times=2)
    await bot.set_webhook(program.url)
    ada = telegram.person(77)
    ada.says("7")
    ada.says("6")
    await telegram.settled()
    assert [text_of(post) for post in program.posts] == ["7", "7", "7", "6"]


async def test_a_silent_program_gets_the_update_when_it_is_back(
    telegram: TelegramServer, bot: Bot, program: Program
) -> None:
    await bot.set_webhook(program.url)
    await program.stop()
    telegram.person(77).says("7")
    await telegram.bell.until(lambda: telegram.webhook.info().get("last_error_message"))
    await program.start()
    assert text_of(await program.wait_for_post(1)) == "7"


async def test_one_chat_does_not_hold_up_another(telegram: TelegramServer, bot: Bot, program: Program) -> None:
    program.order(Fault.answer(500, ""))
    await bot.set_webhook(program.url)
    telegram.person(77).says("7")
    telegram.person(78).says("6")
    await telegram.settled()
    assert sorted(text_of(post) for post in program.posts) == ["6", "7", "7"]


async def test_an_update_can_be_posted_twice(telegram: TelegramServer, bot: Bot, program: Program) -> None:
    await bot.set_webhook(program.url)
    update = telegram.person(77).says("7")
    await telegram.settled()
    telegram.repeat(update)
    await telegram.settled()
    assert [json.loads(post.body)["update_id"] for post in program.posts] == [update.id, update.id]


async def test_nonsense_and_presses_are_posted_too(telegram: TelegramServer, bot: Bot, program: Program) -> None:
    await bot.set_webhook(program.url)
    ada = telegram.person(77)
    ada.sends_nonsense()
    ada.blocks()
    await telegram.settled()
    assert ["message" in json.loads(post.body) for post in program.posts].count(True) == 1


async def test_a_public_address_is_reached_through_a_tunnel(
    telegram: TelegramServer, bot: Bot, program: Program
) -> None:
    telegram.tunnel("https://meantime.example", program.url)
    await bot.set_webhook("https://meantime.example/telegram")
    telegram.person(77).says("7")
    assert (await program.wait_for_post(1)).path == "/telegram"


async def test_polling_and_a_webhook_exclude_each_other(telegram: TelegramServer, bot: Bot, program: Program) -> None:
    polling = asyncio.create_task(texts(bot, timeout=30))
    await telegram.wait_for_call("getUpdates")
    await bot.set_webhook(program.url)
    with pytest.raises(Conflict, match="setWebhook"):
        await polling
    with pytest.raises(Conflict, match="webhook is active"):
        await texts(bot)
    await bot.delete_webhook()
    telegram.person(77).says("7")
    assert await texts(bot) == ["7"]


async def test_the_webhook_tells_about_itself(telegram: TelegramServer, bot: Bot, program: Program) -> None:
    program.order(Fault.answer(503, ""), times=FOREVER)
    await bot.set_webhook(program.url, allowed_updates=["message"], max_connections=2)
    telegram.person(77).says("7")
    await telegram.bell.until(lambda: telegram.webhook.info().get("last_error_message"))
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (program.url, 1, 2)
    assert (info.allowed_updates, info.last_error_message) == (
        ("message",),
        "Wrong response from the webhook: 503 Service Unavailable",
    )


async def test_pending_updates_can_be_dropped(telegram: TelegramServer, bot: Bot) -> None:
    telegram.person(77).says("7")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await texts(bot) == []
    assert (await bot.get_webhook_info()).url == ""


async def test_a_secret_of_other_letters_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)secret token contains unallowed characters"):
        await bot.set_webhook("https://example.org", secret_token="ä ö")
