"""What must hold at the end of a year, looked up in the letters that left and in the tables. Each check gives the
faults it found, in words."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, pairwise

from handlers.case import AppointmentState
from messages.envelope import Priority
from scheduler.schedule import SELF, Occasion, Schedule
from storage.database import from_ms
from tests.days.playing import LAG, Left
from tests.days.year import DAY, HOUR, MINUTE, Person, Session, Year

SLACK = LAG + timedelta(seconds=2)
EARLIER_OR_LATER = 2 * DAY
"""By so much a check between sessions may leave its step: the evening before, or after what it has to wait for."""
SESSION = 50 * MINUTE
"""How long a session is in the tests' practice, which says nothing of its own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A row of the request table."""

    id: str
    appointment: str
    person: str
    measure: str
    occasion: str
    state: str
    asked_at: datetime
    about: datetime

    @property
    def key(self) -> str:
        return f"{self.person}.{self.measure}.{self.occasion}"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A row of the dropped table."""

    appointment: str
    key: str
    reason: str
    at: datetime


@dataclass(slots=True)
class Books:
    """All that is left of a year."""

    year: Year
    asked: dict[str, Asked]
    dropped: list[Dropped]
    ratings: list[tuple[str, str, datetime, datetime]]
    failed: int
    chains: dict[str, tuple[datetime, bool]]

    def left(self) -> Iterator[tuple[Left, Person, Asked | None]]:
        """Every letter that went to a client or another rater."""
        by_address = {person.to: person for person in self.year.people.values()}
        for left in self.year.days.left:
            if left.letter.to in by_address:
                yield left, by_address[left.letter.to], self.asked.get(left.letter.slot)

    def clock(self) -> Iterator[tuple[Left, Person, Asked]]:
        """Questions and reminders that the clock began."""
        for left, person, asked in self.left():
            if left.letter.priority is Priority.BULK and not left.letter.edits:
                assert asked is not None
                yield left, person, asked


async def open_books(year: Year) -> Books:
    rows = year.days.rows
    person = "client || case rater when 'self' then '' else '/' || rater end"
    asked = await rows(
        f"select id, appointment, {person}, measure, occasion, state, asked_at, about from request order by seq"
    )
    dropped = await rows(f"select appointment, {person}, schedule, reason, at from dropped order by at")
    ratings = await rows(f"select {person}, measure, at, about from rating order by seq")
    chains = await rows(
        "select client, schedule, starts_at, exists (select 1 from moment where appointment = appointment.id and "
        "kind = 'close') from appointment where schedule <> ''"
    )
    ((failed,),) = await rows("select count(*) from arrival where state = 'failed'")
    return Books(
        year,
        {str(id_): Asked(str(id_), *texts(row), instant(at), instant(about)) for id_, *row, at, about in asked},
        [
            Dropped(str(a), f"{who}.{str(key).partition('.')[2]}", str(why), instant(at))
            for a, who, key, why, at in dropped
        ],
        [(str(who), str(measure), instant(at), instant(about)) for who, measure, at, about in ratings],
        int(str(failed)),
        {f"{client}:{key}": (instant(at), bool(closes)) for client, key, at, closes in chains},
    )


def texts(row: list[object]) -> tuple[str, str, str, str, str]:
    appointment, person, measure, occasion, state = map(str, row)
    return appointment, person, measure, occasion, state


def instant(value: object) -> datetime:
    return from_ms(int(str(value)))


def faults(books: Books) -> list[str]:
    """Everything that must not be."""
    found = [f"{books.failed} arrivals failed"] if books.failed else []
    for check in (at_night, out_of_time, to_the_stopped, twice, too_often, unmeant, left_out, untrue, broken_chains):
        found += [f"{check.__name__}: {fault}" for fault in check(books)]
    return found


def at_night(books: Books) -> Iterator[str]:
    for left, person, asked in books.clock():
        local = left.at.astimezone(person.zone(left.at))
        since, until = person.hours
        if not since <= local.time() < until:
            yield f"{asked.id} at {local}"


def out_of_time(books: Books) -> Iterator[str]:
    """Before its appointment as it was known then, or within a day of half an hour after it."""
    for left, _, asked in books.clock():
        session = books.year.sessions.get(asked.appointment)
        if session is None:
            continue
        start, state = session.start(left.at), session.state(left.at)
        if state is not AppointmentState.BOOKED:
            yield f"{asked.id}: {state} at {left.at}"
        if asked.occasion == Occasion.BEFORE and left.at >= start:
            yield f"{asked.id}: left {left.at}, began {start}"
        if asked.occasion == Occasion.AFTER and not timedelta() <= left.at - start - SESSION < DAY + HOUR / 2:
            yield f"{asked.id}: left {left.at}, began {start}"


def to_the_stopped(books: Books) -> Iterator[str]:
    """Nothing that nobody asked for."""
    for left, person, _ in books.left():
        if left.letter.priority is Priority.BULK and not person.may_be_asked(left.at):
            yield f"{left.letter.key} at {left.at}"


def twice(books: Books) -> Iterator[str]:
    """One question a request, of which one alone counts for an appointment; one open at a time is the table's rule."""
    asks = Counter(asked.id for left, _, asked in books.clock() if ":ask" in left.letter.key)
    yield from (f"{id_} asked {times} times" for id_, times in asks.items() if times > 1)
    reminders = [(asked, left) for left, _, asked in books.clock() if ":remind" in left.letter.key]
    for (first, before), (second, after) in combinations(reminders, 2):
        if first.id == second.id and after.at - before.at < 2 * HOUR:
            yield f"{first.id} reminded {before.at} and {after.at}"
    counted = [asked for asked in books.asked.values() if asked.state not in ("superseded", "stopped")]
    for first, second in combinations(counted, 2):
        same = (first.appointment, first.key) == (second.appointment, second.key)
        if same and abs(second.about - first.about) < (4 * DAY if first.appointment in books.year.sessions else MINUTE):
            yield f"{second.id} after {first.id}"


