"""Patterns: a practice's own regular expressions. RE2 reads a text in time that grows with its length whatever the
expression, so that none can hold up the bot; what it cannot read so (looking ahead or behind) it refuses."""

from collections.abc import Iterator
from typing import Protocol

import re2

LONGEST = 500
"""So many characters an expression has at most (ours)."""


class Match(Protocol):
    """One place in a text."""

    def group(self, number: int, /) -> str | None:
        """What a group has found; None if it took no part."""
        ...


class Pattern(Protocol):
    """An expression that is ready to be used."""

    def finditer(self, text: str, /) -> Iterator[Match]:
        """All places in a text, in order."""
        ...


def pattern_of(expression: str) -> Pattern:
    """An expression with one group. Raises ValueError."""
    options = re2.Options()
    options.log_errors = False
    try:
        made = re2.compile(expression, options)
    except re2.error as error:
        raise ValueError from error
    if made.groups != 1 or len(expression) > LONGEST:
        raise ValueError
    found: Pattern = made
    return found
