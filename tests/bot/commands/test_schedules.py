"""`meantime schedule`, `meantime client set`, as staff type them: what is due follows at once."""

from datetime import datetime

import pytest

from tests.bot.commands.shell import Shell
from tests.bot.commands.test_cli import YEAR

BETWEEN = ["--measure", "ors", "--occasion", "between"]
AFTER = ["--measure", "srs", "--occasion", "after"]


def asked(practice: Shell, client: str) -> list[tuple[str, str, str, int]]:
    listed = practice.json("schedule", "list", client)
    return [(one["rater"], one["measure"], one["asked"], one["gap"]) for one in listed]


def test_a_new_client_is_asked_before_every_session_and_a_schedule_adds_to_it(
    practice: Shell, people: tuple[str, str]
) -> None:
    client = people[1]
    first = ("self", "ors", "before every session", 7)
    assert asked(practice, client.lower()) == [first]
    assert "is asked srs after every session." in practice("schedule", "set", client, *AFTER)
    assert asked(practice, client) == [first, ("self", "srs", "after every session", 0)]
    practice("schedule", "set", client, *AFTER, "--every", "2", "--gap", "3")
    assert asked(practice, client)[1] == ("self", "srs", "after the first session and then every 2nd", 3)
    assert "any more" in practice("schedule", "end", client, *AFTER)
    assert asked(practice, client) == [first]
    assert "is not asked srs after sessions" in practice("schedule", "end", client, *AFTER, code=1)


def test_a_check_between_sessions_is_booked_once_however_often_it_is_set(
    practice: Shell, people: tuple[str, str]
) -> None:
    client = people[1]
    made = practice.json("schedule", "set", client, *BETWEEN, "--days", "3")
    assert (made["gap"], datetime.fromisoformat(made["next"]).strftime("%H:%M")) == (3, "18:00")
    again = practice.json("schedule", "set", client, *BETWEEN, "--days", "14", "--at", "17:30")
    assert (again["gap"], datetime.fromisoformat(again["next"]).strftime("%H:%M")) == (7, "17:30")
    assert [one["next"] for one in practice.json("schedule", "list", client) if one["next"]] == [again["next"]]
    checks = [one for one in practice.json("upcoming", "--days", "30") if one["appointment"] == "between"]
    assert {one["when"] for one in checks if one["what"] == "ask"} <= {again["next"], *(one["when"] for one in checks)}
    assert min(one["when"] for one in checks) == again["next"]
    practice("schedule", "end", client, *BETWEEN)
    assert not [one for one in practice.json("upcoming", "--days", "30") if one["appointment"] == "between"]
    assert practice.json("appointment", "list", "--days", "30") == []


def test_a_check_wished_for_at_night_is_told_at_the_hour_it_is_asked(practice: Shell, people: tuple[str, str]) -> None:
    client = people[1]
    told = practice("schedule", "set", client, *BETWEEN, "--days", "14", "--at", "22:00")
    assert "19:59 CET, as 22:00 is in their quiet hours." in told
    (asked,) = [one["next"] for one in practice.json("schedule", "list", client) if one["next"]]
    assert datetime.fromisoformat(asked).strftime("%H:%M") == "19:59"
    assert asked in [one["when"] for one in practice.json("upcoming", "--days", "30") if one["what"] == "ask"]


def test_another_zone_keeps_the_hour_of_a_check_and_moves_what_is_due(practice: Shell, people: tuple[str, str]) -> None:
    client = people[1]
    practice("client", "set", client, "--zone", "Europe/Berlin")
    first = datetime.fromisoformat(practice.json("schedule", "set", client, *BETWEEN, "--days", "14")["next"])
    practice("client", "set", client, "--zone", "Asia/Kolkata", "--hours", "10:00-19:00")
    moved = datetime.fromisoformat(
        next(one["next"] for one in practice.json("schedule", "list", client) if one["next"])
    )
    assert (moved.date(), moved.strftime("%H:%M %z")) == (first.date(), "18:00 +0530")
    (who,) = practice.json("client", "rater", "list", client)
    assert (who["zone"], who["hours"], who["channel"]) == ("Asia/Kolkata", "10:00-19:00", "any")
    practice("client", "set", client, "--hours", "practice", "--channel", "telegram", "--name", "Mia Holm")
    (who,) = practice.json("client", "rater", "list", client)
    assert (who["name"], who["hours"], who["channel"]) == ("Mia Holm", "09:00-20:00", "telegram")


