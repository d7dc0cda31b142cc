"""Each rule at its boundary: a tenth below, exactly on it, a tenth beyond; a rating too few and just enough."""

from dataclasses import replace

import pytest

from measures.course import Course, CourseRating, Written, course_of
from measures.library import shipped
from measures.progress import Progress, Status, judge
from measures.rules import Rules
from measures.trajectory import Curve, Trajectory

ICCE, BON, OPENFIT = "icce-2012", "bon-2023", "openfit"


def judged(
    *scores: Written, profile: str = ICCE, measure: str = "ors", age: str = "adult", rater: str = "self"
) -> Progress:
    return judge(course_of(shipped(), profile, measure, age, rater, scores))


def held(progress: Progress) -> set[str]:
    return {flag.rule for flag in progress.flags}


def raised(progress: Progress) -> set[str]:
    return {flag.rule for flag in progress.raised}


def by_rules(changed: Rules, *totals: int) -> Progress:
    """A course of the ORS judged by other rules."""
    profile = replace(shipped().profile(BON), rules={"ors": changed})
    ratings = tuple(CourseRating(total) for total in totals)
    return judge(Course(profile, shipped().instrument("ors"), "adult", "self", ratings))


def bon_rules() -> Rules:
    return shipped().profile(BON).rules["ors"]


@pytest.mark.parametrize(
    ("profile", "change", "enough"),
    [(ICCE, 4.9, False), (ICCE, 5.0, True), (ICCE, 5.1, True), (BON, 5.9, False), (BON, 6.0, True), (BON, 6.1, True)],
)
def test_reliable_change_and_deterioration_begin_at_their_points(profile: str, change: float, enough: bool) -> None:
    better, worse = judged(12, 12 + change, profile=profile), judged(20, 20 - change, profile=profile)
    assert (better.reliable_change, better.reliable_deterioration) == (enough, False)
    assert (worse.reliable_change, worse.reliable_deterioration) == (False, enough)
    assert held(worse) == ({"deterioration", "sudden_drop"} if enough else set())
    assert worse.status is (Status.DETERIORATING if enough else Status.ON_TRACK)


def test_more_than_is_a_tenth_more_than_at_least() -> None:
    rule, worse = bon_rules().reliable_change, bon_rules().deterioration
    assert rule is not None
    assert worse is not None
    strict = replace(bon_rules(), reliable_change=replace(rule, strict=True), deterioration=replace(worse, strict=True))
    assert [by_rules(strict, 200, total).reliable_change for total in (260, 261)] == [False, True]
    assert [by_rules(strict, 200, total).reliable_deterioration for total in (140, 139)] == [False, True]
    assert [by_rules(strict, 200, total).clinically_significant_change for total in (260, 261)] == [False, True]


@pytest.mark.parametrize(
    ("profile", "age", "line", "outside"),
    [
        (ICCE, "adult", 25.0, True),
        (ICCE, "adolescent", 28.0, True),
        (ICCE, "child", 32.0, True),
        (BON, "adult", 25.0, False),
        (BON, "adolescent", 28.0, False),
        (BON, "child", 28.0, False),
        (OPENFIT, "adult", 25.0, True),
        (OPENFIT, "adolescent", 28.0, True),
        (OPENFIT, "child", 32.0, True),
    ],
)
def test_the_cutoff_of_each_profile_and_age(profile: str, age: str, line: float, outside: bool) -> None:
    for measure in ("ors", "cors"):
        if (profile, measure, age) == (ICCE, "cors", "adult"):
            continue
        firsts = [round(line + tenth, 1) for tenth in (-0.1, 0, 0.1)]
        starts = [judged(one, profile=profile, measure=measure, age=age) for one in firsts]
        ends = [judged(10, one, profile=profile, measure=measure, age=age) for one in firsts]
        assert [one.above_cutoff_at_start for one in starts] == [False, outside, True]
        assert [raised(one) for one in starts] == [
            {"above_cutoff_at_start"} if one else set() for one in (0, outside, 1)
        ]
        assert [one.clinically_significant_change for one in ends] == [False, outside, True]


def test_a_carer_is_judged_by_the_carers_cutoff_where_there_is_one() -> None:
    for rater, outside in (("self", False), ("carer", True)):
        assert judged(31.9, age="child", rater=rater).above_cutoff_at_start is outside
        assert judged(31.9, age="child", rater=rater, measure="cors").above_cutoff_at_start is outside
    assert [judged(one, age="child", rater="carer").above_cutoff_at_start for one in (27.9, 28)] == [False, True]
    for age, line in (("adult", 25.0), ("adolescent", 28.0)):
        assert judged(line, age=age, rater="carer").above_cutoff_at_start
        assert not judged(line - 0.1, age=age, rater="carer").above_cutoff_at_start
    assert judged(28, profile=BON, age="child", rater="carer").above_cutoff_at_start is False


