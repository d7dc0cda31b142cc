import pytest

from measures.reading import (
    Ambiguous,
    Asked,
    NoNumber,
    OutOfRange,
    Reading,
    TooFew,
    TooMany,
    Values,
    read,
)
from measures.readings import as_record

LABELS = (("me", "m"), ("people", "family", "p"), ("daily life", "work", "d"), ("all in all", "overall", "all", "a"))
FOUR = Asked(labels=LABELS)
ONE = Asked(items=1, labels=LABELS[:1])
TWO = Asked(items=2, labels=LABELS[1:3])


@pytest.mark.parametrize(
    "text",
    [
        *("7 6.5 8 7", "7, 6.5, 8, 7", "7,6.5,8,7", "7, 6.5,8 ,7", "7;6,5;8;7", "7; 6.5; 8; 7", "7|6.5|8|7"),
        *(
            "7 6,5 8 7",
            "7\n6.5\n8\n7",
            "\r\n 7\r\n\r\n6.5\r\n8\r\n7\r\n",
            "7\t6.5\t8\t7",
            "7/6.5/8/7",
            "7 - 6.5 - 8 - 7",
            "- 7\n- 6.5\n- 8\n- 7",
            "• 7\n• 6.5\n• 8\n• 7",
        ),
        *("7. 6.5. 8. 7.", "7... 6.5... 8... 7", "7/10 6.5/10 8/10 7/10", "7 out of 10, 6.5 out of 10, 8 of 10, 7/10"),
        *("7 and 6.5 and 8 and 7", "7, 6.5, 8 and 7", "seven six and a half eight seven", "seven 6.5 eight 7"),
        *("7️⃣ 6️⃣½ 8️⃣ 7️⃣", "７ ６．５ ８ ７", "٧ ٦٫٥ ٨ ٧", "७ ६.५ ८ ७", "7 6½ 8 7", "7 6 1/2 8 7", "7.0 6.50 8.0 7.00"),
        *("me 7 people 6.5 work 8 overall 7", "Me: 7\nFamily: 6,5\nDaily life: 8\nAll in all: 7", "m7 p6.5 d8 a7"),
        *("1) 7 2) 6.5 3) 8 4) 7", "1. 7 2. 6,5 3. 8 4. 7", "1: 7\n2: 6.5\n3: 8\n4: 7", "1.) 7 2.) 6.5 3.) 8 4.) 7"),
        *("2) 6.5 1) 7 4) 7 3) 8", "overall 7 work 8 me 7 family 6.5", "Hello\n7 6.5 8 7", "Hi! My answers: 7 6.5 8 7"),
        *(
            "7ish 6.5 8 7-ish",
            "about 7, 6.5, 8, 7",
            "[7, 6.5, 8, 7]",
            "“7 6.5 8 7”",
            "❤️ 7 6.5 8 7",
            "7\u200b 6.5 8 7\u202c",
            "7/10\x0c6.5\x0b8\x1f7",
        ),
    ],
)
def test_a_clear_list_is_read(text: str) -> None:
    assert read(text, FOUR) == Values((70, 65, 80, 70))


