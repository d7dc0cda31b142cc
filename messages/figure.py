"""A figure: what of a chart stands where on its picture."""

from typing import TYPE_CHECKING

from messages import panel
from messages.chart import Chart
from messages.look import (
    ALLIANCE,
    BOLD,
    CAPTION,
    COURSE,
    DATES,
    DPI,
    EDGE,
    FOOT,
    HUGE,
    KEY,
    LARGE,
    LEFT,
    LETTER,
    RIGHT,
    SMALL,
    TOP,
    WIDTH,
    Look,
    points,
)
from messages.words import tenths

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def compose(figure: "Figure", chart: Chart, look: Look) -> None:
    """Everything there is to see, on a figure without anything."""
    keys, lower = _keys(chart, look), CAPTION + ALLIANCE if chart.alliance else 0
    height = TOP + COURSE + lower + DATES + len(keys) * KEY + FOOT
    figure.set_size_inches(WIDTH / DPI, height / DPI)
    figure.set_facecolor(look.ground)
    _head(figure, chart, look, height)
    axes = _panel(figure, look, height - TOP - COURSE, COURSE)
    panel.course(axes, chart, look, COURSE)
    if chart.alliance:
        axes.set_xticks([])
        axes = _panel(figure, look, height - TOP - COURSE - lower, ALLIANCE)
        panel.alliance(axes, chart, chart.alliance, look, ALLIANCE)
        _write(figure, EDGE, height - TOP - COURSE - CAPTION + 24, chart.alliance.measure, look.alliance, SMALL)
    panel.days(axes, chart)
    for row, (sign, colour, text) in enumerate(reversed(keys)):
        _write(figure, EDGE, FOOT + row * KEY, sign, colour, LARGE)
        _write(figure, LEFT, FOOT + row * KEY, text, look.ink, SMALL)


def _keys(chart: Chart, look: Look) -> list[tuple[str, str, str]]:
    """What cannot be written beside its line: a sign, its colour and the words."""
    keys = []
    if chart.band:
        keys.append(("■", look.band, chart.labels.reliable))
    if any(one.mark is not None for one in chart.expected):
        keys.append(("■", look.behind, chart.labels.behind))
    if any(point.total is None for point in chart.points):
        keys.append(("×", look.ink, chart.labels.missed))
    return keys


def _head(figure: "Figure", chart: Chart, look: Look, height: int) -> None:
    """Whose course of what it is, how it went, by what it is judged, and which way is better."""
    arrow = "▲" if chart.higher_is_better else "▼"
    _write(figure, EDGE, height - 68, _joined(chart.who, chart.measure), look.ink, HUGE, bold=True)
    _write(figure, EDGE, height - 122, f"{_went(chart)} · {chart.labels.count}", look.ink, LARGE)
    _write(figure, EDGE, height - 168, _joined(chart.labels.age, chart.profile), look.faint, SMALL)
    _write(figure, EDGE, height - TOP + 22, f"{arrow} {chart.labels.better}", look.faint, SMALL)


def _went(chart: Chart) -> str:
    """The first total, the last, and the change."""
    first, last = chart.totals[0], chart.totals[-1]
    if len(chart.totals) < 2:
        return tenths(last, chart.language)
    sign = "+" if last > first else "−" if last < first else "±"
    began, now, change = (tenths(one, chart.language) for one in (first, last, abs(last - first)))
    return f"{began} → {now} ({sign}{change})"


def _write(figure: "Figure", x: int, y: int, text: str, colour: str, size: float, *, bold: bool = False) -> None:
    """A line from where it begins; smaller if it is long, and cut if it is too long."""
    room, letter = WIDTH - EDGE - x, BOLD if bold else LETTER
    if not text:
        return
    size = max(SMALL, min(size, room / letter / len(text)))
    most = int(room / letter / size)
    height = figure.get_figheight() * DPI
    figure.text(
        x / WIDTH,
        y / height,
        text if len(text) <= most else f"{text[: most - 1]}…",
        color=colour,
        fontsize=points(size),
        fontweight="bold" if bold else "normal",
    )


def _panel(figure: "Figure", look: Look, bottom: int, tall: int) -> "Axes":
    """Axes without a frame."""
    height = figure.get_figheight() * DPI
    axes = figure.add_axes((LEFT / WIDTH, bottom / height, (WIDTH - LEFT - RIGHT) / WIDTH, tall / height))
    axes.set_frame_on(False)
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=look.grid, linewidth=points(2))
    axes.tick_params(length=0, pad=points(14), labelsize=points(SMALL), labelcolor=look.faint)
    return axes


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))
