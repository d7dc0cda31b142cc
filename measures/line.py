"""A line: a course's totals counted toward health, so that every rule reads the same for every measure."""

from dataclasses import dataclass

from measures.course import Course, CourseRating
from measures.rules import Limit, Rules


@dataclass(frozen=True, slots=True)
class Line:
    """Totals in tenths, in order; where lower is better they are below zero, so that a rise is always an improvement.

    `sign` (1 or -1) turns a figure of the line into one of the measure, and back. `cutoff` is counted as totals are;
    None if there is none. `rated`: the ratings that have a total. `latest`: the items of the last rating, partial or
    not; empty where they are not known. `missed`: requests after it. `partial`: the last rating has no total.
    """

    totals: tuple[int, ...]
    sign: int
    cutoff: int | None
    equal_is_clinical: bool
    rated: tuple[CourseRating, ...]
    latest: tuple[int | None, ...]
    missed: int
    partial: bool

    @property
    def gain(self) -> int:
        """Last minus first; 0 before the second rating."""
        return self.totals[-1] - self.totals[0] if self.totals else 0

    @property
    def step(self) -> int:
        """Last minus the one before; 0 before the second rating."""
        return self.totals[-1] - self.totals[-2] if len(self.totals) > 1 else 0

    def clinical(self, total: int) -> bool:
        """Whether a total lies in the clinical range; without a cut-off all do."""
        return self.cutoff is None or total < self.cutoff or (self.equal_is_clinical and total == self.cutoff)

    def reaches(self, figure: int, limit: Limit) -> bool:
        """Whether a figure of the line is as low as a limit of the measure."""
        least = self.sign * limit.points
        return figure < least or (figure == least and not limit.strict)

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
    missed = _missed(course)
    last = course.ratings[-missed - 1] if missed < len(course.ratings) else CourseRating(None)
    return Line(
        totals=course.totals if sign > 0 else tuple([-total for total in course.totals]),
        sign=sign,
        cutoff=None if cutoff is None else sign * cutoff,
        equal_is_clinical=bool(rules.cutoff and rules.cutoff.equal_is_clinical),
        rated=tuple([rating for rating in course.ratings if rating.total is not None]),
        latest=last.items,
        missed=missed,
        partial=bool(last.items) and last.total is None,
    )


def _missed(course: Course) -> int:
    count = 0
    for rating in reversed(course.ratings):
        if rating.total is not None or rating.items:
            break
        count += 1
    return count
