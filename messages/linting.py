"""Linting: every text, ours and the practice's own, looked at in every language and channel before a person meets it.

What a text is held to stands in messages/promises.py, what it may be given in messages/plausible.py, and the words that
tell of a diagnosis in messages/diagnoses.py. A fault names the file, what is wrong with it, and what to do.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property, lru_cache

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError, meta

from messages.diagnoses import diagnosis
from messages.envelope import Channel
from messages.keywords import Keyword, keyword
from messages.plausible import Lines, by_sms, known, ways
from messages.promises import TEXTS, Promise
from messages.sms import plain, segments
from messages.words import FILTERS, LANGUAGES, Words

EVERYWHERE = frozenset({"language", *FILTERS})
"""What every text may use."""
NEED = ("emergency", "crisis_line")
CHANNELS = (Channel.TELEGRAM, Channel.SMS)
SYNTAX = Environment(autoescape=False)
ASKED_FOR = re.compile(r"\b[^\W\d_]{2,}\b|[\"“„«'‘]\s*([^\"“”„«»'‘’]{2,20}?)\s*[\"”“»'’]")
"""A word in capitals, and what stands in quotes, is one that a reader is told to write."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file, and what to do."""

    file: str
    what: str
    do: str

    def __str__(self) -> str:
        return f"{self.file} {self.what}: {self.do}{'' if self.do.endswith('?') else '.'}"


def lint(words: Words, lines: Mapping[str, Lines]) -> list[Fault]:
    """Everything that is wrong, with the practice's own lines by language, in the order of the files."""
    found = list(_Look(words, lines).faults())
    return sorted(dict.fromkeys(found), key=lambda one: one.file)


def text_of(file: str) -> str:
    """`consent` of `de/consent.sms.txt`."""
    return file.rpartition("/")[2].partition(".")[0]


@lru_cache(maxsize=4096)
def variables(source: str) -> frozenset[str]:
    """What a template uses besides what every text may use. Raises TemplateSyntaxError."""
    SYNTAX.compile(source)
    return frozenset(meta.find_undeclared_variables(SYNTAX.parse(source))) - EVERYWHERE


@lru_cache(maxsize=4096)
def prose(source: str) -> str:
    """The words of a template in all its branches, `7` for a value; also those between quotes in what is said."""
    found, said = [], False
    for _, kind, text in SYNTAX.lex(source):
        said = kind == "variable_begin" or (said and kind != "variable_end")
        found.append({"data": text, "variable_begin": "7"}.get(kind, text[1:-1] if said and kind == "string" else ""))
    return "".join(found)


