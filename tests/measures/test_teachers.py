"""Whom to learn from: who does not benefit, and who was off track and recovered."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.course import CourseRating, course_of
from measures.flags import Rule
from measures.library import shipped
from measures.outcome import outcome
from measures.progress import OFF_TRACK, Status, judge
from measures.teachers import Lesson, Teacher, astray, teachers
from tests.measures.cares import PLANNED, care


def taught(*scores: float, **more: object) -> Teacher | None:
    found = teachers([outcome(care(*scores, **{"rules": "icce-2012", **more}))])  # type: ignore[arg-type]
    return found[0] if found else None


def test_off_track_then_recovered_with_the_figures() -> None:
    """A gain of 1.0 at the third rating and −2.0 at the fourth is below 5.0: a check-in; then 13 points up."""
    teacher = taught(16.0, 16.5, 17.0, 14.0, 20.0, 29.0, ending=PLANNED)
    assert teacher is not None
    assert (teacher.lesson, teacher.n, teacher.off_track_at) == (Lesson.RECOVERED, 6, (3, 4, 5))
    assert (teacher.first, teacher.worst, teacher.last, teacher.change) == (160, 140, 290, 130)
    assert teacher.rules == ("check_in_due",)


def test_who_improved_all_along_teaches_nothing_here() -> None:
    assert taught(16.0, 20.0, 22.0, 27.0, ending=PLANNED) is None
    assert taught(16.0, 20.0) is None
    assert taught(16.0, ending=PLANNED) is None


@pytest.mark.parametrize(
    ("scores", "closed", "lesson"),
    [
        ((20.0, 15.0), False, Lesson.DETERIORATED),
        ((20.0, 15.1), False, None),
        ((16.0, 17.0, 18.0), False, Lesson.OFF_TRACK),
        ((16.0, 18.0), True, Lesson.UNCHANGED),
        ((20.0, 14.0), True, Lesson.DETERIORATED),
    ],
)
def test_who_does_not_benefit(scores: tuple[float, ...], closed: bool, lesson: Lesson | None) -> None:
    teacher = taught(*scores, ending=PLANNED if closed else None)
    assert (teacher.lesson if teacher else None) == lesson


def test_whom_the_profile_leaves_out_of_statistics_is_not_closed_without_change() -> None:
    """Above 32.0 `bon-2023` hopes for no change; a reliable loss is one whoever it befalls."""
    assert taught(32.0, 33.0, ending=PLANNED, rules="bon-2023") is not None
    assert taught(32.1, 33.0, ending=PLANNED, rules="bon-2023") is None
    worse = taught(36.0, 30.0, ending=PLANNED, rules="bon-2023")
    assert worse is not None
    assert worse.lesson is Lesson.DETERIORATED


def test_a_loss_is_in_its_order_whether_or_not_it_counts_in_figures() -> None:
    cares = [care(20.0, 13.0, client="C-COUNTED"), care(36.0, 20.0, client="C-LEFT-OUT")]
    assert [one.client for one in teachers(map(outcome, cares))] == ["C-LEFT-OUT", "C-COUNTED"]


def test_who_does_not_benefit_comes_first_and_the_worst_of_them_first() -> None:
    cares = [
        care(16.0, 16.0, 16.0, 25.0, ending=PLANNED, client="C-RECOVERED", rules="icce-2012"),
        care(16.0, 17.0, 18.0, client="C-STUCK", rules="icce-2012"),
        care(20.0, 14.0, client="C-WORSE", rules="icce-2012"),
        care(20.0, 10.0, client="C-WORST", rules="icce-2012"),
        care(5, 20, client="C-LOW", rules="icce-2012", measure="phq9"),
    ]
    order = [one.client for one in teachers(map(outcome, cares))]
    assert order == ["C-LOW", "C-WORST", "C-WORSE", "C-STUCK", "C-RECOVERED"]


def test_where_lower_is_better_the_worst_total_is_the_highest() -> None:
    teacher = taught(10, 18, 9, 20, measure="phq9")
    assert teacher is not None
    assert (teacher.worst, teacher.lesson) == (200, Lesson.DETERIORATED)


@given(
    st.lists(st.integers(0, 400), min_size=1, max_size=15),
    st.sampled_from(["icce-2012", "bon-2023", "openfit"]),
    st.sampled_from(["adult", "child"]),
)
def test_off_track_is_what_the_judge_said_then(totals: list[int], rules: str, age: str) -> None:
    course = care(*(total / 10 for total in totals), rules=rules, age=age).course
    found = astray(course, excluded=judge(course).excluded)
    for n in range(1, len(totals) + 1):
        then = judge(care(*(total / 10 for total in totals[:n]), rules=rules, age=age).course)
        assert (n in found) == (then.status in (Status.OFF_TRACK, Status.DETERIORATING))
        telling = {*OFF_TRACK, Rule.DETERIORATION}
        assert set(found.get(n, ())) == ({flag.rule for flag in then.flags} & telling if n in found else set())


def test_a_missing_rating_is_passed_over() -> None:
    course = care(16.0, None, 16.5, 17.0, rules="icce-2012").course
    assert CourseRating(None) in course.ratings
    assert list(astray(course, excluded=False)) == [3]


def test_nobody_has_recovered_whose_safety_item_asks_for_a_person() -> None:
    """PHQ-9 of 9, 18 and 2; the last two points may lie on the item about thoughts of death."""
    rated = [[1] * 9, [2] * 9, [2, *[0] * 8], [*[0] * 8, 2]]
    lessons = []
    for last in rated[2:]:
        course = course_of(shipped(), "icce-2012", "phq9", "adult", "self", [*rated[:2], last])
        found = teachers([outcome(replace(care(), course=course))])
        lessons.append([one.lesson for one in found])
    assert lessons == [[Lesson.RECOVERED], []]