@pytest.mark.parametrize(
    ("text", "tenths"),
    [
        *(
            ("7", 70),
            ("0", 0),
            ("10", 100),
            ("7.5", 75),
            ("7,5", 75),
            ("6,5", 65),
            ("10.0", 100),
            ("7.50", 75),
            ("½", 5),
        ),
        *(
            ("7.", 70),
            ("7:", 70),
            ("⑦", 70),
            ("⓪", 0),
            ("⑩", 100),
            ("7!!", 70),
            ("7,", 70),
            ("7...", 70),
            ("10/10", 100),
            ("7 / 10", 70),
            ("7 out of 10", 70),
        ),
        *(
            ("7 out of ten", 70),
            ("seven out of ten", 70),
            ("seven/10", 70),
            ("7.5/10", 75),
            ("ten", 100),
            ("TEN!", 100),
        ),
        *(("zero", 0), ("nil", 0), ("one", 10), ("a one", 10), ("seven and a half", 75), ("seven point five", 75)),
        *(("🔟", 100), ("7️⃣", 70), ("७", 70), ("۷", 70), ("~7", 70), ("about 7", 70), ("approx. 7", 70), ("at a 7", 70)),
        *(
            ("7ish", 70),
            ("7-ish", 70),
            ("sevenish", 70),
            ("I'd say a 7", 70),
            ("it's 7", 70),
            ("😀 7", 70),
            ("(7)", 70),
        ),
        *(("me 7", 70), ("Me: 7", 70), ("around a seven", 70), ('"7"', 70), ("7\x00", 70), ("ok 7", 70)),
    ],
)
def test_one_rating_is_read(text: str, tenths: int) -> None:
    assert read(text, ONE) == Values((tenths,))


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("7 because my mother died", "because my mother died"),
        ("3 I want to die", "I want to die"),
        ("7 - good", "good"),
        ("7: no. 7", ""),
        ("7 since 3 weeks", "since 3 weeks"),
        ("7 at 8:30", "at 8:30"),
        ("ten thanks", "thanks"),
        ("seven, because of it", "because of it"),
        ("One. Not a good week", "Not a good week"),
        ("7, it was one of those weeks", "it was one of those weeks"),
        ("7 <3", "♥"),
        ("me 7 thanks", "thanks"),
        ("7 por favor", "por favor"),
    ],
)
def test_words_after_a_rating_are_a_remark(text: str, remark: str) -> None:
    expected: Reading = Values((70,), remark)
    if text.startswith(("3", "ten", "One")):
        expected = Values(({"3": 30, "t": 100, "O": 10}[text[0]],), remark)
    if text == "7: no. 7":
        expected = Ambiguous((70,), (None,), text)
    assert read(text, ONE) == expected


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("7 6 8 7 sorry, late", "sorry, late"),
        ("7 6 8 7\n\nSent from my iPhone 12", "Sent from my iPhone 12"),
        ("7 6 8 7 thanks, see you on 12.5.", "thanks, see you on 12.5"),
        ("7 6 8 7 and also I took 20 mg", "and also I took 20 mg"),
        ("7, 6, 8, 7 see you at 5pm", "see you at 5pm"),
        ("7 6 8 7 ❤️", "❤"),
        ("me 7 people 6 work 8 overall 7 thanks", "thanks"),
    ],
)
def test_words_after_a_list_are_a_remark(text: str, remark: str) -> None:
    assert read(text, FOUR) == Values((70, 60, 80, 70), remark)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "7-8",
            "7 - 8",
            "7/8",
            "7 or 8",
            "7 to 8",
            "about 7 or 8",
            "between 7 and 8",
            "7 to 8 please",
            "6.5-7",
            "7 or 11",
        ),
        *(
            "7?",
            "7 ?",
            "7!?",
            "maybe 7?",
            "7+",
            "7-",
            "+7",
            "#7",
            "$7",
            "<3",
            ":-3",
            "8)",
            "8-)",
            "7:)",
            "=7",
            "7/",
        ),
        *(
            "7.25",
            "7.05",
            "7.30",
            "7,15",
            "9.99",
            "1,000",
            "007",
            "07",
            ".5",
            "1/2",
            "7 and 1/2",
            "7 half",
            "7/11",
            "7 out of 100",
            "70/100",
        ),
        *(
            "not 7",
            "no 7",
            "at 7",
            "half past 7",
            "see you at 7",
            "2 good 2 be true",
            "4ever",
            "gr8",
            "L8R",
            "1e1",
            "0x7",
        ),
        *("seven because", "zero motivation", "one of a kind", "ten or so", "7 to 8 hours", "7, last week 5", "7²"),
        *("7 but 4 at work", "1: 7", "people 7", "5.5.5.5", "24/7", "7 room 204", "m8", "ſix", "definitely seven"),
        *("a perfect ten", "3x", "1_0", "7good", "7: good", "I want to die 3", "7 now 8 tomorrow", "7 sur 20"),
        *("７？", "٧؟", "7❓", "７＋", "7₽", "10 👎", "7\u0336", ",5"),
    ],
)
def test_what_may_be_meant_otherwise_is_asked_back(text: str) -> None:
    assert isinstance(read(text, ONE), Ambiguous)


