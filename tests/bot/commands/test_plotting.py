"""The course as `client show` has it in a terminal."""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.plotting import BLOCKS, PLAIN, ROWS, plot, signs_of
from messages.chart import Chart
from tests.bot.commands.shell import Shell
from tests.bot.commands.test_effect import care
from tests.handlers.charts import chart

COURSE = chart(16, None, 17.2, 26.3, None)


def test_a_bar_for_each_rating_and_the_cutoff_across() -> None:
    assert plot(COURSE, 60, "utf-8").splitlines() == [
        "ORS: 16 to 26.3 (higher is better), ┄┄ cut-off 25, × not",
        "answered",
        "40 │",
        "   │",
        "   │",
        "25 │┄┄┄┄┄┄┄┄┄▅▅┄┄┄┄",
        "   │         ██",
        "   │      ▂▂ ██",
        "   │██    ██ ██",
        "   │██    ██ ██",
        "   │██    ██ ██",
        " 0 │██ ×× ██ ██ ××",
        "2026-03-02 to 2026-03-30",
    ]


def test_without_blocks_it_is_plain() -> None:
    assert plot(COURSE, 80, "ascii").splitlines()[4:] == [
        "25 |---------##----",
        "   |         ##",
        "   |         ##",
        "   |##    ## ##",
        "   |##    ## ##",
        "   |##    ## ##",
        " 0 |## xx ## ## xx",
        "2026-03-02 to 2026-03-30",
    ]


@pytest.mark.parametrize(
    ("encoding", "signs"), [("utf-8", BLOCKS), ("ascii", PLAIN), ("cp1252", PLAIN), ("iso-8859-1", PLAIN)]
)
def test_blocks_where_the_terminal_has_them(encoding: str, signs: object) -> None:
    assert signs_of(encoding) is signs


def test_where_lower_is_better_it_says_so() -> None:
    shown = plot(chart(18, 9, measure="phq9"), 80, "utf-8").splitlines()
    assert shown[0] == "PHQ9: 18 to 9 (lower is better), ┄┄ cut-off 10"
    assert (shown[1], shown[7][:4], shown[10]) == ("27 │", "10 │", " 0 │██ ██")


def test_the_latest_that_have_room() -> None:
    shown = plot(chart(*[20] * 60, 40), 44, "utf-8").splitlines()
    assert " ".join(shown[-2:]) == "2026-07-27 to 2027-04-26, the latest 40 of 61"
    assert [line[-1] for line in shown[2:5]] == ["█"] * 3


@pytest.mark.parametrize(("count", "first"), [(10, "██ ██"), (26, "█ █"), (52, "██")])
def test_bars_are_as_wide_as_there_is_room(count: int, first: str) -> None:
    assert plot(chart(*[20] * count), 60, "utf-8").splitlines()[-2][4:].startswith(first)


@given(st.lists(st.none() | st.floats(0, 40), max_size=70), st.integers(20, 120), st.sampled_from(["utf-8", "ascii"]))
def test_no_line_is_wider_than_the_terminal(totals: list[float | None], width: int, encoding: str) -> None:
    lines = plot(chart(*totals, 20), width, encoding).splitlines()
    assert max(map(len, lines)) <= width
    assert len([line for line in lines if signs_of(encoding).side in line]) == ROWS


def tall(made: Chart) -> int:
    """How many rows the last bar has."""
    return sum(line[4:6] == "██" for line in plot(made, 80, "utf-8").splitlines())


@pytest.mark.parametrize(("total", "rows"), [(0, 0), (4, 1), (20, 5), (40, 10)])
def test_a_bar_is_as_tall_as_its_total(total: float, rows: int) -> None:
    assert tall(chart(total)) == rows


def test_the_lowest_total_is_still_seen() -> None:
    assert plot(chart(0), 80, "utf-8").splitlines()[-2] == " 0 │▁▁"


def test_client_show_ends_with_the_course(practice: Shell, people: tuple[str, str]) -> None:
    client = care(practice, people[0], 20.0, 14.0)
    shown = practice("client", "show", client)
    assert "ORS: 20 to 14 (higher is better)" in shown
    assert " 0 │██ ██" in shown
    assert "higher is better" not in practice("client", "show", people[1])


@pytest.mark.parametrize("columns", ["24", "40", "80"])
@pytest.mark.parametrize(("encoding", "foot"), [("utf-8", " 0 │██ ██"), ("iso-8859-1", " 0 |## ##")])
def test_in_any_terminal(practice: Shell, people: tuple[str, str], columns: str, encoding: str, foot: str) -> None:
    client = care(practice, people[0], 20.0, 14.0)
    shown = subprocess.run(
        [sys.executable, "-m", "bot", "client", "show", client],
        env={**os.environ, "COLUMNS": columns, "PYTHONIOENCODING": encoding},
        cwd=practice.folder,
        capture_output=True,
        encoding=encoding,
        check=True,
    ).stdout
    assert foot in shown.splitlines()
    assert max(map(len, shown.splitlines())) <= int(columns)
