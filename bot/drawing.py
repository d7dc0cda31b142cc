"""Drawing beside the loop: one thread draws one picture after the other, as the library is not safe in several."""

from asyncio import get_running_loop
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import structlog

from messages.chart import Chart, Labels, Point, from_json
from messages.drawing import Form, draw
from messages.look import Theme

log = structlog.get_logger()
NO_LABELS = Labels("", "", "", "", "", "", "", "")
FIRST = Chart("", "", "", "en", 0, 400, True, (Point(date(2026, 1, 1), 200),), None, None, (), None, NO_LABELS, "")


class Drawing:
    """The thread that draws; it begins with the first picture."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "drawing")

    async def picture(self, chart: Chart, theme: Theme = Theme.LIGHT, form: Form = Form.PNG) -> bytes:
        """A chart as PNG or SVG. Raises RuntimeError after `close`."""
        return await get_running_loop().run_in_executor(self._thread, draw, chart, theme, form)

    async def kept(self, chart: str) -> bytes | None:
        """The picture of a chart as a letter keeps it; None where it cannot be drawn: its words must leave."""
        try:
            return await self.picture(from_json(chart))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a picture, the words must leave
            log.error("a picture could not be drawn", action="drawing.failed", error=type(error).__name__)
            return None

    def begin(self) -> None:
        """Draws a first picture for nobody, so that the library is there when somebody waits for one."""
        self._thread.submit(draw, FIRST)

    def close(self) -> None:
        """Finishes the picture at hand (a fraction of a second), and draws none of those that wait."""
        self._thread.shutdown(cancel_futures=True)
