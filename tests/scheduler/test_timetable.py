from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from messages.envelope import Moment, MomentKind
from scheduler.schedule import Occasion, Schedule
from scheduler.timetable import Hours, Timing, contactable, last_contact, moments, next_contact, window

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
TIMING = Timing()
ASKED = Schedule("C-7K2", "self", "ors")
DAY = Hours(BERLIN)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

zones = st.sampled_from(
    [BERLIN, NEW_YORK, *map(ZoneInfo, ("UTC", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Cairo"))]
)
instants = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
near_a_change = st.sampled_from(
    [
        datetime(2026, 3, 29, 1, tzinfo=UTC),
        datetime(2026, 10, 25, 1, tzinfo=UTC),
        datetime(2026, 3, 8, 7, tzinfo=UTC),
        datetime(2026, 11, 1, 6, tzinfo=UTC),
    ]
).flatmap(lambda change: st.timedeltas(-30 * HOUR, 30 * HOUR).map(lambda shift: change + shift))


@st.composite
def timings(draw: st.DrawFn) -> Timing:
    """Rules of a practice: contact hours of at least three hours, an ask that comes before the reminder."""
    opens = draw(st.integers(0, 20 * 60))
    shuts = draw(st.integers(opens + 180, 23 * 60 + 59))
    remind = draw(st.timedeltas(MINUTE, 24 * HOUR))
    return Timing(
        ask_before=remind + draw(st.timedeltas(timedelta(0), 72 * HOUR)),
        remind_before=(remind,),
        close_after=draw(st.timedeltas(timedelta(0), 2 * HOUR)),
        contact_from=time(opens // 60, opens % 60),
        contact_until=time(shuts // 60, shuts % 60),
    )


def plan(starts_at: datetime, now: datetime, zone: ZoneInfo = BERLIN, timing: Timing = TIMING) -> dict[str, datetime]:
    return {moment.kind: moment.at for moment in planned(starts_at, now, zone, timing)}


def planned(
    starts_at: datetime, now: datetime, zone: ZoneInfo = BERLIN, timing: Timing = TIMING, version: int = 1
) -> tuple[Moment, ...]:
    hours = timing.hours(zone)
    return moments("A-1", version, ASKED, window(Occasion.BEFORE, starts_at, None, timing, hours), hours, now)


def local(zone: ZoneInfo, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=zone).astimezone(UTC)  # type: ignore[misc,arg-type]


def in_contact_hours(instant: datetime, zone: ZoneInfo, timing: Timing) -> bool:
    return timing.contact_from <= instant.astimezone(zone).time() < timing.contact_until


@given(instants | near_a_change, st.timedeltas(timedelta(0), 100 * HOUR), zones, timings())
@example(
    datetime(2026, 3, 30, 6, tzinfo=UTC), 42 * HOUR, BERLIN, Timing(contact_from=time(1), contact_until=time(2, 30))
)
@example(
    datetime(2026, 3, 30, 6, tzinfo=UTC), 30 * HOUR, BERLIN, Timing(contact_from=time(2, 30), contact_until=time(6))
)
def test_no_letter_of_the_clocks_falls_into_quiet_hours(
    starts_at: datetime, booked_before: timedelta, zone: ZoneInfo, timing: Timing
) -> None:
    now = starts_at - booked_before
    for kind, at in plan(starts_at, now, zone, timing).items():
        assert kind == MomentKind.CLOSE or in_contact_hours(at, zone, timing)


@given(instants | near_a_change, st.timedeltas(timedelta(0), 100 * HOUR), zones, timings())
def test_moments_come_in_order_between_now_and_the_start(
    starts_at: datetime, booked_before: timedelta, zone: ZoneInfo, timing: Timing
) -> None:
    now = starts_at - booked_before
    due = planned(starts_at, now, zone, timing)
    assert [moment.at for moment in due] == sorted(moment.at for moment in due)
    kinds = [moment.kind for moment in due]
    assert kinds in ([], [MomentKind.ASK, MomentKind.CLOSE], [MomentKind.ASK, MomentKind.REMIND, MomentKind.CLOSE])
    for moment in due:
        assert now <= moment.at
        assert moment.kind is MomentKind.CLOSE or moment.at < starts_at
        assert moment.at.tzinfo is UTC


@given(instants | near_a_change, st.timedeltas(timedelta(0), 100 * HOUR), zones, timings())
def test_a_reminder_leaves_two_hours_to_answer_first(
    starts_at: datetime, booked_before: timedelta, zone: ZoneInfo, timing: Timing
) -> None:
    due = plan(starts_at, starts_at - booked_before, zone, timing)
    if MomentKind.REMIND in due:
        assert due[MomentKind.REMIND] - due[MomentKind.ASK] >= 2 * HOUR


@given(instants | near_a_change, zones, timings())
def test_an_instant_in_contact_hours_is_not_moved(instant: datetime, zone: ZoneInfo, timing: Timing) -> None:
    assume(in_contact_hours(instant, zone, timing))
    assert last_contact(instant, timing.hours(zone)) == instant == next_contact(instant, timing.hours(zone))


@given(instants | near_a_change, zones, timings())
@example(datetime(2026, 10, 25, 1, 10, tzinfo=UTC), BERLIN, Timing(contact_from=time(2, 30), contact_until=time(6)))
@example(datetime(2026, 10, 25, 0, 40, tzinfo=UTC), BERLIN, Timing(contact_from=time(1), contact_until=time(2, 30)))
def test_what_is_moved_is_moved_to_the_nearest_contact_hours(instant: datetime, zone: ZoneInfo, timing: Timing) -> None:
    before, after = last_contact(instant, timing.hours(zone)), next_contact(instant, timing.hours(zone))
    assert before <= instant <= after
    assert after - before <= 25 * HOUR
    assert in_contact_hours(before, zone, timing)
    assert in_contact_hours(after, zone, timing)


@given(instants | near_a_change, st.timedeltas(timedelta(0), 100 * HOUR), st.timedeltas(-100 * HOUR, 100 * HOUR), zones)
def test_a_moved_appointment_has_other_moments_and_the_old_ones_never_fire(
    starts_at: datetime, booked_before: timedelta, moved_by: timedelta, zone: ZoneInfo
) -> None:
    now = starts_at - booked_before
    old = planned(starts_at, now, zone)
    new = planned(starts_at + moved_by, now, zone, version=2)
    assert {moment.version for moment in new} <= {2}
    assert not {moment.key for moment in old} & {moment.key for moment in new}


def test_a_day_before_three_hours_before_and_a_quarter_of_an_hour_after() -> None:
    starts_at = local(BERLIN, 2026, 6, 10, 15)
    assert planned(starts_at, starts_at - 48 * HOUR, version=3) == (
        Moment(MomentKind.ASK, "A-1", 3, local(BERLIN, 2026, 6, 9, 15), ASKED.key),
        Moment(MomentKind.REMIND, "A-1", 3, local(BERLIN, 2026, 6, 10, 12), ASKED.key),
        Moment(MomentKind.CLOSE, "A-1", 3, local(BERLIN, 2026, 6, 10, 15, 15), ASKED.key),
    )


def test_what_would_come_at_night_comes_the_evening_before() -> None:
    due = plan(local(BERLIN, 2026, 6, 10, 8), local(BERLIN, 2026, 6, 1, 12))
    assert due[MomentKind.ASK] == local(BERLIN, 2026, 6, 8, 19, 59)
    assert due[MomentKind.REMIND] == local(BERLIN, 2026, 6, 9, 19, 59)


def test_the_end_of_contact_hours_is_quiet_and_their_beginning_is_not() -> None:
    assert plan(local(BERLIN, 2026, 6, 10, 20), local(BERLIN, 2026, 6, 1, 12))["ask"] == local(
        BERLIN, 2026, 6, 9, 19, 59
    )
    assert plan(local(BERLIN, 2026, 6, 10, 9), local(BERLIN, 2026, 6, 1, 12))["ask"] == local(BERLIN, 2026, 6, 9, 9)


@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK])
@pytest.mark.parametrize(
    ("day", "change"),
    [((2026, 3, 29), "spring"), ((2026, 10, 25), "autumn"), ((2026, 3, 8), "us"), ((2026, 11, 1), "us")],
)
def test_hours_before_are_hours_and_contact_hours_the_walls_whatever_the_clocks_do(
    zone: ZoneInfo, day: tuple[int, int, int], change: str
) -> None:
    starts_at = local(zone, *day, 14)
    due = plan(starts_at, starts_at - 60 * HOUR, zone)
    assert starts_at - due[MomentKind.ASK] == 24 * HOUR
    assert starts_at - due[MomentKind.REMIND] == 3 * HOUR
    early = plan(local(zone, *day, 8), starts_at - 60 * HOUR, zone)
    assert early[MomentKind.REMIND].astimezone(zone).time() == time(19, 59)


def test_clocks_that_go_forward_at_night_move_the_asks_wall_time_by_an_hour() -> None:
    starts_at = local(BERLIN, 2026, 3, 29, 14)
    assert plan(starts_at, starts_at - 60 * HOUR)["ask"].astimezone(BERLIN).hour == 13
    starts_at = local(BERLIN, 2026, 10, 25, 14)
    assert plan(starts_at, starts_at - 60 * HOUR)["ask"].astimezone(BERLIN).hour == 15


def test_booked_late_is_asked_at_once() -> None:
    now = local(BERLIN, 2026, 6, 10, 11)
    assert plan(local(BERLIN, 2026, 6, 10, 12), now) == {
        "ask": now,
        "close": local(BERLIN, 2026, 6, 10, 12, 15),
    }


def test_booked_at_night_is_asked_when_contact_hours_begin() -> None:
    due = plan(local(BERLIN, 2026, 6, 10, 15), local(BERLIN, 2026, 6, 9, 23))
    assert due["ask"] == local(BERLIN, 2026, 6, 10, 9)
    assert due["remind"] == local(BERLIN, 2026, 6, 10, 12)


def test_booked_at_night_for_the_early_morning_is_not_asked_at_all() -> None:
    assert plan(local(BERLIN, 2026, 6, 10, 9), local(BERLIN, 2026, 6, 9, 23)) == {}


@pytest.mark.parametrize("late", [timedelta(0), MINUTE, 48 * HOUR])
def test_what_has_begun_has_no_moments(late: timedelta) -> None:
    starts_at = local(BERLIN, 2026, 6, 10, 15)
    assert planned(starts_at, starts_at + late) == ()


def test_no_reminder_where_contact_hours_are_over_before_the_start() -> None:
    now = local(BERLIN, 2026, 6, 9, 19, 30)
    assert set(plan(local(BERLIN, 2026, 6, 9, 23, 30), now)) == {"ask", "close"}
    span = window(Occasion.BEFORE, now + HOUR, None, TIMING, DAY)
    assert contactable(now + 2 * HOUR, span, DAY, now + 31 * MINUTE) is None
