"""Rows become frozen objects here, and nowhere else."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from handlers.alerts import Alert, AlertState, Level
from handlers.case import (
    Appointment,
    AppointmentState,
    Doubt,
    Episode,
    Held,
    Invite,
    Pause,
    Rating,
    Request,
    RequestState,
)
from handlers.consents import ConsentKind
from handlers.dialog import Dialog, DialogKind, Note, Remark
from handlers.people import Away, Client, Contact, ContactState, Duty, Holds, Role, Therapist
from measures.care import Ending
from messages.envelope import Address, Channel, Content, Moment, MomentKind
from scheduler.schedule import Occasion, Schedule
from storage.database import from_ms
from storage.vault import Vault

Row: TypeAlias = Sequence[Any]
"""A driver's row: its columns have the types of the schema, which no checker sees."""


MISSING = "-"
"""In a request that is answered anew: an item without an answer."""


def address(row: Row, vault: Vault) -> Address:
    """(channel, address_sealed, …)"""
    return Address(Channel(row[0]), vault.open(row[1], "address"))


def contact(at: Address, row: Row) -> Contact:
    """(role, person, state, echoes, echo_at, mark) of an address."""
    role, person, state, echoes, echo_at, mark = row
    return Contact(at, Role(role), person, ContactState(state), echoes, _instant(echo_at), mark)


def sharers(contact: Contact, marks: str) -> list[Contact]:
    """An address as each has it who shares it, from lines like `A open C-7K2`; closed for all if it is closed."""
    found = (line.split(" ", 2) for line in sorted(marks.splitlines()))
    states = ((mark, ContactState(state), person) for mark, state, person in found)
    open_one = contact.state is ContactState.OPEN
    return [
        replace(contact, person=person, mark=mark, state=state if open_one else contact.state)
        for mark, state, person in states
    ]


def _instant(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)


def client(row: Row, contacts: tuple[Contact, ...], initials: str = "") -> Client:
    """(id, client, rater, language, zone, contact_from, contact_until, channel, and the ledger's last words: `given 1`,
    `fallback given`, consent_shown, fallback_asked, …)"""
    kind, _, version = row[8].partition(" ")
    return Client(
        id=row[1],
        language=row[3],
        zone=ZoneInfo(row[4]),
        consent=version if kind == ConsentKind.GIVEN else "",
        withdrawn=kind == ConsentKind.WITHDRAWN,
        contacts=contacts,
        rater=row[2],
        contact_from=wall(row[5]),
        contact_until=wall(row[6]),
        channel=Channel(row[7]) if row[7] else None,
        fallback=row[9] == ConsentKind.FALLBACK_GIVEN if row[9] else None,
        shown=row[10],
        fallback_asked=_instant(row[11]),
        initials=initials,
    )


