"""docs/measures.md: current, complete, and its own examples can be used as they stand."""

import json
import re
from dataclasses import fields, replace
from itertools import chain
from pathlib import Path

import pytest

from measures.course import course_of
from measures.describe import as_record, markdown
from measures.flags import Rule
from measures.guide import MEANINGS, STATUSES
from measures.library import SHIPPED, Library, library, shipped
from measures.progress import Status, judge
from measures.rules import Rules
from measures.ruletable import rule_rows

PAPER = Path(__file__).parent.parent.parent / "docs" / "measures.md"
TEXT = PAPER.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(# library/(\S+)\n.*?)\n```", TEXT, re.DOTALL)
GIVEN = [one.rules for one in shipped().instruments.values() if one.rules]
GIVEN += [rules for one in shipped().profiles.values() for rules in one.rules.values()]


@pytest.fixture
def own(tmp_path: Path) -> Library:
    """What is shipped, and the examples of the page as somebody would copy them."""
    for text, name in EXAMPLES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return library([SHIPPED, tmp_path])


def test_it_is_current() -> None:
    """`meantime measures --markdown > docs/measures.md` makes it so."""
    assert markdown(shipped()) == TEXT


def test_every_rule_has_a_line_of_its_own_wherever_it_stands() -> None:
    for rules in GIVEN:
        told = [row.rule for row in rule_rows(rules, shipped().instrument("ors"))]
        assert sorted(told) == sorted(one.name for one in fields(Rules) if getattr(rules, one.name) is not None)


def test_every_source_is_told() -> None:
    rows = chain.from_iterable(rule_rows(rules, shipped().instrument("ors")) for rules in GIVEN)
    for row in rows:
        assert f"| {'published' if row.source.published else 'ours'} | {row.source.text} |" in TEXT


def test_every_flag_and_status_is_told() -> None:
    assert set(MEANINGS) == set(Rule)
    assert set(STATUSES) == set(Status)
    for name in (*Rule, *Status):
        assert f"\n| `{name}` |" in TEXT


@pytest.mark.parametrize(
    ("first", "row"),
    [
        ("5.0", "12.1 | 16.4 | 19.0 | 20.4 | 20.8 | 20.9 | 20.9 | 21.3 | 22.6"),
        ("32.0", "31.9 | 32.1 | 32.4 | 32.7 | 33.0 | 33.2 | 33.4 | 33.5 | 33.4"),
        ("10.0", "16.5 | 20.4 | 22.7 | 23.8 | 24.2 | 24.1 | 24.0 | 24.3 | 25.2"),
    ],
)
def test_expected_totals_are_those_of_the_source(first: str, row: str) -> None:
    assert f"\n| {first} | {row} |\n" in TEXT


def test_a_rise_is_better_where_higher_is_and_worse_where_lower_is() -> None:
    phq9, ors = shipped().instrument("phq9"), shipped().instrument("ors")
    assert phq9.rules
    says = {row.rule: row.says for row in rule_rows(phq9.rules, phq9)}
    assert says["reliable_change"] == "reliable change: a fall of 6.0 points or more"
    assert says["deterioration"] == "a rise of 6.0 points or more since the first rating"
    assert says["cutoff"].startswith("clinical range: at or above 10.0 for adults")
    icce = {row.rule: row.says for row in rule_rows(shipped().profile("icce-2012").rules["ors"], ors)}
    assert icce["reliable_change"] == "reliable change: a rise of 5.0 points or more"
    assert icce["sudden_drop"] == "a fall of 5.0 points or more since the rating before"
    assert "rated by a carer: 28.0 for adolescents" in icce["cutoff"]


def test_strict_limits_and_inclusive_ones_are_told_apart() -> None:
    ors = shipped().instrument("ors")
    rules = shipped().profile("icce-2012").rules["ors"]
    assert rules.cutoff
    assert rules.reliable_change
    strict = replace(
        rules,
        cutoff=replace(rules.cutoff, equal_is_clinical=True),
        reliable_change=replace(rules.reliable_change, strict=True),
    )
    says = {row.rule: row.says for row in rule_rows(strict, ors)}
    assert says["cutoff"].startswith("clinical range: at or below 25.0")
    assert says["reliable_change"] == "reliable change: a rise of more than 5.0 points"
    srs = {name: shipped().profile(name).rules["srs"].alliance_cutoff for name in ("icce-2012", "openfit")}
    told = {name: rule_rows(Rules(alliance_cutoff=limit), ors)[0].says for name, limit in srs.items()}
    assert told == {"icce-2012": "a total of 36.0 or below", "openfit": "a total below 36.0"}


def test_the_examples_of_the_page_judge_a_course(own: Library) -> None:
    assert [name for _, name in EXAMPLES] == ["instruments/sleep.toml", "profiles/harbour.toml"]
    asleep = judge(course_of(own, "harbour", "sleep", "adult", "self", [[8, 2, 8], [3, 7, 4]]))
    assert (asleep.first, asleep.last) == (240, 100)
    assert [flag.rule for flag in asleep.flags] == ["sudden_drop"]
    stuck = judge(course_of(own, "harbour", "ors", "adult", "self", [16, 17, 18]))
    assert [flag.rule for flag in stuck.flags] == ["check_in_due"]
    assert own.instrument("sleep").band(100) == "poor"


def test_a_page_of_a_practice_tells_its_own_files_too(own: Library) -> None:
    page = markdown(own)
    assert "### Sleep diary (`sleep`, version 1)" in page
    assert "how often somebody wakes (`waking`, reversed)" in page
    assert "| `reliable_change` | reliable change: a rise of 5.8 points or more | ours | our first 60 clients" in page


def test_the_same_figures_as_data() -> None:
    record = json.loads(json.dumps(as_record(shipped())))
    measures = {one["id"]: one for one in record["measures"]}
    assert set(measures) == set(shipped().instruments)
    assert measures["phq9"]["safety_item"] == "thoughts"
    assert (measures["k10"]["total_low"], measures["k10"]["total_high"]) == (10, 50)
    profiles = {one["id"]: one for one in record["profiles"]}
    assert profiles["openfit"]["measures"]["srs"][0] == {
        "rule": "alliance_cutoff",
        "says": "a total below 36.0",
        "source": "OpenFIT 204000069702: below 36",
        "published": True,
    }
