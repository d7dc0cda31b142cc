"""Every figure of the shipped profiles and measures once more, so that nobody changes one by accident.

Figures of bon-2023's trajectory stand in `test_vectors.py`, which works its whole table out.
"""

from dataclasses import fields

import pytest

from measures.library import shipped
from measures.rules import Rules
from measures.source import Source

OURS = {
    "icce-2012": {
        "check_in",
        "last_stop",
        "deterioration",
        "sudden_drop",
        "slow_fall",
        "plateau",
        "missed_in_a_row",
    },
    "bon-2023": {"behind_expected", "deterioration", "sudden_drop", "slow_fall", "plateau", "missed_in_a_row"},
    "openfit": {"missed_in_a_row"},
}
"""The rules for the ORS that are not published; all others are."""
SCALES = {
    "ors": (4, 0, 100, 1, True),
    "cors": (4, 0, 100, 1, True),
    "srs": (4, 0, 100, 1, True),
    "csrs": (4, 0, 100, 1, True),
    "gsrs": (4, 0, 100, 1, True),
    "phq9": (9, 0, 30, 10, False),
    "phq8": (8, 0, 30, 10, False),
    "phq2": (2, 0, 30, 10, False),
    "gad7": (7, 0, 30, 10, False),
    "gad2": (2, 0, 30, 10, False),
    "k10": (10, 10, 50, 10, False),
    "k6": (6, 0, 40, 10, False),
}
"""Items, the lowest and the highest answer and the step in tenths, whether higher is better."""
BANDS = {
    "phq9": [0, 4, 5, 9, 10, 14, 15, 19, 20, 27],
    "phq8": [0, 4, 5, 9, 10, 14, 15, 19, 20, 24],
    "gad7": [0, 4, 5, 9, 10, 14, 15, 21],
    "k10": [10, 15, 16, 21, 22, 29, 30, 50],
}
CASES = {"phq9": 10, "phq8": 10, "phq2": 3, "gad7": 8, "gad2": 3, "k10": 20, "k6": 13}
RELIABLE = {"phq9": 6, "gad7": 4}


def rules(profile: str, measure: str = "ors") -> Rules:
    return shipped().profile(profile).rules[measure]


def figures(of: object) -> tuple[object, ...]:
    """The figures of a rule without its source; () for a rule that is not there."""
    if of is None:
        return ()
    return tuple(
        value
        for one in fields(of)  # type: ignore[arg-type]
        if not isinstance(value := getattr(of, one.name), Source)
    )


@pytest.mark.parametrize(("profile", "points"), [("icce-2012", 50), ("bon-2023", 60)])
@pytest.mark.parametrize("measure", ["ors", "cors"])
def test_change_and_its_mirror(profile: str, measure: str, points: int) -> None:
    found = rules(profile, measure)
    for change in (found.reliable_change, found.deterioration, found.sudden_drop):
        assert figures(change) == (points, False)
    assert figures(found.slow_fall) == (3, points)
    assert figures(found.plateau) == (4, 24 if profile == "icce-2012" else 29)
    assert figures(found.sawtooth) == (4, 60)
    assert figures(found.missed_in_a_row) == (3,)
    assert found.crossing_suffices is None
    assert (found.alliance_cutoff, found.alliance_drop, found.alliance_low_item) == (None, None, None)


def test_cutoffs() -> None:
    icce = {"adult": 250, "adolescent": 280, "child": 320}
    assert figures(rules("icce-2012").cutoff) == ({"self": icce, "carer": {"adolescent": 280, "child": 280}}, False)
    young = {"adolescent": 280, "child": 320}
    assert figures(rules("icce-2012", "cors").cutoff) == (
        {"self": young, "carer": {"adolescent": 280, "child": 280}},
        False,
    )
    assert figures(rules("openfit").cutoff) == ({"self": icce}, False)
    assert figures(rules("bon-2023").cutoff) == ({"self": {"adult": 250, "adolescent": 280, "child": 280}}, True)
    assert rules("bon-2023", "cors") == rules("bon-2023")
    assert rules("openfit", "cors") == rules("openfit")


