"""When staff are told what can wait: their quiet hours on their own clock."""

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.people import Therapist
from handlers.practice import Alerting
from handlers.quiet import awake, quiet_hours

BERLIN = ZoneInfo("Europe/Berlin")
ANA = Therapist("T-ANA", "Ana", "en", BERLIN)
PRACTICE = Alerting(quiet_from=time(20), quiet_until=time(7))
WALLS = st.times(min_value=time(0), max_value=time(23, 59)).map(lambda one: one.replace(second=0, microsecond=0))
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds have none


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-06-10 19:59", "2026-06-10 19:59"),
        ("2026-06-10 20:00", "2026-06-11 07:00"),
        ("2026-06-11 06:59", "2026-06-11 07:00"),
        ("2026-06-11 07:00", "2026-06-11 07:00"),
        ("2026-03-28 22:00", "2026-03-29 07:00"),
        ("2026-10-24 22:00", "2026-10-25 07:00"),
    ],
    ids=["before", "evening", "early", "morning", "clocks go forward", "clocks go back"],
)
def test_what_can_wait_waits_for_the_morning(now: str, told: str) -> None:
    assert awake(at(now), ANA, PRACTICE) == at(told)


def test_quiet_hours_by_day_end_the_same_day() -> None:
    napping = replace(ANA, quiet_from=time(13), quiet_until=time(15))
    assert awake(at("2026-06-10 14:00"), napping, PRACTICE) == at("2026-06-10 15:00")
    assert awake(at("2026-06-10 23:00"), napping, PRACTICE) == at("2026-06-10 23:00")


def test_the_same_time_twice_is_no_quiet_at_all() -> None:
    never = replace(ANA, quiet_from=time(0), quiet_until=time(0))
    assert quiet_hours(never, PRACTICE) == (time(0), time(0))
    assert awake(at("2026-06-10 03:00"), never, PRACTICE) == at("2026-06-10 03:00")


def test_one_time_alone_is_none_of_their_own() -> None:
    assert quiet_hours(replace(ANA, quiet_from=time(12)), PRACTICE) == (time(20), time(7))


@given(INSTANTS, WALLS, WALLS)
def test_nobody_waits_longer_than_a_day_and_nobody_is_woken(now: datetime, since: time, until: time) -> None:
    who = replace(ANA, quiet_from=since, quiet_until=until)
    told = awake(now, who, PRACTICE)
    assert 0 <= (told - now).total_seconds() <= 25 * 3600
    assert awake(told, who, PRACTICE) == told
