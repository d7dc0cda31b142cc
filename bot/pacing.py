"""Pacing: how quickly a channel may be sent to, and how long to wait before something is tried again."""

import random
from dataclasses import dataclass

from aiolimiter import AsyncLimiter

from messages.envelope import Address, Channel, Letter, Priority
from messages.sms import segments

TELEGRAM_OVERALL = 30
"""Letters a second that the clock may begin (Bot FAQ: about 30 a second in bulk; replies are not bound by it)."""

BURST = 5
"""Letters at once to one address; then one a second (Bot FAQ: avoid more than one a second in a chat, bursts pass)."""

SMS_BURST = 12
"""Segments at once, more than one letter has (1,600 characters); then the sender's own rate (ours: Twilio queues)."""

LIMITERS = 4096
"""Addresses whose pace is remembered before those long quiet are forgotten."""

STEPS = (32, 16, 8, 4, 2, 1)


@dataclass(frozen=True, slots=True)
class Backoff:
    """Pauses that double from `first` to `most` seconds, each cut by up to a half so that not all come back at once."""

    first: float = 1.0
    most: float = 600.0

    def seconds(self, attempt: int) -> float:
        """The pause after the how-manieth attempt (1 is the first)."""
        longest: float = min(self.most, self.first * 2 ** min(attempt - 1, 30))
        return longest * random.uniform(0.5, 1)


class Pace:
    """The pace of one channel: `overall` in what a letter costs; per address `BURST` letters, then one a second."""

    def __init__(self, channel: Channel, segments_per_second: float = 1) -> None:
        self._channel = channel
        self._overall = _overall(channel, segments_per_second)
        self._addresses: dict[Address, AsyncLimiter] = {}

    def room(self) -> int:
        """About how many letters of the clock's could go now."""
        unit = 2 if self._channel is Channel.SMS else 1
        return next((count for count in STEPS if self._fits(count * unit)), 0)

    async def overall(self, letter: Letter) -> None:
        """Waits until the channel may take this letter."""
        await self._overall.acquire(self._cost(letter))

    async def address(self, to: Address) -> None:
        """Waits until this address may be written to."""
        limiter = self._addresses.get(to)
        if limiter is None:
            self._forget()
            limiter = self._addresses[to] = AsyncLimiter(BURST, BURST)
        await limiter.acquire()

    def _fits(self, amount: float) -> bool:
        return amount <= self._overall.max_rate and self._overall.has_capacity(amount)

    def _cost(self, letter: Letter) -> float:
        if self._channel is Channel.SMS:
            return 0 if letter.edits else min(segments(letter.text).count, self._overall.max_rate)
        return 1 if letter.priority is Priority.BULK else 0

    def _forget(self) -> None:
        """Drops addresses that have been quiet long enough for a full burst."""
        if len(self._addresses) >= LIMITERS:
            self._addresses = {to: one for to, one in self._addresses.items() if not one.has_capacity(BURST)}


def _overall(channel: Channel, segments_per_second: float) -> AsyncLimiter:
    if channel is Channel.SMS:
        return AsyncLimiter(SMS_BURST, SMS_BURST / segments_per_second)
    return AsyncLimiter(TELEGRAM_OVERALL, 1)
