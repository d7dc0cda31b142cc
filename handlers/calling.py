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
from scheduler.timetable import closing, contactable, next_contact


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
    if _waits(appointment, case, client, now):
        return []
    contact = reachable(client.contacts) if client.consent else None
    if contact is None:
        return [*tell(case, moment.key, case.therapist, "not_reachable", client=client.id)]
    request = _request(appointment, contact, client, case, now)
    letter = asking.ask(request, case, f"{moment.key}:{appointment.id}")
    return [*_supersede(moment, case), RequestOpened(request), LetterWritten(_bulk(letter, appointment))]


def _waits(appointment: Appointment, case: Case, client: Client, now: datetime) -> bool:
    """With an earlier appointment still to be answered for, this one is asked for when that one closes, if by day."""
    open_one = case.request
    if open_one is None or open_one.state is not RequestState.OPEN or not now < open_one.closes_at:
        return False
    timing = case.practice.timing
    by_day = next_contact(open_one.closes_at, client.zone, timing) == open_one.closes_at
    return by_day and open_one.closes_at < appointment.starts_at


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


def _supersede(moment: Moment, case: Case) -> list[Fact]:
    """A request of another appointment that is still open gives way."""
    if case.request is None or case.request.state is not RequestState.OPEN:
        return []
    return supersede(case.request, case, moment.key, "replaced")


def _remind(moment: Moment, appointment: Appointment, case: Case, now: datetime) -> list[Fact]:
    request = open_for(appointment, case)
    if request is None or case.client is None or now >= appointment.starts_at:
        return []
    lead = case.practice.words.say("reminder", case.client.language, request.to.channel)
    letter = asking.ask(request, case, moment.key, lead)
    old = []
    if asking.editable(request.to):
        old = [LetterWritten(_bulk(asking.summary(request, case, moment.key), appointment))]
    return [*old, LetterWritten(_bulk(letter, appointment))]


def _ask_next(moment: Moment, case: Case, now: datetime) -> list[Fact]:
    """Asks for the appointment whose turn came while an earlier one was still to be answered for."""
    following = next((one for one in case.upcoming if one.starts_at > now), None)
    if following is None or case.client is None or (case.request and case.request.appointment == following.id):
        return []
    timing = case.practice.timing
    asked_at = contactable(following.starts_at - timing.ask_before, following.starts_at, case.client.zone, timing, now)
    return _ask(moment, following, case, now) if asked_at is not None and asked_at <= now else []


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


def _bulk(letter: Letter, appointment: Appointment) -> Letter:
    """What the clock began waits behind replies, and is stale when the appointment begins."""
    return replace(letter, priority=Priority.BULK, expires=appointment.starts_at)
