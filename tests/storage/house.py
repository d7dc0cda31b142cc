"""A small practice for the tests of storage: one therapist, clients, and every kind of fact and arrival."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.alerts import Alert, AlertRaised
from handlers.case import Appointment, Case, Episode, Rating, Request, RequestState
from handlers.consents import ConsentKind, ConsentRecorded
from handlers.facts import (
    AnswerGiven,
    AppointmentBooked,
    ContactChanged,
    Fact,
    LetterWritten,
    RatingMade,
    RequestOpened,
)
from handlers.people import Contact, ContactState, Role, Therapist
from handlers.practice import Practice
from handlers.reflections import Occasion, Reflection
from messages.envelope import Address, Arrival, Channel, IncomingMessage, Letter, Moment, MomentKind, Priority
from messages.words import Words
from scheduler.timetable import Timing
from storage import cases, facts, people
from storage.database import Database
from storage.outbox import Outbox

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")
PRACTICE = Practice(
    name="Harbour Practice",
    language="en",
    zone=BERLIN,
    emergency={"en": "112"},
    crisis_line={"en": "0800 111 0 111"},
    read_by={"en": "by the next working day"},
    timing=Timing(),
    words=Words(),
)
THERAPIST = Therapist("T-ANA", "Anastasia Lindqvist", "en", BERLIN)
ANA = Address(Channel.TELEGRAM, "7001000001")
MIA = Address(Channel.TELEGRAM, "7002000001")
MIA_SMS = Address(Channel.SMS, "+4915200001111")
BEN = Address(Channel.SMS, "+4915200002222")
EVE = Address(Channel.TELEGRAM, "7003000001")
CLIENT, OTHER = "C-7K2", "C-3MX"
ADDRESS = {CLIENT: MIA, OTHER: BEN}


def joined(address: Address, person: str, state: ContactState = ContactState.OPEN, at: datetime = NOW) -> Fact:
    """An address is a person's."""
    role = Role.THERAPIST if person.startswith("T-") else Role.CLIENT
    return ContactChanged(Contact(address, role, person, state), at)


def agreed(client: str, kind: ConsentKind = ConsentKind.GIVEN, id: str = "", at: datetime = NOW) -> Fact:  # noqa: A002
    """A client agreed, or no longer does."""
    return ConsentRecorded(id or f"{client}-agrees", client, kind, "1", "en", Channel.SMS, at)


def episode(client: str = CLIENT) -> Episode:
    """A client's episode of care."""
    return Episode(f"E-{client}", client, "T-ANA", "adult", "icce-2012", "ors", opened_at=NOW)


def appointment(
    client: str = CLIENT, number: int = 1, version: int = 1, starts_at: datetime | None = None
) -> Appointment:
    """A client's appointment; two days ahead unless told."""
    return Appointment(f"A-{client}-{number}", client, starts_at or NOW + 48 * HOUR, version)


def booked(which: Appointment, *hours: float) -> Fact:
    """An appointment with moments so many hours from now: to ask, to remind, to close."""
    kinds = list(MomentKind)[: len(hours)]
    due = [Moment(kind, which.id, which.version, NOW + hour * HOUR) for kind, hour in zip(kinds, hours, strict=True)]
    return AppointmentBooked(which, tuple(due), NOW)


def request(client: str = CLIENT, number: int = 1, state: RequestState = RequestState.OPEN) -> Request:
    """A request for a client's appointment of that number."""
    return Request(
        id=f"R-{client}-{number}",
        client=client,
        episode=f"E-{client}",
        appointment=f"A-{client}-{number}",
        measure="ors",
        measure_version="1",
        to=ADDRESS[client],
        state=state,
        asked_at=NOW,
        closes_at=NOW + 2 * HOUR,
        about=NOW + 48 * HOUR,
        answers=(None, None, None, None),
        wording="neutral 1",
    )


def answered(item: int, tenths: int, client: str = CLIENT, number: int = 1, late: bool = False) -> Fact:
    """One item of a request."""
    return AnswerGiven(f"R-{client}-{number}", item, tenths, f"telegram:{item}", NOW, late)


def rating(client: str = CLIENT, number: int = 1, total: int = 200) -> Rating:
    """A rating of a request."""
    return Rating(
        id=f"R-{client}-{number}",
        client=client,
        episode=f"E-{client}",
        request=f"R-{client}-{number}",
        measure="ors",
        measure_version="1",
        profile="icce-2012",
        profile_version="1",
        rater="self",
        channel="telegram",
        items=(50, 50, 50, total - 150),
        total=total,
        at=NOW,
        about=NOW + 48 * HOUR,
        wording="neutral 1",
    )


def alert(client: str = CLIENT, number: int = 1) -> Alert:
    """An alert about a rating."""
    rated = f"R-{client}-{number}"
    return Alert(f"{rated}:check-in", client, "T-ANA", rated, "check-in", "2", "50", "a manual", NOW)


def letter(
    key: str, to: Address = MIA, priority: Priority = Priority.BULK, text: str = "words", **more: object
) -> Letter:
    """A letter."""
    return Letter(key, to, text, "ask_item", priority, **more)  # type: ignore[arg-type]


def said(key: str, sender: Address, text: str = "7") -> IncomingMessage:
    """A message."""
    return IncomingMessage(key, sender, text, NOW)


async def write(database: Database, *said: Fact, now: datetime = NOW, claimed: bool = False) -> list[Letter]:
    """Applies facts in a transaction of their own."""
    async with database.transaction() as connection:
        return await facts.apply(database, connection, said, now, claimed=claimed)


async def case_of(database: Database, arrival: Arrival, now: datetime = NOW) -> Case:
    """The case of one arrival."""
    async with database.transaction() as connection:
        return (await cases.load(database, connection, [arrival], PRACTICE, now))[arrival.key]


async def rows(database: Database, sql: str) -> list[tuple[object, ...]]:
    """What a table holds."""
    return [tuple(row) for row in await database.reader.execute_fetchall(sql)]


async def post(database: Database, *letters: Letter, now: datetime = NOW, claimed: bool = False) -> Outbox:
    """An outbox with letters in it."""
    await write(database, *(LetterWritten(one) for one in letters), now=now, claimed=claimed)
    return Outbox(database)


async def enter(database: Database, *clients: str) -> None:
    """The therapist and clients, joined and in agreement."""
    await people.add_therapist(database, THERAPIST, NOW)
    await write(database, joined(ANA, "T-ANA"))
    for client in clients:
        await people.add_client(database, f"Name of {client}", "en", BERLIN, episode(client), NOW)
        await write(database, joined(ADDRESS[client], client), agreed(client))


async def ask(database: Database, client: str = CLIENT, number: int = 1) -> None:
    """A booked appointment and an open request for it."""
    await write(database, booked(appointment(client, number)), RequestOpened(request(client, number)))


async def rate(database: Database, client: str = CLIENT, number: int = 1, total: int = 200) -> None:
    """A rating with an alert, for a request that was asked."""
    await write(database, RatingMade(rating(client, number, total)), AlertRaised(alert(client, number)))


def reflection(name: str = "L-1", client: str = CLIENT, at: datetime = NOW) -> Reflection:
    """What a client taught, asked for by the therapist."""
    return Reflection(name, client, f"E-{client}", "T-ANA", Occasion.RECOVERY, (240, 180, 260), "on_track", at)
