"""`meantime rating`: papers are entered and ratings put right, as staff type them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.bot.commands.shell import Shell

TODAY = datetime.now(ZoneInfo("Europe/Berlin")).date()


@pytest.fixture
def practice(practice: Shell) -> Shell:
    """In a practice whose clock all days are of."""
    settings = practice.folder / "meantime.toml"
    settings.write_text('practice.zone = "Europe/Berlin"\n' + settings.read_text())
    return practice


def add(practice: Shell, people: tuple[str, str], scores: str = "7 6.5 8 7", **more: str) -> str:
    """The words of a paper of today by the client's own therapist."""
    words = {"measure": "ors", "scores": scores, "date": str(TODAY), "by": people[0]} | more
    given = [part for name, value in words.items() for part in (f"--{name}", value)]
    return str(practice.json("rating", "add", people[1], *given)["id"])


def refused(practice: Shell, people: tuple[str, str], client: str = "", **more: str) -> str:
    """What is said of a paper that is not taken."""
    words = {"measure": "ors", "scores": "7 6.5 8 7", "date": str(TODAY), "by": people[0]} | more
    given = [part for name, value in words.items() for part in (f"--{name}", value)]
    return practice("rating", "add", client or people[1], *given, code=1)


def test_a_paper_is_a_rating(practice: Shell, people: tuple[str, str]) -> None:
    rating = add(practice, people)
    [listed] = practice.json("rating", "list", people[1].lower())
    assert (listed["id"], listed["total"], listed["scores"]) == (rating, 28.5, [7.0, 6.5, 8.0, 7.0])
    assert (listed["by"], listed["marks"], listed["for"][:10]) == ("paper", [], str(TODAY))
    [shown] = practice.json("client", "show", people[1])["ratings"]
    assert (shown["total"], shown["paper"], shown["corrected"], shown["at"][:10]) == (28.5, True, False, str(TODAY))
    [made] = practice.json("rating", "history", rating.lower())
    assert (made["what"], made["by"], made["of"]) == ("made (paper)", people[0], people[1])


def test_entering_says_how_the_course_stands_and_what_it_raised(practice: Shell, people: tuple[str, str]) -> None:
    words = ("--measure", "ors", "--scores", "7 6.5 8 7", "--date", str(TODAY), "--by", people[0].lower())
    said = practice("rating", "add", people[1], *words)
    assert f"ORS 28.5 of {people[1]}. The course is too early." in said
    assert "Alerts raised: above_cutoff_at_start." in said


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ({"scores": "7 6.5 8"}, "has 4 scores, not 3"),
        ({"scores": "7 6.5 8 eleven"}, "'eleven' is no score"),
        ({"measure": "xyz"}, "xyz"),
        ({"measure": "cors"}, "cors is for the ages child and adolescent"),
        ({"date": str(TODAY + timedelta(days=2))}, "still to come"),
        ({"date": "2019-05-01"}, "began later"),
        ({"date": "03.12.2026"}, "2026-11-30"),
        ({"by": "T-NONE"}, "therapist list"),
        ({"date": "2019-05-01", "scores": "7 6.5 8"}, "has 4 scores, not 3"),
        ({"date": "2019-05-01", "by": "T-NONE"}, "therapist list"),
        ({"client": "C-NONE"}, "client list"),
        ({"client": "C-NONE/carer"}, "client list"),
    ],
)
def test_what_is_no_paper_is_refused(
    practice: Shell, people: tuple[str, str], more: dict[str, str], complaint: str
) -> None:
    assert complaint in refused(practice, people, **more)
    assert practice.json("rating", "list", people[1]) == []


def test_another_therapist_may_not(practice: Shell, people: tuple[str, str]) -> None:
    other = practice.json("therapist", "add", "Jo Marsh")["id"]
    assert "their therapist, a supervisor" in refused(practice, people, by=other)
    rating = add(practice, people)
    for words in (
        ["correct", rating, "--scores", "1 1 1 1"],
        ["invalidate", rating],
        ["move", rating, "--to", people[1]],
    ):
        assert f"{other} may not" in practice("rating", *words, "--by", other, "--reason", "so", code=1)
    client = practice.json("client", "add", "Ben Roth", "--therapist", other)["id"]
    moving = practice("rating", "move", rating, "--to", client, "--by", people[0], "--reason", "his", code=1)
    assert f"{people[0]} may not: ratings of {client}" in moving