class _Look:
    """One look through all files."""

    def __init__(self, words: Words, lines: Mapping[str, Lines]) -> None:
        self._words = words
        self._lines = lines
        self._ours = frozenset(words.ours())
        self._own = words.own()

    def faults(self) -> Iterator[Fault]:
        for file in sorted({*self._ours, *self._own}):
            yield from self._file(file)
        for text, promise in TEXTS.items():
            for language in LANGUAGES:
                yield from self._missing(text, language)
                for channel in CHANNELS[: 2 if promise.sms else 1]:
                    yield from self._said(text, promise, language, channel)
        for language, lines in self._lines.items():
            if word := diagnosis(lines.practice, language):
                yield Fault("practice.name", f"stands in every SMS and has {word} in it", "give a name without it")

    @cached_property
    def given(self) -> Mapping[str, frozenset[str]]:
        """The variables that our wordings of a text use, whatever the channel."""
        found: dict[str, frozenset[str]] = {}
        for file in self._ours:
            found[text_of(file)] = found.get(text_of(file), frozenset()) | self._used(file)
        return found

    def _used(self, file: str) -> frozenset[str]:
        """The variables of a file of ours."""
        return variables(self._words.source_of_ours(file))

    def _file(self, file: str) -> Iterator[Fault]:
        """What a file's own text shows."""
        if fault := self._unknown(file) or self._unreadable(file):
            yield fault
            return
        source, used = self._words.source(file), variables(self._words.source(file))
        yield from self._variables(file, used)
        promise = TEXTS[text_of(file)]
        for word in _asked_for(prose(source)):
            if keyword(word) is Keyword.STOP and not (promise.stop and word == "STOP"):
                yield Fault(file, f"tells people to write {word}, which ends all messages", "choose another word")
        if not promise.sms and file.endswith(f".{Channel.SMS}.txt"):
            yield Fault(file, "is for a text that never goes out by SMS", "remove it")

    def _unknown(self, file: str) -> Fault | None:
        """A practice's file that replaces nothing; a file of ours that is held to nothing."""
        if file in self._own and file not in _names():
            close = get_close_matches(file, _names(), n=1)
            return Fault(file, "replaces no text of ours", f"did you mean {close[0]}?" if close else "remove it")
        if text_of(file) not in TEXTS:
            return Fault(file, "is held to nothing", "give it a line in messages/promises.py")
        return None

    def _unreadable(self, file: str) -> Fault | None:
        try:
            variables(self._words.source(file))
        except UnicodeDecodeError:
            return Fault(file, "is not UTF-8", "save it so")
        except TemplateSyntaxError as error:
            return Fault(file, f"cannot be understood at line {error.lineno}", "look at its brackets")
        return None

    def _variables(self, file: str, used: frozenset[str]) -> Iterator[Fault]:
        """A translation has the variables of English; a practice's own text may do with fewer."""
        english = f"en/{file.partition('/')[2]}"
        strict = file not in self._own and english in self._ours
        given = self._used(english) if strict else self.given[text_of(file)]
        if strange := used - given:
            among = ", ".join(sorted(given)) or "nothing"
            yield Fault(file, f"uses {', '.join(sorted(strange))}", f"that text is given {among}")
        elif strict and (lacking := given - used):
            yield Fault(file, f"lacks {', '.join(sorted(lacking))}", "the English text has it")
        elif new := sorted(one for one in used if not known(one)):
            yield Fault(file, f"uses {', '.join(new)}", "say in messages/plausible.py what that may be")

    def _missing(self, text: str, language: str) -> Iterator[Fault]:
        """What English has, every language has."""
        wanted = [f"{text}.txt", *(f"{text}.{one}.txt" for one in CHANNELS if f"en/{text}.{one}.txt" in self._ours)]
        for file in wanted:
            if f"{language}/{file}" not in self._ours:
                yield Fault(f"{language}/{file}", "is missing", "write it, with the variables of English")

    def _said(self, text: str, promise: Promise, language: str, channel: Channel) -> Iterator[Fault]:
        """What shows when a text is said, with all the values that lead through its branches."""
        try:
            file = self._words.file(text, language, channel)
            source = self._words.source(file)
            used = variables(source)
        except (TemplateNotFound, UnicodeDecodeError, TemplateSyntaxError):
            return  # as was said of the file
        if not file.startswith(f"{language}/") or not used <= self.given[text] or not all(map(known, used)):
            return
        personal = list(_personal(file, source, used, language)) if channel is Channel.SMS else []
        yield from personal or self._rendered(file, text, promise, language, channel, used)

    def _rendered(
        self, file: str, text: str, promise: Promise, language: str, channel: Channel, used: frozenset[str]
    ) -> Iterator[Fault]:
        lines, texts = self._lines[language], []
        for values in ways(used, language, channel, lines):
            try:
                texts.append(self._words.say(text, language, channel, **values))
            except Exception as error:  # noqa: BLE001 - a template may do anything, and must not do it before a client
                what = f"cannot be said ({type(error).__name__})"
                yield Fault(file, what, "look at what stands between its braces")
                return
        if not all(texts):
            yield Fault(file, "says nothing", "write a text, or remove the file to have ours")
            return
        if promise.need:
            yield from _in_need(file, texts, lines, channel)
        if channel is Channel.SMS:
            yield from _cost(file, texts, promise)


@cache
def _names() -> frozenset[str]:
    """Every name under which a text of ours can be replaced."""
    ends = ["", *(f".{channel}" for channel in CHANNELS)]
    return frozenset(f"{language}/{text}{end}.txt" for language in LANGUAGES for text in TEXTS for end in ends)


def _asked_for(text: str) -> list[str]:
    """The words that a reader is told to write."""
    found = [(match[0], match[1]) for match in ASKED_FOR.finditer(text)]
    return [quoted or word for word, quoted in found if quoted or (word.isupper() and len(word) > 1)]


def _personal(file: str, source: str, used: frozenset[str], language: str) -> Iterator[Fault]:
    if private := sorted(one for one in used if known(one) and not by_sms(one)):
        yield Fault(file, f"tells {', '.join(private)} by SMS, where anybody may read it", "take it out")
    if word := diagnosis(prose(source), language):
        yield Fault(file, f"has {word} in an SMS, where anybody may read it", "say it without the word")


def _in_need(file: str, texts: Sequence[str], lines: Lines, channel: Channel) -> Iterator[Fault]:
    by_sms = channel is Channel.SMS
    wanted = {name: plain(line) if by_sms else line for name, line in ((one, getattr(lines, one)) for one in NEED)}
    if lacking := [name for name, line in wanted.items() if not all(line in text for text in texts)]:
        put = " and ".join(f"{{{{ {one} }}}}" for one in lacking)
        yield Fault(file, "does not always tell what to do in need", f"put in {put}")


def _cost(file: str, texts: Sequence[str], promise: Promise) -> Iterator[Fault]:
    costs = [segments(text) for text in texts]
    if strange := next((text for text, cost in zip(texts, costs, strict=True) if cost.encoding != "GSM-7"), None):
        signs = "".join(dict.fromkeys(char for char in strange if segments(plain(char)).encoding != "GSM-7"))
        yield Fault(file, f"has {signs}, for which an SMS costs more than double", "write it without")
    elif (most := max(cost.count for cost in costs)) > promise.sms:
        longest = max(cost.units for cost in costs)
        fits = 160 if promise.sms == 1 else 153 * promise.sms
        what = f"takes {most} segments by SMS ({longest} characters), more than {promise.sms}"
        yield Fault(file, what, f"shorten it, or your own lines in it, to {fits}")
