"""Starting: a config and a key where there is none, nothing replaced, and what comes next."""

import stat
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

import bot.starting
from bot.config import ConfigError, load_config
from bot.starting import example, start
from storage.vault import read_key, write_key

ROOT = Path(bot.starting.__file__).parent.parent


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_folder_gets_a_config_and_a_key_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "our practice" / "data"
    said = start(folder)
    assert (folder / "meantime.toml").read_text(encoding="utf-8") == example()
    assert len(read_key(load_config(folder / "meantime.toml", {}).storage.key_file)) == 1
    assert (mode(folder / "meantime.toml"), mode(folder / "meantime.key")) == (0o600, 0o600)
    assert said[0].startswith(f"Wrote {folder / 'meantime.toml'}")
    assert said[1].startswith(f"Wrote {folder / 'meantime.key'}")
    assert "Next:" in said
    assert any("meantime check" in line for line in said)


def test_done_again_it_replaces_nothing_and_says_so(tmp_path: Path) -> None:
    start(tmp_path)
    (tmp_path / "meantime.toml").write_text('practice.name = "Ours"')
    key = (tmp_path / "meantime.key").read_bytes()
    said = start(tmp_path)
    assert [line.partition(" was there already and is left as it is.")[0] for line in said[:2]] == [
        str(tmp_path / "meantime.toml"),
        str(tmp_path / "meantime.key"),
    ]
    assert (tmp_path / "meantime.toml").read_text() == 'practice.name = "Ours"'
    assert (tmp_path / "meantime.key").read_bytes() == key


def test_what_is_missing_is_still_written(tmp_path: Path) -> None:
    write_key(tmp_path / "meantime.key")
    said = start(tmp_path)
    assert said[0].startswith("Wrote")
    assert "left as it is" in said[1]


def test_the_key_goes_where_the_config_wants_it(tmp_path: Path) -> None:
    (tmp_path / "meantime.toml").write_text('practice.name = "Ours"\nstorage.key_file = "own.key"')
    start(tmp_path)
    assert (tmp_path / "own.key").exists()
    assert not (tmp_path / "meantime.key").exists()


def test_no_new_key_is_made_for_an_old_database(tmp_path: Path) -> None:
    (tmp_path / "meantime.sqlite").touch()
    with pytest.raises(ConfigError, match="restore it from its backup"):
        start(tmp_path)
    assert not (tmp_path / "meantime.key").exists()


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(
        ConfigError, match=r"^The folder .* cannot be written \(Not a directory\): choose another one\.$"
    ):
        start(tmp_path / "file" / "below")


def test_a_config_that_cannot_be_read_stops_before_a_key_is_made(tmp_path: Path) -> None:
    (tmp_path / "meantime.toml").write_text("x\n")
    with pytest.raises(ConfigError, match="at line 1"):
        start(tmp_path)
    assert not (tmp_path / "meantime.key").exists()


def test_an_installed_wheel_has_the_example_beside_the_code(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as files:
        packed = files.read("bot/config.example.toml").decode()
    assert packed == example() == (ROOT / "config.example.toml").read_text(encoding="utf-8")


def test_the_example_beside_the_code_is_taken_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "config.example.toml").write_text("beside")
    (tmp_path / "config.example.toml").write_text("above")
    monkeypatch.setattr(bot.starting, "HERE", tmp_path / "bot")
    assert example() == "beside"
