"""The linter: our texts have no faults, and each kind of fault is found in a folder of a practice's own."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from messages import promises
from messages.diagnoses import diagnosis
from messages.envelope import Channel
from messages.linting import lint, variables
from messages.plausible import LINES, VARIABLES, Lines, known, ways
from messages.promises import TEXTS
from messages.sms import ALPHABET, LOST, plain, segments
from messages.words import LANGUAGES, OURS, Words

EMOJI = "\N{SLIGHTLY SMILING FACE}"


def put(folder: Path, name: str, text: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def told(folder: Path, lines: Mapping[str, Lines] = LINES) -> list[str]:
    return [str(one) for one in lint(Words(folder), lines)]


def test_our_own_texts_have_no_faults() -> None:
    assert lint(Words(), LINES) == []


@pytest.mark.parametrize("name", ["en/consent.txt", "de/consent.txt", "pl/consent.sms.txt", "fr/help.telegram.txt"])
def test_a_text_can_be_replaced_in_any_language_and_for_any_channel(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, "{{ emergency }} {{ crisis_line }} {{ language }} STOP")
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("en/consnt.txt", "x", "en/consnt.txt replaces no text of ours: did you mean en/consent.txt?"),
        ("xx/zzzzzzzzz", "x", "xx/zzzzzzzzz replaces no text of ours: remove it."),
        ("consent.txt", "x", "consent.txt replaces no text of ours"),
        ("en/consent.console.txt", "x", "en/consent.console.txt replaces no text of ours"),
        ("en/consent.txt", "a\n{% if %}", "en/consent.txt cannot be understood at line 2: look at its brackets."),
        ("en/consent.txt", "{{ practice | shout }}", "en/consent.txt cannot be understood at line 1"),
        ("en/consent.txt", b"\xff", "en/consent.txt is not UTF-8: save it so."),
        ("en/help.txt", "{{ practise }} {{ a }}", "en/help.txt uses a, practise: that text is given crisis_line, "),
        ("en/sorry.txt", "{{ name }}", "en/sorry.txt uses name: that text is given crisis_line, emergency."),
        ("en/sorry.txt", "{{ 1/0 }}", "en/sorry.txt cannot be said (ZeroDivisionError): look at what stands between"),
        ("en/alert.txt", "{{ flags[0].rul }}", "en/alert.txt cannot be said (UndefinedError): look"),
        ("en/seen_which.txt", "{{ clients[1] }}", "en/seen_which.txt cannot be said (UndefinedError): look"),
        ("en/sorry.txt", "", "en/sorry.txt says nothing: write a text, or remove the file"),
        ("de/sorry.sms.txt", "{# nothing #}", "de/sorry.sms.txt says nothing"),
        (
            "en/consent.txt",
            "Reply 1.",
            "en/consent.txt does not always tell what to do in need: put in {{ emergency }} and {{ crisis_line }}.",
        ),
        (
            "en/consent.sms.txt",
            "{{ emergency }}",
            "en/consent.sms.txt does not always tell what to do in need: put in {{ crisis_line }}.",
        ),
        (
            "pl/media.txt",
            "{% if words %}{{ emergency }}{% endif %}{{ crisis_line }}",
            "pl/media.txt does not always tell what to do in need: put in {{ emergency }}.",
        ),
        ("en/thanks.txt", "x" * 161, "en/thanks.txt takes 2 segments by SMS (161 characters), more than 1: shorten it"),
        ("de/ask_all.txt", "{{ intro }}" + "x" * 300, "de/ask_all.txt takes 3 segments by SMS"),
        ("pl/thanks.txt", f"Dziękujemy {EMOJI}", f"pl/thanks.txt has {EMOJI}, for which an SMS costs more than double"),
        ("en/alert.sms.txt", "{{ totals }}", "en/alert.sms.txt tells totals by SMS, where anybody may read it"),
        ("en/remark_forward.sms.txt", "{{ text }}", "en/remark_forward.sms.txt tells text by SMS"),
        ("de/thanks.txt", "Alles zu Ihrer Depression.", "de/thanks.txt has depression in an SMS, where anybody may"),
        ("pl/thanks.txt", "Zaburzenia.", "pl/thanks.txt has zaburzenia in an SMS"),
        ("en/welcome.txt", "Reply END when done.", "en/welcome.txt tells people to write END, which ends all messages"),
        ("fr/welcome.txt", "Répondez « arrêt ».", "fr/welcome.txt tells people to write arrêt, which ends all"),
        ("de/welcome.txt", "Oder STOP.", "de/welcome.txt tells people to write STOP"),
        ("en/answered.sms.txt", "x", "en/answered.sms.txt is for a text that never goes out by SMS: remove it."),
    ],
)
def test_what_would_not_do_is_named_once(tmp_path: Path, name: str, text: str | bytes, fault: str) -> None:
    put(tmp_path, name, text)
    (said,) = told(tmp_path)
    assert said.startswith(fault)


def test_the_practices_own_lines_are_counted(tmp_path: Path) -> None:
    long = replace(LINES["en"], crisis_line="x" * 400)
    said = told(tmp_path, {**LINES, "en": long})
    assert [one.split(" ")[0] for one in said] == [
        f"en/{name}.txt"
        for name in (
            *("consent.sms", "consent_again", "consent_other.sms", "crisis.sms", "crisis_again"),
            *("help.sms", "help_in_need.sms"),
            *("media.sms", "nothing_open.sms", "remark_kept.sms", "sorry"),
        )
    ]
    assert all("or your own lines in it" in one for one in said)


def test_a_practices_name_that_tells_of_a_diagnosis_is_named(tmp_path: Path) -> None:
    named = {language: replace(lines, practice="Angst-Ambulanz") for language, lines in LINES.items()}
    assert told(tmp_path, named) == [
        "practice.name stands in every SMS and has angst in it: give a name without it.",
    ]


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A copy of our texts, to be broken."""
    for file in Words().ours():
        put(tmp_path, file, (OURS / file).read_bytes())
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("pl/thanks.txt", None, "pl/thanks.txt is missing: write it, with the variables of English."),
        ("pl/media.sms.txt", None, "pl/media.sms.txt is missing"),
        ("de/joined.txt", "Jemand ist dabei.", "de/joined.txt lacks client: the English text has it."),
        ("de/joined.txt", "{{ client }} {{ reason }}", "de/joined.txt uses reason: that text is given client."),
        ("en/brand_new.txt", "x", "en/brand_new.txt is held to nothing: give it a line in messages/promises.py."),
    ],
)
def test_what_is_wrong_with_ours_is_named(ours: Path, name: str, text: str | None, fault: str) -> None:
    if text is None:
        (ours / name).unlink()
    else:
        put(ours, name, text)
    (said,) = [str(one) for one in lint(Words(ours=ours), LINES)]
    assert said.startswith(fault)


