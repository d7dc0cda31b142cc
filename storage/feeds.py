"""Feeds: calendars that are read again and again, what was booked from each, and by what clients are known there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.database import Connection, Database, from_ms, to_ms
from storage.rows import Row

FILE = "file"
"""The source of all that is imported from files."""


class NoFeed(Exception):
    """There is no such calendar: `meantime calendar list` shows those there are."""

    def __init__(self) -> None:
        super().__init__((self.__doc__ or "").strip())


@dataclass(frozen=True, slots=True)
class Feed:
    """A subscribed calendar. `etag` and `last_modified` as its server called the edition that was read at `read_at`.

    `failure` says why it could not be read the last time, and has since `failed_since`; empty if it could.
    """

    id: str
    name: str
    url: str
    etag: str
    last_modified: str
    read_at: datetime
    polled_at: datetime | None
    failed_since: datetime | None
    failure: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a calendar told last of an appointment that was booked from it. `key` and `series` are keyed hashes."""

    key: str
    series: str
    client: str
    appointment: str
    starts_at: datetime
    ends_at: datetime | None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Unmatched:
    """What a calendar tells that is nobody's appointment; `starts_at` None when that could not be read."""

    source: str
    key: str
    title: str
    starts_at: datetime | None
    reason: str


async def add(database: Database, id: str, name: str, url: str, now: datetime) -> None:  # noqa: A002 - the table's word
    """Subscribes to a calendar."""
    vault = database.vault
    async with database.transaction() as connection:
        await database.sql.feed_add(
            connection, id=id, name_sealed=vault.seal(name, "feed"), url_sealed=vault.seal(url, "url"), at=to_ms(now)
        )


async def remove(database: Database, id: str) -> None:  # noqa: A002 - the table's own word
    """Reads a calendar no longer; what was booked from it stays. Raises NoFeed."""
    async with database.transaction() as connection:
        if not await database.sql.feed_remove(connection, id=id):
            raise NoFeed
        await database.sql.entries_forget(connection, source=id)
        await database.sql.unmatched_forget(connection, source=id)


async def feeds(database: Database) -> list[Feed]:
    """Every subscribed calendar."""
    return [_feed(database, row) for row in await database.sql.feeds_all(database.reader)]


async def read(database: Database, feed: str, etag: str, last_modified: str, now: datetime) -> None:
    """A calendar was read as a whole, and all it tells was carried out."""
    async with database.transaction() as connection:
        await database.sql.feed_read(connection, id=feed, etag=etag, last_modified=last_modified, at=to_ms(now))


async def same(database: Database, feed: str, now: datetime) -> None:
    """A calendar is still the edition that was read."""
    async with database.transaction() as connection:
        await database.sql.feed_same(connection, id=feed, at=to_ms(now))


async def failed(database: Database, feed: str, failure: str, now: datetime) -> None:
    """A calendar could not be read."""
    async with database.transaction() as connection:
        await database.sql.feed_failed(connection, id=feed, failure=failure, at=to_ms(now))


async def read_anew(database: Database) -> None:
    """Whatever the editions, all calendars are read as a whole the next time: what is to be done may have changed."""
    async with database.transaction() as connection:
        await database.sql.feeds_anew(connection)


async def entries(database: Database, source: str) -> dict[str, Entry]:
    """What was booked from a source, by key."""
    found = await database.sql.entries_of(database.reader, source=source)
    return {row[0]: _entry(row) for row in found}


async def entry(database: Database, connection: Connection, source: str, key: str) -> Entry | None:
    """One entry as it stands inside this transaction."""
    found = await database.sql.entry_at(connection, source=source, key=key)
    return _entry(found[0]) if found else None


async def keep(database: Database, connection: Connection, source: str, entry: Entry, was: Entry | None) -> None:
    """An entry as the calendar tells it now; it takes the place of the one it `was`."""
    if was is not None and was.key != entry.key:
        await database.sql.entry_forget(connection, source=source, key=was.key)
    await database.sql.entry_keep(
        connection,
        source=source,
        key=entry.key,
        series=entry.series,
        client=entry.client,
        appointment=entry.appointment,
        starts_at=to_ms(entry.starts_at),
        ends_at=to_ms(entry.ends_at) if entry.ends_at else None,
        cancelled=int(entry.cancelled),
    )


async def told_elsewhere(database: Database, connection: Connection, source: str, entry: Entry) -> bool:
    """Whether another calendar, or another event, still tells of an entry's appointment."""
    found = await database.sql.entries_elsewhere(
        connection, appointment=entry.appointment, source=source, key=entry.key
    )
    return bool(found[0][0])


async def set_unmatched(database: Database, source: str, unmatched: Sequence[Unmatched]) -> None:
    """What of a source is nobody's now."""
    rows = [
        {
            "source": source,
            "key": one.key,
            "title_sealed": database.vault.seal(one.title, "event"),
            "starts_at": to_ms(one.starts_at) if one.starts_at else None,
            "reason": one.reason,
        }
        for one in unmatched
    ]
    async with database.transaction() as connection:
        await database.sql.unmatched_forget(connection, source=source)
        if rows:
            await database.sql.unmatched_keep(connection, rows)


async def unmatched(database: Database) -> list[Unmatched]:
    """What is nobody's, of all sources, soonest first."""
    return [
        Unmatched(source, "", database.vault.open(title, "event"), _instant(at), reason)
        for source, title, at, reason in await database.sql.unmatched_all(database.reader)
    ]


async def set_email(database: Database, client: str, address: str, *, known: bool = True) -> None:
    """A client is known in calendars by this e-mail address (only its keyed hash is kept), or no longer is."""
    query = database.sql.client_email_add if known else database.sql.client_email_remove
    async with database.transaction() as connection:
        await query(connection, email_index=email_index(database, address), client=client)
        await database.sql.feeds_anew(connection)


def email_index(database: Database, address: str) -> str:
    """The keyed hash of an e-mail address, however it is written."""
    return database.vault.index(address.strip().lower(), "email")


async def emails(database: Database) -> dict[str, set[str]]:
    """The clients of each address, by its keyed hash."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for index, client in await database.sql.client_emails_all(database.reader):
        found[index].add(client)
    return found


async def in_care(database: Database) -> dict[str, str]:
    """Every client in care with the practice's own reference, empty if there is none."""
    found = await database.sql.clients_in_care(database.reader)
    return {client: database.vault.open(sealed, "reference") if sealed else "" for client, sealed in found}


def _feed(database: Database, row: Row) -> Feed:
    name, url = database.vault.open(row[1], "feed"), database.vault.open(row[2], "url")
    polled_at, failed_since = _instant(row[6]), _instant(row[7])
    return Feed(row[0], name, url, row[3], row[4], from_ms(row[5]), polled_at, failed_since, row[8])


def _instant(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)


def _entry(row: Row) -> Entry:
    return Entry(row[0], row[1], row[2], row[3], from_ms(row[4]), _instant(row[5]), bool(row[6]))
