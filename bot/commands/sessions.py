"""`meantime appointment no-show`, `meantime appointment delete`: a session that was not held, or never meant to be."""

from bot.commands.calendar import client_of
from bot.commands.common import CommandError, Json, Office, open_office, run, tell
from bot.commands.deciding import change
from handlers import booking
from handlers.case import Appointment, AppointmentState, Case
from handlers.facts import Fact
from storage import calendar

TOLD = {
    AppointmentState.MISSED: "{id}: {client} did not come. Nothing is asked after it.",
    AppointmentState.DELETED: "Deleted {id} of {client}. Nothing is asked for it.",
}


def appointment_no_show(appointment: str, as_json: Json = False) -> None:
    """Note that the client did not come. Nothing is asked after it."""
    _ended(appointment.upper(), AppointmentState.MISSED, as_json=as_json)


def appointment_delete(appointment: str, as_json: Json = False) -> None:
    """Delete an appointment. It was never meant to be; what was rated for it stays."""
    _ended(appointment.upper(), AppointmentState.DELETED, as_json=as_json)


def _ended(id_: str, state: AppointmentState, *, as_json: bool) -> None:
    async def work() -> str:
        async with open_office() as office:
            client = await client_of(office, id_)
            found = await _session(office, id_, state)
            await change(office, client, lambda case: (_gone(found, case, office, state), None))
            return client

    client = run(work())
    tell({"id": id_, "state": state}, TOLD[state].format(id=id_, client=client), as_json=as_json)


async def _session(office: Office, id_: str, state: AppointmentState) -> Appointment:
    """A session that can still become this. Raises CommandError."""
    found = await calendar.appointment(office.database, id_)
    if found is None or found.schedule:
        raise CommandError("There is no such appointment: see `meantime appointment list`.")
    if found.state is state:
        raise CommandError(f"{id_} is {state} already: nothing to do.")
    if state is AppointmentState.MISSED and found.state is not AppointmentState.BOOKED:
        raise CommandError(f"{id_} is {found.state}: nobody could come to it.")
    if state is AppointmentState.MISSED and found.starts_at > office.now:
        raise CommandError(f"{id_} is still to come: say so when it has begun, or cancel it.")
    return found


def _gone(found: Appointment, case: Case, office: Office, state: AppointmentState) -> list[Fact]:
    return booking.cancel(found, case, office.now, state)
