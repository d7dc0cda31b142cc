"""A phone as its owner sees it: messages in order, edited ones in place, buttons below."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from messages.envelope import Address, Letter


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
        old = next((one for one in reversed(self.bubbles) if letter.edits and one.letter.slot == letter.slot), None)
        if old is None:
            new = Bubble(f"{self.address.id}:{len(self.bubbles) + 1}", letter, at)
            self.bubbles.append(new)
            return new
        edited = replace(old, letter=letter, at=at, edited=True)
        self.bubbles[self.bubbles.index(old)] = edited
        return edited

    def button(self, label: str) -> tuple[str, str] | None:
        """Data and message of the latest button with this label."""
        for bubble in reversed(self.bubbles):
            for line in bubble.letter.buttons:
                for button in line:
                    if button.label == label:
                        return button.data, bubble.reference
        return None
