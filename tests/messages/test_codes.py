import pytest

from messages.codes import codes, looks_like_code

CODE = "MIACODE2"


@pytest.mark.parametrize(
    "text",
    [
        "MIACODE2",
        "miacode2",
        "/start MIACODE2",
        "/start",
        "MIA CODE2",
        "MIA-CODE-2",
        "MIACODE2.",
        '"MIACODE2"',
        "<MIACODE2>",
        "Code: MIACODE2 Thanks",
        "MIACODE2 Mia",
        "MIACODE2\n\nSent from my iPhone",
        "Hello, this is Mia Berg, my code is MIACODE2",
    ],
)
def test_a_code_is_found_with_words_around_it_and_blanks_in_it(text: str) -> None:
    assert (CODE in codes(text)) is (text != "/start")


@pytest.mark.parametrize("text", ["", "7 6.5 8 7", "MIACODE", "MIACODE22", "MIÄCODE2", "x" * 8 + " " * 200])
def test_what_is_no_code_is_none(text: str) -> None:
    assert codes(text) == ()


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("MIACODE3", True),
        ("Received", True),
        ("my code is MIACODE3", True),
        ("I received it", False),
        ("hello", False),
    ],
)
def test_a_code_that_is_mistyped_still_looks_like_one(text: str, looks: bool) -> None:
    assert looks_like_code(text) is looks
