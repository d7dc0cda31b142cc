"""Cards: what staff read of clients, as texts are given it. Scores in tenths; instants on the reader's own clock."""

from dataclasses import dataclass
from datetime import datetime

from measures.flags import Flag


@dataclass(frozen=True, slots=True)
class Course:
    """Totals in one line: the first, what came `latest`, and whether there was `more` between. `change`: last minus
    first; None before the second rating."""

    measure: str
    first: int
    latest: tuple[int, ...]
    more: bool
    change: int | None


@dataclass(frozen=True, slots=True)
class Area:
    """An item of the last rating, and what it was `before`, in the rating before that."""

    name: str
    now: int
    before: int | None


@dataclass(frozen=True, slots=True)
class Alliance:
    """The last rating of the alliance."""

    measure: str
    total: int


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a client's, or of the reader's own note."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A schedule: `rater` is empty for the client; `occasion` is `before`, `after` or `between`."""

    measure: str
    rater: str
    occasion: str
    every: int
    days: int


@dataclass(frozen=True, slots=True)
class Card:
    """One client. `therapist` is empty for the reader's own; `expected` now, None where the profile expects nothing,
    and in tenths of a percent how much of that change is `met`; `lacking`: what stands against a good session
    (`not_rated`, `no_consent`, `stopped`, `unreachable`); `alerts`: the rules of open ones that are no `flags`
    now, the oldest raised at `alert_since`."""

    client: str
    status: str
    therapist: str = ""
    ended: bool = False
    course: Course | None = None
    expected: int | None = None
    met: int = 0
    flags: tuple[Flag, ...] = ()
    areas: tuple[Area, ...] = ()
    alliance: Alliance | None = None
    remarks: tuple[Said, ...] = ()
    notes: tuple[Said, ...] = ()
    next_at: datetime | None = None
    missed: int = 0
    lacking: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()
    alert_since: datetime | None = None
    alerts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """A session of today. `level`: of the most urgent open alert; empty if none is open."""

    at: datetime
    client: str
    status: str
    lacking: tuple[str, ...] = ()
    level: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A client in a caseload. `sessions` were held; `missed`: requests in a row that brought no answer."""

    client: str
    therapist: str
    status: str
    total: int | None
    change: int | None
    ratings: int
    sessions: int
    missed: int = 0
    level: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The open alerts about one client: how urgent, since when, by which rules, and how far they have gone (0 to 3)."""

    client: str
    level: str
    since: datetime
    rules: tuple[str, ...]
    stage: int


@dataclass(frozen=True, slots=True)
class Share:
    """So many `hits` of `n`, as `value` with its 95 % interval in tenths of a percent."""

    hits: int
    n: int
    value: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Trend:
    """How much the effect changes in thirty closed cases, with its 95 % interval, in hundredths of the standard
    deviation that it is measured by. `verdict`: `improved`, `declined`, or `same` where the interval holds nothing."""

    verdict: str
    value: int
    low: int
    high: int
    n: int


@dataclass(frozen=True, slots=True)
class Measured:
    """The closed cases of one yardstick. `few`: too few of them count to judge by."""

    name: str
    closed: int
    counted: int
    reliable: Share | None
    significant: Share | None
    few: bool
    trend: Trend | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of the reader's `own` cases, of a `team` or of the `practice`."""

    kind: str
    name: str
    care: int
    off_track: int
    answered: Share | None = None
    measures: tuple[Measured, ...] = ()
