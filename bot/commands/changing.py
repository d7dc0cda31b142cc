"""`meantime client set`, `meantime client reassign`: how somebody is reached changes, or whom a client sees."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from functools import partial
from typing import Annotated

from typer import Option

from bot.applying import apply
from bot.commands.common import (
    CommandError,
    Json,
    Office,
    language_of,
    name_of,
    open_office,
    person_of,
    run,
    tell,
    wall_of,
    zone_of,
)
from bot.commands.deciding import change, in_care, require_wording
from bot.commands.knowing import NONE, Phone, Reference, Shared, Since, filled, phone_of, reference_of, set_since
from handlers import assigning, scheduling
from handlers.case import Case
from handlers.facts import Fact
from handlers.inviting import withdrawn
from handlers.people import Client, Therapist
from handlers.people import person_of as person_id
from messages.envelope import Address, Channel
from storage import cases, facts, people, roster
from storage.database import Connection
from storage.roster import Known

ANY, PRACTICE = "any", "practice"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to change, as it was typed; empty for what stays."""

    zone: str = ""
    language: str = ""
    hours: str = ""
    channel: str = ""
    name: str = ""
    reference: str = ""
    phone: str = ""
    since: str = ""
    shared: bool = False


def client_set(  # noqa: PLR0913, PLR0917 - a command's options
    client: str,
    zone: Annotated[str | None, Option(help="Time zone, e.g. Europe/Berlin.")] = None,
    language: Annotated[str | None, Option(help="en es de fr pt nl it pl.")] = None,
    hours: Annotated[str | None, Option(help="Contact hours of their own day, e.g. 09:00-20:00; or practice.")] = None,
    channel: Annotated[str | None, Option(help="sms or telegram, whichever they prefer; or any.")] = None,
    name: Annotated[str | None, Option(help="The name that staff know them by.")] = None,
    reference: Reference = None,
    phone: Phone = None,
    shared: Shared = False,
    since: Since = None,
    as_json: Json = False,
) -> None:
    """Change how somebody is reached. A client, or a rater (C-7K2/carer); what is due follows at once.

    `none` for a reference or a phone that is not known any more.
    """
    said = {"zone": zone, "language": language, "hours": hours, "channel": channel, "name": name}
    said |= {"reference": reference, "phone": phone, "since": since}
    wanted, person = _wanted(said, shared=shared), person_id(*person_of(client))
    if "/" in person and (wanted.reference or wanted.since):
        raise CommandError(f"--reference and --since are of the client: meantime client set {person_of(client)[0]} …")

    async def work() -> tuple[Client, Office, Known]:
        async with open_office() as office:
            who = await set_person(person, wanted, office)
            return who, office, await roster.known_as(office.database, who.id, who.person)

    who, office, known = run(work())
    record = _record(who, known, office)
    told = f"{who.person}: {record['language']}, {record['zone']}, {record['hours']}, "
    told += f"by {who.channel}." if who.channel else "by whichever channel they joined last."
    told += f" Reference {known.reference or NONE}." if reference else ""
    told += f" Phone {known.phone or NONE}." if phone else ""
    told += f" In care since {since}." if since else ""
    if who.channel and all(one.address.channel is not who.channel for one in who.contacts):
        told += f" Next, as they have not joined by {who.channel}: meantime invite {who.person}"
    tell(record, told, as_json=as_json)


def _record(who: Client, known: Known, office: Office) -> dict[str, object]:
    kept = who.hours(office.practice.timing)
    return {
        "id": who.person,
        "zone": who.zone.key,
        "language": who.language,
        "hours": f"{kept.since:%H:%M}-{kept.until:%H:%M}",
        "channel": who.channel or ANY,
        "reference": known.reference,
        "phone": known.phone,
    }


def _wanted(said: Mapping[str, str | None], *, shared: bool) -> Wanted:
    """What was said, if it says something. Raises CommandError."""
    filled(**said)
    given = {what: value for what, value in said.items() if value is not None}
    if shared and not given.get("phone"):
        raise CommandError("--shared is for a phone that another client has, too: say --phone.")
    if not given:
        *most, last = (f"--{what}" for what in said)
        raise CommandError(f"Say what to change: {', '.join(most)} or {last}.")
    return Wanted(**given, shared=shared)


