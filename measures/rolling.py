"""Rolling: closed episodes in blocks of 30 in the order they were closed, and whether there is a trend in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from measures.effect import dropout_of, rules_of, toward_health
from measures.intervals import ENOUGH, Figure, mean, share, slope, untold
from measures.outcome import Outcome
from measures.prepost import pooled_spread

TWO_BLOCKS = 2 * ENOUGH
Measured: TypeAlias = Callable[[Outcome], float | None]


@dataclass(frozen=True, slots=True)
class Block:
    """Thirty counted episodes (`complete`), or the fewer of the newest block; from and to when they were closed (UTC).

    `effect` is the mean gain in the standard deviations that `Rolling.standard` names. Who left before a second rating
    adds to the `dropout` of the block they fell into, and to nothing else.
    """

    start: datetime
    end: datetime
    counted: int
    effect: Figure
    reliable: Figure
    at_target: Figure
    dropout: Figure

    @property
    def complete(self) -> bool:
        """Whether it has its thirty."""
        return self.counted >= ENOUGH


class Verdict(StrEnum):
    """All that the interval of a trend carries."""

    TOO_FEW = "too few cases"
    IMPROVED = "improved"
    DECLINED = "declined"
    NO_CHANGE = "no change can be seen"


@dataclass(frozen=True, slots=True)
class Rolling:
    """Blocks, oldest first. `trend`: how much the effect rises in thirty cases; `standard`: what it is measured in;
    empty where first ratings do not differ.
    """

    blocks: tuple[Block, ...]
    trend: Figure
    standard: str

    @property
    def verdict(self) -> Verdict:
        """Whether the effect rises or falls, as far as its interval says so; it takes two complete blocks."""
        low, high = self.trend.low, self.trend.high
        if low is None or high is None or self.trend.n < TWO_BLOCKS:
            return Verdict.TOO_FEW
        if low > 0:
            return Verdict.IMPROVED
        return Verdict.DECLINED if high < 0 else Verdict.NO_CHANGE


def rolling(outcomes: Sequence[Outcome]) -> Rolling:
    """The blocks of outcomes of one yardstick."""
    ended = sorted((one for one in outcomes if one.care.closed is not None), key=_closed)
    measured, standard = _measured([one for one in ended if not one.excluded])
    per_case = slope(_values(ended, measured), standard)
    return Rolling(tuple(_block(part, measured) for part in _parts(ended)), _per_block(per_case), standard)


def _closed(one: Outcome) -> tuple[datetime, str, datetime]:
    """In order of closing; the rest makes the order sure."""
    assert one.care.closed is not None
    return one.care.closed, one.care.client, one.care.opened


def _measured(counted: Sequence[Outcome]) -> tuple[Measured, str]:
    """How an episode's effect is measured: in standard deviations of the profile if it has any, else of all these
    first ratings."""
    if counted and rules_of(counted[0]).spread is not None:
        return lambda one: one.effect, "SD of the profile"
    sd = pooled_spread(list(toward_health(counted).values()))
    if sd is None:
        return lambda _: None, ""
    return lambda one: None if one.gain is None else one.gain / sd, f"SD of all first ratings, {sd:.2f}"


def _values(outcomes: Sequence[Outcome], of: Measured) -> list[float]:
    return [value for one in outcomes if (value := of(one)) is not None]


def _parts(ended: Sequence[Outcome]) -> list[list[Outcome]]:
    """Cut behind every thirtieth that counts."""
    parts: list[list[Outcome]] = []
    counted = 0
    for one in ended:
        if counted % ENOUGH == 0 and (not parts or any(not other.excluded for other in parts[-1])):
            parts.append([])
        parts[-1].append(one)
        counted += not one.excluded
    return parts


def _block(part: Sequence[Outcome], measured: Measured) -> Block:
    counted = [one for one in part if not one.excluded]
    reliable = [bool(one.progress.reliable_change) for one in counted if one.progress.reliable_change is not None]
    met = [one.at_target for one in counted if one.at_target is not None]
    return Block(
        start=_closed(part[0])[0],
        end=_closed(part[-1])[0],
        counted=len(counted),
        effect=mean(_values(part, measured)),
        reliable=share(reliable) if reliable else untold("the profile does not tell"),
        at_target=share(met) if met else untold("the profile does not tell"),
        dropout=dropout_of(part),
    )


def _per_block(rise: Figure) -> Figure:
    if rise.value is None or rise.low is None or rise.high is None:
        return rise
    return replace(rise, value=rise.value * ENOUGH, low=rise.low * ENOUGH, high=rise.high * ENOUGH)


def sentence(told: Rolling) -> str:
    """The verdict in words, and what it rests on."""
    trend, verdict, counted = told.trend, told.verdict, sum(block.counted for block in told.blocks)
    if not told.standard and counted >= TWO_BLOCKS:
        return "Whether the effect changes cannot be said: all first ratings are the same, so nothing measures it."
    if verdict is Verdict.TOO_FEW or trend.value is None:
        n = trend.n if told.standard else counted
        return f"Too few cases to say whether the effect changes: it takes {TWO_BLOCKS} closed ones, there are {n}."
    return (
        f"{verdict.capitalize()}: in 30 closed cases the mean effect changed by {trend.value:+.2f} "
        f"({trend.low:+.2f} to {trend.high:+.2f}), n {trend.n}, in {trend.note}."
    )
