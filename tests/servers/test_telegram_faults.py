"""Faults ordered from the loopback Bot API reach the real `telegram.Bot` as the errors that it knows."""

import asyncio

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from tests.servers import telegram_errors as errors
from tests.servers.faults import FOREVER, Fault
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_person import Person
from tests.servers.waiting import IMPATIENCE

ADA = 77


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
    telegram: TelegramServer, bot: Bot, ada: Person, fault: Fault, error: type[TelegramError]
) -> None:
    telegram.order(fault, method="sendMessage", to=ADA)
    with pytest.raises(error) as raised:
        await bot.send_message(ADA, "One")
    assert raised.type is error
    assert telegram.messages(ADA) == []
    await bot.send_message(ADA, "Two")
    assert [call.text("text") for call in telegram.calls("sendMessage")] == ["One", "Two"]


async def test_a_fault_meets_only_whom_it_is_ordered_for(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    telegram.person(78)
    telegram.order(errors.blocked(), method="sendMessage", to=ADA, times=FOREVER)
    await bot.send_message(78, "One")
    for _ in range(2):
        with pytest.raises(Forbidden):
            await bot.send_message(ADA, "Two")
    telegram.faults.clear()
    await bot.send_message(ADA, "Three")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.cut(after_work=True), NetworkError),
        (Fault.silence(after_work=True), TimedOut),
        (Fault.slow(asyncio.Event()), TimedOut),
    ],
)
async def test_a_message_can_arrive_although_the_bot_does_not_learn_of_it(
    telegram: TelegramServer, bot: Bot, ada: Person, fault: Fault, error: type[TelegramError]
) -> None:
    telegram.order(fault, method="sendMessage")
    with pytest.raises(error):
        await bot.send_message(ADA, "One", read_timeout=IMPATIENCE)
    assert [shown.text for shown in telegram.messages(ADA)] == ["One"]


async def test_a_slow_answer_comes_when_the_gate_opens(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    gate = asyncio.Event()
    telegram.order(Fault.slow(gate), method="sendMessage")
    sending = asyncio.create_task(bot.send_message(ADA, "One"))
    await telegram.wait_for(ADA, "One")
    assert not sending.done()
    gate.set()
    assert (await sending).text == "One"


async def test_a_fault_can_wait_for_a_gate(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    gate = asyncio.Event()
    telegram.order(errors.blocked().once(gate), method="sendMessage")
    sending = asyncio.create_task(bot.send_message(ADA, "One"))
    await telegram.wait_for_call("sendMessage")
    assert not sending.done()
    gate.set()
    with pytest.raises(Forbidden):
        await sending


async def test_an_outage_refuses_connections_and_loses_nothing(telegram: TelegramServer, bot: Bot, ada: Person) -> None:
    await telegram.stop()
    ada.says("7")
    with pytest.raises(NetworkError):
        await bot.get_me()
    await telegram.start()
    assert [update.message and update.message.text for update in await bot.get_updates()] == ["7"]
