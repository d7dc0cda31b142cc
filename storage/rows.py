"""Rows become frozen objects here, and nowhere else."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from handlers.case import (
    Alert,
    AlertState,
    Appointment,
    AppointmentState,
    Client,
    Contact,
    ContactState,
    Episode,
    Invite,
    Rating,
    Request,
    RequestState,
    Role,
    Therapist,
)
from handlers.facts import ConsentKind
from measures.care import Ending
from messages.envelope import Address, Channel, Moment, MomentKind
from storage.database import from_ms
from storage.vault import Vault

Row: TypeAlias = Sequence[Any]
"""A driver's row: its columns have the types of the schema, which no checker sees."""


def address(row: Row, vault: Vault) -> Address:
    """(channel, address_sealed, …)"""
    return Address(Channel(row[0]), vault.open(row[1], "address"))


def contact(at: Address, row: Row) -> Contact:
    """(role, person, state, echoes, echo_at) of an address."""
    role, person, state, echoes, echo_at = row
    return Contact(at, Role(role), person, ContactState(state), echoes, _instant(echo_at))


def _instant(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)


def client(row: Row, contacts: tuple[Contact, ...]) -> Client:
    """(id, language, zone, `given 1`: what the ledger says last, …)"""
    kind, _, version = row[3].partition(" ")
    given, withdrawn = kind == ConsentKind.GIVEN, kind == ConsentKind.WITHDRAWN
    return Client(row[0], row[1], ZoneInfo(row[2]), version if given else "", withdrawn, contacts)


def episode(row: Row) -> Episode:
    """(client, …, episode at 4: id, therapist, age, profile, measure, rater, … at 14: opened_at, closed_at, ending)"""
    ident, therapist, age, profile, measure, rater = row[4:10]
    opened, closed, ending = row[14:17]
    lasted = from_ms(opened), _instant(closed), Ending(ending) if ending else None
    return Episode(ident, row[0], therapist, age, profile, measure, rater, *lasted)


def therapist(row: Row, vault: Vault, contacts: tuple[Contact, ...]) -> Therapist:
    """(id, name_sealed, language, zone, team)"""
    return Therapist(row[0], vault.open(row[1], "name"), row[2], ZoneInfo(row[3]), contacts, row[4])


def appointment(row: Row) -> Appointment:
    """(id, client, starts_at, version, state)"""
    return Appointment(row[0], row[1], from_ms(row[2]), row[3], AppointmentState(row[4]))


def moment(row: Row) -> Moment:
    """(kind, appointment, version, due_at)"""
    return Moment(MomentKind(row[0]), row[1], row[2], from_ms(row[3]))


def rating(row: Row) -> Rating:
    """(id … channel, items, total, at, late, wording)"""
    ident, client, episode, request, measure, version, profile, rules, rater, channel, items, total, *made = row
    at, late, wording = made
    return Rating(
        ident,
        client,
        episode,
        request,
        measure,
        version,
        profile,
        rules,
        rater,
        channel,
        tuple(map(int, items.split())),
        total,
        from_ms(at),
        bool(late),
        wording,
    )


def alert(row: Row) -> Alert:
    """(id, client, therapist, request, rule, observed, threshold, source, at, state)"""
    ident, client, therapist, request, rule, observed, threshold, source, at, state = row
    return Alert(ident, client, therapist, request, rule, observed, threshold, source, from_ms(at), AlertState(state))


def invite(row: Row, sender_index: str) -> Invite:
    """(id, role, person, language, expires_at, used_at, used_by_index)"""
    used = row[5] is not None
    return Invite(row[0], Role(row[1]), row[2], row[3], from_ms(row[4]), used, used and row[6] == sender_index)


def requests(rows: Iterable[Row], vault: Vault) -> Iterator[Request]:
    """Requests from rows joined with their answers, those of one request together."""
    for _, joined in groupby(rows, key=itemgetter(0)):
        yield _request(list(joined), vault)


def _request(joined: Sequence[Row], vault: Vault) -> Request:
    """(id … measure_version, channel, address_sealed, state … misread, held, held_until, wording, items, and an
    answer's item, tenths and instant)"""
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
        answers=tuple(answers.get(item) for item in range(row[16])),
    )
