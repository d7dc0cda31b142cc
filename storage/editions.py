"""Editions: the text of every measure and profile that was ever used, so that each rating can be made again."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from measures.datafile import DataFileError, Reader, parse
from measures.instrument import Instrument, instrument_of
from measures.library import INSTRUMENTS, PROFILES, Edition, Library
from measures.profile import Profile, profile_of
from storage.database import Connection, Database, from_ms, to_ms

T = TypeVar("T")
WORDS = {INSTRUMENTS: "measure", PROFILES: "profile"}


class EditionChanged(Exception):
    """A data file says something else than when it was used under the same version; the message names it."""


@dataclass(frozen=True, slots=True)
class Editions:
    """All that was kept, by id and version. A text that cannot be used any more is not among them.

    `since`: when editions were kept first, UTC; None if none is. What a database from before was judged by is unknown.
    """

    instruments: dict[tuple[str, str], Instrument]
    profiles: dict[tuple[str, str], Profile]
    since: datetime | None

    def library(self, measure: tuple[str, str], profile: tuple[str, str]) -> Library:
        """A library of one measure and one profile, each by id and version. Raises KeyError."""
        instrument, rules = self.instruments[measure], self.profiles[profile]
        return Library({instrument.id: instrument}, {rules.id: rules})


async def keep(database: Database, library: Library, now: datetime) -> None:
    """Keeps what ratings are made with from now on. Raises EditionChanged when a file changed under its version."""
    async with database.transaction() as connection:
        if found := await changed(database, connection, library):
            raise EditionChanged(found[0])
        rows = [
            {"kind": one.kind, "id": one.id, "version": one.version, "text": one.text, "at": to_ms(now)}
            for one in library.editions
        ]
        await database.sql.editions_keep(connection, rows)


async def changed(database: Database, connection: Connection, library: Library) -> list[str]:
    """A sentence for each file that says something else than when it was used. Comments and blanks say nothing."""
    rows = await database.sql.editions_all(connection)
    kept = {(kind, id_, version): text for kind, id_, version, text in rows}
    return list(_changed(kept, library))


async def load(database: Database, connection: Connection) -> Editions:
    """All that was kept."""
    rows = [Edition(*row) for row in await database.sql.editions_all(connection)]
    since = await database.sql.editions_since(connection)
    return Editions(
        _made(rows, INSTRUMENTS, instrument_of),
        _made(rows, PROFILES, profile_of),
        None if since is None else from_ms(since),
    )


def _changed(kept: dict[tuple[str, str, str], str], library: Library) -> Iterator[str]:
    for one in library.editions:
        before = kept.get((one.kind, one.id, one.version))
        if before is not None and before != one.text and _said(before) != _said(one.text):
            what = f"The {WORDS[one.kind]} {one.id} {one.version}"
            yield f"{what} has changed since it was used: give it a new version."


def _said(text: str) -> object:
    """What a data file says; the text itself if it says nothing any more."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError:
        return text


def _made(rows: list[Edition], kind: str, make: Callable[[Reader], T]) -> dict[tuple[str, str], T]:
    found: dict[tuple[str, str], T] = {}
    for one in rows:
        if one.kind == kind:
            try:
                found[one.id, one.version] = make(parse(f"{one.id} {one.version}", one.text))
            except DataFileError:
                continue
    return found
