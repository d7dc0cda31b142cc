"""For any session, zone, contact hours and practice: what falls due keeps its promises, for all three occasions."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from messages.envelope import Moment, MomentKind
from scheduler.schedule import Occasion, Schedule
from scheduler.timetable import REMINDER_GAP, Hours, Timing, Window, moments, reminders, window
from tests.time.matrix import CHANGES, instant

HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
zones = st.sampled_from([ZoneInfo(name) for name in (*CHANGES, "America/St_Johns", "Africa/Cairo", "Asia/Kathmandu")])
anywhen = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
at_a_change = st.sampled_from([instant(at) for written in CHANGES.values() for at in written]).flatmap(
    lambda change: st.timedeltas(-40 * HOUR, 40 * HOUR).map(lambda shift: change + shift)
)
instants = anywhen | at_a_change
occasions = st.sampled_from(list(Occasion))


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    """Contact hours of at least an hour in a zone."""
    since = draw(st.integers(0, 22 * 60))
    until = draw(st.integers(since + 60, 23 * 60 + 59))
    return Hours(draw(zones), time(since // 60, since % 60), time(until // 60, until % 60))


@st.composite
def timings(draw: st.DrawFn) -> Timing:
    """A practice's rules, with up to four reminders."""
    short, long = st.timedeltas(timedelta(0), 4 * HOUR), st.timedeltas(MINUTE, 72 * HOUR)
    return Timing(
        ask_before=draw(long),
        remind_before=tuple(draw(st.lists(st.timedeltas(MINUTE, 48 * HOUR), max_size=4))),
        close_after=draw(short),
        ask_after=draw(short),
        after_open=draw(long),
        between_open=draw(long),
    )


@st.composite
def plans(draw: st.DrawFn) -> tuple[tuple[Moment, ...], Window, Hours, datetime]:
    """What falls due for a session or check, its window, the person's hours, and when it was planned."""
    timing, person, starts_at = draw(timings()), draw(hours()), draw(instants)
    ends_at = draw(st.none() | st.timedeltas(MINUTE, 10 * HOUR).map(lambda length: starts_at + length))
    now = starts_at - draw(st.timedeltas(-2 * HOUR, 120 * HOUR))
    schedule = Schedule("C-7K2", "self", "ors", draw(occasions), days=1)
    span = window(schedule.occasion, starts_at, ends_at, timing, person)
    return moments("A-1", 1, schedule, span, person, now), span, person, now


def sent(due: tuple[Moment, ...]) -> list[Moment]:
    """Those that write to somebody."""
    return [moment for moment in due if moment.kind is not MomentKind.CLOSE]


@given(plans())
def test_nothing_is_sent_in_quiet_hours(made: tuple[tuple[Moment, ...], Window, Hours, datetime]) -> None:
    due, _, person, _ = made
    for moment in sent(due):
        assert person.since <= moment.at.astimezone(person.zone).time() < person.until


@given(plans())
def test_nothing_is_sent_before_its_window_or_now_nor_once_it_is_over(
    made: tuple[tuple[Moment, ...], Window, Hours, datetime],
) -> None:
    due, span, _, now = made
    for moment in sent(due):
        assert max(span.earliest, now) <= moment.at < span.until
    assert all(moment.at == span.close for moment in due if moment.kind is MomentKind.CLOSE)


@given(plans())
def test_one_question_then_its_reminders_in_order_two_hours_apart_then_the_close(
    made: tuple[tuple[Moment, ...], Window, Hours, datetime],
) -> None:
    due, span, _, now = made
    kinds = [moment.kind for moment in due]
    reminded = kinds.count(MomentKind.REMIND)
    asked = [MomentKind.ASK, *[MomentKind.REMIND] * reminded, MomentKind.CLOSE]
    assert kinds in (asked, [], [MomentKind.CLOSE])
    assert reminded <= len(span.reminders)
    assert [moment.number for moment in due if moment.kind is MomentKind.REMIND] == list(range(1, reminded + 1))
    instants_sent = [moment.at for moment in sent(due)]
    for earlier, later in pairwise(instants_sent):
        assert later - earlier >= REMINDER_GAP
    assert len({moment.key for moment in due}) == len(due)
    assert MomentKind.ASK not in kinds or now < span.until


