from itertools import combinations

import pytest

from measures.moods import moods
from measures.numerals import WORDS
from measures.reading import Asked, Values, read
from messages.keywords import HELP, LONGEST, NOT_ME, ONLY_HERE, START, STOP, keyword, unaccented
from messages.wishes import MOST_WEEKS, TABLES, YES, Wish, Wished, agrees, commands, means, nearest, own_names, wished
from messages.words import LANGUAGES

ADVERTISED = {
    Wish.UNDO: "UNDO|DESHACER|ZURÜCK|RETOUR|DESFAZER|TERUG|INDIETRO|COFNIJ",
    Wish.REDO: "REDO|REPETIR|NOCHMAL|REFAIRE|REFAZER|OPNIEUW|RIFAI|PONOWNIE",
    Wish.PAUSE: "PAUSE|PAUSA|PAUSE|PAUSE|PAUSA|PAUZE|PAUSA|PAUZA",
    Wish.RESUME: "RESUME|REANUDAR|FORTSETZEN|REPRENDRE|RETOMAR|HERVATTEN|RIPRENDI|WZNÓW",
    Wish.LANGUAGE: "LANGUAGE|IDIOMA|SPRACHE|LANGUE|IDIOMA|TAAL|LINGUA|JĘZYK",
    Wish.MY_DATA: "MY DATA|MIS DATOS|MEINE DATEN|MES DONNEES|MEUS DADOS|MIJN GEGEVENS|I MIEI DATI|MOJE DANE",
}
ALL = sorted({word for words in TABLES.values() for word in words})


@pytest.mark.parametrize(
    ("wish", "word"), [(wish, word) for wish, row in ADVERTISED.items() for word in row.split("|")]
)
def test_a_wish_is_understood_in_every_language(wish: Wish, word: str) -> None:
    for written in (word, word.lower(), f" {word}. ", f"/{word.lower()}", f"/{word.lower().replace(' ', '_')}@our_bot"):
        assert wished(written) == Wished(wish), written


@pytest.mark.parametrize("word", ALL)
def test_a_wish_is_no_word_that_means_something_else(word: str) -> None:
    assert word not in STOP | HELP | NOT_ME | ONLY_HERE | YES
    assert (word in START) == (word in TABLES[Wish.RESUME])
    assert len(word) <= LONGEST


def test_no_wish_is_another() -> None:
    for one, other in combinations(TABLES.values(), 2):
        assert not one & other


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_wish_is_a_number_or_a_mood(language: str) -> None:
    numbers = {unaccented(form) for row in WORDS[language] for form in row}
    assert not numbers.intersection([*ALL, *YES])
    assert not {unaccented(mood) for mood in moods(language)}.intersection(ALL)
    for word in ALL:
        assert not isinstance(read(word, Asked(1, language=language)), Values), word


@pytest.mark.parametrize("word", sorted(YES))
def test_a_yes_stops_nothing(word: str) -> None:
    assert agrees(word.upper())
    assert word not in STOP | HELP | NOT_ME | ONLY_HERE
    assert wished(word) is None


@pytest.mark.parametrize(
    ("text", "weeks"),
    [("PAUSE 2", 2), ("/pause 4", 4), ("pause zwei Wochen", 2), ("Pausa 3 semanas", 3), ("pauza dwa tygodnie", 2)],
)
def test_a_pause_says_for_how_many_weeks(text: str, weeks: int) -> None:
    assert wished(text) == Wished(Wish.PAUSE, weeks)


@pytest.mark.parametrize("text", [f"PAUSE {MOST_WEEKS + 1}", "pause 0", "PAUSE"])
def test_a_pause_of_impossible_length_is_asked_back(text: str) -> None:
    assert wished(text) == Wished(Wish.PAUSE)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *(("LANGUAGE DE", "de"), ("/language deutsch", "de"), ("Sprache Englisch", "en"), ("idioma alemán", "de")),
        *(("langue néerlandais", "nl"), ("JĘZYK włoski", "it"), ("taal Pools", "pl"), ("/language xx", "")),
        *((f"language {name}", code) for code, name in own_names().items()),
    ],
)
def test_a_language_is_named_by_its_code_or_in_any_of_the_eight(text: str, language: str) -> None:
    assert wished(text) == Wished(Wish.LANGUAGE, language=language)


@pytest.mark.parametrize(
    "text",
    [
        *("undo that please", "I want to undo it all", "a pause would be good", "pause 2 hours", "pause for ever"),
        *("language is a barrier", "my data plan is used up", "redo 7", "", "7", "pause " * 20, "noch einmal von vorn"),
    ],
)
def test_a_word_inside_something_else_is_no_wish(text: str) -> None:
    assert wished(text) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("/pausse", "/pause"), ("/langauge", "/language"), ("/my_dta", "/mydata"), ("/stpo", "/stop"), ("/qqq", "")],
)
def test_the_nearest_command_is_named(typed: str, meant: str) -> None:
    assert nearest(typed) == meant


def test_every_command_is_one() -> None:
    for command in commands():
        assert means(f"/{command}")
        assert keyword(command) is not None or wished(command) is not None
