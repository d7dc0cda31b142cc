"""Pictures by their structure: what is drawn where, that it can be read, and that it is small enough for a chat."""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from math import isnan
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from messages.chart import Chart
from messages.drawing import Form, draw
from messages.figure import compose
from messages.look import DPI, LOOKS, SMALL, WIDTH, Theme, points
from messages.words import LANGUAGES
from tests.handlers.charts import BON, chart

MOST = 60_000
"""Bytes of a picture."""
NORMAL = 4.5
"""The contrast that letters need (WCAG 2.2, 1.4.3)."""
SVG = "{http://www.w3.org/2000/svg}"
ALLIANCE = [38, 37.5, 36, 35, 39]
LONG = chart(*[10 + week % 17 for week in range(40)], alliance=[34 + week % 6 for week in range(40)], profile=BON)
COURSES = {
    "one": chart(16),
    "one, expected": chart(16, profile=BON),
    "two": chart(16, 14.5, alliance=ALLIANCE),
    "all together": chart(24, 25, 24.6, 25.1, alliance=[36] * 4, profile=BON),
    "at the top": chart(31, 38, 40, alliance=[40, 40, 40], profile=BON),
    "at the foot": chart(1, None, 0, alliance=[4, 2, 0], profile=BON),
    "lower is better": chart(18, 17, None, 14, 9, measure="phq9"),
    "long": LONG,
    "long names": replace(chart(20, 22), who="Maximiliane-Charlotte von Hohenburg", profile="Profile of " * 9),
    "signs": replace(chart(20, 22), who="$x^2$ <b> & C"),
}


def composed(made: Chart, theme: Theme = Theme.LIGHT) -> Figure:
    figure = Figure(dpi=DPI)
    compose(figure, made, LOOKS[theme])
    return figure


def line(axes: Axes, name: str) -> tuple[list[float], list[float]]:
    """Where a line of this name runs; what is missing is NaN."""
    (found,) = [one for one in axes.lines if one.get_label() == name]
    x, y = np.asarray(found.get_xydata(), float).T.tolist()
    return x, y


def polygon(axes: Axes, name: str) -> set[tuple[float, float]]:
    (found,) = [one for one in axes.collections if one.get_label() == name]
    assert isinstance(found, PolyCollection)
    return {(round(float(x), 6), round(float(y), 6)) for x, y in np.asarray(found.get_paths()[0].vertices, float)}


def names(axes: Axes) -> set[str]:
    return {str(one.get_label()) for one in [*axes.lines, *axes.collections]} - {"hair"}


def texts(figure: Figure) -> list[Text]:
    return [one for one in figure.findobj(Text) if one.get_text()]


def said(figure: Figure) -> list[str]:
    return [one.get_text() for one in texts(figure)]


def test_a_course_and_its_cutoff() -> None:
    (axes,) = composed(chart(16, 18.5, 26)).axes
    assert names(axes) == {"course", "cutoff", "band"}
    assert line(axes, "course") == ([0, 1, 2], [160, 185, 260])
    assert line(axes, "cutoff")[1] == [250, 250]
    assert [one.get_text() for one in axes.get_yticklabels()] == ["0", "10", "20", "30", "40"]
    low, high = axes.get_ylim()
    assert low < 0
    assert high > 400


def test_what_is_missing_breaks_the_line_and_is_marked_at_the_foot() -> None:
    (axes,) = composed(chart(16, None, 18, None, None, 20)).axes
    places, totals = line(axes, "course")
    assert places == [0, 1, 2, 3, 4, 5]
    assert [one for one, total in zip(places, totals, strict=True) if isnan(total)] == [1, 3, 4]
    assert line(axes, "missed") == ([1, 3, 4], [0, 0, 0])
    assert "not answered" in said(composed(chart(16, None, 18)))
    assert "not answered" not in said(composed(chart(16, 18)))


