"""Rules: what a profile, or an instrument of its own, says of the courses of one measure. Points and totals in tenths.

A rule that is None is not part of the profile. Each carries its source.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from measures.source import Source
from measures.trajectory import Trajectory

AGES = ("adult", "adolescent", "child")
RATERS = ("self", "carer")


@dataclass(frozen=True, slots=True)
class Cutoff:
    """The total by rater and age group that parts the clinical range from the rest.

    `equal_is_clinical`: whether the total itself is still clinical. A rater without a figure has that of `self`.
    """

    by_rater: Mapping[str, Mapping[str, int]]
    equal_is_clinical: bool
    source: Source

    def line(self, age: str, rater: str) -> int | None:
        """The cut-off, or None if there is none for the age."""
        own = self.by_rater.get(rater, {})
        return own.get(age, self.by_rater["self"].get(age))


@dataclass(frozen=True, slots=True)
class Change:
    """Points of change; `strict`: more than them, else at least them."""

    points: int
    strict: bool
    source: Source

    @property
    def least(self) -> int:
        """The smallest change in tenths that is enough."""
        return self.points + self.strict


@dataclass(frozen=True, slots=True)
class Limit:
    """A total or an item at which, or only beyond which (`strict`), something is to be looked at."""

    points: int
    strict: bool
    source: Source


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Rating numbers at which a lack of reliable change is to be talked about."""

    ratings: tuple[int, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class SlowFall:
    """So many falls one after another that come to so many points together."""

    falls: int
    points: int
    source: Source


@dataclass(frozen=True, slots=True)
class Plateau:
    """So many ratings of which no two lie further apart than `within`."""

    ratings: int
    within: int
    source: Source


@dataclass(frozen=True, slots=True)
class Sawtooth:
    """So many changes of direction, counting only steps of so many points."""

    changes: int
    points: int
    source: Source


@dataclass(frozen=True, slots=True)
class BehindExpected:
    """Percent of the expected change, in hundredths: below `below` a course is off track, from `enough` on as expected.

    `from_rating`: the first rating it looks at.
    """

    below: int
    enough: int
    from_rating: int
    source: Source


@dataclass(frozen=True, slots=True)
class Count:
    """So many in a row."""

    times: int
    source: Source


@dataclass(frozen=True, slots=True)
class Spread:
    """The standard deviation of totals by age, in hundredths of a point: the unit of an effect size."""

    by_age: Mapping[str, int]
    source: Source


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules for one measure. `crossing_suffices`: crossing the cut-off is clinically significant by itself."""

    cutoff: Cutoff | None = None
    reliable_change: Change | None = None
    crossing_suffices: Source | None = None
    exclusion: Limit | None = None
    check_in: Checkpoint | None = None
    last_stop: Checkpoint | None = None
    deterioration: Change | None = None
    sudden_drop: Change | None = None
    slow_fall: SlowFall | None = None
    plateau: Plateau | None = None
    sawtooth: Sawtooth | None = None
    trajectory: Trajectory | None = None
    behind_expected: BehindExpected | None = None
    spread: Spread | None = None
    alliance_cutoff: Limit | None = None
    alliance_drop: Change | None = None
    alliance_low_item: Limit | None = None
    missed_in_a_row: Count | None = None
