"""Vectors of the published rules, worked out here once more with fractions, not with the engine's own code."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from measures.course import BadCourse, Written, course_of
from measures.library import shipped
from measures.progress import Progress, Response, Status, judge
from measures.record import as_record

ICCE, BON, OPENFIT = "icce-2012", "bon-2023", "openfit"
SHORT = {
    "adult": ("20.192794 3.391172 -0.51855 0.027243", "0.968895 -0.281445 0.049636 -0.002821"),
    "youth": ("20.311051 3.876662 -0.617576 0.032964", "0.961832 -0.302422 0.053757 -0.003009"),
}
LONG = {
    "adult": ("20.729503 1.241249 -0.080747 0.001847", "0.883757 -0.082032 0.005535 -0.000126"),
    "youth": ("21.217437 1.540001 -0.109128 0.002615", "0.894288 -0.103598 0.007662 -0.00019"),
}


def judged(profile: str, *scores: Written, measure: str = "ors", age: str = "adult") -> Progress:
    return judge(course_of(shipped(), profile, measure, age, "self", scores))


def rules(progress: Progress) -> set[str]:
    return {flag.rule for flag in progress.flags}


def expected_at(first: str, n: int, who: str = "adult") -> Fraction:
    """(A + a z) + (B + b z) i + (C + c z) i² + (D + d z) i³, z = first - 20, i = n - 1 up to 9 or, from n = 13, 22."""
    curves, flat = (SHORT, 9) if n <= 12 else (LONG, 22)
    base, slope = ([Fraction(one) for one in text.split()] for text in curves[who])
    z, i = Fraction(first) - 20, min(n - 1, flat)
    return sum(((base[k] + slope[k] * z) * i**k for k in range(4)), Fraction(0))


def target(first: str, who: str = "adult") -> Fraction:
    """The short-term set at i = 5, whatever the number of ratings."""
    return expected_at(first, 6, who)


def rounded(value: Fraction, places: str) -> Decimal:
    """Half away from zero, as the published figures are."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(places), ROUND_HALF_UP)


def points(hundredths: int) -> Decimal:
    return Decimal(hundredths) / 100


def test_vector_1_a_gain_of_two_points_by_the_third_rating() -> None:
    # z = 16 - 20 = -4, i = 2: 16.317214 + 2 * 4.516952 - 4 * 0.717094 + 8 * 0.038527 = 22.7910
    by_hand = Fraction("16.317214") + 2 * Fraction("4.516952") - 4 * Fraction("0.717094") + 8 * Fraction("0.038527")
    assert by_hand == Fraction("22.790958") == expected_at("16", 3)
    bon = judged(BON, 16.0, 18.0, 18.0)
    assert bon.response is not None
    assert points(bon.response.expected) == Decimal("22.79")
    # 2.0 / 6.790958 = .29451; below both marks, below the expected total
    assert rounded(Fraction(2) / (by_hand - 16) * 100, "0.01") == Decimal("29.45") == points(bon.response.percent_met)
    assert (bon.reliable_change, rules(bon), bon.status) == (False, {"behind_expected"}, Status.OFF_TRACK)
    icce = judged(ICCE, 16.0, 18.0, 18.0)
    assert (icce.change, icce.response) == (20, None)  # 18.0 - 16.0 = 2.0 < 5
    assert (rules(icce), icce.status) == ({"check_in_due"}, Status.OFF_TRACK)


def test_vector_2_exactly_six_points_across_the_cutoff() -> None:
    # 26.1 - 20.1 = 6.0 >= 6; 20.1 <= 25; 26.1 > 25; an effect of 6 / 7.75 = .77
    bon = judged(BON, 20.1, 26.1)
    assert (bon.change, bon.reliable_change, bon.clinically_significant_change) == (60, True, True)
    assert bon.status is Status.RECOVERED
    spread = shipped().profile(BON).rules["ors"].spread
    assert spread is not None
    assert round(Fraction(60, 10) / Fraction(spread.by_age["adult"], 100), 2) == Fraction("0.77")


