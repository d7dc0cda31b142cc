"""After an outage: what is still useful is sent once, what is stale is dropped and listed, nothing at night, nothing
twice, and the chain of checks between sessions goes on. Times in UTC; Berlin is an hour ahead, its contact hours are
08:00 to 19:00."""

from datetime import datetime
from pathlib import Path

import pytest

from scheduler.schedule import Occasion, Schedule
from scheduler.timetable import Timing
from storage import calendar
from tests.time.clinic import DAY, HOUR, ID, MIA, MINUTE, WEEK, Clinic, clinic, utc

SESSION = utc("2026-01-14 13:00")
EVERY_OTHER_DAY = Schedule(ID, "self", "ors", Occasion.BETWEEN, days=2)
DAILY = Schedule(ID, "self", "ors", Occasion.BETWEEN, days=1)
AFTERWARDS = Schedule(ID, "self", "srs", Occasion.AFTER)


async def down(here: Clinic, since: datetime, until: datetime) -> None:
    """Nobody looks at the clock and nothing is sent between two instants; what has come is looked at twice, as when the
    process starts, dies and starts."""
    await here.until(since)
    await here.stage.outage(until)
    await here.stage.outage(until)


def asks(here: Clinic) -> list[str]:
    """When she was asked, without reminders."""
    return [at for at in here.told() if not at.endswith("again")]


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("2026-01-13 12:00", "2026-01-13 15:00", ["2026-01-13 16:00", "2026-01-14 11:00 again"]),
        ("2026-01-13 12:00", "2026-01-14 11:00", ["2026-01-14 12:00"]),
        ("2026-01-13 14:00", "2026-01-14 12:00", ["2026-01-13 14:00", "2026-01-14 13:00 again"]),
        ("2026-01-13 12:00", "2026-01-14 00:30", ["2026-01-14 09:00", "2026-01-14 11:00 again"]),
        ("2026-01-13 14:00", "2026-01-14 13:05", ["2026-01-13 14:00"]),
    ],
    ids=["the ask", "ask and reminder", "the reminder", "back at night", "reminder is stale"],
)
async def test_a_question_and_a_reminder_that_are_still_useful_are_sent_once(
    tmp_path: Path, since: str, until: str, told: list[str]
) -> None:
    async with clinic(tmp_path) as here:
        await here.book("A-1", SESSION)
        await down(here, utc(since), utc(until))
        await here.until(SESSION + DAY)
        assert here.told() == told
        assert await here.dropped() == []


