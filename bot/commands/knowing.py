"""How the practice itself knows a client, as it is typed: by its own reference, under a phone, in care since a day."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from typer import Option

from bot.commands.common import CommandError, Office, day_of, local
from bot.roster import BadNumber, number_of
from handlers.case import Episode
from storage import people
from storage.database import Connection

NONE = "none"
"""What is typed for no phone or no reference any more."""

Reference = Annotated[str | None, Option(help="The practice's own reference, as in `client import`.")]
Phone = Annotated[str | None, Option(help="Mobile phone; without + of practice.region.")]
Shared = Annotated[bool, Option("--shared", help="The phone may be another client's, too.")]
Since = Annotated[str | None, Option(help="The day that care began, e.g. 2026-03-02.")]


def filled(**options: str | None) -> None:
    """What is given says something. Raises CommandError."""
    for name, value in options.items():
        if value is not None and not value.strip():
            raise CommandError(f"--{name.replace('_', '-')} is empty: say what it is, or leave it out.")


def reference_of(text: str) -> str:
    """A reference, empty for none."""
    return "" if text.strip().lower() == NONE else text.strip()


def phone_of(text: str, office: Office) -> str:
    """A number in E.164, empty for none. Raises CommandError."""
    try:
        return "" if text.strip().lower() == NONE else number_of(text, office.config.practice.region)
    except BadNumber as error:
        raise CommandError(f"The phone {error}.") from None


def began_on(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """When care began that is said to have begun on a day: with its first second in the zone. Raises CommandError."""
    began, _ = day_of(text.strip(), zone)
    if began > now:
        raise CommandError(f"{text} is still to come: care began today or before.")
    return began


async def why_not_since(
    began: datetime, episode: Episode, zone: ZoneInfo, office: Office, connection: Connection
) -> str:
    """What is kept that an episode which began then does not fit to; empty if it fits."""
    after, until = await people.bounds(office.database, connection, episode.id)
    if after is not None and began < after:
        return f"the care before went on until {local(after, zone)}"
    if until is not None and began > until:
        return f"there is something of this care from {local(until, zone)}"
    return ""


async def set_since(text: str, episode: Episode, zone: ZoneInfo, office: Office, connection: Connection) -> None:
    """An episode began on a day. Raises CommandError."""
    began = began_on(text, zone, office.now)
    if why := await why_not_since(began, episode, zone, office, connection):
        raise CommandError(f"Care cannot have begun on {text}: {why}.")
    await people.set_began(office.database, connection, episode.id, began)
