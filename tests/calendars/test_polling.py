"""The bot reads subscribed calendars again and again, and no trouble of theirs cancels anything."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.calendars.fetching import Failure
from bot.calendars.polling import ANEW, Poller, Polling, polling_of
from bot.settings import CalendarSettings
from storage import calendar as kept
from storage import feeds
from storage.database import Database
from storage.feeds import Feed
from tests.calendars.test_syncing import UNTIL, book, session
from tests.calendars.texts import calendar
from tests.servers.calendars import CalendarServer
from tests.servers.faults import Fault
from tests.storage.house import CLIENT, NOW, PRACTICE


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def server(database: Database) -> AsyncIterator[CalendarServer]:
    async with CalendarServer() as server:
        server.publish(calendar(session("10T09")))
        await feeds.add(database, "F-1", "Ana's calendar", server.feed, NOW)
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def poller(database: Database, clock: Clock) -> Poller:
    return Poller(database, PRACTICE, Polling(), clock)


async def feed(database: Database) -> Feed:
    [one] = await feeds.feeds(database)
    return one


async def test_what_a_calendar_tells_is_booked_and_its_edition_kept(
    database: Database, server: CalendarServer, poller: Poller
) -> None:
    await poller.poll()
    assert await book(database) == [f"{CLIENT} 10 09:00"]
    one = await feed(database)
    assert (one.name, one.url, one.read_at, one.failure) == ("Ana's calendar", server.feed, NOW, "")
    assert one.etag


async def test_the_address_and_the_name_are_sealed(database: Database, server: CalendarServer) -> None:
    [row] = await database.reader.execute_fetchall("select * from feed")
    assert not [cell for cell in row if "secret" in repr(cell) or "Ana" in repr(cell)]


async def test_an_edition_that_is_known_is_not_given_out_again_until_a_day_has_passed(
    database: Database, server: CalendarServer, poller: Poller, clock: Clock
) -> None:
    asked = [""]
    for step in (timedelta(0), timedelta(minutes=15), ANEW, timedelta(minutes=15)):
        clock.now += step
        await poller.poll()
        asked.append(server.calls("get")[-1].text("If-None-Match"))
    tag = (await feed(database)).etag
    assert asked[1:] == ["", tag, "", tag]
    assert (await feed(database)).polled_at == clock.now


async def test_after_a_start_or_a_new_address_of_a_client_the_calendar_is_read_as_a_whole(
    database: Database, server: CalendarServer, poller: Poller, clock: Clock
) -> None:
    await poller.poll()
    await feeds.set_email(database, CLIENT, "mia@example.org")
    await poller.poll()
    await Poller(database, PRACTICE, Polling(), clock).poll()
    assert [call.text("If-None-Match") for call in server.calls("get")] == ["", "", ""]


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        (Fault.answer(404, ""), Failure.GONE),
        (Fault.answer(401, ""), Failure.REFUSED),
        (Fault.bad_gateway(), Failure.TROUBLE),
        (Fault.cut(), Failure.UNREACHABLE),
        (Fault.answer(200, "<html>Log in</html>"), Failure.NO_CALENDAR),
        (Fault.answer(200, ""), Failure.NO_CALENDAR),
        (Fault.answer(200, calendar(session("11T09"))[:-20]), Failure.NO_CALENDAR),
    ],
)
async def test_trouble_is_told_and_cancels_nothing(
    database: Database, server: CalendarServer, poller: Poller, clock: Clock, fault: Fault, failure: Failure
) -> None:
    await poller.poll()
    server.order(fault, times=2)
    clock.now += timedelta(minutes=15)
    await poller.poll()
    clock.now += timedelta(minutes=15)
    await poller.poll()
    one = await feed(database)
    assert (one.failure, one.failed_since) == (failure, NOW + timedelta(minutes=15))
    assert await book(database) == [f"{CLIENT} 10 09:00"]
    await poller.poll()
    one = await feed(database)
    assert (one.failure, one.failed_since) == ("", None)


async def test_a_calendar_that_fails_holds_up_no_other(
    database: Database, server: CalendarServer, poller: Poller
) -> None:
    await feeds.add(database, "F-0", "Broken", "http://127.0.0.1:9/a.ics", NOW - timedelta(days=1))
    await poller.poll()
    assert await book(database) == [f"{CLIENT} 10 09:00"]


async def test_when_most_of_a_calendar_vanishes_at_once_somebody_must_look(
    database: Database, server: CalendarServer, poller: Poller
) -> None:
    server.publish(calendar(*(session(f"{day}T09", uid=str(day)) for day in range(10, 18))))
    await poller.poll()
    server.publish(calendar(session("20T09", uid="new")))
    await poller.poll()
    assert len(await book(database)) == 9
    assert (await feed(database)).failure == Failure.EMPTIED
    some = [session(f"{day}T09", uid=str(day)) for day in range(14, 18)]
    server.publish(calendar(*some, session("20T09", uid="new")))
    await poller.poll()
    assert len(await book(database)) == 5
    assert (await feed(database)).failure == ""


async def test_a_removed_calendar_is_forgotten_and_its_appointments_stay(
    database: Database, server: CalendarServer, poller: Poller
) -> None:
    await poller.poll()
    await feeds.remove(database, "F-1")
    await poller.poll()
    assert await feeds.entries(database, "F-1") == {}
    assert len(await kept.between(database, NOW, UNTIL)) == 1
    with pytest.raises(feeds.NoFeed):
        await feeds.remove(database, "F-1")


async def test_it_reads_until_it_is_stopped(database: Database, server: CalendarServer, clock: Clock) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(Poller(database, PRACTICE, Polling(every=timedelta(milliseconds=1)), clock).run(stop))
    await server.wait_for_call("get", 3)
    stop.set()
    await running


def test_the_config_says_how() -> None:
    settings = CalendarSettings(poll_every=timedelta(hours=1), days_ahead=7, rule="#([0-9]+)")
    found = polling_of(settings)
    assert (found.every, found.ahead) == (timedelta(hours=1), timedelta(days=7))
    assert found.rule is not None
    assert [one.group(1) for one in found.rule.finditer("#17")] == ["17"]
    assert polling_of(CalendarSettings()) == Polling()
