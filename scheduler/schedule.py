"""A schedule: of whom one measure is asked, and on which occasions. Pure; instants are UTC, hours on the person's
wall."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from messages.envelope import Moment

NEVER = timedelta(0)
SELF = "self"
"""The rater who is the client; others are `carer`, `carer2`, `partner` …"""


class Occasion(StrEnum):
    """Before a session, after it, or between sessions every so many days."""

    BEFORE = "before"
    AFTER = "after"
    BETWEEN = "between"


def rater_of(moment: Moment) -> str:
    """Whom a moment is about."""
    return moment.schedule.partition(".")[0] or SELF


@dataclass(frozen=True, slots=True)
class Schedule:
    """A measure that one rater of a client is asked, once on each of its occasions.

    `every`: of sessions the first and then every so-manieth is meant. `days` and `at`: between sessions, so often and
    at that hour of the rater's own day. `gap`: the measure is left out when the same rater has rated it for a day less
    than so many days away; 0 never.
    """

    client: str
    rater: str
    measure: str
    occasion: Occasion = Occasion.BEFORE
    every: int = 1
    days: int = 0
    at: time = time(18)
    gap: int = 0

    @property
    def key(self) -> str:
        """`self.ors.before`: one of its kind for a client."""
        return f"{self.rater}.{self.measure}.{self.occasion}"

    def means(self, ordinal: int) -> bool:
        """Whether the so-manieth session of the episode (from 1) is one of its occasions."""
        return (ordinal - 1) % self.every == 0

    def steps(self, asked: datetime, zone: ZoneInfo, now: datetime, open_for: timedelta = NEVER) -> list[datetime]:
        """The checks between sessions after the one asked last, up to the next that can be asked: whole steps of days,
        at the hour that was set, whatever the clocks did. The last of them is still to come, or was due less than
        `open_for` ago; those before it were missed."""
        day, found = asked.astimezone(zone).date(), list[datetime]()
        while not found or found[-1] <= now:
            day += timedelta(days=self.days)
            found.append(datetime.combine(day, self.at, zone).astimezone(UTC))
        useful = len(found) > 1 and now < found[-2] + open_for
        return found[:-1] if useful else found
