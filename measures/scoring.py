"""Scoring: answers become a total. All items or none: nothing is prorated (no published rule does)."""

from collections.abc import Sequence
from dataclasses import dataclass

from measures.instrument import Instrument


class ImpossibleAnswer(ValueError):
    """An answer lies outside the instrument's range or between its steps."""


@dataclass(frozen=True, slots=True)
class Score:
    """A complete measure: `total` and `items` in tenths; `items` as they were answered."""

    total: int
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Incomplete:
    """Not all items were answered: there is no total. `missing`: their indexes."""

    missing: tuple[int, ...]


def score(instrument: Instrument, answers: Sequence[int | None]) -> Score | Incomplete:
    """Answers in tenths, None where missing, in the items' order. Raises ImpossibleAnswer."""
    if len(answers) != len(instrument.items):
        raise ImpossibleAnswer(ImpossibleAnswer.__doc__)
    given = tuple(answer for answer in answers if answer is not None)
    for answer in given:
        if not instrument.low <= answer <= instrument.high or (answer - instrument.low) % instrument.step:
            raise ImpossibleAnswer(ImpossibleAnswer.__doc__)
    if len(given) < len(answers):
        return Incomplete(tuple(index for index, answer in enumerate(answers) if answer is None))
    return Score(_total(instrument, given), given)


def _total(instrument: Instrument, items: tuple[int, ...]) -> int:
    ends = instrument.low + instrument.high
    turned = sum(ends - 2 * answer for item, answer in zip(instrument.items, items, strict=True) if item.reversed)
    return (sum(items) + turned) * instrument.multiplier
