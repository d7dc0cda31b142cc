"""Today: the sessions of the day on the therapist's own clock, and what each is missing."""

from datetime import datetime

from handlers.case import Appointment, Case
from handlers.colleagues import responsible
from handlers.facts import Fact
from handlers.judging import progress_of
from handlers.people import Therapist
from handlers.saying import shown
from handlers.staff.looking import Arrived, answer, id_of, lacking, level_of, open_button, rows
from handlers.staff.orders import Order
from messages.cards import Session
from messages.envelope import Channel

A_ROW = 4
BY_SMS = 4
"""How many sessions one SMS names."""


def sessions(order: Order, arrival: Arrived, case: Case, now: datetime) -> list[Fact]:
    """`/today`: the sessions from midnight to midnight; where there is none, when the next one is."""
    assert case.staff is not None
    staff, channel = case.staff, arrival.sender.channel
    mine = [one for one in case.caseload if _is_of(one, staff, now)]
    found = sorted(((session, one) for one in mine for session in _sessions(one)), key=lambda pair: pair[0].starts_at)
    day = now.astimezone(staff.zone).date()
    here = [pair for pair in found if pair[0].starts_at.astimezone(staff.zone).date() == day]
    later = next((session.starts_at for session, _ in found if session.starts_at > now), None)
    clients = dict.fromkeys(id_of(one) for _, one in here)
    return [
        answer(
            case,
            arrival,
            "today",
            rows([open_button(case, client, channel) for client in clients], A_ROW),
            agenda=[_line(session, one, staff, channel, now) for session, one in here],
            starting=[(session.starts_at.astimezone(staff.zone), id_of(one)) for session, one in here[:BY_SMS]],
            more=len(here[BY_SMS:]),
            next_one=later.astimezone(staff.zone) if later else None,
        )
    ]


def _is_of(case: Case, staff: Therapist, now: datetime) -> bool:
    """Whether they see the client, or somebody who does is away and they stand in."""
    first = responsible(case, now)
    return staff.id in {one.id for one in (case.therapist, first) if one is not None}


def _sessions(case: Case) -> list[Appointment]:
    return [one for one in (*case.begun, *case.upcoming) if not one.schedule]


def _line(session: Appointment, case: Case, staff: Therapist, channel: Channel, now: datetime) -> Session:
    return Session(
        at=session.starts_at.astimezone(staff.zone),
        client=shown(case, id_of(case), channel),
        status=progress_of(case).status.value,
        lacking=lacking(case, now, session),
        level=level_of(case.alerts),
    )
