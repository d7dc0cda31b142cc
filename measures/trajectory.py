"""Trajectories: the response expected of somebody who began at a total, rating by rating. Exact arithmetic on integers.

A curve is a cubic of the rating's index whose coefficients depend on the first total; from an index on it stays flat.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from measures.rounding import half_up
from measures.source import Source

CENTRE = 200
"""The total (tenths) from which a first total is counted: the middle of the 0-40 range (BON-23)."""
FINE = 10_000_000
"""Expected totals are kept in ten-millionths of a point: six decimals of a coefficient times tenths of a total."""
TENTH = FINE // 10


@dataclass(frozen=True, slots=True)
class Curve:
    """Coefficients of index 0 to 3 in millionths: `base`, and `slope` for each point of the first total above 20."""

    flat_from: int
    base: tuple[int, ...]
    slope: tuple[int, ...]

    def at(self, index: int, first: int) -> int:
        """The total expected so many ratings after the first (tenths), in ten-millionths of a point."""
        z, i = first - CENTRE, min(index, self.flat_from)
        a, b, c, d = self.base
        e, f, g, h = self.slope
        fixed, by_start = ((d * i + c) * i + b) * i + a, ((h * i + g) * i + f) * i + e
        return fixed * 10 + by_start * z


@dataclass(frozen=True, slots=True)
class Trajectory:
    """Curves by age: `short` before rating `long_from`, `long` from there on.

    `target_index`: the index of the short curve that gives the final target.
    """

    short: Mapping[str, Curve]
    long: Mapping[str, Curve]
    long_from: int
    target_index: int
    source: Source

    def expected(self, age: str, first: int, n: int) -> int:
        """The total expected at rating `n` when that is the latest, in ten-millionths of a point."""
        if n == 1:
            return first * TENTH
        curves = self.short if n < self.long_from else self.long
        return curves[age].at(n - 1, first)

    def target(self, age: str, first: int) -> int:
        """The final target for a closed episode, in ten-millionths of a point."""
        return self.short[age].at(self.target_index, first)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of one course. `first` in tenths and all totals are counted toward health, see `Line`."""

    trajectory: Trajectory
    age: str
    first: int
    sign: int

    def at(self, n: int) -> int:
        """The total expected at rating `n` when that is the latest, in ten-millionths of a point of the measure."""
        return self.trajectory.expected(self.age, self.sign * self.first, n)

    def change(self, n: int) -> int:
        """The change expected by rating `n`, toward health, in ten-millionths of a point."""
        return self.sign * self.at(n) - self.first * TENTH

    def percent_met(self, n: int, total: int) -> int:
        """How much of it a total (tenths) meets, in hundredths of a percent from 0 to 100; 0 if none is expected."""
        change, hoped = (total - self.first) * TENTH, self.change(n)
        return 0 if hoped <= 0 else max(0, min(10_000, half_up(change * 10_000, hoped)))

    @property
    def target(self) -> int:
        """The final target for the closed episode, in ten-millionths of a point of the measure."""
        return self.trajectory.target(self.age, self.sign * self.first)


def hundredths(fine: int) -> int:
    """Ten-millionths of a point as hundredths."""
    return half_up(fine, FINE // 100)


def tenths(fine: int) -> int:
    """Ten-millionths of a point as tenths."""
    return half_up(fine, TENTH)
