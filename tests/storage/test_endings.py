"""An episode is closed once; a client without an open one is still known by the latest."""

from dataclasses import replace

import pytest

from handlers.facts import EpisodeClosed, EpisodeOpened
from measures.care import Ending
from storage import people
from storage.database import Database, DoesNotFit
from tests.storage.house import (
    CLIENT,
    HOUR,
    MIA,
    NOW,
    OTHER,
    PRACTICE,
    THERAPIST,
    ask,
    case_of,
    episode,
    rate,
    said,
    write,
)

ENDED = EpisodeClosed(f"E-{CLIENT}", Ending.UNPLANNED, NOW + HOUR)
AGAIN = replace(episode(), id="E-AGAIN", age="adolescent", opened_at=NOW + 2 * HOUR)


async def test_a_closed_client_is_still_known_with_the_course(database: Database) -> None:
    await ask(database)
    await rate(database)
    await write(database, ENDED)
    case = await case_of(database, said("telegram:1", MIA))
    assert case.episode == replace(episode(), closed_at=NOW + HOUR, ending=Ending.UNPLANNED)
    assert case.therapist
    assert [one.total for one in case.ratings] == [200]


async def test_a_client_who_comes_back_has_a_course_of_their_own(database: Database) -> None:
    await ask(database)
    await rate(database)
    await write(database, ENDED)
    await write(database, EpisodeOpened(AGAIN, NOW + 2 * HOUR), now=NOW + 2 * HOUR)
    case = await case_of(database, said("telegram:1", MIA))
    assert case.episode == AGAIN
    assert case.ratings == ()


async def test_an_episode_ends_once(database: Database) -> None:
    await write(database, ENDED)
    with pytest.raises(DoesNotFit):
        await write(database, replace(ENDED, ending=Ending.PLANNED))
    case = await people.client(database, CLIENT, PRACTICE, NOW)
    assert case.episode
    assert case.episode.ending is Ending.UNPLANNED


async def test_of_two_that_ended_the_latest_counts(database: Database) -> None:
    await write(database, ENDED)
    await write(database, EpisodeOpened(AGAIN, NOW + 2 * HOUR))
    await write(database, EpisodeClosed("E-AGAIN", Ending.PLANNED, NOW + 3 * HOUR))
    case = await people.client(database, CLIENT, PRACTICE, NOW)
    assert case.episode
    assert case.episode.id == "E-AGAIN"


async def test_one_closed_and_opened_again_in_the_same_batch(database: Database) -> None:
    await write(database, EpisodeOpened(AGAIN, NOW + 2 * HOUR), ENDED)
    assert (await people.client(database, CLIENT, PRACTICE, NOW)).episode == AGAIN


async def test_clients_in_care_are_listed_first(database: Database) -> None:
    await write(database, ENDED)
    assert [(one.id, bool(one.in_care)) for one in await people.clients(database)] == [(OTHER, True), (CLIENT, False)]


async def test_the_command_line_sees_the_clients_own_alerts(database: Database) -> None:
    for client in (CLIENT, OTHER):
        await ask(database, client)
        await rate(database, client)
    case = await people.client(database, CLIENT, PRACTICE, NOW)
    assert [one.client for one in case.alerts] == [CLIENT]


async def test_a_therapist_keeps_the_team(database: Database) -> None:
    await people.add_therapist(database, replace(THERAPIST, id="T-NEW", team="North"), NOW + HOUR)
    assert [one.team for one in await people.therapists(database)] == ["", "North"]
