"""Calling: a moment has come. To ask, to remind, to close; fenced by the appointment's version."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from handlers import alerting, asking, briefing, joining
from handlers.answering import handed_over
from handlers.booking import checks, meant, plan, span_of, supersede, too_late
from handlers.case import Appointment, AppointmentState, Case, Request, RequestState
from handlers.expiring import expire
from handlers.facts import (
    AppointmentBooked,
    AskDropped,
    AskWaits,
    Fact,
    LettersWithdrawn,
    LetterWritten,
    Reason,
    RequestChanged,
    RequestOpened,
    TurnCame,
)
from handlers.people import Client, Contact, person_of
from handlers.saying import reachable, tell
from handlers.withholding import Due, asked, hindered, open_one, paused_until, unreached, waits
from messages.envelope import Moment, MomentKind
from scheduler.schedule import SELF, Occasion, Schedule
from scheduler.timetable import REMINDER_GAP, next_contact, reminders

AFTER_IT = timedelta(seconds=1)
"""What waits for a question comes after the moment that closes it."""


def call(moment: Moment, case: Case, now: datetime) -> list[Fact]:
    """What a moment brings; nothing if its appointment has changed since or takes place no more, or care has ended."""
    appointment = case.appointment
    if case.client is None or case.episode is None or case.episode.closed_at is not None:
        return []
    if appointment is None or appointment.version != moment.version:
        return []
    if appointment.state is not AppointmentState.BOOKED:
        return []
    return _call(_due(moment, appointment, case.client, case), case, now)


def _call(due: Due, case: Case, now: datetime) -> list[Fact]:
    match due.moment.kind:
        case MomentKind.ASK:
            return _ask(due, case, now)
        case MomentKind.REMIND:
            return _remind(due, case, now)
        case MomentKind.CLOSE:
            return _close(due, case, now)
        case MomentKind.BRIEF:
            return briefing.brief(due.moment.key, due.appointment, case, now)
        case _:
            assert_never(due.moment.kind)


def _due(moment: Moment, appointment: Appointment, client: Client, case: Case) -> Due:
    """Moments of before there were schedules are about the episode's own measure, as is one whose schedule is gone."""
    assert case.episode is not None
    own = Schedule(client.id, client.rater, case.episode.measure)
    schedule = next((one for one in case.schedules if one.key == moment.schedule), own)
    if moment.schedule and schedule.key != moment.schedule:
        rater, measure, occasion = moment.schedule.split(".")
        schedule = Schedule(client.id, rater, measure, Occasion(occasion))
    span = span_of(appointment, schedule.occasion, client, case)
    return Due(moment, appointment, schedule, client, span)


def _ask(due: Due, case: Case, now: datetime) -> list[Fact]:
    if due.moment.schedule and due.schedule not in case.schedules:
        return []
    if asked(due, case) or not meant(due.schedule, due.appointment, case):
        return []
    if reason := hindered(due, case, now):
        return [_dropped(due, reason, now)]
    if (until := waits(due, case, now)) is not None:
        return [_wait(due, until, now)]
    contact = reachable(due.client, case.practice) if due.client.consent else None
    if contact is None:
        return [_dropped(due, unreached(due.client), now), *_tell(due, case, "not_reachable", now)]
    if joining.outdated(case):
        return _consent_first(due, contact, case, now)
    request = _request(due, contact, case, now)
    if request is None:
        return [_dropped(due, Reason.NO_WORDING, now), *_tell(due, case, "no_wording", now)]
    letter = asking.ask(request, case, f"{due.moment.key}:{due.appointment.id}")
    question = LetterWritten(asking.by_day(letter, due.client, case, now, due.span.until))
    return [*_supersede(due, case, now), RequestOpened(request), question]


def _wait(due: Due, until: datetime, now: datetime) -> Fact:
    """Comes round again when what it waits for is over. A check between sessions that ends no later is given up just
    before, as the next one follows from its end."""
    at = until + AFTER_IT
    if due.appointment.schedule and at >= due.span.until:
        at = due.span.until - AFTER_IT
    if at <= now:
        return _dropped(due, Reason.BUSY, now)
    return AskWaits(due.client.person, replace(due.moment, at=at, number=due.moment.number + 1))


def _consent_first(due: Due, contact: Contact, case: Case, now: datetime) -> list[Fact]:
    """Nothing is asked before the text that has changed is agreed to. It is sent once, and not beside an open question:
    a number would answer both."""
    facts = [_dropped(due, Reason.CONSENT_CHANGED, now), *_tell(due, case, "consent_pending", now)]
    busy = case.request is not None and case.request.state is RequestState.OPEN
    if busy or due.client.shown == case.practice.consent_version:
        return facts
    letter, shown = joining.show_anew(case, due.client, contact.address, due.moment.key)
    return [*facts, LetterWritten(asking.by_day(letter, due.client, case, now, None)), shown]


def _dropped(due: Due, reason: Reason, now: datetime) -> AskDropped:
    schedule, appointment = due.schedule, due.appointment
    return AskDropped(schedule.client, schedule.rater, schedule.key, appointment.id, appointment.version, reason, now)


def _tell(due: Due, case: Case, purpose: str, now: datetime) -> list[Fact]:
    return tell(case, due.moment.key, case.therapist, purpose, now, client=due.client.person)


