"""The outside on loopback, a database of its own for each test, and a place where arrivals are collected."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import courier, settling
from bot.channels.sms import SmsChannel
from bot.channels.telegram import TelegramChannel
from bot.pacing import Backoff
from bot.settings import TelegramSettings, TwilioSettings
from messages.envelope import Arrival
from messages.menus import commands
from messages.words import Words
from storage.database import Database, open_database
from storage.errors import DatabaseRefused
from storage.vault import KEY_BYTES, Vault
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_person import Person
from tests.servers.twilio import TwilioServer
from tests.servers.waiting import PATIENCE, Bell

SOON = Backoff(0.01, 0.02)
PUBLIC = "https://checkin.example.org"


@dataclass
class Desk:
    """Takes arrivals, each key once, and refuses as often as it is told to."""

    refusals: int = 0
    taken: dict[str, Arrival] = field(default_factory=dict)
    tries: list[Arrival] = field(default_factory=list)
    bell: Bell = field(default_factory=Bell)

    async def take(self, arrival: Arrival) -> None:
        self.tries.append(arrival)
        if self.refusals:
            self.refusals -= 1
            raise DatabaseRefused
        self.taken.setdefault(arrival.key, arrival)
        self.bell.ring()

    async def until(self, count: int) -> list[Arrival]:
        await self.bell.until(lambda: len(self.taken) >= count)
        return list(self.taken.values())


@pytest.fixture(autouse=True)
def _couriers_lose_no_time_and_have_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """The outbox is looked into often, refused work is tried again soon, and what is done last may take its time."""
    monkeypatch.setattr(courier, "POLL_SECONDS", 0.1)
    monkeypatch.setattr(courier, "DRAIN_SECONDS", PATIENCE)
    monkeypatch.setattr(courier, "WRITE_SECONDS", PATIENCE)
    monkeypatch.setattr(settling, "BACKOFF", SOON)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        yield server


@pytest.fixture
def ada(telegram: TelegramServer) -> Person:
    return telegram.person(77, "Ada")


@pytest.fixture
async def twilio() -> AsyncIterator[TwilioServer]:
    async with TwilioServer() as server:
        yield server


@pytest.fixture
async def chat(telegram: TelegramServer) -> AsyncIterator[TelegramChannel]:
    channel = telegram_channel(telegram)
    yield channel
    await channel.close()


@pytest.fixture
async def sms(twilio: TwilioServer) -> AsyncIterator[SmsChannel]:
    channel = SmsChannel(twilio_settings(twilio), PUBLIC)
    yield channel
    await channel.close()


@pytest.fixture
def database_path(tmp_path: Path) -> Path:
    return tmp_path / "practice.sqlite"


@pytest.fixture
async def database(database_path: Path) -> AsyncIterator[Database]:
    async with await open_database(database_path, Vault([bytes(range(KEY_BYTES))])) as database:
        yield database


def telegram_settings(server: TelegramServer, **more: object) -> TelegramSettings:
    """`[telegram]` that leads to the loopback server."""
    known = {"enabled": True, "token": SecretStr(server.token), "bot": "meantime_bot", "base_url": server.url}
    return TelegramSettings.model_validate({**known, **more})


def telegram_channel(
    server: TelegramServer,
    public: str = PUBLIC,
    backoff: Backoff = SOON,
    read_timeout: float = PATIENCE,
    *,
    menus: bool = False,
    staff: Sequence[tuple[str, str]] = (),
    **more: object,
) -> TelegramChannel:
    """A channel that tries again soon, and waits for an answer as long as it takes."""
    offered = partial(commands, words=Words()) if menus else None
    settings = telegram_settings(server, **more)
    return TelegramChannel(settings, public, backoff=backoff, read_timeout=read_timeout, commands=offered, staff=staff)


def twilio_settings(server: TwilioServer, **more: object) -> TwilioSettings:
    """`[twilio]` that leads to the loopback server, and waits for an answer as long as it takes."""
    known = {
        "enabled": True,
        "account_sid": server.account,
        "auth_token": SecretStr(server.token),
        "number": server.number,
        "base_url": server.url,
        "timeout": PATIENCE,
    }
    return TwilioSettings.model_validate({**known, **more})


async def cancelled(task: asyncio.Task[None]) -> None:
    """Ends a task."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