def too_often(books: Books) -> Iterator[str]:
    """Nobody is asked what they rated for a day less than seven away, where that is the rule."""
    gaps = {name(schedule): schedule.gap for schedule in books.year.schedules}
    for asked in books.asked.values():
        person, session = books.year.people[asked.person], books.year.sessions.get(asked.appointment)
        if not gaps[asked.key] or session is None:
            continue
        zone = person.zone(asked.asked_at)
        day = session.start(asked.asked_at).astimezone(zone).date()
        for who, measure, at, about in books.ratings:
            near = abs(day - about.astimezone(zone).date()) < timedelta(days=gaps[asked.key])
            if (who, measure) == (asked.person, asked.measure) and at < asked.asked_at and near:
                yield f"{asked.id} asked {asked.asked_at} for {day}, rated for {about}"


def unmeant(books: Books) -> Iterator[str]:
    """Of every n-th session only these."""
    for asked in books.asked.values():
        session, schedule = books.year.sessions.get(asked.appointment), schedule_of(books, asked.key)
        if session is not None and (ordinal(books, session, asked.asked_at) - 1) % schedule.every:
            yield f"{asked.id} for session {ordinal(books, session, asked.asked_at)}"


def left_out(books: Books) -> Iterator[str]:
    """Each question that was due was asked, or its reason is listed; only who cannot be asked at all needs none."""
    asked = {(one.appointment, one.key) for one in books.asked.values()}
    dropped = {(one.appointment, one.key) for one in books.dropped}
    for session in books.year.sessions.values():
        for schedule in books.year.schedules:
            key = name(schedule)
            if schedule.client != session.client or schedule.occasion is Occasion.BETWEEN:
                continue
            if (session.id, key) in asked | dropped or not due(books, session, schedule):
                continue
            yield f"{key} for {session.id} at {session.start(books.year.end)}"


def due(books: Books, session: Session, schedule: Schedule) -> bool:
    """Whether a question must have come: all stood as it was for so long that it cannot be a matter of opinion."""
    person = books.year.people[key_person(schedule)]
    start = session.start(books.year.end)
    since, until = session.history[-1][0], start + 3 * DAY
    if session.state(books.year.end) is not AppointmentState.BOOKED or until > books.year.end:
        return False
    ordinals = {ordinal(books, session, at) for at in (since, start - 2 * DAY, start, until)}
    meant = not any((one - 1) % schedule.every for one in ordinals)
    return meant and person.could_be_asked(start - 2 * DAY, books.year.up(until) + MINUTE)


def untrue(books: Books) -> Iterator[str]:
    """A reason is one that the test knows of, too."""
    for one in books.dropped:
        person = books.year.people[one.key.split(".")[0]]
        paused = any(
            client in ("", person.client) and since <= one.at < until for client, since, until in books.year.pauses
        )
        late = any(until <= one.at < until + MINUTE for _, until in books.year.outages)
        true = {
            "paused": paused,
            "late": late,
            "no wording": ".gad" in one.key and (person.language == "de" or person.rater != SELF),
            "no consent": not person.may_be_asked(one.at),
            "unreachable": not person.may_be_asked(one.at),
        }
        if not true.get(one.reason, True):
            yield f"{one.key} for {one.appointment} at {one.at}: {one.reason}"


def broken_chains(books: Books) -> Iterator[str]:
    """Every check between sessions has its next, and none was left out on the way."""
    told: defaultdict[str, list[datetime]] = defaultdict(list)
    for asked in books.asked.values():
        told[asked.key].append(asked.asked_at)
    for one in books.dropped:
        told[one.key].append(one.at)
    for schedule in books.year.schedules:
        person, days = books.year.people[key_person(schedule)], timedelta(days=schedule.days)
        if schedule.occasion is not Occasion.BETWEEN:
            continue
        starts_at, closes = books.chains[f"{schedule.client}:{schedule.key}"]
        if person.may_be_asked(books.year.end) and not (closes and starts_at > books.year.end):
            yield f"{name(schedule)} ends with {starts_at}"
        instants = sorted(told[name(schedule)])
        for before, after in pairwise(instants):
            hole = after - before > days + EARLIER_OR_LATER
            down = any(since <= after and before <= until for since, until in books.year.outages)
            if (
                hole
                and not down
                and all(person.may_be_asked(before + day * DAY) for day in range((after - before).days))
            ):
                yield f"{name(schedule)} between {before} and {after}"


def ordinal(books: Books, session: Session, at: datetime) -> int:
    """The so-manieth session of its client, by what was known then."""
    start = session.start(at)
    return 1 + sum(
        other.state(at) is AppointmentState.BOOKED and other.start(at) < start
        for other in books.year.sessions.values()
        if other.client == session.client and other.history[0][0] <= at
    )


def name(schedule: Schedule) -> str:
    return f"{key_person(schedule)}.{schedule.measure}.{schedule.occasion}"


def key_person(schedule: Schedule) -> str:
    return schedule.client if schedule.rater == "self" else f"{schedule.client}/{schedule.rater}"


def schedule_of(books: Books, key: str) -> Schedule:
    return next(one for one in books.year.schedules if name(one) == key)
