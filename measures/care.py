"""Care: one episode as the figures of therapists, teams and the practice need it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from measures.course import Course


class Ending(StrEnum):
    """How an episode ended: agreed between client and therapist, or by one side alone."""

    PLANNED = "planned"
    UNPLANNED = "unplanned"


@dataclass(frozen=True, slots=True)
class Care:
    """One episode. Instants in UTC; `closed` is None while it is open, `ending` where it is not known.

    `asked`: requests of its own measure that are over; `completed`: those of them that were answered in full.
    """

    client: str
    therapist: str
    team: str
    course: Course
    opened: datetime
    closed: datetime | None = None
    ending: Ending | None = None
    asked: int = 0
    completed: int = 0


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What courses are measured by. Figures of different yardsticks are never put together."""

    measure: str
    profile: str
    rater: str


def yardstick_of(care: Care) -> Yardstick:
    """The yardstick of an episode."""
    return Yardstick(care.course.instrument.id, care.course.profile.id, care.course.rater)
