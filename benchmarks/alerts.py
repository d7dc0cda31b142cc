"""`python -m benchmarks.alerts`: from a client's last answer to the alert on the therapist's phone.

The whole application with the real libraries on a real SQLite file, both providers on loopback servers: the client's
answer is written to the provider, and the clock stops when the provider shows the alert to the therapist, by Telegram
with its picture or by SMS. First the very first alert, some seconds after the start, then one after the other, then all
at once. Beside them a peer: a bare message by the same library to the same server. The aim is 2 seconds.
"""

import argparse
import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from pydantic import SecretStr
from telegram import Bot

from benchmarks.house import ZONE, practice
from bot.app import App
from bot.channels.channel import ChannelPort
from bot.channels.sms import SmsChannel
from bot.channels.telegram import TelegramChannel
from bot.settings import TelegramSettings, TwilioSettings
from handlers.booking import book
from handlers.case import Appointment, Episode, Rating, Request, RequestState
from handlers.consents import ConsentKind, ConsentRecorded
from handlers.facts import ContactChanged, Fact, RatingMade, RequestOpened
from handlers.people import Contact, ContactState, Role, Therapist
from messages.envelope import Address, Channel
from storage import facts, people
from storage.database import Database, open_database
from storage.vault import KEY_BYTES, Vault
from tests.servers.telegram import TelegramServer
from tests.servers.twilio import TwilioServer

SECONDS = 2
"""The aim: from the answer to the phone."""
BEFORE, NOW_LOW = (7, 7, 7, 7), "2 2 2 2"
RATED = 3
SETTLING = 5
"""Seconds after the start until anybody answers: the library that draws loads beside it."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pair:
    """A client who answers by Telegram, and their therapist, who is told by `channel`."""

    number: int
    channel: Channel

    @property
    def client(self) -> str:
        """The pseudonym."""
        return f"C-{self.number}"

    @property
    def chat(self) -> int:
        """The client's chat."""
        return 20_000 + self.number

    @property
    def told_at(self) -> Address:
        """Where the therapist is told."""
        number = f"+4915200{self.number:06}" if self.channel is Channel.SMS else str(30_000 + self.number)
        return Address(self.channel, number)


@dataclass(frozen=True, slots=True)
class Servers:
    """Both providers."""

    telegram: TelegramServer
    twilio: TwilioServer

    async def alerted(self, pair: Pair) -> float:
        """Seconds from the client's answer to the alert."""
        person = self.telegram.person(pair.chat)
        began = perf_counter()
        person.says(NOW_LOW)
        if pair.channel is Channel.SMS:
            await self.twilio.wait_for(pair.told_at.id, pair.client)
        else:
            await self.telegram.wait_for(int(pair.told_at.id), pair.client)
        return perf_counter() - began


async def enter(database: Database, pair: Pair) -> None:
    """A client mid-course, who is asked and whose next answers are far worse; and their therapist."""
    now, told, name = datetime.now(UTC), practice(), f"T-{pair.number}"
    address = Address(Channel.TELEGRAM, str(pair.chat))
    await people.add_therapist(database, Therapist(name, "Bench", "en", ZONE), now)
    episode = Episode(f"E-{pair.number}", pair.client, name, "adult", "icce-2012", "ors")
    await people.add_client(database, "Bench", "en", ZONE, episode, now - 30 * DAY)
    said: list[Fact] = [
        ContactChanged(Contact(address, Role.CLIENT, pair.client, ContactState.OPEN), now),
        ContactChanged(Contact(pair.told_at, Role.THERAPIST, name, ContactState.OPEN), now),
        ConsentRecorded(f"agreed:{pair.client}", pair.client, ConsentKind.GIVEN, "1", "en", Channel.TELEGRAM, now),
    ]
    said += [RatingMade(_rating(pair, episode, now - week * 7 * DAY)) for week in range(RATED, 0, -1)]
    session = Appointment(f"A-{pair.number}", pair.client, now + DAY, 1)
    async with database.transaction() as connection:
        await facts.apply(database, connection, said, now)
    case = await people.client(database, pair.client, told, now)
    asked = RequestOpened(_request(pair, episode, session, address, now))
    async with database.transaction() as connection:
        await facts.apply(database, connection, [*book(session, case, now), asked], now)


