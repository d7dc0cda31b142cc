"""How a therapist wants to be told: `/quiet 21:00 7:00`, `/quiet brief`, `/digest off`. Without more they show it."""

import re
from dataclasses import replace
from datetime import datetime, time

from handlers.case import Case
from handlers.facts import Fact
from handlers.people import Holds, Therapist
from handlers.quiet import quiet_hours
from handlers.saying import say
from handlers.staff.digest import next_digest
from handlers.staff.orders import Order
from handlers.staffing import TherapistSet
from messages.envelope import ButtonPress, IncomingMessage

HOUR = r"([01]?\d|2[0-3])(?:[:.h]([0-5]\d))?h?"
CLOCKS = re.compile(rf"{HOUR}(?:\s*[-–]\s*|\s+(?:(?:to|bis|à|a|às|tot|do|al)\s+)?){HOUR}", re.I)
NEVER = time()
"""The same time twice is never."""


def quiet(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """Quiet hours: own, `off`, or the practice's (`default`); what waits comes in the `morning`, or in the `brief`."""
    assert case.staff is not None
    wanted = _wanted(order.rest.strip().casefold(), case.staff)
    if wanted is None:
        return [say(case, arrival, "quiet_unclear")]
    since, until = quiet_hours(wanted, case.practice.alerting)
    said = say(
        case,
        arrival,
        "quiet_shown",
        quiet="" if since == until else f"{since:%H:%M}–{until:%H:%M}",
        brief=wanted.holds is Holds.BRIEF,
    )
    return [*([] if wanted == case.staff else [TherapistSet(wanted)]), said]


def digest(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """Whether the weekly digest comes, and when next; turned on again it is planned anew."""
    assert case.staff is not None
    word, staff = order.rest.strip().casefold(), case.staff
    if word == "on" and not staff.digest:
        staff = replace(staff, digest=True, digest_at=None)
    elif word == "off":
        staff = replace(staff, digest=False)
    comes = staff.digest_at or next_digest(staff, case.practice.alerting, now)
    said = say(case, arrival, "digest_shown", comes=comes.astimezone(staff.zone) if staff.digest else None)
    return [*([] if staff == case.staff else [TherapistSet(staff)]), said]


def _wanted(word: str, staff: Therapist) -> Therapist | None:
    """How it is to be; None where that cannot be read."""
    match word:
        case "":
            return staff
        case "off":
            return replace(staff, quiet_from=NEVER, quiet_until=NEVER)
        case "default":
            return replace(staff, quiet_from=None, quiet_until=None)
        case "brief" | "morning":
            return replace(staff, holds=Holds(word))
        case _:
            return _between(word, staff)


def _between(word: str, staff: Therapist) -> Therapist | None:
    match = CLOCKS.fullmatch(word)
    if match is None:
        return None
    since, until = time(int(match[1]), int(match[2] or 0)), time(int(match[3]), int(match[4] or 0))
    return replace(staff, quiet_from=since, quiet_until=until)
