"""Leaving: `/away 3 Aug - 17 Aug T-7K2` names who stands in for a therapist, `/back` ends that; both are told."""

import re
from datetime import UTC, date, datetime, time, timedelta

from handlers.absence import Leaver, begin, by_id, called, days, end, fit, unfit
from handlers.case import Case
from handlers.facts import Fact
from handlers.people import Away, Therapist
from handlers.saying import say
from handlers.staff.choosing import choice, choices, unclear
from handlers.staff.orders import Order
from messages.dates import Unclear, span
from messages.envelope import Button, ButtonPress, IncomingMessage

STAFF = re.compile(r"\bt-[a-z0-9]+\b", re.I)
DAY = timedelta(days=1)


def away(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """A colleague stands in on these days of the therapist's own calendar, both included. The one who is named, else
    their backup; a span that overlaps another takes its place. Without days it shows who stands in when."""
    leaver = _leaver(arrival, case)
    staff = leaver.who
    named = [one.upper() for one in STAFF.findall(order.rest)]
    written = STAFF.sub(" ", order.rest).strip()
    if not named and (one := _by_name(written, case)):
        named, written = [one.id], written[: -len(one.name)].strip()
    if not written:
        return [say(case, arrival, "away_shown", spans=_spans(leaver))]
    read = span(written, staff.language, now.astimezone(staff.zone).date())
    if isinstance(read, Unclear):
        return [unclear(read, arrival, case)]
    begins, ends = read
    since, until = (datetime.combine(one, time(), staff.zone).astimezone(UTC) for one in (begins, ends + DAY))
    wanted = Away(f"W-{case.fresh[:6]}", (named or [staff.backup])[0], max(since, now), until)
    why = unfit(wanted, leaver)
    if why:
        able = fit(wanted, leaver)
        asked = say(case, arrival, "away_who", why_not=why, names=", ".join(map(called, able)))
        days_told = f"{begins.isoformat()} - {ends.isoformat()}"
        return [choices(asked, [_chosen(one, order, days_told) for one in able])]
    by = called(by_id(wanted.colleague, leaver))
    return [say(case, arrival, "away_set", begins=begins, ends=ends, by=by), *begin(wanted, leaver, now)]


def back(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """Nobody stands in any more, now or later; whoever did, or was to, is told."""
    leaver = _leaver(arrival, case)
    if not leaver.who.away:
        return [say(case, arrival, "away_shown", spans=[])]
    return [say(case, arrival, "back"), *end(leaver, now)]


def _leaver(arrival: IncomingMessage | ButtonPress, case: Case) -> Leaver:
    assert case.staff is not None
    clients = sorted({one.client for one in case.alerts if one.therapist == case.staff.id})
    return Leaver(case.staff, case.staffers, case.practice, arrival.key, tuple(clients))


def _spans(leaver: Leaver) -> list[tuple[date, date, str]]:
    """First day, last day, and who stands in."""
    return [(*days(one, leaver.who), called(by_id(one.colleague, leaver))) for one in leaver.who.away]


def _chosen(who: Therapist, order: Order, days_told: str) -> list[Button]:
    return choice(who.name, order, f"{days_told} {who.id}")


def _by_name(written: str, case: Case) -> Therapist | None:
    """The colleague whose name stands at the end, if it is only one's."""
    found = [one for one in case.staffers if re.search(rf"(^|\s){re.escape(one.name)}$", written, re.I)]
    return found[0] if len(found) == 1 else None
