"""Figures with their 95 % interval and how many cases they rest on. Sums do not depend on the order of the cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import atan, cos, fsum, pi, sin, sqrt
from statistics import NormalDist

ENOUGH = 30
"""Fewer cases than this are too few to judge by (a common advice; 60 are better)."""
TOO_FEW = f"n below {ENOUGH}: too few to judge"
NO_CASE = "no case"
SIDE = 0.975
"""What lies below the upper end of a two-sided 95 % interval."""
NORMAL = NormalDist().inv_cdf(SIDE)
HALVINGS = 40
WIDEST = 13.0
"""Above every quantile of Student's t that is asked for: that of one degree of freedom is 12.71."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value from `low` to `high` (95 %), resting on `n` cases; shares are from 0 to 1.

    `note` says what it is measured by or, where `value` is None, why there is none. One case has no interval.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    note: str = ""

    @property
    def grey(self) -> bool:
        """Whether it rests on too few cases to judge by it: to be shown greyed, with `TOO_FEW`."""
        return self.n < ENOUGH


def untold(why: str, n: int = 0) -> Figure:
    """A figure that cannot be told."""
    return Figure(None, None, None, n, why)


def mean(values: Sequence[float], note: str = "") -> Figure:
    """A mean with Student's interval."""
    n = len(values)
    if not n:
        return untold(NO_CASE)
    middle = fsum(values) / n
    if n == 1:
        return Figure(middle, None, None, n, note)
    half = student(n - 1) * spread(values) / sqrt(n)
    return Figure(middle, middle - half, middle + half, n, note)


def spread(values: Sequence[float]) -> float:
    """The standard deviation of a sample of two or more."""
    middle = fsum(values) / len(values)
    return sqrt(fsum((value - middle) ** 2 for value in values) / (len(values) - 1))


def share(hits: Sequence[bool], note: str = "") -> Figure:
    """The share of cases that are True, with Wilson's score interval."""
    return proportion(sum(hits), len(hits), note)


def proportion(hits: int, n: int, note: str = "") -> Figure:
    """So many of n, with the score interval of E. B. Wilson 1927, J. Am. Stat. Assoc. 22: never outside 0 to 1."""
    if not n:
        return untold(NO_CASE)
    p, z2 = hits / n, NORMAL**2
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = NORMAL / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return Figure(p, min(p, max(0.0, middle - half)), max(p, min(1.0, middle + half)), n, note)


def slope(values: Sequence[float], note: str = "") -> Figure:
    """How much a value rises from one case to the next: least squares over their order, with Student's interval."""
    n = len(values)
    if n < 3:
        return untold("fewer than 3 cases", n)
    centre, middle = (n - 1) / 2, fsum(values) / n
    square = n * (n * n - 1) / 12
    rise = fsum((i - centre) * value for i, value in enumerate(values)) / square
    rest = fsum((value - middle - rise * (i - centre)) ** 2 for i, value in enumerate(values))
    half = student(n - 2) * sqrt(rest / (n - 2) / square)
    return Figure(rise, rise - half, rise + half, n, note)


@cache
def student(degrees: int) -> float:
    """The 97.5 % quantile of Student's t, by halving the interval it lies in."""
    low, high = NORMAL, WIDEST
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, degrees) < 2 * SIDE - 1 else (low, middle)
    return (low + high) / 2


def _within(t: float, degrees: int) -> float:
    """How probable it is to lie between -t and t: the finite series of Abramowitz & Stegun 1964, 26.7.3 and 26.7.4."""
    angle = atan(t / sqrt(degrees))
    square = cos(angle) ** 2
    odd = degrees % 2
    term = cos(angle) if odd else 1.0
    total = 0.0
    for k in range(1 + odd, degrees, 2):
        total += term
        term *= square * k / (k + 1)
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total
