"""Phones: what stands at the number that the practice knows of somebody, looked up for who is to be invited."""

from datetime import datetime

import aiosqlite

from handlers.invites import KnownPhone
from handlers.inviting import INVITATION
from handlers.people import Client
from messages.envelope import Address, Channel
from storage import outbox, roster, rows
from storage.database import Database, listed


async def known(database: Database, connection: aiosqlite.Connection, who: Client, now: datetime) -> KnownPhone | None:
    """The phone of a client or another rater, and whether an invitation was written to it on their own day; None if
    none is known."""
    number = await roster.phone(database, connection, who.person)
    if not number:
        return None
    address = Address(Channel.SMS, number)
    index = database.vault.address_index(address)
    found = await database.sql.contacts_at(connection, indexes=listed([index]))
    holder = next((rows.contact(address, [*row[1:-1], ""]) for row in found), None)
    key = f"{INVITATION}:{who.person}:{index[:8]}:{now.astimezone(who.zone):%Y-%m-%d}"
    return KnownPhone(address, holder, key, await outbox.written(database, connection, key))
