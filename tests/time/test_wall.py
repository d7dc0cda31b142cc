"""Wall clocks: leap days, midnight, a zone that changes midway, and contact hours of one's own."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from handlers.booking import plan
from handlers.case import Appointment
from messages.envelope import MomentKind
from scheduler.schedule import Occasion, Schedule
from tests.handlers.cases import CASE, MIA_BY_CHAT
from tests.time.clinic import DAY, ID, MIA, clinic, utc

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
BEFORE, AFTER = Schedule(ID, "self", "ors"), Schedule(ID, "self", "srs", Occasion.AFTER)
WEEKLY = Schedule(ID, "self", "ors", Occasion.BETWEEN, days=7)


def planned(
    starts: str,
    schedule: Schedule = BEFORE,
    zone: ZoneInfo = BERLIN,
    hours: tuple[time, time] | None = None,
    ends: str = "",
) -> list[str]:
    """What falls due for a session, all on the person's wall."""
    since, until = hours or (None, None)
    who = replace(MIA_BY_CHAT, zone=zone, contact_from=since, contact_until=until)
    starts_at, ends_at = wall(starts, zone), wall(ends, zone) if ends else None
    session = Appointment("A-1", ID, starts_at, 1, ends_at=ends_at)
    due = plan(session, replace(CASE, client=who, schedules=(schedule,)), starts_at - 30 * DAY)
    return [
        f"{moment.kind} {moment.at.astimezone(zone):%m-%d %H:%M}"
        for moment in due
        if moment.kind is not MomentKind.BRIEF
    ]


def wall(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        ("2028-02-29 14:00", ["ask 02-28 14:00", "remind 02-29 11:00", "close 02-29 14:15"]),
        ("2028-03-01 14:00", ["ask 02-29 14:00", "remind 03-01 11:00", "close 03-01 14:15"]),
        ("2027-03-01 14:00", ["ask 02-28 14:00", "remind 03-01 11:00", "close 03-01 14:15"]),
        ("2028-02-29 08:00", ["ask 02-27 19:59", "remind 02-28 19:59", "close 02-29 08:15"]),
    ],
)
def test_around_a_leap_day(starts: str, expected: list[str]) -> None:
    assert planned(starts) == expected


def test_a_weekly_check_falls_on_a_leap_day_and_a_week_is_a_week_after_it() -> None:
    at, days = wall("2028-02-15 18:00", BERLIN), list[date]()
    for _ in range(4):
        [at] = WEEKLY.steps(at, BERLIN, at)
        days.append(at.astimezone(BERLIN).date())
    assert days == [date(2028, 2, 22), date(2028, 2, 29), date(2028, 3, 7), date(2028, 3, 14)]


def test_new_year_is_a_midnight_like_others() -> None:
    assert planned("2026-12-31 23:30") == ["ask 12-30 19:59", "remind 12-31 19:59", "close 12-31 23:45"]
    assert planned("2026-12-31 23:30", AFTER, ends="2027-01-01 00:30") == ["ask 01-01 09:00", "close 01-02 01:00"]


def test_an_end_in_the_calendar_counts_more_than_the_usual_fifty_minutes() -> None:
    assert planned("2026-06-10 14:00", AFTER) == ["ask 06-10 15:20", "close 06-11 15:20"]
    assert planned("2026-06-10 14:00", AFTER, ends="2026-06-10 16:00") == ["ask 06-10 16:30", "close 06-11 16:30"]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ((time(6), time(8)), ["ask 06-09 07:59", "remind 06-10 07:59", "close 06-10 14:15"]),
        ((time(17), time(23, 59)), ["ask 06-08 23:58", "remind 06-09 23:58", "close 06-10 14:15"]),
        ((time(10), time(12)), ["ask 06-09 11:59", "remind 06-10 11:00", "close 06-10 14:15"]),
    ],
    ids=["early", "late", "noon"],
)
def test_contact_hours_of_ones_own(hours: tuple[time, time], expected: list[str]) -> None:
    assert planned("2026-06-10 14:00", hours=hours) == expected


