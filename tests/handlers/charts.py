"""Charts of courses, a session a week."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from handlers.case import Episode, Rating
from handlers.picturing import Reader, chart_of
from messages.chart import Chart
from tests.storage.house import BERLIN, CLIENT, PRACTICE

BEGAN = datetime(2026, 3, 2, 10, tzinfo=UTC)
BON = "bon-2023"

Totals = Sequence[float | None]


def session(week: int) -> datetime:
    """When a week's session begins."""
    return BEGAN + timedelta(weeks=week)


def rated(measure: str, total: float, week: int, rater: str = "self") -> Rating:
    """A rating of a week's session."""
    at, key = session(week), f"{measure}-{week}"
    return Rating(key, CLIENT, "E-1", key, measure, "1", "p", "1", rater, "sms", (), round(total * 10), at, at)


def ratings(totals: Totals, measure: str = "ors", alliance: Totals = ()) -> list[Rating]:
    """A course and the alliance beside it; None where there is no rating."""
    rows = ((measure, totals), ("srs", alliance))
    made = [rated(name, total, week) for name, row in rows for week, total in enumerate(row) if total is not None]
    return sorted(made, key=attrgetter("about"))


def chart(
    *totals: float | None,
    measure: str = "ors",
    profile: str = "icce-2012",
    alliance: Totals = (),
    language: str = "en",
    who: str = CLIENT,
    age: str = "adult",
) -> Chart:
    """The chart of a course; None for a request that brought no rating."""
    episode = Episode("E-1", CLIENT, "T-ANA", age, profile, measure)
    missed = [session(week) for week, total in enumerate(totals) if total is None]
    made = chart_of(PRACTICE, episode, ratings(totals, measure, alliance), missed, Reader(who, language, BERLIN))
    assert made
    return made
