"""Safety words: a text cut into words as the net of messages/safety.py looks at them, in time linear in its length.

Case, accents, signs, letters said again and again (`diiie`), invisible characters and odd apostrophes do not matter. A
text is read in up to three ways: as it stands; with digits for letters (`k1ll`, `want 2 die`); and with letters that
stand alone put together (`k i l l`).
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import TypeAlias

Words: TypeAlias = list[tuple[str, ...]]
"""The words of a text, each in its forms: `j'en` is `jen` and `en`."""

SIGNS = "🔪🔫💀⚰🪦+"
"""Signs that are words of their own (`peux +` is French for `no more`); others are blanks."""
APOSTROPHES = dict.fromkeys(map(ord, "’‘´`′ʼ＇ʹ"), "'")
LETTERS = str.maketrans({"ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i", "ð": "d", "þ": "th"})
UNSEEN = ("Cf", "Mn", "Me")
WORD = re.compile(rf"[^\W_]+(?:'+[^\W_]+)*|[{SIGNS}]")
AGAIN = re.compile(r"([^\W\d_])\1+")
AS_LETTERS = str.maketrans("0134578@$!|", "oieastbasil")
DISGUISES = frozenset("0123456789@$!|")
"""Figures and signs that may stand for letters."""
FOR_WORDS = {"2": "to", "4": "for"}
FEWEST_ALONE = 3
"""Letters alone in a row that are put together; `à y a` is rare, `d i e` is not."""


def bare(text: str) -> str:
    """In lower case, without accents and what cannot be seen."""
    folded = unicodedata.normalize("NFKC", text.translate(APOSTROPHES)).casefold()
    if not folded.isascii():
        apart = unicodedata.normalize("NFKD", folded)
        folded = "".join(char for char in apart if unicodedata.category(char) not in UNSEEN).translate(LETTERS)
    return folded


def squeezed(text: str) -> str:
    """With each letter once where it is said again: `kill` and `kiiilll` are `kil`."""
    return AGAIN.sub(r"\1", text)


def readings(text: str) -> Iterator[Words]:
    """The ways in which a text is looked at; the first is as it stands."""
    plain = bare(text)
    yield (words := _words(plain))
    yield from _together(words)
    if not DISGUISES.isdisjoint(plain):
        shown = " ".join(map(_shown, plain.split()))
        yield (words := [(FOR_WORDS.get(forms[0], forms[0]), *forms[1:]) for forms in _words(shown)])
        yield from _together(words)


def _shown(word: str) -> str:
    """With letters for figures and signs, if there is a letter."""
    return word.translate(AS_LETTERS) if any(map(str.isalpha, word)) else word


def _words(plain: str) -> Words:
    return [_forms(found[0]) for found in WORD.finditer(plain)]


def _forms(word: str) -> tuple[str, ...]:
    """Joined over its apostrophe, and what stands behind it; digits glued to a word do not matter (`1I want`)."""
    joined = word.replace("'", "")
    whole = squeezed(joined.strip("0123456789") or joined)
    return (whole,) if joined == word else (whole, squeezed(word.rpartition("'")[2]))


def _together(words: Words) -> Iterator[Words]:
    """With letters that stand alone put together, if there are enough in a row; the first may be a word (`I d i e`)."""
    found: Words = []
    changed = False
    for alone, group in groupby(words, lambda forms: len(forms) == 1 and len(forms[0]) == 1 and forms[0].isalpha()):
        run = list(group)
        if alone and len(run) >= FEWEST_ALONE:
            letters = "".join(forms[0] for forms in run)
            found.append((squeezed(letters), squeezed(letters[1:])))
            changed = True
        else:
            found += run
    if changed:
        yield found
