"""How records are shown: for people as a table or, where that is too wide, as lines; for programs as plain JSON."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.commands.common import as_text, said
from bot.commands.dropping import WHY
from bot.commands.people import standing
from handlers.facts import Reason
from handlers.people import Client, Contact, ContactState, Role
from messages.envelope import Address, Channel
from tests.bot.commands.shell import Shell
from tests.bot.commands.test_cli import YEAR
from tests.bot.commands.test_effect import care

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 12, 3, 14, tzinfo=BERLIN)


def contact(state: ContactState) -> Contact:
    return Contact(Address(Channel.SMS, "+4915112345678"), Role.CLIENT, "C-7K2", state)


@pytest.mark.parametrize(
    ("states", "consent", "shown"),
    [
        ([], "", "not joined"),
        ([ContactState.OPEN], "", "waiting for consent"),
        ([ContactState.OPEN], "1", "yes"),
        ([ContactState.STOPPED], "1", "stopped"),
        ([ContactState.STOPPED], "", "stopped"),
        ([ContactState.BLOCKED, ContactState.STOPPED], "1", "blocked"),
        ([ContactState.STOPPED, ContactState.OPEN], "1", "yes"),
    ],
)
def test_how_a_client_stands(states: list[ContactState], consent: str, shown: str) -> None:
    client = Client("C-7K2", "en", BERLIN, consent, contacts=tuple(contact(state) for state in states))
    assert standing(client) == shown


def test_a_program_reads_instants_and_numbers() -> None:
    record = {"at": NOON, "totals": [28.5], "late": False, "next": None, "utc": NOON.astimezone(UTC)}
    assert json.loads(as_text(record)) == {
        "at": "2026-12-03T14:00:00+01:00",
        "totals": [28.5],
        "late": False,
        "next": None,
        "utc": "2026-12-03T13:00:00+00:00",
    }


def test_people_read_words() -> None:
    assert said({"at": NOON, "total": 28.5, "late": True}) == "2026-12-03 14:00 CET 28.5 late"
    assert said([{"channel": "sms", "state": "open"}, {"late": False}, 16.0]) == "sms open, , 16.0"
    assert said(None) == ""


@pytest.mark.parametrize("columns", ["40", "60", "76", "80", "84", "200"])
@pytest.mark.parametrize("words", ["client list", "upcoming --days 3650", "appointment list --days 3650"])
def test_nothing_is_cut_however_narrow_the_terminal(
    practice: Shell, people: tuple[str, str], columns: str, words: str
) -> None:
    practice("appointment", "add", people[1], f"{YEAR}-01-05T14:00")
    command = [sys.executable, "-m", "bot", *words.split()]
    shown = subprocess.run(
        command, env={**os.environ, "COLUMNS": columns}, cwd=practice.folder, capture_output=True, text=True, check=True
    ).stdout
    assert all(len(line) <= int(columns) for line in shown.splitlines())
    for part in (f"{YEAR}-01-05", "14:00", people[1]):
        assert part in shown
    assert "…" not in shown


def test_client_show_is_read_by_programs_too(practice: Shell, people: tuple[str, str]) -> None:
    booked = practice.json("appointment", "add", people[1], f"{YEAR}-01-05T14:00")
    shown = practice.json("client", "show", people[1])
    assert shown["appointments"] == [{"id": booked["id"], "starts": f"{YEAR}-01-05T14:00:00+01:00"}]
    assert (shown["measure"], shown["profile"]) == ("ors", "icce-2012")
    assert (shown["joined"], shown["reached"], shown["ratings"]) == ("not joined", [], [])
    assert practice.json("client", "list")[0]["next"] == f"{YEAR}-01-05T14:00:00+01:00"
    assert f"{booked['id']} {YEAR}-01-05 14:00 CET" in practice("client", "show", people[1])


@pytest.mark.parametrize(
    "group",
    [
        [],
        ["client"],
        ["therapist"],
        ["appointment"],
        ["schedule"],
        ["rating"],
        ["holiday"],
        ["client", "rater"],
        ["key"],
        ["wording"],
        ["verify"],
    ],
)
def test_help_is_short_enough_for_a_narrow_terminal(meantime: Shell, group: list[str]) -> None:
    meantime.monkeypatch.setenv("COLUMNS", "60")
    _, _, commands = meantime(*group, "--help").partition("Commands:")
    assert commands
    assert "..." not in commands


def test_a_flag_says_what_was_observed_and_what_it_is_held_against(practice: Shell, people: tuple[str, str]) -> None:
    client = care(practice, people[0], 20.0, 14.0)
    shown = " ".join(practice("client", "show", client).split())
    source = "mirror image of the reliable change of ICCE Manual 2 (2012)"
    assert f"deterioration: observed -6.0, threshold -5.0 ({source})" in shown
    first = practice.json("client", "show", client)["flags"][0]
    assert first == {"rule": "deterioration", "observed": -6.0, "threshold": -5.0, "source": source}


def test_every_reason_has_its_words() -> None:
    assert set(WHY) == set(Reason)
