"""Dialogs: what somebody of the practice is in the middle of telling us, and the words that are kept. Frozen."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LASTS = timedelta(hours=12)
"""So long an unfinished dialog waits for its next words (ours); after that they are words like others."""


class DialogKind(StrEnum):
    """What it is about: a note on a client, an order to be confirmed, a reflection, the therapist's own growth."""

    NOTE = "note"
    CONFIRM = "confirm"
    REFLECT = "reflect"
    GROWTH = "growth"


@dataclass(frozen=True, slots=True)
class Dialog:
    """What was said so far, by whom (`person`), `about` whom or what; good `until` then (UTC)."""

    person: str
    kind: DialogKind
    about: str
    until: datetime
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DialogSet:
    """A dialog began or went on."""

    dialog: Dialog


@dataclass(frozen=True, slots=True)
class DialogEnded:
    """A dialog is over."""

    person: str


@dataclass(frozen=True, slots=True)
class Note:
    """A therapist's own words about a client, kept encrypted. `id` is the arrival's key; UTC."""

    id: str
    client: str
    therapist: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NoteKept:
    """A note was written."""

    note: Note


@dataclass(frozen=True, slots=True)
class Remark:
    """A client's own words, as they are kept; UTC."""

    id: str
    text: str
    at: datetime


Dialogs = DialogSet | DialogEnded | NoteKept
