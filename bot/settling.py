"""Settling: what became of letters is written to the outbox, in batches, and again while the database refuses."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar

import structlog

from bot.channels.channel import Take
from bot.pacing import Backoff
from messages.envelope import DeliveryReport, Letter, Outcome
from messages.post import Sent
from storage.errors import DatabaseRefused
from storage.outbox import Again, Outbox

GATHER = 0.02
"""Seconds in which letters that have left are gathered into one transaction; a crash meanwhile leaves them doubtful."""

BACKOFF = Backoff(0.5, 5)
T = TypeVar("T")
log = structlog.get_logger()


class Settler:
    """The way back into the outbox. `run` writes until it is cancelled; nothing is forgotten before it is written."""

    def __init__(self, outbox: Outbox, take: Take, clock: Callable[[], datetime]) -> None:
        self._outbox = outbox
        self._take = take
        self._clock = clock
        self._sent: list[Sent] = []
        self._again: list[Again] = []
        self._work = asyncio.Event()
        self._wrote = asyncio.Event()
        self._entered = self._done = 0

    def sent(self, one: Sent) -> int:
        """This letter has left. Gives a ticket for `written`."""
        self._sent.append(one)
        self._entered += 1
        self._work.set()
        return self._entered

    async def written(self, ticket: int) -> None:
        """Returns when the letter with this ticket is written as sent."""
        while self._done < ticket:
            await self._wrote.wait()

    async def unclaimed(self, references: Sequence[str]) -> str:
        """The first of a provider's ids that belongs to no letter yet; empty if none does. Raises DatabaseRefused."""
        if not references:
            return ""
        await self.written(self._entered)
        known = await self._outbox.known(references)
        return next((one for one in references if one not in known), "")

    def again(self, key: str, until: datetime, code: str = "") -> None:
        """This letter is due again, not before `until`."""
        self._again.append(Again(key, until, code))
        self._work.set()

    async def refuse(self, letter: Letter, outcome: Outcome, code: str) -> None:
        """This letter will never leave: that is an arrival like any other news of it. Returns when it is written."""
        report = DeliveryReport(
            f"{letter.key}#{outcome}", letter.to.channel, outcome, self._clock(), letter.key, "", letter.to, code
        )
        await insist(lambda: self._take(report))
        await insist(lambda: self._outbox.failed(letter.key, code, self._clock()))

    async def run(self) -> None:
        """Writes whatever there is, again and again."""
        while True:
            await self._work.wait()
            await asyncio.sleep(GATHER)
            await insist(self.write)

    async def write(self) -> None:
        """Writes all there is now. Raises DatabaseRefused; what is not written stays."""
        self._work.clear()
        try:
            again, sent = tuple(self._again), tuple(self._sent)
            await _write(self._outbox.again, again)
            del self._again[: len(again)]
            await _write(lambda batch: self._outbox.sent(batch, self._clock()), sent)
            del self._sent[: len(sent)]
        except BaseException:
            self._work.set()
            raise
        if sent:
            self._done += len(sent)
            self._wrote.set()
            self._wrote = asyncio.Event()


async def _write(write: Callable[[Sequence[T]], Awaitable[None]], batch: Sequence[T]) -> None:
    """All in one transaction; if something goes wrong, one by one: one that cannot be written is doubtful at the next
    start, and holds up no other. Raises DatabaseRefused."""
    if not batch or await _wrote(write, batch):
        return
    for one in batch:
        await _wrote(write, [one])


async def _wrote(write: Callable[[Sequence[T]], Awaitable[None]], batch: Sequence[T]) -> bool:
    try:
        await write(batch)
    except DatabaseRefused:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it is one letter's
        log.error("letters could not be settled", action="courier.fault", count=len(batch), error=type(error).__name__)
        return False
    return True


async def insist(work: Callable[[], Awaitable[None]]) -> None:
    """Does something as often as it takes until the database does not refuse it."""
    attempt = 0
    while True:
        try:
            return await work()
        except DatabaseRefused:
            attempt += 1
            log.warning("the database refuses; letters wait", action="courier.refused", attempt=attempt)
            await asyncio.sleep(BACKOFF.seconds(attempt))
