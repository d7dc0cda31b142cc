import asyncio

from scheduler.ticker import Ticker

FAST = 0.01


class Clock:
    """Counts ticks; one that is `held` lasts until it is let go."""

    def __init__(self) -> None:
        self.begun = self.at_once = self.most_at_once = 0
        self.ticked = asyncio.Event()
        self.free = asyncio.Event()
        self.free.set()
        self.raises = False

    async def tick(self) -> None:
        self.begun += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.ticked.set()
        try:
            await self.free.wait()
            if self.raises:
                raise RuntimeError("a tick that fails")
        finally:
            self.at_once -= 1

    async def until(self, count: int) -> None:
        while self.begun < count:
            self.ticked.clear()
            await self.ticked.wait()


async def test_it_ticks_again_and_again() -> None:
    clock = Clock()
    ticker = Ticker(clock.tick, FAST)
    ticker.start()
    await clock.until(3)
    ticker.stop()


async def test_a_long_tick_is_never_joined_by_another_and_what_was_missed_is_made_up_once() -> None:
    clock = Clock()
    ticker = Ticker(clock.tick, FAST)
    clock.free.clear()
    ticker.start()
    await clock.until(1)
    for _ in range(10):
        await asyncio.sleep(FAST)
    assert clock.begun == 1
    clock.free.set()
    await clock.until(3)
    assert clock.most_at_once == 1
    ticker.stop()


async def test_a_tick_that_fails_does_not_end_the_ticking() -> None:
    clock = Clock()
    clock.raises = True
    ticker = Ticker(clock.tick, FAST)
    ticker.start()
    await clock.until(3)
    ticker.stop()


async def test_no_tick_begins_after_stop() -> None:
    clock = Clock()
    ticker = Ticker(clock.tick, FAST)
    ticker.start()
    await clock.until(1)
    ticker.stop()
    begun = clock.begun
    for _ in range(10):
        await asyncio.sleep(FAST)
    assert clock.begun == begun


async def test_a_tick_in_hand_is_ended_by_stop() -> None:
    clock = Clock()
    clock.free.clear()
    ticker = Ticker(clock.tick, FAST)
    ticker.start()
    await clock.until(1)
    ticker.stop()
    for _ in range(5):
        await asyncio.sleep(FAST)
    assert (clock.begun, clock.at_once) == (1, 0)


async def test_ticks_that_were_missed_while_the_loop_was_busy_are_not_skipped() -> None:
    """APScheduler's own grace of one second would drop them."""
    ticker = Ticker(Clock().tick)
    (job,) = ticker._scheduler.get_jobs()
    ticker.start()
    assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)
    ticker.stop()