@pytest.mark.parametrize("age", ["adult", "adolescent", "child"])
def test_a_first_rating_above_thirty_two_is_excluded(age: str) -> None:
    at, beyond = (judged(first, 33, 33, 33, profile=BON, age=age) for first in (32.0, 32.1))
    assert (at.excluded, beyond.excluded) == (False, True)
    assert at.response is not None
    assert beyond.response is None
    assert "behind_expected" not in held(beyond)
    assert not judged(32.1, profile=ICCE).excluded
    assert not judged(20, 32.1, profile=BON).excluded
    exclusion = bon_rules().exclusion
    assert exclusion is not None
    inclusive = replace(bon_rules(), exclusion=replace(exclusion, strict=False))
    assert [by_rules(inclusive, first).excluded for first in (319, 320)] == [False, True]


@pytest.mark.parametrize("gain", [4.9, 5.0])
@pytest.mark.parametrize("n", range(2, 14))
def test_the_checkpoints_fall_due_at_their_ratings(n: int, gain: float) -> None:
    progress = judged(*[10.0] * (n - 1), 10 + gain)
    short = gain < 5
    assert ("check_in_due" in held(progress)) == (short and n >= 3)
    assert ("last_stop_due" in held(progress)) == (short and n >= 6)
    assert ("check_in_due" in raised(progress)) == (short and n == 3)
    assert ("last_stop_due" in raised(progress)) == (short and n == 6)
    assert (progress.status is Status.OFF_TRACK) == (short and n >= 3)


@pytest.mark.parametrize(
    ("lost_at", "rules"),
    [(4, {"check_in_due"}), (5, set()), (6, {"last_stop_due"}), (7, {"last_stop_due"}), (8, set()), (13, set())],
)
def test_who_loses_the_gain_meets_the_next_checkpoint(lost_at: int, rules: set[str]) -> None:
    course = [10, *[15] * (lost_at - 2), 14.9]
    found = judged(*course)
    assert held(found) - {"plateau"} == raised(found) - {"plateau"} == rules
    assert found.status is (Status.OFF_TRACK if rules else Status.WATCH)
    assert held(judged(*course, 14.9)) - {"plateau"} == rules | ({"last_stop_due"} if lost_at == 5 else set())
    assert held(judged(*course, 15)) - {"plateau"} == set()


def test_the_second_number_of_a_checkpoint_counts_only_for_who_had_the_gain_at_the_first() -> None:
    assert raised(judged(10, 10, 10, 10)) == set()
    assert raised(judged(10, 10, 15, 10)) == {"check_in_due", "sudden_drop"}


@pytest.mark.parametrize(("total", "flags"), [(35.9, True), (36.0, True), (36.1, False)])
def test_the_alliance_is_low_up_to_thirty_six(total: float, flags: bool) -> None:
    for measure in ("srs", "csrs", "gsrs"):
        for profile in (ICCE, BON):
            assert ("alliance_cutoff" in held(judged(total, profile=profile, measure=measure))) is flags
        assert ("alliance_cutoff" in held(judged(total, profile=OPENFIT, measure=measure))) is (total < 36)


@pytest.mark.parametrize("profile", [ICCE, BON, OPENFIT])
def test_a_fall_of_one_point_of_the_alliance_counts(profile: str) -> None:
    assert held(judged(38, 37.1, profile=profile, measure="srs")) == set()
    assert held(judged(38, 37.0, profile=profile, measure="srs")) == {"alliance_drop"}


def test_an_area_of_the_alliance_is_low_below_nine() -> None:
    assert held(judged([9, 10, 10, 10], measure="srs")) == set()
    assert held(judged([10, 8.9, 10, 10], measure="srs")) == {"alliance_low_item"}
    assert judged([10, 8.9, 10, 8.5], measure="srs").flags[0].observed == 85
    assert held(judged(38.9, measure="srs")) == set()
    assert held(judged([10, 8.9, 10, 10], measure="srs", profile=BON)) == set()


@pytest.mark.parametrize(("answer", "risk"), [(0, False), (1, True), (2, True), (3, True)])
def test_any_answer_but_the_lowest_to_item_nine_asks_for_a_person(answer: int, risk: bool) -> None:
    progress = judged([0] * 8 + [answer], measure="phq9")
    assert ("item_risk" in held(progress)) is ("item_risk" in raised(progress)) is risk
    assert progress.status is (Status.WATCH if risk else Status.TOO_EARLY)
    assert "item_risk" not in held(judged([3] * 8, measure="phq8"))
    assert "item_risk" not in held(judged(27, measure="phq9"))


def test_a_sawtooth_needs_four_steps_of_six_points_the_other_way_each() -> None:
    assert "sawtooth" not in held(judged(20, 26, 20, 26))
    assert "sawtooth" in held(judged(20, 26, 20, 26, 20))
    assert "sawtooth" not in held(judged(20, 26, 20, 26, 20.1))
    assert "sawtooth" not in held(judged(5, 11, 17, 23, 29))
    assert "sawtooth" in raised(judged(20, 26, 20, 26, 20))
    assert "sawtooth" not in raised(judged(20, 26, 20, 26, 20, 26))
    assert "sawtooth" in held(judged(20, 26, 20, 26, 20, 20, 20, 20))
    assert "sawtooth" in raised(judged(20, 26, 26, 20, 20, 26, 19))
    assert "sawtooth" not in held(judged(20, 26, 26, 20, 20, 25, 26, 19, 26))  # the last fall follows one that counts


