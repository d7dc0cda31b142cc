"""Pre-post d: the mean change in standard deviations of the first ratings, corrected for small samples."""

from collections.abc import Sequence
from math import fsum, sqrt
from typing import TypeAlias

from measures.intervals import NORMAL, Figure, untold

Pairs: TypeAlias = Sequence[tuple[float, float]]
"""First and last rating of each case, in points toward health."""


def pre_post(groups: Sequence[Pairs]) -> Figure:
    """d = J (M_post - M_pre) / SD_pre over all groups; age groups differ, so SD_pre is pooled within them.

    J = 1 - 3 / (4 df - 1), df = n - 1 for a single group (Hedges 1981). Its variance for large samples is
    2 (1 - r) / n + d² / (2 n), r between first and last (Becker 1988, Br. J. Math. Stat. Psychol. 41); the interval
    is normal. It takes both ratings for equally spread.
    """
    n = sum(len(pairs) for pairs in groups)
    degrees = n - sum(1 for pairs in groups if pairs)
    if degrees < 2:
        return untold("fewer than 3 cases", n)
    before, after, both = (_within(groups, *which) for which in ((0, 0), (1, 1), (0, 1)))
    if not before:
        return untold("all first ratings are the same, so they have no spread", n)
    sd = sqrt(before / degrees)
    correction = 1 - 3 / (4 * degrees - 1)
    d = correction * fsum(last - first for pairs in groups for first, last in pairs) / n / sd
    r = both / sqrt(before * after) if after else 0.0
    half = NORMAL * sqrt(max(0.0, 2 * (1 - r) / n + d * d / (2 * n)))
    return Figure(
        d, d - half, d + half, n, f"SD of first ratings {sd:.2f}{_among(groups)}, corrected by {correction:.3f}"
    )


def pooled_spread(groups: Sequence[Pairs]) -> float | None:
    """The standard deviation of first ratings within groups, in points; None where there is none."""
    degrees = sum(len(pairs) - 1 for pairs in groups if pairs)
    return sqrt(_within(groups, 0, 0) / degrees) or None if degrees > 0 else None


def _within(groups: Sequence[Pairs], one: int, other: int) -> float:
    """The sum of products of deviations from each group's own means."""
    return fsum(product for pairs in groups if pairs for product in _products(pairs, one, other))


def _products(pairs: Pairs, one: int, other: int) -> list[float]:
    means = [fsum(pair[i] for pair in pairs) / len(pairs) for i in (0, 1)]
    return [(pair[one] - means[one]) * (pair[other] - means[other]) for pair in pairs]


def _among(groups: Sequence[Pairs]) -> str:
    return " within age groups" if sum(1 for pairs in groups if pairs) > 1 else ""
