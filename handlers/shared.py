"""What happens to an address that several people share; part of the facts."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from handlers.case import Held
from messages.envelope import Address


@dataclass(frozen=True, slots=True)
class AddressShared:
    """An address is this person's, too, under a mark by which those who share it are told apart."""

    address: Address
    mark: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SharingEnded:
    """An address is shared no more."""

    address: Address
    at: datetime


@dataclass(frozen=True, slots=True)
class TextHeld:
    """Words from an address that is shared wait for somebody to say whose they are, in place of any before."""

    address: Address
    held: Held


@dataclass(frozen=True, slots=True)
class HeldDone:
    """Nothing is held of an address any more."""

    address: Address


Sharing: TypeAlias = AddressShared | SharingEnded | TextHeld | HeldDone
