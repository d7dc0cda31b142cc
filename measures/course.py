"""A course: the ordered ratings of one episode by one rater, with the rules that judge them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from measures.instrument import Instrument, instrument
from measures.profile import AGES, Profile, profile


class BadCourse(ValueError):
    """No course: totals lie in the measure's range, with at most one decimal; ages are adult, adolescent, child."""

    def __init__(self) -> None:
        super().__init__((self.__doc__ or "").strip())


@dataclass(frozen=True, slots=True)
class CourseRating:
    """One rating. `total` in tenths; None for a missing or partial one, which does not advance the course."""

    total: int | None
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """What is judged. `age` is the age group fixed when the episode began."""

    profile: Profile
    instrument: Instrument
    age: str
    rater: str
    ratings: tuple[CourseRating, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        """The totals that count, in order, in tenths."""
        return tuple(rating.total for rating in self.ratings if rating.total is not None)


def course_of(rules: str, measure: str, age: str, rater: str, scores: Sequence[str | float | None]) -> Course:
    """A course from totals as they are written (`16`, `18.5`, None: a missing one). Raises BadCourse, DataFileError."""
    if age not in AGES:
        raise BadCourse
    chosen = instrument(measure)
    ratings = tuple(CourseRating(None if one is None else _tenths(one, chosen)) for one in scores)
    return Course(profile(rules), chosen, age, rater, ratings)


def _tenths(score: str | float, measure: Instrument) -> int:
    try:
        value = Decimal(str(score)) * 10
    except ArithmeticError:
        raise BadCourse from None
    if not value.is_finite() or value != value.to_integral_value():
        raise BadCourse
    if not measure.low * len(measure.items) <= value <= measure.total_high:
        raise BadCourse
    return int(value)
