import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from jinja2 import Environment, meta

from handlers.therapist import SEEN
from measures.flags import Flag
from measures.reading import Asked, Values, read
from messages.envelope import Channel
from messages.keywords import Keyword, keyword
from messages.sms import segments
from messages.words import LANGUAGES, OURS, Words, day, tenths

ROOT = Path(__file__).parents[2]
JINJA = Environment(autoescape=False)
WORDS = Words()
FILES = sorted(file.name for file in (OURS / "en").iterdir())
NAMES = sorted({file.split(".")[0] for file in FILES})
OTHERS = [language for language in LANGUAGES if language != "en"]

ONLY_IN_A_CHAT = {"answered", "closed", "over", "replaced", "seen_button", "superseded", "unscheduled", "why"}
"""Shown in a message that is edited, on a button, or inside the chat's alert."""

BY_SMS = [name for name in NAMES if name not in ONLY_IN_A_CHAT]

HARMLESS = {
    *("practice", "emergency", "crisis_line", "read_by", "client", "clients", "reason", "channel"),
    *("number", "count", "prompt", "items", "low", "high", "given", "asked", "tenths", "words", "about"),
    *("intro", "first", "lowest", "highest", "options", "example", "rights"),
}
"""What an SMS may hold: no name, no score, nothing anybody wrote."""

PRACTICE = {
    "en": ("In an emergency call 112.", "Crisis line: 0800 111 0 111, day and night.", "by the next working day"),
    "de": ("Im Notfall: 112.", "TelefonSeelsorge: 0800 111 0 111, Tag und Nacht.", "bis zum nächsten Werktag"),
    "es": (
        "En una emergencia llame al 112.",
        "Línea de crisis: 024, día y noche.",
        "a más tardar el siguiente día laborable",
    ),
    "fr": ("En cas d'urgence : 112.", "Ligne d'écoute : 3114, jour et nuit.", "au plus tard le prochain jour ouvré"),
    "pt": ("Em caso de emergência: 112.", "Linha de crise: 1411, dia e noite.", "até ao próximo dia útil"),
    "nl": ("Bel in nood 112.", "Hulplijn: 0800-0113, dag en nacht.", "uiterlijk de volgende werkdag"),
    "it": ("In caso di emergenza: 112.", "Linea di ascolto: 02 2327 2327.", "entro il prossimo giorno lavorativo"),
    "pl": ("W nagłej sytuacji: 112.", "Telefon wsparcia: 116 123.", "najpóźniej w następnym dniu roboczym"),
}
"""Emergency line, crisis line and time of reading, as a practice would write them."""

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


ANSWERS = [(0, "Not at all"), (10, "Several days"), (20, "More than half the days"), (30, "Nearly every day")]
"""Published answers with their points."""


def files() -> list[tuple[str, str]]:
    return [(language, file) for language in LANGUAGES for file in FILES if (OURS / language / file).exists()]


def source(language: str, file: str) -> str:
    return (OURS / language / file).read_text(encoding="utf-8")


def prose(language: str, file: str) -> str:
    """The words of a template in all its branches, a value being `7`."""
    tokens = JINJA.lex(source(language, file))
    return "".join({"data": text, "variable_begin": "7"}.get(kind, "") for _, kind, text in tokens)


def to_write(text: str) -> list[str]:
    """The words in capitals, which a reader is asked to write."""
    return [word for word in re.findall(r"\b[^\W\d_]{3,}\b", text) if word.isupper() and word != "SMS"]


def variables(language: str, file: str) -> set[str]:
    return meta.find_undeclared_variables(JINJA.parse(source(language, file)))


def file_for_sms(name: str) -> str:
    return f"{name}.sms.txt" if f"{name}.sms.txt" in FILES else f"{name}.txt"


def rules(language: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'rule == "(\w+)"', source(language, "why.txt"))))


def values(language: str) -> dict[str, object]:
    """A value of the kind the handlers give, for every variable there is."""
    emergency, crisis_line, read_by = PRACTICE[language]
    return {
        "practice": "Harbour Practice",
        "emergency": emergency,
        "crisis_line": crisis_line,
        "read_by": read_by,
        "client": "C-7K2",
        "clients": ["C-7K2", "C-9PD"],
        "reason": "30003",
        "channel": Channel.TELEGRAM,
        "text": "Written in confidence.",
        "title": "Title",
        "intro": "Intro.",
        "name": "Me",
        "prompt": "How was it?",
        "items": ["Me", "People close to me", "Daily life", "All in all"],
        "number": 2,
        "count": 4,
        "low": 0,
        "high": 100,
        "first": True,
        "lowest": 0,
        "highest": 100,
        "options": [],
        "example": [70, 65, 80, 70],
        "rights": "",
        "typed": False,
        "answers": [("Me", 65), ("Daily life", 70)],
        "candidates": [60, 65],
        "given": 3,
        "asked": 4,
        "measure": "PHQ9",
        "totals": [200, 185, 142],
        "flags": [Flag(rule, -60, -50, "Manual 2", rule != "deterioration") for rule in [*rules("en"), "new_rule"]],
        "rule": "deterioration",
        "observed": -60,
        "threshold": -50,
        "source": "Manual 2",
        "published": False,
        "words": True,
        "about": "off_track",
        "before": True,
        "paper": None,
    }


