"""`meantime client close` and `reopen`, as staff type them."""

import pytest

from tests.bot.commands.shell import Shell
from tests.bot.commands.test_cli import YEAR


def test_a_closed_client_is_asked_no_more_and_still_found(practice: Shell, people: tuple[str, str]) -> None:
    client = people[1]
    practice("appointment", "add", client, f"{YEAR}-01-05T14:00")
    said = practice("client", "close", client.lower(), "--planned")
    assert f"Closed {client}: planned ending on" in said
    assert "Appointments cancelled: 1." in said
    assert practice.json("appointment", "list", "--days", "800") == []
    assert practice.json("upcoming", "--days", "800") == []
    assert practice.json("client", "list")[0]["ended"] == "planned"
    shown = practice.json("client", "show", client)
    assert (shown["ended"]["ending"], shown["appointments"]) == ("planned", [])
    assert practice.json("status")["clients"] == 0


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "--planned or --unplanned"),
        (["--planned", "--unplanned"], "--planned or --unplanned"),
        (["--planned", "--date", f"{YEAR}-11-30"], "still to come"),
        (["--planned", "--date", "2019-01-01"], "began later"),
        (["--planned", "--date", "30.11.2026"], "2026-11-30"),
        (["--planned", "--date", "9999-12-31"], "2026-11-30"),
    ],
)
def test_what_is_no_ending_is_refused(
    practice: Shell, people: tuple[str, str], words: list[str], complaint: str
) -> None:
    assert complaint in practice("client", "close", people[1], *words, code=1)
    assert practice.json("client", "show", people[1])["ended"] is None


def test_closed_today_by_date_is_closed_now(practice: Shell, people: tuple[str, str]) -> None:
    today = practice.json("client", "close", people[1], "--unplanned")["ended"][:10]
    practice("client", "reopen", people[1])
    assert practice.json("client", "close", people[1], "--unplanned", "--date", today)["ended"][:10] == today


def test_a_client_is_closed_once_and_gets_no_appointment(practice: Shell, people: tuple[str, str]) -> None:
    client = people[1]
    practice("client", "close", client, "--unplanned")
    assert "client reopen" in practice("client", "close", client, "--planned", code=1)
    assert "client reopen" in practice("appointment", "add", client, f"{YEAR}-01-05T14:00", code=1)
    assert "client list" in practice("client", "close", "C-NONE", "--planned", code=1)


def test_a_client_who_comes_back_begins_anew(practice: Shell, people: tuple[str, str]) -> None:
    client = people[1]
    assert "in care already" in practice("client", "reopen", client, code=1)
    practice("client", "close", client, "--planned")
    assert "age group" in practice("client", "reopen", client, "--age", "old", code=1)
    assert "therapist list" in practice("client", "reopen", client, "--therapist", "T-NONE", code=1)
    other = practice.json("therapist", "add", "Jo Marsh", "--team", "North")["id"]
    practice("client", "reopen", client, "--age", "adolescent", "--therapist", other.lower())
    shown = practice.json("client", "show", client)
    assert (shown["age"], shown["therapist"], shown["ended"]) == ("adolescent", other, None)
    practice("appointment", "add", client, f"{YEAR}-01-05T14:00")
    assert practice.json("therapist", "list")[1]["team"] == "North"


def test_a_therapist_joins_a_team_later_and_leaves_it(practice: Shell, people: tuple[str, str]) -> None:
    therapist = people[0]
    assert "the team North" in practice("therapist", "team", therapist.lower(), " North ")
    assert practice.json("therapist", "list")[0]["team"] == "North"
    assert "no team" in practice("therapist", "team", therapist)
    assert practice.json("therapist", "list")[0]["team"] == ""
    assert "therapist list" in practice("therapist", "team", "T-NONE", "North", code=1)
