"""Desks: what staff need to know, loaded set-wise: who they are, who else may be told, and whom they ask for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import aiosqlite

from handlers.dialog import DialogKind
from handlers.people import Away, Contact, Duty, Role, Therapist
from handlers.staff import confirming
from handlers.staff.acknowledging import alerted
from handlers.staff.orders import CASELOADS, FIGURES, LESSONS, OF_THEMSELVES, Order, Word, order_of
from measures.library import Library
from messages.envelope import Arrival, ButtonPress, IncomingMessage, Moment, MomentKind, StaffMoment, StaffMomentKind
from storage import reflections, rows
from storage.database import Database, listed, to_ms
from storage.loaded import Loaded

LOOKED_BACK = timedelta(days=60)
"""How long ago a client's words may have been written that a brief, or a look at the client, still shows (ours)."""

Contacts = defaultdict[str, tuple[Contact, ...]]


async def load_steps(
    database: Database, connection: aiosqlite.Connection, arrivals: Sequence[Arrival], loaded: Loaded
) -> None:
    """The alerts whose next step has come."""
    ids = {one.about for one in arrivals if isinstance(one, StaffMoment) and one.kind is StaffMomentKind.ALERT}
    if ids:
        for _, *row in await database.sql.alerts_by_id(connection, ids=listed(ids)):
            loaded.steps[row[0]] = rows.alert(row)


async def load_staff(
    database: Database, connection: aiosqlite.Connection, arrivals: Sequence[Arrival], loaded: Loaded, now: datetime
) -> None:
    """Those of the practice whom arrivals come from or are about, and what waits for them."""
    ids = {contact.person for contact in loaded.contacts.values() if contact.role is Role.THERAPIST}
    ids |= {row[2] for row in loaded.invites.values() if row[1] == Role.THERAPIST}
    ids |= {one.about for one in arrivals if isinstance(one, StaffMoment) and one.kind is StaffMomentKind.DIGEST}
    if not ids:
        return
    loaded.staff = await therapists(database, connection, ids, now)
    for therapist, client in await database.sql.notices_waiting(connection, therapists=listed(ids)):
        loaded.notices[therapist].append(client)
    for row in await database.sql.alerts_waiting(connection, therapists=listed(ids)):
        loaded.alerts[row[0]].append(rows.alert(row[1:]))
    for row in await database.sql.dialogs_of(connection, therapists=listed(ids), now=to_ms(now)):
        loaded.dialogs[row[0]] = rows.dialog(row, database.vault)


async def load_orders(
    database: Database, connection: aiosqlite.Connection, arrivals: Sequence[Arrival], loaded: Loaded, now: datetime
) -> set[str]:
    """Whom staff ask for and may see; gives all these clients."""
    for arrival in arrivals:
        who = _asking(arrival, loaded)
        if who is None:
            continue
        order = order_of(arrival)
        if isinstance(arrival, StaffMoment) or (order is not None and _looks_at_all(order, loaded, who)):
            loaded.caseloads[arrival.key] = await _caseload(database, connection, who, now)
        meant = _meant(order, loaded, who)
        if not meant and (order is None or order.word is Word.SEEN):
            meant = [alerted(arrival, loaded.alerts.get(who.id, ()))]
        for client in filter(None, meant):
            if await _may_see(database, connection, who, client.partition("/")[0], loaded, now):
                loaded.subjects[arrival.key] = client
                break
    asked = {one.partition("/")[0] for one in loaded.subjects.values()}
    return asked | {client for clients in loaded.caseloads.values() for client in clients}


def _asking(arrival: Arrival, loaded: Loaded) -> Therapist | None:
    if isinstance(arrival, StaffMoment):
        return loaded.staff.get(arrival.about)
    if not isinstance(arrival, IncomingMessage | ButtonPress):
        return None
    contact = loaded.contacts.get(arrival.sender)
    return loaded.staff.get(contact.person) if contact is not None else None


def _looks_at_all(order: Order, loaded: Loaded, who: Therapist) -> bool:
    return order.word in CASELOADS or (order.word not in OF_THEMSELVES and not _client_of(order, loaded, who))


def _client_of(order: Order | None, loaded: Loaded, who: Therapist) -> str:
    """Whom an order, or else an open dialog, is about."""
    dialog = loaded.dialogs.get(who.id)
    about = dialog.about if dialog is not None and dialog.about.startswith("C-") else ""
    return (order.client if order is not None else "") or about


def _meant(order: Order | None, loaded: Loaded, who: Therapist) -> list[str]:
    """Whom words may be about: where some are awaited, `paper was misread` names nobody whom they see, and is about
    whom the dialog is."""
    dialog = loaded.dialogs.get(who.id)
    awaits = dialog is not None and (dialog.kind is not DialogKind.CONFIRM or confirming.awaited(dialog))
    about = _client_of(None, loaded, who) if awaits and order is not None and not order.spelled else ""
    return [one for one in (_client_of(order, loaded, who), about) if one]


async def _may_see(
    database: Database, connection: aiosqlite.Connection, who: Therapist, client: str, loaded: Loaded, now: datetime
) -> bool:
    """A client that somebody was alerted about is theirs to see for as long as nobody has seen the alert."""
    if any(one.client == client for one in loaded.alerts.get(who.id, ())):
        return True
    found = await database.sql.episodes_of(connection, clients=listed([client]))
    seen = await _seen(database, connection, who, now)
    return any(row[2] in seen for row in found)


async def _caseload(database: Database, connection: aiosqlite.Connection, who: Therapist, now: datetime) -> list[str]:
    """All clients in care of somebody; of a supervisor's team, too. A manager looks at clients one by one."""
    under = await _under(database, connection, who, now)
    return [client for client, _ in await database.sql.clients_of(connection, therapists=listed(under))]


