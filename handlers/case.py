"""A case: all that a decision may know about the person an arrival concerns, as loaded by storage. Frozen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from handlers.practice import Practice
from measures.care import Ending
from messages.envelope import Address, Letter


class Role(StrEnum):
    """Who somebody is to the practice."""

    CLIENT = "client"
    THERAPIST = "therapist"


class ContactState(StrEnum):
    """Whether an address may be written to. `STOPPED` by the person's own word, `BLOCKED` by the provider's."""

    OPEN = "open"
    STOPPED = "stopped"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Contact:
    """An address that joined, or said stop. `person`: a client's or therapist's id; empty for a stranger.

    `echoes`: replies in a row that asked for nothing, the last of them at `echo_at`.
    """

    address: Address
    role: Role
    person: str
    state: ContactState
    echoes: int = 0
    echo_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Therapist:
    """A therapist and the addresses that may be written to, the one joined last first. `team`: empty if none."""

    id: str
    name: str
    language: str
    zone: ZoneInfo
    contacts: tuple[Contact, ...] = ()
    team: str = ""


@dataclass(frozen=True, slots=True)
class Client:
    """A client under the pseudonym `id` (`C-7K2`). `consent`: the text version agreed to, empty if none.

    `withdrawn`: they agreed once, and said stop since.
    """

    id: str
    language: str
    zone: ZoneInfo
    consent: str = ""
    withdrawn: bool = False
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Episode:
    """An episode of care: fixes age group (`adult`, `adolescent`, `child`), profile, measure and rater.

    `opened_at` once it is kept; `closed_at` and `ending` once it has ended (UTC).
    """

    id: str
    client: str
    therapist: str
    age: str
    profile: str
    measure: str
    rater: str = "self"
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    ending: Ending | None = None


class AppointmentState(StrEnum):
    """`version` of an appointment grows with every change of state or time."""

    BOOKED = "booked"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Appointment:
    """An appointment of a client; `starts_at` in UTC."""

    id: str
    client: str
    starts_at: datetime
    version: int
    state: AppointmentState = AppointmentState.BOOKED


class RequestState(StrEnum):
    """`OPEN` until all items are answered (`COMPLETE`) or time is over (`PARTIAL`: some answers, `EXPIRED`: none)."""

    OPEN = "open"
    COMPLETE = "complete"
    PARTIAL = "partial"
    EXPIRED = "expired"
    STOPPED = "stopped"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Request:
    """One measure asked of one client for one appointment. `answers` in tenths, None where still missing.

    `misread`: replies in a row that could not be read. `one_by_one`: asked item by item (always on Telegram).
    `held`: numbers (tenths) of a set that may still be on its way in further messages; until `held_until` the next
    question waits for them. `answered_at`: when the latest answer came. `wording`: the key of the wording it is asked
    in, and after ` + ` of one it had to go on in. Instants in UTC.
    """

    id: str
    client: str
    episode: str
    appointment: str
    measure: str
    measure_version: str
    to: Address
    state: RequestState
    asked_at: datetime
    closes_at: datetime
    answers: tuple[int | None, ...]
    one_by_one: bool = False
    misread: int = 0
    held: tuple[int, ...] = ()
    held_until: datetime | None = None
    answered_at: datetime | None = None
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """One complete measure. `total` and `items` in tenths; `late`: completed after its request was closed.

    Versions, channel and wording say how it was made; the replies it was read from are kept with its request's answers.
    """

    id: str
    client: str
    episode: str
    request: str
    measure: str
    measure_version: str
    profile: str
    profile_version: str
    rater: str
    channel: str
    items: tuple[int, ...]
    total: int
    at: datetime
    late: bool = False
    wording: str = ""


class AlertState(StrEnum):
    """Life of an alert."""

    OPEN = "open"
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Alert:
    """A flag brought to a therapist. `rule`, `observed`, `threshold`, `source` as the flag had them.

    `request`: the one whose rating, answer or silence brought it up.
    """

    id: str
    client: str
    therapist: str
    request: str
    rule: str
    observed: str
    threshold: str
    source: str
    at: datetime
    state: AlertState = AlertState.OPEN


@dataclass(frozen=True, slots=True)
class Invite:
    """A single-use code found in the arrival. `id` is the code's keyed hash, never the code."""

    id: str
    role: Role
    person: str
    language: str
    expires_at: datetime
    used: bool = False
    used_by_sender: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """What is known when one arrival is decided.

    `contact` is the sender (message, button), or the addressee a delivery report is about. `client`, `episode` and
    `therapist` are set when it concerns a client; `staff` when the sender is a therapist, with their open `alerts`.
    `episode` is the open one, else the one that ended last. `request` is the client's latest; `ratings` the episode's
    in order; `missed`: so many requests of the episode's own measure expired since (known when a moment or the command
    line asks); `appointment` the moment's own; `upcoming` the client's booked appointments still to come, soonest
    first; `letter` the one a report is about. The command line gets the client's own `alerts`. `alerts` and `notices`
    (the clients there is news of that could not be told) are also there for a therapist who joins by a code.
    """

    practice: Practice
    contact: Contact | None = None
    client: Client | None = None
    episode: Episode | None = None
    therapist: Therapist | None = None
    request: Request | None = None
    ratings: tuple[Rating, ...] = ()
    missed: int = 0
    appointment: Appointment | None = None
    upcoming: tuple[Appointment, ...] = ()
    staff: Therapist | None = None
    alerts: tuple[Alert, ...] = ()
    notices: tuple[str, ...] = ()
    invite: Invite | None = None
    letter: Letter | None = None
