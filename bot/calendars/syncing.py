"""Syncing: what a calendar tells becomes changes, and each change is booked, in a transaction of its own together with
what the calendar told. The same calendar once more changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.applying import apply
from bot.calendars.comparing import Change, Claim, Kind, compare
from bot.calendars.matching import Known, Nobody, match
from bot.calendars.occurrence import Occurrence, Told, Unread
from bot.patterns import Pattern
from handlers import booking
from handlers.case import Appointment, Case
from handlers.facts import Fact
from handlers.practice import Practice
from storage import cases, feeds
from storage.database import Connection, Database
from storage.feeds import Entry, Unmatched
from storage.ids import fresh


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done about a source, and what of it is nobody's. `live`: how many appointments it told of before
    that are still to come."""

    source: str
    changes: tuple[Change, ...]
    unmatched: tuple[Unmatched, ...]
    live: int


async def known(database: Database, rule: Pattern | None) -> Known:
    """By what clients in care are known to the practice's calendars."""
    references = await feeds.in_care(database)
    named = {reference: client for client, reference in references.items() if reference}
    return Known(set(references), named, await feeds.emails(database), rule)


async def plan(
    database: Database, source: str, told: Told, who: Known, now: datetime, until: datetime | None = None
) -> Plan:
    """What follows from what a source tells of the time from `now` on.

    With `until` the source tells all there is until then, and what it no longer tells is cancelled; without, only what
    it tells counts.
    """
    before = await feeds.entries(database, source)
    claims: list[Claim] = []
    unmatched = [_unread(source, one, number) for number, one in enumerate(told.unread)]
    for one in told.occurrences:
        claim = _claim(database, one, who, before)
        if isinstance(claim, Claim):
            claims.append(claim)
        elif not one.cancelled:
            key = _key(database, one.uid, one.recurrence)
            unmatched.append(Unmatched(source, key, one.title or one.client, one.starts_at, claim))
    heard = {_key(database, one.uid, one.recurrence) for one in told.occurrences}
    unread = {_series(database, one.uid) for one in told.unread}
    live = {key: one for key, one in before.items() if not one.cancelled and one.starts_at > now}
    silent = [
        key
        for key, one in live.items()
        if until and one.starts_at < until and key not in heard and one.series not in unread
    ]
    return Plan(source, tuple(compare(claims, before, silent)), tuple(unmatched), len(live))


async def carry_out(
    database: Database, practice: Practice, found: Plan, changes: Sequence[Change], now: datetime
) -> None:
    """Books the changes, and keeps what is nobody's."""
    for change in changes:
        async with database.transaction() as connection:
            await _carry_out(database, connection, practice, found.source, change, now)
    await feeds.set_unmatched(database, found.source, found.unmatched)


async def _carry_out(
    database: Database, connection: Connection, practice: Practice, source: str, change: Change, now: datetime
) -> None:
    """Nothing if somebody else was faster: the entry is no longer as it was compared with."""
    told = change.was or change.now
    assert told is not None
    before = await feeds.entry(database, connection, source, told.key)
    if before != change.was and not (change.was is None and before is not None and before.cancelled):
        return
    case = await cases.client_case(database, connection, change.client, practice, now)
    if case.client is None or case.episode is None or case.episode.closed_at is not None:
        return
    shared = change.was is not None and await feeds.told_elsewhere(database, connection, source, change.was)
    said, entry = _decide(change, case, f"A-{fresh(6)}", now, shared=shared)
    await apply(database, connection, said, case, now)
    await feeds.keep(database, connection, source, entry, change.was)


def _decide(change: Change, case: Case, id: str, now: datetime, *, shared: bool) -> tuple[list[Fact], Entry]:  # noqa: A002 - the field's own word
    """The facts of a change, and what is kept of it."""
    own = _booked(change.was, case)
    if change.kind is Kind.CANCEL:
        assert change.was is not None
        facts = booking.cancel(own, case, now) if own and not shared else []
        return facts, replace(change.was, cancelled=True)
    claim = change.now
    assert claim is not None
    there = _at(claim, case)
    if there is not None and there != own:
        facts = booking.cancel(own, case, now) if own and not shared else []
        return facts, _entry(claim, there.id)
    if own is None or shared:
        made = Appointment(id, claim.client, claim.starts_at, 1, ends_at=claim.ends_at)
        return booking.book(made, case, now), _entry(claim, made.id)
    if (own.starts_at, own.ends_at) == (claim.starts_at, claim.ends_at):
        return [], _entry(claim, own.id)
    return booking.move(own, claim.starts_at, case, now, claim.ends_at), _entry(claim, own.id)


def _booked(entry: Entry | None, case: Case) -> Appointment | None:
    """The appointment of an entry if it is still to come; one that was cancelled by hand no longer is."""
    return next((one for one in case.upcoming if entry and one.id == entry.appointment), None)


def _at(claim: Claim, case: Case) -> Appointment | None:
    """The session that is booked at that time already, by hand or from another calendar: it is not booked twice."""
    return next((one for one in case.upcoming if not one.schedule and one.starts_at == claim.starts_at), None)


def _entry(claim: Claim, appointment: str) -> Entry:
    return Entry(claim.key, claim.series, claim.client, appointment, claim.starts_at, claim.ends_at)


def _claim(database: Database, one: Occurrence, who: Known, before: dict[str, Entry]) -> Claim | Nobody:
    """An appointment that was matched once stays its client's, though its words may no longer say so."""
    key = _key(database, one.uid, one.recurrence)
    client = match(one, who, lambda address: feeds.email_index(database, address))
    if client is Nobody.UNKNOWN and key in before and before[key].client in who.clients:
        client = before[key].client
    if isinstance(client, Nobody):
        return client
    return Claim(key, _series(database, one.uid), client, one.starts_at, one.ends_at, one.cancelled)


def _key(database: Database, uid: str, recurrence: str) -> str:
    return database.vault.index(f"{uid}\n{recurrence}", "event")


def _series(database: Database, uid: str) -> str:
    return database.vault.index(uid, "series")


def _unread(source: str, one: Unread, number: int) -> Unmatched:
    """With all by which somebody may find it again; kept sealed, as anything may be written there."""
    place = f"line {one.line}" if one.line else one.title
    begins, uid = one.starts and f"starts {one.starts}", one.uid and f"UID {one.uid}"
    return Unmatched(source, f"unread:{number}", ", ".join(filter(None, (place, begins, uid))), None, one.reason)
