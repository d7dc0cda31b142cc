"""The courier: carries letters from the outbox to the channels, and tells the outbox what became of them.

Replies and alerts are handed over by the turn; what the clock began is claimed as quickly as it can leave, so that a
STOP still finds it in the outbox. Every important letter leaves at least once; twice only where a provider cannot tell.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

import structlog

from bot.channels.channel import ChannelPort, SendError, Take
from bot.line import Line
from bot.pacing import Backoff, Pace
from bot.settling import Settler
from messages.envelope import Channel
from messages.post import Posted, Sent
from storage.errors import DatabaseRefused
from storage.outbox import Outbox

POLL_SECONDS = 1.0
CLAIM_GAP = 0.1
DRAIN_SECONDS = 2.5
WRITE_SECONDS = 1.0
FAULT_SECONDS = 5.0
log = structlog.get_logger()


class Courier:
    """One line per channel around one outbox. Made inside the running loop; call `reconcile` before anything else."""

    def __init__(
        self,
        channels: Mapping[Channel, ChannelPort],
        outbox: Outbox,
        take: Take,
        clock: Callable[[], datetime],
        *,
        segments_per_second: float = 1,
        backoff: Backoff | None = None,
    ) -> None:
        self._channels = channels
        self._outbox = outbox
        self._clock = clock
        self._backoff = backoff or Backoff()
        self._settler = Settler(outbox, take, clock)
        self._lines = {
            name: Line(port, Pace(name, segments_per_second), outbox, self._settler, clock, self._backoff)
            for name, port in channels.items()
        }
        self._doubtful: list[Posted] = []
        self._work = asyncio.Event()

    def deliver(self, posted: Sequence[Posted]) -> None:
        """Takes letters in hand that are claimed already. One for a channel that is switched off goes back."""
        for one in posted:
            line = self._lines.get(one.letter.to.channel)
            if line is None:
                self._settler.again(one.letter.key, self._clock(), "channel-off")
            else:
                line.put(one)

    def wake(self) -> None:
        """Looks into the outbox now rather than within a second."""
        self._work.set()

    async def reconcile(self) -> None:
        """Remembers letters that a crash left between `sending` and `sent`; `run` asks the providers about them.

        Raises DatabaseRefused.
        """
        self._doubtful = await self._outbox.unsettled()

    async def run(self, quiet: asyncio.Event) -> None:
        """Carries letters until `quiet`; then those in hand leave if they can within seconds, the rest stays due."""
        writing = asyncio.create_task(_keep_on(self._settler.run))
        carrying = [asyncio.create_task(_keep_on(line.run)) for line in self._lines.values()]
        seeking = [asyncio.create_task(_keep_on(work)) for work in (self._claim_on, self._resolve_on)]
        try:
            await quiet.wait()
            await _end(seeking)
            with suppress(TimeoutError):
                async with asyncio.timeout(DRAIN_SECONDS):
                    await asyncio.gather(*(line.idle() for line in self._lines.values()))
        finally:
            await _end([*seeking, *carrying])
            await _end([writing])
            await self._write_last()

    async def _write_last(self) -> None:
        """What cannot be written now is doubtful at the next start, and found out about then."""
        try:
            async with asyncio.timeout(WRITE_SECONDS):
                await self._settler.write()
        except (TimeoutError, DatabaseRefused) as error:
            log.warning("letters stay doubtful", action="courier.stop", error=type(error).__name__)

    async def _claim_on(self) -> None:
        while True:
            self._work.clear()
            more = False
            try:
                more = await self._claim()
            except DatabaseRefused:
                log.warning("the database refuses; letters wait", action="courier.refused")
            await asyncio.sleep(CLAIM_GAP)
            with suppress(TimeoutError):
                async with asyncio.timeout(0 if more else POLL_SECONDS):
                    await self._work.wait()

    async def _claim(self) -> bool:
        """Takes what is due and can leave now; whether there may be more."""
        more = False
        for name, line in self._lines.items():
            if room := line.room():
                claimed = await self._outbox.claim(self._clock(), room, [name])
                self.deliver(claimed)
                more = more or len(claimed) == room
        return more

    async def _resolve_on(self) -> None:
        """Settles them, or makes them due again; a provider that does not answer is asked again later."""
        attempt = 0
        await self._resolve()
        while self._doubtful:
            attempt += 1
            await asyncio.sleep(self._backoff.seconds(attempt))
            await self._resolve()

    async def _resolve(self) -> None:
        """Asks about each doubtful letter; a channel that does not answer is not asked again this time."""
        silent: set[Channel] = set()
        for posted in tuple(self._doubtful):
            channel = posted.letter.to.channel
            if channel in silent:
                continue
            try:
                await self._find(posted)
            except Exception as error:  # noqa: BLE001 - one that cannot be looked for must not hide those behind it
                name = error.code if isinstance(error, SendError) else type(error).__name__
                log.warning("nobody tells what left", action="courier.doubt", channel=channel, code=name)
                if isinstance(error, SendError):
                    silent.add(channel)
            else:
                self._doubtful.remove(posted)

    async def _find(self, posted: Posted) -> None:
        letter = posted.letter
        port = self._channels.get(letter.to.channel)
        reference = await self._settler.unclaimed(await port.find(posted)) if port else ""
        if reference:
            self._settler.sent(Sent(letter.key, reference))
        else:
            self._settler.again(letter.key, self._clock(), "doubtful")


async def _keep_on(work: Callable[[], Awaitable[None]]) -> None:
    """Work that a fault of ours breaks off begins again."""
    while True:
        try:
            return await work()
        except Exception as error:  # noqa: BLE001 - whatever it is, letters must go on
            log.error("the courier goes on after a fault", action="courier.fault", error=type(error).__name__)
            await asyncio.sleep(FAULT_SECONDS)


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
