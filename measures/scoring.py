"""Scoring: answers become a total. All items or none: nothing is prorated (no published rule does)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeGuard

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
    if not _complete(answers, instrument):
        return _incomplete(instrument, answers)
    total = sum(instrument.counted(answers)) if instrument.turned else sum(answers)
    return Score(total * instrument.multiplier, tuple(answers))


def _complete(answers: Sequence[int | None], instrument: Instrument) -> TypeGuard[Sequence[int]]:
    """No answer is missing or impossible. What has to be told of any other is found out only then."""
    return instrument.answers.issuperset(answers)


def _incomplete(instrument: Instrument, answers: Sequence[int | None]) -> Incomplete:
    if not instrument.answers.issuperset(answer for answer in answers if answer is not None):
        raise ImpossibleAnswer(ImpossibleAnswer.__doc__)
    return Incomplete(tuple(index for index, answer in enumerate(answers) if answer is None))
