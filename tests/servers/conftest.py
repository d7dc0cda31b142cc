"""The servers, the real clients and two persons, for the tests of the servers."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from twilio.rest import Client

from tests.servers.clients import telegram_bot, twilio_client
from tests.servers.program import Program
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_person import Person
from tests.servers.twilio import TwilioServer


@pytest.fixture(autouse=True)
def _intervals_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opt in to the coming form of `RetryAfter.retry_after`; without it every `RetryAfter` warns."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
async def bot(telegram: TelegramServer) -> AsyncIterator[Bot]:
    async with telegram_bot(telegram) as bot:
        yield bot


@pytest.fixture
def ada(telegram: TelegramServer) -> Person:
    return telegram.person(77, "Ada")


@pytest.fixture
async def twilio() -> AsyncIterator[TwilioServer]:
    async with TwilioServer() as server:
        yield server


@pytest.fixture
async def client(twilio: TwilioServer) -> AsyncIterator[Client]:
    async with twilio_client(twilio) as client:
        yield client


@pytest.fixture
async def program() -> AsyncIterator[Program]:
    async with Program() as program:
        yield program
