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
    possible, given = instrument.answers, []
    for answer in answers:
        if answer is not None:
            if answer not in possible:
                raise ImpossibleAnswer(ImpossibleAnswer.__doc__)
            given.append(answer)
    if len(given) < len(answers):
        return Incomplete(tuple(index for index, answer in enumerate(answers) if answer is None))
    return Score(sum(instrument.counted(given)) * instrument.multiplier, tuple(given))