def test_what_is_due_for_a_session_is_planned_anew(practice: Shell, people: tuple[str, str]) -> None:
    client = people[1]
    practice("appointment", "add", client, f"{YEAR}-01-05T22:00")
    practice("client", "set", client, "--hours", "09:00-12:00")
    assert {one["when"][11:16] for one in practice.json("upcoming", "--days", "1000") if one["what"] == "ask"} == {
        "11:59"
    }
    practice("client", "set", client, "--hours", "practice")
    assert {one["when"][11:16] for one in practice.json("upcoming", "--days", "1000") if one["what"] == "ask"} == {
        "19:59"
    }


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--measure", "nonesuch", "--occasion", "after"], "is not known; there are"),
        (["--measure", "srs", "--occasion", "often"], "use before, after, between"),
        ([*AFTER, "--days", "3"], "say --every for sessions"),
        ([*AFTER, "--at", "18:00"], "say --every for sessions"),
        ([*BETWEEN, "--days", "3", "--every", "2"], "say --days"),
        (BETWEEN, "e.g. --days 14"),
        ([*BETWEEN, "--days", "3", "--gap", "4"], "give a smaller one"),
        ([*BETWEEN, "--days", "3", "--at", "6pm"], "write it like 09:00"),
        ([*AFTER, "--rater", "carer"], "client rater add"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(
    practice: Shell, people: tuple[str, str], words: list[str], complaint: str
) -> None:
    before = practice.json("schedule", "list", people[1])
    assert complaint in practice("schedule", "set", people[1], *words, code=1)
    assert practice.json("schedule", "list", people[1]) == before


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "Say what to change"),
        (["--hours", "20:00-09:00"], "ends before it begins"),
        (["--hours", "9-20"], "write it like 09:00"),
        (["--hours", "always"], "write them like 09:00-20:00"),
        (["--channel", "pigeon"], "use sms, telegram or any"),
        (["--zone", "Berlin"], "Europe/Berlin"),
    ],
)
def test_what_nobody_can_be_reached_by_is_refused(
    practice: Shell, people: tuple[str, str], words: list[str], complaint: str
) -> None:
    assert complaint in practice("client", "set", people[1], *words, code=1)


def test_a_language_needs_a_wording_of_all_that_is_asked(practice: Shell, people: tuple[str, str]) -> None:
    client = people[1]
    practice("schedule", "set", client, "--measure", "gad7", "--occasion", "before")
    assert "no wording of gad7 in de" in practice("client", "set", client, "--language", "de", code=1)
    practice("schedule", "end", client, "--measure", "gad7", "--occasion", "before")
    practice("client", "set", client, "--language", "de")
    assert practice.json("client", "show", client)["language"] == "de"


@pytest.mark.parametrize("measure", ["cors", "csrs"])
@pytest.mark.parametrize("rater", ["self", "carer"])
def test_a_measure_for_children_is_not_asked_about_an_adult(
    practice: Shell, people: tuple[str, str], measure: str, rater: str
) -> None:
    client = people[1]
    practice("client", "rater", "add", client, "carer", "Eva Berg")
    words = ["--measure", measure, "--occasion", "before", "--rater", rater]
    said = practice("schedule", "set", client, *words, code=1)
    assert f"{measure} is for the ages child and adolescent, and {client} is adult: choose another measure." in said
    new = ["client", "add", "Tim Berg", "--therapist", people[0], "--measure", measure]
    assert "and the client is adult" in practice(*new, code=1)


@pytest.mark.parametrize("age", ["child", "adolescent"])
def test_a_measure_for_children_is_asked_about_a_child(practice: Shell, people: tuple[str, str], age: str) -> None:
    child = practice.json("client", "add", "Tim Berg", "--therapist", people[0], "--age", age)["id"]
    made = practice.json("schedule", "set", child, "--measure", "cors", "--occasion", "after")
    assert (made["rater"], made["measure"]) == ("self", "cors")
