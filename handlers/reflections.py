"""Reflections: what a client taught their therapist, in the therapist's own words; and the therapist's own growth.

Private to the therapist. Frozen; instants in UTC.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

QUESTIONS = 3
"""What did the client say, what did you change, what will you keep (after Duncan 2014, in our own words)."""

GROWTH_QUESTIONS = 4
"""Our own short questions about the therapist's growth, after the idea of Orlinsky and Rønnestad (2005): not theirs."""

HALF_A_YEAR = timedelta(days=180)
"""How old a therapist's answers about their growth may be before they are asked again (ours)."""


class Occasion(StrEnum):
    """What a reflection was asked for: an alert that was seen holds no more, the course came back, care ended; or the
    therapist began it."""

    ALERT = "alert"
    RECOVERY = "recovery"
    CLOSING = "closing"
    OWN = "own"


class ReflectionState(StrEnum):
    """`LATER`: it waits, and is named in the weekly digest; `DECLINED`: not this time."""

    ASKED = "asked"
    LATER = "later"
    DECLINED = "declined"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Reflection:
    """One lesson. `totals` (tenths) and `status`: of the course when it was asked. `said`: an answer a question, empty
    for one that was skipped; only there for those who may read it. `shared_with`: a supervisor's id, empty if nobody's.
    """

    id: str
    client: str
    episode: str
    therapist: str
    occasion: Occasion
    totals: tuple[int, ...]
    status: str
    asked_at: datetime
    state: ReflectionState = ReflectionState.ASKED
    said: tuple[str, ...] = ()
    kept_at: datetime | None = None
    shared_at: datetime | None = None
    shared_with: str = ""

    @property
    def waits(self) -> bool:
        """Whether it may still be written."""
        return self.state in (ReflectionState.ASKED, ReflectionState.LATER)

    def concerns(self, client: str, therapist: str) -> bool:
        """Whether it is about this client, or was asked of this therapist."""
        return client == self.client or therapist == self.therapist


class GrowthStep(StrEnum):
    """What became of the questions about growth: answered, left out, or only mentioned by the digest."""

    ANSWERED = "answered"
    SKIPPED = "skipped"
    MENTIONED = "mentioned"


@dataclass(frozen=True, slots=True)
class Growth:
    """A therapist's own growth at an instant. `answers` from 0 to 10, None for one that was left out."""

    therapist: str
    step: GrowthStep
    answers: tuple[int | None, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Week:
    """A week of therapists in numbers: clients in care, alerts nobody has seen, sessions of the coming seven days; of
    the last seven, endings, and requests of the course's own measure that were over and answered in full."""

    in_care: int = 0
    alerts: int = 0
    sessions: int = 0
    planned: int = 0
    unplanned: int = 0
    asked: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True)
class ReflectionAsked:
    """A therapist is asked, or is to be by the digest, what a client taught them: once per occasion."""

    reflection: Reflection


@dataclass(frozen=True, slots=True)
class ReflectionPut:
    """A reflection waits for later, or is not wanted."""

    reflection: str
    state: ReflectionState


@dataclass(frozen=True, slots=True)
class ReflectionKept:
    """A reflection was written."""

    reflection: str
    said: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ReflectionShared:
    """A reflection was shown to a supervisor by its therapist."""

    reflection: str
    supervisor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GrowthKept:
    """A therapist answered the questions about their growth, or left them out."""

    growth: Growth


Lessons = ReflectionAsked | ReflectionPut | ReflectionKept | ReflectionShared | GrowthKept