def wall(minutes: int | None) -> time | None:
    """A time on the wall from the minutes since midnight."""
    return None if minutes is None else time(minutes // 60, minutes % 60)


def minutes(wall: time) -> int:
    """The minutes since midnight of a time on the wall."""
    return wall.hour * 60 + wall.minute


def episode(row: Row) -> Episode:
    """(id, client, therapist, age, profile, measure, rater, opened_at, closed_at, ending, …)"""
    id_, client, therapist, age, profile, measure, rater, opened, closed, ending = row[:10]
    lasted = from_ms(opened), _instant(closed), Ending(ending) if ending else None
    return Episode(id_, client, therapist, age, profile, measure, rater, *lasted)


def therapist(row: Row, vault: Vault, contacts: tuple[Contact, ...]) -> Therapist:
    """(id, name_sealed, language, zone, team, duty, quiet_from, quiet_until, holds, backup, digest, digest_at)"""
    return Therapist(
        id=row[0],
        name=vault.open(row[1], "name"),
        language=row[2],
        zone=ZoneInfo(row[3]),
        contacts=contacts,
        team=row[4],
        duty=Duty(row[5]),
        quiet_from=wall(row[6]),
        quiet_until=wall(row[7]),
        holds=Holds(row[8]),
        backup=row[9],
        digest=bool(row[10]),
        digest_at=_instant(row[11]),
    )


def away(row: Row) -> Away:
    """(id, colleague, since, until)"""
    return Away(row[0], row[1], from_ms(row[2]), from_ms(row[3]))


def dialog(row: Row, vault: Vault) -> Dialog:
    """(person, kind, about, said_sealed, until)"""
    said = tuple(json.loads(vault.open(row[3], "dialog")))
    return Dialog(row[0], DialogKind(row[1]), row[2], from_ms(row[4]), said)


def note(row: Row, vault: Vault) -> Note:
    """(client, id, therapist, text_sealed, at)"""
    return Note(row[1], row[0], row[2], vault.open(row[3], "note"), from_ms(row[4]))


def remark(row: Row, vault: Vault) -> Remark:
    """(id, text_sealed, at)"""
    return Remark(row[0], vault.open(row[1], "remark"), from_ms(row[2]))


def appointment(row: Row) -> Appointment:
    """(id, client, starts_at, version, state, ends_at, schedule)"""
    ident, client, starts, version, state, ends, schedule = row
    return Appointment(ident, client, from_ms(starts), version, AppointmentState(state), _instant(ends), schedule)


def schedule(row: Row) -> Schedule:
    """(client, rater, measure, occasion, every, days, at, gap)"""
    client, rater, measure, occasion, every, days, at, gap = row
    return Schedule(client, rater, measure, Occasion(occasion), every, days, wall(at) or time(), gap)


def pause(row: Row) -> Pause:
    """(id, client, since, until)"""
    return Pause(row[0], row[1], from_ms(row[2]), from_ms(row[3]))


def moment(row: Row) -> Moment:
    """(kind, appointment, version, due_at, schedule, number)"""
    return Moment(MomentKind(row[0]), row[1], row[2], from_ms(row[3]), row[4], row[5])


def rating(row: Row) -> Rating:
    """(id … channel, items, total, at, about, late, wording, appointment, entered_by)"""
    ident, client, episode, request, measure, version, profile, rules, rater, channel, items, total, *made = row
    at, about, late, wording, appointment, entered_by = made
    return Rating(
        ident,
        client,
        episode,
        request or "",
        measure,
        version,
        profile,
        rules,
        rater,
        channel,
        tuple(map(int, items.split())),
        total,
        from_ms(at),
        from_ms(about),
        bool(late),
        wording,
        appointment,
        entered_by,
    )


def alert(row: Row) -> Alert:
    """(id, client, therapist, request, rule, observed, threshold, source, at, state, level, stage, next_at, number, and
    everybody who was told, with commas)"""
    return Alert(
        id=row[0],
        client=row[1],
        therapist=row[2],
        request=row[3],
        rule=row[4],
        observed=row[5],
        threshold=row[6],
        source=row[7],
        at=from_ms(row[8]),
        state=AlertState(row[9]),
        level=Level(row[10]),
        stage=row[11],
        next_at=_instant(row[12]),
        number=row[13],
        told=frozenset((row[14] or "").split(",")) - {""},
    )


def invite(row: Row, sender_index: str) -> Invite:
    """(id, role, person, language, expires_at, used_at, used_by_index, shared, duty)"""
    used = row[5] is not None
    by_sender = used and row[6] == sender_index
    return Invite(row[0], Role(row[1]), row[2], row[3], from_ms(row[4]), used, by_sender, bool(row[7]), row[8])


def held(row: Row, vault: Vault) -> Held:
    """(address_index, text_sealed, content, at, until)"""
    return Held(vault.open(row[1], "held"), Content(row[2]), from_ms(row[3]), from_ms(row[4]))


def requests(rows: Iterable[Row], vault: Vault) -> Iterator[Request]:
    """Requests from rows joined with their answers, those of one request together."""
    for _, joined in groupby(rows, key=itemgetter(0)):
        yield _request(list(joined), vault)


def _request(joined: Sequence[Row], vault: Vault) -> Request:
    """(id … measure_version, channel, address_sealed, state … misread, held, held_until, wording, rater, occasion,
    about, number, waits_since, language, again, doubt, items, and an answer's item, tenths and instant)"""
    row = joined[0]
    answers = {item: tenths for *_, item, tenths, _ in joined}
    return Request(
        id=row[0],
        client=row[1],
        episode=row[2],
        appointment=row[3],
        measure=row[4],
        measure_version=row[5],
        to=address(row[6:8], vault),
        state=RequestState(row[8]),
        asked_at=from_ms(row[9]),
        closes_at=from_ms(row[10]),
        one_by_one=bool(row[11]),
        misread=row[12],
        held=tuple(map(int, row[13].split())),
        held_until=_instant(row[14]),
        answered_at=_instant(max((at for *_, at in joined if at is not None), default=None)),
        wording=row[15],
        rater=row[16],
        occasion=Occasion(row[17]),
        about=from_ms(row[18]),
        number=row[19],
        waits_since=_instant(row[20]),
        language=row[21],
        again=tuple(None if one == MISSING else int(one) for one in row[22].split()),
        doubt=Doubt(row[23]),
        answers=tuple(answers.get(item) for item in range(row[24])),
    )
