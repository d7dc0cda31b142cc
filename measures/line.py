"""A line: a course's totals counted toward health, so that every rule reads the same for every measure."""

from collections.abc import Iterable
from dataclasses import dataclass

from measures.course import Course
from measures.rules import Rules


@dataclass(frozen=True, slots=True)
class Line:
    """Totals in tenths, in order; where lower is better they are below zero, so that a rise is always an improvement.

    `cutoff` is counted the same way; None if there is none. `items` of each rating, empty where they are not known;
    `missed` requests after the last.
    """

    totals: tuple[int, ...]
    sign: int
    cutoff: int | None
    equal_is_clinical: bool
    items: tuple[tuple[int, ...], ...]
    missed: int

    @property
    def gain(self) -> int:
        """Last minus first; 0 before the second rating."""
        return self.totals[-1] - self.totals[0] if self.totals else 0

    def clinical(self, total: int) -> bool:
        """Whether a total lies in the clinical range; without a cut-off all do."""
        return self.cutoff is None or total < self.cutoff or (self.equal_is_clinical and total == self.cutoff)

    @property
    def began_clinical(self) -> bool:
        """Whether the first total lies in the clinical range."""
        return bool(self.totals) and self.clinical(self.totals[0])

    @property
    def began_above(self) -> bool:
        """Whether the first total lies outside of it."""
        return bool(self.totals) and not self.clinical(self.totals[0])


def line_of(course: Course, rules: Rules) -> Line:
    """The line of a course."""
    sign = 1 if course.instrument.higher_is_better else -1
    cutoff = rules.cutoff.line(course.age, course.rater) if rules.cutoff else None
    counted = [rating for rating in course.ratings if rating.total is not None]
    totals = course.totals
    return Line(
        totals=totals if sign > 0 else tuple(-total for total in totals),
        sign=sign,
        cutoff=None if cutoff is None else sign * cutoff,
        equal_is_clinical=bool(rules.cutoff and rules.cutoff.equal_is_clinical),
        items=tuple(rating.items for rating in counted),
        missed=_trailing(rating.total is None for rating in reversed(course.ratings)),
    )


def _trailing(missed: Iterable[bool]) -> int:
    count = 0
    for one in missed:
        if not one:
            break
        count += 1
    return count
