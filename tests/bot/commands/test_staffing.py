"""`meantime therapist set`, `show`, `away`, `back` and `meantime alert`, as staff type them."""

import pytest

from messages.envelope import Address, Channel
from tests.bot.commands.shell import Shell
from tests.bot.commands.test_cli import YEAR
from tests.bot.commands.test_inviting import play

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


ANA, JO, IRA = (Address(Channel.TELEGRAM, str(7300001000 + n)) for n in range(3))


def joins(practice: Shell, person: str, at: Address) -> None:
    practice("therapist", "set", person, "--quiet", "off")
    play((at, practice.json("invite", person)["code"]))


def told() -> list[tuple[Address, str]]:
    """What lands on phones: to whom, and which text."""
    return [(one.letter.to, one.letter.text) for one in play()]


def test_who_leaves_and_who_stands_in_are_both_told(practice: Shell, people: tuple[str, str], jo: str) -> None:
    ana, client = people
    ira = practice.json("therapist", "add", "Ira Sand")["id"]
    for person, at in ((ana, ANA), (jo, JO), (ira, IRA)):
        joins(practice, person, at)
    practice("client", "set", client, "--since", "2020-01-01")
    for day, scores in (("2020-02-03", "6 6 6 6"), ("2020-02-10", "4 4 4 4")):
        practice("rating", "add", client, "--measure", "ors", "--scores", scores, "--date", day, "--by", ana)
    play()
    made = practice.json("therapist", "away", ana, FIRST, LAST, "--colleague", jo.lower())
    assert (made["colleague"], sorted(made["told"])) == (jo, sorted((ana, jo)))
    letters = dict(told())
    assert set(letters) == {ANA, JO}
    assert f"Jo Beer ({jo}) stands in for you" in letters[ANA]
    assert f"You stand in for Ana Lindt ({ana})" in letters[JO]
    assert client in letters[JO], "of whom an alert is open"
    said = practice("therapist", "away", ana, LAST, LAST, "--colleague", ira)
    assert said.startswith(f"{ira} stands in for {ana} from {LAST} to {LAST}. Told: ")
    letters = dict(told())
    assert letters[JO] == f"You no longer stand in for Ana Lindt ({ana})."
    assert set(letters) == {ANA, JO, IRA}
    assert practice.json("therapist", "show", ana)["away"] == [f"{LAST} to {LAST}: {ira}"]


def test_who_is_back_and_who_stood_in_are_both_told(practice: Shell, people: tuple[str, str], jo: str) -> None:
    joins(practice, people[0], ANA)
    joins(practice, jo, JO)
    practice("therapist", "away", people[0], FIRST, LAST, "--colleague", jo)
    assert "is away then, too" not in practice("therapist", "set", jo, "--backup", people[0])
    assert "is away then, too" in practice("therapist", "away", jo, LAST, LAST, code=1)
    assert len(told()) == 2
    assert sorted(practice.json("therapist", "back", people[0])["told"]) == sorted((people[0], jo))
    letters = dict(told())
    assert letters[ANA].startswith("Welcome back")
    assert letters[JO] == f"You no longer stand in for Ana Lindt ({people[0]})."
    assert practice.json("therapist", "show", people[0])["away"] == []


def test_one_who_has_not_joined_leaves_and_the_other_is_told(practice: Shell, people: tuple[str, str], jo: str) -> None:
    joins(practice, jo, JO)
    assert practice("therapist", "away", people[0], FIRST, LAST, "--colleague", jo).endswith(f"Told: {jo}.\n")
    assert [to for to, _ in told()] == [JO]


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
