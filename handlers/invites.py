"""Invites: a code that was made, and what is known of the phone that it may be texted to. Frozen."""

from dataclasses import dataclass, field
from datetime import datetime

from handlers.people import Contact, Role
from messages.envelope import Address


@dataclass(frozen=True, slots=True)
class InviteMade:
    """A single-use code is good for somebody `until` then, and older unused ones of theirs no longer. `code`: kept only
    as its keyed hash, and left out where a fact is told; `shared`: it also joins an address that is another client's.
    """

    code: str = field(repr=False)
    role: Role
    person: str
    language: str
    until: datetime
    at: datetime
    shared: bool = False


@dataclass(frozen=True, slots=True)
class KnownPhone:
    """The phone that the practice knows of somebody. `holder`: who has written from it, if anybody ever did; `letter`:
    the key of the invitation that may go to it today, and `written`: whether one did."""

    address: Address
    holder: Contact | None
    letter: str
    written: bool
