"""Withholding: why what is due is not asked now - it was, something stands against it, or it must wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.case import Appointment, Case, Rating, Request, RequestState
from handlers.facts import Reason
from handlers.people import Client
from messages.envelope import Moment
from scheduler.schedule import Occasion, Schedule
from scheduler.timetable import Window, next_contact

RATED_LATELY = timedelta(days=5)
"""Nobody is asked again for an appointment they have rated for so short a time before it (ours)."""


@dataclass(frozen=True, slots=True)
class Due:
    """What a moment is about: a measure asked of the case's rater for an appointment, and within which window."""

    moment: Moment
    appointment: Appointment
    schedule: Schedule
    client: Client
    span: Window

    def course(self, ratings: Sequence[Rating]) -> list[Rating]:
        """What the rater has rated by the measure."""
        return [one for one in ratings if (one.measure, one.rater) == (self.schedule.measure, self.schedule.rater)]


def hindered(due: Due, case: Case, now: datetime) -> Reason | None:
    """Why nothing is asked now, whoever could be reached."""
    if now >= due.span.until:
        return Reason.BUSY if due.moment.number > 1 else Reason.LATE
    hours = due.client.hours(case.practice.timing)
    if next_contact(now, hours) >= due.span.until:
        return Reason.QUIET
    if (until := paused_until(case, now)) is not None and next_contact(until, hours) >= due.span.until:
        return Reason.PAUSED
    return Reason.RATED if _rated_lately(due, case) else None


def asked(due: Due, case: Case) -> bool:
    """Whether this was asked and is open, or was rated for already: before the appointment was moved a little, or
    before a STOP and a START."""
    if open_one(due, case) is not None:
        return True
    given = [one for one in due.course(case.ratings) if one.appointment == due.appointment.id and not one.on_paper]
    return any(_of_this(one, due) for one in given)


def _of_this(rating: Rating, due: Due) -> bool:
    """Whether a rating is near enough to a session, or of this very check between sessions, not the one before."""
    if due.appointment.schedule:
        return rating.about == due.span.about
    return rating.at >= due.span.earliest and due.span.about - rating.at < RATED_LATELY


def _rated_lately(due: Due, case: Case) -> bool:
    """Whether the measure was rated on paper for this appointment, or for a day that is too near; by the days on the
    rater's own calendar."""
    day = _day(due.span.about, due.client)
    near = timedelta(days=due.schedule.gap)
    return any(
        (one.on_paper and one.appointment == due.appointment.id) or abs(day - _day(one.about, due.client)) < near
        for one in due.course(case.ratings)
    )


def _day(instant: datetime, client: Client) -> date:
    return instant.astimezone(client.zone).date()


def unreached(client: Client) -> Reason:
    return Reason.NO_CONSENT if client.contacts and not client.consent else Reason.UNREACHABLE


def waits(due: Due, case: Case, now: datetime) -> datetime | None:
    """Until when this waits: for a pause to end, or for the question that is open now, no longer than that can be
    answered. Where there would be no time left, it takes its place at once, but not that of another measure asked for
    the same appointment. A check between sessions takes nobody's place, and gives its own to what a session asks for,
    unless somebody has begun to answer it and it is about another measure."""
    pause, request = paused_until(case, now), case.request
    if pause is not None or now < due.span.earliest:
        return pause or due.span.earliest
    if request is None or request.state is not RequestState.OPEN or request.closes_at <= now:
        return None
    if due.schedule.occasion is Occasion.BETWEEN:
        return request.closes_at
    if request.occasion is Occasion.BETWEEN and (request.measure == due.schedule.measure or not _begun(request)):
        return None
    if request.appointment == due.appointment.id or request.closes_at < due.span.until:
        return request.closes_at
    return None


def _begun(request: Request) -> bool:
    """Whether there are answers to a request, or numbers that may become some."""
    return bool(request.held) or any(answer is not None for answer in request.answers)


def paused_until(case: Case, now: datetime) -> datetime | None:
    """When the last of the pauses that go on now ends; None if there is none."""
    return max((one.until for one in case.pauses if one.since <= now < one.until), default=None)


def open_one(due: Due, case: Case) -> Request | None:
    """The rater's open request, if it is the one that the moment is about."""
    request = case.request
    if request is None or request.state is not RequestState.OPEN or request.appointment != due.appointment.id:
        return None
    return request if request.schedule == due.schedule.key else None
