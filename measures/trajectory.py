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

    def along(self, first: int, start: int, end: int) -> list[int]:
        """The totals expected `start` to `end` - 1 ratings after the first (tenths), in ten-millionths of a point."""
        z = first - CENTRE
        a, b, c, d = (base * 10 + slope * z for base, slope in zip(self.base, self.slope, strict=True))
        bent = [((d * i + c) * i + b) * i + a for i in range(start, min(end, self.flat_from + 1))]
        if end <= self.flat_from + 1:
            return bent
        i = self.flat_from
        return bent + [((d * i + c) * i + b) * i + a] * (end - max(start, i + 1))


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

    def path(self, age: str, first: int, count: int) -> list[int]:
        """The totals expected at ratings 1 to `count`, each when it is the latest, in ten-millionths of a point."""
        early = self.short[age].along(first, 1, min(count, self.long_from - 1))
        late = self.long[age].along(first, self.long_from - 1, count) if count >= self.long_from else []
        return [first * TENTH, *early, *late][:count]

    def target(self, age: str, first: int) -> int:
        """The final target for a closed episode, in ten-millionths of a point."""
        return self.short[age].along(first, self.target_index, self.target_index + 1)[0]


def percent_met(first: int, last: int, expected: int) -> int:
    """How much of the expected change is met, in hundredths of a percent from 0 to 100; 0 where none is expected.

    `first` and `last` in tenths, `expected` in ten-millionths of a point.
    """
    change, hoped = (last - first) * TENTH, expected - first * TENTH
    return 0 if hoped <= 0 else max(0, min(10_000, half_up(change * 10_000, hoped)))


def hundredths(fine: int) -> int:
    """Ten-millionths of a point as hundredths."""
    return half_up(fine, FINE // 100)


def tenths(fine: int) -> int:
    """Ten-millionths of a point as tenths."""
    return half_up(fine, TENTH)
