"""What follows from a client's wish; part of the facts."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from handlers.case import Pause, Request


@dataclass(frozen=True, slots=True)
class AnswerTakenBack:
    """An answer to an item is no answer any more; the reply it was read from stays."""

    request: str
    item: int


@dataclass(frozen=True, slots=True)
class RequestReviewed:
    """How a complete request stands now: what was answered anew, and whether its total was asked after."""

    request: Request


@dataclass(frozen=True, slots=True)
class PauseSet:
    """Nothing is asked of a client in this span, which takes the place of the pauses that go on."""

    pause: Pause
    at: datetime


@dataclass(frozen=True, slots=True)
class PauseEnded:
    """The pauses of a client that go on end now."""

    client: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    """A person is spoken to in this language from now on."""

    person: str
    language: str


Wishes: TypeAlias = AnswerTakenBack | RequestReviewed | PauseSet | PauseEnded | LanguageChosen
