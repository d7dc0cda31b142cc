"""The roster: by which reference and under which number the practice itself knows its clients. Both are sealed."""

from storage.database import Connection, Database

REFERENCE, PHONE = "reference", "phone"


async def references(database: Database) -> dict[str, str]:
    """The client of each reference of the practice's own."""
    found = await database.sql.references_all(database.reader)
    return {database.vault.open(sealed, REFERENCE): client for client, sealed in found}


async def set_reference(database: Database, connection: Connection, client: str, reference: str) -> None:
    """The practice's own reference of a client. Raises Taken if it is another's."""
    index, sealed = database.vault.index(reference, REFERENCE), database.vault.seal(reference, REFERENCE)
    await database.sql.reference_set(connection, id=client, reference_index=index, reference_sealed=sealed)


async def known_as(database: Database, client: str) -> tuple[str, str]:
    """The practice's own reference of a client and the number it knows; empty where there is none."""
    sealed = await database.sql.reference_of(database.reader, id=client)
    reference = database.vault.open(sealed, REFERENCE) if sealed else ""
    return reference, await phone(database, client)


async def phone(database: Database, person: str) -> str:
    """The number, in E.164, that the practice knows of somebody; empty if none."""
    sealed = await database.sql.phone_of(database.reader, id=person)
    return database.vault.open(sealed, PHONE) if sealed else ""


async def set_phone(database: Database, person: str, number: str) -> None:
    """The number that the practice knows of somebody."""
    async with database.transaction() as connection:
        await database.sql.phone_set(connection, id=person, phone_sealed=database.vault.seal(number, PHONE))