@given(plans())
def test_asked_when_it_was_planned_it_is_reminded_as_it_was_planned(
    made: tuple[tuple[Moment, ...], Window, Hours, datetime],
) -> None:
    """A reminder finds those after it again by when the question was asked."""
    due, span, person, _ = made
    if sent(due):
        planned = [moment.at for moment in sent(due)[1:]]
        assert reminders(due[0].at, span, person, due[0].at) == planned


@given(instants, st.integers(1, 4))
def test_as_many_reminders_as_are_wished_for_where_there_is_room(starts_at: datetime, many: int) -> None:
    wishes = tuple(3 * HOUR * n for n in range(1, many + 1))
    timing = Timing(ask_before=DAY, remind_before=wishes)
    always = Hours(ZoneInfo("UTC"), time(0), time(23, 59, 59, 999999))
    span = window(Occasion.BEFORE, starts_at, None, timing, always)
    due = moments("A-1", 1, Schedule("C-7K2", "self", "ors"), span, always, starts_at - 3 * DAY)
    assert [starts_at - moment.at for moment in due if moment.kind is MomentKind.REMIND] == sorted(wishes, reverse=True)


@given(instants, hours(), st.times(), st.timedeltas(HOUR, 24 * HOUR))
def test_a_check_is_never_asked_later_than_at_its_hour_and_the_next_is_asked_by_then_too(
    begun: datetime, person: Hours, at: time, open_for: timedelta
) -> None:
    """Known early enough, that is; and a check that is over a day after it was asked leaves room for the next."""
    schedule = Schedule("C-7K2", "self", "ors", Occasion.BETWEEN, days=1, at=at.replace(fold=0))
    timing, asked = Timing(between_open=open_for), begun
    for _ in range(4):
        [asked] = schedule.steps(asked, person.zone, asked)
        span = window(Occasion.BETWEEN, asked + open_for, None, timing, person)
        ask = moments("B-1", 1, schedule, span, person, span.ask)[0]
        assert (ask.kind, ask.at) == (MomentKind.ASK, span.ask)
        assert span.ask <= span.about == asked
        assert span.ask == asked or not person.since <= asked.astimezone(person.zone).time() < person.until
        assert span.close == span.ask + open_for


@given(instants, zones, st.integers(1, 30), st.times(), st.integers(1, 60))
def test_checks_between_sessions_keep_their_hour_for_ever(
    begun: datetime, zone: ZoneInfo, days: int, at: time, rounds: int
) -> None:
    """On the wall it is the same hour, but where the clocks leave that out."""
    schedule = Schedule("C-7K2", "self", "ors", Occasion.BETWEEN, days=days, at=at.replace(fold=0))
    asked = begun
    first = begun.astimezone(zone).date()
    for number in range(1, rounds + 1):
        [asked] = schedule.steps(asked, zone, asked)
        local = asked.astimezone(zone)
        assert local.date() == first + number * timedelta(days=days)
        assert local.time() == schedule.at or _left_out(local.date(), schedule.at, zone)


def _left_out(day: date, wall: time, zone: ZoneInfo) -> bool:
    there = datetime.combine(day, wall, zone)
    return there.astimezone(UTC).astimezone(zone).time() != wall


@given(instants, zones, st.integers(1, 10), st.timedeltas(timedelta(0), 400 * DAY), st.timedeltas(HOUR, 72 * HOUR))
def test_after_an_outage_the_last_step_is_still_useful_and_those_before_it_are_not(
    asked: datetime, zone: ZoneInfo, days: int, down: timedelta, open_for: timedelta
) -> None:
    schedule, now = Schedule("C-7K2", "self", "ors", Occasion.BETWEEN, days=days), asked + down
    *missed, following = schedule.steps(asked, zone, now, open_for)
    assert now < following + open_for
    assert all(one < now for one in missed)
    steps = [asked.astimezone(zone).date() + n * timedelta(days=days) for n in range(1, len(missed) + 2)]
    assert [one.astimezone(zone).date() for one in (*missed, following)] == steps


@given(st.integers(1, 12), st.integers(1, 40))
def test_the_first_and_every_nth_session_is_meant(every: int, sessions: int) -> None:
    schedule = Schedule("C-7K2", "self", "ors", every=every)
    meant = [number for number in range(1, sessions + 1) if schedule.means(number)]
    assert meant == list(range(1, sessions + 1, every))
