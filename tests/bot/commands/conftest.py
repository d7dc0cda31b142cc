"""What tests of commands begin with: an empty folder, a practice, its first people."""

from pathlib import Path

import pytest

from tests.bot.commands.shell import SETTINGS, Shell


@pytest.fixture
def meantime(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], restored_logs: None
) -> Shell:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("MEANTIME_CONFIG", "meantime.toml")
    return Shell(tmp_path, monkeypatch, capsys)


@pytest.fixture
def practice(meantime: Shell) -> Shell:
    """A practice that is set up."""
    meantime("init")
    (meantime.folder / "meantime.toml").write_text(SETTINGS)
    return meantime


@pytest.fixture
def people(practice: Shell) -> tuple[str, str]:
    """A therapist and a client."""
    therapist = practice.json("therapist", "add", "Ana Lindt")["id"]
    client = practice.json("client", "add", "Mia Berg", "--therapist", therapist)["id"]
    return therapist, client