@pytest.mark.parametrize(
    "text",
    [
        *("", "   ", "none", "nothing", "I can't do this anymore", "🙂🙂", "-", "?", "o", "half", "VII"),
        *(
            "14:00",
            "at 8:30",
            "24.11.2026",
            "2026-11-24",
            "1/2/2026",
            "call 555 1234",
            "+49 151 2345678",
            "my room is 204",
        ),
        *("7pm", "7 pm", "7 a.m.", "7 am", "7 o'clock", "7 h", "7 hours of sleep", "7th", "7 days", "7%", "7 per cent"),
        *("7€", "4 friends came", "four friends came", "ten thousand", "one hundred", "7 may", "he has two kids"),
        "I told you that four of us were there and all ten laughed at it",
    ],
)
def test_what_holds_no_rating_is_a_remark(text: str) -> None:
    assert read(text, ONE) == NoNumber(text.strip())


@pytest.mark.parametrize(("text", "remark"), [("７：３０", "7:30"), ("７％", "7%"), ("7٪", "7%"), ("7‰", "7%")])
def test_wide_signs_are_as_good_as_plain_ones(text: str, remark: str) -> None:
    assert read(text, ONE) == NoNumber(remark)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("11", "11"), ("10.1", "10.1"), ("100", "100"), ("12.5.", "12.5"), ("I'd say 11", "11"), ("7687", "7687")),
        *(
            ("-3", "-3"),
            ("−3", "-3"),
            ("-3!", "-3"),
            ("-3.5", "-3.5"),
            ("-0", "-0"),
            ("minus 3", "-3"),
            ("menos 3", "-3"),
            ("－３", "-3"),
            ("➖3", "-3"),
        ),
        *(("minus three", "-three"), ("1" * 5000, "1" * 5000), ("٢٠", "20")),
    ],
)
def test_a_number_outside_the_range_is_said_as_written(text: str, value: str) -> None:
    reading = read(text, ONE)
    assert isinstance(reading, OutOfRange)
    assert reading.value == value


def test_a_number_outside_a_list_is_said_too() -> None:
    assert read("11 6 8 7", FOUR) == OutOfRange("11")
    assert read("7 6 8 70", FOUR) == OutOfRange("70")
    assert read("me 11 people 6", FOUR) == OutOfRange("11")
    assert read("I am 34 and have 2 kids", FOUR) == OutOfRange("34", "I am 34 and have 2 kids")


@pytest.mark.parametrize(
    ("text", "placed"),
    [
        ("7-8 6 8 7", (None, 60, 80, 70)),
        ("7 8-9 6 7", (70, None, 60, 70)),
        ("7? 6 8 7", (None, 60, 80, 70)),
        ("7 6 8 7?", (70, 60, 80, None)),
        ("7.25 6 8 7", (None, 60, 80, 70)),
        ("-1 7 8 7", (None, 70, 80, 70)),
        ("7 -1 8 7", (70, None, 80, 70)),
        ("7, ?, 8, 7", (70, None, 80, 70)),
        ("7 x 8 7", (70, None, 80, 70)),
        ("7 none 8 7", (70, None, 80, 70)),
    ],
)
def test_certain_places_of_an_unclear_list_are_kept(text: str, placed: tuple[int | None, ...]) -> None:
    reading = read(text, FOUR)
    assert isinstance(reading, Ambiguous)
    assert reading.placed == placed