def test_the_band_lies_around_the_first_rating() -> None:
    (axes,) = composed(chart(None, 16, 18)).axes
    assert polygon(axes, "band") == {(1, 110), (1, 210), (3.5, 110), (3.5, 210)}
    assert "± 5: not yet a reliable change" in said(axes.figure)  # type: ignore[arg-type]


def test_what_is_expected_runs_on_past_the_last_rating_with_its_shade() -> None:
    made = chart(16, None, 17, profile=BON)
    (axes,) = composed(made).axes
    places, totals = line(axes, "expected")
    assert places == [0, 2, 3, 4, 5]
    assert totals == [one.total for one in made.expected]
    marks = {(place, one.mark) for place, one in made.foreseen}
    assert polygon(axes, "behind") == marks | {(place, one.total) for place, one in made.foreseen}
    assert {"expected", "a little behind"} <= set(said(composed(made)))


def test_without_a_trajectory_nothing_is_expected() -> None:
    assert "expected" not in said(composed(chart(16, 17)))


def test_the_alliance_has_a_panel_below_with_its_own_cutoff() -> None:
    above, below = composed(chart(16, 17, 18, alliance=(38, None, 35))).axes
    assert line(below, "course") == ([0, 2], [380, 350])
    assert line(below, "cutoff")[1] == [360, 360]
    assert above.get_xlim() == below.get_xlim()
    assert above.get_position().y0 > below.get_position().y1
    assert [one.get_text() for one in below.get_yticklabels()] == ["30", "40"]


@pytest.mark.parametrize(("least", "lowest"), [(38, "30"), (30, "20"), (4, "0"), (0, "0")])
def test_the_alliance_shows_the_tens_it_needs(least: float, lowest: str) -> None:
    _, below = composed(chart(16, 17, alliance=(39, least))).axes
    assert below.get_yticklabels()[0].get_text() == lowest


def test_the_first_day_and_the_last_are_written() -> None:
    figure = composed(chart(*range(10, 20)))
    assert [one.get_text() for one in figure.axes[0].get_xticklabels()] == ["Mar 2", "Mar 30", "May 4"]
    assert [one.get_text() for one in composed(chart(16)).axes[0].get_xticklabels()] == ["Mar 2"]
    year = composed(chart(*[20] * 50, language="de")).axes[0]
    assert [one.get_text() for one in year.get_xticklabels()] == ["März 2026", "Aug. 2026", "Feb. 2027"]


def test_the_head_tells_the_course_in_numbers() -> None:
    figure = composed(chart(16, 14.5, language="de", age="child"))
    head = [one.get_text() for one in figure.texts[:4]]
    assert head == ["C-7K2 · ORS", "16 → 14,5 (−1,5) · 2 Einschätzungen", "Kinder · ICCE 2012", "▲ besser"]
    assert "16 → 16 (±0) · 2 ratings" in said(composed(chart(16, 16)))
    assert "16 · 1 rating" in said(composed(chart(16)))
    assert "▼ better" in said(composed(chart(16, measure="phq9")))


def test_the_last_total_and_the_cutoff_are_written_beside_them() -> None:
    assert {"18", "cut-off 25"} <= set(said(composed(chart(16, 18))))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", COURSES)
def test_nothing_is_upon_anything_else_or_cut_off(name: str, language: str) -> None:
    words = chart(16, 17, language=language).labels
    figure = composed(replace(COURSES[name], language=language, labels=words))
    FigureCanvasAgg(figure)
    boxes = [one.get_window_extent() for one in texts(figure)]
    for text, box in zip(said(figure), boxes, strict=True):
        assert 0 <= box.x0 < box.x1 <= WIDTH, text
        assert 0 <= box.y0 < box.y1 <= figure.get_figheight() * DPI, text
    for (one, box), (other, there) in combinations(zip(said(figure), boxes, strict=True), 2):
        wide = min(box.x1, there.x1) - max(box.x0, there.x0)
        tall = min(box.y1, there.y1) - max(box.y0, there.y0)
        assert wide <= 0 or tall <= 4, (one, other)


