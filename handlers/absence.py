"""Absence: who can stand in for somebody of the practice, and who is told when that begins and when it ends."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from handlers.facts import Fact, LetterWritten
from handlers.people import Away, Duty, Therapist
from handlers.practice import Practice
from handlers.quiet import awake
from handlers.saying import reachable
from handlers.staffing import AwayEnded, AwaySet
from messages.envelope import Letter, Priority

MOST_SHOWN = 8
MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody of the practice who leaves or comes back, with everybody of it. `cause`: what their letters' keys begin
    with; `clients`: those of whose alerts of theirs nobody has seen."""

    who: Therapist
    everybody: tuple[Therapist, ...]
    practice: Practice
    cause: str
    clients: tuple[str, ...] = ()


def begin(wanted: Away, leaver: Leaver, now: datetime) -> list[Fact]:
    """A colleague stands in; what the span overlaps gives way to it. The colleague reads for whom, for how long and
    which alerts nobody has seen; one who was to before is told."""
    colleague, staff = by_id(wanted.colleague, leaver), leaver.who
    begins, ends = days(wanted, staff)
    told = letter("away_colleague", colleague, leaver, now, begins=begins, ends=ends, clients=list(leaver.clients))
    before = {one.colleague for one in staff.away if _overlap(one, wanted)} - {colleague.id}
    return [*_kept(wanted, staff, now), *told, *_released(sorted(before), leaver, now)]


def end(leaver: Leaver, now: datetime) -> list[Fact]:
    """Nobody stands in any more, now or later; whoever did, or was to, is told."""
    stood_in = dict.fromkeys(one.colleague for one in leaver.who.away)
    return [AwayEnded(leaver.who.id, now), *_released(list(stood_in), leaver, now)]


def unfit(wanted: Away, leaver: Leaver) -> str:
    """Why somebody cannot stand in; empty if they can."""
    who = next((one for one in leaver.everybody if one.id == wanted.colleague), None)
    if not wanted.colleague:
        return "nobody"
    if who is None or who.id == leaver.who.id:
        return "unknown"
    if who.duty is Duty.MANAGER and any(one.duty is not Duty.MANAGER for one in _able(wanted, leaver)):
        return "manager"
    if any(_overlap(one, wanted) for one in who.away):
        return "away"
    return "" if reachable(who, leaver.practice) is not None else "unreachable"


def fit(wanted: Away, leaver: Leaver) -> list[Therapist]:
    """Who can be chosen: those of the team, else of the practice; a manager only where there is nobody else."""
    able, own = _able(wanted, leaver), leaver.who.team
    seeing = [one for one in able if one.duty is not Duty.MANAGER]
    team = [one for one in seeing if own and one.team == own]
    return (team or seeing or able)[:MOST_SHOWN]


def letter(purpose: str, to: Therapist, leaver: Leaver, now: datetime, **values: object) -> list[Fact]:
    """What somebody of the practice is told, outside of their quiet hours; nothing to one who cannot be reached. `by`:
    the leaver, unless it is given."""
    contact = reachable(to, leaver.practice)
    if contact is None:
        return []
    address, quiet_until = contact.address, awake(now, to, leaver.practice.alerting)
    told = {"by": called(leaver.who), **values}
    text = leaver.practice.words.say(purpose, to.language, address.channel, **told)
    key, after = f"{leaver.cause}:{to.id}#{purpose}", quiet_until if quiet_until > now else None
    return [LetterWritten(Letter(key, address, text, purpose, Priority.ALERT, not_before=after))]


def days(one: Away, staff: Therapist) -> tuple[date, date]:
    """The first and the last day of a span on the therapist's calendar."""
    return one.since.astimezone(staff.zone).date(), (one.until - MOMENT).astimezone(staff.zone).date()


def by_id(id_: str, leaver: Leaver) -> Therapist:
    """Somebody of the practice."""
    return next(one for one in leaver.everybody if one.id == id_)


def called(who: Therapist) -> str:
    """Name and id."""
    return f"{who.name} ({who.id})"


def _able(wanted: Away, leaver: Leaver) -> list[Therapist]:
    """Everybody else who can be reached and is there."""
    others = [one for one in leaver.everybody if one.id != leaver.who.id and reachable(one, leaver.practice)]
    return [one for one in others if not any(_overlap(span, wanted) for span in one.away)]


def _overlap(one: Away, other: Away) -> bool:
    return one.since < other.until and other.since < one.until


def _kept(wanted: Away, staff: Therapist, now: datetime) -> list[Fact]:
    """The new span, and of the old ones those that it leaves alone."""
    if not any(_overlap(one, wanted) for one in staff.away):
        return [AwaySet(staff.id, wanted)]
    apart = [one for one in staff.away if not _overlap(one, wanted)]
    again = [replace(one, id=f"{wanted.id}:{n}", since=max(one.since, now)) for n, one in enumerate(apart, 1)]
    return [AwayEnded(staff.id, now), *(AwaySet(staff.id, one) for one in [*again, wanted])]


def _released(colleagues: Sequence[str], leaver: Leaver, now: datetime) -> list[Fact]:
    known = [one for id_ in colleagues for one in leaver.everybody if one.id == id_]
    return [fact for one in known for fact in letter("away_over", one, leaver, now)]