@pytest.mark.parametrize(
    "text",
    [
        *(
            "7 or 8 6",
            "about 7 or 8",
            "7 to 8 please",
            "7 - 8 7",
            "24.11. 7 6 8",
            "7 today 4 yesterday",
            "7 but 4 tomorrow",
        ),
        *("7 6 8 7 or 8", "7 6 8 7 I feel 3", "7 6 8 7 (was 5 5 5 5)", "all 7", "me 7", "me 7 me 6 all 7", "7 7 7 7s"),
        *("7+6+8+7", "7:6:8:7", "7-6-8", "3 4 / 5 6", "1.7 2.6 3.8 4.7", "not 7 6 8 7", "7 6 8 7 pm", "7..6..8..7"),
        *(
            "07 06 08 07",
            "7 6 8 7?!",
            "7 6 8 7!!!?",
            "me 7 people 6 work 8 overall 7 hours",
            "7 6 8 7 20%",
            "1e1 6 8 7",
        ),
    ],
)
def test_no_place_is_guessed_where_none_is_certain(text: str) -> None:
    reading = read(text, FOUR)
    assert isinstance(reading, Ambiguous)
    assert reading.placed == (None, None, None, None)


def test_too_few_are_placed_only_by_label_or_number() -> None:
    assert read("7 6 8", FOUR) == TooFew((70, 60, 80), (None,) * 4)
    assert read("7,6 8,7", FOUR) == TooFew((76, 87), (None,) * 4)
    assert read("a 7", FOUR) == TooFew((70,), (None,) * 4)
    assert read("0", FOUR) == TooFew((0,), (None,) * 4)
    assert read("me 7 people 6", FOUR) == TooFew((70, 60), (70, 60, None, None))
    assert read("people 6, all 7", FOUR) == TooFew((60, 70), (None, 60, None, 70))
    assert read("1. 2 3. 4", FOUR) == TooFew((20, 40), (20, None, 40, None))
    assert isinstance(read("1. 2. 3. 4.", FOUR), Values)
    assert read("4) 7 1) 6", FOUR) == TooFew((60, 70), (60, None, None, 70))
    assert read("7 6 8 and I am tired", FOUR) == TooFew((70, 60, 80), (None,) * 4, "7 6 8 and I am tired")


@pytest.mark.parametrize("text", ["7 6 8 7 9", "7 6 8 7\n7 6 8 7", "5,5,5,5,5", "1 7 2 6 3 8 4 7"])
def test_more_than_asked_is_too_many(text: str) -> None:
    assert isinstance(read(text, FOUR), TooMany)
    assert isinstance(read("7 8", ONE), TooMany)
    assert isinstance(read("10 0", ONE), TooMany)
    assert isinstance(read("1️⃣0️⃣", ONE), TooMany)
    assert isinstance(read("①②③④", ONE), TooMany)


def test_indexes_that_fit_no_item_are_no_indexes() -> None:
    assert isinstance(read("1) 7 1) 6", FOUR), Ambiguous)
    assert isinstance(read("1) 7 5) 6", FOUR), Ambiguous)
    assert isinstance(read("1) 7 2) 6 x", FOUR), Ambiguous)


def test_items_may_be_numbered_from_another_number_than_one() -> None:
    third, last_two = Asked(items=1, numbers=(3,)), Asked(items=2, numbers=(2, 4), labels=(LABELS[1], LABELS[3]))
    assert read("3) 7", third) == Values((70,))
    assert isinstance(read("2) 7", third), Ambiguous)
    assert isinstance(read("3. 7", third), TooMany)
    assert isinstance(read("3 - 7", third), Ambiguous)
    assert isinstance(read("3) 7", ONE), Ambiguous)
    assert isinstance(read("1) 7", ONE), Ambiguous)
    assert read("4) 7 2) 6", last_two) == Values((60, 70))
    assert isinstance(read("1) 7 2) 6", last_two), Ambiguous)
    assert read("2 People 7\n4 Overall 6", last_two) == Values((70, 60))


