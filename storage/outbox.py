"""The outbox: letters from written to delivered. The courier's only door to the database.

A letter is `due`, `sending` while claimed, then `sent` and perhaps `delivered`; or `failed`, `expired`, `withdrawn`.
"""

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

import aiosqlite
import structlog

from messages.envelope import Address, Button, Channel, Letter, Priority
from messages.post import Posted, Sent
from storage.database import Database, from_ms, listed, to_ms
from storage.rows import Row
from storage.vault import VaultError

SEALED = "sealed"
"""The code of a letter that no key opens."""

AS_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False)
log = structlog.get_logger()


class Again(NamedTuple):
    """A letter in hand that is to be tried again, not before an instant; `code` says why."""

    key: str
    until: datetime
    code: str = ""


class Outbox:
    """Claims, settles and finds letters."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, now: datetime, limit: int, channels: Iterable[Channel] = Channel) -> list[Posted]:
        """Up to `limit` letters by `channels` that are due, now `sending`: the most urgent first. Stale ones expire."""
        sql = self._database.sql
        async with self._database.transaction() as connection:
            await sql.letters_expire(connection, now=to_ms(now))
            rows: list[Row] = []
            for channel in channels:
                left = limit - len(rows)
                rows += await sql.letters_claim(connection, now=to_ms(now), limit=left, channel=channel)
            posted, sealed = self._opened(rows)
            await self._fail(connection, sealed)
        return posted

    async def unsettled(self) -> list[Posted]:
        """Letters that are claimed: while nothing is in hand, nobody knows whether they left."""
        posted, sealed = self._opened(await self._database.sql.letters_unsettled(self._database.reader))
        if sealed:
            async with self._database.transaction() as connection:
                await self._fail(connection, sealed)
        return posted

    async def sent(self, done: Sequence[Sent], now: datetime) -> None:
        """These have left."""
        rows = [{"key": one.key, "reference": one.reference, "at": to_ms(now)} for one in done]
        async with self._database.transaction() as connection:
            await self._database.sql.letters_sent(connection, rows)

    async def again(self, waiting: Sequence[Again]) -> None:
        """These are to be tried again."""
        rows = [{"key": one.key, "not_before": to_ms(one.until), "code": one.code} for one in waiting]
        async with self._database.transaction() as connection:
            await self._database.sql.letters_again(connection, rows)

    async def failed(self, key: str, code: str, now: datetime) -> None:
        """This one will not be tried again."""
        async with self._database.transaction() as connection:
            await self._database.sql.letters_failed(connection, key=key, code=code)

    async def withdrawn(self, key: str) -> bool:
        """Whether a letter that is claimed must not leave any more: its address said stop, or its request is gone."""
        return bool(await self._database.sql.letters_withdrawn(self._database.reader, key=key))

    async def latest(self, to: Address, slot: str) -> str:
        """The provider's id of the latest message sent in a slot; empty if none."""
        index = self._database.vault.address_index(to)
        found = await self._database.sql.letters_latest_in_slot(self._database.reader, slot=slot, address_index=index)
        return str(found or "")

    async def known(self, references: Sequence[str]) -> set[str]:
        """Those of a provider's ids that belong to letters."""
        rows = await self._database.sql.letters_known(self._database.reader, references=listed(references))
        return {row[0] for row in rows}

    def _opened(self, rows: Sequence[Row]) -> tuple[list[Posted], list[str]]:
        """Letters from rows, the most urgent first, and the keys of those that cannot be opened."""
        posted: list[Posted] = []
        sealed: list[str] = []
        for row in sorted(rows, key=lambda row: (row[3], row[8])):
            try:
                posted.append(Posted(letter(self._database, row), row[6], from_ms(row[7])))
            except VaultError:
                sealed.append(row[0])
        return posted, sealed

    async def _fail(self, connection: aiosqlite.Connection, sealed: Sequence[str]) -> None:
        """What no key opens must hold up no other letter."""
        for key in sealed:
            log.error("a letter cannot be opened", action="outbox.sealed")
            await self._database.sql.letters_failed(connection, key=key, code=SEALED)


def letter(database: Database, row: Row) -> Letter:
    """A letter from (key, body_sealed, purpose, priority, slot, expires_at, …)."""
    key, sealed, purpose, priority, slot, expires_at = row[:6]
    body = json.loads(database.vault.open(sealed, "letter"))
    return Letter(
        key=key,
        to=Address(Channel(body["channel"]), body["id"]),
        text=body["text"],
        purpose=purpose,
        priority=Priority(priority),
        buttons=tuple(tuple(Button(*button) for button in line) for line in body["buttons"]),
        slot=slot,
        edits=body["edits"],
        message=body["message"],
        expires=from_ms(expires_at) if expires_at is not None else None,
        about=body.get("about", ""),
        picture=body.get("picture", ""),
        menu=body.get("menu", ""),
    )


async def write(
    database: Database,
    connection: aiosqlite.Connection,
    letters: Sequence[Letter],
    now: datetime,
    *,
    claimed: bool,
) -> None:
    """Writes letters; if `claimed`, those that `go_at_once` are `sending` for the courier that is handed them."""
    rows = [_row(database, letter, to_ms(now), claimed and go_at_once(letter)) for letter in letters]
    await database.sql.letters_write(connection, rows)


def go_at_once(letter: Letter) -> bool:
    """Replies and alerts go from memory, unless they have to wait; what the clock began is claimed at its own pace, and
    a STOP withdraws it."""
    return letter.priority is not Priority.BULK and letter.not_before is None


def _row(database: Database, letter: Letter, now: int, claimed: bool) -> dict[str, object]:
    body = {
        "channel": letter.to.channel,
        "id": letter.to.id,
        "text": letter.text,
        "buttons": [[(button.label, button.data) for button in line] for line in letter.buttons],
        "edits": letter.edits,
        "message": letter.message,
        "about": letter.about,
        "picture": letter.picture,
        "menu": letter.menu,
    }
    return {
        "key": letter.key,
        "channel": letter.to.channel,
        "address_index": database.vault.address_index(letter.to),
        "body_sealed": database.vault.seal(AS_JSON.encode(body), "letter"),
        "purpose": letter.purpose,
        "priority": int(letter.priority),
        "slot": letter.slot,
        "state": "sending" if claimed else "due",
        "at": now,
        "not_before": to_ms(letter.not_before) if letter.not_before else now,
        "expires_at": to_ms(letter.expires) if letter.expires else None,
        "attempts": 1 if claimed else 0,
        "claimed_at": now if claimed else None,
    }


async def written(database: Database, connection: aiosqlite.Connection, key: str) -> bool:
    """Whether there is a letter of this key, whatever became of it."""
    return bool(await database.sql.letters_found(connection, keys=listed([key]), references=listed([])))


async def found(
    database: Database, connection: aiosqlite.Connection, keys: Sequence[str], references: Sequence[str]
) -> tuple[dict[str, Letter], dict[tuple[str, str], Letter]]:
    """Letters by our key, and by channel and provider's reference; one that no key opens is not found."""
    rows = await database.sql.letters_found(connection, keys=listed(keys), references=listed(references))
    letters: list[tuple[str, Letter]] = []
    for row in rows:
        with suppress(VaultError):
            letters.append((row[1], letter(database, (row[0], *row[3:8]))))
    by_key = {letter.key: letter for _, letter in letters}
    by_reference = {(letter.to.channel.value, reference): letter for reference, letter in letters if reference}
    return by_key, by_reference
