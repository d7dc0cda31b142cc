"""Calling: a moment has come. To ask, to remind, to close; fenced by the appointment's version."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from handlers import alerting, asking
from handlers.answering import handed_over
from handlers.booking import open_for, supersede
from handlers.case import Appointment, AppointmentState, Case, Client, Contact, Request, RequestState
from handlers.expiring import expire
from handlers.facts import Fact, LetterWritten, RequestOpened
from handlers.saying import reachable, tell
from messages.envelope import Letter, Moment, MomentKind, Priority
from scheduler.timetable import REMINDER_GAP, closing, last_contact, next_contact

RATED_LATELY = timedelta(days=5)
"""Nobody is asked again for an appointment they have rated for so short a time before it (ours)."""


def call(moment: Moment, case: Case, now: datetime) -> list[Fact]:
    """What a moment brings; nothing if its appointment has changed since or takes place no more, or care has ended."""
    appointment = case.appointment
    if case.episode is not None and case.episode.closed_at is not None:
        return []
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
    if _waits(appointment, case, now) or _rated(appointment, case):
        return []
    contact = reachable(client.contacts, case.practice) if client.consent else None
    if contact is None:
        return tell(case, moment.key, case.therapist, "not_reachable", now, client=client.id)
    request = _request(moment, appointment, contact, client, case, now)
    if request is None:
        return tell(case, moment.key, case.therapist, "no_wording", now, client=client.id)
    letter = asking.ask(request, case, f"{moment.key}:{appointment.id}")
    asked = LetterWritten(_bulk(letter, appointment, client, case, now))
    return [*_supersede(moment, case), RequestOpened(request), asked]


def _request(
    moment: Moment, appointment: Appointment, contact: Contact, client: Client, case: Case, now: datetime
) -> Request | None:
    """Named by its appointment, and by the other one whose moment brings it: an appointment may be asked for twice.
    None: there is no wording in the client's language that may be sent this way."""
    assert case.episode is not None
    measure, address = case.practice.library.instrument(case.episode.measure), contact.address
    wording = case.practice.wordings.choose(measure.id, client.language, address.channel, now)
    if wording is None:
        return None
    after = "" if moment.appointment == appointment.id else f"+{moment.appointment}.{moment.version}"
    request = Request(
        id=f"{appointment.id}.{appointment.version}:{measure.id}{after}",
        client=client.id,
        episode=case.episode.id,
        appointment=appointment.id,
        measure=measure.id,
        measure_version=measure.version,
        to=address,
        state=RequestState.OPEN,
        asked_at=now,
        closes_at=closing(appointment.starts_at, case.practice.timing),
        answers=(None,) * len(measure.items),
        wording=wording.key,
    )
    return replace(request, one_by_one=asking.editable(address) or not asking.fits_at_once(request, case))


def _waits(appointment: Appointment, case: Case, now: datetime) -> bool:
    """With an earlier appointment still to be answered for, this one is asked for when that one closes."""
    open_one = case.request
    if open_one is None or open_one.state is not RequestState.OPEN:
        return False
    return now < open_one.closes_at < appointment.starts_at


def _rated(appointment: Appointment, case: Case) -> bool:
    """Whether this appointment was rated for already: before it was moved a little, or before a STOP and a START."""
    done = case.request
    if done is None or done.appointment != appointment.id or done.state is not RequestState.COMPLETE:
        return False
    return any(one.request == done.id and appointment.starts_at - one.at < RATED_LATELY for one in case.ratings)


def _supersede(moment: Moment, case: Case) -> list[Fact]:
    """A request of another appointment that is still open gives way."""
    if case.request is None or case.request.state is not RequestState.OPEN:
        return []
    return supersede(case.request, case, moment.key, "replaced")


def _remind(moment: Moment, appointment: Appointment, case: Case, now: datetime) -> list[Fact]:
    request, client = open_for(appointment, case), case.client
    if request is None or client is None or now >= appointment.starts_at or handed_over(request):
        return []
    if not asking.can_be_asked(request, case, request.to.channel):
        return []
    if request.held or now - (request.answered_at or request.asked_at) < REMINDER_GAP:
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
    closed, facts = expire(request, case, moment.key)
    if closed.state is RequestState.EXPIRED:
        facts += alerting.of_silence(moment.key, request, case, now)
    return [*facts, *_ask_next(moment, replace(case, request=closed), now)]


def _bulk(letter: Letter, appointment: Appointment, client: Client, case: Case, now: datetime) -> Letter:
    """What the clock began waits behind replies and for contact hours, and is stale when the appointment begins."""
    by_day = next_contact(now, client.zone, case.practice.timing)
    return replace(letter, priority=Priority.BULK, not_before=by_day, expires=appointment.starts_at)
