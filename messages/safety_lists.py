"""Safety lists: the phrases that the net of messages/safety.py holds, from `messages/distress/<language>.toml` or a
practice's own file.

A phrase is a line of words; `*` ends a word that may go on (`suicid*`), `/` stands between words of which one is meant
(`want/wanna to die`). A line that begins with `#` is a comment.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from measures.datafile import Reader, read_file
from measures.numerals import WORDS
from messages.safety_words import WORD, bare, squeezed
from messages.words import LANGUAGES

DISTRESS = "distress"
"""The folder of the lists, beside this file and in a practice's library."""
FOLDER = Path(__file__).parent / DISTRESS
MISPLACED = re.compile(r"\*(?![\s/]|$)|(?<!\S)\*")
"""A `*` that does not end a word."""
SHORTEST_STEM = 3
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}
NUMBERS = frozenset(squeezed(bare(form)) for row in WORDS.values() for forms in row for form in forms)


class Group(StrEnum):
    """What a phrase is about, for the practice's audit."""

    OWN_DEATH = "own_death"
    SELF_HARM = "self_harm"
    HARMED = "harmed"
    HARMING = "harming"
    PLAN = "plan"
    CANNOT_GO_ON = "cannot_go_on"


Alternatives: TypeAlias = tuple[tuple[str, ...], ...]
"""What may stand in one place of a phrase, each cut into words as `readings` cuts them; a stem ends in `*`."""
Line: TypeAlias = tuple[Alternatives, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line of a list."""

    line: Line
    group: Group


@dataclass(frozen=True, slots=True)
class SafetyList:
    """A language's phrases, small words that may stand between theirs, and wholes that are taken out before."""

    language: str
    version: str
    reviewed: date
    review: str
    phrases: tuple[Phrase, ...]
    small: frozenset[str] = frozenset()
    harmless: tuple[Line, ...] = ()


def shipped_lists() -> list[SafetyList]:
    """The eight languages' lists that come with Meantime, in the order of the languages."""
    return [_shipped(read_file(FOLDER / f"{language}.toml")) for language in LANGUAGES]


def own_list(path: Path) -> SafetyList:
    """A practice's own phrases, which are added to ours. Raises DataFileError with file, key and reason."""
    file = read_file(path)
    if "harmless" in file:
        raise file.wrong("harmless", "cannot be given: a practice adds phrases and takes none away")
    found = _list(file, file.choice("language", *LANGUAGES))
    file.done()
    return found


def _shipped(file: Reader) -> SafetyList:
    language = file.choice("language", *LANGUAGES)
    harmless = tuple(_line(file, "harmless", line) for line in _lines(file, "harmless"))
    small = frozenset(squeezed(word) for word in bare(file.text("small").replace("'", "")).split())
    found = _list(file, language, small, harmless)
    file.done()
    return found


def _list(
    file: Reader, language: str, small: frozenset[str] = frozenset(), harmless: tuple[Line, ...] = ()
) -> SafetyList:
    table = file.table("phrases")
    groups = table.keys()
    for key in groups:
        if key not in list(Group):
            raise table.wrong(key, f"must be one of {', '.join(Group)}")
    phrases = tuple(Phrase(_line(table, key, line), Group(key)) for key in groups for line in _lines(table, key))
    if not phrases:
        raise file.wrong("phrases", "must have at least one phrase")
    return SafetyList(
        language, file.text("version"), file.day("reviewed"), file.text("review"), phrases, small, harmless
    )


def _lines(table: Reader, key: str) -> list[str]:
    lines = [line.strip() for line in table.text(key).splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def _line(table: Reader, key: str, line: str) -> Line:
    """A line, cut. Raises DataFileError."""
    found = tuple(_spelled(word) for word in line.split())
    if wrong := _fault(line, found):
        raise table.wrong(key, f"`{line}` {wrong}")
    return found


def _spelled(choice: str) -> Alternatives:
    """The spellings of a word and its alternatives: with `ae` for `ä`, and a blank for an apostrophe."""
    found: list[tuple[str, ...]] = []
    for word in choice.split("/"):
        long = "".join(UMLAUTS.get(char, char) for char in word)
        for form in dict.fromkeys([word, long]):
            found += [_cut(form.replace("'", "")), _cut(form.replace("'", " "))]
    return tuple(dict.fromkeys(found))


def _cut(word: str) -> tuple[str, ...]:
    """As a text is cut; a stem keeps its `*`."""
    stem = "*" if word.endswith("*") else ""
    parts = [squeezed(found[0]) for found in WORD.finditer(bare(word.removesuffix("*")))]
    return (*parts[:-1], parts[-1] + stem) if parts else ("",)


def _fault(line: str, found: Line) -> str | None:
    """Why a phrase would be wrong, or would stop ordinary answers."""
    words = [word for place in found for form in place for word in form]
    if not all(words) or MISPLACED.search(line):
        return "must be words, with `/` between alternatives and `*` only at a word's end"
    if any(word.endswith("*") and len(word) <= SHORTEST_STEM for word in words):
        return f"has a beginning of a word that is too short: at least {SHORTEST_STEM} letters before `*`"
    if all(any(all(map(_ordinary, form)) for form in place) for place in found):
        return "is a number or a letter, which is an ordinary answer"
    return None


def _ordinary(word: str) -> bool:
    return word.isdigit() or word in NUMBERS or len(word) == 1