def test_a_comma_is_a_decimal_unless_it_makes_the_list() -> None:
    assert read("7,5", TWO) == Ambiguous((75,), (None, None))
    assert read("7,5 6,5", TWO) == Values((75, 65))
    assert read("7 , 5", TWO) == Values((70, 50))
    assert read("7,6,8,7", FOUR) == Values((70, 60, 80, 70))
    assert read("5,5, 5,5, 5,5, 5,5", FOUR) == Values((55, 55, 55, 55))
    assert read("7,6,8,seven", FOUR) == Values((70, 60, 80, 70))
    assert read("7 ,6 ,8 ,5", FOUR) == read("7,6,8 ,5", FOUR) == Values((70, 60, 80, 50))


@pytest.mark.parametrize("text", ["7 6 8 ,5", "7 6 ,5 8", "7\n6\n8\n,5", "7 6 8 7 ,5", "7 ,6 8 7"])
def test_a_comma_at_the_beginning_of_a_number_may_be_half_a_point(text: str) -> None:
    reading = read(text, FOUR)
    assert isinstance(reading, Ambiguous)
    assert set(reading.placed) == {None}


def test_a_comma_at_the_beginning_of_the_second_of_two_numbers_may_be_half_a_point() -> None:
    assert read("8 ,5", TWO) == Ambiguous((80, 50), (None, None))
    assert read("8 ,5", ONE) == Ambiguous((80, 50), (None,))


def test_two_numbers_are_no_list_by_hyphen_or_slash() -> None:
    assert isinstance(read("7-6", TWO), Ambiguous)
    assert isinstance(read("7/6", TWO), Ambiguous)
    assert isinstance(read("7 or 6", TWO), Ambiguous)
    assert read("7 and 6", TWO) == Values((70, 60))
    assert isinstance(read("7 6 hours", TWO), Ambiguous)


def test_slashed_tens_are_a_list() -> None:
    assert read("7/6/8/10", FOUR) == Values((70, 60, 80, 100))
    assert read("10/10/10/10", FOUR) == Values((100, 100, 100, 100))


PHQ = Asked(items=1, high=30, step=10, higher_is_better=False)
KESSLER = Asked(items=1, low=10, high=50, step=10, higher_is_better=False)
HUNDRED = Asked(items=1, high=1000, step=10)


@pytest.mark.parametrize(
    ("text", "asked", "points"),
    [
        *(("2", PHQ, 2), ("2.0", PHQ, 2), ("3 out of 3", PHQ, 3), ("three", PHQ, 3), ("3, terrible", PHQ, 3)),
        *(("5", KESSLER, 5), ("4 out of five", KESSLER, 4)),
        *(("70", HUNDRED, 70), ("100", HUNDRED, 100), ("70/100", HUNDRED, 70), ("70 out of 100", HUNDRED, 70)),
        ("on a scale of 0 to 100, 70", HUNDRED, 70),
        ("7", HUNDRED, 7),
    ],
)
def test_a_rating_is_read_in_its_own_range(text: str, asked: Asked, points: int) -> None:
    reading = read(text, asked)
    assert isinstance(reading, Values)
    assert reading.values == (points * 10,)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        *((text, PHQ) for text in ("2/10", "2 out of 10", "2/3", "2-3", "2.5", "on a scale of 0 to 10, 3", "0 awful")),
        *((text, PHQ) for text in ("0 (terrible)", "3 (great)", "3, fine", "3, not bad")),
        *((text, KESSLER) for text in ("5/10", "4/5", "4.5", "5 of ten")),
        *((text, HUNDRED) for text in ("7/10", "7 out of 10", "70-80", "7 of ten", "on a scale of 0 to 10, 7")),
    ],
)
def test_another_range_than_its_own_is_asked_back(text: str, asked: Asked) -> None:
    assert isinstance(read(text, asked), Ambiguous)


