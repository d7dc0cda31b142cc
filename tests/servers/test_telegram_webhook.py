"""The loopback Bot API's webhook, set by the real `telegram.Bot` and received by a small program."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import BadRequest, Conflict

from tests.servers.faults import FOREVER, Fault
from tests.servers.program import Post, Program
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_webhook import SECRET_HEADER
from tests.servers.test_telegram_server import a_bot, texts


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with a_bot(server) as bot:
        yield bot


@pytest.fixture
async def program() -> AsyncIterator[Program]:
    async with Program() as program:
        yield program


def text_of(post: Post) -> str:
    return str(json.loads(post.body)["message"]["text"])


async def test_updates_are_posted_with_the_secret(server: TelegramServer, bot: Bot, program: Program) -> None:
    server.person(77).says("7")
    await bot.set_webhook(f"{program.url}/telegram", secret_token="s3cret")
    post = await program.wait_for_post(1)
    assert (post.path, post.headers[SECRET_HEADER], text_of(post)) == ("/telegram", "s3cret", "7")
    await server.settled()


async def test_without_a_secret_there_is_no_header(
    server: TelegramServer, bot: Bot, program: Program
) -> None:
    await bot.set_webhook(program.url)
    server.person(77).says("7")
    assert SECRET_HEADER not in (await program.wait_for_post(1)).headers


async def test_an_update_is_posted_until_it_is_taken_and_before_the_next(
    server: TelegramServer, bot: Bot, program: Program
) -> None:
    program.order(Fault.answer(503, ""), times=2)
    await bot.set_webhook(program.url)
    ada = server.person(77)
    ada.says("7")
    ada.says("6")
    await server.settled()
    assert [text_of(post) for post in program.posts] == ["7", "7", "7", "6"]


async def test_a_silent_program_gets_the_update_when_it_is_back(
    server: TelegramServer, bot: Bot, program: Program
) -> None:
    await bot.set_webhook(program.url)
    await program.stop()
    server.person(77).says("7")
    await server.bell.until(lambda: server.webhook.info().get("last_error_message"), 10)
    await program.start()
    assert text_of(await program.wait_for_post(1)) == "7"


async def test_one_chat_does_not_hold_up_another(server: TelegramServer, bot: Bot, program: Program) -> None:
    program.order(Fault.answer(500, ""))
    await bot.set_webhook(program.url)
    server.person(77).says("7")
    server.person(78).says("6")
    await server.settled()
    assert sorted(text_of(post) for post in program.posts) == ["6", "7", "7"]


async def test_an_update_can_be_posted_twice(server: TelegramServer, bot: Bot, program: Program) -> None:
    await bot.set_webhook(program.url)
    update = server.person(77).says("7")
    await server.settled()
    server.repeat(update)
    await server.settled()
    assert [json.loads(post.body)["update_id"] for post in program.posts] == [update.id, update.id]


async def test_nonsense_and_presses_are_posted_too(
    server: TelegramServer, bot: Bot, program: Program
) -> None:
    await bot.set_webhook(program.url)
    ada = server.person(77)
    ada.sends_nonsense()
    ada.blocks()
    await server.settled()
    assert ["message" in json.loads(post.body) for post in program.posts].count(True) == 1


async def test_a_public_address_is_reached_through_a_tunnel(
    server: TelegramServer, bot: Bot, program: Program
) -> None:
    server.tunnel("https://meantime.example", program.url)
    await bot.set_webhook("https://meantime.example/telegram")
    server.person(77).says("7")
    assert (await program.wait_for_post(1)).path == "/telegram"


async def test_polling_and_a_webhook_exclude_each_other(
    server: TelegramServer, bot: Bot, program: Program
) -> None:
    polling = asyncio.create_task(texts(bot, timeout=30))
    await server.wait_for_call("getUpdates")
    await bot.set_webhook(program.url)
    with pytest.raises(Conflict, match="setWebhook"):
        await polling
    with pytest.raises(Conflict, match="webhook is active"):
        await texts(bot)
    await bot.delete_webhook()
    server.person(77).says("7")
    assert await texts(bot) == ["7"]


async def test_the_webhook_tells_about_itself(server: TelegramServer, bot: Bot, program: Program) -> None:
    program.order(Fault.answer(503, ""), times=FOREVER)
    await bot.set_webhook(program.url, allowed_updates=["message"], max_connections=2)
    server.person(77).says("7")
    await server.bell.until(lambda: server.webhook.info().get("last_error_message"), 10)
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (program.url, 1, 2)
    assert (info.allowed_updates, info.last_error_message) == (
        ("message",),
        "Wrong response from the webhook: 503 Service Unavailable",
    )


async def test_pending_updates_can_be_dropped(server: TelegramServer, bot: Bot) -> None:
    server.person(77).says("7")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await texts(bot) == []
    assert (await bot.get_webhook_info()).url == ""


async def test_a_secret_of_other_letters_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)secret token contains unallowed characters"):
        await bot.set_webhook("https://example.org", secret_token="ä ö")
