"""A year of a practice, drawn by a seed: people in six zones join, are asked, answer on time, late or never, move and
cancel, stop and start, while the practice has holidays and its computer outages. What happened is written down beside
it, for checks that trust no line of the code under test."""

import heapq
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import count
from random import Random
from typing import TypeAlias
from zoneinfo import ZoneInfo

from handlers import booking, scheduling
from handlers.case import Appointment, AppointmentState, Episode
from handlers.consents import ConsentShown
from handlers.facts import ContactChanged, ScheduleSet
from handlers.people import Client, Contact, ContactState, Role, person_of
from messages.envelope import Address, Channel, Priority
from scheduler.schedule import SELF, Occasion, Schedule
from storage import people
from storage.database import to_ms
from tests.days.playing import LAG, Days, Left
from tests.storage.house import ANA, THERAPIST

START = datetime(2026, 1, 5, 6, tzinfo=UTC)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Pacific/Apia",
)
DAY, WEEK, HOUR, MINUTE = timedelta(days=1), timedelta(weeks=1), timedelta(hours=1), timedelta(minutes=1)
AHEAD = 3
"""So many weeks ahead sessions are booked."""

Act: TypeAlias = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Person:
    """One rater as the test knows them. `agreed`: spans of time in which they may be asked; the last may be open."""

    client: str
    rater: str
    language: str
    to: Address
    hours: tuple[time, time]
    zones: list[tuple[datetime, ZoneInfo]]
    agreed: list[list[datetime]] = field(default_factory=list)
    joined: bool = False

    @property
    def id(self) -> str:
        return person_of(self.client, self.rater)

    def zone(self, at: datetime) -> ZoneInfo:
        return [zone for since, zone in self.zones if since <= at][-1]

    def may_be_asked(self, at: datetime) -> bool:
        return self.could_be_asked(at, at)

    def could_be_asked(self, since: datetime, until: datetime) -> bool:
        return any(span[0] <= since and (len(span) == 1 or until < span[1]) for span in self.agreed)


@dataclass(slots=True)
class Session:
    """An appointment and what became of it: since when which start and state."""

    id: str
    client: str
    history: list[tuple[datetime, datetime, AppointmentState]]

    def start(self, at: datetime) -> datetime:
        return [start for since, start, _ in self.history if since <= at][-1]

    def state(self, at: datetime) -> AppointmentState | None:
        return next((state for since, _, state in reversed(self.history) if since <= at), None)