async def _under(database: Database, connection: aiosqlite.Connection, who: Therapist, now: datetime) -> list[str]:
    """Whose clients somebody looks at as their own; a manager looks at single ones."""
    return [who.id] if who.duty is Duty.MANAGER else await _seen(database, connection, who, now)


async def _seen(database: Database, connection: aiosqlite.Connection, who: Therapist, now: datetime) -> list[str]:
    """Whose clients somebody may see."""
    return [id_ for (id_,) in await database.sql.therapists_under(connection, therapist=who.id, now=to_ms(now))]


async def load_lessons(
    database: Database,
    connection: aiosqlite.Connection,
    arrivals: Sequence[Arrival],
    loaded: Loaded,
    library: Library,
    now: datetime,
) -> None:
    """What clients taught whoever asks for it, and what care achieves; for the digest, its week."""
    for arrival in arrivals:
        who, order = _asking(arrival, loaded), order_of(arrival)
        if who is None:
            continue
        digest, key = isinstance(arrival, StaffMoment), arrival.key
        dialog = loaded.dialogs.get(who.id)
        telling = dialog is not None and dialog.kind in (DialogKind.REFLECT, DialogKind.GROWTH)
        if digest or telling or (order is not None and order.word in LESSONS):
            loaded.lessons[key] = await reflections.readable(database, connection, who.id)
            loaded.growth[key] = await reflections.said_of_growth(database, connection, who.id)
        growing = dialog is not None and dialog.kind is DialogKind.GROWTH
        if growing or (order is not None and order.word in FIGURES):
            sums = order is not None and order.word is Word.STATS
            under = await (_seen if sums else _under)(database, connection, who, now)
            loaded.cares[key] = await reflections.cares_under(database, connection, under, library)
        if digest:
            seen = await _seen(database, connection, who, now)
            loaded.weeks[key] = await reflections.weeks(database, connection, who, seen, now)


async def load_colleagues(database: Database, connection: aiosqlite.Connection, loaded: Loaded, now: datetime) -> None:
    """Who else may be told of the clients that were loaded, and the alerts about these."""
    responsible = {therapist.id for _, therapist in loaded.episodes.values()}
    if not responsible:
        return
    pairs = await database.sql.colleagues_of(connection, therapists=listed(responsible), now=to_ms(now))
    found = await therapists(database, connection, {colleague for _, colleague, _ in pairs}, now)
    for therapist, colleague, _ in pairs:
        loaded.colleagues[therapist].append(found[colleague])
    for row in await database.sql.alerts_of_clients(connection, clients=listed(loaded.episodes)):
        loaded.about[row[0]].append(rows.alert(row[1:]))
    away = await _away(database, connection, responsible, now)
    for client, (episode, therapist) in loaded.episodes.items():
        loaded.episodes[client] = episode, replace(therapist, away=away[therapist.id])


async def load_words(
    database: Database, connection: aiosqlite.Connection, arrivals: Sequence[Arrival], loaded: Loaded, now: datetime
) -> None:
    """What the clients wrote lately that a brief is about or that staff look at, and what therapists wrote of them."""
    briefs = {one.appointment for one in arrivals if isinstance(one, Moment) and one.kind is MomentKind.BRIEF}
    clients = {loaded.appointments[id_].client for id_ in briefs if id_ in loaded.appointments}
    clients |= {one.partition("/")[0] for one in loaded.subjects.values()}
    if not clients:
        return
    since = to_ms(now - LOOKED_BACK)
    for client, *row in await database.sql.remarks_since(connection, clients=listed(clients), since=since):
        loaded.remarks[client].append(rows.remark(row, database.vault))
    for row in await database.sql.notes_of(connection, clients=listed(clients)):
        loaded.notes[row[0]].append(rows.note(row, database.vault))


async def therapists(
    database: Database, connection: aiosqlite.Connection, ids: Iterable[str], now: datetime
) -> dict[str, Therapist]:
    """These of the practice, with their addresses and when they are away."""
    wanted = set(ids)
    if not wanted:
        return {}
    contacts: Contacts = defaultdict(tuple)
    for row in await database.sql.contacts_of(connection, persons=listed(wanted)):
        contacts[row[3]] += (rows.contact(rows.address(row, database.vault), row[2:]),)
    away = await _away(database, connection, wanted, now)
    found = await database.sql.therapists_by_id(connection, therapists=listed(wanted))
    return {row[0]: replace(rows.therapist(row, database.vault, contacts[row[0]]), away=away[row[0]]) for row in found}


async def everybody(database: Database, connection: aiosqlite.Connection, now: datetime) -> tuple[Therapist, ...]:
    """The whole practice, with addresses and who is away when."""
    found = [row[0] for row in await database.sql.therapists_all(connection)]
    known = await therapists(database, connection, found, now)
    return tuple(known[id_] for id_ in found)


async def unseen(database: Database, connection: aiosqlite.Connection, therapist: str) -> tuple[str, ...]:
    """The clients of somebody's own alerts that nobody has seen."""
    found = await database.sql.alerts_waiting(connection, therapists=listed([therapist]))
    waiting = [rows.alert(row[1:]) for row in found]
    return tuple(sorted({one.client for one in waiting if one.therapist == therapist}))


async def _away(
    database: Database, connection: aiosqlite.Connection, ids: Iterable[str], now: datetime
) -> defaultdict[str, tuple[Away, ...]]:
    away: defaultdict[str, tuple[Away, ...]] = defaultdict(tuple)
    for therapist, *row in await database.sql.away_of(connection, therapists=listed(ids), now=to_ms(now)):
        away[therapist] += (rows.away(row),)
    return away
