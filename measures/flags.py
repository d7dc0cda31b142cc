"""A flag: a rule that fired, with the figures it fired on, the threshold, and where the rule comes from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flag:
    """`observed` and `threshold` in tenths, as points of the measure. `published`: else the rule is ours."""

    rule: str
    observed: int
    threshold: int
    source: str
    published: bool
