from pathlib import Path

import pytest

from measures.datafile import DataFileError, read_file
from messages.wording import ItemWording, Kind, wording_of

TEXT = """
title = "t"
intro = "i"
low = "l"
high = "h"
options = ["no", "yes"]
[[items]]
name = "Own  Name"
prompt = "p"
labels = ["LABEL", "own name"]
"""


def table(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "own.toml"
    file.write_text(text)
    return file


def test_labels_are_kept_as_replies_are_compared_the_name_first(tmp_path: Path) -> None:
    wording = wording_of(read_file(table(tmp_path, TEXT)), Kind.PACK, "3")
    assert wording.items == (ItemWording("Own  Name", "p", ("own name", "label")),)
    assert (wording.key, wording.options, wording.rights) == ("pack 3", ("no", "yes"), "")


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('title = "t"', "", r"own\.toml: title: is missing"),
        ('low = "l"', 'low = ""', r"own\.toml: low: must be a text"),
        ('prompt = "p"', 'prompt = "p"\nrange = 10', r"own\.toml: items\[0\]\.range: is not known"),
    ],
)
def test_a_wrong_wording_is_named_with_file_key_and_reason(tmp_path: Path, was: str, becomes: str, said: str) -> None:
    with pytest.raises(DataFileError, match=said):
        wording_of(read_file(table(tmp_path, TEXT.replace(was, becomes))), Kind.PACK, "3")
