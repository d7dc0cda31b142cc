"""Booking: an appointment comes, moves or goes, and its moments with it, in the same facts."""

from dataclasses import replace
from datetime import datetime

from handlers import asking
from handlers.case import Appointment, AppointmentState, Case, Client, Request, RequestState
from handlers.facts import AppointmentBooked, Fact, LettersWithdrawn, LetterWritten, RequestChanged
from messages.envelope import Letter, Moment, MomentKind, Priority
from scheduler.timetable import closing, moments


def book(appointment: Appointment, case: Case, now: datetime) -> list[Fact]:
    """A new appointment, with all that will fall due for it."""
    assert case.client is not None
    return [AppointmentBooked(appointment, _moments(appointment, case, case.client, now), now)]


def move(appointment: Appointment, starts_at: datetime, case: Case, now: datetime) -> list[Fact]:
    """An appointment at another time. What is already on the phone stays if it would be asked by now anyway."""
    assert case.client is not None
    moved = replace(appointment, starts_at=starts_at, version=appointment.version + 1)
    due = _moments(moved, case, case.client, now)
    request = open_for(appointment, case)
    if request is None:
        return [AppointmentBooked(moved, due, now)]
    ask = next((moment for moment in due if moment.kind is MomentKind.ASK), None)
    if ask is not None and ask.at <= now:
        rest = tuple(moment for moment in due if moment.kind is not MomentKind.ASK)
        kept = replace(request, closes_at=closing(starts_at, case.practice.timing))
        return [AppointmentBooked(moved, rest, now), RequestChanged(kept)]
    return [
        AppointmentBooked(moved, due, now),
        *supersede(request, case, f"moved:{moved.id}:{moved.version}"),
        *_others_turn(appointment, case, now),
    ]


def cancel(appointment: Appointment, case: Case, now: datetime) -> list[Fact]:
    """An appointment that does not take place: nothing falls due, and what was asked is taken back."""
    gone = replace(appointment, state=AppointmentState.CANCELLED, version=appointment.version + 1)
    request = open_for(appointment, case)
    booked = AppointmentBooked(gone, (), now)
    if request is None:
        return [booked]
    taken_back = supersede(request, case, f"cancelled:{gone.id}:{gone.version}")
    return [booked, *taken_back, *_others_turn(appointment, case, now)]


def _others_turn(appointment: Appointment, case: Case, now: datetime) -> list[Fact]:
    """Appointments whose turn to be asked for came while this one was open are planned anew."""
    others = tuple(one for one in case.upcoming if one.id != appointment.id)
    return replan(replace(case, upcoming=others), now)


def replan(case: Case, now: datetime) -> list[Fact]:
    """The moments of all coming appointments anew: after consent, or when somebody comes back."""
    assert case.client is not None
    again = [replace(appointment, version=appointment.version + 1) for appointment in case.upcoming]
    return [AppointmentBooked(one, _moments(one, case, case.client, now), now) for one in again]


def supersede(request: Request, case: Case, cause: str, purpose: str = "superseded") -> list[Fact]:
    """A request that no longer counts: its unsent letters stay here, and the message on the phone says so."""
    facts: list[Fact] = [
        RequestChanged(replace(request, state=RequestState.SUPERSEDED)),
        LettersWithdrawn(request.to, request.id),
    ]
    if asking.editable(request.to) and case.client is not None:
        text = case.practice.words.say(purpose, case.client.language, request.to.channel)
        key, priority = f"{cause}#{purpose}", Priority.BULK
        facts.append(LetterWritten(Letter(key, request.to, text, purpose, priority, slot=request.id, edits=True)))
    return facts


def open_for(appointment: Appointment, case: Case) -> Request | None:
    """The client's open request if it is for this appointment."""
    request = case.request
    if request is None or request.state is not RequestState.OPEN or request.appointment != appointment.id:
        return None
    return request


def _moments(appointment: Appointment, case: Case, client: Client, now: datetime) -> tuple[Moment, ...]:
    return moments(appointment.id, appointment.version, appointment.starts_at, client.zone, case.practice.timing, now)