def test_a_number_that_is_outside_its_own_range_is_said() -> None:
    assert read("7", PHQ) == OutOfRange("7")
    assert read("0", KESSLER) == OutOfRange("0")
    assert read("101", HUNDRED) == OutOfRange("101")
    assert read("120132100", Asked(items=9, high=30, step=10)) == OutOfRange("120132100")


@pytest.mark.parametrize("text", ["not at all", "several days", "more than half the days", "nearly every day"])
def test_an_option_in_words_is_no_number(text: str) -> None:
    assert read(text, PHQ) == NoNumber(text)


FREQUENCIES = ("Not at all", "Several days", "More than half the days", "Nearly every day")
WORDED = Asked(items=1, high=30, step=10, higher_is_better=False, options=FREQUENCIES)


@pytest.mark.parametrize("form", ["{} {}", "{} · {}", "{} - {}", "{}: {}.", "{} = {}", "{} ({})", "{}, {}!", "{}\n{}"])
@pytest.mark.parametrize("points", range(4))
def test_a_point_may_be_sent_with_its_answer(points: int, form: str) -> None:
    assert read(form.format(points, FREQUENCIES[points]), WORDED) == Values((points * 10,))
    assert read(form.format(points, FREQUENCIES[points].lower()), WORDED) == Values((points * 10,))
    kessler = Asked(items=1, low=10, high=50, step=10, options=("None of the time", *FREQUENCIES))
    assert read(form.format(points + 2, FREQUENCIES[points]), kessler) == Values((points * 10 + 20,))


def test_a_point_with_the_answer_of_another_is_asked_back() -> None:
    assert read("0 nearly every day", WORDED) == Ambiguous((30,), (None,), "0 nearly every day")
    assert isinstance(read("3 (not at all)", WORDED), Ambiguous)
    assert isinstance(read("4 nearly every day", WORDED), Ambiguous)


@pytest.mark.parametrize("form", ["{}", "{}.", " {}! ", "{}\n"])
@pytest.mark.parametrize("points", range(4))
def test_a_published_answer_alone_is_its_point(points: int, form: str) -> None:
    for said in (FREQUENCIES[points], FREQUENCIES[points].upper()):
        assert read(form.format(said), WORDED) == Values((points * 10,))


@pytest.mark.parametrize(
    "text", ["half the days", "not at all well", "several days, nearly every day", "nearly every day, I have a plan"]
)
def test_words_that_are_no_published_answer_are_no_number(text: str) -> None:
    assert read(text, WORDED) == NoNumber(text)


def test_ten_items_may_be_numbered() -> None:
    numbered = " ".join(f"{number}) {number % 5 + 1}" for number in range(1, 11))
    asked = Asked(items=10, low=10, high=50, step=10)
    assert read(numbered, asked) == Values((20, 30, 40, 50, 10, 20, 30, 40, 50, 10))


def test_the_steps_of_a_measure_are_kept() -> None:
    assert read("2.5", Asked(items=1, high=30, step=10)) == Ambiguous((25,), (None,))
    assert read("3", Asked(items=1, high=30, step=10)) == Values((30,))
    assert read("4", Asked(items=1, high=30, step=10)) == OutOfRange("4")


