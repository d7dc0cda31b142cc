"""Fetching a subscribed calendar over https. What the network does to it becomes one of few names; an address is a
secret (whoever has it reads the calendar), and is never told."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx

from bot.calendars.decoding import LARGEST_BYTES
from bot.calendars.occurrence import BadCalendar

STEP_SECONDS, WHOLE_SECONDS = 15, 60
REDIRECTS = 5
NO_ADDRESS = "That is no address of a calendar: it begins with https:// or webcal://."


class Failure(StrEnum):
    """Why a feed could not be read; the value completes `the calendar …`."""

    UNREACHABLE = "cannot be reached"
    REFUSED = "asks for a password, or its address is no longer good"
    GONE = "is no longer at its address"
    TROUBLE = "cannot be given out by its server just now"
    TOO_LARGE = "has more than 5 MB"
    NO_CALENDAR = "is no whole calendar"
    INSECURE = "is led on to an address without https"
    EMPTIED = "has lost most of its appointments, so that nothing was cancelled"


class FeedFailed(Exception):
    """A feed could not be read: nothing is known about its appointments, and none changes."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"The calendar {failure}.")
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Fetched:
    """A feed's bytes, and by what its server knows this edition again."""

    data: bytes
    etag: str
    last_modified: str


def feed_address(text: str) -> str:
    """The address of a feed as it is fetched (webcal is https). Raises BadCalendar unless it is one by https."""
    address = text.strip()
    scheme, _, rest = address.partition("://")
    address = f"https://{rest}" if scheme.lower() in ("webcal", "webcals") else address
    if not safe(address) or any(char.isspace() for char in address):
        raise BadCalendar(NO_ADDRESS)
    return address


def safe(address: str) -> bool:
    """Whether an address is by https, or of this machine."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        return bool(parts.hostname)
    try:
        return parts.scheme == "http" and ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


async def fetch(address: str, etag: str = "", last_modified: str = "") -> Fetched | None:
    """The calendar; None when it is still the edition of `etag` and `last_modified`. Raises FeedFailed."""
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {"Accept": "text/calendar, */*;q=0.5", **{name: value for name, value in conditions.items() if value}}
    try:
        async with (
            asyncio.timeout(WHOLE_SECONDS),
            _client(headers) as client,
            client.stream("GET", address) as response,
        ):
            fetched = await _received(response)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError, ValueError):
        raise FeedFailed(Failure.UNREACHABLE) from None
    if fetched is None and not (etag or last_modified):
        raise FeedFailed(Failure.TROUBLE)
    return fetched


def _client(headers: Mapping[str, str]) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        headers=headers,
        timeout=STEP_SECONDS,
        follow_redirects=True,
        max_redirects=REDIRECTS,
        event_hooks={"request": [_require_safe]},
    )


async def _require_safe(request: httpx.Request) -> None:
    """Also of each address that a server leads on to."""
    if not safe(str(request.url)):
        raise FeedFailed(Failure.INSECURE)


async def _received(response: httpx.Response) -> Fetched | None:
    if response.status_code == httpx.codes.NOT_MODIFIED:
        return None
    if (failure := _failure(response.status_code)) is not None:
        raise FeedFailed(failure)
    data = bytearray()
    async for chunk in response.aiter_bytes():
        data += chunk
        if len(data) > LARGEST_BYTES:
            raise FeedFailed(Failure.TOO_LARGE)
    return Fetched(bytes(data), response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))


def _failure(status: int) -> Failure | None:
    match status:
        case 200:
            return None
        case 401 | 403 | 407:
            return Failure.REFUSED
        case 404 | 410:
            return Failure.GONE
        case _:
            return Failure.TROUBLE
