"""Drawing: a chart becomes a picture, the same bytes every time. The libraries are loaded with the first one.

They are not safe in several threads at once: bot/drawing.py keeps them to one.
"""

import re
from enum import StrEnum
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, assert_never

from messages.chart import Chart
from messages.figure import compose
from messages.look import DPI, LOOKS, Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS = 48
"""In a PNG: its few colours with the edges between them, in a quarter of the bytes."""
FONT = "DejaVu Sans"
"""It comes with the library."""
NAMED = re.compile(r' id="[A-Za-z0-9._]+_[0-9]+"')
"""Names that nothing refers to."""
UNSAID = dict.fromkeys(("Creator", "Date", "Format", "Type"))
"""What an SVG would tell of the library and of the day."""


class Form(StrEnum):
    """PNG for chats, SVG for pages."""

    PNG = "png"
    SVG = "svg"


def draw(chart: Chart, theme: Theme = Theme.LIGHT, form: Form = Form.PNG) -> bytes:
    """The picture: a PNG 1080 pixels wide, or an SVG whose text is text and that carries its alternative."""
    from matplotlib import rc_context  # noqa: PLC0415 - most who start the program draw nothing
    from matplotlib.figure import Figure  # noqa: PLC0415

    with rc_context({"font.family": FONT, "text.parse_math": False, "svg.fonttype": "none", "svg.hashsalt": "chart"}):
        figure = Figure(dpi=DPI)
        compose(figure, chart, LOOKS[theme])
        match form:
            case Form.PNG:
                return _png(figure)
            case Form.SVG:
                return _svg(figure, chart)
            case _:
                assert_never(form)


def _png(figure: "Figure") -> bytes:
    from PIL import Image  # noqa: PLC0415

    raw, made = BytesIO(), BytesIO()
    figure.savefig(raw, format="rgba", dpi=DPI)
    image = Image.frombytes("RGBA", figure.canvas.get_width_height(), raw.getvalue()).convert("RGB")
    image.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(made, "png")
    return made.getvalue()


def _svg(figure: "Figure", chart: Chart) -> bytes:
    """One element in the reader's own letters. Its parts have no names, so that several may stand on a page."""
    made = BytesIO()
    figure.savefig(made, format="svg", metadata=UNSAID)
    _, _, drawn = made.getvalue().decode().partition("<svg ")
    attributes, _, content = NAMED.sub("", drawn.replace(f"'{FONT}'", "sans-serif")).partition(">")
    title, told = escape(f"{chart.who} · {chart.measure}"), escape(chart.alternative)
    return f'<svg role="img" {attributes}><title>{title}</title><desc>{told}</desc>{content}'.encode()