def test_vector_4_the_cutoff_itself_is_not_above_it() -> None:
    bon = judged(BON, 19.0, 24.0, 25.0)  # 25.0 - 19.0 = 6.0 >= 6, but 25.0 is not > 25
    assert (bon.change, bon.reliable_change, bon.clinically_significant_change) == (60, True, False)
    assert judged(BON, 19.0, 24.0, 25.1).clinically_significant_change
    icce = judged(ICCE, 19.0, 24.0, 25.0)
    assert (icce.reliable_change, icce.clinically_significant_change) == (True, True)


@pytest.mark.parametrize("profile", [ICCE, BON])
def test_vector_8_reliable_deterioration_to_below_the_cutoff(profile: str) -> None:
    progress = judged(profile, 28.0, 26.0, 21.0)  # 21 - 28 = -7 <= -6 and <= -5
    assert (progress.change, progress.reliable_deterioration) == (-70, True)
    assert (progress.above_cutoff_at_start, progress.status) == (True, Status.DETERIORATING)
    assert "deterioration" in rules(progress)
    assert judged(OPENFIT, 28.0, 26.0, 21.0).reliable_deterioration is None


def test_vector_10_a_course_of_nine_ratings() -> None:
    bon = judged(BON, 12.1, 13, 14, 15, 16, 17, 18, 20.1, 21.0)
    assert bon.response is not None
    now = expected_at("12.1", 9)
    # 12.1 + 12.4309 = 24.5309 and 8.9 / 12.4309; 12.1 + 11.9357 = 24.0357 and 8.9 / 11.9357
    assert rounded(now - Fraction("12.1"), "0.0001") == Decimal("12.4309")
    assert rounded(target("12.1") - Fraction("12.1"), "0.0001") == Decimal("11.9357")
    assert (points(bon.response.expected), points(bon.response.percent_met)) == (Decimal("24.53"), Decimal("71.60"))
    assert rounded(Fraction("8.9") / (now - Fraction("12.1")) * 100, "0.01") == Decimal("71.60")
    assert points(bon.response.target) == rounded(target("12.1"), "0.01") == Decimal("24.04")
    assert rounded(Fraction("8.9") / (target("12.1") - Fraction("12.1")) * 100, "0.01") == Decimal("74.57")


def test_vector_12_a_child_inside_one_clinical_range_and_outside_the_other() -> None:
    icce = judged(ICCE, 30.0, 30.0, 30.5, age="child")  # 30 < 32; 0.5 < 5
    assert (icce.above_cutoff_at_start, rules(icce)) == (False, {"check_in_due"})
    bon = judged(BON, 30.0, 30.0, 30.5, age="child")  # 30 > 28
    assert (bon.above_cutoff_at_start, rules(bon)) == (True, {"above_cutoff_at_start"})
    assert bon.response is not None
    assert rounded(expected_at("30", 3, "youth"), "0.0001") == Decimal("31.3372")
    assert points(bon.response.expected) == Decimal("31.34")
    assert bon.last is not None
    assert bon.last * 10 < bon.response.expected  # not met
    assert bon.status is Status.WATCH


@pytest.mark.parametrize("profile", [BON, ICCE])
def test_vector_16_a_sawtooth_of_four_turns(profile: str) -> None:
    # +7, -9.8, (+0.9), +15.1, -6.8, (+1.8): four steps of 6 or more, each the other way: three teeth
    scores = [22, 29, 19.2, 20.1, 35.2, 28.4, 30.2]
    found = next(flag for flag in judged(profile, *scores).flags if flag.rule == "sawtooth")
    assert (found.observed, found.threshold, found.published) == (40, 40, True)
    assert "sawtooth" not in rules(judged(profile, *scores[:5]))
    assert [one.rule for one in judged(profile, *scores[:6]).raised if one.rule == "sawtooth"] == ["sawtooth"]
    assert "sawtooth" not in {one.rule for one in judged(profile, *scores).raised}
    assert "sawtooth" not in rules(judged(OPENFIT, *scores))


def test_vector_18_tenths_are_whole_numbers() -> None:
    assert 16.4 - 10.4 < 6  # what binary fractions make of it
    assert judged(BON, 10.4, 16.4).reliable_change
    assert not judged(BON, 10.4, 16.3).reliable_change


