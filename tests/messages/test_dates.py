"""Dates as people write them: every shape in every language, nothing guessed, and the clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from messages.dates import Unclear, When, Why, halves, instant, length, read, span
from messages.words import LANGUAGES

TODAY = date(2026, 11, 25)  # a Wednesday
BERLIN = ZoneInfo("Europe/Berlin")
DAYS = st.dates(TODAY + timedelta(days=1), TODAY + timedelta(days=180))
CLOCKS = st.times().map(lambda one: one.replace(second=0, microsecond=0))
TONGUES = st.sampled_from(LANGUAGES)


@given(DAYS, CLOCKS, TONGUES)
def test_a_day_and_time_as_each_language_writes_them_is_read_back(day: date, clock: time, language: str) -> None:
    for shape in ("d MMMM", "d MMM", "d. MMMM y", "EEEE d MMM", "y-MM-dd"):
        written = format_date(day, shape, locale=language)
        assert read(f"{written} {clock:%H:%M}", language, TODAY) == When(day, clock), written


@given(DAYS, TONGUES)
def test_a_day_with_dots_is_a_day_and_a_month(day: date, language: str) -> None:
    assert read(f"{day.day}.{day.month}.", language, TODAY) == When(day)
    assert read(f"{day.day}.{day.month}.{day.year} 14:00", language, TODAY) == When(day, time(14))


@given(DAYS, TONGUES)
def test_a_slash_is_asked_back_whenever_it_can_be_two_days(day: date, language: str) -> None:
    found = read(f"{day.day}/{day.month}/{day.year}", language, TODAY)
    both = day.day <= 12 and day.day != day.month
    assert isinstance(found, Unclear) == both
    assert not both or found == Unclear(Why.AMBIGUOUS, tuple(sorted({day, date(day.year, day.day, day.month)})))


@given(st.text(max_size=60), TONGUES, st.booleans())
def test_any_text_is_read_or_asked_back(text: str, language: str, past: bool) -> None:
    found = read(text, language, TODAY, past=past)
    if isinstance(found, When):
        assert found.day <= TODAY if past else found.day >= TODAY


@given(DAYS, st.integers(0, 30), TONGUES)
def test_a_span_has_both_its_days(first: date, days: int, language: str) -> None:
    last = first + timedelta(days=days)
    for between in (" - ", "–", " – ", " to " if language == "en" else " -> "):
        written = [format_date(one, "d MMM y", locale=language) for one in (first, last)]
        assert span(between.join(written), language, TODAY) == (first, last)


@pytest.mark.parametrize(
    ("written", "language", "day", "clock"),
    [
        ("tomorrow 14:00", "en", date(2026, 11, 26), time(14)),
        ("tomorrow at 2pm", "en", date(2026, 11, 26), time(14)),
        ("Dec 3rd, 2:30 pm", "en", date(2026, 12, 3), time(14, 30)),
        ("Friday 9:00", "en", date(2026, 11, 27), time(9)),
        ("übermorgen um 14 Uhr", "de", date(2026, 11, 27), time(14)),
        ("Do 3.12. 14.30", "de", date(2026, 12, 3), time(14, 30)),
        ("le 3 décembre à 14h30", "fr", date(2026, 12, 3), time(14, 30)),
        ("après-demain 9h", "fr", date(2026, 11, 27), time(9)),
        ("mañana a las 10:00", "es", date(2026, 11, 26), time(10)),
        ("mar 10:00", "es", date(2026, 12, 1), time(10)),
        ("3 mar 10:00", "es", date(2027, 3, 3), time(10)),
        ("terça às 10h", "pt", date(2026, 12, 1), time(10)),
        ("do 3 dec 14:00", "nl", date(2026, 12, 3), time(14)),
        ("dopodomani alle 14:00", "it", date(2026, 11, 27), time(14)),
        ("w sobotę o 14:00", "pl", date(2026, 11, 28), time(14)),
        ("3 grudnia 14:00", "pl", date(2026, 12, 3), time(14)),
        ("5 Jan 10:00", "en", date(2027, 1, 5), time(10)),
    ],
)
def test_it_is_read(written: str, language: str, day: date, clock: time) -> None:
    assert read(written, language, TODAY) == When(day, clock)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("3/4", Why.AMBIGUOUS),
        ("3.12 14.10", Why.AMBIGUOUS),
        ("Wednesday", Why.AMBIGUOUS),
        ("20 Nov", Why.PAST),
        ("2025-12-03", Why.PAST),
        ("Monday 3 Dec", Why.WEEKDAY),
        ("3 Dec 14", Why.UNREADABLE),
        ("30 Feb", Why.UNREADABLE),
        ("3 Dec 25:00", Why.UNREADABLE),
        ("3 Dec 4 Dec", Why.UNREADABLE),
        ("Dec", Why.UNREADABLE),
        ("next week", Why.UNREADABLE),
        ("", Why.UNREADABLE),
    ],
)
def test_it_is_asked_back(written: str, why: Why) -> None:
    found = read(written, "en", TODAY)
    assert isinstance(found, Unclear)
    assert found.why is why


def test_looking_back_a_weekday_is_the_last_one_and_a_day_to_come_is_not_yet() -> None:
    assert read("Friday", "en", TODAY, past=True) == When(date(2026, 11, 20))
    assert read("20 Nov", "en", TODAY, past=True) == When(date(2026, 11, 20))
    assert read("3 Dec", "en", TODAY, past=True) == Unclear(Why.FUTURE, (date(2026, 12, 3),))


@pytest.mark.parametrize(
    ("written", "language", "days"),
    [
        ("3 Aug - 17 Aug", "en", ((2027, 8, 3), (2027, 8, 17))),
        ("3–17 Aug", "en", ((2027, 8, 3), (2027, 8, 17))),
        ("28.12. bis 3.1.", "de", ((2026, 12, 28), (2027, 1, 3))),
        ("du 3 au 17 août", "fr", ((2027, 8, 3), (2027, 8, 17))),
        ("3 de agosto al 17 de agosto", "es", ((2027, 8, 3), (2027, 8, 17))),
        ("3 de agosto até 17 de agosto", "pt", ((2027, 8, 3), (2027, 8, 17))),
        ("3 aug tot 17 aug", "nl", ((2027, 8, 3), (2027, 8, 17))),
        ("dal 3 al 17 agosto", "it", ((2027, 8, 3), (2027, 8, 17))),
        ("od 3 do 17 sierpnia", "pl", ((2027, 8, 3), (2027, 8, 17))),
    ],
)
def test_a_span_is_read(written: str, language: str, days: tuple[tuple[int, int, int], tuple[int, int, int]]) -> None:
    assert span(written, language, date(2027, 4, 1) if days[0][1] == 8 else TODAY) == (date(*days[0]), date(*days[1]))


def test_a_span_that_is_over_is_past_and_one_that_goes_on_is_not() -> None:
    assert span("20 Nov - 2 Dec", "en", TODAY) == (date(2026, 11, 20), date(2026, 12, 2))
    assert span("10 Nov - 20 Nov", "en", TODAY) == Unclear(Why.PAST, (date(2026, 11, 20),))


@given(DAYS, CLOCKS)
def test_an_instant_reads_back_on_the_clock_or_is_asked_back(day: date, clock: time) -> None:
    at = instant(When(day, clock), BERLIN)
    assert isinstance(at, Unclear) or at.astimezone(BERLIN).replace(tzinfo=None) == datetime.combine(day, clock)


def test_a_time_that_a_clock_skips_or_has_twice_is_asked_back() -> None:
    assert instant(When(date(2027, 3, 28), time(2, 30)), BERLIN) == Unclear(Why.SKIPPED, (date(2027, 3, 28),))
    assert instant(When(date(2026, 10, 25), time(2, 30)), BERLIN) == Unclear(Why.TWICE, (date(2026, 10, 25),))
    assert instant(When(date(2026, 10, 25), time(3)), BERLIN) == datetime(2026, 10, 25, 2, tzinfo=UTC)
    assert instant(When(TODAY), BERLIN) == Unclear(Why.NO_TIME, (TODAY,))


def test_how_long_a_session_is_stands_anywhere() -> None:
    assert length("3 Dec 14:00 60min") == ("3 Dec 14:00", 60)
    assert length("80 Min. 3.12. 14:00")[1] == 80
    assert length("3 Dec 14:00") == ("3 Dec 14:00", None)
    assert length("30 mar 14:00")[1] is None


def test_what_stands_between_two_dates_parts_them() -> None:
    assert halves("3 Dec 14:00 to 4 Dec 15:30") == ("3 Dec 14:00", "4 Dec 15:30")
    assert halves("to 4 Dec 15:30") == ("4 Dec 15:30", "")
    assert halves("4 dic a las 15:30") == ("4 dic a las 15:30", "")
    assert halves("2026-12-03 14:00 -> 15:30") == ("2026-12-03 14:00", "15:30")
