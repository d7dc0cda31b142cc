"""Judging: the course of a case, by the rules of its episode's profile."""

from collections.abc import Iterable, Sequence
from operator import attrgetter

from handlers.case import Case, Episode, Rating
from measures.course import Course, CourseRating
from measures.flags import Flag
from measures.library import Library
from measures.progress import Progress, judge


def in_order(ratings: Iterable[Rating]) -> tuple[Rating, ...]:
    """Ratings in the order of the days they are for; of one day as they are."""
    return tuple(sorted(ratings, key=attrgetter("about")))


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


def brought_up(library: Library, episode: Episode, course: Sequence[Rating]) -> list[tuple[Rating, Flag]]:
    """What each rating of a course brought up when it was the last: the course is judged rating by rating.

    `course`: ratings of one measure by one rater, in order.
    """
    return [
        (one, flag)
        for place, one in enumerate(course, 1)
        for flag in judge(course_of(library, episode, course[:place], 0, one.measure, one.rater)).raised
    ]
