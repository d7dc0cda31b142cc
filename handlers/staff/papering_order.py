"""Paper by chat: `/paper C-7K2 7 6 8 7 [srs] [2 Dec]` enters what was filled in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from handlers import papering
from handlers.case import Appointment, Case
from handlers.facts import Fact, LetterWritten
from handlers.judging import own
from handlers.papering import Paper
from handlers.people import Therapist
from handlers.saying import say, shown
from handlers.staff.choosing import choice, choices, refused, unclear
from handlers.staff.orders import Order
from measures.datafile import DataFileError
from measures.instrument import Instrument
from measures.scoring import Score
from measures.written import BadScores, scores_of
from messages.dates import Unclear, read
from messages.envelope import ButtonPress, IncomingMessage


@dataclass(frozen=True, slots=True)
class Written:
    """Scores as they were written, of which measure, and the day behind them as it was written."""

    measure: Instrument
    score: Score
    day: str


def paper(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """A rating from paper, of today or of the day that is named; the answer repeats what was read."""
    if not order.client:
        found = _in_session(case, now)
        if len(found) != 1:
            return [_which(found, order, arrival, case)]
        order, case = replace(order, client=found[0].person), replace(case, subject=found[0].case)
    if (no := refused(order, arrival, case, now)) is not None:
        return [no]
    assert case.subject is not None
    assert case.staff is not None
    subject, read_as = case.subject, written(order.rest, case.subject)
    if read_as is None:
        return [how_written(order.rest, arrival, case, subject)]
    day = _day(read_as.day, subject, case.staff, now)
    if isinstance(day, Unclear):
        return [unclear(day, arrival, case)]
    sessions = _sessions(day, case, subject)
    if why := _unfit(read_as.measure, day, sessions, subject):
        return [say(case, arrival, "paper_no", client=order.client, why_no=why, on=day)]
    entered = Paper(f"R-{case.fresh[:6]}", read_as.measure.id, read_as.score, day, case.staff.id)
    said = papering.add(entered, sessions, subject, now)
    assert subject.episode is not None
    assert subject.client is not None
    course = own(subject.ratings, subject.episode, entered.measure, subject.client.rater)
    answer = say(
        case,
        arrival,
        "paper_kept",
        client=order.client,
        on=day,
        measure=entered.measure.upper(),
        scores=list(entered.score.items),
        total=entered.score.total,
        totals=[one.total for one in course if papering.day_of(one.about, subject) <= day],
    )
    return [answer, *said]


def written(text: str, subject: Case) -> Written | None:
    """Every item of a measure (the episode's own unless one is named), then perhaps a day; None for other words."""
    measure, rest = _measure(text, subject)
    count = len(measure.items)
    try:
        scored = scores_of(" ".join(rest[:count]), measure)
    except BadScores:
        return None
    return Written(measure, scored, " ".join(rest[count:]))


def how_written(text: str, arrival: IncomingMessage | ButtonPress, case: Case, subject: Case) -> LetterWritten:
    """How scores of that measure are written."""
    measure, _ = _measure(text, subject)
    return say(case, arrival, "scores_unclear", asked=len(measure.items), low=measure.low, high=measure.high)


def _measure(text: str, subject: Case) -> tuple[Instrument, list[str]]:
    """The measure that is named, else the episode's own, and the other words."""
    assert subject.episode is not None
    library, words = subject.practice.library, text.split()
    named = next((one for one in words if one.casefold() in library.instruments), "")
    return library.instrument(named.casefold() or subject.episode.measure), [one for one in words if one != named]


@dataclass(frozen=True, slots=True)
class _Held:
    """Somebody's session that was held today, or goes on."""

    person: str
    case: Case
    session: Appointment


def _in_session(case: Case, now: datetime) -> list[_Held]:
    """Whose session goes on now; else whose began last today. Own clients only."""
    assert case.staff is not None
    staff, today = case.staff, now.astimezone(case.staff.zone).date()
    held = [
        _Held(one.client.id, one, session)
        for one in case.caseload
        if one.client is not None and one.therapist is not None and one.therapist.id == staff.id
        for session in one.begun
        if session.starts_at.astimezone(staff.zone).date() == today
    ]
    lasts = case.practice.timing.session
    going_on = [one for one in held if now < (one.session.ends_at or one.session.starts_at + lasts)]
    last = max((one.session.starts_at for one in held), default=None)
    return going_on or [one for one in held if one.session.starts_at == last]


def _which(found: Sequence[_Held], order: Order, arrival: IncomingMessage | ButtonPress, case: Case) -> LetterWritten:
    asked = say(case, arrival, "paper_which", clients=[one.person for one in found])
    labels = [(one, shown(one.case, one.person, arrival.sender.channel)) for one in found]
    return choices(asked, [choice(label, order, order.rest, one.person) for one, label in labels])


def _day(text: str, subject: Case, staff: Therapist, now: datetime) -> date | Unclear:
    """Today on the client's calendar, or a day that is not to come."""
    today = papering.day_of(now, subject)
    when = read(text, staff.language, today, past=True) if text else None
    return today if when is None else when if isinstance(when, Unclear) else when.day


def _sessions(day: date, case: Case, subject: Case) -> list[Appointment]:
    """The client's sessions of that day, in order."""
    assert subject.episode is not None
    client = subject.episode.client
    known = {one.id: one for one in (*case.diary, *subject.begun) if one.client == client and not one.schedule}
    of_day = [one for one in known.values() if papering.day_of(one.starts_at, subject) == day]
    return sorted(of_day, key=lambda one: one.starts_at)


def _unfit(measure: Instrument, day: date, sessions: Sequence[Appointment], subject: Case) -> str:
    """Why there can be no such rating; empty if there can."""
    assert subject.episode is not None
    episode = subject.episode
    opened, closed = (at and papering.day_of(at, subject) for at in (episode.opened_at, episode.closed_at))
    if (opened and day < opened) or (closed and day > closed):
        return "outside"
    try:
        subject.practice.library.profile(episode.profile).rules_for(measure)
    except DataFileError:
        return "measure"
    if episode.age not in measure.ages:
        return "measure"
    twice = papering.rated_on(measure.id, day, subject) and not papering.free(measure.id, sessions, subject)
    return "twice" if twice else ""
