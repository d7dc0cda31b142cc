"""Where rules meet: which status wins, what is news and what has been said already."""

from dataclasses import replace

import pytest

from measures.course import Course, CourseRating, Written, course_of
from measures.library import shipped
from measures.progress import Progress, Status, judge


def judged(*scores: Written, profile: str = "icce-2012", measure: str = "ors", age: str = "adult") -> Progress:
    return judge(course_of(shipped(), profile, measure, age, "self", scores))


def held(progress: Progress) -> set[str]:
    return {flag.rule for flag in progress.flags}


def raised(progress: Progress) -> set[str]:
    return {flag.rule for flag in progress.raised}


def test_a_gain_that_was_lost_again_between_the_checkpoints_is_watched() -> None:
    assert judged(16, 24, 24, 21).status is Status.ON_TRACK
    assert judged(16, 24, 24, 21, 20).status is Status.WATCH
    assert held(judged(16, 24, 24, 21, 20)) == set()
    assert judged(16, 24, 24, 21, 20, 21).status is Status.ON_TRACK


def test_a_gain_that_was_lost_after_the_last_checkpoint_is_not_called_on_track() -> None:
    assert judged(*[16, 22, 22, 22, 22, 22, 22], 18, 16).status is Status.WATCH
    assert judged(16, 20).status is Status.ON_TRACK


def test_a_lost_gain_is_watched_between_checkpoints_far_apart() -> None:
    course = course_of(shipped(), "icce-2012", "ors", "adult", "self", [10, 15, 15, 13])
    assert course.rules.check_in is not None
    apart = replace(course.rules, check_in=replace(course.rules.check_in, ratings=(3, 6)))
    progress = judge(replace(course, profile=replace(course.profile, rules={"ors": apart})))
    assert (progress.status, held(progress)) == (Status.WATCH, set())


def test_a_second_sudden_drop_from_a_lower_level_is_news() -> None:
    assert raised(judged(10, 30, 24)) == {"sudden_drop"}
    assert raised(judged(10, 30, 24, 18)) == set()
    assert raised(judged(10, 30, 24, 24)) == set()
    assert raised(judged(10, 30, 24, 24, 18)) == {"sudden_drop"}


def test_a_second_fall_of_the_alliance_is_news_though_the_level_before_the_first_was_not_regained() -> None:
    assert raised(judged(40, 39, profile="icce-2012", measure="srs")) == {"alliance_drop"}
    assert raised(judged(40, 39, 38, measure="srs")) == set()
    assert raised(judged(40, 39, 39, 37, measure="srs")) == {"alliance_drop"}


def test_a_slow_fall_is_news_once_for_as_long_as_the_course_falls() -> None:
    start = [10.0, 30.0, 28.0, 26.0]
    assert raised(judged(*start, 25)) == {"slow_fall"}
    assert raised(judged(*start, 25, 24)) == set()
    assert raised(judged(*start, 25, 25, 24, 22)) == set()
    assert raised(judged(*start, 25, 25, 24, 22, 20)) == {"slow_fall"}


def test_two_steep_falls_are_no_slow_fall_yet_and_the_third_is_news() -> None:
    assert held(judged(10, 34, 31, 28)) == set()
    found = judged(10, 34, 31, 28, 27.9)
    assert raised(found) == {"slow_fall"}
    assert (found.flags[0].observed, found.flags[0].threshold) == (-61, -50)


def test_deterioration_says_by_itself_how_it_came() -> None:
    assert held(judged(20, 14)) == {"deterioration", "sudden_drop"}
    assert raised(judged(20, 14)) == {"deterioration"}
    assert raised(judged(20, 18.3, 16.6, 14.9)) == {"deterioration"}
    assert held(judged(20, 18.3, 16.6, 14.9)) == {"deterioration", "check_in_due", "slow_fall"}


def test_a_plateau_is_no_news_to_a_course_off_track_or_worse() -> None:
    assert "plateau" in held(judged(16, 16, 16, 16))
    assert "plateau" not in raised(judged(16, 16, 16, 16))
    assert raised(judged(16, 21, 21, 21, 21)) == {"plateau"}
    assert judged(16, 21, 21, 21, 21).status is Status.WATCH
    sunk = judged(27, 20, 20, 20, 20)
    assert "plateau" in held(sunk)
    assert (raised(sunk), sunk.status) == (set(), Status.DETERIORATING)


def test_a_plateau_outside_the_clinical_range_is_none() -> None:
    assert "plateau" not in held(judged(16, 25, 25, 25, 25))
    assert "plateau" in held(judged(16, 24.9, 24.9, 24.9, 24.9))
    assert "plateau" not in held(judged(16, 24.9, 24.9, 24.9, 25))


