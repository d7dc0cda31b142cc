"""`meantime wording`: packs are installed, listed and removed as an operator does it."""

import json
from pathlib import Path

import pytest

from tests.bot.commands.shell import SETTINGS, Shell
from tests.packs import PACK, pack_file


@pytest.fixture
def both(practice: Shell) -> Shell:
    """A practice that uses Telegram and SMS."""
    sms = "\n".join(
        (
            "twilio.enabled = true",
            f'twilio.account_sid = "AC{"0" * 32}"',
            'twilio.auth_token = "t"',
            'twilio.number = "+4915735980001"',
            'web.public_url = "https://checkin.example.org"',
        )
    )
    (practice.folder / "meantime.toml").write_text(f"{SETTINGS}{sms}\n")
    return practice


def place(shell: Shell, name: str = "ors/en.toml") -> Path:
    return shell.folder / "library" / "wordings" / name


def install(shell: Shell, *words: str, code: int = 0, **keys: str) -> str:
    file = pack_file(shell.folder / "came", **keys)
    return shell("wording", "install", str(file), *words, code=code)


def listed(shell: Shell, measure: str = "ors", language: str = "en") -> list[dict[str, object]]:
    records = shell.json("wording", "list")["wordings"]
    return [one for one in records if (one["measure"], one["language"]) == (measure, language)]


def checked(shell: Shell) -> str:
    """What `meantime check` says of wordings where no provider is asked."""
    (shell.folder / "meantime.toml").write_text(SETTINGS.replace("telegram.enabled = true", ""))
    (found,) = [one for one in json.loads(shell("check", "--json", code=1)) if one["check"] == "wordings"]
    assert not found["ok"]
    return str(found["detail"])


def test_a_pack_is_installed_where_its_keys_say(both: Shell) -> None:
    said = install(both)
    assert "Installed ors in en: pack 3 of The Licensor, by sms, telegram." in said
    assert "restart `meantime run`" in said
    assert place(both).read_text() == PACK
    assert [path.name for path in place(both).parent.iterdir()] == ["en.toml"]


def test_what_is_wrong_with_one_pack_installs_none(both: Shell) -> None:
    good = pack_file(both.folder / "good", measure='"srs"')
    bad = pack_file(both.folder / "bad", channels='["fax"]')
    said = both("wording", "install", str(good), str(bad), code=1)
    assert "pack.toml: channels: fax is not known" in said
    assert not place(both, "srs/en.toml").exists()


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("expires", "2020-01-01", "expires: the licence ended on 2020-01-01"),
        ("attested_on", "2999-01-01", "attested_on: 2999-01-01 is still to come"),
        ("attested_by", "", "attested_by: is missing"),
    ],
)
def test_a_pack_that_may_not_be_used_is_not_installed(both: Shell, key: str, value: str, said: str) -> None:
    assert said in install(both, code=1, **{key: value})
    assert not place(both).exists()


def test_a_pack_is_replaced_only_when_told_and_what_it_replaces_is_kept(both: Shell) -> None:
    install(both)
    assert "replace it by --replace" in install(both, code=1, version='"4"')
    assert place(both).read_text() == PACK
    install(both, "--replace", version='"4"')
    assert listed(both)[0]["wording"] == "pack 4"
    assert place(both, "ors/earlier/en.3.toml").read_text() == PACK


def test_one_version_never_has_two_contents(both: Shell) -> None:
    install(both)
    install(both, "--replace")
    assert "version 3 was installed before" in install(both, "--replace", code=1, title='"Other"')
    install(both, "--replace", version='"4"')
    assert "version 3 was installed before" in install(both, "--replace", code=1, title='"Other"')


def test_a_broken_pack_stops_with_file_and_key_and_can_be_replaced_or_removed(both: Shell) -> None:
    install(both)
    place(both).write_text(PACK.replace("licensor", "licenser"))
    for command in ("status", "run"):
        assert "ors/en.toml: licensor: is missing" in both(command, code=1)
    assert "ors/en.toml: licensor: is missing" in checked(both)
    install(both, "--replace")
    assert listed(both)[0]["wording"] == "pack 3"
    place(both).write_text("x")
    both("wording", "remove", "ors", "en")
    assert not place(both).exists()


