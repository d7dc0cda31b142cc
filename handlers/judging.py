"""Judging: the course of a case, by the rules of its episode's profile."""

from collections.abc import Sequence

from handlers.case import Case, Episode, Rating
from measures.course import Course, CourseRating
from measures.library import Library
from measures.progress import Progress, judge


def own(ratings: Sequence[Rating], episode: Episode, measure: str = "", rater: str = "") -> list[Rating]:
    """The ratings that make a course: of one measure and one rater (the episode's own if left out)."""
    wanted = (measure or episode.measure, rater or episode.rater)
    return [one for one in ratings if (one.measure, one.rater) == wanted]


def course_of(
    library: Library,
    episode: Episode,
    ratings: Sequence[Rating],
    missed: int = 0,
    measure: str = "",
    rater: str = "",
) -> Course:
    """The course of a measure by a rater (the episode's own if left out), with so many requests missed after it."""
    rated = [CourseRating(total=one.total, items=one.items) for one in own(ratings, episode, measure, rater)]
    return Course(
        profile=library.profile(episode.profile),
        instrument=library.instrument(measure or episode.measure),
        age=episode.age,
        rater=(rater or episode.rater).rstrip("0123456789"),
        ratings=(*rated, *[CourseRating(None)] * missed),
    )


def progress_of(case: Case) -> Progress:
    """How the course of the episode's own measure stands. The case has an episode."""
    assert case.episode is not None
    return judge(course_of(case.practice.library, case.episode, case.ratings, case.missed))
