import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from handlers.staff.confirming import NO, YES
from handlers.staff.orders import WORDS as ORDERS
from measures.flags import Flag
from measures.reading import Asked, Values, read
from messages.envelope import Channel
from messages.keywords import Keyword, keyword, unaccented
from messages.linting import prose as prose_of
from messages.linting import variables as variables_of
from messages.plausible import LINES, ways
from messages.promises import TEXTS
from messages.wishes import TABLES, agrees
from messages.words import LANGUAGES, OURS, Words, day, tenths

ROOT = Path(__file__).parents[2]
WORDS = Words()
FILES = sorted(file.name for file in (OURS / "en").iterdir())
NAMES = sorted({file.split(".")[0] for file in FILES})
OTHERS = [language for language in LANGUAGES if language != "en"]

READER = {
    "en": "your therapist",
    "de": "Ihr/e Therapeut/in|Ihre Therapeutin oder Ihr Therapeut",
    "es": "su terapeuta",
    "fr": "votre thérapeute",
    "pt": "pessoa com quem faz terapia",
    "nl": "je therapeut",
    "it": "chi La segue",
    "pl": "osoba prowadząca terapię",
}

INCLUDED = {"why", "briefly", "lesson", "course", "lacking", "status", "order"}
"""Said only as a part of others, or in a menu."""
WISHES = {part for words in TABLES.values() for word in words for part in word.split()}
"""The words of the wishes, also of those of several."""

NOT_WATCHED = {
    "en": "(not|nobody) watche[ds] .*round the clock|not watched round the clock",
    "de": "nicht rund um die Uhr",
    "es": "no se atiende las 24 horas",
    "fr": "(ne sont pas lus|ne lisons pas) 24",
    "pt": "não há atendimento 24 horas|não é acompanhada 24 horas",
    "nl": "niet dag en nacht",
    "it": "non è (seguita|un servizio attivo) 24 ore su 24",
    "pl": "nie( czytamy| są tu czytane)? przez całą dobę",
}

TOO_FAMILIAR = {
    "de": "du|dich|dir|dein|deine[mnrs]?",
    "es": "tú|tu|tus|ti|contigo|te",
    "fr": "tu|te|toi|ton|tes",
    "it": "tu|ti|tuo|tua|tuoi|tue",
    "nl": "u|uw",
    "pl": r"pan|pani|państw\w*|ty|ci|cię|ciebie|tobie|twój|twoj\w*",
}
"""Each language keeps one way to address people; in Dutch that is `je`, and Polish does without."""


def files(language: str) -> list[str]:
    return [file for file in FILES if (OURS / language / file).exists()]


def source(language: str, file: str) -> str:
    return (OURS / language / file).read_text(encoding="utf-8")


def prose(language: str, file: str) -> str:
    """The words of a template in all its branches, a value being `7`."""
    return prose_of(source(language, file))


def to_write(text: str) -> list[str]:
    """The words in capitals, which a reader is asked to write."""
    return [word for word in re.findall(r"\b[^\W\d_]{3,}\b", text) if word.isupper() and word != "SMS"]


def variables(language: str, file: str) -> frozenset[str]:
    return variables_of(source(language, file))


def rules(language: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'rule == "(\w+)"', source(language, "rule.txt"))))


def said(name: str, language: str, channel: Channel) -> Iterator[str]:
    """A template with all the values that lead through its branches."""
    given = variables(language, WORDS.file(name, language, channel).partition("/")[2])
    for values in ways(given, language, channel, LINES[language]):
        yield WORDS.say(name, language, channel, **values)


def test_every_template_is_said_somewhere() -> None:
    code = "".join(
        file.read_text(encoding="utf-8") for room in ("handlers", "bot") for file in (ROOT / room).rglob("*.py")
    )
    assert [name for name in NAMES if name not in INCLUDED and f'"{name}"' not in code] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_was_left_in_english(language: str) -> None:
    others = [file for file in FILES if file not in ("answered.txt", "course.txt")]
    assert [file for file in others if prose(language, file) == prose("en", file)] == []


