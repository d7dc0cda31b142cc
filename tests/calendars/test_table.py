"""What a table of appointments tells, line by line."""

from datetime import UTC, datetime

import pytest

from bot.calendars.occurrence import BadCalendar
from bot.calendars.table import read_table
from tests.calendars.texts import BERLIN, SINCE


def wrong(text: str) -> list[tuple[int, str]]:
    return [(one.line, one.reason) for one in read_table(text, BERLIN, SINCE).unread]


def refused(text: str) -> str:
    with pytest.raises(BadCalendar) as raised:
        read_table(text, BERLIN, SINCE)
    return str(raised.value)


def test_a_line_is_an_appointment_on_the_practices_clock() -> None:
    text = "client,starts,ends,id,state,title\nC-7K2,2026-03-31 14:00,2026-03-31 14:50,17,booked,Session\n"
    [one] = read_table(text, BERLIN, SINCE).occurrences
    assert (one.client, one.uid, one.title, one.cancelled) == ("C-7K2", "17", "Session", False)
    assert (one.starts_at, one.ends_at) == (
        datetime(2026, 3, 31, 12, tzinfo=UTC),
        datetime(2026, 3, 31, 12, 50, tzinfo=UTC),
    )


def test_columns_have_other_names_orders_and_separators() -> None:
    text = "STARTS;Minutes;Reference;UID;State\n2026-03-10T14:00+00:00;50;MB/17;x;Cancelled\n;;;;\n"
    [one] = read_table(text, BERLIN, SINCE).occurrences
    assert (one.client, one.uid, one.cancelled, one.starts_at.hour) == ("MB/17", "x", True, 14)
    assert one.ends_at is not None
    assert one.ends_at.minute == 50


def test_without_an_id_a_line_is_known_by_whose_it_is_and_when_it_begins() -> None:
    text = "client,starts\nc-7k2,2026-03-10T14:00\nC-7K2,2026-03-10T13:00Z\nC-7K2,2026-03-11T14:00\n"
    assert len(read_table(text, BERLIN, SINCE).occurrences) == 2
    assert wrong(text) == [(3, "it has the client and the time of line 2, which counts")]


def test_of_lines_with_the_same_id_the_first_counts_and_each_other_is_named() -> None:
    text = "client,starts,id\nC-7K2,2026-03-10T14:00,7\nC-7K2,2026-03-11T14:00,7\nC-9PD,2026-03-12T14:00,7\n"
    [one] = read_table(text, BERLIN, SINCE).occurrences
    assert one.starts_at.day == 10
    assert [line for line, reason in wrong(text) if "the id of line 2" in reason] == [3, 4]


def test_what_has_begun_is_left_out() -> None:
    found = read_table("client,starts\nC-7K2,2026-02-28T14:00\n", BERLIN, SINCE)
    assert (found.occurrences, found.unread) == ((), ())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",2026-03-10T14:00,,,", "it does not say whose appointment it is"),
        ("C-7K2,,,,", "its starts is no time such as"),
        ("C-7K2,2026-03-10,,,", "its starts is no time such as"),
        ("C-7K2,Mia Berg,,,", "its starts is no time such as"),
        ("C-7K2,2026-03-29T02:30,,,", "the clocks go forward over"),
        ("C-7K2,2026-03-10T14:00,2026-03-10T13:00,,", "it ends before it begins"),
        ("C-7K2,2026-03-10T14:00,,0,", "it ends before it begins"),
        ("C-7K2,2026-03-10T14:00,,99999999999999999999,", "more than a day later"),
        ("C-7K2,2026-03-10T14:00,,fifty,", "its minutes are no whole number"),
        ("C-7K2,2026-03-10T14:00,,,maybe", "its state is neither"),
        ("C-7K2,2026-03-10T14:00,,,,more", "it has more cells"),
    ],
)
def test_a_line_that_is_wrong_is_named_and_holds_up_no_other(line: str, reason: str) -> None:
    text = f"client,starts,ends,minutes,state\n{line}\nC-3MX,2026-03-10T14:00\n"
    [(number, said)] = wrong(text)
    assert number == 2
    assert reason in said
    assert "Mia" not in said
    assert [one.client for one in read_table(text, BERLIN, SINCE).occurrences] == ["C-3MX"]


@pytest.mark.parametrize("header", ["", "Mia Berg,2026-03-10T14:00", "client", "client,reference,starts"])
def test_a_table_without_its_columns_is_refused_and_not_quoted(header: str) -> None:
    assert refused(header).startswith("The first line must name the columns")
    assert "Mia" not in refused(header)


def test_an_unknown_column_is_refused_as_it_may_mean_something() -> None:
    assert refused("client,starts,status\n").startswith("Column 3 of the table is not known")


def test_a_quotation_mark_that_never_ends_is_refused() -> None:
    assert "quotation marks" in refused('client,starts\n"C-7K2,2026-03-10T14:00\n')
