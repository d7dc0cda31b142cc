"""A practice's own measures and rules: scored and judged right, or refused with file, key and reason."""

import re
from pathlib import Path

import pytest

from measures.course import Written, course_of
from measures.datafile import DataFileError
from measures.library import Library, open_library, shipped
from measures.progress import Progress, Status, judge
from measures.scoring import Incomplete, Score, score

ITEMS = '[[items]]\nid = "{0}"\nconstruct = "{0}"\n'
MINE = """
id = "mine"
version = "1"
title = "Mine"
source = "our own"
low = 0
high = 4
step = 1
higher_is_better = false
"""
CORE = (
    MINE
    + """
[[bands]]
name = "healthy"
from = 0
to = 10

[[bands]]
name = "distressed"
from = 11
to = 40

[safety]
item = "six"
above = 0
source = "manual"
published = true

[rules.cutoff]
equal_is_clinical = true
source = "manual"
published = true

[rules.cutoff.self]
adult = 11

[rules.reliable_change]
sd = 7.7
reliability = 0.90
operator = "more_than"
source = "Jacobson and Truax from the manual's figures"
published = false

"""
    + "".join(
        ITEMS.format(one) + ("reversed = true\n" if one in ("two", "three") else "")
        for one in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
)
"""Like the CORE-10: ten items from 0 to 4, two of them reversed, one about risk."""
WELL = (
    MINE.replace("high = 4", "high = 5").replace("= false", "= true")
    + """multiplier = 4

[[bands]]
name = "low"
from = 0
to = 48

[[bands]]
name = "well"
from = 52
to = 100

[rules.reliable_change]
points = 10
operator = "at_least"
source = "manual"
published = true

"""
    + "".join(ITEMS.format(one) for one in ("cheerful", "calm", "active", "rested", "interested"))
)
"""Like the WHO-5: five items from 0 to 5, times 4."""
RULES = """
id = "mine"
version = "1"
title = "Mine"
about = "our own"

[measures.ors.deterioration]
points = 5.0
operator = "at_least"
source = "our own"
published = false

"""
CHANGE = '[measures.ors.reliable_change]\npoints = 5.0\noperator = "at_least"\nsource = "x"\npublished = true\n'
HOPE = """
[measures.ors.trajectory]
long_from = 13
target_index = 5
source = "x"
published = true
"""
CURVES = "".join(
    f"[measures.ors.trajectory.{kind}.{who}]\nflat_from = 3\nbase = [25, 0.1, 0, 0]\nslope = [0.5, 0, 0, 0]\n"
    for kind in ("short", "long")
    for who in ("adult", "youth")
)


def library_with(folder: Path, *, instrument: str = "", profile: str = "", name: str = "mine") -> Library:
    for kind, text in (("instruments", instrument), ("profiles", profile)):
        if text:
            (folder / kind).mkdir(exist_ok=True)
            (folder / kind / f"{name}.toml").write_text(text, encoding="utf-8")
    return open_library(folder)


def refusal(folder: Path, *, instrument: str = "", profile: str = "", name: str = "mine") -> str:
    with pytest.raises(DataFileError) as caught:
        library_with(folder, instrument=instrument, profile=profile, name=name)
    message = str(caught.value)
    assert "\n" not in message
    assert "Traceback" not in message
    return message


def judged(library: Library, *scores: Written, profile: str = "icce-2012") -> Progress:
    return judge(course_of(library, profile, "mine", "adult", "self", scores))


def test_a_practice_without_files_of_its_own_has_what_is_shipped(tmp_path: Path) -> None:
    for own in (None, tmp_path, tmp_path / "none"):
        assert set(open_library(own).instruments) == set(shipped().instruments)
        assert set(open_library(own).profiles) == set(shipped().profiles)


def test_reversed_items_count_from_the_other_end(tmp_path: Path) -> None:
    core = library_with(tmp_path, instrument=CORE).instrument("mine")
    answers = [0, 40, 40, 0, 0, 0, 0, 0, 0, 0]
    assert score(core, answers) == Score(0, tuple(answers))
    assert score(core, [40, 0, 0, *[40] * 7]) == Score(400, (40, 0, 0, *[40] * 7))
    assert score(core, [10, 10, 20, 0, 0, 0, 0, 0, 0, 30]) == Score(90, (10, 10, 20, 0, 0, 0, 0, 0, 0, 30))
    assert score(core, [None, *answers[1:]]) == Incomplete((0,))
    assert (core.total_low, core.total_high, core.band(100), core.band(110)) == (0, 400, "healthy", "distressed")


def test_reliable_change_may_come_from_a_spread_and_a_reliability(tmp_path: Path) -> None:
    library = library_with(tmp_path, instrument=CORE)
    rules = library.instrument("mine").rules
    assert rules is not None
    assert rules.reliable_change is not None
    assert rules.reliable_change.points == 67  # 1.96 * 7.7 * sqrt(2 * 0.1) = 6.75
    assert [judged(library, 20, total).reliable_change for total in (14, 13)] == [False, True]
    assert [judged(library, 20, total).status for total in (13, 11, 10)] == [
        Status.ON_TRACK,
        Status.ON_TRACK,
        Status.RECOVERED,
    ]


def test_a_risk_item_of_ones_own_asks_for_a_person(tmp_path: Path) -> None:
    library = library_with(tmp_path, instrument=CORE)
    calm = [0, 4, 4, 0, 0, 0, 0, 0, 0, 0]
    assert "item_risk" not in {one.rule for one in judged(library, calm).flags}
    found = judged(library, [*calm[:5], 1, *calm[6:]]).flags[0]
    assert (found.rule, found.observed, found.threshold) == ("item_risk", 10, 0)


def test_a_multiplied_total_goes_in_steps(tmp_path: Path) -> None:
    library = library_with(tmp_path, instrument=WELL)
    well = library.instrument("mine")
    assert score(well, [50] * 5) == Score(1000, (50,) * 5)
    assert score(well, [10, 20, 30, 0, 0]) == Score(240, (10, 20, 30, 0, 0))
    assert (well.band(480), well.band(520)) == ("low", "well")
    assert judged(library, 48, [3, 3, 3, 3, 3]).change == 120
    assert judged(library, 48, 60).reliable_change
    assert not judged(library, 48, 56).reliable_change
    with pytest.raises(ValueError, match=r"A total of mine is a number from 0 to 100, in steps of 4\."):
        judged(library, 50)
    with pytest.raises(ValueError, match=r"is one total, or 5 items from 0 to 5, in steps of 1\."):
        judged(library, [3, 3, 3, 3, 3.5])


@pytest.mark.parametrize(
    ("low", "high", "step", "good", "bad"),
    [
        ("1", "5", "1", 3.0, 0.0),
        ("0", "10", "0.1", 7.3, 10.1),
        ("0", "3", "0.5", 1.5, 1.2),
        ("0.5", "2.5", "0.5", 1, 3),
    ],
)
def test_any_range_and_step(tmp_path: Path, low: str, high: str, step: str, good: float, bad: float) -> None:
    text = MINE.replace("low = 0", f"low = {low}").replace("high = 4", f"high = {high}")
    text = text.replace("step = 1", f"step = {step}") + ITEMS.format("a") + ITEMS.format("b")
    library = library_with(tmp_path, instrument=text, profile=RULES.replace("ors", "mine").replace("5.0", "1"))
    assert judged(library, [good, good], profile="mine").first == round(good * 20)
    with pytest.raises(ValueError, match=f"2 items from {low} to {high}"):
        judged(library, [good, bad], profile="mine")


def test_totals_of_items_that_begin_at_one(tmp_path: Path) -> None:
    text = MINE.replace("low = 0", "low = 1\nmultiplier = 2") + ITEMS.format("a") + ITEMS.format("b")
    profile = RULES.replace("ors", "mine").replace("5.0", "12")
    mine = library_with(tmp_path, instrument=text, profile=profile).instrument("mine")
    assert (mine.total_low, mine.total_high) == (40, 160)
    assert score(mine, [10, 10]) == Score(40, (10, 10))
    too_wide = profile.replace("12", "12.1")
    assert "deterioration: is 12.1, but must lie between 0.1 and 12 for mine" in refusal(tmp_path, profile=too_wide)


def test_half_steps_have_bands_half_a_point_apart(tmp_path: Path) -> None:
    bands = '[[bands]]\nname = "a"\nfrom = 0\nto = 3.5\n[[bands]]\nname = "b"\nfrom = 4\nto = 8\n'
    text = MINE.replace("step = 1", "step = 0.5") + bands + ITEMS.format("a") + ITEMS.format("b")
    assert library_with(tmp_path, instrument=text).instrument("mine").band(35) == "a"
    assert "bands: must follow one another" in refusal(tmp_path, instrument=text.replace("3.5", "3"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("high = 4", "high = 0", "high: must be above low"),
        ("high = 4", "high = nan", "high: must be a number from 0.0 to 1000.0 with at most one decimal"),
        ("high = 4", "high = 1e30", "high: must be a number from 0.0 to 1000.0 with at most one decimal"),
        ("high = 4", f"high = 1{'0' * 40}", "high: must be a number from 0.0 to 1000.0"),
        ("high = 4", "high = 1e999999999", "high: must be a number from 0.0 to 1000.0"),
        ("low = 0", "low = -1", "low: must be a number from 0.0 to 1000.0"),
        ("low = 0", "low = 0.05", "low: must be a number from 0.0 to 1000.0 with at most one decimal"),
        ("step = 1", "step = 3", "step: must lead from low to high"),
        ("step = 1", "steps = 1", "step: is missing"),
        ('version = "1"', "version = 1", "version: must be a text, in quotes"),
        ('id = "mine"', 'id = "yours"', "id: must be mine, as the file is named"),
        ('id = "two"', 'id = "one"', "items: has one twice: give each item an id of its own"),
        ("to = 10", "to = 9", "bands: must follow one another from the lowest total on, without a gap"),
        ("to = 10", "to = 11", "bands: must follow one another from the lowest total on, without a gap"),
        ("from = 0", "from = 1", "bands: must follow one another from the lowest total on, without a gap"),
        ("from = 0\nto = 10", "from = 10\nto = 0", "bands: must follow one another from the lowest total on"),
        ("to = 40", "to = 39", "bands: must end at 40, the highest total"),
        ("to = 40", "to = 40\ncolour = 1", "bands[1].colour: is not known"),
        ("step = 1", "step = 1\nages = []", "ages: must be some of adult, adolescent, child"),
        ("step = 1", 'step = 1\nages = ["child", "baby"]', "ages: must be some of adult, adolescent, child"),
        ('item = "six"', 'item = "sex"', "safety.item: must be one of one, two, three"),
        ("above = 0", "above = 4", "safety.above: must be in an item's range, below its end"),
        ('source = "manual"\npublished', "published", "safety.source: is missing"),
        ("adult = 11", "adult = 41", "rules.cutoff.self.adult: is 41, but must lie between 0 and 40 for mine"),
        ("adult = 11", "", "rules.cutoff.self.adult: is missing: give at least one of adult, adolescent, child"),
        ("adult = 11", "adults = 11", "rules.cutoff.self.adults: is not known"),
        ("[rules.cutoff.self]", "[rules.cutoff.carer]", "rules.cutoff.self: is missing"),
        (
            "reliability = 0.90",
            "reliability = 1",
            "rules.reliable_change.reliability: must be a number from 0.01 to 0.99",
        ),
        ("reliability = 0.90", "points = 6.0", "rules.reliable_change.points: stands beside sd and reliability"),
        (
            "sd = 7.7",
            "sd = 7.705",
            "rules.reliable_change.sd: must be a number from 0.01 to 1000 with at most 2 decimals",
        ),
        (
            "0.90",
            "0.905",
            "rules.reliable_change.reliability: must be a number from 0.01 to 0.99 with at most 2 decimals",
        ),
        ("sd = 7.7", "sd = 77", "rules.reliable_change: is 67.5, but must lie between 0.1 and 40 for mine"),
        ('"more_than"', '"more than"', "rules.reliable_change.operator: must be one of at_least, more_than"),
        ("step = 1", "step = 1\nstep = 1", "file: says a key or a section for the second time at line "),
    ],
)
def test_a_measure_that_cannot_be_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in CORE
    assert refusal(tmp_path, instrument=CORE.replace(old, new, 1)).startswith(f"mine.toml: {said}")


def test_a_measure_without_any_rule_in_its_rules_is_refused(tmp_path: Path) -> None:
    text = MINE + "[rules]\n" + ITEMS.format("a")
    assert refusal(tmp_path, instrument=text) == "mine.toml: rules: has no rule: every course would be on track"


def test_an_id_that_is_taken_is_refused(tmp_path: Path) -> None:
    text = CORE.replace('id = "mine"', 'id = "ors"', 1)
    assert refusal(tmp_path, instrument=text, name="ors") == (
        "ors.toml: id: ors is taken: give the file and its id another name"
    )
    (tmp_path / "instruments/ors.toml").unlink()
    profile = RULES.replace('id = "mine"', 'id = "openfit"')
    assert "openfit.toml: id: openfit is taken" in refusal(tmp_path, profile=profile, name="openfit")


def test_a_profile_of_ones_own_judges(tmp_path: Path) -> None:
    library = library_with(tmp_path, profile=RULES + CHANGE)
    course = course_of(library, "mine", "ors", "adult", "self", [20, 15])
    assert judge(course).status is Status.DETERIORATING
    assert judge(course).clinically_significant_change is None
    assert [(one.id, one.version) for one in library.editions if one.kind == "profiles"][-1] == ("mine", "1")


def test_the_sign_that_some_editors_put_before_a_file_is_no_fault(tmp_path: Path) -> None:
    assert "mine" in library_with(tmp_path, profile="\ufeff" + RULES).profiles


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("[measures.ors.check_in]\nratings = [3]\n", "measures.ors.check_in: needs reliable_change beside it"),
        ("[measures.ors.last_stop]\nratings = [3]\n", "measures.ors.last_stop: needs reliable_change beside it"),
        ("[measures.ors.crossing_suffices]\n", "measures.ors.crossing_suffices: needs cutoff beside it"),
        (
            "[measures.ors.behind_expected]\nbelow = 50\nenough = 66.66\nfrom_rating = 3\n",
            "measures.ors.behind_expected: needs trajectory beside it",
        ),
        ("[measures.ors.plateau]\nratings = 4\nwithin = 41\n", "measures.ors.plateau: is 41, but must lie between 0"),
        ("[measures.ors.plateau]\nratings = 2\nwithin = 1\n", "measures.ors.plateau.ratings: must be a number from 3"),
        ("[measures.ors.slow_fall]\nfalls = 3\npoints = 40.1\n", "measures.ors.slow_fall: is 40.1, but must lie"),
        (
            "[measures.ors.sawtooth]\nchanges = 1\npoints = 6\n",
            "measures.ors.sawtooth.changes: must be a number from 2",
        ),
        ("[measures.ors.missed_in_a_row]\ntimes = 2.5\n", "measures.ors.missed_in_a_row.times: must be a number"),
        ("[measures.ors.spread]\n", "measures.ors.spread.adult: is missing: give at least one of adult"),
        ("[measures.ors.spread]\nadult = 7.755\n", "measures.ors.spread.adult: must be a number from 0.01 to 1000"),
        ('[measures.ors.exclusion]\npoints = 41\noperator = "at"\n', "measures.ors.exclusion: is 41, but must lie"),
        (
            '[measures.ors.exclusion]\npoints = 32\noperator = ">"\n',
            "measures.ors.exclusion.operator: must be one of at,",
        ),
        ("[measures.ors.deteriorate]\n", "measures.ors.deteriorate: is not known"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(tmp_path: Path, more: str, said: str) -> None:
    text = RULES + more + 'source = "x"\npublished = true\n'
    assert refusal(tmp_path, profile=text).startswith(f"mine.toml: {said}")


@pytest.mark.parametrize("ratings", ["[1, 3]", "[3, 3]", "[4, 3]"])
def test_checkpoints_follow_one_another_from_the_second_rating_on(tmp_path: Path, ratings: str) -> None:
    text = RULES + CHANGE + f'[measures.ors.check_in]\nratings = {ratings}\nsource = "x"\npublished = true\n'
    assert refusal(tmp_path, profile=text) == (
        "mine.toml: measures.ors.check_in.ratings: must be numbers of ratings from 2 on, each above the one before"
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('[measures.cors]\nlike = "cors"\n', "measures.cors.like: must name a measure of this file, further up"),
        ('[measures.cors]\nlike = "srs"\n', "measures.cors.like: must name a measure of this file, further up"),
        ("[measures.cors]\nlike = 1\n", "measures.cors.like: must be a text, in quotes"),
        ("[measures.cors]\n", "measures.cors: has no rule: every course would be on track"),
        ('[measures.nonesuch]\nlike = "ors"\n', "measures.nonesuch: is no instrument: there is no file for it"),
        ('[measures.phq2]\nlike = "ors"\n\n[measures.ors.spread]\nadult = "x"\n', "measures.ors.spread.adult: must be"),
    ],
)
def test_rules_like_those_of_another_measure_must_fit(tmp_path: Path, more: str, said: str) -> None:
    assert refusal(tmp_path, profile=RULES + more).startswith(f"mine.toml: {said}")


def test_figures_like_those_of_another_measure_must_lie_in_this_ones_range(tmp_path: Path) -> None:
    text = RULES.replace("5.0", "7.0") + '[measures.phq2]\nlike = "ors"\n'
    assert refusal(tmp_path, profile=text) == (
        "mine.toml: measures.phq2.deterioration: is 7, but must lie between 0.1 and 6 for phq2"
    )


def test_a_profile_without_measures_is_refused(tmp_path: Path) -> None:
    text = RULES.split("[measures", maxsplit=1)[0] + "[measures]\n"
    assert refusal(tmp_path, profile=text) == "mine.toml: measures: names no measure"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[25, 0.1, 0, 0]", "[25, 0.1, 0]", "measures.ors.trajectory.short.adult.base: must be a list of 4 numbers"),
        ("[25, 0.1, 0, 0]", "[25, nan, 0, 0]", "measures.ors.trajectory.short.adult.base: must be a list of 4"),
        ("[25, 0.1, 0, 0]", "[25, 1e30, 0, 0]", "measures.ors.trajectory.short.adult.base: must be a list of 4"),
        ("[25, 0.1, 0, 0]", "[25, 0.1234567, 0, 0]", "measures.ors.trajectory.short.adult.base: must be a list of 4"),
        (
            "[25, 0.1, 0, 0]",
            "[25, 10, 0, 0]",
            "measures.ors.trajectory: expects 45 where adult began at 0, but totals of",
        ),
        (
            "[25, 0.1, 0, 0]",
            "[25, -11, 0, 0]",
            "measures.ors.trajectory: expects -7 where adult began at 0, but totals of",
        ),
        (
            "[0.5, 0, 0, 0]",
            "[0.8, 0, 0, 0]",
            "measures.ors.trajectory: expects 41.1 where adult began at 40, but totals of",
        ),
        ("flat_from = 3", "flat_from = 0", "measures.ors.trajectory.short.adult.flat_from: must be a number from 1"),
        ("long_from = 13", "long_from = 1", "measures.ors.trajectory.long_from: must be a number from 2"),
        (".youth]", ".elder]", "measures.ors.trajectory.short.youth: is missing"),
    ],
)
def test_an_impossible_expected_response_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = RULES + HOPE + CURVES
    assert "mine" in library_with(tmp_path, profile=text).profiles
    assert re.sub(r"^mine\.toml: ", "", refusal(tmp_path, profile=text.replace(old, new, 1))).startswith(said)


def test_the_marks_of_the_expected_change_are_in_order(tmp_path: Path) -> None:
    marks = "[measures.ors.behind_expected]\nbelow = 70\nenough = 66.66\nfrom_rating = 3\n"
    text = RULES + HOPE + CURVES + marks + 'source = "x"\npublished = true\n'
    assert refusal(tmp_path, profile=text) == (
        "mine.toml: measures.ors.behind_expected.enough: must not be less than below"
    )
