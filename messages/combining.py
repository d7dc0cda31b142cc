"""Combining: values that go together in turn, so that every branch of a text is led through."""

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

MOST_WAYS = 128
"""So many ways through one text are looked at all."""


def together(values: Sequence[Sequence[object]]) -> Iterator[tuple[object, ...]]:
    """Every value with every other; where that would be too many, each beside the first of all others and beside the
    last."""
    if prod(map(len, values)) <= MOST_WAYS:
        yield from product(*values)
        return
    for others in (tuple(one[0] for one in values), tuple(one[-1] for one in values)):
        for place, one in enumerate(values):
            yield from ((*others[:place], value, *others[place + 1 :]) for value in one)
