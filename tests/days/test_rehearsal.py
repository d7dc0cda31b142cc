"""`upcoming` shows exactly what will be sent: the same days are rehearsed, then lived through."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from handlers import booking
from handlers.case import Appointment, Episode
from handlers.consents import ConsentKind, ConsentRecorded
from handlers.facts import ContactChanged, Fact, ScheduleEnded, ScheduleSet
from handlers.people import Client, Contact, ContactState, Role, person_of
from messages.envelope import Address, Channel, MomentKind, Priority
from scheduler.schedule import SELF, Occasion, Schedule
from storage import people, rehearsal
from storage.database import from_ms, to_ms
from storage.rehearsal import Prompt
from tests.days.playing import Days, passing
from tests.storage.house import PRACTICE, THERAPIST

START = datetime(2026, 3, 23, 10, tzinfo=UTC)
"""Within the days that follow clocks change in Europe, and are an hour apart from America's until then."""

DAYS = 14
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata"]
HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)
Line = tuple[datetime, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Someone:
    """One rater: how they are reached, and where they stand. `hours`: own contact hours."""

    rater: str
    zone: str
    language: str
    channel: Channel
    standing: str
    hours: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Care:
    """One client: raters, schedules, sessions and pauses, in quarters of an hour from the start."""

    raters: tuple[Someone, ...]
    schedules: tuple[tuple[str, Occasion, int, int], ...]
    sessions: tuple[int, ...]
    pauses: tuple[tuple[int, int], ...]


def someone(rater: str) -> st.SearchStrategy[Someone]:
    return st.builds(
        Someone,
        st.just(rater),
        st.sampled_from(ZONES),
        st.sampled_from(["en", "en", "de"]),
        st.sampled_from([Channel.SMS, Channel.TELEGRAM]),
        st.sampled_from(["joined", "joined", "joined", "joined", "stopped", "unknown", "reading", "blocked"]),
        st.sampled_from([None, None, (7, 12), (18, 23)]),
    )


SCHEDULE = st.tuples(
    st.sampled_from(["ors", "srs", "gad7"]),
    st.sampled_from([Occasion.BEFORE, Occasion.BEFORE, Occasion.AFTER, Occasion.BETWEEN]),
    st.integers(1, 3),
    st.sampled_from([0, 0, 7]),
)
QUARTERS = st.integers(-8, DAYS * 96)
CARE = st.builds(
    Care,
    st.one_of(st.tuples(someone(SELF)), st.tuples(someone(SELF), someone("carer"))),
    st.lists(SCHEDULE, min_size=1, max_size=4, unique_by=lambda one: one[:2]).map(tuple),
    st.lists(QUARTERS, min_size=1, max_size=5, unique=True).map(tuple),
    st.lists(st.tuples(QUARTERS, st.integers(1, 500)), max_size=1).map(tuple),
)


async def enter(days: Days, number: int, care: Care) -> None:
    client = f"C-{number}"
    episode = Episode(f"E-{client}", client, THERAPIST.id, "adult", "icce-2012", "ors")
    me = care.raters[0]
    await people.add_client(days.database, "Somebody", me.language, ZoneInfo(me.zone), episode, days.now)
    await days.apply([ScheduleEnded(Schedule(client, SELF, "ors"))])
    for who in care.raters:
        await join(days, client, who)
    for measure, occasion, every, gap in care.schedules:
        for who in care.raters:
            between = occasion is Occasion.BETWEEN
            days_apart, at = (every, time(17 + every, 30)) if between else (0, time(18))
            schedule = Schedule(client, who.rater, measure, occasion, 1 if between else every, days_apart, at, gap)
            await days.apply([ScheduleSet(schedule, days.now)])
            if between:
                check = f"B-{client}.{who.rater}.{measure}"
                await days.apply(booking.begin_checks(schedule, check, await days.case(client), days.now))
    for count, quarter in enumerate(care.sessions):
        session = Appointment(f"A-{client}-{count}", client, START + quarter * QUARTER, 1)
        await days.apply(booking.book(session, await days.case(client), days.now))
    for who in care.raters:
        if who.standing == "stopped":
            await days.says(address(client, who), "STOP")


async def join(days: Days, client: str, who: Someone) -> None:
    person, rater = person_of(client, who.rater), Client(client, who.language, ZoneInfo(who.zone), rater=who.rater)
    if who.rater != SELF:
        await people.add_rater(days.database, rater, "Somebody", days.now)
    if who.hours is not None:
        since, until = (hour * 60 for hour in who.hours)
        await days.database.writer.execute(
            "update rater set contact_from = ?, contact_until = ? where id = ?", (since, until, person)
        )
    state = ContactState.BLOCKED if who.standing == "blocked" else ContactState.OPEN
    said: list[Fact] = []
    if who.standing != "unknown":
        said.append(ContactChanged(Contact(address(client, who), Role.CLIENT, person, state), days.now))
    if who.standing not in ("unknown", "reading"):
        consent = ConsentRecorded(f"{person} agrees", person, ConsentKind.GIVEN, "1", "en", who.channel, days.now)
        said.append(consent)
    await days.apply(said)


def address(client: str, who: Someone) -> Address:
    return Address(who.channel, f"{client}/{who.rater}")


def shown(prompts: list[Prompt]) -> Counter[Line]:
    """What was said beforehand: when, to whom, what, of which measure, by which channel, for which appointment."""
    return Counter(
        (minute(one.at), one.client.person, one.what, one.measure, str(one.channel), one.appointment.id)
        for one in prompts
        if one.reason is None
    )


async def sent(days: Days, since: datetime) -> Counter[Line]:
    """The same, of what has left: questions and reminders that the clock began, from letters and tables alone."""
    requests = {
        str(row[0]): row[1:] for row in await days.rows("select id, measure, appointment, client, rater from request")
    }
    lines = Counter[Line]()
    for left in days.left:
        letter = left.letter
        if left.at <= since or letter.priority is not Priority.BULK or letter.edits:
            continue
        measure, appointment, client, rater = map(str, requests[letter.slot])
        kind = MomentKind.REMIND if ":remind" in letter.key else MomentKind.ASK
        person = person_of(client, rater)
        lines[minute(left.at), person, kind, measure, str(letter.to.channel), appointment] += 1
    return lines


def minute(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0)


async def lived(folder: Path, cares: list[Care], hours: int, answers: bool, outage: bool) -> None:
    """Some hours pass, in which somebody may answer; then the days to come are told, and come."""
    async with passing(folder / "days.sqlite", PRACTICE, START) as days:
        await people.add_therapist(days.database, THERAPIST, START)
        for number, care in enumerate(cares):
            await enter(days, number, care)
        now = START + hours * HOUR
        await (days.outage(now) if outage else days.until(now))
        if answers:
            for left in list(days.left):
                await days.says(left.letter.to, "7 7 7 7")
        until = now + timedelta(days=DAYS)
        told = await rehearsal.rehearse(days.database, days.practice, days.now, until)
        before = days.now
        await days.until(until + timedelta(seconds=59))
        assert await sent(days, before) == shown(told)
        await tell_of_dropped(days, told, before, until)


async def tell_of_dropped(days: Days, told: list[Prompt], since: datetime, until: datetime) -> None:
    """Each question that was left out meanwhile was told with its reason."""
    span = f"at > {to_ms(since)} and at < {to_ms(until)}"
    rows = await days.rows(f"select appointment, rater, schedule, reason, at from dropped where {span}")
    told_of = {(one.appointment.id, one.client.rater, one.measure, str(one.reason), minute(one.at)) for one in told}
    for appointment, rater, schedule, reason, at in rows:
        instant = minute(from_ms(int(str(at))))
        assert (appointment, rater, str(schedule).split(".")[1], reason, instant) in told_of


@settings(max_examples=10, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(CARE, min_size=1, max_size=4), st.integers(0, 80), st.booleans(), st.booleans())
def test_what_is_shown_is_sent_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, cares: list[Care], hours: int, answers: bool, outage: bool
) -> None:
    folder = tmp_path_factory.getbasetemp()
    asyncio.run(lived(folder, cares, hours, answers, outage))
