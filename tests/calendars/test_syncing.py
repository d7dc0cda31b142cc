"""Calendars against the book: what is booked, moved and cancelled, and what is left alone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.calendars.syncing import Plan, carry_out, known, plan
from handlers import booking
from handlers.case import AppointmentState
from handlers.facts import EpisodeClosed, RequestOpened
from measures.care import Ending
from storage import calendar as kept
from storage import cases, feeds
from storage.database import Database
from tests.calendars.texts import calendar, event, told
from tests.storage.house import CLIENT, NOW, OTHER, PRACTICE, request, rows, write

UNTIL = NOW + timedelta(days=60)


def session(start: str, *lines: str, uid: str = "a", title: str = f"Session {CLIENT}") -> list[str]:
    """An event in March 2026, such as `10T09`."""
    return event(f"DTSTART:202603{start}0000Z", "DURATION:PT50M", f"SUMMARY:{title}", *lines, uid=uid)


async def look(
    database: Database, *events: list[str], source: str = "F-1", whole: bool = True, now: datetime = NOW
) -> Plan:
    read = told(calendar(*events), since=now, until=UNTIL)
    return await plan(database, source, read, await known(database, None), now, UNTIL if whole else None)


async def sync(
    database: Database, *events: list[str], source: str = "F-1", whole: bool = True, now: datetime = NOW
) -> list[str]:
    found = await look(database, *events, source=source, whole=whole, now=now)
    await carry_out(database, PRACTICE, found, found.changes, now)
    return [one.kind.value for one in found.changes]


async def book(database: Database) -> list[str]:
    """What is booked now, such as `C-7K2 10 09:00`."""
    return [f"{one.client} {one.starts_at:%d %H:%M}" for one in await kept.between(database, NOW, UNTIL)]


async def by_hand(database: Database, *, starts_at: datetime | None = None) -> None:
    """Staff move or cancel the client's one appointment."""
    async with database.transaction() as connection:
        case = await cases.client_case(database, connection, CLIENT, PRACTICE, NOW)
    [one] = case.upcoming
    said = booking.move(one, starts_at, case, NOW) if starts_at else booking.cancel(one, case, NOW)
    await write(database, *said)


async def test_a_new_event_is_booked_with_its_moments_and_end(database: Database) -> None:
    assert await sync(database, session("10T09")) == ["book"]
    [one] = await kept.between(database, NOW, UNTIL)
    assert one.ends_at == one.starts_at + timedelta(minutes=50)
    assert [each.appointment for each in await kept.due(database, UNTIL, 10)] == [one.id] * 4


async def test_the_same_calendar_again_changes_nothing(database: Database) -> None:
    events = [session("10T09"), session("11T09", uid="b", title=OTHER), session("12T09", "STATUS:CANCELLED", uid="c")]
    assert await sync(database, *events) == ["book", "book"]
    before = await rows(database, "select * from appointment order by id")
    assert await sync(database, *events) == []
    assert await rows(database, "select * from appointment order by id") == before


async def test_another_time_moves_and_what_is_on_the_phone_is_superseded(database: Database) -> None:
    await sync(database, session("03T09"))
    [one] = await kept.between(database, NOW, UNTIL)
    await write(database, RequestOpened(replace(request(), appointment=one.id)))
    assert await sync(database, session("20T09")) == ["move"]
    [moved] = [each for each in await kept.between(database, NOW, UNTIL) if each.id == one.id]
    assert (moved.version, moved.starts_at.day) == (2, 20)
    assert await rows(database, "select state from request") == [("superseded",)]


@pytest.mark.parametrize("cancelled", [[session("10T09", "STATUS:CANCELLED")], []])
async def test_what_is_cancelled_or_gone_is_cancelled(database: Database, cancelled: list[list[str]]) -> None:
    await sync(database, session("10T09"))
    assert await sync(database, *cancelled) == ["cancel"]
    assert await book(database) == []
    assert await kept.due(database, UNTIL, 10) == []
    assert await sync(database, *cancelled) == []
    assert await sync(database, session("10T09")) == ["move"]
    assert await book(database) == [f"{CLIENT} 10 09:00"]


async def test_what_has_begun_is_never_touched(database: Database) -> None:
    await sync(database, session("10T09"))
    assert await sync(database, now=NOW + timedelta(days=8)) == []
    assert await book(database) == [f"{CLIENT} 10 09:00"]


async def test_a_file_is_silent_about_what_it_does_not_tell(database: Database) -> None:
    await sync(database, session("10T09"), whole=False)
    assert await sync(database, session("11T09", uid="b"), whole=False) == ["book"]
    assert await sync(database, session("10T09", "STATUS:CANCELLED"), whole=False) == ["cancel"]
    assert await book(database) == [f"{CLIENT} 11 09:00"]


async def test_a_series_moved_as_a_whole_moves_each_session(database: Database) -> None:
    await sync(database, session("10T09", "RRULE:FREQ=WEEKLY;COUNT=3"))
    assert await sync(database, session("11T15", "RRULE:FREQ=WEEKLY;COUNT=3")) == ["move"] * 3
    assert await book(database) == [f"{CLIENT} {day} 15:00" for day in (11, 18, 25)]
    assert await sync(database, session("11T15", "RRULE:FREQ=WEEKLY;COUNT=3")) == []


async def test_what_staff_changed_stays_until_the_calendar_changes_it(database: Database) -> None:
    await sync(database, session("10T09"))
    await by_hand(database, starts_at=NOW + timedelta(days=3))
    assert await sync(database, session("10T09")) == []
    assert await book(database) == [f"{CLIENT} 05 10:00"]
    assert await sync(database, session("12T09")) == ["move"]
    assert await book(database) == [f"{CLIENT} 12 09:00"]
    await by_hand(database)
    assert await sync(database, session("12T09")) == []
    assert await book(database) == []
    assert await sync(database, session("13T09")) == ["move"]
    assert await book(database) == [f"{CLIENT} 13 09:00"]


