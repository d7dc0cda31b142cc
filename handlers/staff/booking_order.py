"""Sessions by chat: `/book C-7K2 3 Dec 14:00`, `/move C-7K2 4 Dec 15:30`, `/cancel C-7K2`, on the therapist's clock."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from handlers import booking
from handlers.case import Appointment, Case
from handlers.facts import AppointmentBooked, Fact
from handlers.people import Therapist
from handlers.saying import language_of, say
from handlers.staff.choosing import choice, choices, over, refused, unclear
from handlers.staff.confirming import ask
from handlers.staff.orders import Order
from messages.dates import Unclear, Why, halves, instant, length, read
from messages.envelope import ButtonPress, IncomingMessage, MomentKind
from messages.words import day_time
from scheduler.schedule import SELF

MOST_SHOWN = 8
"""Sessions to choose from, soonest first (ours)."""


def book(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """A new session. One at the same time as another of the therapist's is asked about first."""
    if (no := refused(order, arrival, case, now) or over(order, arrival, case)) is not None:
        return [no]
    subject, staff = _parties(case)
    text, minutes = length(order.rest)
    starts = _to_come(text, staff, now)
    if isinstance(starts, Unclear):
        return [unclear(starts, arrival, case)]
    made = Appointment(f"A-{case.fresh[:6]}", _client(subject), starts, 1, ends_at=_ends(starts, minutes))
    if (asked := _clash(made, order, arrival, case, now)) is not None:
        return asked
    said = booking.book(made, subject, now)
    return [*said, say(case, arrival, "booked", **_told(made, said, staff, order))]


