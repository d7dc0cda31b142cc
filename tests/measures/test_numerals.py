import unicodedata

import pytest
from num2words import num2words

from measures import moods, smallwords
from measures.numerals import HALVES, HOMONYMS, INDEFINITE, JOINERS, MINUS, ORDINALS, RANGES, WORDS
from measures.reading import Asked, Values, read
from measures.smallwords import COURTESY, LEADS, fold, spoken
from measures.units import EVENTS, MONTHS, TAKEN, UNITS

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


@pytest.mark.parametrize(("language", "number"), [one for one in NUMBERS if one[1] < 10])
def test_a_half_is_spelled_as_num2words_spells_it(language: str, number: int) -> None:
    spelled = num2words(number + 0.5, lang=language).casefold()
    assert any(spelled == f"{word}{half}" for word in WORDS[language][number] for half in HALVES[language])


@pytest.mark.parametrize("tenths", range(0, 101, 5))
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_num2words_spells_is_read(language: str, tenths: int) -> None:
    points = tenths / 10 if tenths % 10 else tenths // 10
    spelled = num2words(points, lang=language)
    bare = "".join(char for char in unicodedata.normalize("NFD", spelled) if not unicodedata.combining(char))
    for text in (spelled, spelled.upper(), spelled.capitalize(), unicodedata.normalize("NFD", spelled)):
        assert read(text, Asked(items=1, language=language)) == Values((tenths,))
    if "ł" not in bare and language not in ("de", "nl"):
        assert read(bare, Asked(items=1, language=language)) == Values((tenths,))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_num2words_spells_above_ten_is_no_rating(language: str) -> None:
    for number in (*range(11, 31), 40, 75, 100):
        assert not isinstance(read(num2words(number, lang=language), Asked(items=1, language=language)), Values)


def test_every_word_is_in_lower_case_and_composed() -> None:
    numbers = {word for table in WORDS.values() for words in table for word in words}
    for word in numbers.union(HOMONYMS, RANGES, MINUS, *JOINERS.values()):
        assert word == unicodedata.normalize("NFC", word.casefold())
        assert word == word.strip() != ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_of_a_language_is_a_small_word_of_it_but_its_articles(language: str) -> None:
    numbers = {word for words in WORDS[language] for word in words}
    articles = INDEFINITE.get(language, frozenset())
    assert numbers & (COURTESY | LEADS[language] | JOINERS[language]) <= articles
    assert not numbers & MINUS
    assert not MINUS & LEADS[language]
    assert articles <= set(WORDS[language][1])


TABLES = [
    table for table in [*vars(smallwords).values(), *vars(moods).values()] if isinstance(table, dict) and "en" in table
]


@pytest.mark.parametrize("table", [*TABLES, UNITS, TAKEN, EVENTS, MONTHS])
def test_a_table_of_small_words_has_a_row_in_every_language(table: smallwords.Table) -> None:
    assert tuple(table) == LANGUAGES
    assert all(words for words in table.values())
    assert all(word == fold(word) == word.strip() for words in table.values() for word in words)


def test_english_is_understood_everywhere_and_stands_in_for_a_language_unknown() -> None:
    assert all(table["en"] - {"a", "an"} <= table[language] for table in TABLES for language in LANGUAGES)
    assert spoken(LEADS, "xx") == LEADS["en"]
    assert "die" in LEADS["de"] - LEADS["en"]


def test_every_language_counts_its_items() -> None:
    assert tuple(ORDINALS) == LANGUAGES
    assert {len(names) for names in ORDINALS.values()} == {4}


def test_words_are_compared_without_case_and_accents() -> None:
    assert fold("PLUTÔT dziś cześć Grüß łąka e\u0301") == "plutot dzis czesc gruss laka e"
