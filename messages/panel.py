"""A panel: lines of totals over places, with what stands beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from textwrap import wrap
from typing import TYPE_CHECKING

from babel.dates import format_skeleton

from messages.chart import Alliance, Chart, Point
from messages.look import HUGE, LEFT, RIGHT, SMALL, WIDTH, Look, points
from messages.spread import spread
from messages.words import tenths

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ASIDE, APART = 12, 1.25
"""Letters in a line beside a panel, and how far lines are apart, of their height."""
PLACES = 4
"""Places there are at least, so that one rating stands where a course begins."""
MANY = 20
"""Places from which on marks are smaller."""
STEPS = (10, 20, 50, 100, 200, 500, 1000)
"""Tenths from one line of the grid to the next."""
ROOM = 190
"""Pixels that a day needs."""
DASHED, DOTTED, HAIR = (0, (3, 2)), (0, (1, 1.5)), (0, (1, 4))
"""Lines: from where on, so much line and so much gap."""
YEAR = 300
"""Days from which on the year is written, not the day (ours)."""


@dataclass(frozen=True, slots=True)
class Aside:
    """What is written beside a panel at a total."""

    total: int
    lines: tuple[str, ...]
    colour: str
    size: int = SMALL

    @property
    def tall(self) -> float:
        """Its height in pixels."""
        return len(self.lines) * self.size * APART


def course(axes: "Axes", chart: Chart, look: Look, tall: int) -> None:
    """The course, with all that the profile says of it."""
    end, places = _scale(axes, chart, chart.low, chart.high, tall), chart.places.course
    step = next((one for one in STEPS if (chart.high - chart.low) / one <= 5), STEPS[-1])
    _grid(axes, range(-(-chart.low // step) * step, chart.high + 1, step), chart)
    rated = [place for place, point in zip(places, chart.points, strict=True) if point.total is not None]
    asides = []
    if chart.band:
        axes.fill_between([rated[0], end], *chart.band, color=look.band, linewidth=0, zorder=1, label="band")
    if chart.expected:
        asides.append(_expected(axes, chart, look))
    if chart.cutoff is not None:
        asides.append(_cutoff(axes, chart.cutoff, chart, look))
    _missed(axes, chart, look)
    _row(axes, places, chart.points, look.course, "o")
    asides.append(_last(axes, rated[-1], chart.totals[-1], chart, look.course, HUGE))
    _beside(axes, asides, tall)


def alliance(axes: "Axes", chart: Chart, rated: Alliance, look: Look, tall: int) -> None:
    """The alliance from the ten points below all of it up, as it is lost in small steps near the top."""
    totals = [point.total for point in rated.points if point.total is not None]
    lowest = min([*totals, *([rated.cutoff] if rated.cutoff is not None else [])])
    low = max(rated.low, (lowest - 1) // 100 * 100)
    _scale(axes, chart, low, rated.high, tall)
    _grid(axes, (low, rated.high), chart)
    places = chart.places.alliance
    asides = [_cutoff(axes, rated.cutoff, chart, look)] if rated.cutoff is not None else []
    _row(axes, places, rated.points, look.alliance, "s")
    asides.append(_last(axes, places[-1], totals[-1], chart, look.alliance, SMALL))
    _beside(axes, asides, tall)


def days(axes: "Axes", chart: Chart) -> None:
    """The first day and the last, and the one between, where there is room."""
    there = chart.places.days
    apart = ROOM * _width(chart) / (WIDTH - LEFT - RIGHT)
    last = len(there) - 1
    ticks = [0, last // 2, last] if last >= 2 * apart else [0, last] if last >= apart else [0]
    skeleton = "yMMM" if (there[-1] - there[0]).days > YEAR else "MMMd"
    axes.set_xticks(ticks, [format_skeleton(skeleton, there[one], locale=chart.language) for one in ticks])


def _width(chart: Chart) -> int:
    """How many places there are, with those to come."""
    return max(PLACES, len(chart.places.days), *(place + 1 for place, _ in chart.foreseen))


def _scale(axes: "Axes", chart: Chart, low: int, high: int, tall: int) -> float:
    """Room for marks at every end; where the panel ends to the right."""
    end, room = _width(chart) - 0.5, (high - low) * 14 / tall
    axes.set_xlim(-0.5, end)
    axes.set_ylim(low - room, high + room)
    return end


def _grid(axes: "Axes", totals: Sequence[int], chart: Chart) -> None:
    axes.set_yticks(totals, [tenths(one, chart.language) for one in totals])


def _row(axes: "Axes", places: Sequence[int], rated: Sequence[Point], colour: str, mark: str) -> None:
    """A line through ratings; what is missing breaks it."""
    totals = [nan if point.total is None else point.total for point in rated]
    size = points(20 if len(places) < MANY else 12)
    axes.plot(places, totals, color=colour, marker=mark, markersize=size, linewidth=points(6), zorder=6, label="course")


def _missed(axes: "Axes", chart: Chart, look: Look) -> None:
    """A cross at the foot of the panel for each rating that is missing."""
    missed = [place for place, point in zip(chart.places.course, chart.points, strict=True) if point.total is None]
    if missed:
        foot = [chart.low] * len(missed)
        size, edge = points(18), points(5)
        axes.plot(missed, foot, "x", color=look.ink, markersize=size, markeredgewidth=edge, zorder=7, label="missed")


def _expected(axes: "Axes", chart: Chart, look: Look) -> Aside:
    places, expected = zip(*chart.foreseen, strict=True)
    totals = [one.total for one in expected]
    if marks := [one.mark for one in expected if one.mark is not None]:
        axes.fill_between(places, marks, totals, color=look.behind, linewidth=0, zorder=2, label="behind")
    axes.plot(places, totals, color=look.expected, linewidth=points(5), linestyle=DASHED, zorder=4, label="expected")
    return _aside(totals[-1], chart.labels.expected, look.expected)


def _cutoff(axes: "Axes", cutoff: int, chart: Chart, look: Look) -> Aside:
    axes.axhline(cutoff, color=look.cutoff, linewidth=points(4), linestyle=DOTTED, zorder=3, label="cutoff")
    return _aside(cutoff, f"{chart.labels.cutoff} {tenths(cutoff, chart.language)}", look.cutoff)


def _last(axes: "Axes", place: int, total: int, chart: Chart, colour: str, size: int) -> Aside:
    """The last total, with a hair from its mark to where it is written."""
    end, thin = _width(chart) - 0.5, points(3)
    axes.plot([place, end], [total, total], color=colour, linewidth=thin, linestyle=HAIR, zorder=5, label="hair")
    return Aside(total, (tenths(total, chart.language),), colour, size)


def _aside(total: int, text: str, colour: str) -> Aside:
    return Aside(total, tuple(wrap(text, ASIDE, break_on_hyphens=False)), colour)


def _beside(axes: "Axes", asides: Sequence[Aside], tall: int) -> None:
    """Each at its total, or as near to it as the others let it."""
    low, high = axes.get_ylim()
    pixel = (high - low) / tall
    wanted, talls = [one.total for one in asides], [one.tall * pixel for one in asides]
    for aside, total in zip(asides, spread(wanted, talls, low, high), strict=True):
        axes.annotate(
            "\n".join(aside.lines),
            (1, total),
            (points(12), 0),
            xycoords=axes.get_yaxis_transform(),
            textcoords="offset points",
            verticalalignment="center",
            linespacing=1.1,
            color=aside.colour,
            fontsize=points(aside.size),
            fontweight="bold" if aside.size > SMALL else "normal",
        )
