"""Papering: a rating that was given on paper goes to its place in the course, and what it answers is asked no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from handlers.booking import supersede
from handlers.case import Appointment, Case, Rating, Request
from handlers.facts import Fact, RatingMade, TurnCame
from handlers.judging import own
from handlers.people import Client
from handlers.rejudging import rejudge
from handlers.taking import takes_answers
from measures.scoring import Score
from scheduler.schedule import SELF

PAPER = "paper"
"""The channel of what staff copied from paper."""

NOON = time(12)
"""What is for a day without a session stands in the middle of it (ours): the same day in most zones."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What staff copied: the scores of a measure, the day they are of on the client's calendar, and who copied them."""

    id: str
    measure: str
    score: Score
    day: date
    by: str


def add(paper: Paper, sessions: Sequence[Appointment], case: Case, now: datetime) -> list[Fact]:
    """A rating by the case's rater. `sessions`: the client's of that day, in order.

    An alert says of which day it is. A request for the same occasion that still takes answers is done with.
    """
    made = _rating(paper, next(iter(free(paper.measure, sessions, case)), None), case, now)
    facts: list[Fact] = [RatingMade(made)]
    for request in case.asked:
        if _answers(made, paper.day, request, case) and takes_answers(request, now):
            facts += [*supersede(request, case, f"paper:{paper.id}", "unscheduled"), TurnCame(_rater(case).person, now)]
    return [*facts, *rejudge(made.id, [*case.ratings, made], made, case, now, paper.day)]


def free(measure: str, sessions: Sequence[Appointment], case: Case) -> list[Appointment]:
    """Those sessions that the case's rater has not rated by this measure."""
    rated = {one.appointment for one in _course(measure, case)}
    return [one for one in sessions if one.id not in rated]


def rated_on(measure: str, day: date, case: Case) -> Rating | None:
    """What the case's rater has rated for a day by this measure."""
    return next((one for one in _course(measure, case) if day_of(one.about, case) == day), None)


def day_of(instant: datetime, case: Case) -> date:
    """The day of an instant on the client's own calendar."""
    return instant.astimezone(client_of(case).zone).date()


def client_of(case: Case) -> Client:
    """The client, whoever the case's rater is."""
    return next((one for one in case.everyone if one.rater == SELF), _rater(case))


def _rater(case: Case) -> Client:
    assert case.client is not None
    return case.client


def _course(measure: str, case: Case) -> list[Rating]:
    assert case.episode is not None
    return own(case.ratings, case.episode, measure, _rater(case).rater)


def _answers(made: Rating, day: date, request: Request, case: Case) -> bool:
    """Whether a request is for the same occasion: the same session, or the same day."""
    if (request.measure, request.rater) != (made.measure, made.rater):
        return False
    return (request.appointment == made.appointment) or day_of(request.about, case) == day


def _rating(paper: Paper, session: Appointment | None, case: Case, now: datetime) -> Rating:
    assert case.episode is not None
    library = case.practice.library
    measure, rules = library.instrument(paper.measure), library.profile(case.episode.profile)
    midday = datetime.combine(paper.day, NOON, client_of(case).zone).astimezone(UTC)
    return Rating(
        id=paper.id,
        client=case.episode.client,
        episode=case.episode.id,
        request="",
        measure=measure.id,
        measure_version=measure.version,
        profile=rules.id,
        profile_version=rules.version,
        rater=_rater(case).rater,
        channel=PAPER,
        items=paper.score.items,
        total=paper.score.total,
        at=now,
        about=session.starts_at if session else midday,
        appointment=session.id if session else "",
        entered_by=paper.by,
    )
