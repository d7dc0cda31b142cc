"""What was due and not asked, for the practice to look at."""

from dataclasses import dataclass
from datetime import datetime

from handlers.facts import Reason
from handlers.people import person_of
from scheduler.schedule import Occasion
from storage.database import Database, from_ms, to_ms


@dataclass(frozen=True, slots=True)
class Dropped:
    """A measure that was due at `at` (UTC) and not asked of a person (`C-7K2/carer`), and why."""

    at: datetime
    person: str
    measure: str
    occasion: Occasion
    reason: Reason


async def dropped(database: Database, since: datetime) -> list[Dropped]:
    """What was dropped since an instant, the latest first."""
    found = await database.sql.dropped_since(database.reader, since=to_ms(since))
    return [
        Dropped(
            from_ms(at),
            person_of(client, rater),
            schedule.split(".")[1],
            Occasion(schedule.split(".")[2]),
            Reason(reason),
        )
        for client, rater, schedule, _, _, reason, at in found
    ]
