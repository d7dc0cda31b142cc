"""Reading a reply: exactly the numbers asked for, or a reason to ask back. Never a guess.

Numbers stand at the beginning, after at most some harmless words, in one of the usual separations; what follows is a
remark. Anything else near a number makes the reply unclear. `about 7` and `7ish` are a 7.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import assert_never

from measures.numerals import ARTICLES, HALF, HOLES, INDEFINITE, JOINERS, LEADS, MINUS, OUT_OF, PHRASES, RANGES
from measures.readings import Ambiguous, Asked, NoNumber, OutOfRange, Reading, TooFew, TooMany, Values
from measures.tokens import Token, cut, plain

__all__ = [
    "Ambiguous",
    "Asked",
    "NoNumber",
    "OutOfRange",
    "Reading",
    "TooFew",
    "TooMany",
    "Values",
    "as_record",
    "read",
]

PLAIN = {f"{tenths / 10:g}": tenths for tenths in range(101)}
PLAIN |= {text.replace(".", ","): tenths for text, tenths in PLAIN.items()}
"""The usual ways to write one rating; a reply of nothing else needs no closer look."""

GAP = re.compile(r"|[,;|&•·]|[/-]|\.+")
SLASHED = re.compile(r"[0-9]{1,2}(?:\.[0-9])?(?: ?/ ?[0-9]{1,2}(?:\.[0-9])?){2,}")
INDEXED = re.compile(r"([1-9])(?:\.?\)|[.:=](?=\s))\s?([0-9]{1,2})(?:[.,]([0-9]))?[,;]?(?:\s|$)")
LEADING = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]")
DOUBTFUL = re.compile(r"[-~]?(?:10|[0-9])(?:[.,][0-9]+)?(?:-(?:10|[0-9])(?:[.,][0-9]+)?)?[-+?]*")
REMARK_ENDS = " \n,.;:!-)"
SHORT = 6
"""Words of a lead, or of a text whose spelled numbers may still be ratings."""


def read(text: str, asked: Asked) -> Reading:
    """What a reply says. Total: gives a reading for every text."""
    parts = text.split(None, asked.items)
    if len(parts) == asked.items and all(part in PLAIN for part in parts):
        return _checked([(part, PLAIN[part]) for part in parts], asked)
    bare = plain(text)
    if SLASHED.fullmatch(bare):
        bare = bare.replace("/", " ")
    tokens = cut(bare, asked.language, listed=asked.items > 1)
    if not tokens:
        return NoNumber(text.strip())
    return _indexed(bare, asked) or _labelled(bare, tokens, asked) or _listed(bare, tokens, asked)


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


def _listed(text: str, tokens: list[Token], asked: Asked) -> Reading:
    """Numbers one after another from the beginning, then a remark."""
    if asked.items == 1:
        tokens = _without_article(text, tokens, asked.language)
    run = _run(text, tokens)
    lead, rest = text[: run[0].start], text[run[-1].end :]
    if not _harmless(lead, asked.language) or run[-1].counts:
        return _noise(text, tokens, asked) or _unclear(text, tokens, asked)
    values = [(token.raw, token.tenths) for token in run if token.tenths is not None]
    glued = any(token.led or token.followed for token in run)
    clear = (
        _uniform(text, run, asked) and _ends(text, run[-1], asked.language) and _nothing_later(text, tokens, run, asked)
    )
    if glued or not clear or len(values) < len(run):
        return _unclear(text, tokens, asked)
    return _checked(values, asked, rest.strip(REMARK_ENDS), text)


def _without_article(text: str, tokens: list[Token], language: str) -> list[Token]:
    """`un 7`: the article is no number."""
    article = len(tokens) > 1 and tokens[0].raw.casefold() in INDEFINITE.get(language, ())
    return tokens[1:] if article and text[tokens[0].end : tokens[1].start] == " " else tokens


def _run(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The first numbers, as far as only separators stand between them."""
    run = [tokens[0]]
    for one, other in pairwise(tokens):
        gap = text[one.end : other.start].strip()
        if not (GAP.fullmatch(gap) or gap.casefold() in JOINERS):
            break
        run.append(other)
    return run


