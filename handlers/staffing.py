"""Staffing: how somebody of the practice wants to be told, and who stands in for them. Facts, frozen."""

from dataclasses import dataclass
from datetime import datetime

from handlers.people import Away, Therapist


@dataclass(frozen=True, slots=True)
class TherapistSet:
    """A therapist wants to be told as given: quiet hours, what is held, who their backup is, and the digest."""

    therapist: Therapist


@dataclass(frozen=True, slots=True)
class AwaySet:
    """A colleague stands in for a therapist for a span."""

    therapist: str
    away: Away


@dataclass(frozen=True, slots=True)
class AwayEnded:
    """Nobody stands in for a therapist from this instant on, nor is to."""

    therapist: str
    at: datetime


Staffing = TherapistSet | AwaySet | AwayEnded
