import re

import pytest

from measures.numerals import WORDS
from measures.reading import Asked, Values, read
from messages.keywords import keyword
from messages.sms import plain, segments
from messages.wording import Kind, Wording, shipped
from messages.words import LANGUAGES
from tests.packs import worded

OTHERS = [language for language in LANGUAGES if language != "en"]
FAMILY = ["ors", "cors", "srs", "csrs", "gsrs"]
FREE = {"phq9": 9, "phq8": 8, "phq2": 2, "gad7": 7, "gad2": 2, "k10": 10, "k6": 6}
OTHER = ["ors/other", "cors/other"]
"""What somebody is asked about the client."""

EACH = [(measure, language) for measure in [*FAMILY, *OTHER] for language in LANGUAGES]
TAUGHT = [(measure, language, item) for measure, language in EACH for item in range(4)]

LICENSED = re.compile(
    r"well-?being|wohlbefinden|bienestar|bien-être|bem-estar|welbevinden|welzijn|benessere|samopoczuci|dobrostan"
    r"|\bindividu|\binterperson|\binterperso|zwischenmenschl|\bsocial|\bsozial|\bsociaal|\bsocjal|\bspołeczn"
    r"|relationship|goals|understood|respected|good fit|missing in the session|listened|i liked|same kind of things",
    re.IGNORECASE,
)
"""Words that the licensed measures are made of, in any of the languages."""

HEADINGS = {"school", "family", "everything", "listening", "how important", "what we did", "overall"}
"""What the children's licensed measures are headed with, and the adults' session."""

FORMAL = {
    "de": r"Sie|Ihnen|Ihre?[nrms]?",
    "es": "usted|su|sus|le",
    "fr": "vous|votre|vos",
    "pt": "lhe|sua",
    "it": "Lei|Sua|Le",
    "nl": "u|uw",
    "pl": "pan|pani|państwo",
}
"""How no child is addressed."""


def texts(wording: Wording) -> list[str]:
    own = [wording.title, wording.intro, wording.low, wording.high]
    return [*own, *(item.name for item in wording.items), *(item.prompt for item in wording.items)]


def labels(measure: str, language: str) -> tuple[tuple[str, ...], ...]:
    return tuple(item.labels for item in worded(measure, language).items)


def asked(measure: str, language: str) -> Asked:
    return Asked(language=language, labels=labels(measure, language))


@pytest.mark.parametrize(("measure", "language"), EACH)
def test_every_language_has_its_own_wording_of_the_whole_family(measure: str, language: str) -> None:
    wording = worded(measure, language)
    assert (wording.kind, wording.key, wording.options) == (Kind.NEUTRAL, "neutral 1", ())
    assert len(wording.items) == 4
    assert all(text == text.strip() != "" for text in texts(wording))


@pytest.mark.parametrize("measure", [*FAMILY, *OTHER])
@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_repeats_nothing_of_english(measure: str, language: str) -> None:
    assert not set(texts(worded(measure, language))) & set(texts(worded(measure, "en")))


@pytest.mark.parametrize(("measure", "language"), EACH)
def test_the_wording_is_not_the_licensed_one(measure: str, language: str) -> None:
    wording = worded(measure, language)
    assert not LICENSED.search("\n".join(texts(wording)))
    assert not HEADINGS & {item.name.casefold() for item in wording.items}


@pytest.mark.parametrize(("measure", "language"), EACH)
def test_no_two_areas_and_no_two_labels_are_alike(measure: str, language: str) -> None:
    wording = worded(measure, language)
    every = [label for item in wording.items for label in item.labels]
    assert len({item.name for item in wording.items}) == len({item.prompt for item in wording.items}) == 4
    assert len(set(every)) == len(every)


@pytest.mark.parametrize(("measure", "language"), EACH)
def test_a_label_is_written_as_replies_are_compared(measure: str, language: str) -> None:
    for label in [label for own in labels(measure, language) for label in own]:
        assert label == " ".join(label.casefold().split())
        assert not re.search(r"\d|^\W|\W$|[\u2019\u00a0]", label), label
        assert keyword(label) is None
        assert not {number for numbers in WORDS[language] for number in numbers} & set(label.split())


@pytest.mark.parametrize(("measure", "language", "item"), TAUGHT)
def test_an_answer_behind_a_label_is_given_to_its_area(measure: str, language: str, item: int) -> None:
    first = [own[0] for own in labels(measure, language)]
    for label in labels(measure, language)[item]:
        names = [*first[:item], label, *first[item + 1 :]]
        reply = ", ".join(f"{name} {points}" for name, points in zip(names, (7, 6, 8, 5), strict=True))
        assert read(reply, asked(measure, language)) == Values((70, 60, 80, 50)), reply


