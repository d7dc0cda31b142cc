"""A flag: a rule that fired, with the figures it fired on, the threshold, and where the rule comes from."""

from dataclasses import dataclass
from enum import StrEnum

from measures.source import Source


class Rule(StrEnum):
    """Every rule there is, by its id."""

    CHECK_IN = "check_in_due"
    LAST_STOP = "last_stop_due"
    DETERIORATION = "deterioration"
    SUDDEN_DROP = "sudden_drop"
    SLOW_FALL = "slow_fall"
    PLATEAU = "plateau"
    SAWTOOTH = "sawtooth"
    BEHIND_EXPECTED = "behind_expected"
    ALLIANCE_CUTOFF = "alliance_cutoff"
    ALLIANCE_DROP = "alliance_drop"
    ALLIANCE_LOW_ITEM = "alliance_low_item"
    ABOVE_CUTOFF = "above_cutoff_at_start"
    ITEM_RISK = "item_risk"
    MISSED = "missed_in_a_row"


@dataclass(frozen=True, slots=True)
class Flag:
    """`observed` and `threshold` in tenths: of points, of a percent or of a count, as the rule has it.

    Points have the sign of the measure: +6 of a PHQ-9 is six more than before, and worse. `published`: else it is ours.
    """

    rule: str
    observed: int
    threshold: int
    source: str
    published: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of a course, with the figures of a flag.

    `holds` now; `raised`: the last rating brought it up; `applies` at all.
    """

    rule: Rule
    observed: int
    threshold: int
    source: Source
    holds: bool
    raised: bool = False
    applies: bool = True

    @property
    def flag(self) -> Flag:
        """The flag that tells of it."""
        return Flag(self.rule.value, self.observed, self.threshold, self.source.text, self.source.published)
