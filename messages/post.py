"""Post: letters on their way between outbox and courier."""

from dataclasses import dataclass
from datetime import datetime

from messages.envelope import Letter


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter claimed for sending: the how-manieth attempt this is, and since when (UTC) it is claimed."""

    letter: Letter
    attempts: int
    claimed_at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that left: our key and the provider's id of the message (empty where there is none)."""

    key: str
    reference: str
