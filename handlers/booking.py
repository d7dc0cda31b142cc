"""Booking: an appointment comes, moves or goes, and what is due for it with it, in the same facts."""

from dataclasses import replace
from datetime import datetime

from handlers import asking
from handlers.case import Appointment, AppointmentState, Case, Request, RequestState
from handlers.facts import (
    AppointmentBooked,
    AskDropped,
    AskWaits,
    Fact,
    LettersWithdrawn,
    LetterWritten,
    Reason,
    RequestChanged,
    TurnCame,
)
from handlers.people import Client, person_of
from messages.envelope import Letter, Moment, MomentKind, Priority
from scheduler.schedule import Occasion, Schedule, rater_of
from scheduler.timetable import Window, last_contact, moments, window

FIRST_ANEW = 2
"""What is due anew for a session that has begun has a number of its own, by the second."""


def book(appointment: Appointment, case: Case, now: datetime) -> list[Fact]:
    """A new appointment, with all that will fall due for it, and what cannot be asked for it any more."""
    due = plan(appointment, case, now)
    return [AppointmentBooked(appointment, due, now), *too_late(appointment, due, case, now)]


def move(
    appointment: Appointment, starts_at: datetime, case: Case, now: datetime, ends_at: datetime | None = None
) -> list[Fact]:
    """An appointment at another time. What is already on a phone stays if it would be asked by now anyway."""
    moved = replace(appointment, starts_at=starts_at, ends_at=ends_at, version=appointment.version + 1)
    due, kept, replaced = plan(moved, case, now), set[Moment](), list[Fact]()
    for request in open_for(appointment, case):
        ask = _ask_of(request, due)
        if ask is not None and ask.at <= now:
            kept.add(ask)
            replaced.append(RequestChanged(_at_its_new_time(request, moved, case)))
        else:
            replaced += _taken_back(request, case, f"moved:{moved.id}:{moved.version}", now)
    rest = tuple(moment for moment in due if moment not in kept)
    others = tuple(start for start in case.sessions if start != appointment.starts_at)
    late = too_late(moved, due, replace(case, sessions=others), now)
    return [AppointmentBooked(moved, rest, now), *replaced, *late]


def cancel(
    appointment: Appointment, case: Case, now: datetime, state: AppointmentState = AppointmentState.CANCELLED
) -> list[Fact]:
    """An appointment that does not take place, or did not: nothing falls due, and what was asked is taken back."""
    gone = replace(appointment, state=state, version=appointment.version + 1)
    facts: list[Fact] = [AppointmentBooked(gone, (), now)]
    for request in open_for(appointment, case):
        facts += _taken_back(request, case, f"cancelled:{gone.id}:{gone.version}", now)
    return facts


def replan(case: Case, now: datetime) -> list[Fact]:
    """What falls due for all coming appointments anew: after consent, when somebody comes back, or when a schedule, a
    zone or contact hours have changed. What the client's other raters were asked already, they are not asked again."""
    facts: list[Fact] = []
    for appointment in case.begun:
        facts += _after_anew(appointment, case, now)
    for appointment in case.upcoming:
        again = _again(appointment, case, now)
        due = plan(again, case, now)
        fresh = tuple(moment for moment in due if not _asked_of_another(moment, again, case))
        facts += [AppointmentBooked(again, fresh, now), *_missed(again, due, case, now)]
    return [*facts, *_unsent_anew(case, now)]


def _unsent_anew(case: Case, now: datetime) -> list[Fact]:
    """A question that still waits for contact hours waits for those that are the person's by now."""
    request, client = case.request, case.client
    if request is None or client is None or request.state is not RequestState.OPEN or request.id not in case.unsent:
        return []
    if not asking.can_be_asked(request, case, request.to.channel):
        return []
    question = asking.ask(request, case, f"anew:{request.id}:{now.isoformat()}")
    stale = request.about if request.occasion is Occasion.BEFORE else request.closes_at
    waits = asking.by_day(question, client, case, now, stale)
    return [LettersWithdrawn(request.to, request.id), LetterWritten(waits)]


