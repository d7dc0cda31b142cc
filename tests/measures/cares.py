"""Episodes for the tests of effects: a course of totals in points, closed on a day or open."""

from datetime import UTC, datetime, timedelta

from measures.care import Care, Ending
from measures.course import course_of
from measures.library import shipped

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
DAY = timedelta(days=1)
PLANNED, UNPLANNED = Ending.PLANNED, Ending.UNPLANNED


def care(
    *scores: float | None,
    ending: Ending | None = None,
    day: int = 0,
    rules: str = "bon-2023",
    measure: str = "ors",
    age: str = "adult",
    client: str = "",
    asked: int = 0,
    completed: int = 0,
) -> Care:
    """An episode that began with the year; closed so many days later if it has an ending."""
    course = course_of(shipped(), rules, measure, age, "self", scores)
    closed = BEGIN + day * DAY if ending else None
    return Care(client or f"C-{day}", "T-ANA", "North", course, BEGIN, closed, ending, asked, completed)
