"""The example config: whole, commented, loadable as it is, and honest about what the practice must write itself."""

import tomllib
from pathlib import Path

import pytest

from bot.config import Config
from bot.environment import keys
from bot.starting import example
from tests.bot.configs import LEAST, Load


@pytest.fixture
def load(tmp_path: Path) -> Load:
    return Load(tmp_path)


def test_the_example_loads_as_it_is_and_says_what_the_defaults_are(load: Load) -> None:
    written, plain = load(example()), load(LEAST)
    written.require_safety()
    assert (written.schedule, written.storage, written.telegram) == (plain.schedule, plain.storage, plain.telegram)
    assert written.calendar == plain.calendar
    assert (written.twilio, written.sms) == (plain.twilio, plain.sms)
    assert (written.web, written.log) == (plain.web, plain.log)
    assert written.practice.model_copy(update={"name": "", "read_by": {}}) == plain.practice.model_copy(
        update={"name": ""}
    )


def test_every_key_stands_in_the_example_and_the_reverse() -> None:
    written = tomllib.loads(example())
    assert [(section, key) for section, table in written.items() for key in table] == [
        (section, key) for section, key, _ in keys(Config)
    ]


def test_every_key_of_the_example_has_a_comment_before_it_or_before_its_neighbour() -> None:
    lines = example().splitlines()
    for section, key, _ in keys(Config):
        start = lines.index(f"[{section}]")
        at = next(i for i, line in enumerate(lines) if i > start and line.startswith((f"{key} =", f"{key}.")))
        assert "#" in "".join(lines[at - 2 : at]), f"{section}.{key}"


def test_the_example_marks_its_safety_texts_as_examples() -> None:
    safety = tomllib.loads(example())["safety"]
    texts = [text for table in safety.values() for text in table.values()]
    assert all(text.startswith(("EXAMPLE, to be checked", "BEISPIEL, von der Praxis zu prüfen")) for text in texts)


def test_every_key_says_what_it_must_be() -> None:
    assert all(field.description for _, _, field in keys(Config))
