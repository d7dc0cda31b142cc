"""People: who somebody is to the practice, where they are reached, and what each is asked by. Frozen."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from messages.envelope import Address, Channel
from scheduler.schedule import SELF
from scheduler.timetable import Hours, Timing


class Role(StrEnum):
    """Who somebody is to the practice."""

    CLIENT = "client"
    THERAPIST = "therapist"


class Duty(StrEnum):
    """What somebody of the practice does: sees clients, looks after therapists, or runs it."""

    THERAPIST = "therapist"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"


class ContactState(StrEnum):
    """Whether an address may be written to. `STOPPED` by the person's own word, `BLOCKED` by the provider's."""

    OPEN = "open"
    STOPPED = "stopped"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Contact:
    """An address that joined, or said stop. `person`: a rater's or therapist's id; empty for a stranger.

    `echoes`: replies in a row that asked for nothing, the last of them at `echo_at`. `mark`: by which the person is
    told apart from others at the same address; empty where nobody shares it.
    """

    address: Address
    role: Role
    person: str
    state: ContactState
    echoes: int = 0
    echo_at: datetime | None = None
    mark: str = ""


class Holds(StrEnum):
    """What can wait is told a therapist in the morning, or just before the client's next session."""

    MORNING = "morning"
    BRIEF = "brief"


@dataclass(frozen=True, slots=True)
class Away:
    """A span (UTC) in which a colleague stands in for a therapist."""

    id: str
    colleague: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Therapist:
    """A therapist and the addresses that may be written to, the one joined last first. `team`: empty if none.

    `quiet_from`, `quiet_until`: own quiet hours, None for the practice's; the same twice for none. `holds`: what
    becomes of what can wait. `backup`: who is told of what cannot, beside them; empty if nobody is named. `away`: now
    or to come. `digest`: whether they want one, next at `digest_at` (UTC).
    """

    id: str
    name: str
    language: str
    zone: ZoneInfo
    contacts: tuple[Contact, ...] = ()
    team: str = ""
    duty: Duty = Duty.THERAPIST
    quiet_from: time | None = None
    quiet_until: time | None = None
    holds: Holds = Holds.MORNING
    backup: str = ""
    away: tuple[Away, ...] = ()
    digest: bool = True
    digest_at: datetime | None = None

    def colleague(self, now: datetime) -> str:
        """Who stands in for them now; empty while they are here."""
        return next((one.colleague for one in self.away if one.since <= now < one.until), "")


def person_of(client: str, rater: str) -> str:
    """The id of whoever is asked about a client: `C-7K2` for the client, `C-7K2/carer` for others."""
    return client if rater == SELF else f"{client}/{rater}"


@dataclass(frozen=True, slots=True)
class Client:
    """A client under the pseudonym `id` (`C-7K2`) as one rater: the client or somebody else who is asked about them,
    with that person's own language, clock, consent and addresses.

    `consent`: the text version agreed to, empty if none; `withdrawn`: they agreed once, and said stop since.
    `contact_from`, `contact_until`: own contact hours, None for the practice's. `channel`: the one they prefer, empty
    if none; `fallback`: whether they agreed to be asked by another where that one fails, None if they never said;
    `fallback_asked`: when they were asked that (UTC), None if never. `shown`: the version of the consent text they were
    sent last, empty if none. `initials`: empty where the practice shows therapists the pseudonym alone.
    """

    id: str
    language: str
    zone: ZoneInfo
    consent: str = ""
    withdrawn: bool = False
    contacts: tuple[Contact, ...] = ()
    rater: str = SELF
    contact_from: time | None = None
    contact_until: time | None = None
    channel: Channel | None = None
    fallback: bool | None = None
    shown: str = ""
    fallback_asked: datetime | None = None
    initials: str = ""

    @property
    def fallback_open(self) -> bool:
        """They were asked about another channel, and have not said."""
        return self.fallback_asked is not None and self.fallback is None

    @property
    def person(self) -> str:
        """Who is asked."""
        return person_of(self.id, self.rater)

    def hours(self, timing: Timing) -> Hours:
        """When the clock may write to this person."""
        return timing.hours(self.zone, self.contact_from, self.contact_until)
