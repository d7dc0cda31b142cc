"""`meantime run` as its own process against both loopback servers: from an invite to an acknowledged alert."""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from bot.cli import app
from storage.vault import write_key
from tests.servers.ports import kept_port
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_person import Person
from tests.servers.twilio import TwilioServer
from tests.servers.waiting import PATIENCE

pytestmark = pytest.mark.usefixtures("restored_logs")

CONFIG = """
[practice]
name = "Harbour Practice"
zone = "{zone}"
read_by.en = "by the next working day"
[safety]
emergency.en = "In an emergency call 112."
crisis_line.en = "Crisis line: 116 123."
[storage]
path = "practice.sqlite"
key_file = "practice.key"
[schedule]
gap_days = 0
[telegram]
enabled = true
bot = "loopback_bot"
base_url = "{telegram}"
mode = "{mode}"
webhook_secret = "a-secret-of-this-test"
[twilio]
enabled = true
account_sid = "{account}"
number = "{number}"
base_url = "{twilio}"
segments_per_second = 100
[web]
port = {port}
public_url = "http://127.0.0.1:{port}"
[log]
format = "json"
level = "info"
"""
MIA, BEN, ANA, EVA = 7770001112, "+4915112345678", 9990001113, "+4915187654321"
PERSONAL = re.compile(
    "|".join(["Mia Berg", "Ben Adler", str(MIA), r"4915\d+", "Lindt", "too much", "MEANTIME", "loopback-token"])
)


@dataclass
class Practice:
    """One installation in a folder, its process, and both providers."""

    folder: Path
    telegram: TelegramServer
    twilio: TwilioServer
    mode: str
    port: int
    process: asyncio.subprocess.Process = field(init=False)

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "MEANTIME_CONFIG": str(self.folder / "practice.toml"),
            "MEANTIME_TELEGRAM__TOKEN": self.telegram.token,
            "MEANTIME_TWILIO__AUTH_TOKEN_FILE": str(self.folder / "token"),
            "PYTHONWARNINGS": "error",
        }

    def write(self) -> None:
        zone = f"Etc/GMT{(datetime.now(UTC).hour - 13):+d}"
        config = CONFIG.format(
            zone=zone,
            telegram=self.telegram.url,
            twilio=self.twilio.url,
            mode=self.mode,
            account=self.twilio.account,
            number=self.twilio.number,
            port=self.port,
        )
        (self.folder / "practice.toml").write_text(config)
        (self.folder / "token").write_text(self.twilio.token + "\n")
        self.twilio.inbound_url = f"http://127.0.0.1:{self.port}/twilio/sms"

    async def command(self, *words: str) -> Any:
        """What `meantime … --json` prints, typed beside the bot's process. Any: each command has a shape of its own.

        Not in a process of its own, as to start that takes longer than all that these tests are about.
        """
        typed = [*words, "--json"]
        done = await asyncio.to_thread(CliRunner().invoke, app, typed, env=self.environment(), catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    async def start(self) -> None:
        with (self.folder / f"run.{datetime.now(UTC):%H%M%S%f}.log").open("wb") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"), env=self.environment(), cwd=self.folder, stderr=log
            )
        async with httpx.AsyncClient(trust_env=False) as http, asyncio.timeout(PATIENCE):
            while self.process.returncode is None:
                try:
                    assert (await http.get(f"http://127.0.0.1:{self.port}/health")).json() == {"status": "ok"}
                    return
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
        raise AssertionError("it ended before it was ready")

    async def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            assert await self.process.wait() == 0

    async def kill(self) -> None:
        self.process.kill()
        await self.process.wait()

    def log(self) -> str:
        return "".join(file.read_text() for file in sorted(self.folder.glob("run.*.log")))

    async def book(self, client: str) -> str:
        """An appointment in five hours, so that its question is due at once; on the clock of the practice's zone."""
        starts = datetime.now(UTC) + timedelta(hours=5)
        booked = await self.command("appointment", "add", client, starts.isoformat(timespec="seconds"))
        return str(booked["id"])

    async def join(self, who: str) -> str:
        return str((await self.command("invite", who))["code"])


