"""What holds for every reply, whatever it says."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.numerals import HALVES, WORDS
from measures.reading import Ambiguous, Asked, NoNumber, OutOfRange, TooFew, TooMany, Values, read
from measures.tokens import MOST, cut, plain

LANGUAGES = sorted(WORDS)
LABELS = (("me", "m"), ("people", "p"), ("work", "d"), ("overall", "a"))
PIECES = st.sampled_from([
    *("7", "10", "0", "11", "6.5", "7,5", "-", "/", ",", ";", ".", " ", "\n", "?", "!", ":", "(", ")", "½", "1/2"),
    *("seven", "sieben", "un", "me", "people", "about", "to", "or", "and", "out of", "hours", "%", "ish", "x", "<3"),
    *("because", "no", "I want to die. ", "0-10:", "tablets", "at 5", "a", "an", "Me", "1=", "Mai", ":)", "ok"),
    *("minus", "/10", "7️⃣", "🔟", "٧", "\u200b", "e\u0301", "İ", "ſix", "²", "”", "'", "\x1c", "\u2028", "ß"),
])  # fmt: skip
TENTHS = st.lists(st.integers(0, 100), min_size=4, max_size=4).filter(
    lambda values: not all(one // 10 == place and one % 10 for place, one in enumerate(values, 1))
)


def point(tenths: int) -> str:
    return f"{tenths / 10:g}"


def comma(tenths: int) -> str:
    return point(tenths).replace(".", ",")


def fixed(tenths: int) -> str:
    return f"{tenths / 10:.1f}"


def out_of_ten(tenths: int) -> str:
    return f"{tenths / 10:g}/10"


def arabic(tenths: int) -> str:
    return point(tenths).translate({**{48 + digit: 0x660 + digit for digit in range(10)}, ord("."): "٫"})


def full_width(tenths: int) -> str:
    return point(tenths).translate({**{48 + digit: 0xFF10 + digit for digit in range(10)}, ord("."): "．"})


FORMS: list[tuple[Callable[[int], str], list[str]]] = [
    (point, [" ", ", ", "; ", ";", "\n", " | ", "/", " - ", " and ", "\t", ". "]),
    (comma, [" ", ", ", "; ", ";", "\n", "/", " - "]),
    (fixed, [" ", ", ", ",", "; ", "\n", "/"]),
    (out_of_ten, [" ", ", ", ",", ";", "\n"]),
    (arabic, [" ", "، ", "\n"]),
    (full_width, [" ", "　", "，"]),
]


@given(TENTHS, st.sampled_from([(form, separator) for form, separators in FORMS for separator in separators]))
def test_a_list_written_in_any_accepted_form_is_read_back(
    values: list[int], way: tuple[Callable[[int], str], str]
) -> None:
    form, separator = way
    assert read(separator.join(map(form, values)), Asked(labels=LABELS)) == Values(tuple(values))


@given(st.integers(0, 100), st.sampled_from([form for form, _ in FORMS]), st.sampled_from(["", "about ", "ok, ", "\n"]))
def test_one_rating_written_in_any_accepted_form_is_read_back(
    tenths: int, form: Callable[[int], str], lead: str
) -> None:
    assert read(f"{lead}{form(tenths)}", Asked(items=1)) == Values((tenths,))


@given(TENTHS, st.permutations(range(4)), st.sampled_from(["{} {}", "{}: {}", "{}={}"]))
def test_labelled_ratings_are_read_back_in_any_order(values: list[int], order: list[int], form: str) -> None:
    text = ", ".join(form.format(LABELS[item][0], point(values[item])) for item in order)
    assert read(text, Asked(labels=LABELS)) == Values(tuple(values))


@given(
    st.sampled_from(LANGUAGES), st.lists(st.integers(0, 10), min_size=4, max_size=4), st.sampled_from([" ", ", ", "\n"])
)
def test_spelled_lists_are_read_back_in_every_language(language: str, points: list[int], separator: str) -> None:
    text = separator.join(WORDS[language][one][0] for one in points)
    assert read(text, Asked(language=language)) == Values(tuple(one * 10 for one in points))


@given(st.sampled_from(LANGUAGES), st.integers(0, 9), st.data())
def test_spelled_halves_are_read_back_in_every_language(language: str, points: int, data: st.DataObject) -> None:
    half = data.draw(st.sampled_from(HALVES[language]))
    word = data.draw(st.sampled_from([*WORDS[language][points], str(points)]))
    assert read(f"{word}{half}", Asked(items=1, language=language)) == Values((points * 10 + 5,))


ANY = st.one_of(st.text(), st.lists(PIECES, max_size=14).map("".join), st.lists(PIECES, max_size=14).map(" ".join))


@given(ANY, st.integers(1, 6), st.sampled_from([*LANGUAGES, "xx"]))
def test_no_text_raises_and_every_reading_keeps_its_promise(text: str, items: int, language: str) -> None:
    reading = read(text, Asked(items=items, language=language, labels=LABELS[:items]))
    match reading:
        case Values(values):
            assert len(values) == items
            assert all(0 <= value <= 100 for value in values)
        case TooFew(values, placed):
            assert 0 < len(values) < items
            assert len(placed) == items
        case TooMany(values):
            assert len(values) > items
        case Ambiguous(candidates, placed):
            assert all(0 <= value <= 100 for value in candidates)
            assert len(placed) == items
        case OutOfRange(value):
            assert value
        case NoNumber(remark):
            assert remark or not text.strip() or not plain(text)


@given(ANY, st.sampled_from(LANGUAGES), st.booleans())
def test_tokens_stand_where_they_say_and_in_order(text: str, language: str, listed: bool) -> None:
    bare = plain(text)
    tokens = cut(bare, language, 10, listed=listed)
    assert len(tokens) == 0 or tokens[0].start >= 0
    for one, other in pairwise(tokens):
        assert one.end <= other.start
    for token in tokens:
        assert bare[token.start :].startswith(token.raw)
        assert token.end <= len(bare)


@given(ANY)
def test_plain_text_is_plain_for_good(text: str) -> None:
    bare = plain(text)
    assert not re.search(r"  |\n\n|^\s|\s$|\t|\r", bare)


LONG = 10_000
ENDLESS = [
    *(
        "7",
        " ",
        "7 ",
        "7,",
        "7.",
        "seven ",
        "7)",
        "(7",
        "-",
        "7-",
        "7/",
        "7 / ",
        "1) 7 ",
        "\n",
        "7\n",
        "'",
        "i'm ",
        "me 7 ",
    ),
    *("7 and ", "7 hours ", "12:30 ", "1.1.2026 ", "e\u0301", "a\u0301\u0323", "7️⃣", "\u200b", "<3", "about ", "!", "?"),
    *("½", "7 1/2 ", "٧", "🔟", "siete y medio ", "minus ", "7 out of 10 ", "zehn ", "7ish", "más o menos "),
    *(
        "7 because ",
        "I want to die. ",
        "no ",
        "7, ",
        "1 Me 7\n",
        "0-10: ",
        "on a scale of 0 to 10 ",
        "guten tag ",
        "7 am ",
    ),
]


RANGES = [(0, 100, 1), (0, 30, 10), (10, 50, 10), (0, 1000, 10), (0, 1000, 50), (5, 45, 5)]


@given(
    st.one_of(st.text(min_size=1, max_size=30), st.lists(PIECES, min_size=1, max_size=6).map(" ".join)),
    ANY,
    st.sampled_from(RANGES),
    st.integers(1, 10),
    st.sampled_from(LANGUAGES),
    st.booleans(),
)
def test_no_text_of_ten_thousand_characters_raises_in_any_range(
    piece: str, end: str, limits: tuple[int, int, int], items: int, language: str, numbered: bool
) -> None:
    low, high, step = limits
    numbers = tuple(range(3, items + 3)) if numbered else ()
    asked = Asked(items, low, high, step, language, LABELS[:items], numbers=numbers)
    text = f"{(piece * LONG)[: LONG - len(end)]}{end}"
    reading = read(text, asked)
    if isinstance(reading, Values):
        assert len(reading.values) == items
        assert all(low <= value <= high and (value - low) % step == 0 for value in reading.values)


@pytest.mark.parametrize("items", [1, 4])
@pytest.mark.parametrize("piece", ENDLESS)
def test_ten_thousand_characters_are_read_like_any_other(piece: str, items: int) -> None:
    asked = Asked(items=items, language="de", labels=LABELS[:items])
    short, long = piece * 200, piece * (LONG // len(piece))
    for before, after in (("", ""), ("7", "x"), ("", "7")):
        assert type(read(f"{before}{long}{after}", asked)) is type(read(f"{before}{short}{after}", asked))


def test_a_long_text_with_one_number_in_it_is_asked_back_with_all_its_words() -> None:
    text = f"{'It was a hard week and nobody called. ' * 200}So I would say 4"
    assert read(text, Asked(items=1)) == Ambiguous((40,), (None,), text)


def test_no_more_numbers_are_looked_at_than_any_measure_has_items() -> None:
    assert len(cut("7 " * LONG, "en", 10, listed=True)) == MOST
