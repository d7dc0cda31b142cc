"""An address that several people share, as rows."""

from datetime import datetime
from typing import Any, assert_never

from handlers.shared import AddressShared, HeldDone, Sharing, SharingEnded, TextHeld
from storage.database import Database, to_ms


def row_of(database: Database, fact: Sharing) -> tuple[str, dict[str, Any]]:
    """Which query writes a fact, with which row."""
    row: dict[str, Any] = {"address_index": database.vault.address_index(fact.address)}
    match fact:
        case AddressShared(_, mark, person, at):
            return "sharing_set", {**row, "mark": mark, "person": person, "at": to_ms(at)}
        case SharingEnded(_, at):
            return "sharing_end", {**row, "at": to_ms(at)}
        case TextHeld(_, held):
            instants = {"at": to_ms(held.at), "until": to_ms(held.until)}
            sealed = database.vault.seal(held.text, "held")
            return "held_set", {**row, **instants, "text_sealed": sealed, "content": held.content}
        case HeldDone():
            return "held_drop", row
        case _:
            assert_never(fact)


async def forget(database: Database, now: datetime) -> None:
    """Deletes the words of which nobody has said in time whose they are. Raises DatabaseRefused."""
    if not await database.sql.held_too_long(database.reader, now=to_ms(now)):
        return
    async with database.transaction() as connection:
        await database.sql.held_forget(connection, now=to_ms(now))
