"""Around every change of clocks of 2026 and 2027, for every occasion: the table as it is published is what happens."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

import pytest

from tests.time import matrix
from tests.time.matrix import CHANGES, Line

PAPER = (Path(__file__).parents[2] / "docs" / "time.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\|.*\|$", PAPER, re.MULTILINE)]
TABLE = matrix.read()


@pytest.mark.parametrize("zone", CHANGES)
def test_the_clocks_change_when_the_table_says(zone: str) -> None:
    """Fails when a newer tzdata knows other changes: then the table is made anew with `--update`, and read."""
    found = [f"{change:%Y-%m-%d %H:%M}" for change in matrix.changes(ZoneInfo(zone), 2026, 2028)]
    assert found == list(CHANGES[zone])


def test_zones_are_the_pinned_ones_not_the_machines() -> None:
    assert TZPATH == ()


def test_the_application_plans_what_the_table_says(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update"):
        matrix.write()
    planned = list(matrix.lines())
    assert planned == matrix.read()
    assert len(planned) == sum(len(changes) or 2 for changes in CHANGES.values()) * 11


@pytest.mark.parametrize("line", TABLE, ids=lambda line: f"{line.zone}-{line.day}-{line.of}-{line.occasion}")
def test_wall_and_utc_of_a_line_are_the_same_instant_and_no_letter_is_sent_at_night(line: Line) -> None:
    """Without zones and without our rules: by the offset that stands in the line."""
    for kind in ("ask", "remind", "close"):
        wall, utc = getattr(line, kind), getattr(line, f"{kind}_utc")
        assert wall == (_on_the_wall(utc, wall.split()[-1]) if wall else "")
    if not re.match(r"a check at (?!18|22)", line.of):
        for wall in filter(None, (line.ask, line.remind)):
            assert "09:00" <= wall.split()[2] < "20:00"
    assert line.ask_utc < (line.remind_utc or line.close_utc) < line.close_utc or not line.remind_utc


def _on_the_wall(utc: str, offset: str) -> str:
    """An instant as the clock on the wall shows it, by an offset such as +0200."""
    shift = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:])) * (-1 if offset[0] == "-" else 1)
    return f"{datetime.fromisoformat(utc) + shift:%a %d %H:%M} {offset}"


def test_the_paper_says_when_clocks_change() -> None:
    told = {row[0]: row[1] for row in ROWS if len(row) == 2 and row[0] in CHANGES}
    written = {zone: ", ".join(changes) if changes else "never" for zone, changes in CHANGES.items()}
    assert told == written


def test_the_papers_lines_stand_in_the_table() -> None:
    published = {(line.zone, line.day, f"{line.of}, {line.occasion}", *_walls(line)) for line in TABLE}
    excerpt = [tuple(row) for row in ROWS if len(row) == 6 and row[0] in CHANGES]
    assert len(excerpt) >= 6
    assert set(excerpt) <= published


def _walls(line: Line) -> tuple[str, str, str]:
    return line.ask, line.remind or "–", line.close
