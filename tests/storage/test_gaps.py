from dataclasses import replace

import pytest

from handlers.case import Request, RequestState
from handlers.facts import RequestChanged, RequestOpened
from storage import gaps
from storage.database import Database
from tests.storage.house import CLIENT, HOUR, NOW, OTHER, appointment, booked, enter, request, write


async def asked(database: Database, made: Request) -> None:
    """A request that came to the state it is in."""
    book = booked(appointment(made.client, int(made.id[-1])))
    await write(database, book, RequestOpened(replace(made, state=RequestState.OPEN)))
    await write(database, RequestChanged(made))


@pytest.mark.parametrize("state", RequestState)
async def test_only_what_expired_or_stayed_partial_is_a_gap(empty: Database, state: RequestState) -> None:
    await enter(empty, CLIENT)
    await asked(empty, request(state=state))
    found = await gaps.unrated(empty, empty.reader, {CLIENT})
    gap = state in (RequestState.EXPIRED, RequestState.PARTIAL)
    assert dict(found) == ({f"E-{CLIENT}": (NOW + 48 * HOUR,)} if gap else {})


async def test_gaps_come_in_order_of_what_they_are_about_and_only_of_these_clients(empty: Database) -> None:
    await enter(empty, CLIENT, OTHER)
    for number, hours in ((1, 90), (2, 30)):
        await asked(empty, replace(request(CLIENT, number, RequestState.EXPIRED), about=NOW + hours * HOUR))
    await asked(empty, request(OTHER, 1, RequestState.EXPIRED))
    assert await gaps.unrated(empty, empty.reader, {CLIENT}) == {f"E-{CLIENT}": (NOW + 30 * HOUR, NOW + 90 * HOUR)}
    assert set(await gaps.unrated(empty, empty.reader, {CLIENT, OTHER})) == {f"E-{CLIENT}", f"E-{OTHER}"}


async def test_another_measure_makes_no_gap(empty: Database) -> None:
    await enter(empty, CLIENT)
    await asked(empty, replace(request(state=RequestState.EXPIRED), measure="srs"))
    assert not await gaps.unrated(empty, empty.reader, {CLIENT})