def test_what_only_one_profile_has() -> None:
    assert (figures(rules("icce-2012").check_in), figures(rules("icce-2012").last_stop)) == (((3, 4),), ((6, 7),))
    assert figures(rules("bon-2023").exclusion) == (320, True)
    assert figures(rules("bon-2023").behind_expected) == (5000, 6666, 3)
    assert figures(rules("bon-2023").spread) == ({"adult": 775, "adolescent": 725, "child": 725},)
    for profile in ("icce-2012", "openfit"):
        found = rules(profile)
        assert (found.exclusion, found.behind_expected, found.spread, found.trajectory) == (None, None, None, None)
    for profile in ("bon-2023", "openfit"):
        assert (rules(profile).check_in, rules(profile).last_stop) == (None, None)
    openfit = rules("openfit")
    assert openfit.crossing_suffices is not None
    assert (openfit.reliable_change, openfit.deterioration, openfit.sawtooth) == (None, None, None)


@pytest.mark.parametrize("measure", ["srs", "csrs", "gsrs"])
@pytest.mark.parametrize(
    ("profile", "strict", "low_item"),
    [("icce-2012", False, (90, True)), ("bon-2023", False, ()), ("openfit", True, ())],
)
def test_the_alliance(profile: str, strict: bool, low_item: tuple[int, bool], measure: str) -> None:
    found = rules(profile, measure)
    assert figures(found.alliance_cutoff) == (360, strict)
    assert figures(found.alliance_drop) == (10, False)
    assert figures(found.alliance_low_item) == low_item
    kept = {"alliance_cutoff", "alliance_drop", "alliance_low_item"}
    assert all(getattr(found, one.name) is None for one in fields(found) if one.name not in kept)
    assert found.alliance_low_item is None or not found.alliance_low_item.source.published


@pytest.mark.parametrize("profile", OURS)
def test_what_is_published_and_what_is_ours(profile: str) -> None:
    found = rules(profile)
    sources = {
        one.name: rule if isinstance(rule, Source) else rule.source
        for one in fields(found)
        if (rule := getattr(found, one.name)) is not None
    }
    assert {name for name, source in sources.items() if not source.published} == OURS[profile]
    assert all(len(source.text) > 10 for source in sources.values())


def test_the_curves_of_bon_2023() -> None:
    hoped = rules("bon-2023").trajectory
    assert hoped is not None
    assert (hoped.long_from, hoped.target_index) == (13, 5)
    assert (figures(hoped.short["adult"])[0], figures(hoped.long["child"])[0]) == (9, 22)
    assert hoped.short["child"] == hoped.short["adolescent"] != hoped.short["adult"]
    assert hoped.long["child"] == hoped.long["adolescent"] != hoped.long["adult"]


@pytest.mark.parametrize("measure", SCALES)
def test_scales(measure: str) -> None:
    found = shipped().instrument(measure)
    assert (len(found.items), found.low, found.high, found.step, found.higher_is_better) == SCALES[measure]
    assert found.multiplier == 1
    assert not any(item.reversed for item in found.items)
    assert [end // 10 for band in found.bands for end in (band.low, band.high)] == BANDS.get(measure, [])


def test_no_other_measure_is_shipped() -> None:
    assert set(shipped().instruments) == set(SCALES)
    assert set(shipped().profiles) == set(OURS)


@pytest.mark.parametrize("measure", CASES)
def test_the_free_measures_have_rules_of_their_own(measure: str) -> None:
    found = shipped().instrument(measure).rules
    assert found is not None
    line = CASES[measure] * 10
    assert figures(found.cutoff) == ({"self": {"adult": line, "adolescent": line}}, True)
    change = (RELIABLE[measure] * 10, False) if measure in RELIABLE else ()
    assert (figures(found.reliable_change), figures(found.deterioration)) == (change, change)
    assert found.deterioration is None or not found.deterioration.source.published
    assert figures(found.missed_in_a_row) == (3,)


def test_only_the_phq9_has_a_safety_item() -> None:
    assert [name for name, one in shipped().instruments.items() if one.safety] == ["phq9"]
    safety = shipped().instrument("phq9").safety
    assert safety is not None
    assert (safety.item, safety.above, safety.source.published) == (8, 0, True)
    assert shipped().instrument("phq9").items[8].id == "thoughts"