def _after_anew(session: Appointment, case: Case, now: datetime) -> list[Fact]:
    """What is still to be asked after a session that has begun, unless a question for it is open, which stays. Beside
    what is due for it already, as that may be overdue, and is to be listed then."""
    if open_for(session, case):
        return []
    number = FIRST_ANEW + int((now - session.starts_at).total_seconds())
    fresh = (moment for moment in plan(session, case, now) if not _asked_of_another(moment, session, case))
    return [AskWaits(person_of(session.client, rater_of(one)), replace(one, number=number)) for one in fresh]


def plan(appointment: Appointment, case: Case, now: datetime) -> tuple[Moment, ...]:
    """All that will fall due for an appointment, of every rater, in order."""
    due = [moment for one in _schedules(appointment, case) for moment in _moments(appointment, one, case, now)]
    return tuple(sorted([*due, *_brief(appointment, case, now)], key=lambda moment: moment.at))


def _brief(appointment: Appointment, case: Case, now: datetime) -> list[Moment]:
    """What the therapist reads before a session; late rather than never, while it has not begun."""
    if appointment.schedule or appointment.state is not AppointmentState.BOOKED or appointment.starts_at <= now:
        return []
    at = max(now, appointment.starts_at - case.practice.alerting.brief_before)
    return [Moment(MomentKind.BRIEF, appointment.id, appointment.version, at)]


def checks(appointment: Appointment, schedule: Schedule, case: Case, now: datetime) -> list[Appointment]:
    """A check between sessions at its next time, the last of these; before it as it would have been, had anybody looked
    at the clock."""
    timing, client = case.practice.timing, case.seen_by(schedule.rater).client
    assert client is not None
    open_for, version = timing.between_open, appointment.version + 1
    asked = schedule.steps(appointment.starts_at - open_for, client.zone, now, open_for)
    return [replace(appointment, starts_at=at + open_for, version=version + n) for n, at in enumerate(asked)]


def begin_checks(schedule: Schedule, id: str, case: Case, now: datetime) -> list[Fact]:  # noqa: A002 - the field's own word
    """The first check between sessions: so many days from today, or a step later, where that would be over by now."""
    client, timing = _rater(schedule, case), case.practice.timing
    assert client is not None
    hour = schedule.steps(now, client.zone, now)[-1]
    if last_contact(hour, client.hours(timing)) <= now:
        [hour] = schedule.steps(hour, client.zone, hour)
    check = Appointment(id, client.id, hour + timing.between_open, 1, schedule=schedule.key)
    return [AppointmentBooked(check, plan(check, case, now), now)]


def meant(schedule: Schedule, appointment: Appointment, case: Case) -> bool:
    """Whether a measure is asked for this appointment at all: not for every session, if it is so."""
    ordinal = sum(start < appointment.starts_at for start in case.sessions) + 1
    return schedule.occasion is Occasion.BETWEEN or schedule.means(ordinal)


def supersede(request: Request, case: Case, cause: str, purpose: str = "superseded") -> list[Fact]:
    """A request that no longer counts: its unsent letters stay here, and the message on the phone says so."""
    facts: list[Fact] = [
        RequestChanged(replace(request, state=RequestState.SUPERSEDED)),
        LettersWithdrawn(request.to, request.id),
    ]
    client = case.seen_by(request.rater).client
    if asking.editable(request.to) and client is not None:
        text = case.practice.words.say(purpose, client.language, request.to.channel)
        key, priority = f"{cause}#{purpose}", Priority.BULK
        facts.append(LetterWritten(Letter(key, request.to, text, purpose, priority, slot=request.id, edits=True)))
    return facts


def open_for(appointment: Appointment, case: Case) -> list[Request]:
    """The open requests that are for this appointment, a rater each."""
    return [one for one in case.asked if one.state is RequestState.OPEN and one.appointment == appointment.id]


