"""Overrides: what is wrong in a practice's own wordings is found before a client meets it."""

from pathlib import Path

import pytest

from bot.overrides import PLAUSIBLE, _given, _text, faults, texts
from messages.words import OURS


def put(folder: Path, name: str, text: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def test_our_own_texts_have_no_faults() -> None:
    assert list(faults(OURS)) == []


@pytest.mark.parametrize("name", ["en/consent.txt", "de/consent.txt", "pl/consent.sms.txt", "fr/help.telegram.txt"])
def test_a_text_can_be_replaced_in_any_language_and_for_any_channel(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, "{{ emergency }} {{ crisis_line }} {{ language }}")
    assert list(faults(tmp_path)) == []


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("en/consnt.txt", "x", "en/consnt.txt replaces no text of ours: did you mean en/consent.txt?"),
        ("xx/zzzzzzzzz", "x", "xx/zzzzzzzzz replaces no text of ours."),
        ("consent.txt", "x", "consent.txt replaces no text of ours"),
        ("en/consent.console.txt", "x", "en/consent.console.txt replaces no text of ours"),
        ("en/consent.txt", "a\n{% if %}", "en/consent.txt cannot be understood at line 2: look at its brackets."),
        ("en/consent.txt", "{{ practice | shout }}", "en/consent.txt cannot be understood at line 1"),
        ("en/consent.txt", b"\xff", "en/consent.txt is not UTF-8: save it so."),
        ("en/help.txt", "{{ practise }} {{ a }}", "en/help.txt uses a, practise, but that text is given crisis_line, "),
        ("en/sorry.txt", "{{ name }}", "en/sorry.txt uses name, but that text is given crisis_line, emergency."),
        ("en/sorry.txt", "{{ 1/0 }}", "en/sorry.txt cannot be said (ZeroDivisionError): look at what stands between"),
        ("en/alert.txt", "{{ flags[0].rul }}", "en/alert.txt cannot be said (UndefinedError): look"),
        ("en/sorry.txt", "", "en/sorry.txt says nothing: write a text, or remove the file"),
        ("de/sorry.sms.txt", "{# nothing #}", "de/sorry.sms.txt says nothing"),
        (
            "en/consent.txt",
            "Reply 1.",
            "en/consent.txt does not tell what to do in need: put in {{ crisis_line }} and",
        ),
        (
            "en/consent.sms.txt",
            "{{ emergency }}",
            "en/consent.sms.txt does not tell what to do in need: put in",
        ),
        ("pl/help.txt", "{% if false %}{{ emergency }}{% endif %}{{ crisis_line }}", "pl/help.txt does not tell what"),
    ],
)
def test_what_would_not_do_is_named(tmp_path: Path, name: str, text: str | bytes, fault: str) -> None:
    put(tmp_path, name, text)
    (said,) = faults(tmp_path)
    assert said.startswith(fault)


def test_every_variable_of_ours_has_a_plausible_value() -> None:
    given = frozenset[str]().union(*(variables for variables in map(_given, {_text(one.name) for one in texts(OURS)})))
    assert given - PLAUSIBLE.keys() == set()


def test_hidden_files_are_left_alone(tmp_path: Path) -> None:
    put(tmp_path, ".DS_Store", "x")
    put(tmp_path, ".git/config", "x")
    assert list(faults(tmp_path)) == []
