"""People of the practice: therapists, clients, and the single-use codes that bring them in."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.case import Case, Episode, Role, Therapist
from handlers.facts import EpisodeOpened
from handlers.practice import Practice
from storage import cases, facts, rows
from storage.database import Database, from_ms, listed, to_ms


class Unknown(Exception):
    """Nobody has this id: `meantime client list` and `meantime therapist list` show who is known."""

    def __init__(self) -> None:
        super().__init__((self.__doc__ or "").strip())


@dataclass(frozen=True, slots=True)
class Person:
    """A client as staff may see one: pseudonym, name, language, zone, and the open episode, else the latest."""

    id: str
    name: str
    language: str
    zone: str
    therapist: str
    age: str
    profile: str
    measure: str
    in_care: bool


async def add_therapist(database: Database, therapist: Therapist, now: datetime) -> None:
    """A therapist joins the practice (addresses come by invite)."""
    async with database.transaction() as connection:
        await database.sql.therapist_add(
            connection,
            id=therapist.id,
            name_sealed=database.vault.seal(therapist.name, "name"),
            language=therapist.language,
            zone=therapist.zone.key,
            team=therapist.team,
            at=to_ms(now),
        )


async def add_client(
    database: Database, name: str, language: str, zone: ZoneInfo, episode: Episode, now: datetime
) -> None:
    """A client begins an episode of care. Raises Unknown if there is no such therapist."""
    await therapist(database, episode.therapist)
    async with database.transaction() as connection:
        await database.sql.client_add(
            connection,
            id=episode.client,
            name_sealed=database.vault.seal(name, "name"),
            language=language,
            zone=zone.key,
            at=to_ms(now),
        )
        await facts.apply(database, connection, [EpisodeOpened(episode, now)], now)


async def set_team(database: Database, id: str, team: str) -> None:  # noqa: A002 - the table's own word
    """Puts a therapist into a team; empty for none. Raises Unknown."""
    await therapist(database, id)
    async with database.transaction() as connection:
        await database.sql.therapist_team(connection, id=id, team=team)


async def therapists(database: Database) -> list[Therapist]:
    """Every therapist, with open and closed addresses."""
    found = await database.sql.therapists_all(database.reader)
    return [await therapist(database, row[0]) for row in found]


async def therapist(database: Database, id: str) -> Therapist:  # noqa: A002 - the table's own word
    """One therapist. Raises Unknown."""
    found = await database.sql.therapists_by_id(database.reader, therapists=listed([id]))
    if not found:
        raise Unknown
    contacts = await database.sql.contacts_of(database.reader, persons=listed([id]))
    return rows.therapist(
        found[0], database.vault, tuple(rows.contact(rows.address(row, database.vault), row[2:]) for row in contacts)
    )


async def clients(database: Database) -> list[Person]:
    """Every client, those in care first."""
    found = await database.sql.clients_all(database.reader)
    return [Person(row[0], database.vault.open(row[1], "name"), *row[2:]) for row in found]


async def client(database: Database, id: str, practice: Practice, now: datetime) -> Case:  # noqa: A002
    """All that is known of one client. Raises Unknown."""
    case = await cases.client_case(database, database.reader, id, practice, now)
    if case.client is None:
        raise Unknown
    return case


async def invite(
    database: Database, code: str, role: Role, person: str, language: str, expires_at: datetime, now: datetime
) -> None:
    """Keeps a fresh single-use code (only its keyed hash); older unused ones of the same person end."""
    async with database.transaction() as connection:
        await database.sql.invites_withdraw(connection, person=person, at=to_ms(now))
        await database.sql.invite_add(
            connection,
            id=database.vault.code_index(code),
            role=role,
            person=person,
            language=language,
            expires_at=to_ms(expires_at),
        )


async def remarks(database: Database, client: str) -> list[tuple[datetime, str]]:
    """What a client wrote besides numbers, oldest first."""
    found = await database.sql.remarks_of(database.reader, client=client)
    return [(from_ms(row[2]), database.vault.open(row[1], "remark")) for row in found]
