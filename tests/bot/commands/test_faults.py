"""Whatever goes wrong ends in a sentence: no traceback, and no value that might be somebody's."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.commands.shell import Shell

ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("command", ["upcoming", "appointment list"])
@pytest.mark.parametrize("days", ["0", "-1", "3651", "9999999"])
def test_days_have_bounds(practice: Shell, command: str, days: str) -> None:
    assert "Invalid value for '--days'" in practice(*command.split(), "--days", days, code=2)


def test_a_config_out_of_reach_is_told_in_a_sentence(meantime: Shell) -> None:
    assert "check its rights" in meantime("--config", "x" * 300, "status", code=1)
    assert "check its rights" in meantime("--config", "x" * 300, "check", code=1)


def test_a_folder_of_templates_out_of_reach_is_told_in_a_sentence(practice: Shell) -> None:
    practice.monkeypatch.setenv("MEANTIME_PRACTICE__TEMPLATES", "x" * 300)
    assert "must be a folder that exists" in practice("check", code=1)


def test_a_database_out_of_reach_is_told_in_a_sentence(practice: Shell) -> None:
    practice.monkeypatch.setenv("MEANTIME_STORAGE__PATH", "x" * 300)
    assert "cannot be opened" in practice("status", code=1)
    practice("check", code=1)


@pytest.mark.parametrize("folder", ["afile", "afile/below"])
def test_a_folder_that_the_demo_cannot_use_is_told_in_a_sentence(meantime: Shell, folder: str) -> None:
    (meantime.folder / "afile").touch()
    said = meantime("demo", "--folder", folder, code=1)
    assert said.startswith(f"meantime: The folder {folder} cannot be written (")
    assert said.endswith("): choose another --folder.\n")


def test_the_demo_deletes_its_own_files_alone(meantime: Shell) -> None:
    own = meantime.folder / "d" / "demo.mp4"
    own.parent.mkdir()
    own.touch()
    for _ in range(2):
        meantime("demo", "--no-talk", "--folder", "d")
    assert own.exists()


def test_another_programs_database_is_told_by_every_command(practice: Shell) -> None:
    other = sqlite3.connect(practice.folder / "meantime.sqlite")
    other.executescript("create table bookmark (id integer); pragma user_version = 1")
    other.close()
    assert "made by another program" in practice("status", code=1)
    assert "made by another program" in practice("check", code=1)


def test_what_nobody_foresaw_is_told_by_its_place(practice: Shell, people: tuple[str, str]) -> None:
    database = sqlite3.connect(practice.folder / "meantime.sqlite")
    database.execute("update therapist set zone = 'Anna Weber'")
    database.commit()
    database.close()
    said = practice("therapist", "list", code=1)
    assert "stopped by a fault of ours" in said
    assert "storage/rows.py:" in said
    assert "Anna" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize("words", [["check"], ["init", "elsewhere"], ["demo", "--no-talk"], ["--help"]])
def test_a_locale_that_knows_only_ascii_is_no_trouble(tmp_path: Path, words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=tmp_path,
        env={**os.environ, **ASCII},
        capture_output=True,
        check=False,
    )
    assert done.returncode == (1 if words == ["check"] else 0), done.stderr
    assert b"Error" not in done.stderr