@pytest.mark.parametrize("name", COURSES)
def test_nothing_is_too_small_for_a_phone(name: str) -> None:
    assert min(float(one.get_fontsize()) for one in texts(composed(COURSES[name]))) >= points(SMALL)


@pytest.mark.parametrize("theme", Theme)
def test_what_is_written_can_be_read_on_its_ground(theme: Theme) -> None:
    look = LOOKS[theme]
    for colour in (look.ink, look.faint, look.course, look.cutoff, look.expected, look.alliance):
        assert contrast(colour, look.ground) >= NORMAL
        assert contrast(colour, look.band) >= 3
    for colour in (look.course, look.cutoff, look.expected):
        assert contrast(colour, look.behind) >= 3


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("count", [1, 2, 5, 10, 50])
def test_a_picture_is_small_and_opaque(count: int, theme: Theme) -> None:
    totals = [(7 * week * week + 5) % 400 / 10 for week in range(count)]
    made = chart(*totals, alliance=[40 - week % 13 for week in range(count)], profile=BON)
    shown = draw(made, theme, Form.PNG)
    assert max(len(shown), len(draw(made, theme, Form.SVG))) <= MOST
    image = Image.open(BytesIO(shown))
    assert (image.format, image.width, "transparency" in image.info) == ("PNG", WIDTH, False)
    seen: list[list[int]] = np.unique(np.asarray(image.convert("RGB"), int).reshape(-1, 3), axis=0).tolist()
    look = LOOKS[theme]
    for colour in (look.ground, look.ink, look.course, look.band):
        assert any(max(abs(a - b) for a, b in zip(rgb(colour), one, strict=True)) <= 1 for one in seen)


@pytest.mark.parametrize("form", Form)
def test_the_same_chart_is_the_same_picture(form: Form) -> None:
    assert draw(LONG, form=form) == draw(LONG, form=form)


def test_a_page_reads_the_picture_as_text() -> None:
    made = COURSES["signs"]
    root = ElementTree.fromstring(draw(made, form=Form.SVG))
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{SVG}title") == "$x^2$ <b> & C · ORS"
    assert root.findtext(f"{SVG}desc") == made.alternative
    found = ["".join(one.itertext()).strip() for one in root.iter(f"{SVG}text")]
    assert {"$x^2$ <b> & C · ORS", "22", "cut-off 25"} <= set(found)


def test_an_svg_says_nothing_of_the_day_or_of_us_and_has_no_names_but_those_it_refers_to() -> None:
    drawn = draw(LONG, form=Form.SVG).decode()
    assert drawn.startswith("<svg role")
    assert not re.search("matplotlib|DejaVu|202[0-9]-|metadata", drawn)
    named = set(re.findall(r' id="([^"]+)"', drawn))
    assert named == set(re.findall(r'(?:url\(|href=")#([^")]+)', drawn))


def test_the_library_is_loaded_with_the_first_picture() -> None:
    code = """
import sys, bot.app, bot.drawing, bot.commands.showing, messages.chart, messages.drawing
print(sorted({one.split(".")[0] for one in sys.modules} & {"matplotlib", "numpy", "PIL"}))
from tests.handlers.charts import chart
messages.drawing.draw(chart(16))
print("matplotlib" in sys.modules, "matplotlib.pyplot" in sys.modules)
"""
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.splitlines() == ["[]", "True False"]


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def contrast(one: str, other: str) -> float:
    """Of two colours, from 1 to 21, as WCAG has it."""
    dark, light = sorted(_luminance(rgb(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Sequence[int]) -> float:
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), _linear(colour), strict=True))


def _linear(colour: Sequence[int]) -> Iterator[float]:
    for part in colour:
        share = part / 255
        yield share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