@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.CONSOLE, Channel.SMS])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_is_tidy(language: str, channel: Channel) -> None:
    untidy = re.compile(r"\A\s*\Z|[ \u00a0]{2}|[ \u00a0]\n|\n\n\n|[{}]|\(\)|None(?! of the time)")
    assert [(name, text) for name in NAMES for text in said(name, language, channel) if untidy.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_with_an_exclamation_mark(language: str) -> None:
    assert [file for file in files(language) if set("!¡") & set(prose(language, file))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_to_write_are_words_that_work(language: str) -> None:
    told = {(file, word) for file in files(language) for word in to_write(prose(language, file))}
    assert [one for one in told if not works(one[1])] == []


def works(word: str) -> bool:
    """Whether a word that people are told to write does something."""
    plain = unaccented(word.casefold())
    return keyword(word) is not None or agrees(word) or plain in {*WISHES, *ORDERS, *YES, *NO}


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_way_to_address_people_is_kept(language: str) -> None:
    familiar = re.compile(rf"\b(?:{TOO_FAMILIAR.get(language, '(?!)')})\b", re.IGNORECASE)
    assert [file for file in files(language) if familiar.search(prose(language, file))] == []


def test_a_french_sign_never_begins_a_line() -> None:
    assert [file for file in FILES if re.search(r" [;:?!»]", prose("fr", file))] == []


@pytest.mark.parametrize("file", ["consent.txt", "consent.sms.txt"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_consent_says_what_is_asked_who_reads_it_and_how_to_stop(language: str, file: str) -> None:
    text = " ".join(prose(language, file).split())
    *_, agreeing = re.split(r"(?<=[.?]) ", text)
    assert {"practice", "emergency", "crisis_line"} <= variables(language, file)
    assert re.search(READER[language], text, re.IGNORECASE)
    assert re.search(NOT_WATCHED[language], text, re.IGNORECASE)
    assert re.findall(r"\b\d+\b", agreeing) == ["1"]
    assert to_write(text) == ["STOP"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_consent_in_a_chat_says_when_messages_are_read(language: str) -> None:
    assert "read_by" in variables(language, "consent.txt")


def test_whoever_writes_is_told_where_help_is() -> None:
    promised = {
        "consent",
        "consent_again",
        "consent_other",
        "crisis",
        "crisis_again",
        "help",
        "help_in_need",
        "media",
        "nothing_open",
        "remark_kept",
        "sorry",
    }
    assert {name for name in NAMES if TEXTS[name].need} == promised


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_stop_the_way_back_is_named(language: str) -> None:
    assert [keyword(word) for word in to_write(prose(language, "stopped.txt"))] == [Keyword.START]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_answer_can_be_read(language: str) -> None:
    text = next(said("ask_all", language, Channel.SMS))
    assert text.endswith(f"7 {tenths(65, language)} 8 7")
    assert read(f"7 {tenths(65, language)} 8 7", Asked(language=language)) == Values((70, 65, 80, 70))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_its_own_words_and_an_unknown_one_its_name(language: str) -> None:
    assert rules(language) == rules("en")
    given = {"observed": -60, "threshold": -50, "source": "Manual 2", "published": False}
    texts = [WORDS.say("why", language, Channel.TELEGRAM, **given, rule=rule) for rule in [*rules("en"), "new_rule"]]
    assert len(set(texts)) == len(texts)
    assert not any(text.startswith(f"{rule}\n") for rule, text in zip(rules("en"), texts, strict=False))
    assert texts[-1].startswith("new_rule\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_sms_does_not_speak_of_a_chat(language: str) -> None:
    by_sms = [file for file in FILES if file.endswith(".sms.txt")]
    assert [file for file in by_sms if "chat" in (OURS / language / file).read_text()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alert_shows_the_course_and_every_reason(language: str) -> None:
    flags = [Flag(rule, -60, -50, "Manual 2", rule != "deterioration") for rule in [*rules("en"), "new_rule"]]
    given = {
        "about": "look",
        "client": "C-7K2",
        "measure": "PHQ9",
        "totals": [200, 185, 142],
        "flags": flags,
        "paper": None,
    }
    text = WORDS.say("alert", language, Channel.TELEGRAM, **given)
    colon = "\u00a0: " if language == "fr" else ": "
    assert f"PHQ9{colon}20 → {tenths(185, language)} → {tenths(142, language)}\n" in text
    assert text.count("Manual 2") == len(rules("en")) + 1
    assert text.count("Meantime") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alert_says_of_which_day_a_rating_on_paper_is(language: str) -> None:
    given = {"about": "look", "client": "C-7K2", "measure": "ORS", "totals": [200], "flags": []}
    plain, dated = (
        WORDS.say("alert", language, Channel.TELEGRAM, **given, paper=paper) for paper in (None, date(2026, 12, 3))
    )
    (line,) = set(dated.splitlines()) - set(plain.splitlines())
    assert line.endswith(f": {day(date(2026, 12, 3), language)}")
    assert "2026" in line


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_the_safety_item_everybody_is_told_who_gets_the_answers(language: str) -> None:
    reader = READER[language] + ("|Ihre/n Therapeut/in|Ihren Therapeuten|osoby prowadzącej terapię")
    for file in ("help_in_need.txt", "help_in_need.sms.txt"):
        assert re.search(reader, prose(language, file), re.IGNORECASE)


@pytest.mark.parametrize(("language", "per_cent"), [("en", "45.5%"), ("de", "45,5\u00a0%"), ("pl", "45,5%")])
def test_a_percentage_is_written_as_the_language_writes_it(language: str, per_cent: str) -> None:
    given = {"observed": 455, "threshold": 500, "source": "ours", "published": True, "rule": "behind_expected"}
    assert per_cent in WORDS.say("why", language, Channel.TELEGRAM, **given)


@pytest.mark.parametrize(("count", "words"), [(2, "2 liczby"), (4, "4 liczby"), (5, "5 liczb"), (22, "22 liczby")])
def test_polish_counts_as_polish_does(count: int, words: str) -> None:
    asked = next(iter(ways(variables("pl", "ask_all.txt"), "pl", Channel.SMS, LINES["pl"], ["ors"])))
    text = WORDS.say("ask_all", "pl", Channel.SMS, **{**asked, "items": ["x"] * count})
    assert f"Proszę o {words}, np.".replace("ę", "e") in text
