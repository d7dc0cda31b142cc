"""What was changed of a rating stays beside it: who, when, why, and what it was before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.alerts import AlertClosed, AlertSeen
from handlers.case import Rating
from handlers.corrections import Correction, CorrectionKind, RatingCorrected
from handlers.facts import EpisodeClosed, EpisodeOpened, RatingMade
from measures.care import Ending
from measures.library import shipped
from storage import cases, corrections, reports
from storage.caseload import caseload
from storage.database import Database
from tests.storage.house import (
    CLIENT,
    HOUR,
    NOW,
    OTHER,
    PRACTICE,
    alert,
    appointment,
    ask,
    booked,
    episode,
    rate,
    rating,
    rows,
    write,
)

DAY = 24 * HOUR
FIRST = f"R-{CLIENT}-1"


def correction(
    kind: CorrectionKind = CorrectionKind.SCORES, number: int = 1, before: Rating | None = None
) -> Correction:
    return Correction(f"K-{number}", kind, "T-ANA", "a private reason", before or rating(), NOW + number * HOUR)


def paper(total: int, days: float, number: int = 9) -> Rating:
    """A rating on paper, of a day so many days from now."""
    plain = replace(rating(total=total), id=f"R-{number}", request="", channel="paper", appointment="")
    return replace(plain, about=NOW + days * DAY, entered_by="T-ANA")


@pytest.fixture
async def rated(database: Database) -> Database:
    """A client with one rating, of which there is an alert."""
    await ask(database)
    await rate(database)
    return database


async def totals(database: Database, client: str = CLIENT) -> list[int]:
    case = await cases.client_case(database, database.reader, client, PRACTICE, NOW)
    return [one.total for one in case.ratings]


async def courses(database: Database) -> dict[str, tuple[int, ...]]:
    """As effect and teachers see them."""
    return {care.client: care.course.totals for care in await caseload(database, shipped())}


async def test_a_rating_is_as_corrected_and_what_it_was_is_kept_with_who_when_and_why(rated: Database) -> None:
    after = replace(rating(), items=(50, 50, 50, 90), total=240)
    await write(rated, RatingCorrected(correction(), after))
    assert await totals(rated) == [240]
    (kept,) = await corrections.ratings_of(rated, CLIENT)
    assert (kept.rating, kept.counts, kept.corrected) == (after, True, 1)
    assert await corrections.history(rated, rated.reader, kept.rating) == [correction()]
    assert not [row for row in await rows(rated, "select reason_sealed from correction") if b"private" in row[0]]  # type: ignore[operator]


async def test_several_corrections_are_told_in_order(rated: Database) -> None:
    between = replace(rating(), items=(50, 50, 50, 90), total=240)
    await write(rated, RatingCorrected(correction(), between))
    await write(rated, RatingCorrected(correction(number=2, before=between), rating()))
    told = await corrections.history(rated, rated.reader, rating())
    assert [(one.id, one.before.total, one.at) for one in told] == [
        ("K-1", 200, NOW + HOUR),
        ("K-2", 240, NOW + 2 * HOUR),
    ]


async def test_what_does_not_count_is_in_no_course_and_comes_back(rated: Database) -> None:
    await write(rated, RatingCorrected(correction(CorrectionKind.INVALID), rating()))
    assert await totals(rated) == []
    assert await courses(rated) == {CLIENT: (), OTHER: ()}
    assert not (await corrections.rating(rated, rated.reader, FIRST)).counts
    await write(rated, RatingCorrected(correction(CorrectionKind.VALID, 2), rating()))
    assert await totals(rated) == [200]
    assert (await corrections.rating(rated, rated.reader, FIRST)).counts


async def test_a_moved_rating_is_in_the_other_course(rated: Database) -> None:
    after = replace(rating(), client=OTHER, episode=f"E-{OTHER}")
    await write(rated, RatingCorrected(correction(CorrectionKind.MOVED), after))
    assert (await totals(rated), await totals(rated, OTHER)) == ([], [200])
    assert await courses(rated) == {CLIENT: (), OTHER: (200,)}


async def test_there_is_no_rating_of_another_name(rated: Database) -> None:
    with pytest.raises(corrections.NoRating, match="rating list"):
        await corrections.rating(rated, rated.reader, "R-NONE")


async def test_a_course_is_in_the_order_of_its_days_whenever_its_ratings_were_entered(rated: Database) -> None:
    await write(rated, RatingMade(paper(100, -7, 1)), RatingMade(paper(300, 9, 2)), RatingMade(paper(150, -3, 3)))
    assert await totals(rated) == [100, 150, 200, 300]
    assert await courses(rated) == {CLIENT: (100, 150, 200, 300), OTHER: ()}
    assert [one.rating.total for one in await corrections.ratings_of(rated, CLIENT)] == [100, 150, 200, 300]


async def test_who_copied_a_paper_is_kept(rated: Database) -> None:
    await write(rated, RatingMade(paper(100, -7)))
    assert (await corrections.rating(rated, rated.reader, "R-9")).rating == paper(100, -7)


async def test_an_alert_that_holds_no_longer_is_seen_and_says_because_of_what(rated: Database) -> None:
    await write(rated, AlertClosed(alert().id, "K-1", NOW + HOUR))
    assert await reports.open_alerts(rated) == []
    assert await corrections.alerts_closed(rated, ["K-1", "K-2"]) == {"K-1": ["check-in"]}


async def test_an_alert_that_was_seen_before_stays_as_the_therapist_left_it(rated: Database) -> None:
    await write(rated, AlertSeen(alert().id, NOW))
    await write(rated, AlertClosed(alert().id, "K-1", NOW + HOUR))
    assert await corrections.alerts_closed(rated, ["K-1"]) == {}


async def test_a_rating_of_an_episode_before_is_judged_in_that_one_and_nobody_is_told(rated: Database) -> None:
    again = replace(episode(), id="E-AGAIN")
    await write(rated, EpisodeClosed(f"E-{CLIENT}", Ending.PLANNED, NOW), EpisodeOpened(again, NOW + HOUR))
    case, therapist = await corrections.case_of(rated, rated.reader, rating(), PRACTICE, NOW)
    assert case.episode is not None
    assert (case.episode.id, [one.total for one in case.ratings]) == (f"E-{CLIENT}", [200])
    assert (case.therapist, therapist.id) == (None, "T-ANA")
    now, _ = await corrections.case_of(rated, rated.reader, replace(rating(), episode="E-AGAIN"), PRACTICE, NOW)
    assert (now.ratings, now.therapist and now.therapist.id) == ((), "T-ANA")


async def test_the_sessions_of_a_day(database: Database) -> None:
    for number, hours in ((1, 30), (2, 2), (3, 1)):
        await write(database, booked(appointment(number=number, starts_at=NOW + hours * HOUR)))
    found = await corrections.sessions(database, database.reader, CLIENT, NOW, NOW + timedelta(hours=2))
    assert [one.id for one in found] == [f"A-{CLIENT}-3", f"A-{CLIENT}-2"]
