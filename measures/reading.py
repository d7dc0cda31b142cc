"""Reading a reply: exactly the numbers asked for, or a reason to ask back. Never a guess.

A reply is cut into tokens once. Numbers stand at its beginning, after at most some harmless words, in one of the usual
separations; what follows is a remark. Anything else near a number makes the reply unclear.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias, assert_never

from measures.numerals import ARTICLES, HALVES, JOINERS, LEADS, OUT_OF, UNITS, WORDS


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: how many items, their range and step in tenths, the language, and per item the lower-case labels."""

    items: int = 4
    low: int = 0
    high: int = 100
    step: int = 1
    language: str = "en"
    labels: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Values:
    """As many ratings as were asked for, in tenths, in the items' order."""

    values: tuple[int, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class TooFew:
    """Fewer than asked. `placed`: those whose item is certain (by label)."""

    values: tuple[int, ...]
    placed: tuple[int | None, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class TooMany:
    """More than asked."""

    values: tuple[int, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Numbers that may be meant in more than one way. `placed`: those whose item is certain (by position or label)."""

    candidates: tuple[int, ...]
    placed: tuple[int | None, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """A number outside the range, as it was written."""

    value: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class NoNumber:
    """No rating at all; the whole reply is the remark."""

    remark: str = ""


Reading: TypeAlias = Values | TooFew | TooMany | Ambiguous | OutOfRange | NoNumber

INVISIBLE = dict.fromkeys([0xFE0F, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)])
SIGNS = str.maketrans({
    "\u20e3": " ", "🔟": " 10 ", "\u2212": "-", "\u2013": "-", "\u2014": "-", "\u2012": "-", "\u2011": "-",
    "\u066b": ".", "\uff0c": ",", "\uff0e": ".", "\uff0f": "/", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    "\u2019": "'", "\u3000": " ", "\uff1b": ";", "\u060c": ",", "\u3001": ",",
})  # fmt: skip
ONE = re.compile(r"\s*(10|[0-9])(?:[.,]([0-9])0*)?\s*[.!]*\s*")
GAP = re.compile(r"\s*[,;|&•·]?\s*|\s*[/-]\s*|\s*\.\s+")
INDEXED = re.compile(r"\s*([1-9])\s*(?:\)|[.:=](?=\s))\s*([0-9]{1,2}(?:[.,][0-9])?)\s*[,;]?(?=\s|$)")
GLUED_BEFORE = frozenset("-+#<>$€£@*^_=%.,:/'\\")
GLUED_AFTER = frozenset("%€$£°:?+*^_=#@\\<>~'\"-")


@dataclass(frozen=True, slots=True)
class Token:
    """A number in a text: what it says in tenths (None: too fine or oddly written), and where it stands."""

    raw: str
    tenths: int | None
    start: int
    end: int
    spelled: bool = False


def read(text: str, asked: Asked) -> Reading:
    """What a reply says. Total: gives a reading for every text."""
    simple = ONE.fullmatch(text) if asked.items == 1 and text.isascii() else None
    if simple is not None:
        return _checked((int(simple[1]) * 10 + int(simple[2] or 0),), "", asked)
    plain = _plain(text)
    tokens = _tokens(plain, asked)
    if not tokens:
        return NoNumber(text.strip())
    if asked.items > 1:
        special = _indexed(plain, asked) or _labelled(plain, tokens, asked)
        if special is not None:
            return special
    return _listed(plain, tokens, asked)


def as_record(reading: Reading) -> dict[str, object]:
    """A reading as JSON: its kind, the numbers seen, and the remark."""
    kind, values = _kind(reading)
    return {"kind": kind, "values": [value / 10 for value in values], "remark": reading.remark}


def _kind(reading: Reading) -> tuple[str, tuple[int, ...]]:
    match reading:
        case Values(values):
            return "values", values
        case TooFew(values):
            return "too_few", values
        case TooMany(values):
            return "too_many", values
        case Ambiguous(candidates):
            return "ambiguous", candidates
        case OutOfRange():
            return "out_of_range", ()
        case NoNumber():
            return "no_number", ()
        case _:
            assert_never(reading)


def _plain(text: str) -> str:
    """Digits of every script as 0 to 9, typographic signs as plain ones, invisible ones gone."""
    text = text.translate(INVISIBLE).translate(SIGNS)
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if not char.isascii() and char.isdecimal() else char for char in text)


@lru_cache(maxsize=16)
def _spelled(language: str) -> dict[str, int]:
    """Spelled numbers and halves of a language (and English ones), in tenths."""
    found: dict[str, int] = {}
    for spoken in dict.fromkeys(("en", language if language in WORDS else "en")):
        for value, words in enumerate(WORDS[spoken]):
            for word in words:
                found[word] = value * 10
                if value < 10:
                    found.update({word + half: value * 10 + 5 for half in HALVES[spoken]})
    return found


@lru_cache(maxsize=16)
def _pattern(language: str) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, _spelled(language)), key=len, reverse=True))
    halves = "|".join(re.escape(half) for half in dict.fromkeys((*HALVES["en"], *HALVES.get(language, ()))))
    number = rf"[0-9]+(?:[ ]?½|[ ]1/2(?![0-9])|(?:{halves})\b|(?:[.,][0-9]+)*)|½"
    scale = rf"(?:[ ]?/[ ]?10(?![0-9.,/])|[ ](?:{'|'.join(map(re.escape, OUT_OF))})[ ]10(?![0-9]))?"
    return re.compile(rf"(?:(?P<number>{number})|(?<!\w)(?P<word>{words})(?!\w)){scale}", re.IGNORECASE)


def _tokens(text: str, asked: Asked) -> list[Token]:
    """The numbers in a text, in order."""
    found: list[Token] = []
    for match in _pattern(asked.language).finditer(text):
        word = match["word"]
        if word is not None:
            found.append(Token(match[0], _spelled(asked.language)[word.lower()], match.start(), match.end(), True))
        else:
            found += _split(match, asked)
    return found


def _split(match: re.Match[str], asked: Asked) -> list[Token]:
    """A run of digits as one number, or as the list `7,6,8,7` it is when there is more than one comma."""
    raw = match["number"]
    parts = raw.split(",")
    if len(parts) < 3 or asked.items == 1 or "." in raw:
        return [Token(match[0], _tenths(raw), match.start(), match.end())]
    tokens, at = [], match.start()
    for part in parts:
        tokens.append(Token(part, _tenths(part), at, at + len(part)))
        at += len(part) + 1
    return tokens


def _tenths(raw: str) -> int | None:
    """`7`, `7.5`, `7,50`, `7½`, `7 and a half`; None for what is finer than a tenth or oddly written."""
    whole = re.match(r"[0-9]*", raw)
    digits = whole[0] if whole else ""
    rest = raw[len(digits) :]
    if len(digits) > 4 or (len(digits) > 1 and digits[0] == "0"):
        return None
    if not rest:
        return int(digits) * 10
    if rest[0] in ".,":
        fraction = rest[1:].rstrip("0")
        if not rest[1:].isdigit() or len(fraction) > 1:
            return None
        return int(digits) * 10 + int(fraction or 0)
    return int(digits or 0) * 10 + 5


def _listed(text: str, tokens: list[Token], asked: Asked) -> Reading:
    """Numbers one after another from the beginning, then a remark."""
    run = _run(text, tokens)
    lead, rest = text[: tokens[0].start], text[run[-1].end :]
    remark = rest.strip(" \t\r\n,.;:!-)")
    numbers = _candidates(tokens, asked)
    if not _harmless(lead):
        return _noise(text, tokens, asked) or Ambiguous(numbers, remark=text.strip())
    if _unit(rest) and (len(run) == 1 or asked.items == 1):
        return _noise(text, tokens, asked) or Ambiguous(numbers, remark=text.strip())
    late = [token for token in tokens[len(run) :] if not _aside(text, token)]
    odd = late or any(_odd(text, token) for token in run) or _articles(run, remark) or not _uniform(text, run, asked)
    if odd:
        return _unclear(text, run, numbers, asked)
    if any(token.tenths is None for token in run):
        return _unclear(text, run, numbers, asked)
    return _checked(tuple(token.tenths or 0 for token in run), remark, asked, run)


def _run(text: str, tokens: list[Token]) -> list[Token]:
    """The first numbers, as far as only separators stand between them."""
    run = [tokens[0]]
    for token in tokens[1:]:
        gap = text[run[-1].end : token.start]
        if not (GAP.fullmatch(gap) or gap.strip().casefold() in JOINERS):
            break
        run.append(token)
    return run


def _checked(values: tuple[int, ...], remark: str, asked: Asked, run: list[Token] | None = None) -> Reading:
    """Clear numbers: in range, and as many as asked?"""
    for index, value in enumerate(values):
        if not asked.low <= value <= asked.high:
            return OutOfRange(run[index].raw if run else f"{value / 10:g}", remark)
        if (value - asked.low) % asked.step:
            return Ambiguous(values, remark=remark)
    if len(values) == asked.items:
        return Values(values, remark)
    if len(values) < asked.items:
        return TooFew(values, (None,) * asked.items, remark)
    return TooMany(values, remark)


def _candidates(tokens: list[Token], asked: Asked) -> tuple[int, ...]:
    values = [token.tenths for token in tokens if token.tenths is not None]
    return tuple(dict.fromkeys(value for value in values if asked.low <= value <= asked.high))


def _harmless(lead: str) -> bool:
    """Whether only greetings, `about` and the like stand before the first number."""
    if lead.rstrip(" ") != lead.rstrip() or lead[-1:] in GLUED_BEFORE:
        return lead.strip() == ""
    if lead[-1:].isalpha():
        return False
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]", lead.casefold())
    return all(word in LEADS or word in "~≈,.!:()" for word in words) and len(words) <= 6


def _unit(rest: str) -> bool:
    """Whether a number is followed by what it counts: hours, euros, a month, per cent."""
    word = re.match(r"[ .]?([^\W\d_]+)", rest)
    return rest[:1] in ("%", "€", "$", "£", "°") or bool(word and word[1].casefold() in UNITS)


def _aside(text: str, token: Token) -> bool:
    """A later number that is plainly no rating: an article, or something counted."""
    return token.raw.casefold() in ARTICLES or _unit(text[token.end :])


def _noise(text: str, tokens: list[Token], asked: Asked) -> Reading | None:
    """A text whose numbers all count something else holds no rating."""
    if all(_aside(text, token) for token in tokens) or all(token.spelled for token in tokens):
        return NoNumber(text.strip())
    return None


def _odd(text: str, token: Token) -> bool:
    """Whether something is glued to a number that makes it another thing: `7th`, `-3`, `7%`, `7:30`, `7?`."""
    before, after = text[token.start - 1 : token.start], text[token.end : token.end + 1]
    if after.isalpha() and text[token.end : token.end + 4].casefold().rstrip() not in (
        "ish",
        "ish,",
        "ish.",
        "ish!",
    ):
        return True
    return (
        before.isalnum()
        or (before in GLUED_BEFORE - {",", "/", "-"}
        and before != "")
        or (after in GLUED_AFTER - {"-"}
        and after != "")
    )


def _articles(run: list[Token], remark: str) -> bool:
    """`one of those days`: a word that is an article too is a number only when nothing follows."""
    return bool(remark) and any(token.raw.casefold() in ARTICLES for token in run)


def _uniform(text: str, run: list[Token], asked: Asked) -> bool:
    """Slashes and hyphens separate only a whole list of at least three, all alike; never two numbers, never by half."""
    start = text[: run[0].start]
    if start.rstrip().endswith(("-", "/")):
        return False
    gaps = {text[one.end : other.start].strip() for one, other in zip(run, run[1:], strict=False)}
    if text[run[-1].end : run[-1].end + 1] in ("-", "/"):
        return False
    if gaps & {"-", "/"}:
        return len(gaps) == 1 and len(run) >= 3 and len(run) == asked.items
    commas = sum("," in token.raw for token in run)
    return not (asked.items == 2 and len(run) == 1 and commas)


def _unclear(text: str, run: list[Token], numbers: tuple[int, ...], asked: Asked) -> Reading:
    """What can be said of an unclear reply: which slots are certain, if it has as many slots as were asked."""
    signed = text[run[0].start - 1 : run[0].start] == "-" if run[0].start else False
    if len(run) == 1 and asked.items == 1 and signed:
        return OutOfRange(f"-{run[0].raw}", text.strip())
    if len(run) == 1 and (run[0].tenths is None or run[0].tenths > asked.high) and run[0].raw.isdigit():
        return OutOfRange(run[0].raw, text.strip())
    slots = text.split()
    if asked.items > 1 and len(slots) == asked.items:
        single = replace(asked, items=1, labels=())
        readings = [read(slot.strip(",;"), single) for slot in slots]
        placed = tuple(one.values[0] if isinstance(one, Values) and not one.remark else None for one in readings)
        return Ambiguous(numbers, placed)
    return Ambiguous(numbers, (None,) * asked.items, text.strip())


def _indexed(text: str, asked: Asked) -> Reading | None:
    """`1) 7 2) 6 3) 8 4) 7`: numbers behind the items' numbers."""
    found: dict[int, int | None] = {}
    at = 0
    for match in INDEXED.finditer(text):
        if match.start() != at or int(match[1]) in found:
            return None
        found[int(match[1])] = _tenths(match[2])
        at = match.end()
    if len(found) < 2 or text[at:].strip() or max(found) > asked.items:
        return None
    return _placed({number - 1: value for number, value in found.items()}, asked)


def _labelled(text: str, tokens: list[Token], asked: Asked) -> Reading | None:
    """`me 7, family 6, work 8, overall 7`: numbers behind the areas' names or initials."""
    if not asked.labels or len(tokens) > asked.items:
        return None
    found: dict[int, int | None] = {}
    at = 0
    for token in tokens:
        label = text[at : token.start].strip(" \t\r\n,.;:=-").casefold()
        item = next((index for index, labels in enumerate(asked.labels) if label in labels), None)
        if item is None or item in found or _odd(text, token):
            return None
        found[item] = token.tenths
        at = token.end
    return None if text[at:].strip(" \t\r\n,.;!") else _placed(found, asked)


def _placed(found: dict[int, int | None], asked: Asked) -> Reading:
    """Numbers whose items are certain."""
    known = {item: value for item, value in found.items() if value is not None}
    ordered = _checked(tuple(known[item] for item in sorted(known)), "", asked)
    if isinstance(ordered, TooFew):
        return replace(ordered, placed=tuple(known.get(item) for item in range(asked.items)))
    return ordered
