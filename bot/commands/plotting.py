"""Plotting: a course in the terminal, a bar for each rating and the cut-off across."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill

from messages.chart import Chart, Point
from messages.words import tenths

ROWS, WIDEST = 10, 3


@dataclass(frozen=True, slots=True)
class Signs:
    """What a plot is made of. `levels`: a cell of a bar, from empty to full."""

    levels: str
    line: str
    missed: str
    side: str


BLOCKS, PLAIN = Signs(" ▁▂▃▄▅▆▇█", "┄", "×", "│"), Signs(" #", "-", "x", "|")


def plot(chart: Chart, width: int, encoding: str) -> str:
    """The course in at most so many columns, the latest ratings if not all have room; in ASCII where the terminal's
    encoding has no blocks."""
    signs = signs_of(encoding)
    margin = max(len(label) for label in _labels(chart).values()) + 1
    room = max(1, width - margin - 1)
    wide = max(1, min(WIDEST, room // len(chart.points)))
    shown = chart.points[-(room // wide) :]
    rows = [_row(row, shown, wide, margin, chart, signs) for row in reversed(range(ROWS))]
    return "\n".join([fill(_caption(chart, signs), width), *rows, fill(_days(shown, chart), width)])


def signs_of(encoding: str) -> Signs:
    """Blocks, if the encoding has them."""
    try:
        "".join((BLOCKS.levels, BLOCKS.line, BLOCKS.missed, BLOCKS.side)).encode(encoding)
    except UnicodeEncodeError:
        return PLAIN
    return BLOCKS


def _caption(chart: Chart, signs: Signs) -> str:
    """What is shown, from the first total to the last, and what the signs mean."""
    first, last = chart.totals[0], chart.totals[-1]
    went = f"{_said(first)} to {_said(last)}" if len(chart.totals) > 1 else _said(last)
    way = "higher" if chart.higher_is_better else "lower"
    parts = [f"{chart.measure}: {went} ({way} is better)"]
    if chart.cutoff is not None:
        parts.append(f"{signs.line * 2} cut-off {_said(chart.cutoff)}")
    if any(point.total is None for point in chart.points):
        parts.append(f"{signs.missed} not answered")
    return ", ".join(parts)


def _days(shown: Sequence[Point], chart: Chart) -> str:
    first, last = shown[0].day.isoformat(), shown[-1].day.isoformat()
    days = first if first == last else f"{first} to {last}"
    return days if len(shown) == len(chart.points) else f"{days}, the latest {len(shown)} of {len(chart.points)}"


def _said(total: int) -> str:
    return tenths(total, "en")


def _labels(chart: Chart) -> dict[int, str]:
    """The totals that stand at the side, by row: both ends of the scale and the cut-off."""
    ends = {ROWS - 1: _said(chart.high), 0: _said(chart.low)}
    return ends if chart.cutoff is None else {**ends, _row_of(chart.cutoff, chart): _said(chart.cutoff)}


def _row_of(total: int, chart: Chart) -> int:
    return min(ROWS - 1, (total - chart.low) * ROWS // (chart.high - chart.low))


def _row(row: int, shown: Sequence[Point], wide: int, margin: int, chart: Chart, signs: Signs) -> str:
    crossed = chart.cutoff is not None and row == _row_of(chart.cutoff, chart)
    ground = signs.line if crossed else " "
    cells = [_cell(row, point, chart, signs, ground) * max(1, wide - 1) + ground * (wide > 1) for point in shown]
    return f"{_labels(chart).get(row, ''):>{margin - 1}} {signs.side}{''.join(cells)}".rstrip()


def _cell(row: int, point: Point, chart: Chart, signs: Signs, ground: str) -> str:
    """One row of a bar; the lowest total there is still shows."""
    if point.total is None:
        return ground if row else signs.missed
    steps = len(signs.levels) - 1
    tall = max(1, round((point.total - chart.low) * ROWS * steps / (chart.high - chart.low)))
    return signs.levels[max(0, min(steps, tall - row * steps))].replace(" ", ground)
