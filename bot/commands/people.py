"""`meantime therapist`, `meantime client`, `meantime invite`: the people of the practice."""

from datetime import datetime
from typing import Annotated

import typer

from bot.commands.common import (
    CommandError,
    Json,
    Office,
    age_of,
    language_of,
    name_of,
    open_office,
    run,
    show,
    tell,
    with_fresh_id,
    zone_of,
)
from bot.commands.deciding import known_rater, require_age, require_wording
from bot.commands.knowing import NONE, Phone, Reference, Shared, Since, began_on, filled, phone_of, reference_of
from handlers.case import Case, Episode
from handlers.judging import own, progress_of
from handlers.people import Client, Contact, ContactState, Duty, Therapist
from handlers.people import person_of as person_id
from scheduler.schedule import SELF
from storage import people
from storage.ids import fresh
from storage.roster import Known

therapist_app = typer.Typer(help="Therapists of the practice.", no_args_is_help=True)
client_app = typer.Typer(help="Clients, under their pseudonyms.", no_args_is_help=True)

Language = Annotated[str, typer.Option(help="en es de fr pt nl it pl; the practice's own if left out.")]
DutyName = Annotated[str, typer.Option("--duty", help="therapist, supervisor or manager.")]
Team = Annotated[str, typer.Option(help="The team whose figures `meantime effect --team` shows.")]
Measure = Annotated[str, typer.Option(help="The measure asked before sessions; the practice's own if left out.")]
Zone = Annotated[str, typer.Option(help="Time zone, e.g. Europe/Berlin; the practice's own if left out.")]


@therapist_app.command("add")
def therapist_add(
    name: str,
    language: Language = "",
    zone: Zone = "",
    team: Team = "",
    duty: DutyName = Duty.THERAPIST,
    as_json: Json = False,
) -> None:
    """Add a therapist. Then send them the code of `meantime invite`."""
    name, does = name_of(name), _duty_of(duty)

    async def work() -> str:
        async with open_office() as office:
            own = office.practice
            spoken, lives = language_of(language or own.language), zone_of(zone or own.zone.key)

            async def add(fresh_id: str) -> None:
                who = Therapist(fresh_id, name, spoken, lives, team=team.strip(), duty=does)
                await people.add_therapist(office.database, who, office.now)

            return await with_fresh_id("T", add)

    added = run(work())
    tell({"id": added}, f"Added {does} {added}. Next: meantime invite {added}", as_json=as_json)


def _duty_of(text: str) -> Duty:
    try:
        return Duty(text.strip().lower())
    except ValueError:
        raise CommandError(f"There is no duty {text!r}: use {', '.join(Duty)}.") from None


@therapist_app.command("duty")
def therapist_duty(
    therapist: str, duty: Annotated[str, typer.Argument(help="therapist, supervisor or manager.")]
) -> None:
    """Say what somebody of the practice does."""
    does, id_ = _duty_of(duty), therapist.strip().upper()

    async def work() -> None:
        async with open_office() as office:
            seen = [one.id for one in await people.clients(office.database) if one.in_care and one.therapist == id_]
            if does is Duty.MANAGER and seen:
                raise CommandError(
                    f"{id_} sees {', '.join(seen)}, and a manager sees no clients: meantime client reassign {seen[0]} …"
                )
            await people.set_duty(office.database, id_, does)

    run(work())
    print(f"{id_} is a {does}.")


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
                    "duty": one.duty,
                    "team": one.team,
                    "language": one.language,
                    "zone": one.zone.key,
                    "reached": reached(one.contacts),
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
def client_add(  # noqa: PLR0913, PLR0917 - a command's options
    name: str,
    therapist: Annotated[str, typer.Option(help="The therapist's id, e.g. T-4QX.")],
    age: Annotated[str, typer.Option(help="adult, adolescent or child; fixed for the episode.")] = "adult",
    language: Language = "",
    zone: Zone = "",
    measure: Measure = "",
    rules: Annotated[str, typer.Option("--profile", help="The rules the course is judged by.")] = "",
    rater: Annotated[str, typer.Option(help="Whose ratings make the course: self, or carer for a child's.")] = SELF,
    rater_name: Annotated[str, typer.Option(help="What that rater is called, if it is not the client.")] = "",
    reference: Reference = None,
    phone: Phone = None,
    shared: Shared = False,
    since: Since = None,
    as_json: Json = False,
) -> None:
    """Add a client with an episode of care. Then send them the code of `meantime invite`."""
    name, age, rates = name_of(name), age_of(age), _index_rater(rater, rater_name)
    filled(reference=reference, phone=phone, since=since)

    async def work() -> str:
        async with open_office() as office:
            ours = office.practice
            judged, asked = _judged_by(rules or ours.profile, measure or ours.measure, age, office)
            spoken, lives = language_of(language or ours.language), zone_of(zone or ours.zone.key)
            require_wording(ours, asked, Client("the client", spoken, lives, rater=rates), office.now)
            known = Known(reference_of(reference or ""), phone_of(phone or NONE, office), shared)
            began = began_on(since, lives, office.now) if since else None
            care = therapist.strip().upper(), age, judged, asked, rates, began

            async def add(pseudonym: str) -> None:
                gap, called, episode = office.config.schedule.gap_days, rater_name.strip(), f"E-{fresh(6)}"
                begun = Episode(episode, pseudonym, *care)
                await people.add_client(office.database, name, spoken, lives, begun, office.now, gap, called, known)

            return await with_fresh_id("C", add)

    added = run(work())
    tell({"id": added}, f"Added client {added}. Next: meantime invite {person_id(added, rates)}", as_json=as_json)


def _judged_by(profile: str, measure: str, age: str, office: Office) -> tuple[str, str]:
    """A profile and a measure that it judges, for clients of that age. Raises CommandError, DataFileError."""
    judged, asked = office.practice.library.profile(profile), office.practice.library.instrument(measure)
    judged.rules_for(asked)
    require_age(asked, age, "the client")
    return judged.id, asked.id


def _index_rater(rater: str, name: str) -> str:
    """Whose ratings make the course. Raises CommandError."""
    rates = rater.strip().lower()
    if rates == SELF:
        if name.strip():
            raise CommandError("--rater-name is for another rater than the client: say --rater carer.")
        return rates
    known_rater(rates)
    if not name.strip():
        raise CommandError(f"Say what the {rates} is called: --rater-name NAME.")
    return rates


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
        "ratings": [one.total / 10 for one in own(case.ratings, case.episode)] if case.episode else [],
        "status": status_of(case),
        "ended": case.episode.ending if case.episode else None,
        "next": _next_session(case),
    }


def _next_session(case: Case) -> datetime | None:
    sessions = [one.starts_at for one in case.upcoming if not one.schedule]
    return sessions[0].astimezone(case.client.zone) if case.client and sessions else None


def status_of(case: Case) -> str:
    return str(progress_of(case).status).replace("_", " ") if case.episode else ""


def reached(contacts: tuple[Contact, ...]) -> list[dict[str, str]]:
    return [{"channel": str(one.address.channel), "state": str(one.state)} for one in contacts]


def standing(client: Client) -> str:
    """Whether a client can be asked: `yes`, or what stands against it, as it is at the address used last."""
    if not client.contacts:
        return "not joined"
    if all(one.state is not ContactState.OPEN for one in client.contacts):
        return str(client.contacts[0].state)
    return "yes" if client.consent else "waiting for consent"