@pytest.mark.parametrize(
    ("at", "days", "expected"),
    [
        (time(22), 1, ["01-13 19:59", "01-14 19:59", "01-15 19:59", "01-16 19:59"]),
        (time(6, 30), 1, ["01-13 19:59", "01-14 19:59", "01-15 19:59", "01-16 19:59"]),
        (time(6, 30), 2, ["01-13 19:59", "01-15 19:59"]),
        (time(20), 3, ["01-15 19:59"]),
    ],
)
async def test_a_check_that_is_wished_for_at_night_is_asked_the_evening_before(
    tmp_path: Path, at: time, days: int, expected: list[str]
) -> None:
    async with clinic(tmp_path) as here:
        await here.until(utc("2026-01-12 19:30"))
        await here.schedule(replace(WEEKLY, days=days, at=at))
        await here.until(utc("2026-01-16 20:00"))
        assert [f"{one.astimezone(BERLIN):%m-%d %H:%M}" for one in here.when(again=False)] == expected
        assert await here.dropped() == []


async def test_a_check_whose_time_is_over_by_new_contact_hours_is_followed_by_the_next(tmp_path: Path) -> None:
    """Asked at 18:00, and answered; by hours that end at noon it would have been asked then, and the next is."""
    async with clinic(tmp_path) as here:
        await here.schedule(replace(WEEKLY, days=2))
        await here.until(utc("2026-01-14 17:30"))
        await here.stage.says(MIA, "7 6 8 7")
        await here.until(utc("2026-01-15 14:00"))
        client = (await here.case()).client
        assert client
        await here.sets(replace(client, contact_until=time(12)))
        await here.until(utc("2026-01-18 20:00"))
        asked = [f"{one.astimezone(BERLIN):%m-%d %H:%M}" for one in here.when(again=False)]
        assert asked == ["01-14 18:00", "01-16 11:59", "01-18 11:59"]


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe", "America/New_York"])
def test_everybodys_wall_shows_the_same(zone: str) -> None:
    assert planned("2026-06-10 08:00", zone=ZoneInfo(zone)) == planned("2026-06-10 08:00")


async def test_who_moves_to_new_york_is_asked_by_day_there(tmp_path: Path) -> None:
    """An appointment at 12:00 UTC: 13:00 in Berlin, and 07:00 in New York, where the day has not begun by then."""
    async with clinic(tmp_path) as here:
        await here.book("A-1", utc("2026-01-21 12:00"))
        await here.until(utc("2026-01-15 12:00"))
        client = (await here.case()).client
        assert client
        await here.sets(replace(client, zone=NEW_YORK))
        await here.until(utc("2026-01-22 12:00"))
        told = [f"{at.astimezone(NEW_YORK):%m-%d %H:%M}" for at in here.when()]
        assert told == ["01-19 19:59", "01-20 19:59"]


async def test_who_moves_with_a_question_open_is_not_asked_twice_and_reminded_by_day(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        await here.book("A-1", utc("2026-01-21 15:30"))
        await here.until(utc("2026-01-20 16:00"))
        client = (await here.case()).client
        assert client
        await here.sets(replace(client, zone=NEW_YORK))
        await here.until(utc("2026-01-22 12:00"))
        told = [f"{at.astimezone(NEW_YORK):%m-%d %H:%M}" for at in here.when()]
        assert told == ["01-20 10:30", "01-20 19:59"]


async def test_a_check_between_sessions_follows_her_to_the_other_wall(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        await here.schedule(WEEKLY)
        await here.until(utc("2026-01-20 12:00"))
        client = (await here.case()).client
        assert client
        await here.sets(replace(client, zone=NEW_YORK))
        await here.until(utc("2026-02-12 12:00"))
        asked = [f"{at.astimezone(NEW_YORK):%m-%d %H:%M}" for at in here.when(again=False)]
        assert asked == ["01-19 12:00", "01-26 18:00", "02-02 18:00", "02-09 18:00"]
