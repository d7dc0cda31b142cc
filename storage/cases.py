"""Cases loaded set-wise: for a whole batch of arrivals, a handful of statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

import aiosqlite

from handlers.case import Appointment, Case, Invite
from handlers.people import Contact, Role, person_of
from handlers.practice import Practice
from messages.codes import codes
from messages.envelope import (
    Address,
    Arrival,
    ButtonPress,
    DeliveryReport,
    IncomingMessage,
    Letter,
    Moment,
    StaffMoment,
)
from scheduler.schedule import rater_of
from storage import desks, ordering, outbox, reflections, rows, wishes
from storage.database import Database, from_ms, listed, to_ms
from storage.gaps import unrated
from storage.ids import fresh
from storage.loaded import Loaded

LONGEST_SESSION = timedelta(days=1)
"""As long as an appointment may be."""


async def load(
    database: Database,
    connection: aiosqlite.Connection,
    arrivals: Sequence[Arrival],
    practice: Practice,
    now: datetime,
) -> dict[str, Case]:
    """The case of each arrival, by its key, as it stands inside this transaction."""
    loaded = Loaded()
    await _load_letters(database, connection, arrivals, loaded)
    await _load_contacts(database, connection, arrivals, loaded)
    await _load_appointments(database, connection, arrivals, loaded)
    await _load_invites(database, connection, arrivals, loaded)
    await desks.load_steps(database, connection, arrivals, loaded)
    await desks.load_staff(database, connection, arrivals, loaded, now)
    asked = await desks.load_orders(database, connection, arrivals, loaded, now)
    await _load_clients(database, connection, _clients(loaded) | asked, loaded, practice, now)
    timed = {one.client for one in loaded.appointments.values()} | {one.client for one in loaded.steps.values()}
    await _load_calendar(database, connection, timed | asked, loaded, now)
    await desks.load_colleagues(database, connection, loaded, now)
    await desks.load_words(database, connection, arrivals, loaded, now)
    await reflections.load_asked(database, connection, loaded, now)
    await desks.load_lessons(database, connection, arrivals, loaded, practice.library, now)
    made = {one.key: reflections.beside(_case(database, one, loaded, practice), one.key, loaded) for one in arrivals}
    made = await ordering.look_up(database, connection, arrivals, made, now)
    return await wishes.look_up(database, connection, arrivals, made, now)


async def client_case(
    database: Database, connection: aiosqlite.Connection, client: str, practice: Practice, now: datetime
) -> Case:
    """The case of a client, as themselves or (`C-7K2/carer`) another rater, outside any arrival (the command line)."""
    loaded, id_ = Loaded(), client.partition("/")[0]
    await _load_clients(database, connection, {id_}, loaded, practice, now)
    await _load_calendar(database, connection, {id_}, loaded, now)
    await desks.load_colleagues(database, connection, loaded, now)
    await reflections.load_asked(database, connection, loaded, now)
    return _of_client(client, loaded, practice)


async def _load_letters(
    database: Database, connection: aiosqlite.Connection, arrivals: Iterable[Arrival], loaded: Loaded
) -> None:
    reports = [arrival for arrival in arrivals if isinstance(arrival, DeliveryReport)]
    keys = [report.letter for report in reports if report.letter]
    references = [report.reference for report in reports if report.reference]
    if keys or references:
        loaded.letters, loaded.references = await outbox.found(database, connection, keys, references)


async def _load_contacts(
    database: Database, connection: aiosqlite.Connection, arrivals: Iterable[Arrival], loaded: Loaded
) -> None:
    addresses = {address for arrival in arrivals if (address := _address(arrival, loaded))}
    if not addresses:
        return
    by_index = {database.vault.address_index(address): address for address in addresses}
    for index, *contact, marks in await database.sql.contacts_at(connection, indexes=listed(by_index)):
        at = by_index[index]
        loaded.contacts[at] = rows.contact(at, [*contact, ""])
        if marks:
            loaded.sharing[at] = rows.sharers(loaded.contacts[at], marks)
    if loaded.sharing:
        shared = listed(database.vault.address_index(at) for at in loaded.sharing)
        for row in await database.sql.held_at(connection, indexes=shared):
            loaded.held[by_index[row[0]]] = rows.held(row, database.vault)


async def _load_appointments(
    database: Database, connection: aiosqlite.Connection, arrivals: Iterable[Arrival], loaded: Loaded
) -> None:
    ids = {arrival.appointment for arrival in arrivals if isinstance(arrival, Moment)}
    if ids:
        for row in await database.sql.appointments_by_id(connection, ids=listed(ids)):
            loaded.appointments[row[0]] = rows.appointment(row)


async def _load_invites(
    database: Database, connection: aiosqlite.Connection, arrivals: Iterable[Arrival], loaded: Loaded
) -> None:
    ids = {code for arrival in arrivals for code in _codes(database, arrival)}
    if ids:
        for row in await database.sql.invites_by_id(connection, ids=listed(ids)):
            loaded.invites[row[0]] = row


async def _load_clients(
    database: Database,
    connection: aiosqlite.Connection,
    clients: set[str],
    loaded: Loaded,
    practice: Practice,
    now: datetime,
) -> None:
    if not clients:
        return
    sql = database.sql
    raters = await sql.raters_of(connection, clients=listed(clients))
    episodes = await sql.episodes_of(connection, clients=listed(clients))
    persons = {row[0] for row in raters} | {row[2] for row in episodes}
    contacts = await _contacts_of(database, connection, persons)
    for row in raters:
        loaded.raters[row[1]].append(rows.client(row, contacts[row[0]], _initials(database, row[12], practice)))
    staff = {row[2]: row[10:21] for row in episodes}
    therapists = {who: rows.therapist((who, *row), database.vault, contacts[who]) for who, row in staff.items()}
    for row in episodes:
        loaded.episodes[row[1]] = rows.episode(row), therapists[row[2]]
    for row in await sql.schedules_of(connection, clients=listed(clients)):
        loaded.schedules[row[0]].append(rows.schedule(row))
    asked = await sql.requests_latest(connection, clients=listed(clients))
    for request in rows.requests(asked, database.vault):
        loaded.requests[request.client].append(request)
    for row in await sql.ratings_of(connection, episodes=listed(row[0] for row in episodes)):
        loaded.ratings[row[1]].append(rows.rating(row))
    loaded.gaps = dict(await unrated(database, connection, clients))
    for row in await sql.appointments_upcoming(connection, clients=listed(clients), now=to_ms(now)):
        loaded.upcoming[row[1]].append(rows.appointment(row))
    timing = practice.timing
    since = to_ms(now - timing.ask_after - timing.after_open - LONGEST_SESSION)
    for row in await sql.appointments_begun(connection, clients=listed(clients), since=since, now=to_ms(now)):
        loaded.begun[row[1]].append(rows.appointment(row))


async def _load_calendar(
    database: Database, connection: aiosqlite.Connection, clients: set[str], loaded: Loaded, now: datetime
) -> None:
    """What only the clock and the command line look at."""
    if not clients:
        return
    sql = database.sql
    loaded.unsent = frozenset(id_ for (id_,) in await sql.requests_unsent(connection, clients=listed(clients)))
    loaded.missed = dict(await sql.requests_missed(connection, clients=listed(clients)))
    loaded.pauses = [
        rows.pause(row) for row in await sql.pauses_of(connection, clients=listed(clients), now=to_ms(now))
    ]
    for client, starts_at in await sql.sessions_held(connection, clients=listed(clients)):
        loaded.sessions[client].append(from_ms(starts_at))


async def _contacts_of(
    database: Database, connection: aiosqlite.Connection, persons: set[str]
) -> defaultdict[str, tuple[Contact, ...]]:
    found: defaultdict[str, tuple[Contact, ...]] = defaultdict(tuple)
    for row in await database.sql.contacts_of(connection, persons=listed(persons)):
        found[row[3]] += (rows.contact(rows.address(row, database.vault), row[2:]),)
    return found


def _address(arrival: Arrival, loaded: Loaded) -> Address | None:
    match arrival:
        case IncomingMessage(sender=sender) | ButtonPress(sender=sender):
            return sender
        case DeliveryReport():
            letter = _reported(arrival, loaded)
            return letter.to if letter else arrival.address
        case Moment() | StaffMoment():
            return None
        case _:
            assert_never(arrival)


def _reported(report: DeliveryReport, loaded: Loaded) -> Letter | None:
    return loaded.letters.get(report.letter) or loaded.references.get((report.channel.value, report.reference))


def _codes(database: Database, arrival: Arrival) -> list[str]:
    """The indexes of the codes that a message may carry."""
    if not isinstance(arrival, IncomingMessage):
        return []
    return [database.vault.code_index(code) for code in codes(arrival.text)]


def _clients(loaded: Loaded) -> set[str]:
    clients = {appointment.client for appointment in loaded.appointments.values()}
    clients |= {alert.client for alert in loaded.steps.values()}
    clients |= {contact.person for contact in loaded.contacts.values() if contact.role is Role.CLIENT}
    clients |= {row[2] for row in loaded.invites.values() if row[1] == Role.CLIENT}
    clients |= {contact.person for sharers in loaded.sharing.values() for contact in sharers}
    return {person.partition("/")[0] for person in clients} - {""}


def _case(database: Database, arrival: Arrival, loaded: Loaded, practice: Practice) -> Case:
    address = _address(arrival, loaded)
    contact = loaded.contacts.get(address) if address else None
    invite = _invite(database, arrival, loaded)
    appointment = loaded.appointments.get(arrival.appointment) if isinstance(arrival, Moment) else None
    letter = _reported(arrival, loaded) if isinstance(arrival, DeliveryReport) else None
    step = loaded.steps.get(arrival.about) if isinstance(arrival, StaffMoment) else None
    about = step.client if step else _rater_of(arrival, contact, invite, appointment)
    staff = loaded.staff.get(contact.person if contact else arrival.about if isinstance(arrival, StaffMoment) else "")
    joins = invite.person if invite and invite.role is Role.THERAPIST else ""
    therapist_id = staff.id if staff else joins
    of_client = _of_client(about, loaded, practice)
    case = replace(
        of_client,
        contact=contact,
        appointment=appointment,
        staff=staff,
        alerts=tuple(loaded.alerts.get(therapist_id, ())) if therapist_id else of_client.alerts,
        notices=tuple(loaded.notices.get(therapist_id, ())),
        invite=invite,
        letter=letter,
        alert=step,
        subject=_subject(arrival, loaded, practice),
        caseload=tuple(_of_client(one, loaded, practice) for one in loaded.caseloads.get(arrival.key, ())),
        dialog=loaded.dialogs.get(staff.id) if staff else None,
        fresh=fresh(12) if staff else "",
    )
    if contact is None or contact.address not in loaded.sharing:
        return case
    sharing = tuple((one.mark, _shared(case, one, loaded)) for one in loaded.sharing[contact.address])
    return replace(case, sharing=sharing, held=loaded.held.get(contact.address))


def _subject(arrival: Arrival, loaded: Loaded, practice: Practice) -> Case | None:
    """Whom somebody of the practice asks for, if that is a rater there is."""
    asked = loaded.subjects.get(arrival.key, "")
    found = _of_client(asked, loaded, practice)
    return found if asked and found.client is not None and found.episode is not None else None


def _initials(database: Database, sealed: bytes, practice: Practice) -> str:
    """The first letters of a client's name, where the practice shows them."""
    if not practice.alerting.initials:
        return ""
    return "".join(word[0].upper() for word in database.vault.open(sealed, "name").split() if word[0].isalpha())