@pytest.mark.parametrize("profile", [ICCE, BON, OPENFIT])
def test_vector_19_one_score_is_not_classified(profile: str) -> None:
    progress = judged(profile, 16.0)
    assert (progress.n, progress.change, progress.status, rules(progress)) == (1, None, Status.TOO_EARLY, set())
    assert not progress.reliable_change
    assert not progress.clinically_significant_change
    if profile == BON:
        assert progress.response is not None
        assert (progress.response.expected, progress.response.percent_met) == (1600, 0)


@pytest.mark.parametrize("profile", [ICCE, BON, OPENFIT])
def test_vector_22_an_incomplete_rating_has_no_total_and_does_not_count(profile: str) -> None:
    without = as_record(judged(profile, 16.0, 18.0))
    assert as_record(judged(profile, 16.0, [5, None, 6, 7], 18.0)) == without
    assert as_record(judged(profile, 16.0, 18.0, [5, None, 6, 7])) == without


def test_vectors_23_and_24_the_alliance() -> None:
    drop = judged(ICCE, 38.0, 37.0, measure="srs")  # 37 - 38 = -1, though 37 > 36
    assert rules(drop) == {"alliance_drop"}
    assert (drop.flags[0].observed, drop.flags[0].threshold) == (-10, -10)
    assert rules(judged(ICCE, 36.0, measure="srs")) == {"alliance_cutoff"}  # 36 <= 36
    assert rules(judged(BON, 36.0, measure="srs")) == {"alliance_cutoff"}
    assert rules(judged(OPENFIT, 36.0, measure="srs")) == set()  # not < 36
    assert rules(judged(OPENFIT, 35.9, measure="srs")) == {"alliance_cutoff"}
    assert rules(judged(OPENFIT, 38.0, 37.0, measure="srs")) == {"alliance_drop"}


@pytest.mark.parametrize(
    ("profile", "above"),
    [(ICCE, [False, True, True]), (BON, [False, False, True]), (OPENFIT, [False, True, True])],
)
def test_the_boundary_at_twenty_five(profile: str, above: list[bool]) -> None:
    assert [judged(profile, one).above_cutoff_at_start for one in (24.9, 25.0, 25.1)] == above
    ends = [judged(profile, 15, one).clinically_significant_change for one in (24.9, 25.0, 25.1)]
    assert ends == above


@pytest.mark.parametrize("score", [-0.1, 40.1, [5, 5, 5, 10.1], [5, 5, 5, -0.1]])
def test_what_is_out_of_range_is_rejected(score: Written) -> None:
    with pytest.raises(BadCourse):
        judged(ICCE, 20.0, score)


ADULT = {
    "5": "12.1 16.4 19.0 20.4 20.8 20.9 20.9 21.3 22.6 20.84",
    "10": "15.8 19.3 21.5 22.6 23.1 23.2 23.2 23.6 24.6 23.09",
    "15": "19.4 22.2 24.0 24.9 25.3 25.5 25.5 25.8 26.6 25.34",
    "18": "21.6 24.0 25.4 26.3 26.7 26.8 26.9 27.2 27.8 26.69",
    "20": "23.1 25.1 26.4 27.2 27.6 27.8 27.9 28.1 28.6 27.59",
    "25": "26.8 28.0 28.9 29.5 29.8 30.0 30.2 30.3 30.6 29.84",
    "30": "30.4 30.9 31.4 31.8 32.1 32.3 32.5 32.6 32.6 32.09",
    "32": "31.9 32.1 32.4 32.7 33.0 33.2 33.4 33.5 33.4 32.99",
}
YOUTH = {
    "10": "16.5 20.4 22.7 23.8 24.2 24.1 24.0 24.3 25.2 24.20",
    "20": "23.6 25.9 27.3 28.0 28.4 28.5 28.5 28.7 29.2 28.38",
}
"""First total: expected at ratings 2 to 10, and the final target; short-term set, with which 10 to 12 are the same."""


