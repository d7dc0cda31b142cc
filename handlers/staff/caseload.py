"""Caseload: everybody in care, those who need most first, a page at a time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from handlers.alerts import Level
from handlers.case import Case
from handlers.facts import Fact, LetterWritten
from handlers.judging import progress_of
from handlers.people import Therapist
from handlers.saying import in_place, shown
from handlers.staff.looking import Arrived, answer, by, id_of, level_of, open_button, rows
from handlers.staff.orders import BAR, Order, Word
from measures.progress import Status
from messages.cards import Entry
from messages.envelope import Button, Channel

PAGE, A_ROW = 8, 4
BY_SMS = 4
"""How many clients one SMS names."""

NEVER = datetime.min.replace(tzinfo=UTC)
NEED = (Status.DETERIORATING, Status.OFF_TRACK, Status.WATCH)
REST = (Status.TOO_EARLY, Status.ON_TRACK, Status.RECOVERED)
LOOK = len(NEED)
"""Up to this place among needs somebody should have a look: an urgent alert is before all of these."""


def caseload(order: Order, arrival: Arrived, case: Case, now: datetime) -> list[Fact]:
    """`/caseload`: the first page, in a message of its own; a button's page stands in the place of the one before."""
    assert case.staff is not None
    everybody = sorted(case.caseload, key=need)
    pages = max(1, -(-len(everybody) // PAGE))
    page = min(max(1, int(order.rest)), pages) if order.rest.isascii() and order.rest.isdigit() else 1
    shown_now = everybody[(page - 1) * PAGE : page * PAGE]
    channel = arrival.sender.channel
    needy = [id_of(one) for one in everybody if need(one)[0] <= LOOK]
    clients = [open_button(case, id_of(one), channel) for one in shown_now]
    said = answer(
        case,
        arrival,
        "caseload",
        [*rows(clients, A_ROW), *_turn(page, pages)],
        entries=[_entry(one, case.staff, channel, now) for one in shown_now],
        care=len(everybody),
        page=page,
        pages=pages,
        needy=needy[:BY_SMS],
    )
    slot = Word.CASELOAD.value
    return [LetterWritten(in_place(replace(said.letter, slot=slot), arrival, slot))]


def need(case: Case) -> tuple[int, datetime, str]:
    """The lower, the sooner to be looked at; then whoever was not heard of for longest."""
    assert case.episode is not None
    heard = [at for at in (case.episode.opened_at, *(one.at for one in case.ratings)) if at is not None]
    return _place(case), max(heard, default=NEVER), id_of(case)


def _place(case: Case) -> int:
    status = progress_of(case).status
    if level_of(case.alerts) == Level.URGENT:
        return 0
    if status in NEED:
        return 1 + NEED.index(status)
    return 1 + LOOK if case.missed else 2 + LOOK + REST.index(status)


def _entry(case: Case, reader: Therapist, channel: Channel, now: datetime) -> Entry:
    progress = progress_of(case)
    return Entry(
        client=shown(case, id_of(case), channel),
        therapist=by(case, reader),
        status=progress.status.value,
        total=progress.last,
        change=progress.change,
        ratings=progress.n,
        sessions=len([at for at in case.sessions if at <= now]),
        missed=case.missed,
        level=level_of(case.alerts),
    )


def _turn(page: int, pages: int) -> Sequence[Sequence[Button]]:
    """To the first page, back, on, and to the last."""
    there = [("«", 1), ("‹", page - 1)] if page > 1 else []
    there += [("›", page + 1), ("»", pages)] if page < pages else []
    return [[Button(label, f"{Word.CASELOAD}{BAR}{number}") for label, number in there]] if there else []