def test_a_new_variable_needs_a_value() -> None:
    assert not known("weather")
    used = frozenset[str]().union(*(variables(Words().source(file)) for file in Words().ours()))
    assert all(map(known, used))
    assert set(VARIABLES) - {"name"} <= used


def test_hidden_files_are_left_alone(tmp_path: Path) -> None:
    put(tmp_path, ".DS_Store", "x")
    put(tmp_path, ".git/config", "x")
    assert told(tmp_path) == []


def test_every_branch_is_walked() -> None:
    assert len(ways(["about", "client"], "en", Channel.SMS, LINES["en"])) == 3
    asked = ways(["intro", "typed"], "de", Channel.SMS, LINES["de"], ["phq9", "srs"])
    assert [(one["first"], one["typed"]) for one in asked] == [
        (first, typed) for first in (True, False, False, False) for typed in (False, True)
    ]


def test_nobody_gave_more_numbers_than_were_asked() -> None:
    found = [(one["given"], one["asked"]) for one in ways(["given", "asked"], "en", Channel.SMS, LINES["en"])]
    assert (1, 4) in found
    assert all(given < asked for given, asked in found if isinstance(given, int) and isinstance(asked, int))


def test_texts_that_carry_the_lines_for_need_alone_may_be_longer_by_sms_and_questions_two() -> None:
    longer = {name for name, one in TEXTS.items() if one.sms > 1}
    assert longer == {name for name, one in TEXTS.items() if one.need} | {
        "ask_all",
        "ask_item",
        "my_data",
        "not_them",
        "shared",
    }
    assert TEXTS["ask_all"].sms == promises.CHEAP == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_be_written_in_the_cheap_alphabet(language: str) -> None:
    assert not ALPHABET.intersection(LOST[language])
    assert segments(plain(LOST[language])).encoding == "GSM-7"
    lines = LINES[language]
    written = plain(" ".join((lines.emergency, lines.crisis_line, lines.read_by)))
    assert segments(written).encoding == "GSM-7"


@pytest.mark.parametrize(
    ("text", "language", "word"),
    [
        ("Your PHQ-9", "en", "phq"),
        ("Lęku? Stany lękowe", "pl", "lekowe"),
        ("Praxis für Psychotherapie, psychosozial", "de", ""),
        ("Documento, toccare", "it", ""),
        ("un TOC", "fr", "toc"),
    ],
)
def test_words_of_a_diagnosis_are_found_by_their_beginnings(text: str, language: str, word: str) -> None:
    assert diagnosis(text, language) == word
