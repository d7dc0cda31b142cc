"""Facts: what a decision says has happened, a closed union; storage applies them in one transaction.

Every fact carries all that is stored of it; ids come from the arrival's key: the same arrival makes the same facts.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from handlers.alerts import Alerts
from handlers.case import Appointment, Episode, Rating, Request
from handlers.consents import Consents
from handlers.corrections import RatingCorrected
from handlers.dialog import Dialogs
from handlers.invites import InviteMade
from handlers.people import Contact, ContactState
from handlers.reflections import Lessons
from handlers.shared import Sharing
from handlers.staffing import Staffing
from handlers.wished import Wishes
from measures.care import Ending
from messages.envelope import Address, Letter, Moment
from scheduler.schedule import Schedule


@dataclass(frozen=True, slots=True)
class InviteUsed:
    """A code was used up by this address, which becomes the person's contact."""

    invite: str
    contact: Contact
    at: datetime


@dataclass(frozen=True, slots=True)
class ContactChanged:
    """An address may be, or may no longer be, written to. Made if it was unknown (a stranger who says stop)."""

    contact: Contact
    at: datetime

    @property
    def state(self) -> ContactState:
        """The new state."""
        return self.contact.state


@dataclass(frozen=True, slots=True)
class EpisodeOpened:
    """An episode of care began."""

    episode: Episode
    at: datetime


@dataclass(frozen=True, slots=True)
class EpisodeClosed:
    """An open episode of care ended at this instant."""

    episode: str
    ending: Ending
    at: datetime


@dataclass(frozen=True, slots=True)
class EpisodeReassigned:
    """An episode, and its open alerts, are another therapist's from this instant on."""

    episode: str
    client: str
    therapist: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ScheduleSet:
    """A measure is asked of a rater as this says, from this instant on."""

    schedule: Schedule
    at: datetime


@dataclass(frozen=True, slots=True)
class ScheduleEnded:
    """A measure is not asked of a rater on this occasion any more."""

    schedule: Schedule


@dataclass(frozen=True, slots=True)
class AppointmentBooked:
    """An appointment is in the book as given (new, moved or cancelled), and these moments replace all it had before."""

    appointment: Appointment
    moments: tuple[Moment, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class MomentsDropped:
    """Nothing falls due any more for this person."""

    person: str


@dataclass(frozen=True, slots=True)
class AskWaits:
    """A person is busy with another question: this moment comes round again, at the latest at its `at`."""

    person: str
    moment: Moment


@dataclass(frozen=True, slots=True)
class TurnCame:
    """A person is done with a question: what waited for that is due."""

    person: str
    at: datetime


class Reason(StrEnum):
    """Why something that was due was not asked."""

    LATE = "late"
    QUIET = "quiet"
    PAUSED = "paused"
    RATED = "rated"
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    NO_CONSENT = "no consent"
    CONSENT_CHANGED = "consent changed"
    NO_WORDING = "no wording"
    UNSENT = "unsent"


@dataclass(frozen=True, slots=True)
class AskDropped:
    """A measure that was due is not asked. `schedule`: its key; `appointment` with its version."""

    client: str
    rater: str
    schedule: str
    appointment: str
    version: int
    reason: Reason
    at: datetime

    @property
    def id(self) -> str:
        """Once for an appointment as it is."""
        return f"{self.appointment}:{self.version}:{self.schedule}"


@dataclass(frozen=True, slots=True)
class RequestOpened:
    """A measure was asked of a client."""

    request: Request


@dataclass(frozen=True, slots=True)
class RequestChanged:
    """How a request stands now: state, closing time, misread count, one by one, what is held (not its answers)."""

    request: Request


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """One item was answered, in tenths; `arrival` is the key of the reply it was read from. The latest one counts."""

    request: str
    item: int
    tenths: int
    arrival: str
    at: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class RatingMade:
    """A measure is complete. One rating a request."""

    rating: Rating


@dataclass(frozen=True, slots=True)
class RemarkKept:
    """Words of a client that are no number, kept (encrypted) for the therapist to read. `id` is the arrival's key."""

    id: str
    client: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NoticeKept:
    """News of a client that could not be told: no address of the therapist is open. `purpose`: the letter's."""

    id: str
    therapist: str
    client: str
    purpose: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NoticesTold:
    """A therapist who can be reached again has been told whom there is news of."""

    therapist: str


@dataclass(frozen=True, slots=True)
class EchoSaid:
    """An address was told something that asks for nothing, the how-manieth time in a row."""

    to: Address
    count: int
    at: datetime


@dataclass(frozen=True, slots=True)
class LettersWithdrawn:
    """Letters to this address that have not left yet are not sent; with a `slot`, only those that belong to it."""

    to: Address
    slot: str = ""


@dataclass(frozen=True, slots=True)
class LetterWritten:
    """Something to say; sent only after the commit."""

    letter: Letter


class Delivery(StrEnum):
    """What a provider told of a letter that had left."""

    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LetterReported:
    """What became of a letter; `code` is the provider's."""

    letter: str
    delivery: Delivery
    code: str


Due: TypeAlias = ScheduleSet | ScheduleEnded | AppointmentBooked | MomentsDropped | AskWaits | TurnCame | AskDropped

Said: TypeAlias = NoticeKept | NoticesTold | EchoSaid | LettersWithdrawn | LetterWritten | LetterReported

Fact: TypeAlias = (
    InviteMade
    | InviteUsed
    | Sharing
    | ContactChanged
    | Consents
    | EpisodeOpened
    | EpisodeClosed
    | EpisodeReassigned
    | Due
    | RequestOpened
    | RequestChanged
    | AnswerGiven
    | RatingMade
    | RatingCorrected
    | Alerts
    | Dialogs
    | Staffing
    | Lessons
    | RemarkKept
    | Wishes
    | Said
)