async def test_a_session_booked_by_hand_or_by_another_calendar_is_not_booked_twice(database: Database) -> None:
    await sync(database, session("10T09"))
    assert await sync(database, session("10T09", uid="other"), source="F-2") == ["book"]
    assert await book(database) == [f"{CLIENT} 10 09:00"]
    assert await sync(database) == ["cancel"]
    assert await book(database) == [f"{CLIENT} 10 09:00"]
    assert await sync(database, source="F-2") == ["cancel"]
    assert await book(database) == []


async def test_an_event_that_becomes_another_clients_changes_hands(database: Database) -> None:
    await sync(database, session("10T09"))
    assert await sync(database, session("10T09", title=OTHER)) == ["cancel", "book"]
    assert await book(database) == [f"{OTHER} 10 09:00"]
    assert await sync(database, session("10T09", title=OTHER)) == []


async def test_what_was_matched_once_stays_and_what_is_unclear_now_is_left_alone(database: Database) -> None:
    await sync(database, session("10T09"))
    assert await sync(database, session("11T09", title="Session")) == ["move"]
    assert await sync(database, session("12T09", title=f"{CLIENT} {OTHER}")) == []
    assert await book(database) == [f"{CLIENT} 11 09:00"]
    [one] = await feeds.unmatched(database)
    assert one.reason == "it points to more than one client"


async def test_an_event_that_cannot_be_read_any_more_cancels_nothing(database: Database) -> None:
    await sync(database, session("10T09"))
    assert await sync(database, session("10T09", "RRULE:FREQ=SECONDLY")) == []
    assert await book(database) == [f"{CLIENT} 10 09:00"]
    assert [one.reason for one in await feeds.unmatched(database)] == ["it repeats by a rule that no appointment has"]


async def test_nobodys_events_are_listed_sealed_and_as_they_are_now(database: Database) -> None:
    await sync(database, session("10T09", title="Dentist Miller"), session("11T09", uid="b", title="Lunch"))
    assert [(one.title, one.reason) for one in await feeds.unmatched(database)] == [
        ("Dentist Miller", "no client is named"),
        ("Lunch", "no client is named"),
    ]
    assert b"Miller" not in b"".join(bytes(row[0]) for row in await _sealed(database))
    await sync(database, session("11T09", uid="b", title="Lunch"))
    assert [one.title for one in await feeds.unmatched(database)] == ["Lunch"]


async def _sealed(database: Database) -> list[tuple[bytes]]:
    return [(row[0],) for row in await database.reader.execute_fetchall("select title_sealed from unmatched")]


async def test_clients_are_known_by_email_and_by_the_practices_reference(database: Database) -> None:
    await feeds.set_email(database, CLIENT, " Mia@Example.org")
    sealed = database.vault.seal("BB/17", "reference")
    await database.writer.execute("update client set reference_sealed = ? where id = ?", (sealed, OTHER))
    by_mail = session("10T09", "ATTENDEE:mailto:mia@example.org", title="Session")
    assert await sync(database, by_mail, session("11T09", uid="b", title="BB/17")) == ["book", "book"]
    assert await book(database) == [f"{CLIENT} 10 09:00", f"{OTHER} 11 09:00"]
    await feeds.set_email(database, CLIENT, "mia@example.org", known=False)
    assert await feeds.emails(database) == {}


async def test_nothing_is_booked_for_who_is_not_in_care(database: Database) -> None:
    await write(database, EpisodeClosed(f"E-{CLIENT}", Ending.PLANNED, NOW))
    assert await sync(database, session("10T09")) == []
    assert [one.reason for one in await feeds.unmatched(database)] == ["no client is named"]


async def test_what_somebody_else_changed_meanwhile_is_left_alone(database: Database) -> None:
    found = await look(database, session("10T09"))
    await sync(database, session("10T09"))
    await carry_out(database, PRACTICE, found, found.changes, NOW)
    assert await book(database) == [f"{CLIENT} 10 09:00"]
    later = await look(database, session("12T09"))
    await sync(database, session("13T09"))
    await carry_out(database, PRACTICE, later, later.changes, NOW)
    assert await book(database) == [f"{CLIENT} 13 09:00"]


async def test_a_no_show_is_no_longer_the_calendars(database: Database) -> None:
    await sync(database, session("10T09"))
    async with database.transaction() as connection:
        case = await cases.client_case(database, connection, CLIENT, PRACTICE, NOW)
    [one] = case.upcoming
    await write(database, *booking.cancel(one, case, NOW, AppointmentState.MISSED))
    assert await sync(database) == ["cancel"]
    missed = await kept.appointment(database, one.id)
    assert missed == replace(one, state=AppointmentState.MISSED, version=2)


async def test_what_moves_in_one_calendar_and_stands_in_another_is_two_sessions(database: Database) -> None:
    await sync(database, session("10T09"))
    await sync(database, session("10T09", uid="other"), source="F-2")
    assert await sync(database, session("12T09")) == ["move"]
    assert await book(database) == [f"{CLIENT} 10 09:00", f"{CLIENT} 12 09:00"]


async def test_what_lies_beyond_the_days_that_are_read_is_left_alone(database: Database) -> None:
    await sync(database, session("20T09"))
    until = NOW + timedelta(days=7)
    found = await plan(
        database, "F-1", told(calendar(), since=NOW, until=until), await known(database, None), NOW, until
    )
    assert found.changes == ()
