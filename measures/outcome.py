"""Outcome: what one episode adds to the figures, each thing None where it cannot be told."""

from dataclasses import dataclass

from measures.care import Care, Ending, Yardstick, yardstick_of
from measures.progress import Progress, judge
from measures.rules import Rules

TOO_SHORT = "fewer than 2 ratings"
TENTHS, HUNDREDTHS = 10, 100
"""Of a point."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One episode judged. `gain`: points toward health, counted only; `excluded`: why it does not count, else empty.

    `effect`: the gain in standard deviations of the profile. `adjusted`: how far the last rating lies beyond the final
    target, in the same (closed only). `at_target`: whether the final target (closed) or the response expected now
    (open) is met. `dropout` (closed only): an unplanned ending before the target or, where the profile has none, before
    reliable change; who left before a second rating has not come so far.
    """

    care: Care
    yardstick: Yardstick
    progress: Progress
    excluded: str
    gain: float | None
    effect: float | None
    adjusted: float | None
    at_target: bool | None
    dropout: bool | None


def outcome(care: Care) -> Outcome:
    """An episode's outcome. Raises DataFileError if there are no rules for its measure."""
    progress, rules = judge(care.course), care.course.rules
    excluded = _excluded(progress, rules)
    sign = 1 if care.course.instrument.higher_is_better else -1
    gain = None if excluded or progress.change is None else sign * progress.change / TENTHS
    beyond = None if excluded else _beyond(care, progress, sign)
    sd = rules.spread.by_age.get(care.course.age) if rules.spread else None
    closed = care.closed is not None
    return Outcome(
        care=care,
        yardstick=yardstick_of(care),
        progress=progress,
        excluded=excluded,
        gain=gain,
        effect=gain * HUNDREDTHS / sd if gain is not None and sd else None,
        adjusted=beyond / sd if closed and beyond is not None and sd else None,
        at_target=None if beyond is None else beyond >= 0,
        dropout=_dropout(care, progress, rules, beyond),
    )


def _excluded(progress: Progress, rules: Rules) -> str:
    """Why an episode is left out of what is said of outcomes; empty if it is not."""
    if progress.excluded and rules.exclusion:
        return f"first rating {'above' if rules.exclusion.strict else 'from'} {rules.exclusion.points / TENTHS:.1f}"
    return TOO_SHORT if progress.change is None else ""


def _beyond(care: Care, progress: Progress, sign: int) -> int | None:
    """How far the last rating lies beyond what it is held against, in hundredths of a point toward health.

    Targets have two decimals, as those of BON-23.
    """
    response = progress.response
    if response is None or progress.last is None:
        return None
    target = response.expected if care.closed is None else response.target
    return sign * (progress.last * TENTHS - target)


def _dropout(care: Care, progress: Progress, rules: Rules, beyond: int | None) -> bool | None:
    """After OpenFIT KA-01016: an ending by one side alone outside the range that was aimed at."""
    unknown = rules.trajectory is None and rules.reliable_change is None
    if care.closed is None or care.ending is None or progress.excluded or unknown:
        return None
    if care.ending is Ending.PLANNED:
        return False
    return not (progress.reliable_change if beyond is None else beyond >= 0)
