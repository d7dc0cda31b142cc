"""Every rating of every golden conversation, and of conversations by chance, is made again from what was said."""

import re
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.simulator.stage import Stage, on_stage
from messages.envelope import Address, Content
from storage import verifying
from storage.vault import KEY_BYTES, Vault
from tests.storage.house import rows
from tests.test_transcripts import FILES
from tests.transcripts.cast import PEOPLE, START, enter, practice
from tests.transcripts.script import Script


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_a_conversation_comes_to_the_same_ratings_again(file: Path, tmp_path: Path) -> None:
    script = Script()
    vault = Vault([bytes(KEY_BYTES)])
    async with on_stage(tmp_path / "play.sqlite", vault, practice(), START, script.landed, script.decided) as stage:
        await enter(stage.database)
        await script.play(stage, file.read_text())
        verified = await verifying.ratings(stage.database, stage.practice)
        ((count,),) = await rows(stage.database, "select count(*) from rating")
    assert verified.differences == []
    told = file.read_text()
    assert verified.made_again + verified.corrected + verified.apart == count == told.count("    = RatingMade")
    assert verified.apart == len(re.findall(r"^    = RatingMade .* on paper$", told, re.M))


WEEKS = """
mia> /start MIACODE2
mia> 1
mia.sms> MIACODE2
book A-1 C-7K2 2026-01-14 13:00
book A-2 C-7K2 2026-01-16 13:00
book A-3 C-7K2 2026-01-19 13:00
@ 2026-01-13 13:00
"""
PRESS = "press "
TEXTS = [f"{PRESS}7", f"{PRESS}4", "7", "6.5", "0", "7 6 8 5", "7 6", "8 5", "1 2", "3 7", "me 7", "7?", "6-7", "hello"]
TEXTS += ["7 because I slept badly", "STOP", "START", "1", "HELP", "MIACODE2"]
TEXTS += ["UNDO", "UNDO", "REDO", "yes", "LANGUAGE DE", "LANGUAGE EN", "sieben", "PAUSE 1", f"{PRESS}Answer again"]
STEPS = st.tuples(
    st.sampled_from(["mia", "mia.sms"]),
    st.sampled_from(TEXTS),
    st.sampled_from([Content.TEXT] * 9 + [Content.EDITED, Content.FORWARDED]),
    st.sampled_from([0, 1, 1, 5, 20, 600, 7200, 86400]),
)


@settings(max_examples=20)
@given(st.lists(STEPS, min_size=5, max_size=40))
async def test_whatever_is_said_comes_to_the_same_again(steps: list[tuple[str, str, Content, int]]) -> None:
    with TemporaryDirectory() as folder:
        path, vault = Path(folder) / "play.sqlite", Vault([bytes(KEY_BYTES)])
        async with on_stage(path, vault, practice(), START, lambda _: None) as stage:
            await enter(stage.database)
            await Script().play(stage, WEEKS)
            for who, text, content, seconds in steps:
                await _act(stage, PEOPLE[who][1], text, content)
                await stage.until(stage.now + timedelta(seconds=seconds))
            verified = await verifying.ratings(stage.database, stage.practice)
            ((count,),) = await rows(stage.database, "select count(*) from rating")
    assert verified.differences == []
    assert verified.made_again + verified.corrected == count


async def _act(stage: Stage, sender: Address, text: str, content: Content) -> None:
    if not text.startswith(PRESS):
        await stage.says(sender, text, content)
    elif stage.phone(sender).button(label := text.removeprefix(PRESS)):
        await stage.presses(sender, label)
