"""The profile icce-2012, on the vectors of the published rules, worked by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.course import Course, CourseRating, course_of
from measures.datafile import DataFileError
from measures.flags import Flag
from measures.library import shipped
from measures.profile import Profile
from measures.progress import Progress, Status, judge
from measures.record import as_record
from measures.rules import Rules

TOTALS = st.lists(st.integers(0, 400), max_size=12)


def judged(*scores: float | None, age: str = "adult") -> Progress:
    return judge(course_of(shipped(), "icce-2012", "ors", age, "self", scores))


def icce() -> Profile:
    return shipped().profile("icce-2012")


def ors_rules() -> Rules:
    return icce().rules["ors"]


def of_totals(totals: list[int], age: str = "adult") -> Course:
    ratings = tuple(CourseRating(total) for total in totals)
    return Course(icce(), shipped().instrument("ors"), age, "self", ratings)


def rules(progress: Progress) -> set[str]:
    return {flag.rule for flag in progress.flags}


def raised(progress: Progress) -> set[str]:
    return {flag.rule for flag in progress.raised}


def test_no_rating_is_too_early() -> None:
    progress = judged()
    assert (progress.n, progress.first, progress.last, progress.change) == (0, None, None, None)
    assert progress.status is Status.TOO_EARLY
    assert not progress.above_cutoff_at_start


def test_one_rating_gives_no_judgement() -> None:
    progress = judged(16.0)
    assert (progress.n, progress.first, progress.last, progress.change) == (1, 160, 160, None)
    assert progress.status is Status.TOO_EARLY
    assert not progress.flags


def test_vector_1_no_gain_at_the_third_rating_is_a_check_in() -> None:
    progress = judged(16.0, 18.0, 18.0)
    checkpoint = ors_rules().check_in
    assert checkpoint is not None
    source = checkpoint.source
    assert progress.flags == progress.raised == (Flag("check_in_due", 20, 50, source.text, source.published),)
    assert progress.status is Status.OFF_TRACK
    assert not progress.reliable_change


def test_vector_2_reliable_and_clinically_significant_change() -> None:
    progress = judged(20.1, 26.1)
    assert progress.reliable_change
    assert progress.clinically_significant_change
    assert progress.change == 60
    assert progress.status is Status.RECOVERED


def test_vector_4_the_cutoff_itself_is_outside_the_clinical_range_here() -> None:
    assert judged(19.0, 24.0, 25.0).clinically_significant_change
    assert not judged(19.0, 24.0, 24.9).clinically_significant_change
    assert judged(25.0).above_cutoff_at_start
    assert not judged(24.9).above_cutoff_at_start


def test_vector_8_reliable_deterioration() -> None:
    progress = judged(28.0, 26.0, 21.0)
    assert progress.reliable_deterioration
    assert progress.status is Status.DETERIORATING
    assert rules(progress) == {"deterioration", "sudden_drop", "above_cutoff_at_start"}
    worse = progress.flags[0]
    assert (worse.rule, worse.observed, worse.threshold, worse.published) == ("deterioration", -70, -50, False)


def test_vector_12_a_child_begins_inside_the_clinical_range() -> None:
    progress = judged(30.0, 30.0, 30.5, age="child")
    assert not progress.above_cutoff_at_start
    assert rules(progress) == {"check_in_due"}


@pytest.mark.parametrize(("age", "line"), [("adult", 25.0), ("adolescent", 28.0), ("child", 32.0)])
def test_each_age_has_its_cutoff(age: str, line: float) -> None:
    assert judged(line, age=age).above_cutoff_at_start
    assert not judged(line - 0.1, age=age).above_cutoff_at_start
    assert judged(line - 5, line, age=age).status is Status.RECOVERED
    assert judged(line - 5.1, line - 0.1, age=age).status is Status.ON_TRACK


def test_vector_18_tenths_do_not_round_a_reliable_change_away() -> None:
    assert judged(10.4, 15.4).reliable_change
    assert not judged(10.4, 15.3).reliable_change
    assert judged(10.4, 16.4).reliable_change


def test_vector_22_a_missing_rating_does_not_advance_the_course() -> None:
    assert not judged(16.0, None, 18.0).flags
    assert judged(16.0, None, 18.0).n == 2
    assert rules(judged(16.0, None, 18.0, None, 18.0)) == {"check_in_due"}


@pytest.mark.parametrize(
    ("n", "due"),
    [
        (2, set()),
        (3, {"check_in_due"}),
        (4, {"check_in_due"}),
        (5, {"check_in_due"}),
        (6, {"check_in_due", "last_stop_due"}),
        (7, {"check_in_due", "last_stop_due"}),
        (8, {"check_in_due", "last_stop_due"}),
    ],
)
def test_a_course_without_change_reaches_both_checkpoints(n: int, due: set[str]) -> None:
    assert rules(judged(*[16.0] * n)) - {"plateau"} == due


@pytest.mark.parametrize(
    ("n", "due"),
    [(2, set()), (3, {"check_in_due"}), (4, set()), (5, set()), (6, {"last_stop_due"}), (7, set()), (8, set())],
)
def test_a_checkpoint_is_brought_up_once(n: int, due: set[str]) -> None:
    assert raised(judged(*[16.0] * n)) == due


def test_a_loss_of_gain_between_the_checkpoints_waits_for_the_last_stop() -> None:
    assert rules(judged(16, 22, 22, 22, 16)) == {"sudden_drop"}
    assert raised(judged(16, 22, 22, 22, 16, 16)) == {"last_stop_due"}


def test_a_checkpoint_passes_when_the_gain_is_reached() -> None:
    assert rules(judged(16.0, 17.0, 18.0, 21.0)) == set()
    assert judged(16.0, 17.0, 18.0, 21.0).status is Status.ON_TRACK


def test_a_checkpoint_is_armed_again_after_recovery() -> None:
    assert raised(judged(16.0, 16.0, 21.0, 16.0)) == {"check_in_due", "sudden_drop"}
    assert raised(judged(16, 16, 16, 21, 21, 16)) == {"last_stop_due", "sudden_drop"}
    course = of_totals([160, 160, 160, 210, 160])
    rule = course.rules
    assert rule.check_in is not None
    twice = replace(rule, check_in=replace(rule.check_in, ratings=(3, 5)))
    again = replace(course, profile=replace(course.profile, rules={"ors": twice}))
    assert raised(judge(again)) == {"check_in_due", "sudden_drop"}
    stuck = replace(again, ratings=of_totals([160] * 5).ratings)
    assert raised(judge(stuck)) == set()


def test_deterioration_is_brought_up_once_and_again_after_the_start_was_reached() -> None:
    assert raised(judged(20.0, 15.0)) == {"deterioration"}
    assert raised(judged(20.0, 15.0, 14.0)) == {"check_in_due"}
    assert raised(judged(30.0, 25.0, 26.0, 25.0)) == set()
    assert raised(judged(30.0, 25.0, 30.0, 25.0)) == {"deterioration"}


def test_deterioration_needs_the_whole_loss() -> None:
    assert not judged(20.0, 15.1).reliable_deterioration
    assert judged(20.0, 15.0).reliable_deterioration


def test_who_began_outside_the_clinical_range_reaches_no_checkpoint() -> None:
    progress = judged(*[33.0] * 7)
    assert rules(progress) == {"above_cutoff_at_start"}
    assert progress.above_cutoff_at_start
    assert progress.status is Status.ON_TRACK


def test_the_ceiling_is_no_failure() -> None:
    assert judged(38.0, 39.0, 40.0, 40.0).status is Status.ON_TRACK
    assert not judged(36.0, 40.0).reliable_change
    assert not judged(35.0, 40.0).clinically_significant_change


def test_a_measure_without_rules_is_refused() -> None:
    course = replace(of_totals([160]), instrument=replace(shipped().instrument("ors"), id="phq-9"))
    with pytest.raises(DataFileError, match="icce-2012: phq-9: has no rules; there are rules for"):
        judge(course)


@given(TOTALS, st.sampled_from(["adult", "adolescent", "child"]))
def test_every_course_has_one_consistent_judgement(totals: list[int], age: str) -> None:
    progress = judge(of_totals(totals, age))
    assert set(progress.raised) <= set(progress.flags)
    assert not (progress.reliable_change and progress.reliable_deterioration)
    assert not progress.clinically_significant_change or progress.reliable_change
    assert rules(progress) <= {"above_cutoff_at_start"} or progress.n > 1
    assert progress.reliable_deterioration == ("deterioration" in rules(progress))
    off_track = rules(progress) & {"check_in_due", "last_stop_due"}
    assert not off_track or progress.status in (Status.OFF_TRACK, Status.DETERIORATING)


@given(TOTALS, st.sampled_from(["adult", "adolescent", "child"]))
def test_a_measure_where_lower_is_better_is_judged_as_its_mirror(totals: list[int], age: str) -> None:
    course = of_totals(totals, age)
    rule = course.rules
    assert rule.cutoff is not None
    lines = {
        rater: {each: 400 - line for each, line in by_age.items()} for rater, by_age in rule.cutoff.by_rater.items()
    }
    mirrored = replace(rule, cutoff=replace(rule.cutoff, by_rater=lines))
    mirror = replace(
        of_totals([400 - total for total in totals], age),
        instrument=replace(course.instrument, higher_is_better=False),
        profile=replace(course.profile, rules={"ors": mirrored}),
    )
    one, other = judge(course), judge(mirror)
    assert (one.status, rules(one), raised(one)) == (other.status, rules(other), raised(other))


def test_a_strict_rule_needs_more_than_its_points() -> None:
    rule = ors_rules().reliable_change
    assert rule is not None
    assert (rule.least, replace(rule, strict=True).least) == (50, 51)


def test_progress_is_told_as_json_in_points() -> None:
    record = as_record(judged(16.0, 18.0, 18.0))
    checkpoint = ors_rules().check_in
    assert checkpoint is not None
    assert record == {
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
        "expected": None,
        "percent_met": None,
        "expected_next": [],
        "target": None,
        "flags": [
            {
                "rule": "check_in_due",
                "observed": 2.0,
                "threshold": 5.0,
                "source": checkpoint.source.text,
                "published": False,
            }
        ],
    }
    assert as_record(judged())["change"] is None
