"""Placing: ratings that say themselves which item they are for, by its number or its name."""

import re
from functools import lru_cache

from measures.numerals import ORDINALS
from measures.readings import Asked
from measures.smallwords import fold
from measures.tokens import Token

INDEXED = re.compile(
    r"([1-9]|[a-i](?=\.?\)))(?:\.?\)|[.:](?=\s)|=| -(?= ))\s?([0-9]{1,2})(?:[.,]([0-9]))?(?:/10)?[,;]?(?:\s|$)",
    re.IGNORECASE,
)
SIGNS = " \n,.;:=-("
ENDS = " \n,.;:!-)"

Found = dict[int, tuple[str, int]]
"""Per item its rating, as written and in tenths."""


def by_number(text: str, asked: Asked) -> Found | None:
    """`1) 7 2) 6 3) 8 4) 7`. By letter or behind a hyphen only all of them in order: `1 - 2` alone may be a range."""
    found: Found = {}
    at, strict = 0, False
    while match := INDEXED.match(text, at):
        item = int(match[1], 19) - (1 if match[1].isdigit() else 10)
        if item in found or item >= asked.items:
            return None
        found[item] = match[2], int(match[2]) * 10 + int(match[3] or 0)
        strict = strict or match[1].isalpha() or "-" in match[0]
        at = match.end()
    if len(found) < 2 or at < len(text) or (strict and list(found) != list(range(asked.items))):
        return None
    return found


def by_name(text: str, tokens: list[Token], asked: Asked) -> tuple[Found, str] | None:
    """`me 7, family 6`, or all of them as `7 me, 6 family`; and what follows. Not `all 7` alone: it may mean any."""
    if len(tokens) > len(asked.labels):
        return None
    items = _items(asked.labels, asked.language)
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    if not starts[0]:
        found = _named(text.replace(")", " "), ends, [*starts[1:], len(text)], tokens, items) if asked.items > 1 else {}
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
    """Our own list sent back, `1 Me 7`, without the items' numbers before their names."""
    if "\n" not in text or not text[0].isdigit() or not asked.labels:
        return text
    return _numbered(asked.labels).sub("", text)


@lru_cache(maxsize=64)
def _numbered(labels: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    lines = (
        rf"{item}[.):]? ?(?=(?:{'|'.join(map(re.escape, own))})[ .:=-]*[0-9])" for item, own in enumerate(labels, 1)
    )
    return re.compile(rf"^(?:{'|'.join(lines)})", re.IGNORECASE | re.MULTILINE)