async def set_person(person: str, wanted: Wanted, office: Office) -> Client:
    """Changed, and all that is due anew, in one transaction."""
    async with office.database.transaction() as connection:
        case = await cases.client_case(office.database, connection, person, office.practice, office.now)
        if case.client is None:
            raise people.Unknown
        who = _changed(case.client, wanted, case, office)
        await people.change_rater(office.database, connection, who, name_of(wanted.name) if wanted.name else "")
        await _set_known(wanted, who, case, office, connection)
        await apply(office.database, connection, _replanned(who, case, office), case, office.now)
    return who


async def _set_known(wanted: Wanted, who: Client, case: Case, office: Office, connection: Connection) -> None:
    """By which reference, under which phone and since when the practice knows somebody."""
    assert case.episode is not None
    database = office.database
    if wanted.reference:
        await roster.set_reference(database, connection, who.id, reference_of(wanted.reference))
    if wanted.phone:
        number, before = phone_of(wanted.phone, office), await roster.phone(database, database.reader, who.person)
        if before and number != before:
            old = withdrawn(who.person, Address(Channel.SMS, before))
            await facts.apply(database, connection, [old], office.now)
        await roster.set_phone(database, connection, who.person, number, shared=wanted.shared)
    if wanted.since:
        await set_since(wanted.since, case.episode, who.zone, office, connection)


def _changed(who: Client, wanted: Wanted, case: Case, office: Office) -> Client:
    changed = replace(
        who,
        zone=zone_of(wanted.zone) if wanted.zone else who.zone,
        language=language_of(wanted.language) if wanted.language else who.language,
        channel=_channel(wanted.channel) if wanted.channel else who.channel,
    )
    if wanted.hours:
        since, until = _hours(wanted.hours)
        changed = replace(changed, contact_from=since, contact_until=until)
    if changed.language != who.language:
        for measure in _asked(who, case):
            require_wording(office.practice, measure, changed, office.now)
    return changed


def _asked(who: Client, case: Case) -> list[str]:
    """What somebody is asked, and has open."""
    scheduled = {one.measure for one in case.schedules if one.rater == who.rater}
    return sorted(scheduled | {one.measure for one in case.asked if one.rater == who.rater and None in one.answers})


def _replanned(who: Client, case: Case, office: Office) -> list[Fact]:
    before = case.client
    assert before is not None
    assert case.episode is not None
    if (who.zone, who.contact_from, who.contact_until) == (before.zone, before.contact_from, before.contact_until):
        return []
    if case.episode.closed_at is not None:
        return []
    raters = tuple(who if one.rater == who.rater else one for one in case.everyone)
    return scheduling.resettle(replace(case, client=who, raters=raters), before, office.now)


def _hours(text: str) -> tuple[time | None, time | None]:
    """`09:00-20:00`, or `practice`. Raises CommandError."""
    if text.strip().lower() == PRACTICE:
        return None, None
    since, dash, until = text.partition("-")
    if not dash:
        raise CommandError(f"{text!r} are no contact hours: write them like 09:00-20:00.")
    first, last = wall_of(since), wall_of(until)
    if first >= last:
        raise CommandError(f"{text} ends before it begins: contact hours lie within one day.")
    return first, last


def _channel(text: str) -> Channel | None:
    known = (Channel.SMS, Channel.TELEGRAM)
    chosen = text.strip().lower()
    if chosen != ANY and chosen not in known:
        raise CommandError(f"There is no channel {text!r}: use {', '.join(known)} or {ANY}.")
    return None if chosen == ANY else Channel(chosen)


def client_reassign(client: str, therapist: str, as_json: Json = False) -> None:
    """Give a client to another therapist. Open alerts go along, and both are told."""
    id_, to = person_of(client)[0], therapist.strip().upper()

    async def work() -> str:
        async with open_office() as office:
            return await reassign(id_, to, office)

    before = run(work())
    record = {"id": id_, "therapist": to, "before": before}
    tell(record, f"{id_} is seen by {to} now, not by {before}. Both are told.", as_json=as_json)


async def reassign(client: str, therapist: str, office: Office) -> str:
    """Gives a client to another therapist; tells whose they were. Raises Unknown, SeesNobody,
    CommandError."""
    new = await people.seeing(office.database, therapist)
    return (await change(office, client, partial(_reassign, new, office)))[1]


def _reassign(to: Therapist, office: Office, case: Case) -> tuple[list[Fact], str]:
    episode = in_care(case).episode
    assert episode is not None
    if episode.therapist == to.id:
        raise CommandError(f"{episode.client} is seen by {to.id} already: nothing to do.")
    return assigning.reassign(to, case, office.now), episode.therapist
