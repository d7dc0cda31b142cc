from pathlib import Path

import pytest

from measures.datafile import DataFileError
from measures.library import shipped
from messages.wording import FOLDER, load_wording, neutral
from messages.words import LANGUAGES

ENGLISH = (FOLDER / "en.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_words_every_item(language: str) -> None:
    assert len(neutral("ors", language).items) == len(shipped().instrument("ors").items)


def test_a_language_without_wording_is_asked_in_english() -> None:
    assert neutral("ors", "xx") == neutral("ors", "en")
    assert neutral("ors", "../neutral/de") == neutral("ors", "en")
    assert neutral("ors", "de") != neutral("ors", "en")


@pytest.mark.parametrize("language", ["en", "de", "xx"])
def test_a_measure_without_wording_is_refused_and_never_replaced(language: str) -> None:
    with pytest.raises(DataFileError, match=r"^\w\w\.toml: phq-9: has no wording; there is one for ors"):
        neutral("phq-9", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_items_name_is_a_label_and_no_label_means_two_items(language: str) -> None:
    items = neutral("ors", language).items
    assert all(item.name.casefold() == item.labels[0] for item in items)
    labels = [label for item in items for label in item.labels]
    assert len(labels) == len(set(labels))
    assert all(label == label.casefold().strip() for label in labels)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "', '#title = "', "ors.title: is missing"),
        ('low = "', 'middle = "', "ors.low: is missing"),
        ('low = "', 'note = "x"\nlow = "', "ors.note: is not known"),
        ('name = "Daily life"', 'name = ""', "ors.items[2].name: must be a text"),
        ('name = "Daily life"', 'name = "Daily life"\nhint = "x"', "ors.items[2].hint: is not known"),
        ('labels = ["me"', 'labels = [7, "me"', "ors.items[0].labels: must be a list of texts"),
    ],
)
def test_a_wrong_wording_is_refused_with_file_key_and_reason(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in ENGLISH
    file = tmp_path / "mine.toml"
    file.write_text(ENGLISH.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_wording(file, "ors")
    assert str(caught.value) == f"mine.toml: {said}"
