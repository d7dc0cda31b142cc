"""`meantime therapist set`, `show`, `away`, `back` and `meantime alert`, as staff type them."""

import pytest

from tests.bot.commands.shell import Shell
from tests.bot.commands.test_cli import YEAR

FIRST, LAST = f"{YEAR}-08-03", f"{YEAR}-08-17"


@pytest.fixture
def jo(practice: Shell) -> str:
    added: str = practice.json("therapist", "add", "Jo Beer")["id"]
    return added


def test_how_a_therapist_is_told_is_set_piece_by_piece(practice: Shell, people: tuple[str, str], jo: str) -> None:
    ana = people[0]
    practice("therapist", "set", ana, "--quiet", "21:30-06:45", "--backup", jo.lower(), "--no-digest")
    shown = practice.json("therapist", "show", ana)
    assert (shown["quiet"], shown["holds"], shown["backup"], shown["digest"]) == ("21:30-06:45", "morning", jo, "none")
    practice("therapist", "set", ana, "--holds", "brief")
    assert practice.json("therapist", "show", ana)["quiet"] == "21:30-06:45"
    assert practice.json("therapist", "set", ana, "--quiet", "off", "--backup", "none")["backup"] == ""
    assert practice.json("therapist", "show", ana)["quiet"] == "off"
    assert practice.json("therapist", "set", ana, "--quiet", "default", "--digest")["quiet"] == "20:00-07:00"
    assert practice.json("therapist", "show", ana)["digest"] == "weekly"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--quiet", "9-17"], "no time of day"),
        (["--holds", "evening"], "morning or the brief"),
        (["--backup", "T-ZZZ"], "Nobody has this id"),
    ],
)
def test_what_cannot_be_set_is_refused(
    practice: Shell, people: tuple[str, str], words: list[str], complaint: str
) -> None:
    assert complaint in practice("therapist", "set", people[0], *words, code=1)
    assert practice.json("therapist", "show", people[0])["quiet"] == "20:00-07:00"


def test_nobody_stands_in_who_cannot_be_reached_and_nobody_for_themselves(
    practice: Shell, people: tuple[str, str], jo: str
) -> None:
    ana = people[0]
    assert "cannot be reached" in practice("therapist", "away", ana, FIRST, LAST, "--colleague", jo, code=1)
    assert "has no backup" in practice("therapist", "away", ana, FIRST, LAST, code=1)
    assert "cannot stand in" in practice("therapist", "away", ana, FIRST, LAST, "--colleague", ana, code=1)
    assert "before the first" in practice("therapist", "away", ana, LAST, FIRST, "--colleague", jo, code=1)
    assert "nothing to do" in practice("therapist", "back", ana, code=1)


def test_alerts_are_none_at_first(practice: Shell, people: tuple[str, str]) -> None:
    assert practice.json("alert", "list") == []
    assert practice.json("alert", "list", "--client", people[1]) == []
    assert practice.json("alert", "log", people[1]) == []
    assert "Nobody has this id" in practice("alert", "log", "C-ZZZ", code=1)


def test_an_alert_is_listed_and_each_step_is_logged(practice: Shell, people: tuple[str, str]) -> None:
    ana, client = people
    practice("client", "set", client, "--since", "2020-01-01")
    for day, scores in (("2020-02-03", "6 6 6 6"), ("2020-02-10", "4 4 4 4")):
        practice("rating", "add", client, "--measure", "ors", "--scores", scores, "--date", day, "--by", ana)
    [waits] = practice.json("alert", "list", "--client", client.lower())
    assert (waits["rule"], waits["level"], waits["told"]) == ("deterioration", "urgent", [ana])
    assert practice.json("alert", "list", "--client", "C-ZZZ") == []
    assert [(one["step"], one["who"]) for one in practice.json("alert", "log", client)] == [("told", ana)]