@pytest.mark.parametrize(("measure", "language"), EACH)
def test_areas_may_be_answered_under_the_names_they_are_shown_with(measure: str, language: str) -> None:
    names = [item.name for item in worded(measure, language).items]
    reply = "\n".join(f"{name}: {points}" for name, points in zip(names, (7, 6, 8, 5), strict=True))
    assert read(reply, asked(measure, language)) == Values((70, 60, 80, 50))


@pytest.mark.parametrize(("measure", "language"), EACH)
def test_only_the_prompts_are_questions(measure: str, language: str) -> None:
    wording = worded(measure, language)
    assert all(item.prompt.endswith("?") for item in wording.items)
    assert not any(sign in text for text in texts(wording) for sign in "!¡")
    assert not any("?" in item.name for item in wording.items)


@pytest.mark.parametrize("measure", [*FAMILY, *OTHER])
def test_french_signs_never_begin_a_line(measure: str) -> None:
    assert not any(re.search(r" [;:?]", text) for text in texts(worded(measure, "fr")))


@pytest.mark.parametrize(("measure", "language"), EACH)
def test_every_wording_can_be_sent_in_the_cheap_alphabet(measure: str, language: str) -> None:
    assert all(segments(plain(text)).encoding == "GSM-7" for text in texts(worded(measure, language)))


@pytest.mark.parametrize("measure", ["cors", "csrs"])
@pytest.mark.parametrize("language", FORMAL)
def test_children_are_addressed_as_children(measure: str, language: str) -> None:
    said = "\n".join(texts(worded(measure, language)))
    assert not re.search(rf"\b(?:{FORMAL[language]})\b", said)


MYSELF = {
    "en": "you|your|yourself|my|me",
    "de": "Ihr|Ihre[nrms]?|Ihnen|ich|mir|du|dir|dein[er]?",
    "es": "usted|yo|mi|mí|tú|te|tu",
    "fr": "vous|votre|vos|moi|mes|tu|te",
    "pt": "eu|mim|sua|tua|te",
    "it": "Lei|Sua|io|me|ti|tua",
    "nl": "jij|je|jezelf|jou|jouw|ik|mijn",
    "pl": "ja|mnie|ci|twój|ciebie",
}
"""How a question is about whoever reads it."""


@pytest.mark.parametrize("measure", OTHER)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_asked_about_themselves_who_is_asked_about_another(measure: str, language: str) -> None:
    wording = worded(measure, language)
    said = "\n".join([wording.intro, *(f"{item.name}\n{item.prompt}" for item in wording.items)])
    assert not re.search(rf"\b(?:{MYSELF[language]})\b", said)


@pytest.mark.parametrize("measure", [*FREE, "srs", "csrs", "gsrs"])
def test_what_is_about_the_reader_alone_is_not_asked_of_another(measure: str) -> None:
    assert shipped(measure, "en", of_another=True) is None


@pytest.mark.parametrize(("measure", "count"), FREE.items())
def test_free_measures_come_in_english_with_all_their_items_and_answers(measure: str, count: int) -> None:
    wording = shipped(measure, "en")
    assert wording is not None
    assert (wording.kind, len(wording.items)) == (Kind.FREE, count)
    assert (wording.options[0], wording.options[-1]) == (wording.low, wording.high)
    assert len(wording.options) == (5 if measure in ("k10", "k6") else 4)
    assert len({item.name for item in wording.items}) == count


@pytest.mark.parametrize("measure", FREE)
def test_a_free_measure_says_whose_it_is(measure: str) -> None:
    rights = worded(measure, "en").rights
    assert ("Kessler" if measure in ("k10", "k6") else "Spitzer") in rights


@pytest.mark.parametrize("measure", FREE)
@pytest.mark.parametrize("language", OTHERS)
def test_a_free_measure_is_not_translated_by_us(measure: str, language: str) -> None:
    assert shipped(measure, language) is None


def test_the_short_forms_are_parts_of_the_long_ones() -> None:
    assert worded("phq8", "en").items == worded("phq9", "en").items[:8]
    assert worded("phq2", "en").items == worded("phq9", "en").items[:2]
    assert worded("gad2", "en").items == worded("gad7", "en").items[:2]
