"""The console channel: letters land on phones made of text. The demo and the simulator speak through it.

A phone shows messages as its owner sees them: in order, edited ones in place, buttons below.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.channels.channel import Take
from messages.envelope import Address, Channel, Letter
from messages.post import Posted


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message on the phone. `edited`: it replaced the text that stood there."""

    reference: str
    letter: Letter
    at: datetime
    edited: bool = False


@dataclass(slots=True)
class Phone:
    """All messages at one address."""

    address: Address
    bubbles: list[Bubble] = field(default_factory=list)

    def receive(self, letter: Letter, at: datetime) -> Bubble:
        """Shows a letter; one that edits replaces the slot's latest message, as the chat would."""
        old = self.shown(letter) if letter.edits else None
        if old is None:
            new = Bubble(f"{self.address.id}:{len(self.bubbles) + 1}", letter, at)
            self.bubbles.append(new)
            return new
        edited = replace(old, letter=letter, at=at, edited=True)
        self.bubbles[self.bubbles.index(old)] = edited
        return edited

    def shown(self, letter: Letter) -> Bubble | None:
        """The latest message of a letter's slot."""
        return next((one for one in reversed(self.bubbles) if one.letter.slot == letter.slot), None)

    def button(self, label: str) -> tuple[str, str] | None:
        """Data and message of the latest button with this label."""
        for bubble in reversed(self.bubbles):
            for line in bubble.letter.buttons:
                for button in line:
                    if button.label == label:
                        return button.data, bubble.reference
        return None


class ConsoleChannel:
    """All phones of one kind. `watch` sees each message as it lands; `name` says which channel the phones stand for."""

    def __init__(
        self, watch: Callable[[Bubble], None], clock: Callable[[], datetime], name: Channel = Channel.CONSOLE
    ) -> None:
        self.name = name
        self._watch = watch
        self._clock = clock
        self._phones: dict[Address, Phone] = {}

    def phone(self, address: Address) -> Phone:
        """The phone at an address."""
        return self._phones.setdefault(address, Phone(address))

    async def run(self, take: Take, stop: asyncio.Event) -> None:
        """Nothing arrives by itself: whoever holds the phones hands over what is typed."""
        await stop.wait()

    async def send(self, letter: Letter) -> str:
        """Lands at once. An edit is dropped on phones that stand for SMS, and where there is nothing to edit."""
        phone = self.phone(letter.to)
        if letter.edits and (letter.to.channel is Channel.SMS or phone.shown(letter) is None):
            return ""
        bubble = phone.receive(letter, self._clock())
        self._watch(bubble)
        return bubble.reference

    async def find(self, posted: Posted) -> Sequence[str]:
        """What did not land never left."""
        return ()

    async def close(self) -> None:
        """Nothing is open."""
