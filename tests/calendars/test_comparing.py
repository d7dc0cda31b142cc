"""What a calendar tells now against what it told before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.calendars.comparing import Change, Claim, Kind, braked, compare
from storage.feeds import Entry
from tests.calendars.texts import SINCE

DAY = timedelta(days=1)
CLAIM = Claim("k", "s", "C-7K2", SINCE + DAY, SINCE + DAY + timedelta(minutes=50))
ENTRY = Entry("k", "s", "C-7K2", "A-1", CLAIM.starts_at, CLAIM.ends_at)


def kinds(claim: Claim | None, entry: Entry | None) -> list[tuple[Kind, str]]:
    before = {entry.key: entry} if entry else {}
    silent = [entry.key] if entry and claim is None else []
    return [(one.kind, one.client) for one in compare([claim] if claim else [], before, silent)]


def test_what_is_new_is_booked_and_what_was_cancelled_before_is_not() -> None:
    assert kinds(CLAIM, None) == [(Kind.BOOK, "C-7K2")]
    assert kinds(replace(CLAIM, cancelled=True), None) == []


def test_what_has_not_changed_is_left_alone() -> None:
    assert kinds(CLAIM, ENTRY) == []
    assert kinds(replace(CLAIM, cancelled=True), replace(ENTRY, cancelled=True)) == []


@pytest.mark.parametrize("claim", [replace(CLAIM, starts_at=SINCE + 2 * DAY), replace(CLAIM, ends_at=None)])
def test_another_time_is_a_move(claim: Claim) -> None:
    assert kinds(claim, ENTRY) == [(Kind.MOVE, "C-7K2")]


def test_what_is_cancelled_or_gone_is_cancelled_once() -> None:
    gone = replace(ENTRY, cancelled=True)
    assert kinds(replace(CLAIM, cancelled=True), ENTRY) == [(Kind.CANCEL, "C-7K2")]
    assert kinds(None, ENTRY) == [(Kind.CANCEL, "C-7K2")]
    assert kinds(None, gone) == []
    assert kinds(CLAIM, gone) == [(Kind.MOVE, "C-7K2")]


def test_what_is_another_clients_now_is_cancelled_and_booked() -> None:
    other = replace(CLAIM, client="C-3MX")
    assert kinds(other, ENTRY) == [(Kind.CANCEL, "C-7K2"), (Kind.BOOK, "C-3MX")]
    assert kinds(other, replace(ENTRY, cancelled=True)) == [(Kind.BOOK, "C-3MX")]
    assert kinds(replace(other, cancelled=True), ENTRY) == [(Kind.CANCEL, "C-7K2")]


@pytest.mark.parametrize(
    ("days", "series", "client", "expected"),
    [
        (1, "s", "C-7K2", [Kind.MOVE]),
        (-6, "s", "C-7K2", [Kind.MOVE]),
        (7, "s", "C-7K2", [Kind.CANCEL, Kind.BOOK]),
        (1, "other", "C-7K2", [Kind.CANCEL, Kind.BOOK]),
        (1, "s", "C-3MX", [Kind.CANCEL, Kind.BOOK]),
    ],
)
def test_when_a_whole_series_is_moved_each_session_moves(
    days: int, series: str, client: str, expected: list[Kind]
) -> None:
    came = Claim("new", series, client, ENTRY.starts_at + days * DAY, None)
    assert [one.kind for one in compare([came], {"k": ENTRY}, ["k"])] == expected


def test_one_that_went_is_one_that_came_only_once() -> None:
    came = [Claim(key, "s", "C-7K2", ENTRY.starts_at + DAY, None) for key in ("new", "newer")]
    assert [one.kind for one in compare(came, {"k": ENTRY}, ["k"])] == [Kind.MOVE, Kind.BOOK]


@pytest.mark.parametrize(("gone", "live", "expected"), [(3, 3, False), (4, 8, False), (4, 7, True), (9, 9, True)])
def test_much_that_vanishes_at_once_is_held_back(gone: int, live: int, expected: bool) -> None:
    vanished = [Change(Kind.CANCEL, ENTRY, None)] * gone
    assert braked([*vanished, *[Change(Kind.CANCEL, ENTRY, CLAIM)] * 9], live) is expected
