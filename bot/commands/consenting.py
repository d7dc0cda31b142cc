"""`meantime client fallback`: whether a client may be asked by another channel where one fails goes into the ledger."""

from enum import StrEnum
from functools import partial
from typing import Annotated

import typer

from bot.commands.common import CommandError, Json, Office, open_office, run, tell
from bot.commands.deciding import change
from handlers.case import Case
from handlers.consents import ConsentKind, ConsentRecorded
from handlers.facts import Fact
from messages.envelope import Channel
from storage import people


class Answer(StrEnum):
    """What somebody said when they were asked."""

    YES = "yes"
    NO = "no"


def client_fallback(
    person: Annotated[str, typer.Argument(help="C-7K2, or C-7K2/carer for another rater.")],
    answer: Annotated[Answer, typer.Argument(help="What they said.")],
    by: Annotated[str, typer.Option(help="Whom they told: a therapist's id, e.g. T-4QX.")],
    as_json: Json = False,
) -> None:
    """Record consent to another channel. It is used where the one they prefer fails."""
    about, agreed = known_as(person), answer is Answer.YES

    async def work() -> None:
        async with open_office() as office:
            heard = await people.therapist(office.database, by.upper())
            await change(office, about, partial(_record, agreed, heard.id, office))

    run(work())
    may = "may be asked by another channel where one fails" if agreed else "is asked by their own channel only"
    tell({"id": about, "fallback": agreed}, f"{about} {may}.", as_json=as_json)


def known_as(person: str) -> str:
    """`c-7k2/carer` as it is kept: `C-7K2/carer`."""
    client, slash, rater = person.partition("/")
    return f"{client.upper()}{slash}{rater.lower()}"


def _record(agreed: bool, by: str, office: Office, case: Case) -> tuple[list[Fact], None]:
    """Who heard it stands in the entry's id."""
    client, now = case.client, office.now
    assert client is not None
    if bool(client.fallback) == agreed:
        raise CommandError(f"That is what the ledger says of {client.person} already: nothing to do.")
    kind = ConsentKind.FALLBACK_GIVEN if agreed else ConsentKind.FALLBACK_WITHDRAWN
    entry = f"{by}:{client.person}:{now.timestamp():.3f}"
    version, channel = client.consent or office.practice.consent_version, Channel.CONSOLE
    return [ConsentRecorded(entry, client.person, kind, version, client.language, channel, now)], None