def said(name: str, language: str, channel: Channel) -> Iterator[str]:
    """A template with all the values that lead through its branches."""
    ways: list[dict[str, object]] = [
        {},
        {"first": False, "candidates": [], "asked": 1, "reason": "", "channel": "sms", "words": False, "about": "risk"},
        {"about": "look", "first": False, "typed": True, "before": False},
        {"paper": date(2026, 12, 3)},
        {"options": ANSWERS, "rights": "(c) Somebody", "typed": True},
        {"options": ANSWERS, "first": False},
    ]
    for way in ways:
        yield WORDS.say(name, language, channel, **values(language) | way)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_files_of_english(language: str) -> None:
    assert sorted(file.name for file in (OURS / language).iterdir()) == FILES


@pytest.mark.parametrize("name", [name for name in NAMES if name != "why"])
def test_every_template_is_said_somewhere(name: str) -> None:
    code = "".join(
        file.read_text(encoding="utf-8") for room in ("handlers", "bot") for file in (ROOT / room).rglob("*.py")
    )
    assert f'"{name}"' in code


@pytest.mark.parametrize(("language", "file"), files())
def test_a_translation_uses_the_variables_of_english(language: str, file: str) -> None:
    assert variables(language, file) == variables("en", file)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("file", [file for file in FILES if file != "answered.txt"])
def test_no_text_was_left_in_english(language: str, file: str) -> None:
    assert prose(language, file) != prose("en", file)


@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.CONSOLE, Channel.SMS])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_is_tidy(language: str, name: str, channel: Channel) -> None:
    for text in said(name, language, channel):
        assert text.strip()
        assert not re.search(r"[ \u00a0]{2}|[ \u00a0]\n|\n\n\n|[{}]|\(\)|None", text), text


@pytest.mark.parametrize(("language", "file"), files())
def test_nothing_is_said_with_an_exclamation_mark(language: str, file: str) -> None:
    assert not set("!¡") & set(prose(language, file))


@pytest.mark.parametrize(("language", "file"), files())
def test_words_to_write_are_words_that_work(language: str, file: str) -> None:
    for word in to_write(prose(language, file)):
        assert keyword(word) is not None or word.casefold() == SEEN, word


@pytest.mark.parametrize(("language", "file"), files())
def test_one_way_to_address_people_is_kept(language: str, file: str) -> None:
    familiar = TOO_FAMILIAR.get(language, "(?!)")
    assert not re.search(rf"\b(?:{familiar})\b", prose(language, file), re.IGNORECASE)


@pytest.mark.parametrize("file", FILES)
def test_a_french_sign_never_begins_a_line(file: str) -> None:
    assert not re.search(r" [;:?!»]", prose("fr", file))


@pytest.mark.parametrize("name", BY_SMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_sms_is_cheap(language: str, name: str) -> None:
    for text, english in zip(said(name, language, Channel.SMS), said(name, "en", Channel.SMS), strict=True):
        cost = segments(text)
        assert cost.encoding == "GSM-7", text
        assert cost.count <= segments(english).count + 1, text


@pytest.mark.parametrize("name", BY_SMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_sms_tells_no_name_and_no_score(language: str, name: str) -> None:
    assert variables(language, file_for_sms(name)) <= HARMLESS


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


@pytest.mark.parametrize(
    "file", [f"{name}.txt" for name in ("consent_again", "help", "media", "nothing_open", "remark_kept")]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_writes_is_told_where_help_is(language: str, file: str) -> None:
    assert {"emergency", "crisis_line"} <= variables(language, file)


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_stop_the_way_back_is_named(language: str) -> None:
    assert [keyword(word) for word in to_write(prose(language, "stopped.txt"))] == [Keyword.START]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_answer_can_be_read(language: str) -> None:
    text = WORDS.say("ask_all", language, Channel.SMS, **values(language))
    assert text.endswith(f"7 {tenths(65, language)} 8 7")
    assert read(f"7 {tenths(65, language)} 8 7", Asked(language=language)) == Values((70, 65, 80, 70))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_its_own_words_and_an_unknown_one_its_name(language: str) -> None:
    assert rules(language) == rules("en")
    given = values(language)
    texts = [
        WORDS.say("why", language, Channel.TELEGRAM, **given | {"rule": rule}) for rule in [*rules("en"), "new_rule"]
    ]
    assert len(set(texts)) == len(texts)
    assert not any(text.startswith(f"{rule}\n") for rule, text in zip(rules("en"), texts, strict=False))
    assert texts[-1].startswith("new_rule\n")


@pytest.mark.parametrize("file", sorted(file.name for file in (OURS / "en").glob("*.sms.txt")))
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_sms_does_not_speak_of_a_chat(language: str, file: str) -> None:
    assert "chat" not in (OURS / language / file).read_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alert_shows_the_course_and_every_reason(language: str) -> None:
    text = WORDS.say("alert", language, Channel.TELEGRAM, **values(language))
    colon = "\u00a0: " if language == "fr" else ": "
    assert f"PHQ9{colon}20 → {tenths(185, language)} → {tenths(142, language)}\n" in text
    assert text.count("Manual 2") == len(rules("en")) + 1
    assert text.count("Meantime") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alert_says_of_which_day_a_rating_on_paper_is(language: str) -> None:
    plain = WORDS.say("alert", language, Channel.TELEGRAM, **values(language))
    dated = WORDS.say("alert", language, Channel.TELEGRAM, **values(language) | {"paper": date(2026, 12, 3)})
    (line,) = set(dated.splitlines()) - set(plain.splitlines())
    assert line.endswith(f": {day(date(2026, 12, 3), language)}")
    assert "2026" in line
