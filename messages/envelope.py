"""Envelopes: what arrives (`Arrival`) and what leaves (`Letter`), the same for every channel.

First stop of the walk: channels make arrivals, handlers make letters, the courier sends them. Instants are in UTC.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import TypeAlias


class Channel(StrEnum):
    """By which way a person is reached."""

    TELEGRAM = "telegram"
    SMS = "sms"
    CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class Address:
    """Where one person is reached: a private chat's id, a number in E.164, or a console name."""

    channel: Channel
    id: str


class Content(StrEnum):
    """What a message consisted of; only `TEXT` can be an answer."""

    TEXT = "text"
    EDITED = "edited"
    FORWARDED = "forwarded"
    MEDIA = "media"


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """Somebody wrote. `key` is unique per channel and message; `text` is as written (a caption for media)."""

    key: str
    sender: Address
    text: str
    at: datetime
    content: Content = Content.TEXT


@dataclass(frozen=True, slots=True)
class ButtonPress:
    """Somebody pressed a button. `message` is the provider's id of the message that carries it."""

    key: str
    sender: Address
    data: str
    message: str
    at: datetime


class Outcome(StrEnum):
    """What became of a letter. `GONE`: this address takes no more letters from us (blocked, opted out)."""

    DELIVERED = "delivered"
    FAILED = "failed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """News of a letter, found by `letter` (our key), `reference` (the provider's id) or, for a block, by `address`."""

    key: str
    channel: Channel
    outcome: Outcome
    at: datetime
    letter: str = ""
    reference: str = ""
    address: Address | None = None
    code: str = ""


class MomentKind(StrEnum):
    """What falls due around an appointment."""

    ASK = "ask"
    REMIND = "remind"
    CLOSE = "close"
    BRIEF = "brief"


@dataclass(frozen=True, slots=True)
class Moment:
    """Something falls due: the clock is one more channel. Fenced by the appointment's `version`.

    `schedule`: `<rater>.<measure>.<occasion>`, what it is about. `number`: of reminders the how-manieth, of an ask how
    often it has come round; one that waits for another question to be done comes round again. Those kept before there
    were schedules have none.
    """

    kind: MomentKind
    appointment: str
    version: int
    at: datetime
    schedule: str = ""
    number: int = 1

    @property
    def key(self) -> str:
        """`clock:<appointment>:<version>:<schedule>:<kind>`, and `.2` behind it: a moment is taken once."""
        about = ":".join(filter(None, (self.appointment, str(self.version), self.schedule)))
        return f"clock:{about}:{self.kind}" + (f".{self.number}" if self.number > 1 else "")


class StaffMomentKind(StrEnum):
    """What falls due for staff: the next step of an alert that nobody has seen, a therapist's weekly digest."""

    ALERT = "alert"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class StaffMoment:
    """Something falls due for staff. `about`: an alert's or therapist's id; `number`: the how-manieth of its kind."""

    kind: StaffMomentKind
    about: str
    number: int
    at: datetime

    @property
    def key(self) -> str:
        """`clock:alert:<id>:<number>`: taken once."""
        return f"clock:{self.kind}:{self.about}:{self.number}"


Arrival: TypeAlias = IncomingMessage | ButtonPress | DeliveryReport | Moment | StaffMoment


@dataclass(frozen=True, slots=True)
class Button:
    """A button below a letter: what it shows, and the data (at most 64 bytes) that comes back."""

    label: str
    data: str


class Priority(IntEnum):
    """Which letters go first: a person who waits for a reply, then alerts, then what the clock began."""

    REPLY = 0
    ALERT = 1
    BULK = 2


@dataclass(frozen=True, slots=True)
class Letter:
    """Words to one address, rendered when decided. `key` is unique: the same decision never makes two.

    Letters of one `slot` live in one message on the phone: one that `edits` replaces the slot's latest message where
    the channel can edit, and is dropped where it cannot, or where no message of the slot was ever sent. `message` is
    the provider's id of that message if it is known.
    Not sent before `not_before`, nor after `expires`. `about`: the client that a letter to a therapist tells of.
    `picture`: a course to be drawn beside the words where the channel shows pictures, as `messages/chart.py` writes it.
    `menu`: whose commands the chat offers from now on, such as `therapist`; empty for as before.
    """

    key: str
    to: Address
    text: str
    purpose: str
    priority: Priority = Priority.REPLY
    buttons: tuple[tuple[Button, ...], ...] = ()
    slot: str = ""
    edits: bool = False
    message: str = ""
    not_before: datetime | None = None
    expires: datetime | None = None
    about: str = ""
    picture: str = ""
    menu: str = ""
