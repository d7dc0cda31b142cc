"""The matrix: what is asked, reminded and closed when, around every change of clocks, as the application plans it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from handlers.booking import begin_checks, plan
from handlers.case import Appointment
from handlers.facts import AppointmentBooked
from messages.envelope import Moment
from scheduler.schedule import Occasion, Schedule
from tests.handlers.cases import CASE, MIA_BY_CHAT

TABLE = Path(__file__).parent / "matrix.csv"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
CHANGES = {
    "Europe/Berlin": ("2026-03-29 01:00", "2026-10-25 01:00", "2027-03-28 01:00", "2027-10-31 01:00"),
    "America/New_York": ("2026-03-08 07:00", "2026-11-01 06:00", "2027-03-14 07:00", "2027-11-07 06:00"),
    "Australia/Lord_Howe": ("2026-04-04 15:00", "2026-10-03 15:30", "2027-04-03 15:00", "2027-10-02 15:30"),
    "Africa/Casablanca": ("2026-02-15 02:00", "2026-03-22 02:00", "2026-09-20 01:00"),
    "Asia/Kolkata": (),
    "Pacific/Apia": (),
}
"""When the clocks change in 2026 and 2027 (UTC). Morocco leaves its summer time for good in September 2026."""

ORDINARY = ("2026-03-29 01:00", "2027-10-31 01:00")
"""Where no clock changes in two years, what happens on days on which it does elsewhere."""

BEFORE = Schedule(MIA_BY_CHAT.id, "self", "ors")
AFTER = Schedule(MIA_BY_CHAT.id, "self", "srs", Occasion.AFTER)
WEEKLY = Schedule(MIA_BY_CHAT.id, "self", "ors", Occasion.BETWEEN, days=7)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: of what, when it begins, and its instants on the wall and in UTC."""

    zone: str
    day: str
    of: str
    occasion: str
    begins: str
    ask: str
    remind: str
    close: str
    ask_utc: str
    remind_utc: str
    close_utc: str


def changes(zone: ZoneInfo, since: int, until: int) -> list[datetime]:
    """When a zone's offset changes in these years, to the minute."""
    hours = [datetime(since, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range((until - since) * 366 * 24)]
    return [
        next(at for at in (one + minute * MINUTE for minute in range(1, 61)) if _offset(at, zone) != _offset(one, zone))
        for one, following in pairwise(hours)
        if _offset(one, zone) != _offset(following, zone) and following.year < until
    ]


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta | None:
    return instant.astimezone(zone).utcoffset()


def lines() -> Iterator[Line]:
    """The whole table."""
    for name, written in CHANGES.items():
        zone = ZoneInfo(name)
        for change in map(instant, written or ORDINARY):
            yield from _sessions(zone, change)
            yield from _checks(zone, change)


def instant(text: str) -> datetime:
    """`2026-03-29 01:00` in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _sessions(zone: ZoneInfo, change: datetime) -> Iterator[Line]:
    today = change.astimezone(zone).date()
    starts = {
        "a session in the morning": _at(today, time(9, 30), zone),
        f"a session {_across(zone)}": change - 30 * MINUTE,
        "a session at night": _at(today, time(20, 30), zone),
        "a session across midnight": _at(today - DAY, time(23, 30), zone),
    }
    for of, starts_at in starts.items():
        session = Appointment("A-1", MIA_BY_CHAT.id, starts_at, 1)
        for schedule in (BEFORE, AFTER):
            case = replace(CASE, client=replace(MIA_BY_CHAT, zone=zone), schedules=(schedule,))
            yield _line(zone, today, of, schedule.occasion, starts_at, plan(session, case, change - 9 * DAY))


def _across(zone: ZoneInfo) -> str:
    return "across the change" if CHANGES[zone.key] else "across a change elsewhere"


def _checks(zone: ZoneInfo, change: datetime) -> Iterator[Line]:
    """Set a week before the change: in the evening, and at night, which is quiet; and, for one who is written to at any
    hour, when the clocks do."""
    today = change.astimezone(zone).date()
    wall = change.astimezone(zone).replace(tzinfo=None)
    before = (change - MINUTE).astimezone(zone).replace(tzinfo=None) + MINUTE
    odd = before + 15 * MINUTE if wall >= before else before - 15 * MINUTE
    night_owl = replace(MIA_BY_CHAT, zone=zone, contact_from=time(0), contact_until=time(23, 59))
    by_day = replace(MIA_BY_CHAT, zone=zone)
    for client, at in ((by_day, time(18)), (by_day, time(22)), (night_owl, odd.time())):
        schedule = replace(WEEKLY, at=at)
        case = replace(CASE, client=client, schedules=(schedule,))
        set_at = _at(today - 7 * DAY, time(12), zone)
        (check,) = begin_checks(schedule, "B-1", case, set_at)
        assert isinstance(check, AppointmentBooked)
        yield _line(
            zone, today, f"a check at {at:%H:%M}", schedule.occasion, check.appointment.starts_at, check.moments
        )


def _at(day: date, wall: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, wall, zone).astimezone(UTC)


def _line(zone: ZoneInfo, day: date, of: str, occasion: str, begins: datetime, due: tuple[Moment, ...]) -> Line:
    at = {moment.kind.value: moment.at for moment in due}
    walls = (f"{at[kind].astimezone(zone):%a %d %H:%M %z}" if kind in at else "" for kind in ("ask", "remind", "close"))
    utc = (f"{at[kind]:%Y-%m-%d %H:%M}" if kind in at else "" for kind in ("ask", "remind", "close"))
    return Line(zone.key, day.isoformat(), of, occasion, f"{begins.astimezone(zone):%a %d %H:%M %z}", *walls, *utc)


def write() -> None:
    """The table as the application plans it now."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(Line.__slots__)
        table.writerows([getattr(line, name) for name in Line.__slots__] for line in lines())


def read() -> list[Line]:
    """The table as it is published."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Line(**row) for row in csv.DictReader(file)]
