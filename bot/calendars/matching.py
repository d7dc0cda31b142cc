"""Matching: whose appointment an occurrence is. Never guessed: what points to nobody, or to two, is nobody's."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.calendars.occurrence import Occurrence
from bot.patterns import Pattern

PSEUDONYM = re.compile(r"(?<![\w-])C-[2-9A-HJ-KMNP-TV-Z]{3}(?![\w-])", re.IGNORECASE)
SHORTEST = 3
LONGEST_TEXT = 4000
"""So much of a title or description is looked through."""


class Nobody(StrEnum):
    """Why an occurrence is nobody's."""

    UNKNOWN = "no client is named"
    SEVERAL = "it points to more than one client"


@dataclass(frozen=True, slots=True)
class Known:
    """By what clients are known: pseudonyms, the practice's own references, and keyed hashes of e-mail addresses (one
    address may be of several clients, as of a parent's children). `rule`: where a title or description names one."""

    clients: Collection[str]
    references: Mapping[str, str]
    emails: Mapping[str, Collection[str]]
    rule: Pattern | None = None


def match(one: Occurrence, known: Known, index: Callable[[str], str]) -> str | Nobody:
    """The client. `index` makes the keyed hash of an e-mail address.

    Whatever points to a client must agree: each pseudonym, each reference, and each address that is known.
    """
    if one.client:
        named = _named(one.client, known)
        return named or Nobody.UNKNOWN
    signs = [{client} for client in _in_words(one, known)]
    signs += [set(known.emails[hashed]) for hashed in map(index, one.attendees) if hashed in known.emails]
    if not signs:
        return Nobody.UNKNOWN
    agreed = set.intersection(*signs)
    return agreed.pop() if len(agreed) == 1 else Nobody.SEVERAL


def told_apart(reference: str) -> bool:
    """Whether a reference is looked for in free words: names, and digits alone (hours, house numbers, years), are not;
    those take a rule."""
    digits = sum(char.isdigit() for char in reference)
    return len(reference) >= SHORTEST and 0 < digits < len(reference)


def _in_words(one: Occurrence, known: Known) -> Iterator[str]:
    for words in (one.title[:LONGEST_TEXT], one.description[:LONGEST_TEXT]):
        yield from (found for found in map(str.upper, PSEUDONYM.findall(words)) if found in known.clients)
        plain = words.casefold()
        for reference, client in known.references.items():
            if told_apart(reference) and reference.casefold() in plain and _stands_alone(reference, words):
                yield client
        if known.rule is not None:
            found = (match.group(1) or "" for match in known.rule.finditer(words))
            yield from (named for reference in found if (named := _named(reference.strip(), known)))


def _stands_alone(reference: str, words: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(reference)}(?![\w-])", words, re.IGNORECASE) is not None


def _named(name: str, known: Known) -> str:
    """Whose pseudonym or reference it is, empty if nobody's."""
    if name.upper() in known.clients:
        return name.upper()
    return known.references.get(name, "")
