"""Beside: what arrivals name and a past does not hold - whose they are, codes in them, letters they report on."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from handlers.case import Appointment, Invite
from handlers.people import Role, person_of
from handlers.remaking import Beside
from messages.codes import codes
from messages.envelope import Address, Arrival, ButtonPress, DeliveryReport, IncomingMessage, Letter, Moment
from scheduler.schedule import rater_of
from storage import outbox, rows
from storage.database import Connection, Database, from_ms, listed


@dataclass(frozen=True, slots=True)
class Share:
    """Who was told apart by a mark at an address, from when until when."""

    mark: str
    person: str
    since: datetime
    until: datetime | None


@dataclass(slots=True)
class Found:
    """What a batch of arrivals names."""

    raters: dict[Address, str] = field(default_factory=dict)
    joined: dict[Address, list[tuple[datetime, str]]] = field(default_factory=lambda: defaultdict(list))
    appointments: dict[str, Appointment] = field(default_factory=dict)
    invites: dict[str, Invite] = field(default_factory=dict)
    shared: dict[Address, list[Share]] = field(default_factory=lambda: defaultdict(list))
    agreed: set[str] = field(default_factory=set)
    letters: dict[str, Letter] = field(default_factory=dict)
    references: dict[tuple[str, str], Letter] = field(default_factory=dict)

    def rater(self, arrival: Arrival, now: datetime) -> str:
        """The rater an arrival was about when it was decided; empty if it was about none. An address may have become
        somebody else's since, or nobody's."""
        if isinstance(arrival, Moment):
            appointment = self.appointments.get(arrival.appointment)
            return person_of(appointment.client, rater_of(arrival)) if appointment else ""
        address = self.address(arrival)
        if address is None:
            return ""
        then = next((person for since, person in self.joined.get(address, ()) if since <= now), "")
        return then or self.raters.get(address, "")

    def sharers(self, arrival: Arrival, now: datetime) -> dict[str, str]:
        """Who shared the address of an arrival when it was decided, by mark."""
        address = self.address(arrival)
        shares = self.shared.get(address, ()) if address else ()
        return {one.mark: one.person for one in shares if one.since <= now and (one.until is None or now <= one.until)}

    def beside(self, arrival: Arrival) -> Beside:
        """What belongs to an arrival."""
        if isinstance(arrival, Moment):
            return Beside(appointment=self.appointments.get(arrival.appointment))
        if isinstance(arrival, DeliveryReport):
            return Beside(letter=self._letter(arrival))
        return Beside(invite=self.invites.get(arrival.key), agreed=arrival.key in self.agreed)

    def addresses(self, batch: Sequence[Arrival]) -> Iterator[Address]:
        """The addresses that a batch is about."""
        for one in batch:
            if address := self.address(one):
                yield address

    def address(self, arrival: Arrival) -> Address | None:
        """The address an arrival is about, if it is about any."""
        if isinstance(arrival, IncomingMessage | ButtonPress):
            return arrival.sender
        if isinstance(arrival, DeliveryReport):
            letter = self._letter(arrival)
            return letter.to if letter else arrival.address
        return None

    def _letter(self, report: DeliveryReport) -> Letter | None:
        return self.letters.get(report.letter) or self.references.get((report.channel.value, report.reference))


async def find(database: Database, connection: Connection, batch: Sequence[Arrival]) -> Found:
    """What a batch of arrivals names, as it is kept today."""
    found, sql = Found(), database.sql
    reports = [one for one in batch if isinstance(one, DeliveryReport)]
    if reports:
        keys, references = [one.letter for one in reports], [one.reference for one in reports if one.reference]
        found.letters, found.references = await outbox.found(database, connection, keys, references)
    indexes = {database.vault.address_index(one): one for one in found.addresses(batch)}
    for index, role, person, *_ in await sql.contacts_at(connection, indexes=listed(indexes)):
        if role == Role.CLIENT and person:
            found.raters[indexes[index]] = person
    for index, person, at in await sql.invites_used_by(connection, indexes=listed(indexes)):
        found.joined[indexes[index]].append((from_ms(at), person))
    for index, mark, person, since, until in await sql.sharing_of(connection, indexes=listed(indexes)):
        ended = from_ms(until) if until is not None else None
        found.shared[indexes[index]].append(Share(mark, person, from_ms(since), ended))
    moments = {one.appointment for one in batch if isinstance(one, Moment)}
    for row in await sql.appointments_by_id(connection, ids=listed(moments)):
        found.appointments[row[0]] = rows.appointment(row)
    await _find_invites(database, connection, batch, found)
    written = [one.key for one in batch if isinstance(one, IncomingMessage)]
    found.agreed = {row[0] for row in await sql.consents_given(connection, keys=listed(written))}
    return found


async def _find_invites(database: Database, connection: Connection, batch: Sequence[Arrival], found: Found) -> None:
    written = [
        (database.vault.code_index(code), one)
        for one in batch
        if isinstance(one, IncomingMessage)
        for code in codes(one.text)
    ]
    ids = listed({index for index, _ in written})
    by_id = {row[0]: row for row in await database.sql.invites_by_id(connection, ids=ids)} if written else {}
    for index, message in written:
        if index in by_id:
            found.invites[message.key] = rows.invite(by_id[index], database.vault.address_index(message.sender))
