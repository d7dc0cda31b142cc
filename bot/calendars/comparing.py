"""Comparing: what a calendar tells now against what was booked from it before. Pure.

A change that staff made by hand stays until the calendar itself tells something else of that appointment: what comes
later counts. What has begun is never touched.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from storage.feeds import Entry

SAME_SESSION = timedelta(days=6)
"""When a whole series is moved each of its events gets a new name: one that went and one that came are the same session
if they lie no further apart (ours: less than the week that lies between most sessions)."""

FEW_GONE = 3
"""So many appointments may always vanish from a calendar at once (ours)."""


class Kind(StrEnum):
    """What a change does."""

    BOOK = "book"
    MOVE = "move"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a calendar tells of one client's appointment. `key` and `series` are keyed hashes."""

    key: str
    series: str
    client: str
    starts_at: datetime
    ends_at: datetime | None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to do. `was`: what the calendar told before; `now`: what it tells, None if it tells nothing more."""

    kind: Kind
    was: Entry | None
    now: Claim | None

    @property
    def client(self) -> str:
        """Whose appointment it is."""
        told = self.was if self.kind is Kind.CANCEL and self.was else self.now or self.was
        assert told is not None
        return told.client

    @property
    def gone(self) -> bool:
        """Whether the calendar has fallen silent about it, rather than cancelled it."""
        return self.now is None


def compare(claims: Sequence[Claim], entries: Mapping[str, Entry], silent: Collection[str]) -> list[Change]:
    """The changes in order. `silent`: keys of entries of which the calendar should tell, and does not."""
    changes = [change for claim in claims for change in _of(claim, entries.get(claim.key))]
    gone = [entries[key] for key in silent if not entries[key].cancelled]
    return _paired(changes, sorted(gone, key=lambda one: one.starts_at))


def braked(changes: Sequence[Change], live: int) -> bool:
    """Whether so much has vanished at once that it is more likely the calendar's fault. `live`: how many there were."""
    gone = sum(change.gone for change in changes)
    return gone > FEW_GONE and gone * 2 > live


def _of(claim: Claim, entry: Entry | None) -> Iterator[Change]:
    if entry is None:
        if not claim.cancelled:
            yield Change(Kind.BOOK, None, claim)
    elif entry.client != claim.client:
        if not entry.cancelled:
            yield Change(Kind.CANCEL, entry, claim)
        if not claim.cancelled:
            yield Change(Kind.BOOK, None, claim)
    elif claim.cancelled:
        if not entry.cancelled:
            yield Change(Kind.CANCEL, entry, claim)
    elif entry.cancelled or (entry.starts_at, entry.ends_at) != (claim.starts_at, claim.ends_at):
        yield Change(Kind.MOVE, entry, claim)


def _paired(changes: list[Change], gone: list[Entry]) -> list[Change]:
    """What vanished and what came of the same series is one move each."""
    found: list[Change] = []
    for change in changes:
        was = next((one for one in gone if change.kind is Kind.BOOK and change.now and _same(one, change.now)), None)
        if was is not None:
            gone.remove(was)
            found.append(Change(Kind.MOVE, was, change.now))
        else:
            found.append(change)
    return [*(Change(Kind.CANCEL, one, None) for one in gone), *found]


def _same(one: Entry, claim: Claim) -> bool:
    apart = abs(one.starts_at - claim.starts_at)
    return (one.series, one.client) == (claim.series, claim.client) and apart <= SAME_SESSION
