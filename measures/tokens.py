"""Tokens: the numbers in a reply, each with what makes it doubtful, cut in time linear in the reply's length."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from measures.numerals import CHOICES, HALVES, ONE_AND_A_HALF, OUT_OF, WORDS
from measures.units import counts

INVISIBLE = [*range(9), *range(14, 28), 127, 0xFE0F, 0xFEFF, 0x2069]
INVISIBLE += [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2069)]
WIDE = {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
SIGNS = dict.fromkeys(INVISIBLE, "") | WIDE | str.maketrans({
    "\u20e3": " ", "🔟": " 10 ", **{chr(0x245F + one): f" {one} " for one in range(1, 11)}, "⓪": " 0 ",
    "\u2212": "-", "\u2013": "-", "\u2014": "-", "\u2012": "-", "\u2011": "-",
    "\u066b": ".", "\u060c": ",", "\u3001": ",", "\u3002": ".", "\u066a": "%", "\ufe6a": "%", "\u2030": "%",
    "\u061f": "?", "❓": "?", "❔": "?", "\ufe63": "-", "➖": "-", "➕": "+", "\ufe62": "+",
    "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2026": "...",
})  # fmt: skip
WRAPPED = {'"': '"', "'": "'", "(": ")", "[": "]", "*": "*", "«": "»"}
GLUED_BEFORE = "+#<>$€£@*^_=%.:'\"\\"
GLUED_AFTER = "%°?+*^_=#@\\<>~'\""
STRUCK = ("Sc", "Mn", "Me")
"""Unicode's categories of money, and of what strikes a number out."""
HEART = re.compile(r"(?<=.)<3+(?![0-9.,])")
ACCENTED = re.compile(r"\w[\u0300-\u0328]")
MOST = 64
"""Numbers that are looked at; no measure has so many items."""

LONGEST = 6
"""Digits of a number that are read; a longer one is far outside every range."""

FRACTIONS = frozenset({*"0123456789", "00", "50"})
"""What may stand behind the point of a rating; `7.30` may be an hour."""

TIME_OR_DATE = r"(?<![\w:.])(?:\d{1,2}:\d\d(?![:\d])|\d{4}-\d\d?-\d\d?(?!\w)|\d{1,2}([./-])\d{1,2}\1\d{4}(?!\w))"

SLASHED = 10
"""The lowest top of a range with which a slash says `out of`: `2/3` may be a 2 or a 3."""


@dataclass(frozen=True, slots=True)
class Token:
    """A number in a text, from `start` to `end`: in tenths (None: finer than a tenth or oddly written), and as written.

    `led`, `followed`: something is glued to it that makes it another thing (`#7`, `gr8`; `7x`, `7?`). `counts`: it is a
    time or a date, or counts hours, euros, people.
    """

    raw: str
    tenths: int | None
    start: int
    end: int
    spelled: bool = False
    led: bool = False
    followed: bool = False
    counts: bool = False

    def within(self, low: int, high: int) -> bool:
        """Whether it says something from `low` to `high` (tenths)."""
        return self.tenths is not None and low <= self.tenths <= high


def plain(text: str) -> str:
    """Digits of every script as 0 to 9, signs as plain ones, single blanks, no invisible signs, no quotes around."""
    text = HEART.sub("♥", text.translate(SIGNS))
    if not text.isascii():
        composed = ACCENTED.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)
        text = "".join(str(unicodedata.decimal(char, char)) for char in composed)
    text = "\n".join(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)
    return text[1:-1].strip() if len(text) > 1 and WRAPPED.get(text[0]) == text[-1] else text


def unscaled(text: str, top: int) -> str:
    """Without our own scale at the beginning: `0-10: 7`, `on a scale of 0 to 10, 7`. `top`: its highest point."""
    ahead = _ahead(top).match(text)
    return text[ahead.end() :] if ahead else text


def cut(text: str, language: str, top: int, *, listed: bool) -> list[Token]:
    """The numbers in a plain text, in order. `listed`: several are expected, so that `7,6,8` is three. `top`: the
    highest point, which a rating may say that it is out of.
    """
    found: list[Token] = []
    opened, spelled = text.find("("), _spelled(language)
    for match in islice(_pattern(language, top).finditer(text), MOST):
        end = match.end()
        word, number = match["word"], match["number"]
        token = Token(
            raw=word or number or match[0],
            tenths=spelled.get(word.lower()) if word else _tenths(number) if number else None,
            start=match.start(),
            end=end,
            spelled=word is not None,
            led=_led(text, match.start()),
            followed=_followed(text, end, closes=0 <= opened < match.start()),
            counts=(word or number) is None or counts(text, end, language),
        )
        found += _split(token) if listed and number else [token]
    return found


def _led(text: str, start: int) -> bool:
    """`,5` may be half a point; with a blank behind the comma, or numbers before it, it is a pause."""
    return start > 0 and (text[start - 1].isalnum() or text[start - 1] in GLUED_BEFORE or text[:start] == ",")


