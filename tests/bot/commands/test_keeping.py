"""Backups and keys, as an operator makes them."""

import sqlite3
import stat
from pathlib import Path

from tests.bot.commands.shell import Shell


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_backup_holds_all_and_opens_with_the_key(practice: Shell, people: tuple[str, str]) -> None:
    assert "The key is not in it" in practice("backup", "b.sqlite")
    assert mode(practice.folder / "b.sqlite") == 0o600
    assert not list(practice.folder.glob("b.sqlite?*"))
    practice.monkeypatch.setenv("MEANTIME_STORAGE__PATH", "b.sqlite")
    assert [one["id"] for one in practice.json("client", "list")] == [people[1]]


def test_a_backup_brings_nothing_up_to_date(practice: Shell, people: tuple[str, str]) -> None:
    with sqlite3.connect(practice.folder / "meantime.sqlite") as old:
        old.execute("pragma user_version = 0")
    old.close()
    practice("backup", "b.sqlite")
    copy = sqlite3.connect(practice.folder / "b.sqlite")
    assert copy.execute("pragma user_version").fetchone() == (0,)
    copy.close()


def test_a_backup_replaces_nothing(practice: Shell, people: tuple[str, str]) -> None:
    (practice.folder / "b.sqlite").write_text("mine")
    assert "is left as it is" in practice("backup", "b.sqlite", code=1)
    assert (practice.folder / "b.sqlite").read_text() == "mine"
    assert "cannot be written" in practice("backup", "none/b.sqlite", code=1)


def test_what_is_no_database_leaves_no_backup(practice: Shell) -> None:
    assert "nothing to copy" in practice("backup", "b.sqlite", code=1)
    (practice.folder / "meantime.sqlite").touch()
    assert "there but empty" in practice("backup", "b.sqlite", code=1)
    assert "there but empty" in practice("check", code=1)
    assert "there but empty" in practice("client", "list", code=1)
    (practice.folder / "meantime.sqlite").write_text("no database " * 500)
    assert "damaged or no database" in practice("backup", "b.sqlite", code=1)
    assert not (practice.folder / "b.sqlite").exists()


def test_a_new_key_seals_and_the_old_one_still_opens(practice: Shell, people: tuple[str, str]) -> None:
    key = practice.folder / "meantime.key"
    old = key.read_text()
    assert "restart `meantime run`" in practice("key", "add")
    new, kept = key.read_text().split("\n", 1)
    assert kept == old
    assert new
    assert mode(key) == 0o600
    assert [file.name for file in practice.folder.glob("meantime.key*")] == ["meantime.key"]
    assert practice.json("therapist", "list")[0]["name"] == "Ana Lindt"
    practice("therapist", "add", "Eva")
    key.write_text(old)
    assert "restore the key file" in practice("therapist", "list", code=1)


def test_without_a_key_none_is_added(practice: Shell) -> None:
    (practice.folder / "meantime.key").unlink()
    assert "meantime init" in practice("key", "add", code=1)
    assert not (practice.folder / "meantime.key").exists()
