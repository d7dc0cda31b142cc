"""The caseload: every episode with its course, as the figures of effect need it. Nothing sealed is opened for it."""

from collections import defaultdict
from collections.abc import Iterable

from measures.care import Care, Ending
from measures.course import Course, CourseRating
from measures.library import Library
from storage import rows
from storage.database import Database, from_ms


async def caseload(database: Database, library: Library) -> list[Care]:
    """Every episode in the order they were opened. Raises DataFileError when a profile or measure of theirs is gone."""
    rated = await database.sql.caseload_ratings(database.reader)
    return cares(await database.sql.caseload(database.reader), rated, library)


def cares(found: Iterable[rows.Row], ratings: Iterable[rows.Row], library: Library) -> list[Care]:
    """Episodes with their courses, from rows of both. Raises DataFileError as `caseload` does."""
    rated: defaultdict[str, list[CourseRating]] = defaultdict(list)
    for episode, total, items in ratings:
        rated[episode].append(CourseRating(total, tuple(map(int, items.split()))))
    return [_care(row, tuple(rated.get(row[0], ())), library) for row in found]


def _care(row: rows.Row, ratings: tuple[CourseRating, ...], library: Library) -> Care:
    _, client, therapist, team, profile, measure, age, rater, opened, closed, ending, asked, completed = row
    return Care(
        client=client,
        therapist=therapist,
        team=team,
        course=Course(library.profile(profile), library.instrument(measure), age, rater, ratings),
        opened=from_ms(opened),
        closed=None if closed is None else from_ms(closed),
        ending=Ending(ending) if ending else None,
        asked=asked,
        completed=completed,
    )
