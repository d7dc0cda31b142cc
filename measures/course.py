"""A course: the ordered ratings of one episode by one rater, with the rules that judge them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from measures.instrument import Instrument
from measures.library import Library
from measures.profile import Profile
from measures.rules import AGES, RATERS, Rules
from measures.scoring import ImpossibleAnswer, Score, score

FIGURE = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?")

Written = str | float | None | Sequence[str | float | None]
"""A total as it is written, the items (None for one that is missing), or None for a missing rating."""


class BadCourse(ValueError):
    """No course: the message says what is wrong with an age, a rater, a total or an item."""


@dataclass(frozen=True, slots=True)
class CourseRating:
    """One rating. `total` in tenths; None for a missing or partial one, which does not advance the course.

    `items` in tenths, None where not answered; empty where only the total is known, and for a missing rating.
    """

    total: int | None
    items: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """What is judged. `age` is the age group fixed when the episode began."""

    profile: Profile
    instrument: Instrument
    age: str
    rater: str
    ratings: tuple[CourseRating, ...]

    @property
    def rules(self) -> Rules:
        """The rules that judge it. Raises DataFileError if there are none for its measure."""
        return self.profile.rules_for(self.instrument)

    @property
    def totals(self) -> tuple[int, ...]:
        """The totals that count, in order, in tenths."""
        return tuple([rating.total for rating in self.ratings if rating.total is not None])


def course_of(library: Library, rules: str, measure: str, age: str, rater: str, scores: Sequence[Written]) -> Course:
    """A course from ratings as they are written: `16`, `18.5`, `[4, 3.5, 5, 4]`, `[4, None, 5, 4]`, None.

    Raises BadCourse, DataFileError.
    """
    if age not in AGES:
        raise BadCourse(f"There is no age group {age!r}: use adult, adolescent or child.")
    if rater not in RATERS:
        raise BadCourse(f"Nobody rates as {rater!r}: use {' or '.join(RATERS)}.")
    chosen = library.instrument(measure)
    ratings = tuple(_rating(one, chosen) for one in scores)
    return Course(library.profile(rules), chosen, age, rater, ratings)


def _rating(written: Written, measure: Instrument) -> CourseRating:
    if written is None:
        return CourseRating(None)
    if isinstance(written, str | int | float):
        return CourseRating(_total(written, measure))
    try:
        answers = [None if one is None else _item(one) for one in written]
        scored = score(measure, answers)
    except ImpossibleAnswer:
        raise BadCourse(_of_items(measure)) from None
    if isinstance(scored, Score):
        return CourseRating(scored.total, scored.items)
    return CourseRating(None, tuple(answers) if any(one is not None for one in answers) else ())


def _item(written: str | float) -> int:
    tenths = _tenths(written)
    if tenths is None:
        raise ImpossibleAnswer(ImpossibleAnswer.__doc__)
    return tenths


def _of_items(measure: Instrument) -> str:
    low, high = measure.low / 10, measure.high / 10
    return (
        f"A rating of {measure.id} is one total, or {len(measure.items)} items from {low:g} to {high:g}, "
        f"{_grain(measure.step)}."
    )


def _total(written: str | float, measure: Instrument) -> int:
    """A total in tenths, if answers to this measure can come to it."""
    tenths = _tenths(written)
    grain = measure.step * measure.multiplier
    within = tenths is not None and measure.total_low <= tenths <= measure.total_high
    if tenths is None or not within or (tenths - measure.total_low) % grain:
        low, high = measure.total_low / 10, measure.total_high / 10
        raise BadCourse(f"A total of {measure.id} is a number from {low:g} to {high:g}, {_grain(grain)}.")
    return tenths


def _grain(tenths: int) -> str:
    return "with at most one decimal" if tenths == 1 else f"in steps of {tenths / 10:g}"


def _tenths(written: str | float) -> int | None:
    """A number as written, in tenths; None if it is none, is no plain figure (`1e1`), or has more decimals than one."""
    text = str(written)
    value = Decimal(text) * 10 if FIGURE.fullmatch(text) else None
    return int(value) if value is not None and value == value.to_integral_value() else None
