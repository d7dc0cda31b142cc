import re
import tomllib

import pytest

from measures.library import shipped
from measures.numerals import WORDS
from measures.reading import Asked, Values, read
from messages.keywords import keyword
from messages.wording import FOLDER, Wording, neutral
from messages.words import LANGUAGES

OTHERS = [language for language in LANGUAGES if language != "en"]
TAUGHT = [(language, item) for language in LANGUAGES for item in range(4)]

LICENSED = re.compile(
    r"well-?being|wohlbefinden|bienestar|bien-être|bem-estar|welbevinden|welzijn|benessere|samopoczuci|dobrostan"
    r"|\bindividu|\binterperson|\binterperso|zwischenmenschl|\bsocial|\bsozial|\bsociaal|\bsocjal|\bspołeczn",
    re.IGNORECASE,
)
"""Words that the headings of the licensed measure are made of, in any of the languages."""


def texts(wording: Wording) -> list[str]:
    own = [wording.title, wording.intro, wording.low, wording.high]
    return [*own, *(item.name for item in wording.items), *(item.prompt for item in wording.items)]


def labels(language: str) -> tuple[tuple[str, ...], ...]:
    return tuple(item.labels for item in neutral("ors", language).items)


def asked(language: str) -> Asked:
    return Asked(language=language, labels=labels(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_own_wording_of_the_four_areas(language: str) -> None:
    table = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))["ors"]
    assert len(table["items"]) == len(shipped().instrument("ors").items) == 4
    assert all(text == text.strip() != "" for text in texts(neutral("ors", language)))


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_repeats_nothing_of_english(language: str) -> None:
    assert not set(texts(neutral("ors", language))) & set(texts(neutral("ors", "en")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wording_is_not_the_licensed_one(language: str) -> None:
    assert not LICENSED.search("\n".join(texts(neutral("ors", language))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_areas_and_no_two_labels_are_alike(language: str) -> None:
    wording = neutral("ors", language)
    every = [label for item in wording.items for label in item.labels]
    assert len({item.name for item in wording.items}) == len({item.prompt for item in wording.items}) == 4
    assert len(set(every)) == len(every)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_is_written_as_replies_are_compared(language: str) -> None:
    for label in [label for own in labels(language) for label in own]:
        assert label == " ".join(label.casefold().split())
        assert not re.search(r"\d|^\W|\W$|[\u2019\u00a0]", label), label
        assert keyword(label) is None
        assert not {number for numbers in WORDS[language] for number in numbers} & set(label.split())


@pytest.mark.parametrize(("language", "item"), TAUGHT)
def test_an_answer_behind_a_label_is_given_to_its_area(language: str, item: int) -> None:
    first = [own[0] for own in labels(language)]
    for label in labels(language)[item]:
        names = [*first[:item], label, *first[item + 1 :]]
        reply = ", ".join(f"{name} {points}" for name, points in zip(names, (7, 6, 8, 5), strict=True))
        assert read(reply, asked(language)) == Values((70, 60, 80, 50)), reply


@pytest.mark.parametrize("language", LANGUAGES)
def test_areas_may_be_answered_under_the_names_they_are_shown_with(language: str) -> None:
    names = [item.name for item in neutral("ors", language).items]
    reply = "\n".join(f"{name}: {points}" for name, points in zip(names, (7, 6, 8, 5), strict=True))
    assert read(reply, asked(language)) == Values((70, 60, 80, 50))


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_prompts_are_questions(language: str) -> None:
    wording = neutral("ors", language)
    assert all(item.prompt.endswith("?") for item in wording.items)
    assert not any(sign in text for text in texts(wording) for sign in "!¡")
    assert not any("?" in item.name for item in wording.items)


def test_french_signs_never_begin_a_line() -> None:
    assert not any(re.search(r" [;:?]", text) for text in texts(neutral("ors", "fr")))


def test_a_language_without_wording_is_asked_in_english() -> None:
    assert neutral("ors", "xx") == neutral("ors", "en")