@pytest.mark.parametrize(
    ("age", "first", "row"),
    [("adult", *one) for one in ADULT.items()]
    + [(age, *one) for one in YOUTH.items() for age in ("adolescent", "child")],
)
def test_the_table_of_expected_totals(age: str, first: str, row: str) -> None:
    *path, final = (Decimal(one) for one in row.split())
    who = "adult" if age == "adult" else "youth"
    for n, total in enumerate(path, 2):
        assert rounded(expected_at(first, n, who), "0.1") == total
        found = response_of(first, n, age)
        assert Decimal(found.ahead[0]) / 10 == total
    assert [Decimal(one) / 10 for one in response_of(first, 10, age).ahead[:2]] == [path[-1]] * 2
    assert points(response_of(first, 1, age).target) == final == rounded(target(first, who), "0.01")


def response_of(first: str, n: int, age: str = "adult") -> Response:
    """The response expected of a course whose next rating is number `n`."""
    found = judged(BON, *[first] * max(n - 1, 1), age=age).response
    assert found is not None
    return found


@pytest.mark.parametrize("age", ["adult", "adolescent", "child"])
@pytest.mark.parametrize("first", ["0", "0.1", "7.3", "12.1", "19.2", "25.0", "31.9", "32"])
def test_every_rating_number_up_to_thirty_agrees_with_the_formula(first: str, age: str) -> None:
    who = "adult" if age == "adult" else "youth"
    for n in range(2, 31):
        found = judged(BON, *[first] * n, age=age).response
        assert found is not None
        assert points(found.expected) == rounded(expected_at(first, n, who), "0.01")
        ahead = [rounded(expected_at(first, n + more, who), "0.1") for more in (1, 2, 3)]
        assert [Decimal(one) / 10 for one in found.ahead] == ahead
        assert points(found.target) == rounded(target(first, who), "0.01")


def expected_totals(first: str, numbers: Sequence[int], who: str = "adult") -> list[Decimal]:
    age = "adult" if who == "adult" else "child"
    found = [judged(BON, *[first] * n, age=age).response for n in numbers]
    return [points(one.expected) for one in found if one is not None]


def test_published_numbers_of_other_intakes() -> None:
    # 12.1 changes by 12.04 to rating 7; target 24.04, for youth 25.08; 19.2: ratings 2, 8, 10 at 22.5, 27.5, 28.3
    seventh = expected_at("12.1", 7) - Fraction("12.1")
    assert rounded(seventh, "0.01") == Decimal("12.04")
    assert expected_totals("12.1", [7]) == [Decimal("24.14")]
    assert [rounded(target("12.1", who), "0.01") for who in ("adult", "youth")] == [Decimal("24.04"), Decimal("25.08")]
    first, eighth, last = (rounded(expected_at("19.2", n), "0.1") for n in (2, 8, 10))
    assert (first, eighth, last) == (Decimal("22.5"), Decimal("27.5"), Decimal("28.3"))
    assert expected_totals("19.2", [2, 8, 10]) == [rounded(expected_at("19.2", n), "0.01") for n in (2, 8, 10)]


def test_the_expected_total_is_not_continuous_at_the_thirteenth_rating() -> None:
    assert expected_totals("12.1", [12, 13]) == [Decimal("25.41"), Decimal("23.41")]


def test_the_expected_total_may_fall_and_may_lie_below_the_first() -> None:
    ninth, tenth = expected_totals("32", [9, 10])
    assert ninth > tenth
    sixth, seventh, eighth = expected_totals("10", [6, 7, 8], "youth")
    assert sixth > seventh > eighth
    assert expected_totals("32", [2]) == [Decimal("31.90")]
    found = judged(BON, 32, 31.9).response
    assert found is not None
    assert found.percent_met == 0  # nothing is expected, so nothing of it can be met
    assert judged(BON, 32, 32).status is Status.ON_TRACK


def test_the_long_term_set_ends_at_index_twenty_two() -> None:
    assert expected_totals("18", [22, 23, 24, 60]) == [
        rounded(expected_at("18", 22), "0.01"),
        *[rounded(expected_at("18", 23), "0.01")] * 3,
    ]
    assert expected_at("18", 22) != expected_at("18", 23)
