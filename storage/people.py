"""People of the practice: therapists, clients, and the single-use codes that bring them in."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.case import Case, Episode
from handlers.facts import EpisodeOpened, ScheduleSet
from handlers.invites import InviteMade
from handlers.people import Client, Duty, Role, Therapist
from handlers.practice import Practice
from scheduler.schedule import SELF, Schedule
from storage import cases, facts, roster, rows
from storage.database import Connection, Database, from_ms, listed, to_ms
from storage.roster import Known

WEEK = 7
"""Days: a measure of the last week is not asked twice in one (ours; the ORS asks of the week)."""


class Unknown(Exception):
    """Nobody has this id: `meantime client list` and `meantime therapist list` show who is known."""

    def __init__(self) -> None:
        super().__init__((self.__doc__ or "").strip())


class SeesNobody(Exception):
    """Somebody who runs the practice is to see a client: the message says what to do."""


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
            duty=therapist.duty,
            at=to_ms(now),
        )


async def add_client(  # noqa: PLR0913, PLR0917 - what a client begins with
    database: Database,
    name: str,
    language: str,
    zone: ZoneInfo,
    episode: Episode,
    now: datetime,
    gap: int = WEEK,
    rater_name: str = "",
    known: Known = roster.UNKNOWN,
) -> None:
    """A client begins an episode of care (now, unless it has an `opened_at`), and its rater (of that name, if it is not
    the client) is asked its measure before every session, but not twice in so many days. `known`: by the practice.

    Raises Unknown if there is no such therapist, SeesNobody, InUse.
    """
    await seeing(database, episode.therapist)
    asked = Schedule(episode.client, episode.rater, episode.measure, gap=gap)
    raters = {SELF: name, episode.rater: rater_name or name}
    async with database.transaction() as connection:
        await database.sql.client_add(connection, id=episode.client, at=to_ms(now))
        for rater, called in raters.items():
            who = Client(episode.client, language, zone, rater=rater)
            await enter_rater(database, connection, who, called, now)
        if known.reference:
            await roster.set_reference(database, connection, episode.client, known.reference)
        if known.phone:
            await roster.set_phone(database, connection, episode.client, known.phone, shared=known.shared)
        began = EpisodeOpened(episode, episode.opened_at or now)
        await facts.apply(database, connection, [began, ScheduleSet(asked, now)], now)


async def bounds(database: Database, connection: Connection, episode: str) -> tuple[datetime | None, datetime | None]:
    """Between which instants an episode can have begun, by what is kept of it and of the one before; None for open."""
    ((before, *then),) = await database.sql.episode_bounds(connection, episode=episode)
    until = min((one for one in then if one is not None), default=None)
    return from_ms(before) if before is not None else None, from_ms(until) if until is not None else None


async def set_began(database: Database, connection: Connection, episode: str, at: datetime) -> None:
    """When an episode began, and its first therapist with it; what `bounds` allows."""
    await database.sql.assignments_begin(connection, episode=episode, at=to_ms(at))
    await database.sql.episode_began(connection, episode=episode, at=to_ms(at))


async def add_rater(database: Database, who: Client, name: str, now: datetime) -> None:
    """Somebody else is asked about a client. Raises Taken if there is such a rater."""
    async with database.transaction() as connection:
        await enter_rater(database, connection, who, name, now)


async def enter_rater(database: Database, connection: Connection, who: Client, name: str, now: datetime) -> None:
    """The same within a transaction."""
    await database.sql.rater_add(
        connection,
        id=who.person,
        client=who.id,
        rater=who.rater,
        name_sealed=database.vault.seal(name, "name"),
        language=who.language,
        zone=who.zone.key,
        at=to_ms(now),
    )


async def change_rater(database: Database, connection: Connection, who: Client, name: str = "") -> None:
    """How somebody wants to be reached now, and what they are called if that has changed."""
    await database.sql.rater_change(
        connection,
        id=who.person,
        language=who.language,
        zone=who.zone.key,
        contact_from=None if who.contact_from is None else rows.minutes(who.contact_from),
        contact_until=None if who.contact_until is None else rows.minutes(who.contact_until),
        channel=who.channel or "",
    )
    if name:
        sealed = database.vault.seal(name, "name")
        await database.sql.rater_rename(connection, id=who.person, name_sealed=sealed)


async def names(database: Database, client: str) -> dict[str, str]:
    """What everybody who is asked about a client is called, by rater."""
    found = await database.sql.rater_names(database.reader, client=client)
    return {row[0]: database.vault.open(row[1], "name") for row in found}


async def assignments(database: Database, client: str) -> list[tuple[str, str, datetime]]:
    """Who saw a client in which episode since when, oldest first: `episode, therapist, since`."""
    found = await database.sql.assignments_of(database.reader, client=client)
    return [(row[0], row[1], from_ms(row[2])) for row in found]


async def set_duty(database: Database, id: str, duty: Duty) -> None:  # noqa: A002 - the table's own word
    """What somebody of the practice does from now on. Raises Unknown."""
    await therapist(database, id)
    async with database.transaction() as connection:
        await database.sql.therapist_duty(connection, id=id, duty=duty)


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


async def seeing(database: Database, id: str) -> Therapist:  # noqa: A002 - the table's own word
    """One who may see clients: a therapist or a supervisor. Raises Unknown, SeesNobody."""
    return sees_clients(await therapist(database, id))


def sees_clients(who: Therapist) -> Therapist:
    """The same, if it is one. Raises SeesNobody."""
    if who.duty is Duty.MANAGER:
        raise SeesNobody(
            f"{who.id} is a manager, who sees no clients: choose somebody else, or first say"
            f" `meantime therapist duty {who.id} therapist` (or supervisor)."
        )
    return who


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
    database: Database,
    code: str,
    role: Role,
    person: str,
    language: str,
    until: datetime,
    now: datetime,
    *,
    shared: bool = False,
) -> None:
    """Keeps a fresh single-use code."""
    async with database.transaction() as connection:
        made = InviteMade(code, role, person, language, until, now, shared)
        await facts.apply(database, connection, [made], now)


async def remarks(database: Database, client: str) -> list[tuple[datetime, str]]:
    """What a client wrote besides numbers, oldest first."""
    found = await database.sql.remarks_of(database.reader, client=client)
    return [(from_ms(row[2]), database.vault.open(row[1], "remark")) for row in found]
