"""Placing: ratings that say themselves which item they are for, by its number or its name."""

import re
from functools import lru_cache

from measures.numerals import ORDINALS
from measures.readings import Asked
from measures.smallwords import fold
from measures.tokens import Token

QUESTION = r"(?:q|question|frage|pregunta|pergunta|vraag|domanda|pytanie|item|nr\.?|#)"
SIGNS = " \n,.;:=-("
ENDS = " \n,.;:!-)"
BULLETS = re.compile(r"[-*•·] (?![-*•·])")

Found = dict[int, tuple[str, int]]
"""Per item its rating, as written and in tenths."""


def by_number(text: str, asked: Asked) -> Found | None:
    """`1) 7 2) 6 3) 8 4) 7`. By letter or behind a hyphen only all of them in order: `1 - 2` alone may be a range."""
    pattern = _indexed(asked.top)
    match = pattern.match(text)
    if not match:
        return None
    places = {number: place for place, number in enumerate(_numbers(asked))}
    found: Found = {}
    at, strict = 0, False
    while match is not None:
        item = places.get(int(match["number"]) if match["number"] else ord(match["letter"].casefold()) - ord("a") + 1)
        if item is None or item in found:
            return None
        found[item] = match["points"], int(match["points"]) * 10 + int(match["tenths"] or 0)
        strict = strict or match["letter"] is not None or match["sign"] == " -"
        at = match.end()
        match = pattern.match(text, at)
    if at < len(text) or (strict and list(found) != list(range(asked.items))):
        return None
    return found if len(found) > 1 or _numbers_itself(text, asked) else None


def _numbers(asked: Asked) -> tuple[int, ...]:
    return asked.numbers or tuple(range(1, asked.items + 1))


def _numbers_itself(text: str, asked: Asked) -> bool:
    """`3) 7`, where the question was numbered 3; `3. 7` and `3 - 7` may be other things."""
    return asked.items == 1 and asked.numbers != () and ")" in text


@lru_cache(maxsize=16)
def _indexed(top: int) -> re.Pattern[str]:
    index = rf"(?:(?P<asked>{QUESTION} ?)|\(?)(?:(?P<number>[1-9][0-9]?)|(?P<letter>[a-j](?=\.?\))))"
    sign = r"(?P<sign>\.?\)|[.:](?=\s)|=| -(?= )|(?:st|nd|rd|th)\b[.:]?|(?(asked)(?= )|(?!)))"
    rating = rf"\s?(?P<points>[0-9]{{1,3}})(?:[.,](?P<tenths>[0-9]))?(?:/{top})?[,;]?(?:\s|$)"
    return re.compile(index + sign + rating, re.IGNORECASE)


def by_name(text: str, tokens: list[Token], asked: Asked) -> tuple[Found, str] | None:
    """`me 7, family 6`, or all of them as `7 me, 6 family`; and what follows. Not `all 7` or `m8`
    alone."""
    first = tokens[0].start
    if len(tokens) > len(asked.labels) or (asked.items == 1 and (not first or text[first - 1].isalnum())):
        return None
    items = _items(asked.labels, asked.language)
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    if not first:
        found = _named(text.replace(")", " "), ends, [*starts[1:], len(text)], tokens, items)
        return (found, "") if len(found) == asked.items else None
    found, rest = _named(text, [0, *ends[:-1]], starts, tokens, items), text[ends[-1] :]
    clear = len(found) >= min(2, asked.items) and not tokens[-1].counts
    return (found, rest) if clear and (len(found) == asked.items or not rest.strip(ENDS)) else None


def _named(text: str, begins: list[int], ends: list[int], tokens: list[Token], items: dict[str, int]) -> Found:
    """The tokens under the items named between; nothing if one of them has no name or no clear number."""
    found: Found = {}
    for begin, end, token in zip(begins, ends, tokens, strict=True):
        item = items.get(fold(text[begin:end].strip(SIGNS)))
        if item is None or item in found or token.followed or token.tenths is None:
            return {}
        found[item] = token.raw, token.tenths
    return found


@lru_cache(maxsize=64)
def _items(labels: tuple[tuple[str, ...], ...], language: str) -> dict[str, int]:
    """What names an item: its labels, `first` to `fourth`."""
    ordinals = ORDINALS.get(language, ORDINALS["en"])[: len(labels)]
    return {fold(name): item for names in (ordinals, labels) for item, own in enumerate(names) for name in own}


def unnumbered(text: str, asked: Asked) -> str:
    """Without the bullets of a list, and our own list sent back, `1 Me 7`, without the items' numbers."""
    if "\n" not in text:
        return text
    lines = text.split("\n")
    if all(BULLETS.match(line) for line in lines):
        return "\n".join(line[2:] for line in lines)
    if not text[0].isdigit() or not asked.labels:
        return text
    return _numbered(asked.labels, _numbers(asked)).sub("", text)


@lru_cache(maxsize=64)
def _numbered(labels: tuple[tuple[str, ...], ...], numbers: tuple[int, ...]) -> re.Pattern[str]:
    lines = (
        rf"{number}[.):]? ?(?=(?:{'|'.join(map(re.escape, own))})[ .:=-]*[0-9])"
        for number, own in zip(numbers, labels, strict=False)
    )
    return re.compile(rf"^(?:{'|'.join(lines)})", re.IGNORECASE | re.MULTILINE)
