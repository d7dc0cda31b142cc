"""A channel: one way to reach people. `run` brings what arrives, `send` takes one letter out.

What can go wrong with a letter, and what is to be done about it:

    SendError
    ├── TryLater   it did not leave, and may later
    ├── Unsure     it may have left: look before it is sent again
    ├── Refused    this letter will never leave
    └── Gone       nothing will ever reach this address
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeAlias

from messages.envelope import Arrival, Channel, Letter
from messages.post import Posted

Take: TypeAlias = Callable[[Arrival], Awaitable[None]]
"""Returns once an arrival is committed. Raises DatabaseRefused when it cannot be kept now."""


class SendError(Exception):
    """A letter did not leave, or nobody knows. `code` is the provider's, for the outbox and the log."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TryLater(SendError):
    """It did not leave. `after`: the pause in seconds that the provider asks for, None if it leaves that to us."""

    def __init__(self, code: str, after: float | None = None) -> None:
        super().__init__(code)
        self.after = after


class Unsure(SendError):
    """It may have left: the answer did not come."""


class Refused(SendError):
    """This letter is refused for good."""


class Gone(SendError):
    """The address takes no more letters from us: blocked, opted out, or no such number."""


class ChannelPort(Protocol):
    """What the application needs of a channel. Made inside the running loop, closed by `close`."""

    @property
    def name(self) -> Channel:
        """Which channel this is."""
        ...

    async def run(self, take: Take, stop: asyncio.Event) -> None:
        """Hands over what arrives until `stop`; an arrival is acknowledged to the provider after its commit."""
        ...

    async def send(self, letter: Letter) -> str:
        """Sends a letter and gives the provider's id of the message, empty where there is none. Raises SendError.

        A letter that edits names its `message` where that is known.
        """
        ...

    async def find(self, posted: Posted) -> Sequence[str]:
        """The provider's ids of what may be a letter that may have left, oldest first; one that belongs to another
        letter is not it. None if it did not leave, or if the provider cannot tell.

        Raises TryLater or Unsure.
        """
        ...

    async def close(self) -> None:
        """Closes every connection."""
        ...
