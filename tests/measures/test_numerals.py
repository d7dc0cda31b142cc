import unicodedata

import pytest
from num2words import num2words

from measures.numerals import ARTICLES, HALVES, INDEFINITE, JOINERS, LEADS, MINUS, RANGES, UNITS, WORDS

LANGUAGES = ("en", "de", "es", "fr", "pt", "nl", "it", "pl")
NUMBERS = [(language, number) for language in LANGUAGES for number in range(11)]


def test_there_are_zero_to_ten_in_eight_languages() -> None:
    assert tuple(WORDS) == LANGUAGES == tuple(HALVES)
    assert {len(numbers) for numbers in WORDS.values()} == {11}


@pytest.mark.parametrize(("language", "number"), NUMBERS)
def test_a_number_is_spelled_as_num2words_spells_it(language: str, number: int) -> None:
    assert num2words(number, lang=language) in WORDS[language][number]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_means_two_numbers(language: str) -> None:
    words = [word for number in WORDS[language] for word in number]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_half_is_spelled_as_num2words_spells_it(language: str) -> None:
    spelled = num2words(7.5, lang=language).casefold()
    assert any(spelled == f"{word}{half}" for word in WORDS[language][7] for half in HALVES[language])


def test_every_word_is_in_lower_case_and_composed() -> None:
    numbers = {word for table in WORDS.values() for words in table for word in words}
    for word in numbers | LEADS | UNITS | ARTICLES | JOINERS | RANGES | MINUS:
        assert word == unicodedata.normalize("NFC", word.casefold())
        assert word == word.strip() != ""


def test_no_number_is_a_lead_or_a_joiner() -> None:
    numbers = {word for table in WORDS.values() for words in table for word in words}
    assert not numbers & (LEADS | JOINERS | MINUS)
    assert not MINUS & LEADS


def test_articles_are_the_number_one_of_their_language() -> None:
    for language, articles in INDEFINITE.items():
        assert articles <= set(WORDS[language][1])