def test_nobody_rates_twice_on_a_day_but_for_one_made_invalid(practice: Shell, people: tuple[str, str]) -> None:
    rating = add(practice, people)
    assert f"already, {rating}" in refused(practice, people)
    practice("rating", "invalidate", rating, "--by", people[0], "--reason", "not hers")
    again = add(practice, people, "5 5 5 5")
    assert f"already, {again}" in practice("rating", "restore", rating, "--by", people[0], "--reason", "is", code=1)


def test_a_correction_keeps_the_old_value_with_who_when_and_why(practice: Shell, people: tuple[str, str]) -> None:
    rating, by = add(practice, people), ("--by", people[0], "--reason", "one line misread")
    assert "has these scores already" in practice("rating", "correct", rating, "--scores", "7 6.5 8 7", *by, code=1)
    done = practice.json("rating", "correct", rating, "--scores", "5 5 5 5", *by)
    assert (done["total"], done["alerts_closed"], done["alerts_raised"]) == (20.0, ["above_cutoff_at_start"], [])
    first, second = practice.json("rating", "history", rating)
    assert (first["total"], second["total"], second["what"]) == (28.5, 20.0, "other scores")
    assert (second["by"], second["reason"], second["alerts_closed"]) == (people[0], by[3], ["above_cutoff_at_start"])
    assert datetime.now(UTC) - datetime.fromisoformat(second["at"]) < timedelta(hours=1)
    assert practice.json("rating", "list", people[1])[0]["marks"] == ["corrected"]
    assert practice.json("client", "show", people[1])["ratings"][0]["corrected"]
    assert practice.json("status")["open_alerts"] == 0


def test_an_invalid_rating_counts_nowhere_until_it_is_restored(practice: Shell, people: tuple[str, str]) -> None:
    rating, by = add(practice, people), ("--by", people[0], "--reason", "not sure")
    assert "counts already" in practice("rating", "restore", rating, *by, code=1)
    practice("rating", "invalidate", rating, *by)
    assert practice.json("client", "show", people[1])["ratings"] == []
    assert practice.json("client", "list")[0]["ratings"] == []
    assert practice.json("effect")["measures"][0]["open"]["counted"] == 0
    assert practice.json("rating", "list", people[1])[0]["marks"] == ["corrected", "invalid"]
    assert f"rating restore {rating}" in practice("rating", "correct", rating, "--scores", "1 1 1 1", *by, code=1)
    assert practice.json("rating", "restore", rating, *by)["alerts_raised"] == ["above_cutoff_at_start"]
    assert practice.json("client", "list")[0]["ratings"] == [28.5]


def test_a_rating_moves_to_the_right_client(practice: Shell, people: tuple[str, str]) -> None:
    other = practice.json("client", "add", "Ben Roth", "--therapist", people[0])["id"]
    rating, by = add(practice, people), ("--by", people[0], "--reason", "the other sheet")
    assert "already: nothing to do" in practice("rating", "move", rating, "--to", people[1].lower(), *by, code=1)
    assert "client list" in practice("rating", "move", rating, "--to", f"{people[1]}/carer", *by, code=1)
    moved = practice.json("rating", "move", rating, "--to", other.lower(), *by)
    assert (moved["of"], moved["alerts_closed"]) == (other, ["above_cutoff_at_start"])
    assert moved["alerts_raised"] == ["above_cutoff_at_start"]
    assert practice.json("rating", "list", people[1]) == []
    assert practice.json("client", "show", other)["ratings"][0]["total"] == 28.5
    assert [one["of"] for one in practice.json("rating", "history", rating)] == [people[1], other]


@pytest.mark.parametrize("words", [["correct", "--scores", "1 1 1 1"], ["invalidate"], ["move", "--to", "C-3MX"]])
def test_every_correction_says_why_and_of_what(practice: Shell, people: tuple[str, str], words: list[str]) -> None:
    rating = add(practice, people)
    verb, *rest = words
    assert "reason is empty" in practice("rating", verb, rating, *rest, "--by", people[0], "--reason", " ", code=1)
    assert "rating list" in practice("rating", verb, "R-NONE", *rest, "--by", people[0], "--reason", "so", code=1)


def test_a_client_whose_care_ended_gets_no_paper_of_later(practice: Shell, people: tuple[str, str]) -> None:
    practice("client", "close", people[1], "--planned")
    add(practice, people)
    later = str(TODAY + timedelta(days=1))
    assert "still to come" in refused(practice, people, date=later)
