"""`meantime therapist`, `meantime client`, `meantime invite`: the people of the practice."""

from datetime import datetime
from typing import Annotated

import typer

from bot.commands.common import (
    CommandError,
    Json,
    Office,
    age_of,
    as_text,
    fresh,
    language_of,
    listed,
    name_of,
    open_office,
    out,
    run,
    said,
    show,
    tell,
    with_fresh_id,
    zone_of,
)
from handlers.case import Case, Episode
from handlers.judging import progress_of
from handlers.people import Client, Contact, ContactState, Role, Therapist
from handlers.practice import Practice
from measures.flags import Flag
from messages.envelope import Channel
from storage import people
from storage.people import Unknown

therapist_app = typer.Typer(help="Therapists of the practice.", no_args_is_help=True)
client_app = typer.Typer(help="Clients, under their pseudonyms.", no_args_is_help=True)

NOT_ME = "If it reaches a wrong person, they can write: not me"

Language = Annotated[str, typer.Option(help="en es de fr pt nl it pl; the practice's own if left out.")]
Team = Annotated[str, typer.Option(help="The team whose figures `meantime effect --team` shows.")]
Zone = Annotated[str, typer.Option(help="Time zone, e.g. Europe/Berlin; the practice's own if left out.")]


@therapist_app.command("add")
def therapist_add(name: str, language: Language = "", zone: Zone = "", team: Team = "", as_json: Json = False) -> None:
    """Add a therapist. Then send them the code of `meantime invite`."""
    name = name_of(name)

    async def work() -> str:
        async with open_office() as office:
            own = office.practice
            spoken, lives = language_of(language or own.language), zone_of(zone or own.zone.key)

            async def add(fresh_id: str) -> None:
                await people.add_therapist(
                    office.database, Therapist(fresh_id, name, spoken, lives, team=team.strip()), office.now
                )

            return await with_fresh_id("T", add)

    added = run(work())
    tell({"id": added}, f"Added therapist {added}. Next: meantime invite {added}", as_json=as_json)


@therapist_app.command("team")
def therapist_team(
    therapist: str, team: Annotated[str, typer.Argument(help="The team; none if left out.")] = ""
) -> None:
    """Put a therapist into a team."""

    async def work() -> None:
        async with open_office() as office:
            await people.set_team(office.database, therapist.upper(), team.strip())

    run(work())
    print(f"{therapist.upper()} is in {f'the team {team.strip()}' if team.strip() else 'no team'}.")


@therapist_app.command("list")
def therapist_list(as_json: Json = False) -> None:
    """List the therapists."""

    async def work() -> list[dict[str, object]]:
        async with open_office() as office:
            return [
                {
                    "id": one.id,
                    "name": one.name,
                    "team": one.team,
                    "language": one.language,
                    "zone": one.zone.key,
                    "reached": _reached(one.contacts),
                }
                for one in await people.therapists(office.database)
            ]

    show(
        run(work()),
        as_json=as_json,
        title="Therapists",
        empty="No therapist yet: meantime therapist add NAME",
    )


@client_app.command("add")
def client_add(
    name: str,
    therapist: Annotated[str, typer.Option(help="The therapist's id, e.g. T-4QX.")],
    age: Annotated[str, typer.Option(help="adult, adolescent or child; fixed for the episode.")] = "adult",
    language: Language = "",
    zone: Zone = "",
    measure: Annotated[
        str, typer.Option(help="The measure asked before sessions; the practice's own if left out.")
    ] = "",
    rules: Annotated[str, typer.Option("--profile", help="The rules the course is judged by.")] = "",
    as_json: Json = False,
) -> None:
    """Add a client with an episode of care. Then send them the code of `meantime invite`."""
    name = name_of(name)
    age = age_of(age)

    async def work() -> str:
        async with open_office() as office:
            own = office.practice
            judged, asked = own.library.profile(rules or own.profile), own.library.instrument(measure or own.measure)
            judged.rules_for(asked)
            spoken, lives = language_of(language or own.language), zone_of(zone or own.zone.key)
            _require_wording(own, asked.id, spoken, office.now)

            async def add(pseudonym: str) -> None:
                episode = Episode(f"E-{fresh(6)}", pseudonym, therapist.upper(), age, judged.id, asked.id)
                gap = office.config.schedule.gap_days
                await people.add_client(office.database, name, spoken, lives, episode, office.now, gap)

            return await with_fresh_id("C", add)

    added = run(work())
    tell({"id": added}, f"Added client {added}. Next: meantime invite {added}", as_json=as_json)


def _require_wording(practice: Practice, measure: str, language: str, now: datetime) -> None:
    """Nobody is asked in another language than their own."""
    ways = practice.channels or Channel
    if not any(practice.wordings.choose(measure, language, channel, now) for channel in ways):
        raise CommandError(
            f"There is no wording of {measure} in {language} that may be sent: choose another --measure or --language,"
            " or install a pack (see `meantime wording list`)."
        )


@client_app.command("list")
def client_list(as_json: Json = False) -> None:
    """List the clients, and how they are doing."""

    async def work() -> list[dict[str, object]]:
        async with open_office() as office:
            return [await _row(office, one) for one in await people.clients(office.database)]

    show(
        run(work()),
        as_json=as_json,
        title="Clients",
        empty="No client yet: meantime client add NAME --therapist T-…",
    )


