"""The caseload as it is kept: episodes with their own course, team, ending, and what was asked and answered."""

from dataclasses import replace

from handlers.case import RequestState
from handlers.facts import EpisodeClosed, RatingMade, RequestChanged, RequestOpened
from measures.care import Ending
from measures.library import shipped
from storage import people
from storage.caseload import caseload
from storage.database import Database
from tests.storage.house import (
    CLIENT,
    HOUR,
    NOW,
    OTHER,
    THERAPIST,
    appointment,
    booked,
    episode,
    rating,
    request,
    write,
)


async def over(database: Database, number: int, state: RequestState) -> None:
    """A request that was opened and is over."""
    asked = request(number=number)
    await write(database, booked(appointment(number=number)), RequestOpened(asked))
    await write(database, RequestChanged(replace(asked, state=state)))


async def test_an_episode_comes_with_its_course_its_team_and_its_ending(database: Database) -> None:
    await people.add_therapist(database, replace(THERAPIST, id="T-JO", team="North"), NOW)
    await people.add_client(
        database, "N", "en", THERAPIST.zone, replace(episode("C-NEW"), therapist="T-JO"), NOW + HOUR
    )
    await write(database, EpisodeClosed(f"E-{CLIENT}", Ending.PLANNED, NOW + HOUR))
    for number, total in ((1, 200), (2, 260)):
        await over(database, number, RequestState.COMPLETE)
        await write(database, RatingMade(rating(number=number, total=total)))
    first, second, third = sorted(await caseload(database, shipped()), key=lambda one: one.client != CLIENT)
    assert (first.client, first.therapist, first.team) == (CLIENT, "T-ANA", "")
    assert (first.opened, first.closed, first.ending) == (NOW, NOW + HOUR, Ending.PLANNED)
    assert first.course.totals == (200, 260)
    assert first.course.ratings[0].items == (50, 50, 50, 50)
    assert (first.course.age, first.course.profile.id, first.course.instrument.id) == ("adult", "icce-2012", "ors")
    assert {second.client: second.team, third.client: third.team} == {OTHER: "", "C-NEW": "North"}
    assert (second.closed, second.ending, second.course.totals) == (None, None, ())


async def test_what_is_still_open_or_was_taken_back_has_not_been_asked(database: Database) -> None:
    states = [RequestState.COMPLETE, RequestState.PARTIAL, RequestState.EXPIRED, RequestState.STOPPED]
    for number, state in enumerate([*states, RequestState.SUPERSEDED], 1):
        await over(database, number, state)
    await write(database, booked(appointment(number=9)), RequestOpened(request(number=9)))
    mine = next(one for one in await caseload(database, shipped()) if one.client == CLIENT)
    assert (mine.asked, mine.completed) == (4, 1)


async def test_a_rating_of_another_measure_or_rater_is_no_part_of_the_course(database: Database) -> None:
    for number, other in ((1, {"measure": "srs"}), (2, {"rater": "carer"}), (3, {})):
        made = replace(rating(number=number, total=200 + number), **other)  # type: ignore[arg-type]
        await over(database, number, RequestState.COMPLETE)
        await write(database, RatingMade(made))
    mine = next(one for one in await caseload(database, shipped()) if one.client == CLIENT)
    assert mine.course.totals == (203,)


async def test_an_empty_practice_has_no_caseload(empty: Database) -> None:
    assert await caseload(empty, shipped()) == []
