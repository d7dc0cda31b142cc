"""`meantime appointment`, `meantime upcoming`: the calendar and what will follow from it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.commands.common import (
    LONGEST_DAYS,
    CommandError,
    Days,
    Json,
    Office,
    local,
    open_office,
    run,
    said,
    show,
    tell,
)
from bot.commands.deciding import change, in_care
from bot.commands.dropping import WHY
from bot.commands.lasting import Ends, Length, Minutes
from bot.commands.people import standing
from bot.instants import instant_of
from handlers import booking
from handlers.case import Appointment, Case
from handlers.facts import Fact, Reason
from storage import calendar, people, rehearsal
from storage.ids import fresh
from storage.rehearsal import Prompt

appointment_app = typer.Typer(help="Appointments, and what is due for them.", no_args_is_help=True)
BETWEEN = "between"
When = Annotated[str, typer.Argument(help="Start on the client's own clock, e.g. 2026-12-03T14:00.")]


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when an appointment lasts, both on somebody's clock."""

    starts: datetime
    ends: datetime

    def __str__(self) -> str:
        same_day = self.starts.date() == self.ends.date()
        return f"{said(self.starts)} until {self.ends.strftime('%H:%M') if same_day else said(self.ends)}"

    def record(self) -> dict[str, object]:
        """The same for programs and tables."""
        return {"starts": self.starts, "ends": self.ends}


@appointment_app.command("add")
def appointment_add(client: str, starts: When, minutes: Minutes = 0, ends: Ends = "", as_json: Json = False) -> None:
    """Book an appointment."""

    added, length = f"A-{fresh(6)}", Length(minutes, ends)

    async def work() -> Span:
        async with open_office() as office:
            return await _change(office, client.upper(), lambda case: _book(added, starts, length, case, office))

    span = run(work())
    tell({"id": added, **span.record()}, f"Booked {added} for {client.upper()}: {span}", as_json=as_json)


@appointment_app.command("move")
def appointment_move(
    appointment: str, starts: When, minutes: Minutes = 0, ends: Ends = "", as_json: Json = False
) -> None:
    """Move an appointment. It lasts as long as before, unless told."""
    id_, length = appointment.upper(), Length(minutes, ends)

    async def work() -> Span:
        async with open_office() as office:
            client = await client_of(office, id_)
            return await _change(office, client, lambda case: _move(id_, starts, length, case, office))

    span = run(work())
    tell({"id": id_, **span.record()}, f"Moved {id_} to {span}", as_json=as_json)


@appointment_app.command("cancel")
def appointment_cancel(appointment: str, as_json: Json = False) -> None:
    """Cancel an appointment. Nothing more is sent for it."""

    async def work() -> None:
        async with open_office() as office:
            client = await client_of(office, appointment.upper())
            await change(office, client, lambda case: (_cancel(appointment.upper(), case, office), None))

    run(work())
    tell({"id": appointment.upper(), "state": "cancelled"}, f"Cancelled {appointment.upper()}", as_json=as_json)


@appointment_app.command("list")
def appointment_list(days: Days = 14, as_json: Json = False) -> None:
    """List booked appointments to come."""

    async def work() -> list[dict[str, object]]:
        async with open_office() as office:
            found = await calendar.between(office.database, office.now, office.now + timedelta(days=days))
            zone = office.practice.zone
            return [{"id": one.id, "client": one.client, **_span(one, zone, office).record()} for one in found]

    show(run(work()), as_json=as_json, title="Appointments", empty=f"Nothing booked in the next {days} days.")


def upcoming(
    days: Days = 14,
    client: Annotated[str, typer.Option(help="Only this client, e.g. C-7K2.")] = "",
    as_json: Json = False,
) -> None:
    """Show what will be sent, to whom and when. That is if nobody answers before; and what is due and will not be."""

    async def work() -> list[dict[str, object]]:
        async with open_office() as office:
            if client:
                await people.client(office.database, client.upper(), office.practice, office.now)
            until = office.now + timedelta(days=days)
            found = await rehearsal.rehearse(office.database, office.practice, office.now, until, client.upper())
            return [_line(one) for one in found]

    show(run(work()), as_json=as_json, title="Upcoming", empty=f"Nothing falls due in the next {days} days.")


