"""`meantime client rater`: who else is asked about a client, such as a child's carer."""

from functools import partial
from typing import Annotated

import typer

from bot.commands.common import (
    CommandError,
    Json,
    language_of,
    name_of,
    open_office,
    person_of,
    run,
    show,
    tell,
    zone_of,
)
from bot.commands.deciding import add_rater, in_care, judged, known_rater
from bot.commands.knowing import NONE, Phone, Shared, filled, phone_of
from bot.commands.showing import rater_record
from handlers.case import Case
from handlers.people import Client
from scheduler.schedule import Schedule
from storage import people, roster
from storage.roster import Known

rater_app = typer.Typer(help="Who is asked about a client.", no_args_is_help=True)


@rater_app.command("add")
def rater_add(  # noqa: PLR0913, PLR0917 - a command's options
    client: str,
    rater: Annotated[str, typer.Argument(help="carer, carer2 or partner.")],
    name: str,
    language: Annotated[str, typer.Option(help="en es de fr pt nl it pl; the client's if left out.")] = "",
    zone: Annotated[str, typer.Option(help="Time zone, e.g. Europe/Berlin; the client's if left out.")] = "",
    measure: Annotated[str, typer.Option(help="A measure to ask before every session; none if left out.")] = "",
    phone: Phone = None,
    shared: Shared = False,
    as_json: Json = False,
) -> None:
    """Have somebody else asked about a client. Then send them the code of `meantime invite`."""
    called, id_, rates = name_of(name), person_of(client)[0], known_rater(rater)
    filled(phone=phone)

    async def work() -> Client:
        async with open_office() as office:
            make = partial(_made, rates, language, zone)
            gap = office.config.schedule.gap_days
            asked = partial(_asked, measure, gap) if measure else None
            known = Known(phone=phone_of(phone or NONE, office), shared=shared)
            return await add_rater(office, id_, called, make, asked, known)

    who = run(work())
    sentence = f"Added the {rates} of {id_}. Next: meantime invite {who.person}"
    sentence += "" if measure else f" ; meantime schedule set {id_} --rater {rates} --measure … --occasion …"
    tell({"id": who.person, "language": who.language, "zone": who.zone.key}, sentence, as_json=as_json)


def _made(rater: str, language: str, zone: str, case: Case) -> Client:
    assert case.client is not None
    if any(one.rater == rater for one in case.everyone):
        raise CommandError(f"{case.client.id} has a rater {rater!r} already: see `meantime client rater list`.")
    spoken = language_of(language or case.client.language)
    return Client(case.client.id, spoken, zone_of(zone or case.client.zone.key), rater=rater)


def _asked(measure: str, gap: int, who: Client, case: Case) -> Schedule:
    return Schedule(who.id, who.rater, judged(in_care(case), measure), gap=gap)


@rater_app.command("list")
def rater_list(client: str, as_json: Json = False) -> None:
    """List who is asked about a client."""
    id_ = person_of(client)[0]

    async def work() -> list[dict[str, object]]:
        async with open_office() as office:
            case = await people.client(office.database, id_, office.practice, office.now)
            names = await people.names(office.database, id_)
            return [
                {
                    "name": names[one.rater],
                    "phone": await roster.phone(office.database, office.database.reader, one.person),
                    **rater_record(one, case),
                }
                for one in case.everyone
            ]

    show(run(work()), as_json=as_json, title="Raters", empty="")
