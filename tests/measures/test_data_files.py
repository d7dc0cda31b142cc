from collections.abc import Callable
from pathlib import Path

import pytest

from measures.datafile import DataFileError, Reader, read_file
from measures.instrument import instrument_of
from measures.library import INSTRUMENTS, PROFILES, SHIPPED, shipped
from measures.profile import profile_of

ICCE = (SHIPPED / PROFILES / "icce-2012.toml").read_text(encoding="utf-8")
ORS = (SHIPPED / INSTRUMENTS / "ors.toml").read_text(encoding="utf-8")


def refusal(make: Callable[[Reader], object], file: Path, text: str) -> str:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        make(read_file(file))
    return str(caught.value)


def test_every_shipped_file_is_in_the_library_under_its_own_name() -> None:
    library = shipped()
    assert set(library.instruments) == {file.stem for file in (SHIPPED / INSTRUMENTS).glob("*.toml")}
    assert set(library.profiles) == {file.stem for file in (SHIPPED / PROFILES).glob("*.toml")}


def test_the_ors_has_four_items_of_ten_points() -> None:
    ors = shipped().instrument("ors")
    assert [item.id for item in ors.items] == ["individual", "relations", "social", "overall"]
    assert (ors.low, ors.high, ors.step, ors.total_high, ors.higher_is_better) == (0, 100, 1, 400, True)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("adult = 25.0\nadolescent = 28.0\nchild = 32.0", "", "cutoff.self.adult: is missing"),
        ("adult = 25.0", 'adult = "25"', "measures.ors.cutoff.self.adult: must be a number"),
        ("adult = 25.0", "adult = true", "measures.ors.cutoff.self.adult: must be a number"),
        ("adult = 25.0", "adult = inf", "measures.ors.cutoff.self.adult: must be a number"),
        ("adult = 25.0", "adult = nan", "measures.ors.cutoff.self.adult: must be a number"),
        ("adult = 25.0", "adult = 25.05", "must be a number from 0.0 to 10000.0 with at most one decimal"),
        ("adult = 25.0", "adult = -1", "must be a number from 0.0 to 10000.0 with at most one decimal"),
        ("adult = 25.0", "adult = 25.0\nelder = 25.0", "measures.ors.cutoff.self.elder: is not known"),
        ('id = "icce-2012"', "", "id: is missing"),
        ('id = "icce-2012"', 'id = " "', "id: must be a text"),
        ('id = "icce-2012"', 'id = "icce-2012"\nlicense = "?"', "license: is not known"),
        ('operator = "at_least"', 'operator = "above"', "operator: must be one of at_least, more_than"),
        ('operator = "at_least"', "", "measures.ors.reliable_change.operator: is missing"),
        ("points = 5.0\noperator", "points = 0\noperator", "points: must be a number from 0.1"),
        ("ratings = [3, 4]", "ratings = []", "check_in.ratings: must be a list of whole numbers above 0"),
        ("ratings = [3, 4]", "ratings = [0]", "check_in.ratings: must be a list of whole numbers above 0"),
        ("ratings = [3, 4]", "ratings = [3.5]", "check_in.ratings: must be a list of whole numbers above 0"),
        ("ratings = [3, 4]", "ratings = 3", "check_in.ratings: must be a list of whole numbers above 0"),
        ("published = false", 'published = "no"', "check_in.published: must be true or false"),
        ("[measures.ors.deterioration]", "[measures.ors.worsening]", "measures.ors.worsening: is not known"),
        ("[measures.ors.reliable_change]", "[measures.ors.crossing_suffices]", "crossing_suffices."),
        ('about = "', 'also = "', "about: is missing"),
        (
            "[measures.ors.deterioration]",
            "[measures.ors]\ndeterioration = 5\n[other]",
            "deterioration: must be a table",
        ),
        ("[measures.ors.cutoff]", "[measures.ors.cutoff", "file: cannot be understood at line "),
        ("adult = 25.0", "adult = 25,0", "file: has a number with a comma at line "),
    ],
)
def test_a_wrong_profile_is_refused_with_file_key_and_reason(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in ICCE
    message = refusal(profile_of, tmp_path / "mine.toml", ICCE.replace(old, new, 1))
    assert message.startswith("mine.toml: ")
    if "[measures.ors]\n" not in new:
        assert said in message


def test_a_profile_without_a_source_is_refused(tmp_path: Path) -> None:
    text = "\n".join(line for line in ICCE.splitlines() if not line.startswith("source"))
    assert "measures.ors.cutoff.source: is missing" in refusal(profile_of, tmp_path / "mine.toml", text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("high = 10.0", "high = 0.0", "high: must be above low"),
        ("step = 0.1", "step = 0", "step: must be a number from 0.1 to 100.0"),
        ("higher_is_better = true", 'higher_is_better = "yes"', "higher_is_better: must be true or false"),
        ('id = "overall"\n', "", "items[3].id: is missing"),
        ('id = "overall"', 'id = "overall"\nprompt = "x"', "items[3].prompt: is not known"),
        ("[[items]]", "[[item]]", "item: is not known"),
        ('version = "1"', 'version = "1"\nwording = "x"', "wording: is not known"),
    ],
)
def test_a_wrong_instrument_is_refused_with_file_key_and_reason(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in ORS
    assert f"mine.toml: {said}" in refusal(instrument_of, tmp_path / "mine.toml", ORS.replace(old, new, 1))


@pytest.mark.parametrize("items", ["items = 4", "items = []", "items = [1]"])
def test_an_instrument_needs_items(tmp_path: Path, items: str) -> None:
    text = ORS.split("[[items]]")[0] + items
    assert "mine.toml: items: must be a list of tables" in refusal(instrument_of, tmp_path / "mine.toml", text)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"^gone\.toml: file: cannot be read$"):
        read_file(tmp_path / "gone.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(DataFileError, match=r"^bytes\.toml: file: is not UTF-8: save it so$"):
        read_file(tmp_path / "bytes.toml")


def test_a_list_of_texts_holds_texts() -> None:
    file = Reader("mine.toml", {"good": ["a", "b"], "empty": [""], "other": [1], "none": 1})
    assert file.texts("good") == ("a", "b")
    for key in ("empty", "other", "none"):
        with pytest.raises(DataFileError, match=f"{key}: must be a list of texts"):
            file.texts(key)
