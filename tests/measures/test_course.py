import pytest

from measures.course import BadCourse, course_of
from measures.datafile import DataFileError
from measures.library import shipped


def totals(*scores: str | float | None) -> tuple[int, ...]:
    return course_of(shipped(), "icce-2012", "ors", "adult", "self", scores).totals


def test_totals_are_tenths_however_they_are_written() -> None:
    assert totals("16", "18.5", 10.4, 16.4, 0, "40.0", 40) == (160, 185, 104, 164, 0, 400, 400)


def test_a_missing_rating_is_kept_but_does_not_count() -> None:
    course = course_of(shipped(), "icce-2012", "ors", "adult", "carer", ["16", None, "18"])
    assert len(course.ratings) == 3
    assert course.totals == (160, 180)
    assert course.rater == "carer"


@pytest.mark.parametrize(
    "score", ["", "x", "18.55", "-0.1", "40.1", 40.05, "nan", "inf", float("nan"), True, "1e999999", "1e9", "16,5"]
)
def test_what_is_no_total_is_refused(score: str | float) -> None:
    with pytest.raises(BadCourse, match="at most one decimal"):
        totals("16", score)


def test_an_unknown_age_measure_or_profile_is_refused() -> None:
    with pytest.raises(BadCourse):
        course_of(shipped(), "icce-2012", "ors", "elder", "self", [])
    with pytest.raises(DataFileError, match="measure: nonesuch: is not known; there are cors"):
        course_of(shipped(), "icce-2012", "nonesuch", "adult", "self", [])
    with pytest.raises(DataFileError, match=r"profile: nonesuch: is not known; there are .*icce-2012"):
        course_of(shipped(), "nonesuch", "ors", "adult", "self", [])