async def _row(office: Office, person: people.Person) -> dict[str, object]:
    case = await people.client(office.database, person.id, office.practice, office.now)
    return {
        "id": person.id,
        "name": person.name,
        "therapist": person.therapist,
        "joined": standing(case.client) if case.client else "",
        "ratings": [one.total / 10 for one in case.ratings],
        "status": _status(case),
        "ended": case.episode.ending if case.episode else None,
        "next": case.upcoming[0].starts_at.astimezone(case.client.zone) if case.client and case.upcoming else None,
    }


@client_app.command("show")
def client_show(client: str, as_json: Json = False) -> None:
    """Show one client. Contacts, course and status, what was written besides numbers."""

    async def work() -> tuple[dict[str, object], list[str]]:
        async with open_office() as office:
            case = await people.client(office.database, client.upper(), office.practice, office.now)
            remarks = await people.remarks(office.database, client.upper())
            record = _record(case, [(at.astimezone(office.practice.zone), text) for at, text in remarks])
            return record, [_flag(one) for one in progress_of(case).flags]

    record, flags = run(work())
    if as_json:
        print(as_text(record))
    else:
        out.print(listed(record | {"flags": flags}))


def _record(case: Case, remarks: list[tuple[datetime, str]]) -> dict[str, object]:
    if case.client is None or case.episode is None:
        raise Unknown
    zone = case.client.zone
    return {
        "id": case.client.id,
        "language": case.client.language,
        "zone": case.client.zone.key,
        "therapist": case.episode.therapist,
        "age": case.episode.age,
        "measure": case.episode.measure,
        "profile": case.episode.profile,
        "joined": standing(case.client),
        "consent": case.client.consent or "not given",
        "reached": _reached(case.client.contacts),
        "status": _status(case),
        "ended": _ended(case),
        "ratings": [
            {"at": one.at.astimezone(zone), "total": one.total / 10, "late": one.late, "wording": one.wording}
            for one in case.ratings
        ],
        "flags": [
            {"rule": flag.rule, "observed": flag.observed / 10, "threshold": flag.threshold / 10, "source": flag.source}
            for flag in progress_of(case).flags
        ],
        "appointments": [{"id": one.id, "starts": one.starts_at.astimezone(zone)} for one in case.upcoming],
        "remarks": [{"at": at, "text": text} for at, text in remarks],
    }


def _flag(flag: Flag) -> str:
    """A flag in words: what was observed, and what it is held against."""
    figures = f"observed {flag.observed / 10:.1f}, threshold {flag.threshold / 10:.1f}"
    return f"{flag.rule.replace('_', ' ')}: {figures} ({flag.source})"


def _status(case: Case) -> str:
    return str(progress_of(case).status).replace("_", " ") if case.episode else ""


def _ended(case: Case) -> dict[str, object] | None:
    """When and how care ended; None while it goes on."""
    if case.client is None or case.episode is None or case.episode.closed_at is None:
        return None
    return {"at": case.episode.closed_at.astimezone(case.client.zone), "ending": str(case.episode.ending or "")}


def _reached(contacts: tuple[Contact, ...]) -> list[dict[str, str]]:
    return [{"channel": str(one.address.channel), "state": str(one.state)} for one in contacts]


def standing(client: Client) -> str:
    """Whether a client can be asked: `yes`, or what stands against it, as it is at the address used last."""
    if not client.contacts:
        return "not joined"
    if all(one.state is not ContactState.OPEN for one in client.contacts):
        return str(client.contacts[0].state)
    return "yes" if client.consent else "waiting for consent"


def invite(person: str, as_json: Json = False) -> None:
    """Make a single-use code to join by. A client or therapist gets it as a Telegram link or a line to text."""

    async def work() -> tuple[dict[str, object], bool]:
        async with open_office() as office:
            return await _invite(office, person.upper()), office.config.twilio.enabled

    made, by_sms = run(work())
    lines = [f"Code for {made['person']}: {made['code']} (once, until {said(made['until'])})"]
    lines += [f"Telegram: {made['telegram']}"] if made["telegram"] else []
    number = made["sms"] or "the number of your messaging service (set twilio.number to have it named here)"
    lines += [f"SMS: text {made['code']} to {number}"] if by_sms else []
    lines += [NOT_ME] if len(lines) > 1 and str(made["person"]).startswith("C-") else []
    lines += (
        ["No channel can take it yet: see telegram.bot and twilio.number in the config."] if len(lines) == 1 else []
    )
    tell(made, "\n".join(lines), as_json=as_json)


async def _invite(office: Office, person: str) -> dict[str, object]:
    code, practice = fresh(8), office.practice
    expires = office.now + office.config.schedule.invite_valid
    role, language = await _who(office, person)
    await people.invite(office.database, code, role, person, language, expires, office.now)
    bot = practice.telegram_bot
    return {
        "person": person,
        "code": code,
        "until": expires.astimezone(practice.zone),
        "telegram": f"https://t.me/{bot}?start={code}" if bot else "",
        "sms": practice.sms_number,
    }


async def _who(office: Office, person: str) -> tuple[Role, str]:
    if person.startswith("T-"):
        return Role.THERAPIST, (await people.therapist(office.database, person)).language
    case = await people.client(office.database, person, office.practice, office.now)
    if case.client is None:
        raise Unknown
    return Role.CLIENT, case.client.language
