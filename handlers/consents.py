"""What happens to somebody's consent: what they were shown and asked, and what they said; part of the facts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from messages.envelope import Channel


class ConsentKind(StrEnum):
    """What a ledger entry says: of being asked at all, and of being asked by another channel where one fails."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    FALLBACK_GIVEN = "fallback given"
    FALLBACK_WITHDRAWN = "fallback withdrawn"


@dataclass(frozen=True, slots=True)
class ConsentRecorded:
    """A ledger entry, never changed: who, what, which text version in which language, when, by which channel."""

    id: str
    person: str
    kind: ConsentKind
    version: str
    language: str
    channel: Channel
    at: datetime


@dataclass(frozen=True, slots=True)
class ConsentShown:
    """Somebody was sent this version of the consent text: with `1` they agree to it, and to no other."""

    person: str
    version: str


@dataclass(frozen=True, slots=True)
class FallbackAsked:
    """Somebody was asked whether what fails by one channel may come by another, which is asked once."""

    person: str
    at: datetime


Consents: TypeAlias = ConsentRecorded | ConsentShown | FallbackAsked