@asynccontextmanager
async def practising(folder: Path, mode: str) -> AsyncIterator[Practice]:
    async with TelegramServer() as telegram, TwilioServer() as twilio:
        with kept_port() as port:
            practice = Practice(folder, telegram, twilio, mode, port)
            practice.write()
            write_key(folder / "practice.key")
            try:
                await practice.start()
                yield practice
                await practice.stop()
            except BaseException as error:
                error.add_note(practice.log())
                raise
            finally:
                if practice.process.returncode is None:
                    await practice.kill()
        assert "Traceback" not in practice.log()
        assert "Unclosed" not in practice.log()
        assert not PERSONAL.search(practice.log()), PERSONAL.findall(practice.log())


async def staff_and_client(practice: Practice, name: str) -> tuple[str, str]:
    therapist = (await practice.command("therapist", "add", "Ana Lindt"))["id"]
    client = (await practice.command("client", "add", name, "--therapist", therapist))["id"]
    return therapist, client


async def answers(practice: Practice, mia: Person, ratings: list[str]) -> None:
    """Item by item, by button and by typing."""
    for number, rating in enumerate(ratings, 1):
        message = await practice.telegram.wait_for(MIA, f"{number} of 4")
        if rating.isdigit():
            mia.presses(rating, message)
        else:
            mia.says(rating)


async def joined_by_telegram(practice: Practice) -> tuple[str, Person, Person]:
    """The client's pseudonym; client and therapist have joined and the consent is given."""
    telegram = practice.telegram
    mia, ana = telegram.person(MIA, "Mia"), telegram.person(ANA, "Ana")
    therapist, client = await staff_and_client(practice, "Mia Berg")
    ana.says(f"/start {await practice.join(therapist)}")
    await telegram.wait_for(ANA, "You are connected")
    mia.says(f"/start {await practice.join(client)}")
    consent = await telegram.wait_for(MIA, "reply 1")
    assert "112" in consent.text
    assert "STOP" in consent.text
    mia.says("1")
    await telegram.wait_for(MIA, "You will get the questions")
    await telegram.wait_for(ANA, f"{client} has joined")
    return client, mia, ana


async def joined_by_sms(practice: Practice) -> str:
    twilio = practice.twilio
    therapist, client = await staff_and_client(practice, "Ben Adler")
    await twilio.person(EVA).texts(await practice.join(therapist))
    await twilio.wait_for(EVA, "You are connected")
    await twilio.person(BEN).texts(await practice.join(client))
    await twilio.wait_for(BEN, "Reply 1 to agree")
    await twilio.person(BEN).texts("1")
    await twilio.wait_for(BEN, "You will get the questions")
    return client


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_the_walk_over_telegram(tmp_path: Path, mode: str) -> None:
    async with practising(tmp_path, mode) as practice:
        telegram = practice.telegram
        client, mia, ana = await joined_by_telegram(practice)
        await practice.book(client)
        await answers(practice, mia, ["7", "6.5", "8", "7"])
        await telegram.wait_for(MIA, "Thank you. Your therapist")
        shown = await practice.command("client", "show", client)
        assert [rating["total"] for rating in shown["ratings"]] == [28.5]

        await practice.book(client)
        await telegram.wait_for(MIA, "1 of 4")
        mia.says("I would rather talk")
        await telegram.wait_for(MIA, "Thank you for writing")
        await telegram.wait_for(ANA, "I would rather talk")
        await answers(practice, mia, ["4", "3.5", "4", "4"])
        alert = await telegram.wait_for(ANA, f"{client} is off track")
        assert "28.5 → 15.5" in alert.text
        assert "-13" in alert.text
        assert (await practice.command("status"))["open_alerts"] == 2, "of both rules in the one letter"
        ana.presses("👁 Seen", alert)
        await telegram.wait_for(ANA, "marked as seen")
        assert (await practice.command("status"))["open_alerts"] == 0


