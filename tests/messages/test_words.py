from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from jinja2 import TemplateNotFound, UndefinedError

from messages.envelope import Channel
from messages.words import LANGUAGES, Words, day_time, percent, plural, tenths


@pytest.fixture
def own(tmp_path: Path) -> Words:
    texts = {
        "en/hello.txt": "\nHello {{ name }}\n{% if more %}\n  and more\n{% endif %}\n\n",
        "en/hello.sms.txt": "Hi – {{ name }}",
        "en/score.txt": "{{ tenths(65) }} {{ day_time(at) }} {{ language }}",
        "de/score.txt": "{{ tenths(65) }} {{ day_time(at) }} {{ language }}",
        "en/thanks.txt": "Our own thanks.",
        "de/only.telegram.txt": "Nur in Telegram.",
    }
    for name, text in texts.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Words(tmp_path)


def test_a_text_is_said_without_blank_ends(own: Words) -> None:
    assert own.say("hello", "en", Channel.TELEGRAM, name="Mia", more=True) == "Hello Mia\n  and more"
    assert own.say("hello", "en", Channel.TELEGRAM, name="Mia", more=False) == "Hello Mia"


def test_sms_has_its_own_text_in_the_cheap_alphabet(own: Words) -> None:
    assert own.say("hello", "en", Channel.SMS, name="Zoë’s") == "Hi - Zoe's"


def test_the_console_reads_as_telegram_does(own: Words) -> None:
    assert own.say("only", "de", Channel.CONSOLE) == "Nur in Telegram."
    with pytest.raises(TemplateNotFound, match="only"):
        own.say("only", "de", Channel.SMS)


def test_english_is_said_where_the_language_lacks_a_text(own: Words) -> None:
    assert own.say("hello", "de", Channel.TELEGRAM, name="Mia", more=False) == "Hello Mia"
    assert own.say("hello", "xx", Channel.TELEGRAM, name="Mia", more=False) == "Hello Mia"


def test_numbers_and_days_follow_the_language_of_the_text(own: Words) -> None:
    at = datetime(2026, 3, 4, 9, 5, tzinfo=ZoneInfo("Europe/Berlin"))
    assert own.say("score", "en", Channel.TELEGRAM, at=at) == "6.5 Wed, Mar 4, 09:05 en"
    assert own.say("score", "de", Channel.TELEGRAM, at=at) == "6,5 Mi., 4. März, 09:05 de"
    assert own.say("score", "fr", Channel.TELEGRAM, at=at).endswith("09:05 en")


def test_the_practices_own_text_goes_before_ours(own: Words) -> None:
    assert own.say("thanks", "en", Channel.TELEGRAM) == "Our own thanks."
    assert own.say("thanks", "en", Channel.TELEGRAM) != Words().say("thanks", "en", Channel.TELEGRAM)


def test_a_missing_value_is_an_error_not_a_gap(own: Words) -> None:
    with pytest.raises(UndefinedError, match="name"):
        own.say("hello", "en", Channel.TELEGRAM, more=True)


def test_a_text_nobody_wrote_is_an_error() -> None:
    with pytest.raises(TemplateNotFound, match="nonesuch"):
        Words().say("nonesuch", "de", Channel.SMS)


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [(65, "en", "6.5"), (65, "de", "6,5"), (70, "en", "7"), (0, "en", "0"), (400, "fr", "40"), (-5, "en", "-0.5")],
)
def test_a_score_is_written_as_the_language_writes_it(value: int, language: str, shown: str) -> None:
    assert tenths(value, language) == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_writes_days_and_scores(language: str) -> None:
    assert tenths(65, language) in ("6.5", "6,5")
    assert day_time(datetime(2026, 3, 4, 9, 5), language).endswith("9:05")  # noqa: DTZ001 - a wall clock


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (455, "en", "45.5%"),
        (450, "en", "45%"),
        (455, "de", "45,5\u00a0%"),
        (-50, "it", "-5%"),
        (1005, "es", "100,5\u00a0%"),
    ],
)
def test_a_percentage_has_at_most_one_decimal(value: int, language: str, shown: str) -> None:
    assert percent(value, language) == shown


def test_a_word_has_the_form_that_its_count_asks_for() -> None:
    def polish(count: int) -> str:
        return plural(count, language="pl", one="dzień", other="dni")

    def numbers(count: int) -> str:
        return plural(count, language="pl", one="liczba", few="liczby", other="liczb")

    assert [numbers(one) for one in (1, 2, 4, 5, 12, 21, 22, 25)] == [
        *("liczba", "liczby", "liczby", "liczb", "liczb", "liczb", "liczby", "liczb")
    ]
    assert [polish(one) for one in (1, 2, 5)] == ["dzień", "dni", "dni"]
    assert plural(0, language="fr", one="jour", other="jours") == "jour"
    assert plural(0, language="de", one="Tag", other="Tage") == "Tage"
    assert plural(1_000_000, language="es", one="día", other="días") == "días"