def _request(due: Due, contact: Contact, case: Case, now: datetime) -> Request | None:
    """Named by its appointment, measure and, if it is not the client, rater. None: there is no wording in the rater's
    language that may be sent this way."""
    assert case.episode is not None
    measure, address = case.practice.library.instrument(due.schedule.measure), contact.address
    wording = case.practice.wordings.choose(
        measure.id, due.client.language, address.channel, now, of_another=due.schedule.rater != SELF
    )
    if wording is None:
        return None
    request = Request(
        id=_name(due),
        client=due.client.id,
        episode=case.episode.id,
        appointment=due.appointment.id,
        measure=measure.id,
        measure_version=measure.version,
        to=address,
        state=RequestState.OPEN,
        asked_at=now,
        closes_at=due.span.close,
        answers=(None,) * len(measure.items),
        wording=wording.key,
        rater=due.schedule.rater,
        occasion=due.schedule.occasion,
        about=due.span.about,
        number=due.moment.number,
        language=due.client.language,
    )
    return replace(request, one_by_one=asking.editable(address) or not asking.fits_at_once(request, case))


def _name(due: Due) -> str:
    schedule = due.schedule
    about = f"{due.appointment.id}.{due.appointment.version}:{schedule.measure}"
    about += "+" if schedule.occasion is Occasion.AFTER else ""
    again = f".{due.moment.number}" if due.moment.number > 1 else ""
    return about + ("" if schedule.rater == SELF else f"/{schedule.rater}") + again


def _supersede(due: Due, case: Case, now: datetime) -> list[Fact]:
    """A request of another appointment that is still open gives way."""
    request = case.request
    if request is None or request.state is not RequestState.OPEN:
        return []
    return [*supersede(request, case, due.moment.key, "replaced"), *_later(request, due, case, now)]


def _later(request: Request, due: Due, case: Case, now: datetime) -> list[Fact]:
    """It comes round again when what took its place is done, at the latest when that closes; or, where it is over by
    then itself, to be listed."""
    appointment = next((one for one in (*case.upcoming, *case.begun) if one.id == request.appointment), None)
    if appointment is None:
        return []
    until = span_of(appointment, request.occasion, due.client, case).until
    at = min(due.span.close + AFTER_IT, until - AFTER_IT if appointment.schedule else until)
    again = Moment(MomentKind.ASK, appointment.id, appointment.version, at, request.schedule, request.number + 1)
    if at > now:
        return [AskWaits(due.client.person, again)]
    given_up = _due(again, appointment, due.client, case)
    return [_dropped(given_up, Reason.UNSENT, now)] if request.id in case.unsent else []


def _remind(due: Due, case: Case, now: datetime) -> list[Fact]:
    request = open_one(due, case)
    if request is None or handed_over(request) or request.waits_since is not None:
        return []
    if paused_until(case, now) is not None:
        return []
    if request.id in case.unsent or not asking.can_be_asked(request, case, request.to.channel):
        return []
    if request.held or now - (request.answered_at or _reached(due, request, case)) < REMINDER_GAP:
        return []
    stale = [*_later_reminders(due, request, case), due.span.until][0]
    if stale <= now:
        return []
    before = request.occasion is Occasion.BEFORE and request.rater == SELF
    lead = case.practice.words.say("reminder", due.client.language, request.to.channel, before=before)
    letter = asking.ask(request, case, due.moment.key, lead)
    old = [asking.summary(request, case, due.moment.key)] if asking.editable(request.to) else []
    return [LetterWritten(asking.by_day(one, due.client, case, now, stale)) for one in [*old, letter]]


def _reached(due: Due, request: Request, case: Case) -> datetime:
    """When a question could be seen first: one that was written at night waits for the day. To the minute, as a tick
    comes a little after what was planned."""
    seen = next_contact(request.asked_at, due.client.hours(case.practice.timing))
    return seen.replace(second=0, microsecond=0)


def _later_reminders(due: Due, request: Request, case: Case) -> list[datetime]:
    """When the reminders after this one are due: after an outage the last is enough."""
    asked = _reached(due, request, case)
    planned = reminders(asked, due.span, due.client.hours(case.practice.timing), asked)
    return [at for at in planned if at > due.moment.at]


def _close(due: Due, case: Case, now: datetime) -> list[Fact]:
    request = open_one(due, case)
    facts: list[Fact] = []
    if request is not None and request.id in case.unsent:
        facts = _never_asked(request, due, now)
    elif request is not None:
        closed, facts = expire(request, case, due.moment.key)
        if closed.state is RequestState.EXPIRED:
            facts += alerting.of_silence(due.moment.key, request, case, now)
    if request is not None:
        facts.append(TurnCame(person_of(request.client, request.rater), now))
    return [*facts, *_next(due, case, now)]


def _never_asked(request: Request, due: Due, now: datetime) -> list[Fact]:
    """A request none of whose letters has left counts for nothing; nobody has missed it."""
    gone = replace(request, state=RequestState.SUPERSEDED)
    return [RequestChanged(gone), LettersWithdrawn(request.to, request.id), _dropped(due, Reason.UNSENT, now)]


def _next(due: Due, case: Case, now: datetime) -> list[Fact]:
    """A check between sessions is followed by the next one, while it is asked at all."""
    schedule = next((one for one in case.schedules if one.key == due.appointment.schedule), None)
    if schedule is None:
        return []
    *missed, following = checks(due.appointment, schedule, case, now)
    moments = plan(following, case, now)
    gone: list[Fact] = [_dropped(replace(due, appointment=one), Reason.LATE, now) for one in missed]
    return [*gone, AppointmentBooked(following, moments, now), *too_late(following, moments, case, now)]
