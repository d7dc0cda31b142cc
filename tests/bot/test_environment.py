"""The environment: it goes before the file, secrets come from files, and no name is passed over."""

from datetime import timedelta
from pathlib import Path

import pytest

from messages.words import LANGUAGES
from tests.bot.configs import LEAST, SAFE, Load


@pytest.fixture
def load(tmp_path: Path) -> Load:
    return Load(tmp_path)


def test_nothing_of_the_real_environment_is_read(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MEANTIME_WEB__PORT", "WEB__PORT", "WEB", "web"):
        monkeypatch.setenv(name, "99")
    assert load(LEAST).web.port == 8000


def test_the_environment_goes_before_the_file(load: Load) -> None:
    config = load(
        LEAST + SAFE + "[web]\nport = 1\n",
        MEANTIME_WEB__PORT="9000",
        MEANTIME_TELEGRAM__TOKEN="t",
        MEANTIME_SCHEDULE__ASK_BEFORE="2d",
        MEANTIME_SAFETY__EMERGENCY__DE="112",
        MEANTIME_STORAGE__KEY_FILE="k",
        MEANTIME_TELEGRAM__ENABLED="true",
        MEANTIME_CONFIG="elsewhere.toml",
        OTHER="x",
    )
    assert (config.web.port, config.schedule.ask_before, config.telegram.enabled) == (9000, timedelta(days=2), True)
    assert config.telegram.token.get_secret_value() == "t"
    assert config.safety.emergency == {"en": "Call 112.", "de": "112"}
    assert config.storage.key_file.name == "k"


def test_what_is_set_to_nothing_counts_as_not_set(load: Load) -> None:
    config = load(LEAST + "[web]\nport = 1\n", MEANTIME_WEB__PORT="", MEANTIME_TELEGRAM__TOKEN_FILE="")
    assert config.web.port == 1


def test_a_secret_is_read_from_its_file_last_of_all(load: Load, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("  from-file\n")
    config = load(
        LEAST + '[telegram]\ntoken = "from-toml"\n',
        MEANTIME_TELEGRAM__TOKEN="from-environment",
        MEANTIME_TELEGRAM__TOKEN_FILE=str(tmp_path / "token"),
    )
    assert config.telegram.token.get_secret_value() == "from-file"


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff"])
def test_a_secret_that_cannot_be_read_is_named_with_its_file(load: Load, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
    said = load.fails(LEAST, MEANTIME_TELEGRAM__TOKEN_FILE=str(file))
    assert said.startswith(f"MEANTIME_TELEGRAM__TOKEN_FILE: the file {file} ")
    assert said.endswith(("check its path and rights.", "write the secret into it."))


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("MEANTIME_WEB__PROT", "did you mean MEANTIME_WEB__PORT?"),
        ("MEANTIME_web__PROT", "did you mean MEANTIME_WEB__PORT?"),
        ("MEANTIME_SAFETY__EMERGENCY", "did you mean MEANTIME_SAFETY__EMERGENCY__EN?"),
        ("MEANTIME_SAFETY__EMERGENCY__XX", "did you mean MEANTIME_SAFETY__EMERGENCY__"),
        ("MEANTIME_TELEGRAM__TOKEN_FIL", "did you mean MEANTIME_TELEGRAM__TOKEN"),
        ("MEANTIME_DEBUG", "a name is made like MEANTIME_WEB__PORT, for the key web.port."),
    ],
)
def test_an_unknown_variable_is_named_with_what_was_meant(load: Load, name: str, hint: str) -> None:
    said = load.fails(LEAST, **{name: "7"})
    assert said.startswith(f"{name} in the environment is no setting that Meantime knows: {hint}")


def test_only_secrets_are_read_from_files(load: Load) -> None:
    assert "set MEANTIME_WEB__PORT itself" in load.fails(LEAST, MEANTIME_WEB__PORT_FILE="x")


def test_a_value_of_the_environment_is_told_with_its_variable(load: Load, tmp_path: Path) -> None:
    assert load.fails(LEAST, MEANTIME_WEB__PORT="x").startswith("web.port (set by MEANTIME_WEB__PORT) must be")
    (tmp_path / "s").write_text("a b")
    said = load.fails(LEAST, MEANTIME_TELEGRAM__WEBHOOK_SECRET_FILE=str(tmp_path / "s"))
    assert said.startswith("telegram.webhook_secret (set by MEANTIME_TELEGRAM__WEBHOOK_SECRET_FILE) must be")


def test_texts_can_come_in_every_language(load: Load) -> None:
    config = load(LEAST, **{f"MEANTIME_PRACTICE__READ_BY__{one.upper()}": f"soon {one}" for one in LANGUAGES})
    assert set(config.practice.read_by) == set(LANGUAGES)
