"""`meantime check`: the config, the texts, the key and the database, each looked at by itself."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.checking import Finding, check
from bot.starting import start
from handlers.case import Episode
from handlers.people import Therapist
from measures.library import PROFILES, SHIPPED, open_library
from storage import editions, people
from storage.database import open_database
from storage.vault import Vault, read_key, write_key
from tests.bot.configs import LEAST, SAFE

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")
LOCAL = ["config", "practice", "channels", "safety", "templates", "wordings", "key", "database"]
LOCAL += ["measures", "telegram", "twilio", "public url"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    start(tmp_path)
    (tmp_path / "meantime.toml").write_text(LEAST + SAFE)
    return tmp_path / "meantime.toml"


async def found(path: Path, **environ: str) -> dict[str, Finding]:
    return {one.name: one for one in await check(path, environ)}


async def client_speaking(path: Path, language: str) -> None:
    vault = Vault(read_key(path.parent / "meantime.key"))
    async with await open_database(path.parent / "meantime.sqlite", vault) as database:
        await people.add_therapist(database, Therapist("T-ANA", "Ana", "en", ZONE), NOW)
        episode = Episode("E-1", "C-7K2", "T-ANA", "adult", "icce-2012", "ors")
        await people.add_client(database, "Ada", language, ZONE, episode, NOW)


async def test_a_good_installation_without_channels_lacks_only_them(path: Path) -> None:
    findings = await found(path)
    assert list(findings) == LOCAL
    assert [name for name, one in findings.items() if not one.ok] == ["channels"]
    assert "enabled = true" in findings["channels"].advice
    assert all(one.detail for one in findings.values())
    assert all(one.advice for one in findings.values() if not one.ok)


async def test_a_config_that_does_not_load_is_the_only_finding(path: Path) -> None:
    path.write_text("[web]\nport = 0")
    (finding,) = await check(path, {})
    assert not finding.ok
    assert "web.port in meantime.toml must be a whole number" in finding.detail


async def test_the_environment_counts(path: Path) -> None:
    assert "MEANTIME_WEB__PORT" in (await found(path, MEANTIME_WEB__PORT="x"))["config"].detail


async def test_looking_makes_no_database(path: Path) -> None:
    assert "is not there yet" in (await found(path))["database"].detail
    assert not (path.parent / "meantime.sqlite").exists()


async def test_missing_safety_texts_are_named(path: Path) -> None:
    path.write_text(LEAST)
    finding = (await found(path))["safety"]
    assert not finding.ok
    assert finding.detail.startswith("safety.emergency.en and safety.crisis_line.en and practice.read_by.en must be")
    assert finding.advice.startswith("They are told this")


async def test_safety_texts_must_not_be_our_example(tmp_path: Path) -> None:
    start(tmp_path)
    finding = (await found(tmp_path / "meantime.toml"))["safety"]
    assert not finding.ok
    assert "still our example: safety.emergency.en, safety.emergency.de, safety.crisis_line.en" in finding.detail


async def test_a_changed_letter_makes_no_text_of_the_practices_own(tmp_path: Path) -> None:
    start(tmp_path)
    path = tmp_path / "meantime.toml"
    path.write_text(path.read_text().replace("In an emergency call 112.", "Call 112!").replace("EXAMPLE", "Example"))
    assert "safety.emergency.en, safety.emergency.de" in (await found(path))["safety"].detail


async def test_what_clients_read_as_in_the_example_is_advised_on(tmp_path: Path, path: Path) -> None:
    assert not (await found(path))["practice"].advice
    path.unlink()
    start(tmp_path)
    finding = (await found(path))["practice"]
    assert finding.ok
    assert finding.detail == "As in our example: practice.name, practice.read_by.en, practice.read_by.de."
    assert finding.advice


async def test_every_language_that_clients_have_needs_safety_texts(path: Path) -> None:
    await client_speaking(path, "pl")
    findings = await found(path)
    assert findings["safety"].detail.endswith(
        "another language than theirs: safety.emergency.pl, safety.crisis_line.pl, practice.read_by.pl."
    )
    more = {f"MEANTIME_{key}__PL": "x" for key in ("SAFETY__EMERGENCY", "SAFETY__CRISIS_LINE", "PRACTICE__READ_BY")}
    assert (await found(path, **more))["safety"].ok


async def test_a_database_that_opens_tells_its_schema(path: Path) -> None:
    await client_speaking(path, "en")
    finding = (await found(path))["database"]
    assert finding.ok
    assert "opens with this key; its schema is " in finding.detail


async def test_another_key_than_the_databases_is_told(path: Path) -> None:
    await client_speaking(path, "en")
    (path.parent / "meantime.key").unlink()
    write_key(path.parent / "meantime.key")
    findings = await found(path)
    assert findings["key"].ok
    assert not findings["database"].ok
    assert findings["database"].advice.startswith("Restore the key file")


async def test_a_file_that_is_no_database_is_told(path: Path) -> None:
    (path.parent / "meantime.sqlite").write_text("no database " * 500)
    finding = (await found(path))["database"]
    assert not finding.ok
    assert "damaged or no database" in finding.detail


async def test_without_a_key_the_rest_is_still_looked_at(path: Path) -> None:
    (path.parent / "meantime.key").unlink()
    findings = await found(path)
    assert list(findings) == LOCAL
    assert not findings["key"].ok
    assert "meantime init" in findings["key"].advice
    assert not findings["database"].ok
    assert findings["safety"].ok


async def test_a_key_that_others_can_read_is_told(path: Path) -> None:
    (path.parent / "meantime.key").chmod(0o644)
    assert "chmod 600" in (await found(path))["key"].advice


async def test_a_folder_for_the_database_that_is_not_there_is_told(path: Path) -> None:
    finding = (await found(path, MEANTIME_STORAGE__PATH="none/x.sqlite"))["database"]
    assert not finding.ok
    assert str(path.parent / "none") in finding.detail


async def test_the_practices_own_texts_are_looked_through(path: Path) -> None:
    own = path.parent / "own" / "en"
    own.mkdir(parents=True)
    (own / "seen_none.txt").write_text("Excuse us.")
    good = (await found(path, MEANTIME_PRACTICE__TEMPLATES="own"))["templates"]
    assert (good.ok, good.detail) == (True, "1 texts of your own, the others are ours.")
    (own / "sen_none.txt").write_text("Excuse us.")
    bad = (await found(path, MEANTIME_PRACTICE__TEMPLATES="own"))["templates"]
    assert (bad.ok, bad.detail) == (False, "en/sen_none.txt replaces no text of ours: did you mean en/seen_none.txt?")


async def test_only_the_first_of_many_faults_is_told(path: Path) -> None:
    own = path.parent / "own" / "en"
    own.mkdir(parents=True)
    for name in ("closed", "seen", "thanks", "welcome", "stuck"):
        (own / f"{name}.txt").write_text("")
    told = (await found(path, MEANTIME_PRACTICE__TEMPLATES="own"))["templates"].detail
    assert told.count("says nothing") == 3
    assert told.endswith("And 2 more: see `meantime check --templates`.")


async def test_a_profile_that_changed_since_it_was_used_needs_a_new_version(path: Path) -> None:
    own = path.parent / "library" / "profiles" / "mine.toml"
    own.parent.mkdir(parents=True)
    text = (SHIPPED / PROFILES / "openfit.toml").read_text().replace('id = "openfit"', 'id = "mine"')
    own.write_text(text)
    vault = Vault(read_key(path.parent / "meantime.key"))
    async with await open_database(path.parent / "meantime.sqlite", vault) as database:
        await editions.keep(database, open_library(path.parent / "library"), NOW)
    finding = (await found(path))["measures"]
    assert finding.ok
    assert "and 4 profiles" in finding.detail
    own.write_text(text.replace("36.0", "35.0"))
    finding = (await found(path))["measures"]
    assert not finding.ok
    assert finding.detail == "The profile mine 1 has changed since it was used."
    assert finding.advice == "Give it a new version."
