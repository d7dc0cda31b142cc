"""Leaving: `/away 3 Aug - 17 Aug T-7K2` names who stands in for a therapist, `/back` ends that; both are told."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from handlers.case import Case
from handlers.facts import Fact, LetterWritten
from handlers.people import Away, Duty, Therapist
from handlers.quiet import awake
from handlers.saying import reachable, say
from handlers.staff.choosing import choice, choices, unclear
from handlers.staff.orders import Order
from handlers.staffing import AwayEnded, AwaySet
from messages.dates import Unclear, span
from messages.envelope import Button, ButtonPress, IncomingMessage, Letter, Priority

STAFF = re.compile(r"\bt-[a-z0-9]+\b", re.I)
MOST_SHOWN = 8
DAY, MOMENT = timedelta(days=1), timedelta(seconds=1)


def away(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """A colleague stands in on these days of the therapist's own calendar, both included. The one who is named, else
    their backup; a span that overlaps another takes its place. Without days it shows who stands in when."""
    assert case.staff is not None
    staff = case.staff
    named = [one.upper() for one in STAFF.findall(order.rest)]
    written = STAFF.sub(" ", order.rest).strip()
    if not written:
        return [say(case, arrival, "away_shown", spans=_spans(staff, case))]
    days = span(written, staff.language, now.astimezone(staff.zone).date())
    if isinstance(days, Unclear):
        return [unclear(days, arrival, case)]
    begins, ends = days
    since, until = (datetime.combine(one, time(), staff.zone).astimezone(UTC) for one in (begins, ends + DAY))
    wanted = Away(f"W-{case.fresh[:6]}", (named or [staff.backup])[0], max(since, now), until)
    why = _unfit(wanted, case)
    if why:
        asked = say(case, arrival, "away_who", why_not=why, names=", ".join(map(_called, _fit(wanted, case))))
        days_told = f"{begins.isoformat()} - {ends.isoformat()}"
        return [choices(asked, [_chosen(one, order, days_told) for one in _fit(wanted, case)])]
    colleague = _by_id(wanted.colleague, case)
    said = say(case, arrival, "away_set", begins=begins, ends=ends, by=_called(colleague))
    return [*_kept(wanted, case, now), said, *_told_colleague(wanted, colleague, arrival, case, now)]


def back(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """Nobody stands in any more, now or later; whoever did, or was to, is told."""
    assert case.staff is not None
    if not case.staff.away:
        return [say(case, arrival, "away_shown", spans=[])]
    stood_in = {one.colleague: one for one in case.staff.away}
    said = [fact for one in stood_in.values() for fact in _released(one, arrival, case, now)]
    return [AwayEnded(case.staff.id, now), say(case, arrival, "back"), *said]


def _spans(staff: Therapist, case: Case) -> list[tuple[date, date, str]]:
    """First day, last day, and who stands in."""
    return [(*_days(one, staff), _called(_by_id(one.colleague, case))) for one in staff.away]


def _days(one: Away, staff: Therapist) -> tuple[date, date]:
    """The first and the last day of a span on the therapist's calendar."""
    return one.since.astimezone(staff.zone).date(), (one.until - MOMENT).astimezone(staff.zone).date()


def _unfit(wanted: Away, case: Case) -> str:
    """Why somebody cannot stand in; empty if they can."""
    assert case.staff is not None
    who = next((one for one in case.staffers if one.id == wanted.colleague), None)
    if not wanted.colleague:
        return "nobody"
    if who is None or who.id == case.staff.id:
        return "unknown"
    if who.duty is Duty.MANAGER and any(one.duty is not Duty.MANAGER for one in _able(wanted, case)):
        return "manager"
    if any(_overlap(one, wanted) for one in who.away):
        return "away"
    return "" if reachable(who, case.practice) is not None else "unreachable"


def _fit(wanted: Away, case: Case) -> list[Therapist]:
    """Who can be chosen: those of the team, else of the practice; a manager only where there is nobody else."""
    assert case.staff is not None
    able = _able(wanted, case)
    seeing = [one for one in able if one.duty is not Duty.MANAGER]
    team = [one for one in seeing if case.staff.team and one.team == case.staff.team]
    return (team or seeing or able)[:MOST_SHOWN]


def _able(wanted: Away, case: Case) -> list[Therapist]:
    """Everybody else who can be reached and is there."""
    assert case.staff is not None
    others = [one for one in case.staffers if one.id != case.staff.id and reachable(one, case.practice) is not None]
    return [one for one in others if not any(_overlap(span_, wanted) for span_ in one.away)]


def _overlap(one: Away, other: Away) -> bool:
    return one.since < other.until and other.since < one.until


def _kept(wanted: Away, case: Case, now: datetime) -> list[Fact]:
    """The new span, and of the old ones those that it leaves alone."""
    assert case.staff is not None
    staff = case.staff
    if not any(_overlap(one, wanted) for one in staff.away):
        return [AwaySet(staff.id, wanted)]
    apart = [one for one in staff.away if not _overlap(one, wanted)]
    again = [replace(one, id=f"{wanted.id}:{n}", since=max(one.since, now)) for n, one in enumerate(apart, 1)]
    return [AwayEnded(staff.id, now), *(AwaySet(staff.id, one) for one in [*again, wanted])]


def _told_colleague(
    wanted: Away, colleague: Therapist, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime
) -> list[Fact]:
    """The colleague reads for whom, for how long, and which alerts nobody has seen; one who was to before is told."""
    assert case.staff is not None
    staff = case.staff
    clients = sorted({one.client for one in case.alerts if one.therapist == staff.id})
    begins, ends = _days(wanted, staff)
    said = _letter("away_colleague", colleague, arrival, case, now, begins=begins, ends=ends, clients=clients)
    before = {one.colleague: one for one in staff.away if _overlap(one, wanted) and one.colleague != colleague.id}
    return [*said, *(fact for one in before.values() for fact in _released(one, arrival, case, now))]


def _released(one: Away, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> Sequence[Fact]:
    who = next((each for each in case.staffers if each.id == one.colleague), None)
    return [] if who is None else _letter("away_over", who, arrival, case, now)


def _letter(
    purpose: str, to: Therapist, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime, **values: object
) -> list[Fact]:
    assert case.staff is not None
    contact = reachable(to, case.practice)
    if contact is None:
        return []
    address, quiet_until = contact.address, awake(now, to, case.practice.alerting)
    text = case.practice.words.say(purpose, to.language, address.channel, by=_called(case.staff), **values)
    key, after = f"{arrival.key}:{to.id}#{purpose}", quiet_until if quiet_until > now else None
    return [LetterWritten(Letter(key, address, text, purpose, Priority.ALERT, not_before=after))]


def _chosen(who: Therapist, order: Order, days: str) -> list[Button]:
    return choice(who.name, order, f"{days} {who.id}")


def _by_id(id_: str, case: Case) -> Therapist:
    return next(one for one in case.staffers if one.id == id_)


def _called(who: Therapist) -> str:
    return f"{who.name} ({who.id})"
