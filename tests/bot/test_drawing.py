"""Pictures drawn beside the loop, one after the other."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from bot.drawing import Drawing
from messages.drawing import Form, draw
from messages.look import Theme
from tests.handlers.charts import chart

MADE = chart(16, 18.5, None, 26)


@pytest.fixture
def drawing() -> Iterator[Drawing]:
    made = Drawing()
    yield made
    made.close()


async def test_a_picture_is_the_one_that_is_drawn(drawing: Drawing) -> None:
    assert await drawing.picture(MADE) == draw(MADE)
    assert await drawing.picture(MADE, Theme.DARK, Form.SVG) == draw(MADE, Theme.DARK, Form.SVG)


async def test_the_loop_goes_on_meanwhile(drawing: Drawing) -> None:
    turns, picture = 0, asyncio.create_task(drawing.picture(MADE))
    while not picture.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 3


async def test_one_thread_draws_all_of_them(drawing: Drawing) -> None:
    shown = await asyncio.gather(*(drawing.picture(MADE, theme) for theme in [*Theme] * 3))
    assert len(set(shown)) == 2
    assert len([one for one in threading.enumerate() if one.name.startswith("drawing")]) == 1


async def test_after_closing_nothing_is_drawn() -> None:
    drawing = Drawing()
    await drawing.picture(MADE)
    drawing.close()
    drawing.close()
    assert not [one for one in threading.enumerate() if one.name.startswith("drawing")]
    with pytest.raises(RuntimeError):
        await drawing.picture(MADE)


async def test_who_no_longer_waits_leaves_the_others_theirs(drawing: Drawing) -> None:
    left, kept = (asyncio.create_task(drawing.picture(MADE)) for _ in range(2))
    await asyncio.sleep(0)
    left.cancel()
    assert await kept == draw(MADE)
