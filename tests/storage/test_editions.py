"""What every rating was made with is kept, and a file may not change under its version."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from measures.library import Edition, Library, shipped
from storage import editions
from storage.database import Database
from storage.editions import EditionChanged
from tests.storage.house import HOUR, NOW, rows


def with_text(library: Library, id_: str, old: str, new: str) -> Library:
    """A library in which one file says something else."""
    changed = [replace(one, text=one.text.replace(old, new, 1)) if one.id == id_ else one for one in library.editions]
    assert changed != list(library.editions)
    return replace(library, editions=tuple(changed))


async def test_each_is_kept_once_with_when_it_was_first_used(empty: Database) -> None:
    for hours in range(2):
        await editions.keep(empty, shipped(), NOW + hours * HOUR)
    found = await rows(empty, "select kind, id, version, text from edition")
    assert {Edition(*map(str, row)) for row in found} == set(shipped().editions)
    assert len(await rows(empty, "select distinct first_used from edition")) == 1


async def test_all_can_be_used_again(empty: Database) -> None:
    await editions.keep(empty, shipped(), NOW)
    kept = await editions.load(empty, empty.reader)
    assert {one.id: one for one in kept.instruments.values()} == dict(shipped().instruments)
    assert {id_ for id_, _ in kept.profiles} == set(shipped().profiles)
    profile = shipped().profile("icce-2012")
    again = kept.library(("ors", shipped().instrument("ors").version), ("icce-2012", profile.version))
    assert again.profile("icce-2012") == profile


async def test_what_says_something_else_needs_a_new_version(empty: Database) -> None:
    await editions.keep(empty, shipped(), NOW)
    changed = with_text(shipped(), "openfit", "36.0", "35.0")
    with pytest.raises(EditionChanged, match=r"^The profile openfit 1 has changed since it was used: give it a new"):
        await editions.keep(empty, changed, NOW)
    with pytest.raises(EditionChanged, match=r"^The measure gad2 1 "):
        await editions.keep(empty, with_text(shipped(), "gad2", 'title = "', 'title = "My '), NOW)
    renewed = [replace(one, version="9") if one.id == "openfit" else one for one in changed.editions]
    await editions.keep(empty, replace(changed, editions=tuple(renewed)), NOW)
    assert len(await rows(empty, "select 1 from edition where id = 'openfit'")) == 2


async def test_comments_and_blanks_say_nothing(empty: Database) -> None:
    await editions.keep(empty, shipped(), NOW)
    await editions.keep(empty, with_text(shipped(), "openfit", "#", "# Other words.\n\n#"), NOW)
    await editions.keep(empty, with_text(shipped(), "ors", "10.0", "10.00"), NOW)


async def test_what_cannot_be_read_any_more_is_not_there(empty: Database, path: Path) -> None:
    await editions.keep(empty, shipped(), NOW)
    with sqlite3.connect(path) as other:
        other.execute("update edition set text = 'no toml' where id = 'ors'")
        other.execute("update edition set text = 'x = 1' where id = 'icce-2012'")
    other.close()
    kept = await editions.load(empty, empty.reader)
    assert ("ors", "1") not in kept.instruments
    assert not [id_ for id_, _ in kept.profiles if id_ == "icce-2012"]
    assert len(await editions.changed(empty, empty.reader, shipped())) == 2