def _shared(case: Case, contact: Contact, loaded: Loaded) -> Case:
    """The case as it concerns one of those who share the address."""
    own = _of_client(contact.person, loaded, case.practice)
    return replace(own, contact=contact, invite=case.invite, letter=case.letter)


def _of_client(person: str, loaded: Loaded, practice: Practice) -> Case:
    """All that is loaded of a client, as the rater with this id."""
    client = person.partition("/")[0]
    raters, requests = loaded.raters.get(client, ()), tuple(loaded.requests.get(client, ()))
    who = next((one for one in raters if one.person == person), None)
    episode, therapist = loaded.episodes.get(client, (None, None)) if who else (None, None)
    return Case(
        practice=practice,
        client=who,
        raters=tuple(raters),
        episode=episode,
        therapist=therapist,
        schedules=tuple(loaded.schedules.get(client, ())),
        pauses=tuple(one for one in loaded.pauses if one.client in ("", client)),
        request=next((one for one in requests if who and one.rater == who.rater), None),
        requests=requests,
        ratings=tuple(loaded.ratings.get(client, ())),
        sessions=tuple(loaded.sessions.get(client, ())),
        missed=loaded.missed.get(client, 0),
        unsent=loaded.unsent & {one.id for one in requests},
        upcoming=tuple(loaded.upcoming.get(client, ())),
        begun=tuple(loaded.begun.get(client, ())),
        alerts=tuple(loaded.about.get(client, ())),
        colleagues=tuple(loaded.colleagues.get(therapist.id, ())) if therapist else (),
        remarks=tuple(loaded.remarks.get(client, ())),
        notes=tuple(loaded.notes.get(client, ())),
        gaps=loaded.gaps.get(episode.id, ()) if episode else (),
        acknowledged=tuple(loaded.acknowledged.get(client, ())),
        reflections=tuple(one for one in loaded.asked if therapist and one.concerns(client, therapist.id)),
    )


def _rater_of(arrival: Arrival, contact: Contact | None, invite: Invite | None, appointment: Appointment | None) -> str:
    """Whom an arrival concerns: whose moment or address it is, else whom the code is for; empty if no client."""
    if appointment is not None and isinstance(arrival, Moment):
        return person_of(appointment.client, rater_of(arrival))
    joins_too = contact is not None and invite is not None and invite.shared and contact.role is Role.CLIENT
    if contact is not None and (contact.role is Role.THERAPIST or contact.person) and not joins_too:
        return contact.person
    return invite.person if invite else ""


def _invite(database: Database, arrival: Arrival, loaded: Loaded) -> Invite | None:
    if not loaded.invites or not isinstance(arrival, IncomingMessage):
        return None
    row = next((loaded.invites[code] for code in _codes(database, arrival) if code in loaded.invites), None)
    return None if row is None else rows.invite(row, database.vault.address_index(arrival.sender))
