"""`meantime measures`: what is shipped, and what a practice has of its own."""

import pytest

from measures.describe import markdown
from measures.guide import INSTRUMENT, PROFILE
from measures.library import shipped
from tests.bot.commands.shell import SETTINGS, Shell


def test_without_a_config_the_page_is_that_of_what_is_shipped(meantime: Shell) -> None:
    assert meantime("measures", "--markdown") == markdown(shipped())


@pytest.fixture
def own(practice: Shell) -> Shell:
    """A practice with the measure and the profile of the page's example."""
    for text, name in ((INSTRUMENT, "instruments/sleep.toml"), (PROFILE, "profiles/harbour.toml")):
        (practice.folder / "library" / name).parent.mkdir(parents=True)
        (practice.folder / "library" / name).write_text(text)
    return practice


def test_what_a_practice_has_of_its_own_is_listed(own: Shell) -> None:
    shown = own("measures")
    assert "Sleep diary" in shown
    assert "ors, sleep" in shown
    assert "### Harbour Practice (`harbour`, version 1)" in own("measures", "--markdown")
    assert {one["id"] for one in own.json("measures")["measures"]} == {*shipped().instruments, "sleep"}


def test_the_example_can_be_chosen(own: Shell) -> None:
    (own.folder / "meantime.toml").write_text(f'{SETTINGS}practice.profile = "harbour"\n')
    assert "ok     config" in own("check", code=1)


def test_a_page_and_data_at_once_are_refused(meantime: Shell) -> None:
    assert "choose one" in meantime("measures", "--markdown", "--json", code=1)
