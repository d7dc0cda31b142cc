"""The roster: by which reference and under which number the practice itself knows its clients. Both are sealed."""

from collections import defaultdict
from dataclasses import dataclass

from storage.database import Connection, Database

REFERENCE, PHONE = "reference", "phone"


class InUse(Exception):
    """The reference or the phone is another client's already: the message says whose, and what to do."""


@dataclass(frozen=True, slots=True)
class Known:
    """How the practice itself knows a client: its own reference, and the number in E.164; empty where there is none.

    `shared`: the number may be another client's as well.
    """

    reference: str = ""
    phone: str = ""
    shared: bool = False


UNKNOWN = Known()


async def references(database: Database) -> dict[str, str]:
    """The client of each reference of the practice's own."""
    found = await database.sql.references_all(database.reader)
    return {database.vault.open(sealed, REFERENCE): client for client, sealed in found}


async def phones(database: Database, connection: Connection) -> dict[str, set[str]]:
    """The clients that a number is known of, also as a carer's or a partner's."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for client, sealed in await database.sql.phones_all(connection):
        found[database.vault.open(sealed, PHONE)].add(client)
    return found


async def known_as(database: Database, client: str, person: str = "") -> Known:
    """How the practice itself knows a client, with the number of that `person` if it is another rater of theirs."""
    sealed = await database.sql.reference_of(database.reader, id=client)
    reference = database.vault.open(sealed, REFERENCE) if sealed else ""
    return Known(reference, await phone(database, database.reader, person or client))


async def phone(database: Database, connection: Connection, person: str) -> str:
    """The number, in E.164, that the practice knows of somebody; empty if none."""
    sealed = await database.sql.phone_of(connection, id=person)
    return database.vault.open(sealed, PHONE) if sealed else ""


async def set_reference(database: Database, connection: Connection, client: str, reference: str) -> None:
    """The practice's own reference of a client; empty for none any more. Raises InUse, also where only capitals differ,
    as calendars are searched without regard to them."""
    index = database.vault.index(reference.casefold(), REFERENCE) if reference else None
    holder = await database.sql.reference_holder(connection, reference_index=index)
    if holder not in {None, client}:
        raise InUse(f"The reference is that of {holder} already: look with `meantime client show {holder}`.")
    sealed = database.vault.seal(reference, REFERENCE) if reference else None
    await database.sql.reference_set(connection, id=client, reference_index=index, reference_sealed=sealed)


async def set_phone(
    database: Database, connection: Connection, person: str, number: str, *, shared: bool = False
) -> None:
    """The number that the practice knows of somebody; empty for none any more. Raises InUse, unless it is `shared`."""
    client = person.partition("/")[0]
    if number and not shared:
        for other in sorted((await phones(database, connection)).get(number, set()) - {client}):
            raise InUse(f"The phone is that of {other} already: if they share it, say so with --shared.")
    sealed = database.vault.seal(number, PHONE) if number else None
    await database.sql.phone_set(connection, id=person, phone_sealed=sealed)