@pytest.mark.parametrize(("profile", "within", "beyond"), [(ICCE, 2.4, 2.5), (BON, 2.9, 3.0)])
def test_a_plateau_is_four_ratings_close_together(profile: str, within: float, beyond: float) -> None:
    start = (10, 20, 20.0)
    assert "plateau" in held(judged(*start, 20, 20 + within, profile=profile))
    assert "plateau" not in held(judged(*start, 20, 20 + beyond, profile=profile))
    assert "plateau" in held(judged(*start, 20 - within, 20, profile=profile))
    assert "plateau" not in held(judged(*start, 20, profile=profile))
    assert "plateau" not in raised(judged(*start, 20, 20, 20, profile=profile))
    assert "plateau" in raised(judged(*start, 20, 20, profile=profile))


@pytest.mark.parametrize(("profile", "points"), [(ICCE, 5.0), (BON, 6.0)])
def test_a_slow_fall_is_three_falls_that_come_to_a_reliable_change(profile: str, points: float) -> None:
    def fall(*steps: float) -> bool:
        totals = [10.0, 34.0]
        for step in steps:
            totals.append(round(totals[-1] - step, 1))
        return "slow_fall" in held(judged(*totals, profile=profile))

    assert fall(2, 2, points - 4)
    assert not fall(2, 2, points - 4.1)
    assert not fall(3, 3.5)
    assert not fall(2, 2, 0, 2)
    assert not fall(2, 2, -0.1, 2)
    assert fall(0.1, 0.1, 0.1, points - 0.3)


def test_half_of_the_expected_change_is_not_behind() -> None:
    hoped = replace(bon_rules(), trajectory=_rising("30"))
    assert [by_rules(hoped, 100, 100, total).status for total in (149, 150)] == [Status.OFF_TRACK, Status.WATCH]
    behind = by_rules(hoped, 100, 100, 149)
    assert (behind.flags[0].rule, behind.flags[0].observed, behind.flags[0].threshold) == ("behind_expected", 490, 500)
    assert held(by_rules(hoped, 100, 100)) == set()  # from the third rating on


def test_two_thirds_of_the_expected_change_are_enough_to_a_hundredth() -> None:
    # 3.3 points are 66.66 % of 4.950495...: of 4.950495 they are enough, of 4.950496 they are not
    enough, short = (replace(bon_rules(), trajectory=_rising(one)) for one in ("24.950495", "24.950496"))
    assert by_rules(enough, 200, 200, 233).status is Status.ON_TRACK
    assert by_rules(short, 200, 200, 233).status is Status.WATCH
    for changed in (enough, short):
        found = by_rules(changed, 200, 200, 233).response
        assert found is not None
        assert found.percent_met == 6666


def test_all_that_is_not_behind_is_enough_where_both_marks_are_the_same() -> None:
    marks = bon_rules().behind_expected
    assert marks is not None
    hoped = replace(bon_rules(), trajectory=_rising("30"), behind_expected=replace(marks, enough=5000))
    assert [by_rules(hoped, 100, 100, total).status for total in (149, 150)] == [Status.OFF_TRACK, Status.ON_TRACK]


def test_behind_is_news_again_only_after_the_upper_mark() -> None:
    hoped = replace(bon_rules(), trajectory=_rising("30"), plateau=None)
    assert raised(by_rules(hoped, 100, 100, 140)) == {"behind_expected"}
    assert raised(by_rules(hoped, 100, 100, 140, 160, 140)) == set()
    assert raised(by_rules(hoped, 100, 100, 140, 166, 140)) == set()
    assert raised(by_rules(hoped, 100, 100, 140, 167, 140)) == {"behind_expected"}


def test_what_meets_all_that_is_expected_is_never_behind() -> None:
    sinking = replace(bon_rules(), trajectory=_rising("19"))  # a point less than at first is expected
    assert by_rules(sinking, 200, 200, 190).status is Status.ON_TRACK
    assert by_rules(sinking, 200, 200, 189).status is Status.OFF_TRACK
    found = by_rules(sinking, 200, 200, 210).response
    assert found is not None
    assert found.percent_met == 0


def _rising(at_twenty: str) -> Trajectory:
    """Who begins at 20 is expected at this total ever after, others as much above or below it."""
    whole, _, part = at_twenty.partition(".")
    curve = Curve(1, (int(whole + part.ljust(6, "0")), 0, 0, 0), (1_000_000, 0, 0, 0))
    curves = dict.fromkeys(("adult", "adolescent", "child"), curve)
    made = bon_rules().trajectory
    assert made is not None
    return replace(made, short=curves, long=curves)
