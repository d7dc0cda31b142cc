"""`meantime appointment`, `meantime upcoming`: the calendar and what will follow from it."""

from datetime import timedelta
from typing import Annotated

import typer

from bot.commands.common import (
    CommandError,
    Json,
    Office,
    fresh,
    instant_of,
    local,
    open_office,
    run,
    show,
    tell,
)
from handlers import booking
from handlers.case import Appointment, AppointmentState, Case
from handlers.facts import Fact
from storage import calendar, facts, people

appointment_app = typer.Typer(help="Appointments; what is due moves with them.", no_args_is_help=True)
When = Annotated[str, typer.Argument(help="Start on the client's own clock, e.g. 2026-12-03T14:00.")]


@appointment_app.command("add")
def appointment_add(client: str, starts: When, as_json: Json = False) -> None:
    """Book an appointment."""

    async def work() -> tuple[str, str]:
        async with open_office() as office:
            case = await _case(office, client.upper())
            assert case.client is not None
            starts_at = instant_of(starts, case.client.zone)
            if starts_at <= office.now:
                raise CommandError(f"{local(starts_at, case.client.zone)} is past: give a time to come.")
            new = Appointment(f"A-{fresh(6)}", case.client.id, starts_at, 1)
            await _apply(office, booking.book(new, case, office.now))
            return new.id, local(starts_at, case.client.zone)

    added, when = run(work())
    tell({"id": added, "starts": when}, f"Booked {added} for {client.upper()}: {when}", as_json=as_json)


@appointment_app.command("move")
def appointment_move(appointment: str, starts: When, as_json: Json = False) -> None:
    """Move an appointment."""

    async def work() -> str:
        async with open_office() as office:
            found, case = await _booked(office, appointment.upper())
            assert case.client is not None
            starts_at = instant_of(starts, case.client.zone)
            await _apply(office, booking.move(found, starts_at, case, office.now))
            return local(starts_at, case.client.zone)

    when = run(work())
    tell({"id": appointment.upper(), "starts": when}, f"Moved {appointment.upper()} to {when}", as_json=as_json)


@appointment_app.command("cancel")
def appointment_cancel(appointment: str, as_json: Json = False) -> None:
    """Cancel an appointment: nothing more is sent for it."""

    async def work() -> None:
        async with open_office() as office:
            found, case = await _booked(office, appointment.upper())
            await _apply(office, booking.cancel(found, case, office.now))

    run(work())
    tell({"id": appointment.upper(), "state": "cancelled"}, f"Cancelled {appointment.upper()}", as_json=as_json)


@appointment_app.command("list")
def appointment_list(
    days: Annotated[int, typer.Option(help="How many days ahead.")] = 14, as_json: Json = False
) -> None:
    """List booked appointments to come."""

    async def work() -> list[dict[str, object]]:
        async with open_office() as office:
            found = await calendar.between(office.database, office.now, office.now + timedelta(days=days))
            zone = office.practice.zone
            return [{"id": one.id, "client": one.client, "starts": local(one.starts_at, zone)} for one in found]

    show(run(work()), as_json=as_json, title="Appointments", empty=f"Nothing booked in the next {days} days.")


def upcoming(days: Annotated[int, typer.Option(help="How many days ahead.")] = 14, as_json: Json = False) -> None:
    """Show what will be sent, to whom and when, if nobody answers before."""

    async def work() -> list[dict[str, object]]:
        async with open_office() as office:
            until = office.now + timedelta(days=days)
            planned = await calendar.planned(office.database, until)
            return [await _line(office, one) for one in planned]

    show(run(work()), as_json=as_json, title="Upcoming", empty=f"Nothing falls due in the next {days} days.")


async def _line(office: Office, planned: calendar.Planned) -> dict[str, object]:
    case = await _case(office, planned.client)
    assert case.client is not None
    channels = [one.address.channel for one in case.client.contacts if one.state == "open"]
    reached = f"by {channels[0]}" if channels and case.client.consent else "not sent: not joined"
    return {
        "when": local(planned.moment.at, case.client.zone),
        "what": planned.moment.kind,
        "client": planned.client,
        "how": "" if planned.moment.kind == "close" else reached,
        "appointment": local(planned.starts_at, case.client.zone),
    }


async def _case(office: Office, client: str) -> Case:
    return await people.client(office.database, client, office.practice, office.now)


async def _booked(office: Office, appointment: str) -> tuple[Appointment, Case]:
    found = await calendar.appointment(office.database, appointment)
    if found is None or found.state is not AppointmentState.BOOKED:
        raise CommandError("There is no such booked appointment: see `meantime appointment list`.")
    return found, await _case(office, found.client)


async def _apply(office: Office, said: list[Fact]) -> None:
    async with office.database.transaction() as connection:
        await facts.apply(office.database, connection, said, office.now)
