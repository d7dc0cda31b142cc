"""How quickly letters may leave, while the clock stands still."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import ParamSpec

import pytest
from aiolimiter import AsyncLimiter

from bot import pacing
from bot.pacing import BURST, SMS_BURST, TELEGRAM_OVERALL, Backoff, Pace
from messages.envelope import Address, Channel, Letter, Priority

ADA = Address(Channel.TELEGRAM, "77")
MIA = Address(Channel.SMS, "+4915112345678")


P = ParamSpec("P")


class Standstill(asyncio.SelectorEventLoop):
    """A loop for which it is always the same instant."""

    def time(self) -> float:
        """No second passes."""
        return 0.0


def at_one_instant(test: Callable[P, Coroutine[object, object, None]]) -> Callable[P, None]:
    """Runs a test in such a loop: however slow the machine is, no pace allows anything more meanwhile."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with asyncio.Runner(loop_factory=Standstill) as runner:
            runner.run(test(*args, **kwargs))

    return run


def letter(to: Address, text: str = "7", priority: Priority = Priority.BULK, edits: bool = False) -> Letter:
    return Letter("k", to, text, "", priority, edits=edits)


async def passes(waiting: asyncio.Task[None]) -> bool:
    """Whether it passes at once; ends it if not."""
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    done = waiting.done()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    return done


async def overall(pace: Pace, one: Letter) -> bool:
    return await passes(asyncio.create_task(pace.overall(one)))


def test_pauses_double_up_to_a_limit_and_differ() -> None:
    backoff = Backoff(1, 600)
    for attempt, longest in ((1, 1), (2, 2), (5, 16), (11, 600), (5000, 600)):
        assert all(longest / 2 <= backoff.seconds(attempt) <= longest for _ in range(20))
    assert len({backoff.seconds(5) for _ in range(20)}) > 1


@at_one_instant
async def test_telegram_takes_so_many_of_the_clocks_letters_and_any_reply() -> None:
    pace = Pace(Channel.TELEGRAM)
    assert pace.room() == 16
    assert all([await overall(pace, letter(ADA)) for _ in range(TELEGRAM_OVERALL)])
    assert pace.room() == 0
    assert not await overall(pace, letter(ADA))
    assert await overall(pace, letter(ADA, priority=Priority.REPLY))


@at_one_instant
async def test_an_address_takes_a_burst_and_others_are_free() -> None:
    pace = Pace(Channel.TELEGRAM)
    for _ in range(BURST):
        await pace.address(ADA)
    assert not await passes(asyncio.create_task(pace.address(ADA)))
    assert await passes(asyncio.create_task(pace.address(MIA)))


@at_one_instant
async def test_sms_counts_segments_of_replies_too() -> None:
    pace = Pace(Channel.SMS, 0.001)
    assert pace.room() == 4
    assert await overall(pace, letter(MIA, "x" * 153 * (SMS_BURST - 1), Priority.REPLY))
    assert await overall(pace, letter(MIA, "x", Priority.REPLY))
    assert not await overall(pace, letter(MIA, "x", Priority.REPLY))
    assert await overall(pace, letter(MIA, "x", edits=True))


@at_one_instant
async def test_a_letter_longer_than_a_burst_passes_alone() -> None:
    assert await overall(Pace(Channel.SMS), letter(MIA, "x" * 5000))


@at_one_instant
async def test_addresses_long_quiet_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "LIMITERS", 2)
    pace = Pace(Channel.TELEGRAM)
    for who in "123":
        await pace.address(Address(Channel.TELEGRAM, who))
    assert len(pace._addresses) == 3
    pace._addresses = {to: AsyncLimiter(BURST, BURST) for to in pace._addresses}
    await pace.address(ADA)
    assert list(pace._addresses) == [ADA]