def test_nobody_whose_safety_item_asks_for_a_person_has_recovered() -> None:
    first = [2, 2, 2, 2, 2, 2, 1, 1, 1]
    better = [0, 0, 0, 0, 1, 0, 0, 0]
    assert judged(first, [*better, 0], measure="phq9").status is Status.RECOVERED
    risky = judged(first, [*better, 1], measure="phq9")
    assert risky.clinically_significant_change
    assert (risky.status, held(risky), raised(risky)) == (Status.WATCH, {"item_risk"}, {"item_risk"})


def test_the_safety_item_is_news_every_time() -> None:
    risky = [1] * 9
    for count in (1, 2, 3):
        assert "item_risk" in raised(judged(*[risky] * count, measure="phq9"))


def test_the_safety_item_of_a_partial_rating_counts_at_once() -> None:
    partial = judged(10, [None, *[0] * 7, 2], measure="phq9")
    assert (partial.n, partial.change, held(partial), raised(partial)) == (1, None, {"item_risk"}, {"item_risk"})
    assert partial.status is Status.WATCH
    assert held(judged(10, [0, *[None] * 8], measure="phq9")) == set()
    assert held(judged(10, [None] * 9, measure="phq9")) == set()


def test_a_partial_rating_brings_up_nothing_old() -> None:
    partial = judged(16, 16, 16, [5, None, 5, 5])
    assert (partial.n, held(partial), raised(partial)) == (3, {"check_in_due"}, set())


def test_a_partial_rating_is_no_missed_one() -> None:
    assert held(judged(16, None, None, None)) == {"missed_in_a_row"}
    assert held(judged(16, None, None, [5, None, 5, 5])) == set()
    assert held(judged(16, [5, None, 5, 5], None, None)) == set()
    assert held(judged(16, None, None, [None] * 4)) == {"missed_in_a_row"}


@pytest.mark.parametrize(("missed", "holds", "news"), [(2, False, False), (3, True, True), (4, True, False)])
def test_requests_missed_in_a_row_are_told_once(missed: int, holds: bool, news: bool) -> None:
    for before in ([], [16], [16, None, 30]):
        progress = judged(*before, *[None] * missed)
        assert ("missed_in_a_row" in held(progress), "missed_in_a_row" in raised(progress)) == (holds, news)
        assert raised(progress) <= {"missed_in_a_row"}
        assert [one.observed for one in progress.flags if one.rule == "missed_in_a_row"] == [missed * 10] * holds
    assert held(judged(16, None, None, 16, None)) == set()


def test_missing_ratings_are_watched_before_there_is_a_course() -> None:
    assert judged(None, None).status is Status.TOO_EARLY
    assert judged(None, None, None).status is Status.WATCH


def test_who_began_outside_the_clinical_range_is_watched_not_off_track_while_little_is_expected() -> None:
    flat = judged(30, 30, 30, profile="bon-2023")
    assert (flat.status, held(flat)) == (Status.WATCH, {"above_cutoff_at_start"})
    assert judged(30, 31, 31, profile="bon-2023").status is Status.ON_TRACK
    inside = judged(25, 25, 25, profile="bon-2023")
    assert (inside.status, held(inside)) == (Status.OFF_TRACK, {"behind_expected"})


def test_a_session_is_judged_from_its_first_rating_on() -> None:
    assert judged(38, measure="srs").status is Status.TOO_EARLY
    assert judged(36, measure="srs").status is Status.WATCH
    assert judged(38, 38, measure="srs").status is Status.ON_TRACK
    assert judged(38, 37, measure="srs").status is Status.WATCH
    assert judged(38, 37, measure="srs").clinically_significant_change is None


def test_an_area_that_is_not_known_any_more_brings_up_nothing() -> None:
    low = [10, 10, 8, 10]
    assert raised(judged(low, measure="srs")) == {"alliance_low_item"}
    assert held(judged(low, 38, measure="srs")) == raised(judged(low, 38, measure="srs")) == set()
    assert raised(judged(low, 38, low, measure="srs")) == set()
    assert raised(judged(low, [9.5] * 4, low, measure="srs")) == {"alliance_low_item"}


def test_signs_are_those_of_the_measure() -> None:
    worse = judged(10, 16, measure="phq9")
    assert (worse.change, worse.status) == (60, Status.DETERIORATING)
    flag = worse.flags[0]
    assert (flag.rule, flag.observed, flag.threshold) == ("deterioration", 60, 60)
    assert [(one.observed, one.threshold) for one in judged(22, 16).flags] == [(-60, -50), (-60, -50)]


def test_a_course_without_any_rule_for_a_rating_is_plain() -> None:
    ors = shipped().instrument("ors")
    course = Course(shipped().profile("openfit"), ors, "adult", "self", (CourseRating(160), CourseRating(100)))
    progress = judge(course)
    assert (progress.reliable_change, progress.reliable_deterioration, progress.status) == (None, None, Status.ON_TRACK)
