"""Readings: what was asked, and what a reply to it may turn out to say."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: how many items, their range and step in tenths, the language, per item the lower-case labels.

    `higher_is_better`: which end of the range is the good one. `numbers`: those of the items, if not from 1.
    `options`: the published answers, if there are any, one for each whole point from `low` on.
    """

    items: int = 4
    low: int = 0
    high: int = 100
    step: int = 1
    language: str = "en"
    labels: tuple[tuple[str, ...], ...] = ()
    higher_is_better: bool = True
    numbers: tuple[int, ...] = ()
    options: tuple[str, ...] = ()

    @property
    def top(self) -> int:
        """The highest point."""
        return self.high // 10


@dataclass(frozen=True, slots=True)
class Values:
    """As many ratings as were asked for, in tenths, in the items' order."""

    values: tuple[int, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class TooFew:
    """Fewer than asked. `placed`: those whose item is certain (by label)."""

    values: tuple[int, ...]
    placed: tuple[int | None, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class TooMany:
    """More than asked."""

    values: tuple[int, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Numbers that may be meant in more than one way. `placed`: those whose item is certain (by position or label)."""

    candidates: tuple[int, ...]
    placed: tuple[int | None, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """A number outside the range, as it was written."""

    value: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class NoNumber:
    """No rating at all; the whole reply is the remark."""

    remark: str = ""


Reading: TypeAlias = Values | TooFew | TooMany | Ambiguous | OutOfRange | NoNumber