def test_a_removed_pack_leaves_nothing_of_its_words(both: Shell) -> None:
    install(both)
    install(both, "--replace", version='"4"')
    both("wording", "remove", "ors", "en")
    assert not list(place(both).parent.rglob("*.toml"))
    assert "no pack for ors in en" in both("wording", "remove", "ors", "en", code=1)
    assert "no pack for ../ors in en" in both("wording", "remove", "../ors", "en", code=1)


def test_the_list_tells_of_every_measure_and_language_with_licence_and_end(both: Shell) -> None:
    install(both, expires='"never"')
    pack, ours = listed(both)
    assert (pack["licensor"], pack["licence"], pack["channels"]) == ("The Licensor", "L-2026-17", ["sms", "telegram"])
    assert (pack["expires"], pack["days_left"], pack["to_see_to"]) == ("never", None, [])
    assert ours["wording"] == "neutral 1"
    assert [one["wording"] for one in listed(both, "phq9", "en")] == ["free 1"]
    assert [one["wording"] for one in listed(both, "phq9", "de")] == ["not available"]
    records = both.json("wording", "list")["wordings"]
    assert len({(one["measure"], one["language"]) for one in records}) == 12 * 8


def test_the_list_says_that_the_norms_are_not_those_of_our_words(both: Shell) -> None:
    assert "not validated for ours" in both.json("wording", "list")["note"]
    shown = both("wording", "list")
    assert "not validated for ours" in " ".join(shown.split())
    assert "es de fr pt nl it pl" in shown


def test_an_operator_is_told_everywhere_of_a_pack_that_has_expired(both: Shell) -> None:
    install(both, channels='["telegram"]')
    assert both.json("status")["wordings_to_see_to"] == 1
    place(both).write_text(PACK.replace("2030-12-31", "2026-01-03"))
    assert listed(both)[0]["to_see_to"] == ["expired on 2026-01-03"]
    assert "ors in en expired on 2026-01-03." in checked(both)


def test_a_dear_question_is_warned_of(both: Shell) -> None:
    assert "segments" not in install(both)
    long = "x" * 400
    said = install(both, "--replace", version='"4"', rights=f'"{long}"')
    assert "By SMS its dearest question takes 4 segments, more than 2." in said


def test_a_practices_own_measure_is_asked_in_its_own_words(both: Shell) -> None:
    own = both.folder / "library" / "instruments" / "mood.toml"
    own.parent.mkdir(parents=True)
    own.write_text(
        'id = "mood"\nversion = "1"\ntitle = "Mood"\nsource = "ours"\nlow = 0\nhigh = 3\nstep = 1\n'
        "higher_is_better = true\n"
        + "".join(f'[[items]]\nid = "i{n}"\nconstruct = "c"\n' for n in range(4))
        + '[rules.missed_in_a_row]\ntimes = 3\nsource = "ours"\npublished = false\n'
    )
    therapist = both.json("therapist", "add", "Ana")["id"]
    add = ("client", "add", "Mia", "--therapist", therapist, "--measure", "mood")
    assert "no wording of mood in en" in both(*add, code=1)
    install(both, measure='"mood"', high='"high"\noptions = ["no", "a little", "some", "much"]')
    assert both.json(*add)["id"].startswith("C-")


def test_nobody_is_added_who_could_not_be_asked_in_their_language(both: Shell) -> None:
    therapist = both.json("therapist", "add", "Ana")["id"]
    add = ("client", "add", "Mia", "--therapist", therapist, "--measure", "phq9")
    said = both(*add, "--language", "de", code=1)
    assert "There is no wording of phq9 in de" in said
    assert "meantime wording list" in said
    both(*add)


def test_the_list_is_short_on_a_narrow_terminal(both: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    install(both)
    monkeypatch.setenv("COLUMNS", "80")
    lines = both("wording", "list").splitlines()
    assert len(lines) < 50
    assert max(map(len, lines)) <= 80
    assert "The Licensor" in "".join(lines)