def _line(prompt: Prompt) -> dict[str, object]:
    zone, appointment = prompt.client.zone, prompt.appointment
    return {
        "when": prompt.at.astimezone(zone),
        "what": prompt.what,
        "measure": prompt.measure,
        "person": prompt.client.person,
        "how": f"by {prompt.channel}" if prompt.reason is None else f"not sent: {_why(prompt, prompt.reason)}",
        "appointment": BETWEEN if appointment.schedule else appointment.starts_at.astimezone(zone),
    }


def _why(prompt: Prompt, reason: Reason) -> str:
    """What stands against a question, in the words that `client list` has for who cannot be asked at all."""
    joined = standing(prompt.client)
    if reason in (Reason.NO_CONSENT, Reason.UNREACHABLE) and joined != "yes":
        return joined
    return WHY[reason]


def _book(booked: str, starts: str, length: Length, case: Case, office: Office) -> tuple[list[Fact], Appointment]:
    client = in_care(case).client
    assert client is not None
    starts_at = _to_come(starts, case, office)
    made = Appointment(booked, client.id, starts_at, 1, ends_at=length.end(starts_at, client.zone))
    return booking.book(made, case, office.now), made


def _move(appointment: str, starts: str, length: Length, case: Case, office: Office) -> tuple[list[Fact], Appointment]:
    found = _booked(appointment, case)
    assert case.client is not None
    starts_at = _to_come(starts, case, office, found)
    ends_at = length.end(starts_at, case.client.zone, found)
    moved = replace(found, starts_at=starts_at, ends_at=ends_at)
    if moved == found:
        raise CommandError(f"{found.id} is at that time already: nothing to do.")
    return booking.move(found, starts_at, case, office.now, ends_at), moved


def _cancel(appointment: str, case: Case, office: Office) -> list[Fact]:
    return booking.cancel(_booked(appointment, case), case, office.now)


def _to_come(starts: str, case: Case, office: Office, moved: Appointment | None = None) -> datetime:
    """A start that is still to come and free, written on the client's own clock."""
    assert case.client is not None
    zone = case.client.zone
    starts_at = instant_of(starts, zone)
    if starts_at <= office.now:
        raise CommandError(f"{local(starts_at, zone)} is past: give a time to come.")
    if starts_at > office.now + timedelta(days=LONGEST_DAYS):
        raise CommandError(f"{local(starts_at, zone)} is more than ten years ahead: look at the year.")
    others = (one for one in case.upcoming if not one.schedule and one != moved)
    if taken := next((one for one in others if one.starts_at == starts_at), None):
        todo = "choose another time, or cancel one of them" if moved else "nothing to do"
        raise CommandError(f"{taken.id} is booked for {case.client.id} at {local(starts_at, zone)} already: {todo}.")
    return starts_at


def _booked(appointment: str, case: Case) -> Appointment:
    found = next((one for one in case.upcoming if one.id == appointment and not one.schedule), None)
    if found is None:
        raise CommandError("That appointment has begun or was cancelled: book a new one.")
    return found


async def client_of(office: Office, appointment: str) -> str:
    found = await calendar.appointment(office.database, appointment)
    if found is None:
        raise CommandError("There is no such appointment: see `meantime appointment list`.")
    return found.client


async def _change(office: Office, client: str, decide: Callable[[Case], tuple[list[Fact], Appointment]]) -> Span:
    """The same as `change`; gives the appointment's time on the client's clock."""
    case, appointment = await change(office, client, decide)
    assert case.client is not None
    return _span(appointment, case.client.zone, office)


def _span(appointment: Appointment, zone: ZoneInfo, office: Office) -> Span:
    ends_at = appointment.ends_at or appointment.starts_at + office.practice.timing.session
    return Span(appointment.starts_at.astimezone(zone), ends_at.astimezone(zone))
