"""An address that several people share, as rows."""

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