async def test_what_is_seen_first_in_the_morning_is_not_reminded_of_within_two_hours(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        await here.book("A-1", SESSION - HOUR)
        await down(here, utc("2026-01-13 11:00"), utc("2026-01-14 00:30"))
        await here.until(SESSION)
        assert here.told() == ["2026-01-14 09:00"]


async def test_a_question_whose_session_has_begun_is_listed_and_no_request_was_missed(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        await here.book("A-1", SESSION)
        await down(here, utc("2026-01-13 12:00"), SESSION)
        await here.until(SESSION + DAY)
        assert here.told() == []
        assert await here.dropped() == [("A-1", "late")]
        assert await here.count("select 1 from request") == 0


async def test_one_that_would_only_be_seen_after_the_session_has_begun_is_listed(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        await here.book("A-1", utc("2026-01-14 07:30"))
        await down(here, utc("2026-01-12 15:00"), utc("2026-01-14 06:00"))
        assert (here.told(), await here.dropped()) == ([], [("A-1", "quiet")])


async def test_a_request_whose_time_ended_meanwhile_is_closed_and_a_reply_counts_as_late(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        await here.book("A-1", SESSION)
        await down(here, SESSION - 20 * HOUR, SESSION + 2 * DAY)
        assert await here.count("select 1 from request where state = 'expired'") == 1
        await here.stage.says(MIA, "7 7 7 7")
        assert [one.late for one in (await here.case()).ratings] == [True]


async def test_down_over_several_sessions_each_is_listed_and_the_next_is_asked(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        for number in range(4):
            await here.book(f"A-{number}", SESSION + number * WEEK)
        await down(here, SESSION - 2 * DAY, SESSION + 2 * WEEK + HOUR)
        await here.until(SESSION + 4 * WEEK)
        assert await here.dropped() == [("A-0", "late"), ("A-1", "late"), ("A-2", "late")]
        assert here.told() == ["2026-02-03 14:00", "2026-02-04 11:00 again"]


async def test_down_after_a_session_it_is_asked_for_within_a_day(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        await here.schedule(AFTERWARDS)
        for number in range(3):
            await here.book(f"A-{number}", SESSION + number * WEEK)
        await down(here, SESSION - HOUR, SESSION + 20 * HOUR)
        await down(here, SESSION + WEEK - HOUR, SESSION + WEEK + 26 * HOUR)
        await here.until(SESSION + 2 * WEEK + 2 * DAY)
        assert here.told() == ["2026-01-15 10:00", "2026-01-28 15:20"]
        assert await here.dropped() == [("A-1", "late")]


async def test_of_several_reminders_that_fell_due_the_last_is_sent(tmp_path: Path) -> None:
    async with clinic(tmp_path, Timing(remind_before=(22 * HOUR, 6 * HOUR, 3 * HOUR))) as here:
        await here.book("A-1", SESSION)
        await here.book("A-2", SESSION + WEEK)
        await down(here, SESSION - 23 * HOUR, SESSION - 2 * HOUR)
        assert here.told() == ["2026-01-13 14:00", "2026-01-14 12:00 again"]
        await here.until(SESSION + WEEK)
        assert [at[8:] for at in here.told()[2:]] == ["20 14:00", "20 16:00 again", "20 19:59 again", "21 11:00 again"]


async def test_of_several_reminders_that_no_courier_could_send_the_last_leaves(tmp_path: Path) -> None:
    async with clinic(tmp_path, Timing(remind_before=(22 * HOUR, 6 * HOUR, 3 * HOUR))) as here:
        await here.book("A-1", SESSION)
        await here.until(SESSION - 23 * HOUR)
        await here.nobody_sends(SESSION - 2 * HOUR)
        await here.stage.send()
        assert here.told() == ["2026-01-13 14:00", "2026-01-14 12:00 again"]


async def test_a_chain_of_checks_goes_on_after_weeks_and_lists_what_was_missed(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        await here.schedule(EVERY_OTHER_DAY)
        await here.until(utc("2026-01-14 18:00"))
        await down(here, utc("2026-01-14 18:00"), utc("2026-01-25 17:30"))
        assert await here.dropped() == [("B-ors", "late")] * 5
        await here.until(utc("2026-01-28 18:00"))
        assert asks(here) == ["2026-01-14 18:00", "2026-01-26 18:00", "2026-01-28 18:00"]
        assert await here.count("select 1 from moment where kind = 'close'") == 1


async def test_a_check_that_is_an_hour_late_is_still_made(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        await here.schedule(EVERY_OTHER_DAY)
        await down(here, utc("2026-01-14 12:00"), utc("2026-01-18 18:00"))
        assert asks(here) == ["2026-01-18 19:00"]
        assert await here.dropped() == [("B-ors", "late")] * 2
        await here.until(utc("2026-01-20 18:00"))
        assert asks(here)[1:] == ["2026-01-20 18:00"]


async def test_a_daily_check_comes_every_day(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        await here.schedule(DAILY)
        await here.until(utc("2026-01-16 18:00"))
        assert asks(here) == [f"2026-01-{day} 18:00" for day in (13, 14, 15, 16)]


async def test_what_no_courier_could_send_is_listed_and_nobody_has_missed_it(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        for number in range(3):
            await here.book(f"A-{number}", SESSION + number * WEEK)
        await here.nobody_sends(SESSION + 2 * WEEK + HOUR)
        await here.stage.send()
        assert here.told() == []
        assert await here.dropped() == [("A-0", "unsent"), ("A-1", "unsent"), ("A-2", "unsent")]
        assert await here.count("select 1 from alert") == 0
        assert await here.count("select 1 from request where state in ('open', 'expired')") == 0


async def test_what_left_late_counts_as_asked(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        await here.book("A-1", SESSION)
        await here.nobody_sends(SESSION - HOUR)
        await here.stage.send()
        await here.until(SESSION + HOUR)
        assert here.told() == ["2026-01-14 13:00"]
        assert await here.dropped() == []
        assert await here.count("select 1 from request where state = 'expired'") == 1


@pytest.mark.parametrize("minutes", range(0, 60 * 60, 217))
async def test_whenever_it_comes_back_nothing_is_sent_at_night_twice_or_too_late(tmp_path: Path, minutes: int) -> None:
    async with clinic(tmp_path) as here:
        await here.schedule(EVERY_OTHER_DAY, AFTERWARDS)
        for number in range(2):
            await here.book(f"A-{number}", SESSION + 3 * number * DAY)
        back = utc("2026-01-13 06:00") + minutes * MINUTE
        await down(here, utc("2026-01-13 05:00"), back)
        await here.until(SESSION + 5 * DAY)
        assert all("09:00" <= at.split()[1] < "20:00" for at in here.told())
        assert len(here.told()) == len(set(here.told()))
        asked = [one.letter.key for one in here.landed if one.letter.to == MIA]
        assert len(asked) == len(set(asked))
        assert await calendar.due(here.stage.database, here.stage.now, 9) == []
        sessions = await here.count("select appointment from request where occasion = 'after'")
        assert sessions + sum(name != "B-ors" for name, _ in await here.dropped()) == 2
