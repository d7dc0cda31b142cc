"""A line: the letters in hand of one channel, each carried to the provider, and what is done about each answer.

Nothing rests in hand: a letter that must wait goes back to the outbox with all behind it in its lane, where a STOP can
still withdraw it. Only a letter that may have left is kept until the provider tells, or it would be sent twice.
Whether it may leave still is looked up directly before each sending.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.channels.channel import ChannelPort, Gone, Refused, TryLater, Unsure
from bot.lanes import Lanes
from bot.pacing import Backoff, Pace
from bot.settling import Settler
from messages.envelope import Address, Letter, Outcome, Priority
from messages.post import Posted, Sent
from storage.outbox import Outbox

AT_ONCE = 32
"""Calls to a provider at the same time."""

FAULTS = Backoff(60, 3600)
"""How long a letter waits that a fault of ours has stopped."""
MOST_FAULTS = 10
"""How often such a letter is tried; an alert for ever."""
FAULT = "fault"

LONGEST_REST = timedelta(days=1)
LONGEST_REST_OF_ALL = timedelta(seconds=60)
FLOOD = timedelta(seconds=10)
"""Told to pause for two addresses within this time, the channel pauses; then it is tried with one letter at a time."""
TRIAL = timedelta(seconds=1)

MOST_DOUBTS = 200
"""How often a reply is sent whose answer never comes (about a day); then the therapist is told. What the clock began is
sent until it expires, an alert for ever."""
NO_ANSWER = "no-answer"

log = structlog.get_logger()


class Line:
    """Carries letters until it is cancelled: the most urgent first, those to one address one after another."""

    def __init__(
        self,
        port: ChannelPort,
        pace: Pace,
        outbox: Outbox,
        settler: Settler,
        clock: Callable[[], datetime],
        backoff: Backoff,
    ) -> None:
        self._port = port
        self._pace = pace
        self._outbox = outbox
        self._settler = settler
        self._clock = clock
        self._backoff = backoff
        self._lanes = Lanes()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._carrying: set[asyncio.Task[None]] = set()
        self._stir = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._resting: dict[Address, datetime] = {}
        self._floods: dict[Address, datetime] = {}
        self._all_rest_until: datetime | None = None
        self._trying = False
        self._doubtful = 0
        self._faults: Counter[str] = Counter()
        self._ticket = 0

    def put(self, posted: Posted) -> None:
        """Takes a letter in hand; straight back to the outbox while its address rests."""
        until = self._rests_until(posted.letter.to)
        if until is not None:
            self._settler.again(posted.letter.key, until)
            return
        self._lanes.put(posted)
        self._idle.clear()
        self._stir.set()

    def room(self) -> int:
        """How many letters of the clock's could go at once. One that may have left keeps no other from leaving."""
        if self._all_rest_until is not None and self._all_rest_until > self._clock():
            return 0
        busy = len(self._lanes) - self._doubtful
        return min(self._pace.room(), max(0, (1 if self._trying else AT_ONCE) - busy))

    async def run(self) -> None:
        """Carries what is in hand; cancelled, it gives what has not begun back to the outbox."""
        try:
            while True:
                posted = self._lanes.next()
                if posted is None:
                    self._stir.clear()
                    await self._stir.wait()
                else:
                    await self._begin(posted)
        except asyncio.CancelledError:
            await self._stop()
            raise

    async def idle(self) -> None:
        """Returns when nothing is in hand."""
        await self._idle.wait()

    async def _begin(self, posted: Posted) -> None:
        try:
            await self._pace.overall(posted.letter)
        except asyncio.CancelledError:
            self._settler.again(posted.letter.key, self._clock())
            raise
        except Exception as error:  # noqa: BLE001 - any fault of ours must not hold up the other letters
            await self._stopped(posted, error)
            self._free(posted.letter.to)
            return
        task = asyncio.create_task(self._carry(posted))
        self._carrying.add(task)
        task.add_done_callback(self._carrying.discard)

    async def _stop(self) -> None:
        for posted in self._lanes.clear_all():
            self._settler.again(posted.letter.key, self._clock())
        for task in self._carrying:
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    async def _carry(self, posted: Posted) -> None:
        """One letter from hand to outcome; then its lane is free."""
        try:
            await self._settle(posted)
        except Exception as error:  # noqa: BLE001 - any fault of ours must not hold up the other letters
            await self._stopped(posted, error)
        finally:
            self._free(posted.letter.to)

    def _free(self, to: Address) -> None:
        self._lanes.free(to)
        self._stir.set()
        if not self._lanes:
            self._idle.set()

    async def _stopped(self, posted: Posted, error: Exception) -> None:
        """A fault of ours has stopped a letter: it is tried again, more and more seldom."""
        letter = posted.letter
        log.error("a letter was stopped", action="letter.fault", channel=letter.to.channel, error=type(error).__name__)
        self._faults[letter.key] += 1
        faults = self._faults[letter.key]
        if faults >= MOST_FAULTS and letter.priority is not Priority.ALERT:
            await self._refuse(letter, Refused(FAULT))
        else:
            self._settler.again(letter.key, self._clock() + timedelta(seconds=FAULTS.seconds(faults)), FAULT)

    async def _settle(self, posted: Posted) -> None:
        letter = posted.letter
        await self._pace.address(letter.to)
        try:
            reference = await self._send(posted)
        except TryLater as later:
            self._rest(posted, later)
        except (Refused, Gone) as refusal:
            await self._refuse(letter, refusal)
        else:
            if reference is not None:
                self._trying = False
                self._ticket = self._settler.sent(Sent(letter.key, reference))

    async def _send(self, posted: Posted) -> str | None:
        """The provider's reference; None if the letter must not leave any more."""
        letter = await self._with_message(posted.letter)
        try:
            async with self._slots:
                return await self._port.send(letter) if await self._may_leave(letter) else None
        except Unsure:
            return await self._look_for(posted)

    async def _may_leave(self, letter: Letter) -> bool:
        """Neither stale by now (the outbox expires what is) nor withdrawn."""
        if letter.expires is not None and letter.expires <= self._clock():
            self._settler.again(letter.key, self._clock())
            return False
        return not await self._outbox.withdrawn(letter.key)

    async def _look_for(self, posted: Posted) -> str:
        """The reference of a letter that may have left. Raises TryLater once the provider says that it did not, or that
        it cannot tell."""
        letter = posted.letter
        self._doubtful += 1
        try:
            reference = await self._found(posted)
        finally:
            self._doubtful -= 1
        if reference:
            return reference
        if letter.priority is Priority.REPLY and posted.attempts >= MOST_DOUBTS:
            raise Refused(NO_ANSWER)
        raise TryLater(NO_ANSWER)

    async def _found(self, posted: Posted) -> str:
        """Looks for a letter until the provider answers; empty if it did not leave."""
        channel, error, attempt = posted.letter.to.channel, "Unsure", 0
        while True:
            attempt += 1
            log.warning("a letter may have left", action="letter.unsure", channel=channel, error=error, attempt=attempt)
            await asyncio.sleep(self._backoff.seconds(attempt))
            try:
                async with self._slots:
                    found = await self._port.find(posted)
                return await self._settler.unclaimed(found)
            except Exception as fault:  # noqa: BLE001 - whatever keeps us from looking: it must not be sent twice
                error = type(fault).__name__

    async def _with_message(self, letter: Letter) -> Letter:
        """Names the message that a letter edits, once what was sent before it is written."""
        if not letter.edits or letter.message:
            return letter
        await self._settler.written(self._ticket)
        return replace(letter, message=await self._outbox.latest(letter.to, letter.slot))

    async def _refuse(self, letter: Letter, refusal: Refused | Gone) -> None:
        outcome = Outcome.GONE if isinstance(refusal, Gone) else Outcome.FAILED
        log.warning("a letter was refused", action="letter.refused", channel=letter.to.channel, code=refusal.code)
        self._trying = False
        self._faults.pop(letter.key, None)
        await self._settler.refuse(letter, outcome, refusal.code)

    def _rest(self, posted: Posted, later: TryLater) -> None:
        """The letter and those behind it wait in the outbox; in a flood the whole channel pauses."""
        letter, now = posted.letter, self._clock()
        seconds = self._backoff.seconds(posted.attempts) if later.after is None else later.after
        pause = timedelta(seconds=min(seconds, LONGEST_REST.total_seconds()))
        rest = round(pause.total_seconds(), 1)
        log.info("a letter waits", action="letter.later", channel=letter.to.channel, code=later.code, seconds=rest)
        self._resting = {to: end for to, end in self._resting.items() if end > now}
        self._resting[letter.to] = now + pause
        waiting = [posted, *self._lanes.clear(letter.to)]
        if later.after is not None and self._floods_all(letter.to, now):
            self._all_rest_until, self._trying = now + min(pause, LONGEST_REST_OF_ALL), True
            waiting += self._lanes.clear_all()
        for one in waiting:
            self._settler.again(one.letter.key, self._rests_until(one.letter.to) or now, later.code)

    def _floods_all(self, to: Address, now: datetime) -> bool:
        """Whether flood control means the channel, not this address alone."""
        self._floods = {one: at for one, at in self._floods.items() if now - at < FLOOD}
        self._floods[to] = now
        return self._trying or len(self._floods) > 1

    def _rests_until(self, to: Address) -> datetime | None:
        """When this address may be written to again; None for now."""
        now = self._clock()
        ends = [end for end in (self._all_rest_until, self._resting.get(to)) if end is not None and end > now]
        if self._trying and not ends and self._lanes:
            return now + TRIAL
        return max(ends, default=None)
