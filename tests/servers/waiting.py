"""Waiting for what another task or process does, without polling: whoever changes something rings the bell.

    bell = Bell()
    waiting = asyncio.create_task(bell.until(lambda: shown, seconds=10))
    shown.append("Hello")
    bell.ring()
    assert await waiting == ["Hello"]

Nobody sleeps and looks again; a time is given only to let a test fail.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeAlias, TypeVar

PATIENCE = 60.0
"""Seconds before a test that waits in vain fails: far above what a busy machine needs, and no test waits it out."""

IMPATIENCE = 1.0
"""Seconds after which a client gives up a call that is never answered: above what one that is answered needs."""

T = TypeVar("T")


class Readable(Protocol):
    """Something a person reads: a Telegram message or an SMS."""

    @property
    def text(self) -> str:
        """The words as shown."""
        ...


R = TypeVar("R", bound=Readable)
Wanted: TypeAlias = int | str | Callable[[R], object]
"""Which message: the n-th (1 is the first), or the newest that contains a text or that a function accepts."""


class Bell:
    """Wakes all who wait, so that they look again."""

    def __init__(self) -> None:
        """Start silent."""
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Say that something has changed."""
        self._event.set()
        self._event = asyncio.Event()

    async def until(self, found: Callable[[], T | None], seconds: float | None = PATIENCE) -> T:
        """Return the first true answer of `found`, asked now and at each ring, or raise `TimeoutError`."""
        async with asyncio.timeout(seconds):
            while not (answer := found()):
                await self._event.wait()
            return answer


def pick(messages: Sequence[R], wanted: Wanted[R]) -> R | None:
    """Return the message that is wanted, or nothing when it is not there."""
    if isinstance(wanted, int):
        return messages[wanted - 1] if len(messages) >= wanted else None
    accepts = (lambda message: wanted in message.text) if isinstance(wanted, str) else wanted
    return next((message for message in reversed(messages) if accepts(message)), None)


async def wait_for(
    bell: Bell,
    phones: Callable[[], Mapping[str, Sequence[R]]],
    whose: str,
    wanted: Wanted[R],
    *,
    after: int = 0,
    seconds: float = PATIENCE,
) -> R:
    """Wait until this phone shows the message that is wanted, not counting the first `after`.

    `AssertionError` tells what each of the `phones` shows instead.
    """
    try:
        return await bell.until(lambda: pick(phones().get(whose, ())[after:], wanted), seconds)
    except TimeoutError:
        shown = [f"  {who}: {[message.text for message in messages]}" for who, messages in phones().items()]
        what = f"{wanted!r} after the first {after}" if after else repr(wanted)
        told = "\n".join([f"Waited {seconds:g} s for {what} to {whose}; there is", *shown])
        raise AssertionError(told) from None