async def test_help_and_stop_over_telegram(tmp_path: Path) -> None:
    async with practising(tmp_path, "polling") as practice:
        telegram = practice.telegram
        client, mia, _ = await joined_by_telegram(practice)
        await practice.book(client)
        await telegram.wait_for(MIA, "1 of 4")
        mia.says("HELP")
        await telegram.wait_for(MIA, "Write STOP to end")
        mia.says("please stop")
        await telegram.wait_for(MIA, "Nothing more will be sent")
        await telegram.wait_for(ANA, f"{client} said stop")
        assert await practice.command("upcoming") == []
        assert (await practice.command("client", "list"))[0]["joined"] == "stopped"
        sent = len(telegram.messages(MIA))
        await practice.book(client)
        assert {one["how"] for one in await practice.command("upcoming")} <= {"not sent: stopped", ""}
        await telegram.wait_for(ANA, "was not asked")
        assert len(telegram.messages(MIA)) == sent


async def test_the_walk_over_sms(tmp_path: Path) -> None:
    async with practising(tmp_path, "polling") as practice:
        twilio = practice.twilio
        ben, eva = twilio.person(BEN), twilio.person(EVA)
        client = await joined_by_sms(practice)
        await practice.book(client)
        await twilio.wait_for(BEN, "Reply with 4 numbers")
        await ben.texts("6 6, the rest is hard to say")
        await twilio.wait_for(BEN, "I found 2 of the 4")
        for count, rating in enumerate(["6", "7", "6,5", "six"], 1):
            await twilio.wait_for(BEN, f"{count} of 4:")
            assert (await ben.texts(rating)).status_code == 200
        await twilio.wait_for(BEN, "Your therapist can see your answers")

        before = len(twilio.outbox(BEN))
        await practice.book(client)
        await twilio.wait_for(BEN, "Reply with 4 numbers", after=before)
        await ben.texts("4 4 4,5 4")
        alert = await twilio.wait_for(EVA, f"{client} is off track")
        assert alert.text == f"{client} is off track. Reply SEEN {client[2:]}"
        await eva.texts(f"SEEN {client[2:]}")
        await twilio.wait_for(EVA, "marked as seen")
        assert (await practice.command("client", "show", client))["ratings"][1]["total"] == 16.5


async def test_stop_and_forged_webhooks_over_sms(tmp_path: Path) -> None:
    async with practising(tmp_path, "polling") as practice:
        twilio = practice.twilio
        ben = twilio.person(BEN)
        client = await joined_by_sms(practice)
        assert (await ben.texts("too much", signed=False)).status_code == 403
        await ben.texts("STOP")
        await twilio.wait_for(EVA, f"{client} said stop")
        sent = len(twilio.outbox(BEN))
        await practice.book(client)
        await twilio.wait_for(EVA, "was not asked")
        assert len(twilio.outbox(BEN)) == sent


async def test_killed_in_the_middle_nothing_is_lost_or_counted_twice(tmp_path: Path) -> None:
    async with practising(tmp_path, "polling") as practice:
        telegram = practice.telegram
        client, mia, _ = await joined_by_telegram(practice)
        await practice.book(client)
        await answers(practice, mia, ["7", "6"])
        await telegram.wait_for(MIA, "3 of 4")
        await practice.kill()
        again = mia.says("5.5")
        await practice.start()
        await telegram.wait_for(MIA, "4 of 4")
        telegram.repeat(again)
        mia.says("5")
        await telegram.wait_for(MIA, "Thank you. Your therapist")
        await telegram.settled()
        shown = await practice.command("client", "show", client)
        assert [rating["total"] for rating in shown["ratings"]] == [23.5]
