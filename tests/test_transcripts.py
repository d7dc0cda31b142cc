"""The golden conversations are played as written; `pytest --update` rewrites what followed."""

from pathlib import Path

import pytest

from bot.simulator.stage import on_stage
from storage.vault import KEY_BYTES, Vault
from tests.transcripts.cast import START, enter, practice
from tests.transcripts.script import Script

FILES = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))


def test_there_are_at_least_twenty() -> None:
    assert len(FILES) >= 20


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_conversation(file: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    script = Script()
    vault = Vault([bytes(KEY_BYTES)])
    async with on_stage(tmp_path / "play.sqlite", vault, practice(), START, script.landed, script.decided) as stage:
        await enter(stage.database)
        played = await script.play(stage, file.read_text())
    if request.config.getoption("--update"):
        file.write_text(played)
    assert played == file.read_text()
