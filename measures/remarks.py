"""Remarks: whether the words before and behind a rating leave it what it is, or may make it another thing."""

import re
import unicodedata
from functools import lru_cache
from typing import TypeAlias

from measures.moods import SOSO, evaluates, moods, praise
from measures.numerals import HALF, HOMONYMS
from measures.smallwords import (
    AT,
    BEING,
    CLOSINGS,
    CORRECTIONS,
    COURTESY,
    DENIALS,
    GREETINGS,
    LEADS,
    OPENERS,
    REFUSALS,
    TITLES,
    UNFINISHED,
    UNREAL,
    WISHES,
    fold,
    spoken,
)
from measures.tokens import Token
from measures.units import TAKEN

SHORT = 6
"""Words of a remark that may still be about the number."""

BRIEF = 3
"""Words of a remark in which `no` is about the number."""

LOOK = 120
"""Characters of a remark in which these words are looked for."""

LEADING = 8
"""Words and signs that may lead to a number."""

NAMES = 4
"""Words of a name with its titles."""

PAUSES = ",.;:!\n"
STOPS = ".!\n"
ENDS = "\n,.;!"
EQUATING = "=<>+/&%#~^:'\"_\\|@*"
WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
PIECE = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[^\w\s]")
SMILEY = re.compile(r"(?:[:;=]['-]?[()DPpOo3*/|]|\^\^)(?!\w)")
HALVED = re.compile(rf" (?:{'|'.join(sorted(HALF))})(?!\w)", re.IGNORECASE)
QUESTION = re.compile(r"([^.!?;\n]{0,120})\?")

Known: TypeAlias = tuple[frozenset[str], re.Pattern[str]]
"""Small words, and an expression for those entries that are several words."""


def before(lead: str, language: str, *, closing: bool) -> str | None:
    """What a rating is led in with: "" for small words, a remark, or None where it may change what the number says.

    `closing`: nothing follows the number, so that after the end of a sentence it stands for itself.
    """
    if not lead:
        return ""
    pause = max(map(lead.rfind, PAUSES))
    head, tail = lead[:pause], lead[pause + 1 :]
    if pause >= 0 and fold(head) in spoken(REFUSALS, language):
        return None
    if _made_of(lead, _leads(language)):
        return ""
    if pause < 0 or not _made_of(tail, _leads(language)):
        return None
    if _made_of(head, _moods(language)) or _addresses(head, language):
        return head
    alone = closing and lead[pause] in STOPS and len(WORD.findall(tail)) < 2
    return head if alone and _is_told(head, language) else None


def _addresses(head: str, language: str) -> bool:
    """`Hallo Frau Lindt`: a greeting, and whom it greets."""
    words = head.split(maxsplit=NAMES + 2)
    names = next((words[length:] for length in (2, 1) if fold(" ".join(words[:length])) in GREETINGS), [])
    if not 0 < len(names) <= NAMES:
        return False
    taken = spoken(TAKEN, language)
    return all(fold(name).strip(".") in TITLES or (name[0].isupper() and fold(name) not in taken) for name in names)


def _is_told(head: str, language: str) -> bool:
    """Whether words are a sentence, no abbreviation, and tell of nothing that the number may count."""
    words = WORD.findall(fold(head))
    if len(words) < 2 or words[-1] in UNFINISHED | spoken(REFUSALS, language):
        return False
    return spoken(TAKEN, language).isdisjoint(words)


def behind(rest: str, last: Token, items: int, language: str) -> bool:
    """Whether what follows the last number is plainly a remark. After a list any word is, after a single one few."""
    if not rest:
        return True
    if taken_back(rest, language) or (items == 1 and _asks(rest)):
        return False
    return not HALVED.match(rest) if items > 1 and not last.spelled else _opens(rest, last, language)


def taken_back(rest: str, language: str) -> bool:
    """`no`, `oh no`, `I wish`, `that's a lie`: a short remark that takes the number back."""
    said = WORD.findall(fold(rest[:LOOK]))
    if not 0 < len(said) <= SHORT or len(rest) > LOOK or evaluates(rest, language) or _confides(said, language):
        return False
    if len(said) <= BRIEF and not spoken(REFUSALS, language).isdisjoint((said[0], said[-1])):
        return True
    return _begins(said, spoken(UNREAL, language)) or not spoken(DENIALS, language).isdisjoint(said)


def mends(rest: str, language: str) -> bool:
    """Whether what follows a list may correct it."""
    said = WORD.findall(fold(rest[:LOOK]))
    return not said or said[0] in spoken(CORRECTIONS, language) | spoken(REFUSALS, language)


def is_hour(text: str, start: int, language: str) -> bool:
    """Whether the number that starts there is an hour (`see you at 5`), no rating (`I'm at 5`)."""
    said = WORD.findall(fold(text[max(0, start - LOOK) : start]))
    return len(said) > 1 and said[-1] in spoken(AT, language) and said[-2] not in BEING


def _asks(rest: str) -> bool:
    """`7 ok?`: a short question in the number's own sentence."""
    question = QUESTION.match(rest)
    return question is not None and len(WORD.findall(question[1])) <= SHORT


def _opens(rest: str, last: Token, language: str) -> bool:
    """Whether a sign, a new line, courtesy, praise or a word like `because` stands behind a number."""
    bare = rest.lstrip(" ")
    if bare in ("", ":") or rest[0] in ENDS or SMILEY.match(bare):
        return True
    if not bare[0].isalnum():
        return bare[0] not in EQUATING
    if _made_of(rest, _short(language)) or evaluates(rest, language):
        return True
    said = WORD.findall(fold(rest[:LOOK]))
    if len(said) < 2 or (last.spelled and last.raw.casefold() in HOMONYMS) or _begins(said, spoken(UNREAL, language)):
        return False
    return said[0].split("'")[0] in spoken(OPENERS, language) or _confides(said, language)


def _confides(said: list[str], language: str) -> bool:
    """`no puedo más`, `nie chcę żyć`; but `no quiero` alone refuses."""
    wishes = spoken(WISHES, language)
    refuses = said[0] in spoken(REFUSALS, language) and " ".join(said) in wishes
    return _begins(said, wishes) and not refuses


def _begins(said: list[str], phrases: frozenset[str]) -> bool:
    """Whether one of some phrases of up to four words stands at the beginning."""
    return not phrases.isdisjoint(" ".join(said[:length]) for length in range(1, 5))


@lru_cache(maxsize=16)
def _leads(language: str) -> Known:
    return _known(COURTESY | spoken(LEADS, language) | spoken(SOSO, language))


@lru_cache(maxsize=16)
def _moods(language: str) -> Known:
    return _known(COURTESY | spoken(LEADS, language) | moods(language))


@lru_cache(maxsize=16)
def _short(language: str) -> Known:
    return _known(COURTESY | CLOSINGS | praise(language))


def _known(known: frozenset[str]) -> Known:
    phrases = sorted((entry for entry in known if not WORD.fullmatch(entry)), key=lambda entry: (-len(entry), entry))
    return known, re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)")


def _made_of(text: str, known: Known) -> bool:
    """Whether there are only small words of a kind, a few signs and smileys."""
    if not text:
        return True
    words, phrases = known
    found = PIECE.findall(phrases.sub(" ", fold(text)))
    return len(found) <= LEADING and all(
        piece in words or piece in "~≈,.!:()•" or unicodedata.category(piece[0]) in ("So", "Sk") for piece in found
    )
