"""`meantime client import`: the clients of a table are entered or brought up to date, each under the practice's own
reference; the same table twice changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from bot.calendars.decoding import LARGEST_BYTES, decoded
from bot.commands.changing import Wanted, reassign, set_person
from bot.commands.common import CommandError, Json, Office, open_office, run, show, with_fresh_id, zone_of
from bot.commands.deciding import require_age, require_wording
from bot.commands.knowing import began_on, why_not_since
from bot.roster import Entry, Roster, read_roster
from bot.tables import BadLine, BadTable
from handlers.case import Case, Episode
from handlers.people import Client, Duty, Therapist
from storage import feeds, people, roster
from storage.ids import fresh
from storage.people import SeesNobody, Unknown
from storage.roster import InUse, Known

Apply = Annotated[bool, typer.Option("--apply", help="Do it; else it is only shown.")]
NEW = "new"
REACHED = ("zone", "language", "channel", "name", "phone", "since")
"""What `client set` changes, too."""


@dataclass(frozen=True, slots=True)
class Update:
    """What a line of the table comes to: the client (`new` if there is none yet), and what changes in them."""

    entry: Entry
    client: str
    changes: Mapping[str, str]


def client_import(
    file: Annotated[Path, typer.Argument(help="A CSV file with the column reference, and name, therapist, phone …")],
    apply: Apply = False,
    as_json: Json = False,
) -> None:
    """Enter clients from a table. Only shows what would change, unless you say --apply."""

    async def work() -> tuple[list[dict[str, object]], bool]:
        async with open_office() as office:
            table = _read(file, office)
            updates, unusable = await _updates(table, office)
            done, failed = await _carried_out(updates, office) if apply else (updates, [])
            wrong = sorted([*table.unread, *unusable, *failed])
            return [*map(_record, done), *(_unused(*one) for one in wrong)], bool(wrong)

    records, wrong = run(work())
    title = "Imported" if apply else "Would change (nothing is done without --apply)"
    show(records, as_json=as_json, title=title, empty="Nothing to change: all of the table is known.")
    if wrong:
        raise typer.Exit(1)


def _read(file: Path, office: Office) -> Roster:
    try:
        with file.open("rb") as opened:
            return read_roster(decoded(opened.read(LARGEST_BYTES + 1)), office.config.practice.region)
    except OSError as error:
        raise CommandError(f"{file} cannot be read ({error.strerror}): look at its name and rights.") from None
    except BadTable as error:
        raise CommandError(str(error)) from None


async def _updates(table: Roster, office: Office) -> tuple[list[Update], list[tuple[int, str]]]:
    """What the lines come to, and those that cannot be used."""
    known = await roster.references(office.database)
    staff = {one.id: one for one in await people.therapists(office.database)}
    numbers = await roster.phones(office.database, office.database.reader)
    updates: list[Update] = []
    unusable: list[tuple[int, str]] = []
    for entry in table.entries:
        client = known.get(entry.reference, "")
        try:
            _require_staff(entry, client, staff)
            changes = await _changes(entry, client, office) if client else _given(entry)
            await _require_fitting(entry, client, changes, office)
            _require_own_number(changes.get("phone", ""), client or f"line {entry.number}", numbers)
        except (BadLine, CommandError) as error:
            unusable.append((entry.number, str(error)))
            continue
        if changes:
            updates.append(Update(entry, client or NEW, changes))
    return updates, unusable


def _require_staff(entry: Entry, client: str, staff: Mapping[str, Therapist]) -> None:
    if not client and not (entry.name and entry.therapist):
        raise BadLine("a new client needs a name and a therapist")
    if entry.therapist and entry.therapist not in staff:
        raise BadLine("there is no such therapist: see `meantime therapist list`")
    if entry.therapist and staff[entry.therapist].duty is Duty.MANAGER:
        raise BadLine(f"{entry.therapist} is a manager, who sees no clients: see `meantime therapist list`")


async def _require_fitting(entry: Entry, client: str, changes: Mapping[str, str], office: Office) -> None:
    """What changes can change in this client. Raises BadLine, CommandError."""
    if client and "age" in changes:
        raise BadLine("its age group is fixed for the episode: close the client and reopen")
    if not client:
        asked = office.practice.library.instrument(office.practice.measure)
        require_age(asked, entry.age or "adult", "this client")
    if "since" not in changes:
        return
    zone = zone_of(entry.zone or office.practice.zone.key)
    if client:
        case = await people.client(office.database, client, office.practice, office.now)
        assert case.client is not None
        assert case.episode is not None
        zone = zone_of(entry.zone) if entry.zone else case.client.zone
        began = began_on(entry.since, zone, office.now)
        if why := await why_not_since(began, case.episode, zone, office, office.database.reader):
            raise BadLine(f"care cannot have begun on {entry.since}: {why}")
    began_on(entry.since, zone, office.now)


def _require_own_number(number: str, client: str, numbers: dict[str, set[str]]) -> None:
    """A number that changes becomes that of this client, and of no other. Raises BadLine."""
    if not number:
        return
    for other in sorted(numbers.get(number, set()) - {client}):
        raise BadLine(f"its phone is that of {other}: if they share it, leave it out here, and `client set --shared`")
    numbers.setdefault(number, set()).add(client)


def _given(entry: Entry) -> dict[str, str]:
    """What a line says."""
    said = {
        "name": entry.name,
        "therapist": entry.therapist,
        "age": entry.age,
        "since": entry.since,
        "language": entry.language,
        "zone": entry.zone,
        "phone": entry.phone,
        "channel": entry.channel or "",
        "email": entry.email,
    }
    return {what: str(value) for what, value in said.items() if value}


async def _changes(entry: Entry, client: str, office: Office) -> dict[str, str]:
    """What a line says otherwise than it is kept."""
    case = await people.client(office.database, client, office.practice, office.now)
    kept = await _kept(case, entry, office)
    return {what: value for what, value in _given(entry).items() if value != kept[what]}


async def _kept(case: Case, entry: Entry, office: Office) -> dict[str, str]:
    if case.client is None or case.episode is None:
        raise Unknown
    id_ = case.client.id
    zone, opened = zone_of(entry.zone) if entry.zone else case.client.zone, case.episode.opened_at
    addresses = await feeds.emails(office.database)
    known_by_it = entry.email and id_ in addresses.get(feeds.email_index(office.database, entry.email), ())
    return {
        "name": (await people.names(office.database, id_)).get(case.client.rater, ""),
        "therapist": case.episode.therapist,
        "age": case.episode.age,
        "since": str(opened.astimezone(zone).date()) if opened else "",
        "language": case.client.language,
        "zone": case.client.zone.key,
        "phone": await roster.phone(office.database, office.database.reader, id_),
        "channel": case.client.channel or "",
        "email": entry.email if known_by_it else "",
    }


def _record(update: Update) -> dict[str, object]:
    what = [f"{what}: {value}" for what, value in update.changes.items()]
    return {"line": update.entry.number, "reference": update.entry.reference, "client": update.client, "what": what}


def _unused(number: int, why: str) -> dict[str, object]:
    return {"line": number, "reference": "", "client": "", "what": [f"not used: {why}"]}


async def _carried_out(updates: Sequence[Update], office: Office) -> tuple[list[Update], list[tuple[int, str]]]:
    """What was done, client by client, and which lines could not be."""
    done: list[Update] = []
    failed: list[tuple[int, str]] = []
    for one in updates:
        try:
            done.append(await _carry_out(one, office))
        except (CommandError, InUse, SeesNobody) as error:
            failed.append((one.entry.number, str(error)))
    return done, failed


async def _carry_out(update: Update, office: Office) -> Update:
    client, changes = update.client, update.changes
    if client == NEW:
        client = await _enter(update.entry, office)
        changes = {what: changes[what] for what in ("channel", "email") if what in changes}
    if "therapist" in changes:
        await reassign(client, changes["therapist"], office)
    if said := {what: changes[what] for what in REACHED if what in changes}:
        await set_person(client, Wanted(**said, shared=False), office)
    if "email" in changes:
        await feeds.set_email(office.database, client, changes["email"])
    return replace(update, client=client)


async def _enter(entry: Entry, office: Office) -> str:
    """A new client, asked the practice's own measure. Gives the pseudonym."""
    ours = office.practice
    lives = zone_of(entry.zone or ours.zone.key)
    who = Client("the client", entry.language or ours.language, lives)
    require_wording(ours, ours.measure, who, office.now)

    began = began_on(entry.since, lives, office.now) if entry.since else None

    async def add(pseudonym: str) -> None:
        care = pseudonym, entry.therapist, entry.age or "adult", ours.profile, ours.measure
        await people.add_client(
            office.database,
            entry.name,
            who.language,
            lives,
            Episode(f"E-{fresh(6)}", *care, opened_at=began),
            office.now,
            gap=office.config.schedule.gap_days,
            known=Known(entry.reference, entry.phone),
        )

    return await with_fresh_id("C", add)
