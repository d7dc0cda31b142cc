"""Readings: what was asked, and what a reply to it may turn out to say."""

from dataclasses import dataclass
from typing import TypeAlias, assert_never


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


def as_record(reading: Reading) -> dict[str, object]:
    """A reading as JSON: its kind, the numbers seen, and the remark."""
    kind, values = _kind(reading)
    return {"kind": kind, "values": [value / 10 for value in values], "remark": reading.remark}


def _kind(reading: Reading) -> tuple[str, tuple[int, ...]]:
    match reading:
        case Values(values):
            return "values", values
        case TooFew(values):
            return "too_few", values
        case TooMany(values):
            return "too_many", values
        case Ambiguous(candidates):
            return "ambiguous", candidates
        case OutOfRange():
            return "out_of_range", ()
        case NoNumber():
            return "no_number", ()
        case _:
            assert_never(reading)
