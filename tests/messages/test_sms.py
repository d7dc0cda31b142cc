import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.sms import ALPHABET, BASIC, EXTENSION, Segments, plain, segments


@pytest.mark.parametrize(
    ("text", "count", "units"),
    [
        ("", 1, 0),
        ("a", 1, 1),
        ("a" * 160, 1, 160),
        ("a" * 161, 2, 161),
        ("a" * 306, 2, 306),
        ("a" * 307, 3, 307),
        ("€" * 80, 1, 160),
        ("€" * 80 + "a", 2, 161),
        ("a" * 158 + "€", 1, 160),
        ("a" * 159 + "€", 2, 161),
        ("^{}\\[~]|€", 1, 18),
        ("äöüÄÖÜßñÑàèéìòùÇøØåÅæÆ", 1, 22),
        ("ΔΦΓΛΩΠΨΣΘΞ", 1, 10),
        ("line\r\nline", 1, 10),
    ],
)
def test_gsm_7_holds_160_alone_and_153_in_a_chain(text: str, count: int, units: int) -> None:
    assert segments(text) == Segments(count, "GSM-7", units)


@pytest.mark.parametrize(
    ("text", "count", "units"),
    [
        ("ł", 1, 1),
        ("ł" * 70, 1, 70),
        ("ł" * 71, 2, 71),
        ("ł" * 134, 2, 134),
        ("ł" * 135, 3, 135),
        ("😀" * 35, 1, 70),
        ("😀" * 35 + "a", 2, 71),
        ("^{}" + "’", 1, 4),
        ("a" * 150 + "’", 3, 151),
        ("ç", 1, 1),
        ("`", 1, 1),
        ("\t", 1, 1),
    ],
)
def test_ucs_2_holds_70_alone_and_67_in_a_chain(text: str, count: int, units: int) -> None:
    assert segments(text) == Segments(count, "UCS-2", units)


def test_the_alphabet_is_that_of_gsm_03_38() -> None:
    assert len(BASIC) == 127
    assert len(EXTENSION) == 10
    assert not BASIC & EXTENSION


@pytest.mark.parametrize(
    ("text", "cheap"),
    [
        ("it’s “fine” – really…", 'it\'s "fine" - really...'),
        ("«oui»\u00a0: ça va", '"oui" : ca va'),
        ("proszę żółć łódź", "prosze zólc lódz".replace("ó", "o")),
        ("déjà vu, señor", "déjà vu, señor"),
        ("não, três", "nao, tres"),
        ("plain", "plain"),
    ],
)
def test_typography_and_foreign_accents_become_plain(text: str, cheap: str) -> None:
    assert plain(text) == cheap
    assert segments(plain(text)).encoding == "GSM-7"


@pytest.mark.parametrize("text", ["’😀’", "привет…", "7️⃣"])
def test_a_text_that_cannot_become_plain_is_left_as_it_is(text: str) -> None:
    assert plain(text) == text


@given(st.text())
def test_plain_text_never_costs_more(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert plain(text) == text or segments(plain(text)).encoding == "GSM-7"


@given(st.text(alphabet=sorted(ALPHABET)))
def test_what_is_plain_stays(text: str) -> None:
    assert plain(text) == text


@given(st.text(), st.text())
def test_a_longer_text_never_costs_less(one: str, other: str) -> None:
    assert segments(one + other).count >= segments(one).count >= 1
