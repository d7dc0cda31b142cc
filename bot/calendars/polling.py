"""Polling: subscribed calendars are fetched, read and carried out, again and again, while the bot runs."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.calendars.comparing import braked
from bot.calendars.decoding import decoded
from bot.calendars.fetching import Failure, FeedFailed, Fetched, fetch
from bot.calendars.ics import read_ics
from bot.calendars.occurrence import BadCalendar, Told
from bot.calendars.syncing import Plan, carry_out, known, plan
from bot.patterns import Pattern, pattern_of
from bot.settings import CalendarSettings
from handlers.practice import Practice
from storage import feeds
from storage.database import Database
from storage.feeds import Feed

ANEW = timedelta(hours=24)
"""A calendar that does not change is read as a whole this often, as the days ahead go on (ours)."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Polling:
    """How the practice wants its calendars read: how often, how far ahead, and where a reference stands."""

    every: timedelta = timedelta(minutes=15)
    ahead: timedelta = timedelta(days=60)
    rule: Pattern | None = None


def polling_of(settings: CalendarSettings) -> Polling:
    """What the config says of it."""
    rule = pattern_of(settings.rule) if settings.rule else None
    return Polling(settings.poll_every, timedelta(days=settings.days_ahead), rule)


@dataclass(frozen=True, slots=True)
class Edition:
    """A calendar as it was fetched, and what it comes to."""

    fetched: Fetched
    told: Told
    plan: Plan


async def look(
    database: Database, practice: Practice, polling: Polling, feed: Feed, now: datetime, *, anew: bool = True
) -> Edition | None:
    """What a calendar comes to now; None if it has not changed, unless it is to be read `anew`. Raises FeedFailed."""
    conditions = ("", "") if anew or now - feed.read_at >= ANEW else (feed.etag, feed.last_modified)
    fetched = await fetch(feed.url, *conditions)
    if fetched is None:
        return None
    until = now + polling.ahead
    try:
        told = await asyncio.to_thread(lambda: read_ics(decoded(fetched.data), practice.zone, now, until))
    except BadCalendar:
        raise FeedFailed(Failure.NO_CALENDAR) from None
    who = await known(database, polling.rule)
    return Edition(fetched, told, await plan(database, feed.id, told, who, now, until))


async def settle(
    database: Database, practice: Practice, feed: Feed, edition: Edition, now: datetime, *, trusted: bool
) -> None:
    """Carries out what an edition comes to. Unless somebody has looked at it (`trusted`), nothing is cancelled when
    most of a calendar has vanished at once: then it raises FeedFailed, after all else is done."""
    found = edition.plan
    vanished = not trusted and braked(found.changes, found.live)
    changes = [change for change in found.changes if not (vanished and change.gone)]
    await carry_out(database, practice, found, changes, now)
    if vanished:
        raise FeedFailed(Failure.EMPTIED)
    await feeds.read(database, feed.id, edition.fetched.etag, edition.fetched.last_modified, now)


class Poller:
    """Reads every subscribed calendar while the bot runs; one that fails holds up no other."""

    def __init__(self, database: Database, practice: Practice, polling: Polling, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._practice = practice
        self._polling = polling
        self._clock = clock
        self._polled: set[str] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`."""
        while not stop.is_set():
            await self.poll()
            try:
                await asyncio.wait_for(stop.wait(), self._polling.every.total_seconds())
            except TimeoutError:
                continue

    async def poll(self) -> None:
        """All calendars once. The first time since the start as a whole: the config may have changed meanwhile."""
        try:
            for feed in await feeds.feeds(self._database):
                await self._one(feed)
        except Exception as error:  # noqa: BLE001 - whatever it is, the bot goes on, and the next poll must come
            log.error("calendars could not be looked at", action="calendar.failed", error=type(error).__name__)

    async def _one(self, feed: Feed) -> None:
        now = self._clock()
        try:
            edition = await look(
                self._database, self._practice, self._polling, feed, now, anew=feed.id not in self._polled
            )
            if edition is None:
                await feeds.same(self._database, feed.id, now)
            else:
                await settle(self._database, self._practice, feed, edition, now, trusted=False)
                log.info("a calendar was read", action="calendar.read", count=len(edition.plan.changes))
            self._polled.add(feed.id)
        except FeedFailed as error:
            log.warning("a calendar could not be read", action="calendar.failed", error=error.failure.name)
            await feeds.failed(self._database, feed.id, error.failure, now)
