"""Fetching a feed from a real server, and what becomes of it when the server or the network is in trouble."""

from collections.abc import AsyncIterator
from typing import NoReturn

import pytest
from aiohttp import web

from bot.calendars import fetching
from bot.calendars.decoding import LARGEST_BYTES
from bot.calendars.fetching import Failure, FeedFailed, feed_address, fetch
from bot.calendars.occurrence import BadCalendar
from tests.calendars.texts import calendar
from tests.servers.calendars import LAST_MODIFIED, CalendarServer
from tests.servers.faults import Fault

TEXT = calendar()


@pytest.fixture
async def server() -> AsyncIterator[CalendarServer]:
    async with CalendarServer() as server:
        server.publish(TEXT)
        yield server


async def failure(address: str) -> Failure:
    with pytest.raises(FeedFailed) as raised:
        await fetch(address)
    assert address not in str(raised.value)
    assert raised.value.__cause__ is None
    return raised.value.failure


async def test_an_edition_is_fetched_once_and_known_again(server: CalendarServer) -> None:
    first = await fetch(server.feed)
    assert first is not None
    assert (first.data, first.last_modified) == (TEXT.encode(), LAST_MODIFIED)
    assert await fetch(server.feed, first.etag, first.last_modified) is None
    assert server.calls("get")[1].text("If-Modified-Since") == LAST_MODIFIED
    server.publish(TEXT + TEXT)
    second = await fetch(server.feed, first.etag, first.last_modified)
    assert second is not None
    assert second.data == (TEXT + TEXT).encode()


async def test_a_server_without_editions_gives_it_out_each_time(server: CalendarServer) -> None:
    server.tags = False
    found = await fetch(server.feed)
    assert found is not None
    assert (found.etag, found.last_modified) == ("", "")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, Failure.REFUSED),
        (403, Failure.REFUSED),
        (404, Failure.GONE),
        (410, Failure.GONE),
        (204, Failure.TROUBLE),
        (304, Failure.TROUBLE),
        (429, Failure.TROUBLE),
        (500, Failure.TROUBLE),
        (503, Failure.TROUBLE),
    ],
)
async def test_a_refusal_is_named(server: CalendarServer, status: int, expected: Failure) -> None:
    server.order(Fault.answer(status, ""))
    assert await failure(server.feed) is expected


async def test_a_server_that_is_not_there_or_cuts_the_connection_cannot_be_reached(server: CalendarServer) -> None:
    server.order(Fault.cut())
    assert await failure(server.feed) is Failure.UNREACHABLE
    await server.stop()
    assert await failure(server.feed) is Failure.UNREACHABLE
    await server.start()
    assert await fetch(server.feed)


async def test_a_silent_server_is_not_waited_for(server: CalendarServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.order(Fault.silence(), times=2)
    monkeypatch.setattr(fetching, "STEP_SECONDS", 0.1)
    assert await failure(server.feed) is Failure.UNREACHABLE
    monkeypatch.undo()
    monkeypatch.setattr(fetching, "WHOLE_SECONDS", 0.1)
    assert await failure(server.feed) is Failure.UNREACHABLE


async def test_a_calendar_that_never_ends_is_broken_off(server: CalendarServer) -> None:
    server.publish(b" " * (LARGEST_BYTES + 1))
    assert await failure(server.feed) is Failure.TOO_LARGE


async def test_an_answer_that_breaks_off_is_no_calendar(server: CalendarServer) -> None:
    class Breaking(CalendarServer):
        async def _give(self, request: web.Request) -> web.Response:
            response = web.StreamResponse(headers={"Content-Length": "1000"})
            await response.prepare(request)
            await response.write(TEXT.encode()[:20])
            _abort(request)

    async with Breaking() as breaking:
        assert await failure(breaking.feed) is Failure.UNREACHABLE


def _abort(request: web.Request) -> NoReturn:
    assert request.transport is not None
    request.transport.abort()
    raise ConnectionResetError


async def test_it_is_led_on_but_not_round_and_round_nor_out_of_https(server: CalendarServer) -> None:
    server.leads_to = server.feed
    found = await fetch(f"{server.url}/on/a")
    assert found is not None
    assert found.data == TEXT.encode()
    server.leads_to = f"{server.url}/on/a"
    assert await failure(f"{server.url}/on/a") is Failure.UNREACHABLE
    server.leads_to = "http://example.org/a.ics"
    assert await failure(f"{server.url}/on/a") is Failure.INSECURE


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://example.org/a.ics?b=c", "https://example.org/a.ics?b=c"),
        (" webcal://example.org/a.ics ", "https://example.org/a.ics"),
        ("WEBCAL://example.org/a.ics", "https://example.org/a.ics"),
        ("http://127.0.0.1:8000/a.ics", "http://127.0.0.1:8000/a.ics"),
    ],
)
def test_an_address_is_taken_as_calendars_give_it(given: str, address: str) -> None:
    assert feed_address(given) == address


@pytest.mark.parametrize(
    "given",
    ["", "a.ics", "https://", "http://example.org/a.ics", "file:///etc/passwd", "https://a b/", "http://localhost/a"],
)
def test_no_other_address_is(given: str) -> None:
    with pytest.raises(BadCalendar, match="no address"):
        feed_address(given)
