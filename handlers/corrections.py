"""Corrections: what is changed of a rating after it was made, by whom and why. The value before is kept. Frozen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.case import Rating
from handlers.people import Duty, Therapist


class CorrectionKind(StrEnum):
    """What was changed: the scores, whose rating it is, or whether it counts at all (`VALID`: again)."""

    SCORES = "scores"
    MOVED = "moved"
    INVALID = "invalid"
    VALID = "valid"


@dataclass(frozen=True, slots=True)
class Correction:
    """One change of one rating, never changed itself. `before`: the rating as it was; `by`: who did it, by id."""

    id: str
    kind: CorrectionKind
    by: str
    reason: str
    before: Rating
    at: datetime


@dataclass(frozen=True, slots=True)
class RatingCorrected:
    """A rating is as given from now on; it counts unless it was made invalid."""

    correction: Correction
    rating: Rating

    @property
    def counts(self) -> bool:
        """Whether it is part of a course."""
        return self.correction.kind is not CorrectionKind.INVALID


def entitled(who: Therapist, sees: Therapist) -> bool:
    """Whether somebody may enter or correct ratings of a therapist's clients: that therapist, a supervisor of the same
    team, or a manager."""
    supervises = who.duty is Duty.SUPERVISOR and bool(who.team) and who.team == sees.team
    return who.id == sees.id or who.duty is Duty.MANAGER or supervises
