"""The net for words about death, harm and despair: what it catches and lets pass, and how little spelling matters."""

import unicodedata
from itertools import islice, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.datafile import DataFileError
from measures.numerals import WORDS
from messages import keywords
from messages.safety import Caught, Net, caught
from messages.safety_lists import Group, Phrase, own_list, shipped_lists
from messages.words import LANGUAGES

CORPUS = Path(__file__).parent / "distress"
LISTS = shipped_lists()


def sentences(sign: str) -> list[tuple[str, str]]:
    """The corpus's sentences that must be caught (`+`), or let pass (`-`), each with its language."""
    found = []
    for language in LANGUAGES:
        lines = (CORPUS / f"{language}.txt").read_text(encoding="utf-8").splitlines()
        found += [(language, line[2:]) for line in lines if line.startswith(f"{sign} ")]
    return found


CAUGHT, LET_PASS = sentences("+"), sentences("-")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_corpus_is_large_enough(language: str) -> None:
    assert sum(one == language for one, _ in CAUGHT) >= 60
    assert sum(one == language for one, _ in LET_PASS) >= 40


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_catches(language: str) -> None:
    assert [text for one, text in CAUGHT if one == language and not caught(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_lets_pass(language: str) -> None:
    assert [text for one, text in LET_PASS if one == language and caught(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_is_caught(language: str) -> None:
    words = [word for forms in WORDS[language] for word in forms]
    assert [text for text in [*words, " ".join(words), ", ".join(words)] if caught(text)] == []


def test_no_numeric_reply_is_caught() -> None:
    tenths = [f"{one // 10}{point}{one % 10}" for one in range(101) for point in ".,"]
    assert [
        text for text in [*map(str, range(101)), *tenths, "7 6.5 8 7", "m7 p6 d8 a7", "7/10", "🔟"] if caught(text)
    ] == []


def test_no_keyword_is_caught() -> None:
    words = keywords.STOP | keywords.START | keywords.HELP | keywords.NOT_ME | keywords.ONLY_HERE
    assert [word for word in sorted(words) if caught(word)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_caught_in_every_way_to_say_it(language: str) -> None:
    phrases = next(one.phrases for one in LISTS if one.language == language)
    assert [text for phrase in phrases for text in ways(phrase) if caught(text) is None] == []


def ways(phrase: Phrase) -> list[str]:
    """A line's first ways to be said, and one for each of its alternatives."""
    said = [[" ".join(words).replace("*", "") for words in place] for place in phrase.line]
    ones = [
        [*(first[0] for first in said[:at]), form, *(last[-1] for last in said[at + 1 :])]
        for at, place in enumerate(said)
        for form in place
    ]
    return [" ".join(words) for words in [*islice(product(*said), 20), *ones]]


@pytest.mark.parametrize(
    ("text", "language", "group"),
    [
        ("my brother killed himself", "en", Group.OWN_DEATH),
        ("ich habe mich geritzt", "de", Group.SELF_HARM),
        ("mi marido me pega", "es", Group.HARMED),
        ("vou matar ele", "pt", Group.HARMING),
        ("lettre d'adieu", "fr", Group.PLAN),
        ("ik hou het niet meer vol", "nl", Group.CANNOT_GO_ON),
    ],
)
def test_it_says_language_and_group_for_the_audit_and_nothing_else(text: str, language: str, group: Group) -> None:
    assert caught(text) == Caught(language, group)


def test_two_small_words_or_one_other_may_stand_between_and_no_more() -> None:
    assert caught("I want to just really die")
    assert caught("I want to quietly die")
    assert caught("I want to see how long flowers take until they die") is None


def test_a_harmless_whole_is_taken_out_and_nothing_else() -> None:
    assert caught("dead tired") is None
    assert caught("dead tired, and I want to die")
    assert caught("mort de rire, mais je veux mourir")
    assert caught("killing time until I kill myself")


def changed(text: str, how: str) -> str:
    """The same words in another spelling."""
    match how:
        case "capitals":
            return text.upper()
        case "no accents":
            apart = unicodedata.normalize("NFKD", text.replace("ł", "l"))
            return "".join(char for char in apart if not unicodedata.combining(char))
        case "apart":
            return unicodedata.normalize("NFD", text)
        case "wide":
            return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)
        case "blanks":
            return f"  {text.replace(' ', '   ')} \n"
        case "signs":
            return f"... {text.replace(' ', ', ')}?! :("
        case "unseen":
            return "\u200b".join(text)
        case "apostrophes":
            return text.replace("'", "\u2019")
        case _:
            return "".join(char * 3 if char.isalpha() else char for char in text)


SPELLINGS = ["capitals", "no accents", "apart", "wide", "blanks", "signs", "unseen", "apostrophes", "again"]


@given(st.sampled_from(CAUGHT + LET_PASS), st.lists(st.sampled_from(SPELLINGS), min_size=1, max_size=3, unique=True))
def test_spelling_changes_nothing(sentence: tuple[str, str], how: list[str]) -> None:
    text = sentence[1]
    for one in how:
        text = changed(text, one)
    assert (caught(text) is None) == (caught(sentence[1]) is None)


@given(st.text(max_size=300), st.sampled_from(CAUGHT), st.text(max_size=300))
def test_what_stands_around_hides_nothing(before: str, sentence: tuple[str, str], after: str) -> None:
    assert caught(f"{before} . {sentence[1]} . {after}")


@given(st.text())
def test_any_text_is_looked_at(text: str) -> None:
    found = caught(text)
    assert found is None or found.language in LANGUAGES


OWN = """
language = "en"
version = "1"
reviewed = 2026-11-25
review = "read by the practice"
[phrases]
plan = "the old quarry"
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_practice_adds_phrases_and_ours_stay(tmp_path: Path) -> None:
    net = Net([own_list(written(tmp_path, OWN))])
    assert net.caught("I was at the Old Quarry again") == Caught("en", Group.PLAN, own=True)
    assert caught("I was at the Old Quarry again") is None
    assert net.caught("nie chcę żyć") == Caught("pl", Group.OWN_DEATH)


def test_a_practice_may_add_what_is_harmless_to_us(tmp_path: Path) -> None:
    assert Net([own_list(written(tmp_path, OWN.replace("the old quarry", "dead tired")))]).caught("dead tired today")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("[phrases]", 'harmless = "die"\n[phrases]', "adds phrases and takes none away"),
        ("the old quarry", "seven", "is a number or a letter"),
        ("the old quarry", "7 8", "is a number or a letter"),
        ("the old quarry", "ab*", "too short"),
        ("the old quarry", "qu*rry", r"`\*` only at a word's end"),
        ("the old quarry", "old /", "must be words"),
        ("the old quarry", "# nothing", "at least one phrase"),
        ("plan =", "plans =", "must be one of own_death, self_harm"),
        ('"en"', '"xx"', "language: must be one of"),
        ("2026-11-25", '"soon"', "reviewed: must be a date"),
        ("[phrases]", "other = 1\n[phrases]", "other: is not known"),
        ("[phrases]", "[phrases", "cannot be understood"),
    ],
)
def test_a_broken_file_is_refused_with_the_reason(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    with pytest.raises(DataFileError, match=rf"own\.toml: .*{complaint}"):
        own_list(written(tmp_path, OWN.replace(old, new)))


def test_every_list_says_who_has_not_read_it_yet() -> None:
    assert [one.language for one in LISTS] == list(LANGUAGES)
    assert all("not yet read by clinicians who are native speakers" in one.review for one in LISTS)