class Year:
    """The practice and what happens in it; `people`, `sessions`, `schedules` and `pauses` are what the test knows."""

    def __init__(
        self, days: Days, seed: int, clients: int, weeks: int, outages: list[tuple[datetime, timedelta]]
    ) -> None:
        self.days = days
        self.chance = Random(seed)
        self.clients = clients
        self.end = START + weeks * WEEK
        self.outages = [(since, since + length) for since, length in outages]
        self.people: dict[str, Person] = {}
        self.sessions: dict[str, Session] = {}
        self.schedules: list[Schedule] = []
        self.pauses: list[tuple[str, datetime, datetime]] = []
        self._heap: list[tuple[datetime, int, Act]] = []
        self._order = count()
        self._heard = 0

    async def live(self) -> None:
        """From the first day to the last."""
        await self._open()
        while self._heap and self._heap[0][0] < self.end:
            due = await self.days.next_due()
            if due is not None and (due := self.up(due) + LAG) <= self._heap[0][0]:
                await self.days.step(due)
            else:
                at, _, act = heapq.heappop(self._heap)
                self.days.now = max(self.days.now, at)
                await act()
            self._listen()
        await self.days.until(self.end)

    def up(self, at: datetime) -> datetime:
        """The first instant from then on at which the computer is up."""
        return next((until for since, until in self.outages if since <= at < until), at)

    def at(self, instant: datetime, act: Act) -> None:
        """Something happens then."""
        heapq.heappush(self._heap, (instant, next(self._order), act))

    def says(self, person: Person, text: str, at: datetime, *, agreeing: bool = False) -> None:
        """Somebody writes; during an outage it is taken when that is over. A lone 1 agrees only to a consent text."""

        async def act() -> None:
            await self.days.says(person.to, text)
            if text == "STOP" and person.may_be_asked(self.days.now):
                person.agreed[-1].append(self.days.now)
            if agreeing and person.joined and not person.may_be_asked(self.days.now):
                person.agreed.append([self.days.now])

        self.at(self.up(at), act)

    async def _open(self) -> None:
        await people.add_therapist(self.days.database, THERAPIST, START)
        await self.days.apply([ContactChanged(Contact(ANA, Role.THERAPIST, THERAPIST.id, ContactState.OPEN), START)])
        for number in range(self.clients):
            await self._enter(f"C-{number:03}")
        for holiday in range(7, int((self.end - START) / WEEK), 17):
            await self.pause("", START + holiday * WEEK, START + (holiday + 1) * WEEK)

    async def _enter(self, client: str) -> None:
        chance = self.chance
        raters = [SELF, *[name for name in ("carer", "partner") if chance.random() < 0.25]]
        for rater in raters:
            await self._join(client, rater)
        for schedule in self._drawn(client, raters):
            self.schedules.append(schedule)
            await self.days.apply([ScheduleSet(schedule, self.days.now)])
            if schedule.occasion is Occasion.BETWEEN:
                check, case = f"B-{client}.{schedule.rater}", await self.days.case(client)
                await self.days.apply(booking.begin_checks(schedule, check, case, self.days.now))
        weekday, hour, every = (
            chance.randrange(5),
            time(chance.randrange(7, 20), chance.choice((0, 30))),
            chance.choice((1, 1, 2)),
        )
        for week in range(int((self.end - START) / WEEK)):
            self.at(START + week * WEEK + chance.random() * DAY, self._week(client, week, weekday, hour, every))

    def _drawn(self, client: str, raters: list[str]) -> list[Schedule]:
        chance, drawn = self.chance, [Schedule(client, SELF, "ors", gap=7)]
        for rater in raters[1:]:
            drawn.append(Schedule(client, rater, "ors", every=chance.choice((1, 2)), gap=7))
        if chance.random() < 0.5:
            drawn.append(Schedule(client, SELF, "srs", Occasion.AFTER, every=chance.choice((1, 3))))
        if chance.random() < 0.3:
            drawn.append(Schedule(client, SELF, "gad7", every=4))
        if chance.random() < 0.3:
            at = time(chance.choice((6, 10, 18, 21)), chance.choice((0, 15)))
            measure = chance.choice(("ors", "gad2"))
            drawn.append(
                Schedule(client, chance.choice(raters), measure, Occasion.BETWEEN, days=chance.choice((2, 3, 5)), at=at)
            )
        return drawn

    async def _join(self, client: str, rater: str) -> None:
        chance, person = self.chance, person_of(client, rater)
        zone, language = ZoneInfo(ZONES[len(self.people) % 6]), chance.choice(("en", "en", "de"))
        to = Address(chance.choice((Channel.SMS, Channel.TELEGRAM)), f"{client}/{rater}")
        hours = chance.choice(((9, 20), (9, 20), (7, 12), (17, 23)))
        who = Client(client, language, zone, rater=rater)
        if rater == SELF:
            episode = Episode(f"E-{client}", client, THERAPIST.id, "adult", "icce-2012", "ors")
            await people.add_client(self.days.database, "Somebody", language, zone, episode, START)
        else:
            await people.add_rater(self.days.database, who, "Somebody", START)
        await self._write(
            "update rater set contact_from = ?, contact_until = ? where id = ?", hours[0] * 60, hours[1] * 60, person
        )
        known = Person(client, rater, language, to, (time(hours[0]), time(hours[1])), [(START, zone)])
        self.people[person] = known
        contact = Contact(to, Role.CLIENT, person, ContactState.OPEN)
        late = chance.choice((0, 0, 0, 20, 200, 900)) * HOUR

        async def join() -> None:
            known.joined = True
            shown = ConsentShown(person, self.days.practice.consent_version)
            await self.days.apply([ContactChanged(contact, self.days.now), shown])

        self.at(START + late, join)
        self.says(known, "1", START + late + MINUTE, agreeing=True)

    async def _write(self, sql: str, *values: object) -> None:
        await self.days.database.writer.execute(sql, values)

    def _week(self, client: str, week: int, weekday: int, hour: time, every: int) -> Act:
        """What a client's week brings."""

        async def act() -> None:
            chance, zone = self.chance, self.people[client].zone(self.days.now)
            if week % every == 0:
                for ahead in range(AHEAD) if week == 0 else [AHEAD]:
                    day = (START + (week + ahead) * WEEK + weekday * DAY).date()
                    await self.book(client, datetime.combine(day, hour, zone).astimezone(UTC))
            mine = [person for person in self.people.values() if person.client == client]
            if chance.random() < 0.02:
                self._stops(chance.choice(mine))
            if chance.random() < 0.02:
                since = self.days.now + chance.randrange(0, 10) * DAY
                await self.pause(client, since, since + chance.randrange(3, 20) * DAY)
            if chance.random() < 0.01:
                await self.moves_house(chance.choice(mine))

        return act

    def _stops(self, person: Person) -> None:
        at = self.days.now + self.chance.random() * WEEK
        self.says(person, "STOP", at)
        back = at + self.chance.randrange(1, 30) * DAY
        self.says(person, "START", back)
        self.says(person, "1", back + 5 * MINUTE, agreeing=True)

    async def pause(self, client: str, since: datetime, until: datetime) -> None:
        self.pauses.append((client, since, until))
        await self.days.database.sql.pause_add(
            self.days.database.writer,
            id=f"P-{len(self.pauses)}",
            client=client,
            since=to_ms(since),
            until=to_ms(until),
            at=to_ms(self.days.now),
        )

    async def moves_house(self, person: Person) -> None:
        """The zone changes, and with it what falls due."""
        zone = ZoneInfo(self.chance.choice(ZONES))
        person.zones.append((self.days.now, zone))
        before = (await self.days.case(person.id)).client
        assert before is not None
        await self._write("update rater set zone = ? where id = ?", zone.key, person.id)
        await self.days.apply(scheduling.resettle(await self.days.case(person.id), before, self.days.now))

    async def book(self, client: str, starts_at: datetime) -> None:
        """A session; some of them are moved, cancelled or missed later."""
        name, now, chance = f"A-{client}-{len(self.sessions)}", self.days.now, self.chance
        if starts_at <= now:
            return
        session = self.sessions[name] = Session(name, client, [(now, starts_at, AppointmentState.BOOKED)])
        case = await self.days.case(client)
        await self.days.apply(booking.book(Appointment(name, client, starts_at, 1), case, now))
        before = starts_at - chance.choice((1, 5, 20, 30, 60, 200)) * HOUR
        fate = chance.random()
        if fate < 0.10:
            by = chance.choice((-48, -3, -1, 1, 2, 24, 72, 24 * 7)) * HOUR
            self.at(max(now, before), lambda: self.move(session, starts_at + by))
        elif fate < 0.16:
            self.at(max(now, before), lambda: self.call_off(session, AppointmentState.CANCELLED))
        elif fate < 0.20:
            self.at(starts_at + 20 * MINUTE, lambda: self.call_off(session, AppointmentState.MISSED))
        elif fate < 0.21:
            self.at(max(now, before), lambda: self.call_off(session, AppointmentState.DELETED))

    async def move(self, session: Session, starts_at: datetime) -> None:
        found = await self._booked(session)
        if found is not None and self.days.now < min(starts_at, found.starts_at):
            session.history.append((self.days.now, starts_at, AppointmentState.BOOKED))
            await self.days.apply(booking.move(found, starts_at, await self.days.case(session.client), self.days.now))

    async def call_off(self, session: Session, state: AppointmentState) -> None:
        found = await self._booked(session)
        if found is not None:
            session.history.append((self.days.now, found.starts_at, state))
            await self.days.apply(booking.cancel(found, await self.days.case(session.client), self.days.now, state))

    async def _booked(self, session: Session) -> Appointment | None:
        found = await self.days.appointment(session.id)
        return found if found is not None and found.state is AppointmentState.BOOKED else None

    def _listen(self) -> None:
        """Whoever has been asked since may answer: soon, late, in part, or never."""
        new, self._heard = self.days.left[self._heard :], len(self.days.left)
        for left in new:
            if left.letter.priority is Priority.BULK and not left.letter.edits:
                self._answer(left)

    def _answer(self, left: Left) -> None:
        chance, person = self.chance, next(one for one in self.people.values() if one.to == left.letter.to)
        after = chance.choice((3 * MINUTE, 40 * MINUTE, 5 * HOUR, 27 * HOUR, 50 * HOUR, None, None))
        items = 7 if "gad7" in left.letter.key else 2 if "gad2" in left.letter.key else 4
        given = items if chance.random() < 0.9 else 1
        if after is not None:
            numbers = " ".join(str(chance.randrange(4)) for _ in range(given))
            self.says(person, numbers, left.at + after + chance.random() * MINUTE)
