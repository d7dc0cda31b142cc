from datetime import timedelta

import pytest

from handlers.alerts import AlertSeen
from handlers.facts import NoticeKept
from storage import arrivals as kept
from storage import calendar, reports
from storage.arrivals import ArrivalState, Kept
from storage.database import Database
from tests.storage.house import (
    CLIENT,
    HOUR,
    MIA,
    NOW,
    OTHER,
    alert,
    appointment,
    ask,
    booked,
    letter,
    post,
    rate,
    said,
    write,
)


async def test_what_is_due_comes_earliest_first_and_no_more_than_asked_for(database: Database) -> None:
    await write(database, booked(appointment(), 1, 3, 5), booked(appointment(OTHER), 2, 4, 6))
    due = await calendar.due(database, NOW + 5 * HOUR, 3)
    assert [one.at for one in due] == [NOW + hour * HOUR for hour in (1, 2, 3)]
    assert await calendar.due(database, NOW, 3) == []


async def test_a_moment_is_due_at_its_instant_and_not_before(database: Database) -> None:
    await write(database, booked(appointment(), 1))
    assert await calendar.due(database, NOW + HOUR - timedelta(milliseconds=1), 10) == []
    assert len(await calendar.due(database, NOW + HOUR, 10)) == 1


async def test_an_appointment_is_found_by_its_id(database: Database) -> None:
    await write(database, booked(appointment()))
    assert await calendar.appointment(database, f"A-{CLIENT}-1") == appointment()
    assert await calendar.appointment(database, "A-NONE") is None


@pytest.mark.parametrize(("hours", "found"), [((0, 2), [1]), ((1, 2), [1]), ((0, 1), []), ((0, 9), [1, 2])])
async def test_booked_appointments_of_a_span(database: Database, hours: tuple[int, int], found: list[int]) -> None:
    for number in (1, 2):
        await write(database, booked(appointment(number=number, starts_at=NOW + number * HOUR)))
    since, until = (NOW + hour * HOUR for hour in hours)
    assert [one.id for one in await calendar.between(database, since, until)] == [f"A-{CLIENT}-{n}" for n in found]


async def test_the_figures_of_an_installation(database: Database) -> None:
    await write(database, booked(appointment(), 1, 2))
    outbox = await post(database, letter("a"), letter("b"))
    await outbox.claim(NOW, 1)
    await write(database, NoticeKept("n", "T-ANA", CLIENT, "joined", NOW))
    async with database.transaction() as connection:
        await kept.keep(database, connection, [Kept(said("m1", MIA), ArrivalState.FAILED, "KeyError")])
    figures = await reports.figures(database, NOW + HOUR)
    assert figures == reports.Figures({"due": 1, "sending": 1}, failed_arrivals=1, overdue=1, news_waiting=1)


async def test_open_alerts_of_all_therapists(database: Database) -> None:
    for client in (CLIENT, OTHER):
        await ask(database, client)
        await rate(database, client)
    assert await reports.open_alerts(database) == [alert(OTHER), alert(CLIENT)]
    await write(database, AlertSeen(alert(OTHER).id, NOW))
    assert await reports.open_alerts(database) == [alert(CLIENT)]
