"""A case: all that a decision may know about the person an arrival concerns, as loaded by storage. Frozen."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from handlers.alerts import Alert
from handlers.dialog import Dialog, Note, Remark
from handlers.invites import KnownPhone
from handlers.people import Client, Contact, Role, Therapist
from handlers.practice import Practice
from handlers.reflections import Growth, Reflection, Week
from measures.care import Care, Ending
from messages.envelope import Address, Content, Letter
from scheduler.schedule import SELF, Occasion, Schedule


@dataclass(frozen=True, slots=True)
class Pause:
    """A span in which nothing is asked, of a client or (`client` empty) the whole practice; UTC."""

    id: str
    client: str
    since: datetime
    until: datetime


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
    """`version` of an appointment grows with every change of state or time. `MISSED`: the client did not come;
    `DELETED`: it was never meant to be."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    MISSED = "missed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Appointment:
    """An appointment of a client, in UTC; without `ends_at` it lasts as long as the practice's sessions do.

    With the key of a `schedule` it is no session but that schedule's next check between sessions, and `starts_at` is
    when it closes.
    """

    id: str
    client: str
    starts_at: datetime
    version: int
    state: AppointmentState = AppointmentState.BOOKED
    ends_at: datetime | None = None
    schedule: str = ""


class Doubt(StrEnum):
    """Whether a client was asked if a total that moved much is what they meant: never, asked, or done with."""

    NONE = ""
    ASKED = "asked"
    SETTLED = "settled"


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
    """One measure asked of one rater for one appointment, which is at `about`. `answers` in tenths, None where still
    missing.

    `misread`: replies in a row that could not be read. `one_by_one`: asked item by item (always on Telegram).
    `held`: numbers (tenths) of a set that may still be on its way in further messages; until `held_until` the next
    question waits for them. `answered_at`: when the latest answer came. `wording`: the key of the wording it is asked
    in, and after ` + ` of one it had to go on in. `number`: that of the ask it came of. `waits_since`: it waits for the
    client to go on, who wrote of danger. `language`: that it was asked in, empty for one of before that was kept.
    `again`: while a complete one is answered anew, those answers, None where still missing; else empty. `doubt`:
    whether its total was asked after. Instants in UTC.
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
    about: datetime
    answers: tuple[int | None, ...]
    one_by_one: bool = False
    misread: int = 0
    held: tuple[int, ...] = ()
    held_until: datetime | None = None
    answered_at: datetime | None = None
    wording: str = ""
    rater: str = SELF
    occasion: Occasion = Occasion.BEFORE
    number: int = 1
    waits_since: datetime | None = None
    language: str = ""
    again: tuple[int | None, ...] = ()
    doubt: Doubt = Doubt.NONE

    @property
    def schedule(self) -> str:
        """The key of the schedule it was asked by."""
        return f"{self.rater}.{self.measure}.{self.occasion}"


@dataclass(frozen=True, slots=True)
class Rating:
    """One complete measure. `total` and `items` in tenths; `late`: completed after its request was closed.

    `about`: the instant it is for, the appointment's start where there is one; without a `request` it was given on
    paper, and `entered_by` says who copied it. Versions, channel and wording say how it was made; the replies it was
    read from are kept with its request's answers.
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
    about: datetime
    late: bool = False
    wording: str = ""
    appointment: str = ""
    entered_by: str = ""

    @property
    def on_paper(self) -> bool:
        """Whether staff copied it from paper."""
        return not self.request


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a rater, as they may ask: when they agreed, and their ratings that count, of all episodes, the
    oldest first."""

    agreed_at: datetime | None = None
    ratings: tuple[Rating, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """Words from an address that is shared, of which nobody has said yet whose they are; forgotten after `until`."""

    text: str
    content: Content
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Invite:
    """A single-use code found in the arrival. `id` is the code's keyed hash, never the code. `shared`: it also joins an
    address that is another client's. `duty`: of whoever of the practice it is for.
    """

    id: str
    role: Role
    person: str
    language: str
    expires_at: datetime
    used: bool = False
    used_by_sender: bool = False
    shared: bool = False
    duty: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What is known when one arrival is decided.

    `contact` is the sender (message, button), or the addressee a delivery report is about. `client`, `episode` and
    `therapist` are set when it concerns a client; `staff` when the sender is a therapist, with their open `alerts`.
    `client` is the client as the rater it is about, and `raters` as everyone who is asked about them, by `schedules`.
    `episode` is the open one, else the one that ended last. `request` is the rater's latest, `requests` every rater's;
    `ratings` the episode's in order, of all raters and measures; `sessions` the starts of the episode's sessions that
    were or are to be held, and `pauses` those to come or still going on; `missed`: so many requests of the episode's
    own measure expired since the last answer; `unsent`: the open requests none of whose letters has left (these four
    are known when a moment or the command line asks). `appointment` is the moment's own; `upcoming` the client's booked
    appointments still to come, soonest first, and the checks between sessions; `begun` the sessions that began lately,
    which may be asked after still; `letter` the one a report is about. A client's `alerts` are
    those about them.
    `colleagues`: everybody of the practice who may be told about the client beside their therapist. `alert`: the one a
    staff moment is about. `subject`: the client that a therapist asks for, if they may see them, and `caseload` all of
    theirs, where they ask for these (handlers/staff); `dialog`: what they are in the middle of telling; `fresh`: random
    letters and digits for what they make; `diary`: all sessions to come of the subject's therapist, where an order may
    book, and those that the client had, where a paper is entered; `staffers`: the whole practice, where somebody leaves
    or comes back; `phone`: the subject's, where they are invited; `remarks` and `notes` of the client; `gaps`: what the
    requests of the episode's own measure were about that brought no rating.
    `acknowledged`: alerts about the client that somebody has seen; `reflections`: those asked about the client, and of
    their therapist lately, without a word that was said; of staff, where they ask for it, those they may read, newest
    first, with their `growth` and, as `cares`, all episodes of theirs and of those they look after; for the digest
    their `week`, and that of everybody `under` them.
    `alerts` and `notices` (the clients there is news of that could not be told) are also there for a therapist who
    joins by a code. `sharing`: where several share the address, the case as it concerns each, by mark, and what is
    `held` of them. `kept`: what is kept of the sender, if they ask for it; their `pauses` too, if they end one.
    """

    practice: Practice
    contact: Contact | None = None
    client: Client | None = None
    episode: Episode | None = None
    therapist: Therapist | None = None
    raters: tuple[Client, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    pauses: tuple[Pause, ...] = ()
    request: Request | None = None
    requests: tuple[Request, ...] = ()
    ratings: tuple[Rating, ...] = ()
    sessions: tuple[datetime, ...] = ()
    missed: int = 0
    unsent: frozenset[str] = frozenset()
    appointment: Appointment | None = None
    upcoming: tuple[Appointment, ...] = ()
    begun: tuple[Appointment, ...] = ()
    staff: Therapist | None = None
    alerts: tuple[Alert, ...] = ()
    notices: tuple[str, ...] = ()
    invite: Invite | None = None
    letter: Letter | None = None
    colleagues: tuple[Therapist, ...] = ()
    alert: Alert | None = None
    subject: "Case | None" = None
    caseload: tuple["Case", ...] = ()
    dialog: Dialog | None = None
    fresh: str = ""
    diary: tuple[Appointment, ...] = ()
    staffers: tuple[Therapist, ...] = ()
    phone: KnownPhone | None = None
    remarks: tuple[Remark, ...] = ()
    notes: tuple[Note, ...] = ()
    gaps: tuple[datetime, ...] = ()
    acknowledged: tuple[Alert, ...] = ()
    reflections: tuple[Reflection, ...] = ()
    growth: tuple[Growth, ...] = ()
    cares: tuple[Care, ...] = ()
    week: Week | None = None
    under: Week | None = None
    sharing: tuple[tuple[str, "Case"], ...] = ()
    held: Held | None = None
    kept: Kept | None = None

    @property
    def in_care(self) -> bool:
        """Whether the client's episode is open."""
        return self.episode is not None and self.episode.closed_at is None

    @property
    def everyone(self) -> tuple[Client, ...]:
        """The client as every rater."""
        return self.raters or ((self.client,) if self.client else ())

    @property
    def asked(self) -> tuple[Request, ...]:
        """The latest request of every rater."""
        return self.requests or ((self.request,) if self.request else ())

    def seen_by(self, rater: str) -> "Case":
        """The same case as it concerns another rater of the client."""
        client = next((one for one in self.everyone if one.rater == rater), self.client)
        asked = next((one for one in self.asked if one.rater == rater), None)
        return self if client is self.client else replace(self, client=client, request=asked)