def _checked(numbers: Sequence[tuple[str, int]], asked: Asked, remark: str = "", text: str = "") -> Reading:
    """Clear numbers, as written and in tenths: in range, and as many as asked? `1.7 2.6` may be numbered."""
    said = text if remark else ""
    values = tuple(tenths for _, tenths in numbers)
    if len(values) > 1 and all(tenths // 10 == place and tenths % 10 for place, tenths in enumerate(values, 1)):
        return Ambiguous(values, (None,) * asked.items, said)
    for raw, tenths in numbers:
        if not asked.low <= tenths <= asked.high:
            return OutOfRange(raw, said)
        if (tenths - asked.low) % asked.step:
            return Ambiguous(values, (None,) * asked.items, said)
    if len(values) == asked.items:
        return Values(values, remark)
    if len(values) < asked.items:
        return TooFew(values, (None,) * asked.items, said)
    return TooMany(values, said)


def _harmless(words: str, language: str) -> bool:
    """Whether there are only greetings, `about`, smileys and the like."""
    bare = words.casefold()
    for phrase in PHRASES:
        bare = bare.replace(phrase, "")
    found = LEADING.findall(bare)
    known = LEADS | INDEFINITE.get(language, frozenset())
    return len(found) <= SHORT and all(
        word in known or word in "~≈,.!:()" or unicodedata.category(word[0]) in ("So", "Sk") for word in found
    )


def _ends(text: str, last: Token, language: str) -> bool:
    """Whether the last number stands for itself: a spelled one with words right after it (`one of those`) may not."""
    rest = text[last.end :]
    if rest[:1] != " " or not rest[1:2].isalpha():
        return True
    return rest.split(None, 1)[0].casefold() not in HALF and (not last.spelled or _harmless(rest, language))


def _uniform(text: str, run: list[Token], asked: Asked) -> bool:
    """Slashes and hyphens separate only a whole list of at least three, all alike; never two numbers, never by half."""
    if text[run[-1].end :].lstrip()[:1] == "/" or text[run[-1].end :][:1] == "-":
        return False
    gaps = {text[one.end : other.start].strip() for one, other in pairwise(run)}
    if gaps & {"-", "/"}:
        return len(gaps) == 1 and len(run) >= 3 and len(run) == asked.items
    return not (asked.items == 2 and len(run) == 1 and "," in run[0].raw)


def _nothing_later(text: str, tokens: list[Token], run: list[Token], asked: Asked) -> bool:
    """Whether the numbers in the remark are plainly no ratings; right after the last one they would make a range."""
    later = tokens[len(run) :]
    if not later:
        return True
    between = text[run[-1].end : later[0].start].strip().casefold()
    if between in RANGES or between in OUT_OF or between in ("/", "-"):
        return False
    far = len(between.split()) > 2 or not between[:1].isalnum()
    return all(_aside(token) or (far and not token.within(asked.low, asked.high)) for token in later)


def _aside(token: Token) -> bool:
    """Something counted, or an article."""
    return token.counts or token.raw.casefold() in ARTICLES


def _noise(text: str, tokens: list[Token], asked: Asked) -> Reading | None:
    """A text whose numbers all count something else holds no rating."""
    far = all(_aside(token) or not token.within(asked.low, asked.high) for token in tokens)
    told = all(token.spelled for token in tokens) and len(text.split(maxsplit=SHORT)) > SHORT
    return NoNumber(text) if (far or told) and not _negative(text, tokens[0]) else None


def _negative(text: str, token: Token) -> bool:
    """`-3`, `minus 3`."""
    before = text[: token.start]
    return before == "-" or before.strip().casefold() in MINUS


def _unclear(text: str, tokens: list[Token], asked: Asked) -> Reading:
    """What can be said of an unclear reply: which slots are certain, if it has as many slots as were asked."""
    remark = text if any(char.isalpha() for char in text) else ""
    if asked.items == 1 and len(tokens) == 1 and _negative(text, tokens[0]):
        return OutOfRange(f"-{tokens[0].raw}", remark)
    values = (token.tenths for token in tokens if token.tenths is not None and token.within(asked.low, asked.high))
    slots = [slot.strip(",;") for slot in text.split(None, asked.items)]
    certain = asked.items > 1 and len(slots) == asked.items and all(_is_slot(slot) for slot in slots)
    placed = tuple(PLAIN.get(slot) for slot in slots) if certain else (None,) * asked.items
    return Ambiguous(tuple(dict.fromkeys(values)), placed, remark)


def _is_slot(slot: str) -> bool:
    """One place of a list: a rating, a doubtful one (`7?`, `7-8`, `-1`), or a sign for none."""
    return slot in PLAIN or slot.casefold() in HOLES or DOUBTFUL.fullmatch(slot) is not None


def _indexed(text: str, asked: Asked) -> Reading | None:
    """`1) 7 2) 6 3) 8 4) 7`: numbers behind the items' numbers."""
    found: dict[int, tuple[str, int]] = {}
    at = 0
    while match := INDEXED.match(text, at):
        item = int(match[1]) - 1
        if item in found or item >= asked.items:
            return None
        found[item] = match[2], int(match[2]) * 10 + int(match[3] or 0)
        at = match.end()
    return _placed(found, asked) if len(found) > 1 and at == len(text) else None


def _labelled(text: str, tokens: list[Token], asked: Asked) -> Reading | None:
    """`me 7, family 6`: numbers behind the areas' names or initials, at least two (`all 7`, `a 7` may mean any)."""
    found: dict[int, tuple[str, int]] = {}
    at = 0
    for token in tokens if len(tokens) <= len(asked.labels) else ():
        label = text[at : token.start].strip(" \n,.;:=-").casefold()
        item = next((index for index, labels in enumerate(asked.labels) if label in labels), None)
        if item is None or item in found or token.followed or token.tenths is None:
            return None
        found[item] = token.raw, token.tenths
        at = token.end
    remark = text[at:].strip(REMARK_ENDS)
    if len(found) < min(2, asked.items) or tokens[-1].counts or (remark and len(found) < asked.items):
        return None
    return _placed(found, asked, remark)


def _placed(found: dict[int, tuple[str, int]], asked: Asked, remark: str = "") -> Reading:
    """Numbers whose items are certain."""
    reading = _checked([found[item] for item in sorted(found)], asked, remark, remark)
    if not isinstance(reading, TooFew):
        return reading
    return replace(reading, placed=tuple(found[item][1] if item in found else None for item in range(asked.items)))
