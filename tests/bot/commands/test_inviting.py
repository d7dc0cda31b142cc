"""`meantime invite`: codes to hand over, codes texted, and codes for a phone that is another client's; and who is told
when a client goes over to another therapist."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.channels.console import Bubble
from bot.commands.common import Office, open_office
from bot.simulator.stage import on_stage
from handlers.facts import Fact, NoticeKept
from messages.envelope import Address, Channel
from storage import facts
from storage.vault import Vault, read_key
from tests.bot.commands.shell import SETTINGS, Shell
from tests.storage.house import rows

PHONE, ANOTHER = "+4915123456789", "+491602345678"
MIA, BEN = Address(Channel.SMS, PHONE), Address(Channel.SMS, ANOTHER)
TWILIO = f"""
twilio = {{ enabled = true, account_sid = "AC{"0" * 32}", auth_token = "x", number = "+4915735980001" }}
web.public_url = "https://checkin.example.org"
"""


def zone(hour: int) -> str:
    """Where it is about this hour now."""
    behind = datetime.now(UTC).hour - hour
    return f"Etc/GMT{behind if behind <= 12 else behind - 24:+d}"


@pytest.fixture
def practice(practice: Shell) -> Shell:
    """With SMS, by day."""
    settings = f'practice.zone = "{zone(13)}"\n{SETTINGS}{TWILIO}'
    (practice.folder / "meantime.toml").write_text(settings)
    return practice


@pytest.fixture
def mia(practice: Shell, people: tuple[str, str]) -> str:
    """A client whose phone is known."""
    practice("client", "set", people[1], "--phone", PHONE)
    return people[1]


def play(*said: tuple[Address, str]) -> list[Bubble]:
    """What lands on phones: first what waits to be sent, then what follows when people write this."""

    async def work() -> list[Bubble]:
        landed: list[Bubble] = []
        async with open_office() as office:
            path, now = office.config.storage.path, office.now + timedelta(minutes=1)
            practice, vault = office.practice, Vault(read_key(office.config.storage.key_file))
        async with on_stage(path, vault, practice, now, landed.append) as stage:
            await stage.send()
            for n, (sender, text) in enumerate(said):
                await stage.take(replace(stage.message(sender, text), key=f"{now.timestamp()}:{n}"))
        return landed

    return asyncio.run(work())


def kept(query: str, *said: Fact) -> list[Any]:
    """What the database has, after these facts. Any: rows."""

    async def work(office: Office) -> list[Any]:
        async with office.database.transaction() as connection:
            await facts.apply(office.database, connection, said, office.now)
        return list(await rows(office.database, query))

    async def opened() -> list[Any]:
        async with open_office() as office:
            return await work(office)

    return asyncio.run(opened())


def texts(landed: Sequence[Bubble], to: Address) -> list[str]:
    return [one.letter.text for one in landed if one.letter.to == to]


def test_a_code_is_texted_and_joins(practice: Shell, mia: str) -> None:
    made = practice.json("invite", mia, "--text")
    [text] = texts(landed := play(), MIA)
    assert text.startswith("Harbour Practice: ")
    assert text.endswith(made["code"])
    assert len(landed) == 1
    assert not any(word in text for word in ("Mia", "Ana", mia))
    [consent] = texts(play((MIA, made["code"])), MIA)
    assert "1 to agree" in consent
    assert f"{mia} has joined by that phone" in practice("invite", mia, "--text", code=1)


def test_a_code_is_texted_once_a_day_and_what_is_out_of_date_does_not_leave(practice: Shell, mia: str) -> None:
    practice("invite", mia, "--text")
    assert "not sent twice in a day" in practice("invite", mia, "--text", code=1)
    practice("client", "set", mia, "--phone", ANOTHER)
    code = practice.json("invite", mia, "--text")["code"]
    landed = play()
    assert texts(landed, MIA) == []
    [text] = texts(landed, BEN)
    assert text.endswith(code)
    practice("client", "set", mia, "--phone", "+4915123456780")
    practice("invite", mia, "--text")
    practice("invite", mia)
    assert play() == [], "the code of that text is no longer good"


def test_at_night_it_waits_for_the_morning(practice: Shell, mia: str) -> None:
    practice("client", "set", mia, "--zone", zone(2))
    said = practice("invite", mia, "--text")
    assert "A text with it goes to their phone: " in said
    assert " 09:00 " in said
    assert play() == []


def test_who_said_stop_is_texted_nothing(practice: Shell, mia: str) -> None:
    practice("invite", mia, "--text")
    assert len(play((MIA, "STOP"))) == 2
    assert "whoever has it said stop" in practice("invite", mia, "--text", code=1)
    assert "whoever has it said stop" in practice("invite", mia, "--text", "--shared", code=1)
    assert play() == []


def test_a_stop_between_writing_and_sending_holds_the_text_back(practice: Shell, mia: str) -> None:
    practice("client", "set", mia, "--zone", zone(2))
    practice("invite", mia, "--text")
    play((MIA, "STOP"))
    assert [row[0] for row in kept("select state from letter where purpose = 'invitation'")] == ["withdrawn"]


def test_what_cannot_be_texted_is_refused(practice: Shell, people: tuple[str, str]) -> None:
    therapist, client = people
    assert f"meantime client set {client} --phone" in practice("invite", client, "--text", code=1)
    assert "give a therapist the code" in practice("invite", therapist, "--text", code=1)
    practice("client", "set", client, "--phone", PHONE)
    practice("client", "close", client, "--planned")
    assert "client reopen" in practice("invite", client, "--text", code=1)
    practice("client", "reopen", client)
    (practice.folder / "meantime.toml").write_text(SETTINGS)
    assert "SMS is not switched on" in practice("invite", client, "--text", code=1)
    assert kept("select key from letter") == []


def test_a_second_person_joins_a_phone_only_by_a_shared_code(practice: Shell, people: tuple[str, str]) -> None:
    mia = people[1]
    ben = practice.json("client", "add", "Ben Berg", "--therapist", people[0])["id"]
    practice("client", "set", mia, "--phone", PHONE)
    practice("client", "set", ben, "--phone", PHONE, "--shared")
    play((MIA, practice.json("invite", mia)["code"]), (MIA, "1"))
    refused = texts(play((MIA, practice.json("invite", ben)["code"])), MIA)
    assert len(refused) == 1
    assert practice.json("client", "show", ben)["joined"] == "not joined"
    assert f"That phone is {mia}'s already" in practice("invite", ben, "--text", code=1)
    code = practice.json("invite", ben, "--text", "--shared")["code"]
    told = texts(play((MIA, code), (MIA, "B 1")), MIA)
    assert told[0].endswith(code)
    assert "A" in told[1]
    assert "is B" in told[1]
    assert told[2].startswith("B: ")
    shown = [practice.json("client", "show", one)["joined"] for one in (mia, ben)]
    assert shown == ["yes", "yes"]


def test_open_alerts_and_waiting_news_go_to_the_new_therapist(practice: Shell, people: tuple[str, str]) -> None:
    therapist, client = people
    other = practice.json("therapist", "add", "Jo Marsh")["id"]
    words = ["--measure", "ors", "--scores", "7 6.5 8 7", "--by", therapist]
    today = practice.json("client", "show", client)["since"][:10]
    practice("rating", "add", client, *words, "--date", today)
    news = NoticeKept("waiting", therapist, client, "remark_forward", datetime.now(UTC))
    assert kept("select therapist from alert where state = 'open'", news) == [(therapist,)]
    practice("client", "reassign", client, other)
    assert kept("select therapist from alert where state = 'open'") == [(other,)]
    told = kept("select therapist, purpose from notice order by purpose, therapist")
    assert (other, "remark_forward") in told
    assert (other, "reassigned_here") in told
    assert (therapist, "remark_forward") not in told
    code = practice.json("invite", other)["code"]
    [*_, caught_up] = texts(play((BEN, code)), BEN)
    assert client in caught_up


def test_a_code_is_good_as_long_as_the_practice_says(practice: Shell, mia: str) -> None:
    config = practice.folder / "meantime.toml"
    config.write_text(f'{config.read_text()}\nschedule.invite_valid = "3d"\n')
    until = datetime.fromisoformat(practice.json("invite", mia)["until"])
    assert timedelta(days=2, hours=23) < until - datetime.now(UTC) <= timedelta(days=3)
