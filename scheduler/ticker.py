"""The ticker: APScheduler only ticks; what is due lives in our tables. A late or missed tick is made up by the next."""

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

SECONDS = 1


class Ticker:
    """Calls `tick` every second, never twice at a time, from `start` to `stop`."""

    def __init__(self, tick: Callable[[], Awaitable[None]], seconds: float = SECONDS) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_job(
            tick,
            IntervalTrigger(seconds=seconds, timezone="UTC"),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """Begins to tick; needs a running loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """No tick begins after this; one in hand is cancelled."""
        self._scheduler.shutdown(wait=False)
