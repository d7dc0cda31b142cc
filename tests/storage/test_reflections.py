"""Reflections as they are kept: sealed, read by their therapist, by a supervisor only once they are shared."""

from dataclasses import replace
from datetime import timedelta

from handlers.alerts import AlertRaised, AlertSeen
from handlers.case import RequestState
from handlers.facts import RatingMade, RequestChanged, RequestOpened
from handlers.people import Duty
from handlers.reflections import (
    Growth,
    GrowthKept,
    GrowthStep,
    ReflectionAsked,
    ReflectionKept,
    ReflectionPut,
    ReflectionShared,
    ReflectionState,
    Week,
)
from measures.library import shipped
from storage import people
from storage.caseload import caseload
from storage.database import Database
from storage.reflections import cares_under, counted, readable, said_of_growth, weeks
from tests.storage.house import (
    CLIENT,
    HOUR,
    NOW,
    OTHER,
    PRACTICE,
    THERAPIST,
    alert,
    appointment,
    booked,
    rating,
    reflection,
    request,
    rows,
    write,
)

SUE = replace(THERAPIST, id="T-SUE", name="Sue", duty=Duty.SUPERVISOR)


async def read(database: Database, who: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.id, one.said) for one in await readable(database, database.reader, who)]


async def test_a_supervisor_reads_it_when_it_was_shared_and_not_before(database: Database) -> None:
    await people.add_therapist(database, SUE, NOW)
    await write(database, ReflectionAsked(reflection()), ReflectionKept("L-1", ("a", "", "c"), NOW + HOUR))
    assert await read(database, "T-ANA") == [("L-1", ("a", "", "c"))]
    assert await read(database, "T-SUE") == []
    await write(database, ReflectionShared("L-1", "T-SUE", NOW + HOUR))
    assert await read(database, "T-SUE") == [("L-1", ("a", "", "c"))]
    (one,) = await readable(database, database.reader, "T-SUE")
    assert (one.shared_with, one.shared_at, one.state) == ("T-SUE", NOW + HOUR, ReflectionState.KEPT)
    assert (one.totals, one.status, one.kept_at) == ((240, 180, 260), "on_track", NOW + HOUR)


async def test_an_occasion_is_asked_once_and_what_was_written_stays(database: Database) -> None:
    await write(database, ReflectionAsked(reflection()), ReflectionAsked(reflection(at=NOW + HOUR)))
    await write(database, ReflectionKept("L-1", ("a", "b", "c"), NOW), ReflectionPut("L-1", ReflectionState.DECLINED))
    assert await rows(database, "select state, asked_at from reflection") == [("kept", int(NOW.timestamp() * 1000))]


async def test_the_words_are_not_there_for_whoever_decides_about_the_client(database: Database) -> None:
    await write(database, ReflectionAsked(reflection()), ReflectionKept("L-1", ("a", "b", "c"), NOW))
    await write(
        database,
        ReflectionAsked(reflection("L-2", OTHER)),
        AlertRaised(replace(alert(), request=""), ("T-ANA",)),
        AlertSeen(alert().id, NOW),
    )
    case = await people.client(database, CLIENT, PRACTICE, NOW)
    assert {(one.id, one.said) for one in case.reflections} == {("L-1", ()), ("L-2", ())}
    assert [one.id for one in case.acknowledged] == [alert().id]
    later = await people.client(database, CLIENT, PRACTICE, NOW + timedelta(days=3))
    assert [one.id for one in later.reflections] == ["L-1"]


async def test_what_is_counted_has_no_words(database: Database) -> None:
    await write(database, ReflectionAsked(reflection()), ReflectionKept("L-1", ("a", "b", "c"), NOW + HOUR))
    await write(database, ReflectionAsked(reflection("L-2")))
    assert await counted(database, "T-ANA") == [("asked", 1, 0, NOW, None), ("kept", 1, 0, NOW, NOW + HOUR)]


async def test_growth_is_kept_in_order_with_what_was_left_out(database: Database) -> None:
    answered = Growth("T-ANA", GrowthStep.ANSWERED, (7, None, 0, 10), NOW)
    left_out = Growth("T-ANA", GrowthStep.SKIPPED, (), NOW + HOUR)
    await write(database, GrowthKept(left_out), GrowthKept(answered))
    assert await said_of_growth(database, database.reader, "T-ANA") == (answered, left_out)


async def test_a_therapists_episodes_are_those_of_the_whole_caseload(database: Database) -> None:
    for number, state in ((1, RequestState.COMPLETE), (2, RequestState.EXPIRED)):
        asked = request(number=number)
        await write(database, booked(appointment(number=number)), RequestOpened(asked))
        await write(database, RequestChanged(replace(asked, state=state)))
    await write(database, RatingMade(rating(number=1, total=200)))
    found = await cares_under(database, database.reader, ["T-ANA"], shipped())
    assert list(found) == await caseload(database, shipped())
    assert [(one.asked, one.completed) for one in found if one.client == CLIENT] == [(2, 1)]
    assert await cares_under(database, database.reader, ["T-NOBODY"], shipped()) == ()


async def test_a_week_counts_what_was_and_what_comes(database: Database) -> None:
    await people.add_therapist(database, SUE, NOW)
    await write(database, AlertRaised(replace(alert(), request=""), ("T-ANA",)), booked(appointment(number=1)))
    own, under = await weeks(database, database.reader, THERAPIST, ["T-ANA", "T-SUE"], NOW)
    assert own == under
    assert own == Week(in_care=2, alerts=1, sessions=1)
    nobody, _ = await weeks(database, database.reader, SUE, ["T-SUE"], NOW)
    assert nobody == Week()
