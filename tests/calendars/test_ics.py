"""What an ICS file tells, whichever program wrote it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.calendars.decoding import LARGEST_BYTES, decoded
from bot.calendars.occurrence import BadCalendar
from tests.calendars.texts import BERLIN, SINCE, UNTIL, calendar, event, starts, told

PLAIN = event("DTSTART:20260310T080000Z", "DTEND:20260310T085000Z")
WEEKLY = ("DTSTART;TZID=Europe/Berlin:20260310T090000", "DTEND;TZID=Europe/Berlin:20260310T095000")
RULE = "RRULE:FREQ=WEEKLY;COUNT=4"
ZONE = [
    "BEGIN:VTIMEZONE",
    "TZID:Ours",
    "BEGIN:STANDARD",
    "DTSTART:16011028T030000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:16010325T020000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
]


def refused(text: str) -> str:
    with pytest.raises(BadCalendar) as raised:
        told(text)
    return str(raised.value)


def reasons(text: str) -> list[str]:
    return [one.reason for one in told(text).unread]


def test_an_event_is_told_with_all_that_is_needed() -> None:
    lines = (
        "SUMMARY:Session\\, C-7K2",
        "DESCRIPTION:first line\\nsecond",
        "ATTENDEE;CN=Mia:mailto:Mia@Example.org",
        "ATTENDEE:MAILTO:ana@example.org",
        "ATTENDEE:urn:uuid:1",
    )
    [one] = told(calendar([*PLAIN[:-1], *lines, PLAIN[-1]])).occurrences
    assert (one.uid, one.recurrence, one.cancelled) == ("a", "", False)
    assert (one.starts_at, one.ends_at) == (
        datetime(2026, 3, 10, 8, tzinfo=UTC),
        datetime(2026, 3, 10, 8, 50, tzinfo=UTC),
    )
    assert (one.title, one.description) == ("Session, C-7K2", "first line\nsecond")
    assert one.attendees == ("mia@example.org", "ana@example.org")


def test_a_time_without_zone_is_one_on_the_clock_of_the_calendar_else_of_the_practice() -> None:
    floating = event("DTSTART:20260310T090000", "DURATION:PT50M")
    assert starts(calendar(floating)) == ["10 08:00"]
    assert starts(calendar(floating, head=["X-WR-TIMEZONE:America/New_York"])) == ["10 13:00"]
    assert starts(calendar(floating, head=["X-WR-TIMEZONE:Nowhere/Land"])) == ["10 08:00"]
    [one] = told(calendar(floating), ZoneInfo("Asia/Kolkata")).occurrences
    assert (one.starts_at.hour, one.starts_at.minute) == (3, 30)


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "W. Europe Standard Time", "/freeassociation.sourceforge.net/Europe/Berlin"]
)
def test_zones_are_known_by_the_names_that_programs_give_them(zone: str) -> None:
    series = event(f"DTSTART;TZID={zone}:20260324T090000", "RRULE:FREQ=WEEKLY;COUNT=2")
    assert starts(calendar(series)) == ["24 08:00", "31 07:00"]


def test_a_calendar_explains_its_own_zones_and_only_its_own() -> None:
    series = event("DTSTART;TZID=Ours:20260324T090000", "RRULE:FREQ=WEEKLY;COUNT=2")
    assert starts(calendar(ZONE, series)) == ["24 08:00", "31 07:00"]
    assert reasons(calendar(series)) == ["its time zone is not known"]


def test_a_whole_day_is_no_appointment() -> None:
    holiday = event("DTSTART;VALUE=DATE:20260310", "SUMMARY:Closed", "RRULE:FREQ=DAILY;COUNT=2")
    found = told(calendar(holiday, event("DTSTART;VALUE=DATE:20260501", uid="b")))
    assert found.occurrences == ()
    assert [(one.day, one.title) for one in found.whole_days] == [
        (date(2026, 3, 10), "Closed"),
        (date(2026, 3, 11), "Closed"),
    ]


def test_a_series_stays_on_the_wall_clock() -> None:
    assert starts(calendar(event(*WEEKLY, RULE))) == ["10 08:00", "17 08:00", "24 08:00", "31 07:00"]


def test_of_a_series_dates_are_left_out_and_put_in() -> None:
    more = ("EXDATE;TZID=Europe/Berlin:20260317T090000", "RDATE;TZID=Europe/Berlin:20260318T120000")
    assert starts(calendar(event(*WEEKLY, RULE, *more))) == ["10 08:00", "18 11:00", "24 08:00", "31 07:00"]


def test_one_of_a_series_is_moved_or_cancelled_alone_and_keeps_who_it_is() -> None:
    series = event(*WEEKLY, RULE)
    moved = event("RECURRENCE-ID;TZID=Europe/Berlin:20260317T090000", "DTSTART;TZID=Europe/Berlin:20260318T110000")
    gone = event("RECURRENCE-ID:20260324T080000Z", "DTSTART:20260324T080000Z", "STATUS:CANCELLED")
    text = calendar(series, moved, gone)
    assert starts(text) == ["10 08:00", "18 10:00", "(24 08:00)", "31 07:00"]
    assert [one.recurrence[8:16] for one in told(text).occurrences] == ["10T08:00", "17T08:00", "24T08:00", "31T07:00"]


def test_a_change_for_all_that_follow_gives_each_its_own_name() -> None:
    series = event("DTSTART:20260310T090000Z", RULE)
    later = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20260317T090000Z", "DTSTART:20260317T100000Z")
    text = calendar(series, later)
    assert starts(text) == ["10 09:00", "17 10:00", "24 10:00", "31 10:00"]
    names = [one.recurrence for one in told(text).occurrences]
    assert len(set(names)) == 4
    later_on = told(text, since=datetime(2026, 3, 20, tzinfo=UTC))
    assert [one.recurrence for one in later_on.occurrences] == names[2:]


def test_a_single_event_keeps_its_name_when_it_moves() -> None:
    assert [one.recurrence for one in told(calendar(PLAIN)).occurrences] == [""]


def test_a_cancelled_series_and_a_calendar_of_cancellations() -> None:
    assert starts(calendar(event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=1", "STATUS:CANCELLED"))) == ["(10 08:00)"]
    assert starts(calendar(PLAIN, head=["METHOD:CANCEL"])) == ["(10 08:00)"]


def test_of_two_with_one_uid_the_later_edition_counts() -> None:
    older, newer = event("SEQUENCE:1", "DTSTART:20260310T080000Z"), event("SEQUENCE:2", "DTSTART:20260311T080000Z")
    assert starts(calendar(newer, older)) == ["11 08:00"]


def test_only_what_begins_in_the_span_is_told() -> None:
    before = event("DTSTART:20260228T233000Z", "DURATION:PT2H", uid="b")
    first, last = event("DTSTART:20260301T000000Z", uid="c"), event("DTSTART:20260410T000000Z", uid="d")
    assert starts(calendar(before, first, last)) == ["01 00:00"]


def test_an_end_that_says_nothing_is_no_end() -> None:
    open_end = event("DTSTART:20260310T080000Z")
    days = event("DTSTART:20260310T080000Z", "DURATION:P3D", uid="b")
    assert [one.ends_at for one in told(calendar(open_end, days)).occurrences] == [None, None]


def test_a_rule_without_end_is_unrolled_for_the_span_alone() -> None:
    assert len(starts(calendar(event("DTSTART:19710101T090000Z", "RRULE:FREQ=DAILY")))) == 40
    assert len(starts(calendar(event("DTSTART:20260301T090000Z", "RRULE:FREQ=DAILY;COUNT=99999999")))) == 40


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=WEEKLY;INTERVAL=99999999999",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5",
        "FREQ=YEARLY;BYWEEKNO=53",
        "FREQ=SOMETIMES",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=400",
    ],
)
def test_a_rule_that_no_appointment_has_is_named_and_holds_up_nothing(rule: str) -> None:
    text = calendar(event("DTSTART:20260310T090000Z", f"RRULE:{rule}", "SUMMARY:odd", uid="odd"), PLAIN)
    found = told(text)
    assert [(one.uid, one.title, one.starts) for one in found.unread] == [("odd", "odd", "20260310T090000Z")]
    assert starts(text) == ["10 08:00"]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("DTSTART:2026XX10T090000Z",), "a time in it cannot be read"),
        (("SUMMARY:never",), "it does not say when it begins"),
        (("DTSTART:20260310T090000Z", "DTSTART:20260311T090000Z"), "a time in it cannot be read"),
        (("DTSTART;TZID=Foo/Bar:20260310T090000",), "its time zone is not known"),
        (("DTSTART:20260310T090000Z", "DTEND:20260310T080000Z"), "it ends before it begins"),
        (("DTSTART:19000310T090000Z", "RRULE:FREQ=DAILY"), "it begins before 1970"),
        (("DTSTART:20260310T090000Z", "RRULE:FREQ=DAILY", "EXDATE:never"), "it breaks the rules of the format"),
        (
            ("DTSTART:20260310T090000Z", "RRULE:FREQ=DAILY", "RRULE:FREQ"),
            "it repeats by a rule that no appointment has",
        ),
        (("DTSTART:99991231T235959Z", "DURATION:P9999999W"), "it breaks the rules of the format"),
    ],
)
def test_an_event_that_cannot_be_read_says_why(lines: tuple[str, ...], reason: str) -> None:
    text = calendar(event(*lines, uid="odd"), PLAIN)
    assert reasons(text) == [reason]
    assert starts(text) == ["10 08:00"]


def test_without_a_uid_nothing_could_be_found_again() -> None:
    text = calendar([line for line in PLAIN if not line.startswith("UID")])
    assert reasons(text) == ["it has no UID by which it could be found again"]


@pytest.mark.parametrize("text", ["", " \n", "<html><body>Mia Berg, log in</body></html>", '{"error": "Mia Berg"}'])
def test_what_is_no_calendar_is_refused_and_not_quoted(text: str) -> None:
    assert refused(text).startswith("This is no calendar")
    assert "Mia" not in refused(text)


@pytest.mark.parametrize("cut", [3, 20, 45, 70])
def test_a_calendar_that_breaks_off_is_refused(cut: int) -> None:
    whole = calendar(PLAIN)
    assert refused(whole[:-cut]).startswith("The calendar breaks off")
    assert refused(whole + whole[:-cut]).startswith("The calendar breaks off")


@pytest.mark.parametrize(
    "lines",
    [
        ["END:VEVENT"],
        ["THE NAME IS Mia Berg"],
        ["BEGIN:VTIMEZONE", "TZID:Empty", "END:VTIMEZONE"],
        [line.replace("FREQ=YEARLY", "FREQ=YEARLY;INTERVAL=0") for line in ZONE],
        [line.replace("FREQ=YEARLY;", "FREQ=SECONDLY;") for line in ZONE],
        [line.replace("FREQ=YEARLY;", "FREQ=YEA\r\n RLY;INTERVAL=0;") for line in ZONE],
    ],
)
def test_a_calendar_that_breaks_the_format_is_refused_and_not_quoted(lines: list[str]) -> None:
    said = refused(calendar(lines, event("DTSTART;TZID=Ours:20260310T090000")))
    assert said.startswith("The calendar breaks the rules")
    assert "Mia" not in said


def test_several_calendars_may_follow_one_another() -> None:
    other = calendar(event("DTSTART:20260311T080000Z", uid="b"))
    assert starts(calendar(PLAIN) + other) == ["10 08:00", "11 08:00"]


def test_an_empty_calendar_is_a_calendar() -> None:
    assert told(calendar()).occurrences == ()


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_line_ends_and_encodings_are_read(ends: str, encoding: str) -> None:
    named = [*PLAIN[:-1], "SUMMARY:Grüße, a long line that a program folds,", "  and goes on with", PLAIN[-1]]
    text = calendar(named).replace("\r\n", ends)
    [one] = told(decoded(text.encode(encoding))).occurrences
    assert one.title == "Grüße, a long line that a program folds, and goes on with"


def test_a_file_that_is_no_text_or_too_large_is_refused() -> None:
    with pytest.raises(BadCalendar, match="no text"):
        decoded(b"PK\x03\x04\0\0")
    with pytest.raises(BadCalendar, match="more than 5 MB"):
        decoded(b" " * (LARGEST_BYTES + 1))


def test_a_time_that_the_clocks_skip_is_read_as_if_they_had_not_yet() -> None:
    skipped = event("DTSTART;TZID=Europe/Berlin:20260329T023000")
    assert starts(calendar(skipped)) == ["29 01:30"]
    assert told(calendar(skipped), BERLIN, SINCE, UNTIL).unread == ()