def _followed(text: str, end: int, *, closes: bool) -> bool:
    if end == len(text):
        return False
    after = text[end]
    if after == ":":
        return len(text) > end + 1
    if (
        after.isalnum()
        or after in GLUED_AFTER
        or unicodedata.category(after) in STRUCK
        or text[end : end + 8].lstrip(" .!")[:1] == "?"
    ):
        return True
    return after == ")" and not closes


def _split(token: Token) -> list[Token]:
    """A run of digits as one number, or as the list it is when there is more than one comma, or dots as well."""
    parts = token.raw.split(",", MOST)[:MOST]
    if len(parts) < 3 and not (len(parts) == 2 and "." in token.raw):
        return [token]
    found, at = [], token.start
    for part in parts:
        found.append(Token(part, _tenths(part), at, at + len(part)))
        at += len(part) + 1
    found[0] = replace(found[0], led=token.led)
    found[-1] = replace(found[-1], end=token.end, followed=token.followed, counts=token.counts)
    return found


def _tenths(raw: str) -> int | None:
    """`7`, `7.5`, `7,50`, `7½`, `7 and a half`; None for what is finer than a tenth, oddly written or like an hour."""
    digits = raw[: len(raw) - len(raw.lstrip("0123456789"))]
    rest = raw[len(digits) :]
    if len(digits) > 1 and digits[0] == "0":
        return None
    points = int(digits[:LONGEST] or 0) * 10
    if not rest:
        return points
    if rest[0] not in ".,":
        return points + 5
    fraction = rest[1:]
    return points + int(fraction[0]) if fraction in FRACTIONS else None


@lru_cache(maxsize=16)
def _spelled(language: str) -> dict[str, int]:
    """Spelled numbers and halves of a language (and English ones), in tenths."""
    found: dict[str, int] = {}
    for spoken in _spoken(language):
        for value, words in enumerate(WORDS[spoken]):
            for word in words:
                found[word] = value * 10
                if value < 10:
                    found.update({word + half: value * 10 + 5 for half in HALVES[spoken]})
        found.update(dict.fromkeys(ONE_AND_A_HALF.get(spoken, ()), 15))
    return found


def _spoken(language: str) -> tuple[str, ...]:
    """English, and the language itself if its numbers are known."""
    return ("en", language) if language in WORDS and language != "en" else ("en",)


@lru_cache(maxsize=64)
def _pattern(language: str, top: int) -> re.Pattern[str]:
    spoken = _spoken(language)
    words = _any_of(_spelled(language))
    halves = _either({half for one in spoken for half in HALVES[one]})
    highest = _either({str(top), *(word for one in spoken if top < len(WORDS[one]) for word in WORDS[one][top])})
    before_it = _either(word for word in OUT_OF if word not in CHOICES.get(language, ()))
    number = rf"[0-9]+(?: ?½| 1/2(?![0-9])|(?:{halves})(?!\w)|(?:[.,][0-9]+)*)|½"
    slash = rf" ?/ ?(?:{highest})(?![\w/]|\.[0-9]|,[0-9](?![0-9.,]*/))|" if top >= SLASHED else ""
    scale = rf"(?:{slash} (?:{before_it}) (?:{highest})(?!\w)|,? {_scale(top)})?"
    about = r"(?:[ -]?ish(?!\w))?"
    found = (
        rf"(?=[0-9½])(?:{TIME_OR_DATE}|(?P<number>{number}){scale}{about})"
        rf"|\b(?P<word>{words})(?=ish|\W|$){scale}{about}"
    )
    return re.compile(found, re.IGNORECASE)


@lru_cache(maxsize=16)
def _ahead(top: int) -> re.Pattern[str]:
    return re.compile(rf"(?:{_scale(top)}|[01] ?- ?{top}(?= ?[:=]))[ ,:=]*(?=.)", re.IGNORECASE)


def _scale(top: int) -> str:
    """Our own scale, said again: `7 on a scale of 0 to 10`."""
    return (
        r"(?:on|from|in|auf|en|sur|numa|em|op|su|w)(?: \w+)? (?:scale|skala|escala|échelle|echelle|schaal|scala|skali)"
        rf" (?:of|from|von|de|del|van|da|od) [01] ?(?:to|bis|a|al|à|tot|do|-) ?{top}(?!\w)"
    )


def _any_of(words: Iterable[str]) -> str:
    """The same for many words, sorted by their first letters, so that most are ruled out at once."""
    initials = sorted({word[0] for word in words})
    rests = (_either(word[1:] for word in words if word[0] == initial) for initial in initials)
    found = "|".join(f"{initial}(?:{rest})" for initial, rest in zip(initials, rests, strict=True))
    return rf"(?=[{''.join(initials)}])(?:{found})"


def _either(words: Iterable[str]) -> str:
    """An expression for one of some words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))