def _taken_back(request: Request, case: Case, cause: str, now: datetime) -> list[Fact]:
    client = case.seen_by(request.rater).client
    assert client is not None
    cause = cause if client.person == client.id else f"{cause}:{request.rater}"
    return [*supersede(request, case, cause), TurnCame(client.person, now)]


def _ask_of(request: Request, due: tuple[Moment, ...]) -> Moment | None:
    return next((one for one in due if one.kind is MomentKind.ASK and one.schedule == request.schedule), None)


def _at_its_new_time(request: Request, moved: Appointment, case: Case) -> Request:
    client = case.seen_by(request.rater).client
    assert client is not None
    span = span_of(moved, request.occasion, client, case)
    return replace(request, closes_at=span.close, about=span.about)


def _again(appointment: Appointment, case: Case, now: datetime) -> Appointment:
    """The same appointment as one that old moments do not fit; a check between sessions that is over at its next
    time."""
    schedule = next((one for one in case.schedules if one.key == appointment.schedule), None)
    if schedule is not None and appointment.starts_at <= now:
        return checks(appointment, schedule, case, now)[-1]
    return replace(appointment, version=appointment.version + 1)


def _asked_of_another(moment: Moment, appointment: Appointment, case: Case) -> bool:
    """Whether a moment asks another rater what they were asked last. A check between sessions is another each time."""
    assert case.client is not None
    others = [one for one in case.asked if one.rater != case.client.rater]
    if appointment.schedule:
        hour = appointment.starts_at - case.practice.timing.between_open
        others = [one for one in others if one.about == hour]
    return moment.kind is MomentKind.ASK and any(
        one.appointment == moment.appointment and one.schedule == moment.schedule for one in others
    )


def _schedules(appointment: Appointment, case: Case) -> list[Schedule]:
    """Those that an appointment is an occasion of: a session of all that go by sessions, a check of its own."""
    if appointment.schedule:
        return [one for one in case.schedules if one.key == appointment.schedule]
    return [one for one in case.schedules if one.occasion is not Occasion.BETWEEN]


def _moments(appointment: Appointment, schedule: Schedule, case: Case, now: datetime) -> tuple[Moment, ...]:
    client = _rater(schedule, case)
    if client is None or appointment.state is not AppointmentState.BOOKED:
        return ()
    span = span_of(appointment, schedule.occasion, client, case)
    return moments(appointment.id, appointment.version, schedule, span, client.hours(case.practice.timing), now)


def span_of(appointment: Appointment, occasion: Occasion, client: Client, case: Case) -> Window:
    """The window in which a rater is asked for an appointment."""
    timing = case.practice.timing
    return window(occasion, appointment.starts_at, appointment.ends_at, timing, client.hours(timing))


def _rater(schedule: Schedule, case: Case) -> Client | None:
    return next((one for one in case.everyone if one.rater == schedule.rater), None)


def _missed(appointment: Appointment, due: tuple[Moment, ...], case: Case, now: datetime) -> list[AskDropped]:
    """What cannot be asked any more and was not asked yet."""
    asked = {(one.appointment, one.schedule) for one in case.asked}
    rated = {(one.appointment, one.rater, one.measure) for one in case.ratings}
    return [
        one
        for one in too_late(appointment, due, case, now)
        if (one.appointment, one.schedule) not in asked and (one.appointment, *one.schedule.split(".")[:2]) not in rated
    ]


def too_late(appointment: Appointment, due: tuple[Moment, ...], case: Case, now: datetime) -> list[AskDropped]:
    """What would be asked before an appointment, had it been known sooner."""
    planned = {moment.schedule for moment in due}
    return [
        AskDropped(one.client, one.rater, one.key, appointment.id, appointment.version, Reason.QUIET, now)
        for one in _schedules(appointment, case)
        if one.key not in planned and _rater(one, case) is not None and meant(one, appointment, case)
    ]
