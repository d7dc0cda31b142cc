"""Safety: a net of phrases for words about death, harm and despair, in eight languages at once.

It is a net, and it will miss. It judges nobody: what it catches is answered with the practice's fixed text and brought
to people, whether it is denied, a quotation or about somebody else; what it does not catch means nothing at all.
[docs/safety.md](../docs/safety.md) says more.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from messages.safety_lists import Group, Line, SafetyList, shipped_lists
from messages.safety_words import SIGNS, Words, readings, squeezed

GAP = 2
"""So many small words, or one other, may stand between two words of a phrase: `want to just die`."""
LONGEST_STEM = 32
MOST_GLUED = 100
"""Ways to say a line that is also met as one word; the others would be too many."""
SHORTEST_GLUED, LONGEST_GLUED = 8, 24
"""Letters a phrase of several words has to be met inside a longer one: `#iwanttodie`. A single word is met at
a word's beginning only: `therapist` ends in a `rapist`."""


@dataclass(frozen=True, slots=True)
class Caught:
    """What was met, for the practice's audit; never the words. `own`: in the practice's own list."""

    language: str
    group: Group
    own: bool = False


@dataclass(slots=True, eq=False)
class _Place:
    """A place in the phrases, after some words; `end`: a phrase ends here."""

    nexts: dict[str, list["_Place"]] = field(default_factory=dict)
    stems: dict[str, list["_Place"]] = field(default_factory=dict)
    end: Caught | None = None

    def leads(self, word: str, place: "_Place") -> None:
        """From here to `place` by a word."""
        after = self.stems if word.endswith("*") else self.nexts
        after.setdefault(word.removesuffix("*"), []).append(place)

    def after(self, forms: tuple[str, ...]) -> Iterator["_Place"]:
        """The places a word leads to."""
        for form in forms:
            yield from self.nexts.get(form, ())
            if self.stems:
                for end in range(1, min(len(form), LONGEST_STEM) + 1):
                    yield from self.stems.get(form[:end], ())


def _lay(start: _Place, line: Line, caught: Caught) -> None:
    """Puts a line behind `start`: one place after each of its words, whatever the alternatives."""
    place = start
    for at, alternatives in enumerate(line):
        behind = _Place(end=caught if at + 1 == len(line) else None)
        for words in alternatives:
            between = place
            for word in words[:-1]:
                between.leads(word, step := _Place())
                between = step
            between.leads(words[-1], behind)
        place = behind


class _Phrases:
    """The phrases of some lists, in words and written as one."""

    def __init__(self, lists: Iterable[SafetyList], small: frozenset[str], own: bool) -> None:
        self._small = small
        self._words = _Place()
        self._glued: dict[str, Caught] = {}
        for one in lists:
            for phrase in one.phrases:
                caught = Caught(one.language, phrase.group, own)
                _lay(self._words, phrase.line, caught)
                self._glued |= dict.fromkeys(_glued(phrase.line), caught)

    def caught(self, words: Words) -> Caught | None:
        """The first phrase that ends in these words. Every place is kept once, so that time grows with the text."""
        places: dict[_Place, int] = {}
        for forms in words:
            onward = dict.fromkeys([*self._words.after(forms), *(new for old in places for new in old.after(forms))], 0)
            for one in onward:
                if one.end:
                    return one.end
            cost = 1 if forms and (forms[0] in self._small or forms[0] in SIGNS) else GAP
            if forms:
                for place, gap in places.items():
                    if gap + cost <= GAP:
                        onward[place] = min(gap + cost, onward.get(place, GAP))
            if found := self._within(forms):
                return found
            places = onward
        return None

    def _within(self, forms: tuple[str, ...]) -> Caught | None:
        """A phrase written as one word, or within one."""
        word = forms[0] if forms else ""
        for start in range(len(word) - SHORTEST_GLUED + 1):
            for end in range(start + SHORTEST_GLUED, min(start + LONGEST_GLUED, len(word)) + 1):
                if found := self._glued.get(word[start:end]):
                    return found
        return None


def _glued(line: Line) -> Iterator[str]:
    """A line written as one word, in every way, unless there are too many or it is too short to be sure."""
    if math.prod(map(len, line)) > MOST_GLUED:
        return
    for way in product(*line):
        words = [word for form in way for word in form]
        letters = squeezed("".join(words).replace("*", ""))
        if len(words) > 1 and SHORTEST_GLUED <= len(letters) <= LONGEST_GLUED:
            yield letters


class Net:
    """The shipped phrases, and those that a practice adds; it can take none of ours away."""

    def __init__(self, own: Iterable[SafetyList] = ()) -> None:
        lists, added = shipped_lists(), tuple(own)
        small = frozenset[str]().union(*(one.small for one in lists))
        self._ours = _Phrases(lists, small, own=False)
        self._own = _Phrases(added, small, own=True)
        self._harmless = _Place()
        for one in lists:
            for line in one.harmless:
                _lay(self._harmless, line, Caught(one.language, Group.OWN_DEATH))

    def caught(self, text: str) -> Caught | None:
        """What a text is caught by: the first phrase of any language; None says nothing about whoever wrote it."""
        for words in readings(text):
            if found := self._ours.caught(self._without_harmless(words)) or self._own.caught(words):
                return found
        return None

    def _without_harmless(self, words: Words) -> Words:
        """Harmless wholes become something that no phrase goes over."""
        kept = list(words)
        at = 0
        while at < len(words):
            length = self._harmless_length(words, at)
            kept[at : at + length] = [()] * length
            at += length or 1
        return kept

    def _harmless_length(self, words: Words, start: int) -> int:
        """How many words the longest harmless whole has that begins here; 0: none does."""
        places, longest = [self._harmless], 0
        for at in range(start, len(words)):
            places = [new for old in places for new in old.after(words[at])]
            if not places:
                break
            if any(one.end for one in places):
                longest = at + 1 - start
        return longest


@cache
def net_of(own: tuple[SafetyList, ...] = ()) -> Net:
    """The net with a practice's own phrases, made once."""
    return Net(own)


def caught(text: str) -> Caught | None:
    """What a text is caught by in the shipped net; None says nothing about whoever wrote it."""
    return net_of().caught(text)
