"""Calling: a moment has come. To ask, to remind, to close; fenced by the appointment's version."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from handlers import asking
from handlers.booking import open_for, supersede
from handlers.case import Appointment, AppointmentState, Case, Client, Contact, Request, RequestState
from handlers.facts import Fact, LetterWritten, RequestChanged, RequestOpened
from handlers.saying import reachable, tell
from measures.instrument import instrument
from messages.envelope import Channel, Letter, Moment, MomentKind, Priority
from scheduler.timetable import REMINDER_GAP, closing, last_contact, next_contact


def call(moment: Moment, case: Case, now: datetime) -> list[Fact]:
    """What a moment brings; nothing if its appointment has changed since, or no longer takes place."""
    appointment = case.appointment
    if appointment is None or appointment.version != moment.version:
        return []
    if appointment.state is not AppointmentState.BOOKED:
        return []
    match moment.kind:
        case MomentKind.ASK:
            return _ask(moment, appointment, case, now)
        case MomentKind.REMIND:
            return _remind(moment, appointment, case, now)
        case MomentKind.CLOSE:
            return _close(moment, appointment, case, now)
        case _:
            assert_never(moment.kind)


def _ask(moment: Moment, appointment: Appointment, case: Case, now: datetime) -> list[Fact]:
    client = case.client
    if now >= appointment.starts_at or client is None or open_for(appointment, case):
        return []
    if _waits(appointment, case, now):
        return []
    contact = reachable(client.contacts) if client.consent else None
    if contact is None:
        return [*tell(case, moment.key, case.therapist, "not_reachable", client=client.id)]
    request = _request(appointment, contact, client, case, now)
    letter = asking.ask(request, case, f"{moment.key}:{appointment.id}")
    asked = LetterWritten(_bulk(letter, appointment, client, case, now))
    return [*_supersede(moment, case), RequestOpened(request), asked]


def _request(appointment: Appointment, contact: Contact, client: Client, case: Case, now: datetime) -> Request:
    assert case.episode is not None
    measure = instrument(case.episode.measure)
    return Request(
        id=f"{appointment.id}.{appointment.version}:{measure.id}",
        client=client.id,
        episode=case.episode.id,
        appointment=appointment.id,
        measure=measure.id,
        measure_version=measure.version,
        to=contact.address,
        state=RequestState.OPEN,
        asked_at=now,
        closes_at=closing(appointment.starts_at, case.practice.timing),
        answers=(None,) * len(measure.items),
        one_by_one=contact.address.channel is not Channel.SMS,
    )


def _waits(appointment: Appointment, case: Case, now: datetime) -> bool:
    """With an earlier appointment still to be answered for, this one is asked for when that one closes."""
    open_one = case.request
    if open_one is None or open_one.state is not RequestState.OPEN:
        return False
    return now < open_one.closes_at < appointment.starts_at


def _supersede(moment: Moment, case: Case) -> list[Fact]:
    """A request of another appointment that is still open gives way."""
    if case.request is None or case.request.state is not RequestState.OPEN:
        return []
    return supersede(case.request, case, moment.key, "replaced")


def _remind(moment: Moment, appointment: Appointment, case: Case, now: datetime) -> list[Fact]:
    request, client = open_for(appointment, case), case.client
    if request is None or client is None or now >= appointment.starts_at or now - request.asked_at < REMINDER_GAP:
        return []
    lead = case.practice.words.say("reminder", client.language, request.to.channel)
    letter = asking.ask(request, case, moment.key, lead)
    old = [asking.summary(request, case, moment.key)] if asking.editable(request.to) else []
    return [LetterWritten(_bulk(one, appointment, client, case, now)) for one in [*old, letter]]


def _ask_next(moment: Moment, case: Case, now: datetime) -> list[Fact]:
    """Asks for the appointment whose turn came while an earlier one was still to be answered for."""
    following = next((one for one in case.upcoming if one.starts_at > now), None)
    if following is None or case.client is None or (case.request and case.request.appointment == following.id):
        return []
    timing = case.practice.timing
    turn = last_contact(following.starts_at - timing.ask_before, case.client.zone, timing)
    return _ask(moment, following, case, now) if turn <= now else []


def _close(moment: Moment, appointment: Appointment, case: Case, now: datetime) -> list[Fact]:
    request = open_for(appointment, case)
    if request is None or case.client is None:
        return _ask_next(moment, case, now)
    none = all(answer is None for answer in request.answers)
    closed = replace(request, state=RequestState.EXPIRED if none else RequestState.PARTIAL)
    facts: list[Fact] = [RequestChanged(closed)]
    if asking.editable(request.to):
        text = case.practice.words.say("closed", case.client.language, request.to.channel)
        facts.append(
            LetterWritten(Letter(f"{moment.key}#closed", request.to, text, "closed", slot=request.id, edits=True))
        )
    return [*facts, *_ask_next(moment, replace(case, request=closed), now)]


def _bulk(letter: Letter, appointment: Appointment, client: Client, case: Case, now: datetime) -> Letter:
    """What the clock began waits behind replies and for contact hours, and is stale when the appointment begins."""
    by_day = next_contact(now, client.zone, case.practice.timing)
    return replace(letter, priority=Priority.BULK, not_before=by_day, expires=appointment.starts_at)