def move(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """A session at another time; the one that is named, or the only one. Into the past only after a yes."""
    if (no := refused(order, arrival, case, now) or over(order, arrival, case)) is not None:
        return [no]
    subject, staff = _parties(case)
    which, to = halves(order.rest) if halves(order.rest)[1] else ("", order.rest)
    text, minutes = length(to)
    starts = _moved_to(text, which, staff, now)
    if isinstance(starts, Unclear):
        return [unclear(starts, arrival, case)]
    found = _which(which, order, arrival, case, now, f"to {starts.astimezone(staff.zone):%Y-%m-%d %H:%M}")
    if not isinstance(found, Appointment):
        return found
    lasts = found.ends_at - found.starts_at if found.ends_at else None
    ends = _ends(starts, minutes) or (starts + lasts if lasts else None)
    if (asked := _clash(replace(found, starts_at=starts, ends_at=ends), order, arrival, case, now)) is not None:
        return asked
    said = booking.move(found, starts, subject, now, ends)
    told = _told(replace(found, starts_at=starts), said, staff, order)
    return [*said, say(case, arrival, "moved", since=found.starts_at.astimezone(staff.zone), **told)]


def cancel(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """A session does not take place, after a yes."""
    if (no := refused(order, arrival, case, now) or over(order, arrival, case)) is not None:
        return [no]
    subject, staff = _parties(case)
    found = _which(order.rest, order, arrival, case, now, "")
    if not isinstance(found, Appointment):
        return found
    when, meaning = found.starts_at.astimezone(staff.zone), (found.id, str(found.version))
    if order.agreed != meaning:
        return ask(order, arrival, case, now, "cancel_sure", *meaning, when=when)
    return [*booking.cancel(found, subject, now), say(case, arrival, "cancelled", client=order.client, when=when)]


def _parties(case: Case) -> tuple[Case, Therapist]:
    """The client themselves, and who orders."""
    assert case.subject is not None
    assert case.staff is not None
    return case.subject.seen_by(SELF), case.staff


def _client(subject: Case) -> str:
    assert subject.episode is not None
    return subject.episode.client


def _ends(starts: datetime, minutes: int | None) -> datetime | None:
    return None if minutes is None else starts + timedelta(minutes=minutes)


def _to_come(text: str, staff: Therapist, now: datetime) -> datetime | Unclear:
    """An instant to come on somebody's own clock."""
    when = read(text, staff.language, now.astimezone(staff.zone).date())
    at = when if isinstance(when, Unclear) else instant(when, staff.zone)
    if isinstance(at, datetime) and at <= now:
        return Unclear(Why.PAST, (at.astimezone(staff.zone).date(),))
    return at


def _moved_to(text: str, which: str, staff: Therapist, now: datetime) -> datetime | Unclear:
    """The same, also past; a time alone is on the day of the session that was named (`3 Dec 14:00 to 15:30`)."""
    today = now.astimezone(staff.zone).date()
    when = read(text, staff.language, today)
    if isinstance(when, Unclear) and when.why is Why.PAST:
        when = read(text, staff.language, today, past=True)
    if isinstance(when, Unclear) and when.why is Why.UNREADABLE and which:
        day = read(which, staff.language, today)
        when = when if isinstance(day, Unclear) else read(f"{day.day.isoformat()} {text}", staff.language, today)
    return when if isinstance(when, Unclear) else instant(when, staff.zone)


def _which(
    named: str, order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime, then: str
) -> Appointment | list[Fact]:
    """The session that is meant, or what is said where that is not one: `then` is what the order goes on with."""
    subject, staff = _parties(case)
    to_come = [one for one in subject.upcoming if not one.schedule and one.starts_at > now]
    by_id = [one for one in to_come if one.id == named]
    fit = by_id or (_on(named, to_come, staff, now) if named else to_come)
    if isinstance(fit, Unclear):
        return [unclear(fit, arrival, case)]
    if len(fit) == 1:
        return fit[0]
    times = [one.starts_at.astimezone(staff.zone) for one in (fit or to_come)[:MOST_SHOWN]]
    asked = say(case, arrival, "which_session", client=order.client, sessions=times)
    language = language_of(case)
    return [
        choices(
            asked,
            [
                choice(day_time(one.starts_at.astimezone(staff.zone), language), order, f"{one.id} {then}".strip())
                for one in (fit or to_come)[:MOST_SHOWN]
            ],
        )
    ]


def _on(named: str, sessions: Sequence[Appointment], staff: Therapist, now: datetime) -> list[Appointment] | Unclear:
    """Those of a day, and if it was said at that time of day."""
    when = read(named, staff.language, now.astimezone(staff.zone).date())
    if isinstance(when, Unclear):
        return when
    local = [(one, one.starts_at.astimezone(staff.zone)) for one in sessions]
    return [one for one, at in local if at.date() == when.day and when.clock in (None, at.time())]


def _clash(
    wanted: Appointment, order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime
) -> list[Fact] | None:
    """The question about a session that is past, or at the time of another of the same therapist's; None if it is
    neither, or was said yes to."""
    _, staff = _parties(case)
    lasts = case.practice.timing.session
    ends = wanted.ends_at or wanted.starts_at + lasts
    others = [one for one in case.diary if one.id != wanted.id and one.starts_at < ends]
    other = next((one for one in others if (one.ends_at or one.starts_at + lasts) > wanted.starts_at), None)
    past = wanted.starts_at <= now
    meaning = (wanted.starts_at.isoformat(), other.id if other else "")
    if not (past or other) or order.agreed == meaning:
        return None
    values = {"when": wanted.starts_at.astimezone(staff.zone), "past": past, "other": other.client if other else ""}
    return ask(order, arrival, case, now, "book_sure", *meaning, **values)


def _told(made: Appointment, said: Sequence[Fact], staff: Therapist, order: Order) -> dict[str, object]:
    """When the session is, and when its client is asked."""
    due = next(fact.moments for fact in said if isinstance(fact, AppointmentBooked))
    asks = next((one.at.astimezone(staff.zone) for one in due if one.kind is MomentKind.ASK), None)
    return {"client": order.client, "when": made.starts_at.astimezone(staff.zone), "asks": asks}