@pytest.mark.parametrize(
    ("language", "text", "tenths"),
    [
        *(
            ("de", "eine Sieben", 70),
            ("de", "siebeneinhalb von zehn", 75),
            ("de", "FÜNF", 50),
            ("de", "fu\u0308nf", 50),
        ),
        *(("de", "drei komma fünf", 35), ("de", "ca. 7", 70), ("de", "ein 7", 70), ("de", "ich bin bei 7", 70)),
        *(
            ("es", "un siete", 70),
            ("es", "siete y medio", 75),
            ("es", "más o menos 7", 70),
            ("es", "siete de diez", 70),
        ),
        *(("fr", "un sept", 70), ("fr", "sept sur dix", 70), ("fr", "à peu près 7", 70), ("fr", "zéro", 0)),
        *(("pt", "um 7", 70), ("pt", "sete de dez", 70), ("pt", "mais ou menos 7", 70), ("pt", "tre\u0302s", 30)),
        *(("nl", "een zeven", 70), ("nl", "drieënhalf", 35), ("nl", "zeven op tien", 70), ("nl", "zo'n 7", 70)),
        *(("it", "un sette", 70), ("it", "sei su dieci", 60), ("it", "più o meno 7", 70), ("it", "sei", 60)),
        *(("pl", "siedem i pół", 75), ("pl", "siedem na dziesięć", 70), ("pl", "około 7", 70), ("pl", "szesc", 60)),
        *(("pl", "siódemka", 70), ("pl", "daję siodemke", 70), ("pl", "7 z 10", 70), ("pl", "siedem z dziesięciu", 70)),
        *(
            ("pl", "Dzień dobry, 7", 70),
            ("de", "Guten Tag, 7", 70),
            ("it", "Buongiorno, 7", 70),
            ("pt", "bom dia 7", 70),
        ),
        *(("nl", "een zesje", 60), ("nl", "9 op 10", 90), ("de", "zwo", 20), ("de", "sieben komma fuenf", 75)),
        *(
            ("fr", "plutôt neuf", 90),
            ("fr", "sept point cinq", 75),
            ("pt", "sete virgula cinco", 75),
            ("en", "nought", 0),
        ),
        *(("xx", "seven", 70), ("de", "seven", 70)),
    ],
)
def test_each_language_has_its_own_way(language: str, text: str, tenths: int) -> None:
    assert read(text, Asked(items=1, language=language)) == Values((tenths,))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("de", "acht geben"), ("de", "null Bock"), ("de", "um 7"), ("de", "zwischen 7 und 8"), ("de", "7 bis 8")),
        *(
            ("es", "cero ganas"),
            ("es", "7 o 8"),
            ("es", "entre 7 y 8"),
            ("fr", "à 7"),
            ("fr", "7 à 8"),
            ("fr", "rien de neuf depuis 8"),
        ),
        *(
            ("it", "Sei stanca?"),
            ("it", "tra 7 e 8"),
            ("pl", "7 do 8"),
            ("pl", "między 7 a 8"),
            ("nl", "7 of 8"),
            ("nl", "9 of 10"),
            ("nl", "negen of tien"),
            ("pl", "7 czy 8"),
            ("pt", "7 a 8"),
            ("pt", "sete meia"),
        ),
    ],
)
def test_each_language_is_asked_back_its_own_doubts(language: str, text: str) -> None:
    assert isinstance(read(text, Asked(items=1, language=language)), Ambiguous)


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("7 6 8 7 bye", {"kind": "values", "values": [7.0, 6.0, 8.0, 7.0], "remark": "bye"}),
        ("7", {"kind": "too_few", "values": [7.0], "remark": ""}),
        ("1 2 3 4 5", {"kind": "too_many", "values": [1.0, 2.0, 3.0, 4.0, 5.0], "remark": ""}),
        ("7-8", {"kind": "ambiguous", "values": [7.0, 8.0], "remark": ""}),
        ("11", {"kind": "out_of_range", "values": [], "remark": ""}),
        ("hello", {"kind": "no_number", "values": [], "remark": "hello"}),
    ],
)
def test_a_reading_is_told_as_json(text: str, record: dict[str, object]) -> None:
    assert as_record(read(text, FOUR)) == record


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("fr", "rien de neuf"), ("fr", "2 personnes"), ("es", "4 amigos"), ("pt", "3 filhos"), ("pt", "7 janeiro")),
        *(("nl", "4 vrienden"), ("nl", "7 mei"), ("it", "due amici"), ("it", "7 maggio"), ("pl", "7 maja")),
        *(("de", "zwei Freundinnen"), ("pl", "5 osób")),
    ],
)
def test_each_language_counts_other_things(language: str, text: str) -> None:
    assert read(text, Asked(items=1, language=language)) == NoNumber(text)