def _rating(pair: Pair, episode: Episode, at: datetime) -> Rating:
    items = tuple(10 * one for one in BEFORE)
    key = f"R-{pair.number}-{at:%m%d}"
    return Rating(
        key, pair.client, episode.id, "", "ors", "1", episode.profile, "1", "self", "paper", items, sum(items), at, at
    )


def _request(pair: Pair, episode: Episode, session: Appointment, to: Address, now: datetime) -> Request:
    return Request(
        id=f"{session.id}.1:ors",
        client=pair.client,
        episode=episode.id,
        appointment=session.id,
        measure="ors",
        measure_version="1",
        to=to,
        state=RequestState.OPEN,
        asked_at=now - HOUR,
        closes_at=session.starts_at,
        about=session.starts_at,
        answers=(None,) * len(BEFORE),
        one_by_one=True,
        wording="neutral 1",
    )


@asynccontextmanager
async def running(path: Path, pairs: Sequence[Pair]) -> AsyncIterator[Servers]:
    """The application at work between both servers."""
    database = await open_database(path, Vault([bytes(KEY_BYTES)]))
    async with TelegramServer() as telegram, TwilioServer() as twilio, database:
        for pair in pairs:
            await enter(database, pair)
            telegram.person(pair.chat)
            if pair.channel is Channel.TELEGRAM:
                telegram.person(int(pair.told_at.id))
        channels: dict[Channel, ChannelPort] = {
            Channel.TELEGRAM: TelegramChannel(_telegram(telegram), "", draws_first=True),
            Channel.SMS: SmsChannel(_twilio(twilio), "https://example.org"),
        }
        app = App(database, practice(), channels, segments_per_second=1000)
        async with app.running(asyncio.Event()):
            await asyncio.sleep(SETTLING)
            yield Servers(telegram, twilio)


def _telegram(server: TelegramServer) -> TelegramSettings:
    token = SecretStr(server.token)
    return TelegramSettings(enabled=True, token=token, bot="meantime_bot", base_url=server.url)


def _twilio(server: TwilioServer) -> TwilioSettings:
    token = SecretStr(server.token)
    return TwilioSettings(
        enabled=True, account_sid=server.account, auth_token=token, number=server.number, base_url=server.url
    )


async def bare(server: TelegramServer, times: int) -> float:
    """Seconds for a bare message by the same library: the least of some."""
    server.person(1)
    took: list[float] = []
    async with Bot(server.token, base_url=server.base_url) as bot:
        for number in range(times):
            began = perf_counter()
            await bot.send_message(1, f"peer {number}")
            await server.wait_for(1, f"peer {number}")
            took.append(perf_counter() - began)
    return min(took)


async def run(count: int) -> None:
    """Measures and prints."""
    ways = [Channel.TELEGRAM] * (2 * count + 1) + [Channel.SMS] * count
    pairs = [Pair(number, channel) for number, channel in enumerate(ways)]
    with TemporaryDirectory(prefix="meantime-bench-") as folder:
        async with running(Path(folder) / "bench.sqlite", pairs) as servers:
            first, alone, burst = pairs[0], pairs[1 : count + 1], pairs[count + 1 : 2 * count + 1]
            print(f"the first alert after the start: {await servers.alerted(first) * 1e3:,.0f} ms")
            one_by_one = [await servers.alerted(pair) for pair in alone]
            _print("by Telegram with its picture, one after the other", one_by_one)
            _print("by SMS, one after the other", [await servers.alerted(pair) for pair in pairs[2 * count + 1 :]])
            at_once = list(await asyncio.gather(*(servers.alerted(pair) for pair in burst)))
            _print(f"by Telegram with its picture, {count} at once", at_once)
            peer = await bare(servers.telegram, count)
    print(f"peer, a bare message: {peer * 1e3:,.1f} ms; ratio {min(one_by_one) / peer:.1f}")


def _print(name: str, took: Sequence[float]) -> None:
    ordered = sorted(took)
    within = "within" if ordered[-1] <= SECONDS else "NOT within"
    print(
        f"{name}: median {ordered[len(ordered) // 2] * 1e3:,.0f} ms, slowest {ordered[-1] * 1e3:,.0f} ms"
        f" ({within} {SECONDS} s, {len(ordered)} alerts)"
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alerts", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--alerts", type=int, default=20, help="alerts of each kind")
    asyncio.run(run(parser.parse_args().alerts))


if __name__ == "__main__":
    main()
