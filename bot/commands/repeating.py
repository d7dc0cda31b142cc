"""`meantime appointment repeat`: a series of single appointments, each at the same time on the client's wall clock."""

import re
from datetime import date, datetime, timedelta
from typing import Annotated

import typer

from bot.applying import apply
from bot.commands.calendar import When
from bot.commands.common import LONGEST_DAYS, CommandError, Json, Office, local, open_office, run, show
from bot.commands.deciding import in_care
from bot.instants import instant_of
from handlers import booking
from handlers.case import Appointment
from storage import cases, people
from storage.database import Connection
from storage.ids import fresh

EVERY = re.compile(r"([1-9][0-9]?)([dw])")
MOST = 200


def appointment_repeat(
    client: str,
    starts: When,
    every: Annotated[str, typer.Option(help="How far apart: 1w, 2w, 3d …")],
    until: Annotated[str, typer.Option(help="The last day, such as 2027-03-31.")] = "",
    times: Annotated[int, typer.Option(min=0, max=MOST, help="How many, instead of --until.")] = 0,
    as_json: Json = False,
) -> None:
    """Book appointments that repeat. All or none; each is on its own from then on."""
    wished = _series(starts, every, until, times)

    async def work() -> list[dict[str, object]]:
        async with open_office() as office, office.database.transaction() as connection:
            return [await _book(office, connection, client.upper(), one) for one in wished]

    show(run(work()), as_json=as_json, title=f"Appointments of {client.upper()}", empty="")


def _series(starts: str, every: str, until: str, times: int) -> list[str]:
    """The wall-clock times, as they would be written singly. Raises CommandError."""
    step, first = _step(every), _wall(starts)
    if bool(until) == bool(times):
        raise CommandError("Say how long it goes on, by --until or by --times (one of them).")
    count = (_last(until, first) - first) // step + 1 if until else times
    if count > MOST:
        raise CommandError(f"That is more than {MOST} appointments: end the series sooner.")
    try:
        return [(first + step * number).isoformat() for number in range(count)]
    except OverflowError:
        raise CommandError(f"{starts} lies beyond all calendars: look at its year.") from None


def _step(every: str) -> timedelta:
    match = EVERY.fullmatch(every.strip().lower())
    if match is None:
        raise CommandError("--every is a number of weeks or days, such as 1w, 2w or 3d.")
    return timedelta(days=int(match[1]) * (7 if match[2] == "w" else 1))


def _wall(starts: str) -> datetime:
    """A time on the client's clock; one with an offset of its own would not follow that clock."""
    try:
        wall = datetime.fromisoformat(starts)
    except ValueError:
        wall = None
    if wall is None or wall.tzinfo is not None or len(starts) <= len("2026-12-03"):
        raise CommandError(f"{starts!r} is no date with a time on the client's clock: write it like 2026-12-03T14:00.")
    return wall


def _last(until: str, first: datetime) -> datetime:
    try:
        last = datetime.combine(date.fromisoformat(until), first.time())
    except ValueError:
        raise CommandError(f"{until!r} is no date: write it like 2027-03-31.") from None
    if last < first:
        raise CommandError(f"{until} is before the first appointment: give a later day.")
    return last


async def _book(office: Office, connection: Connection, client: str, wall: str) -> dict[str, object]:
    """One of the series, in the one transaction of all. What is booked at that time already stays, and is told."""
    case = await cases.client_case(office.database, connection, client, office.practice, office.now)
    if case.client is None:
        raise people.Unknown
    in_care(case)
    zone = case.client.zone
    starts_at = instant_of(wall, zone)
    if not office.now < starts_at <= office.now + timedelta(days=LONGEST_DAYS):
        raise CommandError(f"{local(starts_at, zone)} is past, or more than ten years ahead: nothing was booked.")
    there = next((one for one in case.upcoming if one.starts_at == starts_at and not one.schedule), None)
    booked = there or Appointment(f"A-{fresh(6)}", client, starts_at, 1)
    if there is None:
        await apply(office.database, connection, booking.book(booked, case, office.now), case, office.now)
    return {
        "id": booked.id,
        "starts": starts_at.astimezone(zone),
        "booked": "was there already" if there else "now",
    }
