"""Raters, duties and reassigning, as staff type them."""

import pytest

from tests.bot.commands.shell import Shell
from tests.bot.commands.test_cli import YEAR

NAMED = ["--rater", "carer", "--rater-name", "Eva Berg"]


def test_a_carer_is_asked_only_what_a_schedule_says(practice: Shell, people: tuple[str, str]) -> None:
    client = people[1]
    said = practice("client", "rater", "add", client, "carer", "Eva Berg", "--language", "de", "--zone", "Asia/Tokyo")
    assert f"meantime invite {client}/carer" in said
    own, carer = practice.json("client", "rater", "list", client)
    assert (own["rater"], own["asked"]) == ("self", ["ors before every session"])
    assert (carer["name"], carer["language"], carer["zone"], carer["asked"]) == ("Eva Berg", "de", "Asia/Tokyo", [])
    practice("schedule", "set", f"{client}/carer", "--measure", "ors", "--occasion", "before")
    shown = practice.json("client", "show", client)
    assert shown["rater"] == "self"
    assert [one["asked"] for one in shown["raters"]] == [["ors before every session"]] * 2
    assert [one["joined"] for one in shown["raters"]] == ["not joined"] * 2
    assert "has a rater 'carer' already" in practice("client", "rater", "add", client, "carer", "Eva Berg", code=1)
    assert practice.json("invite", f"{client.lower()}/CARER")["person"] == f"{client}/carer"


def test_a_rater_may_come_with_a_measure_and_what_is_due_follows(practice: Shell, people: tuple[str, str]) -> None:
    client = people[1]
    practice("appointment", "add", client, f"{YEAR}-01-05T14:00")
    practice("client", "rater", "add", client, "partner", "Olaf Holm", "--measure", "ors")
    due = practice.json("upcoming", "--days", "1000")
    assert {one["person"] for one in due if one["what"] == "ask"} == {client, f"{client}/partner"}


@pytest.mark.parametrize("measure", ["srs", "phq9"])
def test_nobody_is_asked_about_another_in_words_that_mean_themselves(
    practice: Shell, people: tuple[str, str], measure: str
) -> None:
    client = people[1]
    complaint = "there is a wording of cors or ors"
    assert complaint in practice("client", "rater", "add", client, "carer", "Eva", "--measure", measure, code=1)
    assert len(practice.json("client", "rater", "list", client)) == 1
    practice("client", "rater", "add", client, "carer", "Eva Berg")
    words = ["--rater", "carer", "--measure", measure, "--occasion", "before"]
    assert complaint in practice("schedule", "set", client, *words, code=1)


def test_a_carer_may_be_the_index_rater_of_a_child(practice: Shell, people: tuple[str, str]) -> None:
    words = ["client", "add", "Tim Berg", "--therapist", people[0], "--age", "child", "--measure", "cors"]
    child = practice.json(*words, *NAMED)["id"]
    assert practice.json("client", "show", child)["rater"] == "carer"
    (asked,) = practice.json("schedule", "list", child)
    assert (asked["rater"], asked["measure"], asked["asked"]) == ("carer", "cors", "before every session")
    assert "--rater-name NAME" in practice(*words, "--rater", "carer", code=1)
    assert "Nobody rates as 'uncle'" in practice(*words, "--rater", "uncle", "--rater-name", "Bob", code=1)
    assert "say --rater carer" in practice(*words, "--rater-name", "Eva Berg", code=1)
    assert "wording of cors or ors" in practice(*words[:-1], "csrs", *NAMED, code=1)


def test_duties_are_given_and_shown(practice: Shell, people: tuple[str, str]) -> None:
    practice("therapist", "add", "Jo Marsh", "--duty", "supervisor", "--team", "North")
    assert [one["duty"] for one in practice.json("therapist", "list")] == ["therapist", "supervisor"]
    jo = practice.json("therapist", "list")[1]["id"]
    assert "is a manager" in practice("therapist", "duty", jo.lower(), "manager")
    assert practice.json("therapist", "list")[1]["duty"] == "manager"
    assert "use therapist, supervisor, manager" in practice("therapist", "duty", people[0], "boss", code=1)
    assert "therapist list" in practice("therapist", "duty", "T-NONE", "manager", code=1)


def test_a_client_goes_over_to_another_therapist_and_the_history_stays(
    practice: Shell, people: tuple[str, str]
) -> None:
    therapist, client = people
    other = practice.json("therapist", "add", "Jo Marsh")["id"]
    assert f"is seen by {other} now, not by {therapist}" in practice("client", "reassign", client, other.lower())
    shown = practice.json("client", "show", client)
    assert shown["therapist"] == other
    assert [one["therapist"] for one in shown["therapists"]] == [therapist, other]
    assert "already" in practice("client", "reassign", client, other, code=1)
    assert "therapist list" in practice("client", "reassign", client, "T-NONE", code=1)
    practice("client", "close", client, "--planned")
    assert "client reopen" in practice("client", "reassign", client, therapist, code=1)


def test_a_manager_sees_no_clients(practice: Shell, people: tuple[str, str]) -> None:
    therapist, client = people
    boss = practice.json("therapist", "add", "Ida Holm", "--duty", "manager")["id"]
    refused = f"{boss} is a manager, who sees no clients"
    assert refused in practice("client", "reassign", client, boss, code=1)
    assert refused in practice("client", "add", "Ben", "--therapist", boss, code=1)
    (practice.folder / "clients.csv").write_text(f"reference,name,therapist\nP-1,Ben,{boss}\n")
    assert refused in practice("client", "import", "clients.csv", "--json", code=1)
    assert f"{therapist} sees {client}" in practice("therapist", "duty", therapist, "manager", code=1)
    practice("client", "close", client, "--planned")
    assert refused in practice("client", "reopen", client, "--therapist", boss, code=1)
    practice("therapist", "duty", therapist, "manager")
    assert f"{therapist} is a manager" in practice("client", "reopen", client, code=1)
    practice("therapist", "duty", boss, "supervisor")
    practice("client", "reopen", client, "--therapist", boss)
    assert practice.json("client", "show", client)["therapist"] == boss
