"""`meantime course`: for people in sentences, for programs one JSON object a course."""

import json
from typing import Any

import pytest

from tests.bot.commands.shell import Shell

KEYS = [
    "n",
    "first",
    "last",
    "change",
    "status",
    "reliable_change",
    "clinically_significant_change",
    "reliable_deterioration",
    "above_cutoff_at_start",
    "excluded",
    "expected",
    "percent_met",
    "expected_next",
    "target",
    "flags",
]
INSTRUMENT = """
id = "mine"
version = "1"
title = "Mine"
source = "our own"
low = 0
high = 4
step = 1
higher_is_better = false

[[items]]
id = "one"
construct = "one"

[[items]]
id = "two"
construct = "two"
reversed = true
"""
PROFILE = """
id = "ours"
version = "1"
title = "Ours"
about = "our own"

[measures.mine.deterioration]
points = 3
operator = "at_least"
source = "our own"
published = false
"""


def course(**changed: object) -> str:
    return json.dumps({"profile": "icce-2012", "measure": "ors", "age": "adult", "scores": [16, 18, 18]} | changed)


def of_file(meantime: Shell, *lines: str) -> list[dict[str, Any]]:
    """What the courses of a file come to. Any: a record has values of many kinds."""
    (meantime.folder / "courses.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [json.loads(line) for line in meantime("course", "--file", "courses.jsonl").splitlines()]


def refused(meantime: Shell, *lines: str) -> str:
    (meantime.folder / "courses.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = meantime("course", "--file", "courses.jsonl", code=1).splitlines()[-1]
    assert said.startswith("meantime: ")
    return said


def test_the_record_has_the_same_keys_in_the_same_order_for_every_course(meantime: Shell) -> None:
    for scores in ([], ["16"], ["16", "18"], ["33", "34"]):
        for profile in ("icce-2012", "bon-2023", "openfit"):
            assert list(meantime.json("course", *scores, "--profile", profile)) == KEYS


def test_a_course_with_an_expected_response(meantime: Shell) -> None:
    found = meantime.json("course", "16", "18", "18", "--profile", "bon-2023")
    flags = found.pop("flags")
    assert found == {
        "n": 3,
        "first": 16.0,
        "last": 18.0,
        "change": 2.0,
        "status": "off_track",
        "reliable_change": False,
        "clinically_significant_change": False,
        "reliable_deterioration": False,
        "above_cutoff_at_start": False,
        "excluded": False,
        "expected": 22.79,
        "percent_met": 29.45,
        "expected_next": [24.5, 25.4, 25.8],
        "target": 25.79,
    }
    assert [list(flag) for flag in flags] == [["rule", "observed", "threshold", "source", "published"]]
    assert [flags[0][key] for key in ("rule", "observed", "threshold", "published")] == [
        "behind_expected",
        29.4,
        50.0,
        False,
    ]


def test_what_a_profile_does_not_tell_is_null(meantime: Shell) -> None:
    found = meantime.json("course", "16", "26", "--profile", "openfit")
    assert (found["expected"], found["percent_met"], found["target"], found["expected_next"]) == (None, None, None, [])
    assert (found["reliable_change"], found["clinically_significant_change"]) == (None, True)
    excluded = meantime.json("course", "32.1", "33", "--profile", "bon-2023")
    assert (excluded["excluded"], excluded["expected"], excluded["percent_met"]) == (True, None, None)


def test_ages_raters_items_and_missing_ratings(meantime: Shell) -> None:
    child = ("course", "30", "--measure", "cors", "--age", "child")
    assert meantime.json(*child)["above_cutoff_at_start"] is False
    assert meantime.json(*child, "--rater", "carer")["above_cutoff_at_start"] is True
    items = meantime.json("course", "4,3.5,5,4", "-", "4,-,5,4", "5,5,5,5")
    assert (items["n"], items["first"], items["last"], items["change"]) == (2, 16.5, 20.0, 3.5)
    silent = meantime.json("course", "16", "-", "-", "-")
    assert [flag["rule"] for flag in silent["flags"]] == ["missed_in_a_row"]


def test_a_therapist_reads_the_standing_first_and_then_why(meantime: Shell) -> None:
    lines = meantime("course", "16", "18", "18").splitlines()
    assert lines[0] == "Off track."
    assert lines[1].startswith("Check-in due: yes. Change +2.0 since the first rating;")
    assert not any(line.startswith("Sudden drop") for line in lines)
    explained = meantime("course", "16", "18", "18", "--explain").splitlines()
    assert explained[: len(lines)] == lines
    assert any(line.startswith("Sudden drop: no.") for line in explained)


def test_a_file_has_a_course_a_line_and_its_blank_lines_are_passed_over(meantime: Shell) -> None:
    found = of_file(
        meantime,
        course(),
        "",
        course(profile="bon-2023", age="child", rater="carer", scores=[30, None, 30, 30.5]),
        "  ",
        course(measure="srs", scores=[[9, 9, 9, 9], [9, None, 9, 9], [9.5, 9, 9, 9]]),
        course(scores=[]),
    )
    assert [one["n"] for one in found] == [3, 3, 2, 0]
    assert [one["expected"] for one in found] == [None, 31.34, None, None]
    assert [one["status"] for one in found] == ["off_track", "watch", "on_track", "too_early"]
    assert all(list(one) == KEYS for one in found)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", "It should look like {"),
        ("[]", "It should look like {"),
        ("3", "It should look like {"),
        ("[" * 100_000, "It should look like {"),
        (course(scores="16 18"), "It should look like {"),
        (course(scores=16), "It should look like {"),
        (course(measure=[]), "It should look like {"),
        ('{"scores": [16]}', "It should look like {"),
        (course(scores=["16"]), 'A score is a number without quotes, not "16".'),
        (course(scores=[""]), 'A score is a number without quotes, not "".'),
        (course(scores=[[7, "6", 8, 7]]), 'A score is a number without quotes, not "6".'),
        (course()[:-1] + ', "scores": [20]}', "The key 'scores' stands there twice: keep one."),
        (course(raters="self"), "The key 'raters' is not known: use profile, measure, age, rater and scores."),
        (course(scores=[{}]), "A rating of ors is one total, or 4 items from 0 to 10"),
        (course(scores=[float("nan")]), "A total of ors is a number from 0 to 40"),
        (course(scores=[True]), "A total of ors is a number from 0 to 40"),
        (course(scores=[16.55]), "A total of ors is a number from 0 to 40, with at most one decimal."),
        (course(scores=[[1, 2]]), "A rating of ors is one total, or 4 items from 0 to 10, with at most one decimal."),
        (course(scores=[[1, 2, 3, 10.5]]), "A rating of ors is one total, or 4 items from 0 to 10"),
        (course(age="elder"), "There is no age group 'elder': use adult, adolescent or child."),
        (course(rater="friend"), "Nobody rates as 'friend': use self or carer."),
        (course(measure="nonesuch"), "measure: nonesuch: is not known; there are cors, "),
        (course(profile="nonesuch"), "profile: nonesuch: is not known; there are bon-2023, icce-2012, openfit"),
    ],
)
def test_a_line_that_is_no_course_is_named_in_one_sentence(meantime: Shell, line: str, said: str) -> None:
    assert refused(meantime, course(), "", line).startswith(f"meantime: Line 3 is no course. {said}")


@pytest.mark.parametrize("score", ["1e1", "1_6", "٧", "+16", " 16", "16.", ".5", "7,6,8,1_0", "7,6,8,1e1"])
def test_a_rating_is_written_in_plain_figures(meantime: Shell, score: str) -> None:
    said = meantime("course", "16", score, code=1).splitlines()
    assert len(said) == 1
    assert said[0].startswith(("meantime: A total of ors is a number", "meantime: A rating of ors is one total"))


def test_ratings_and_a_file_are_not_given_together(meantime: Shell) -> None:
    assert "either ratings or --file" in meantime("course", "16", "--file", "courses.jsonl", code=2)


def test_a_practice_judges_its_own_measure_by_its_own_rules(practice: Shell) -> None:
    for kind, name, text in (("instruments", "mine", INSTRUMENT), ("profiles", "ours", PROFILE)):
        (practice.folder / "library" / kind).mkdir(parents=True)
        (practice.folder / "library" / kind / f"{name}.toml").write_text(text, encoding="utf-8")
    own = ("course", "--measure", "mine", "--profile", "ours")
    found = practice.json(*own, "1,4", "2,2")
    assert (found["first"], found["last"], found["change"], found["status"]) == (1.0, 4.0, 3.0, "deteriorating")
    assert "steps of 1" in practice(*own, "1.5", code=1)
    broken = practice.folder / "library/profiles/ours.toml"
    broken.write_text(PROFILE.replace("points = 3", "points = 30"), encoding="utf-8")
    assert "ours.toml: measures.mine.deterioration: is 30, but must lie between 0.1 and 8 for mine" in practice(
        *own, "1", code=1
    )
