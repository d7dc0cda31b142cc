"""Overrides: a practice's own wordings, looked through before a client meets what is wrong in them.

A file has the name of the text it replaces, in any of our languages and for any channel: `de/consent.sms.txt`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, meta

from measures.flags import Flag
from messages.envelope import Channel
from messages.words import LANGUAGES, OURS, Words

EVERYWHERE = frozenset({"language", "tenths", "day_time", "day"})
"""What every text may use."""
PLAUSIBLE: Mapping[str, object] = {
    "about": "off_track",
    "answers": [("Me", 70)],
    "asked": 4,
    "before": True,
    "candidates": [60, 70],
    "channel": "sms",
    "client": "C-7K2",
    "clients": ["C-7K2"],
    "count": 4,
    "crisis_line": "Crisis line: 116 123.",
    "example": [70, 65],
    "emergency": "In an emergency call 112.",
    "first": True,
    "words": True,
    "flags": [Flag("deterioration", -75, -50, "a source", True)],
    "given": 2,
    "high": "very well",
    "highest": 100,
    "intro": "Think of the last 7 days.",
    "items": ["Me", "People close to me", "Daily life", "All in all"],
    "low": "very badly",
    "lowest": 0,
    "measure": "ORS",
    "number": 1,
    "observed": -75,
    "options": [(0, "Not at all"), (10, "Several days")],
    "paper": date(2026, 12, 3),
    "practice": "Harbour Practice",
    "prompt": "Me",
    "published": True,
    "read_by": "by the next working day",
    "reason": "30003",
    "rights": "© a licensor",
    "rule": "deterioration",
    "source": "a source",
    "text": "I would rather talk.",
    "threshold": -50,
    "title": "The last week",
    "totals": [240, 165],
    "typed": False,
}
"""What every variable might be when a text is said."""

AS_NUMBERS: Mapping[str, object] = {"low": 0, "high": 100}
"""The ends of the scale, in texts that speak of them as numbers."""

PROMISES = frozenset({"emergency", "crisis_line"})
"""What somebody in need is told: whichever text of ours always has it, its replacement must have, too."""

CHANNELS = (Channel.TELEGRAM, Channel.SMS)
SYNTAX = Environment(autoescape=False)


def texts(folder: Path) -> list[Path]:
    """The files of a folder with wordings, without hidden ones."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def faults(folder: Path) -> Iterator[str]:
    """What is wrong in a folder with wordings: a sentence for each file that would not do."""
    words = Words(folder)
    for path in texts(folder):
        name = path.relative_to(folder).as_posix()
        if fault := _fault(name, path, words):
            yield fault


def _fault(name: str, path: Path, words: Words) -> str:
    """What is wrong in one file; nothing if it can be said."""
    if name not in _names():
        close = get_close_matches(name, _names(), n=1)
        return f"{name} replaces no text of ours{f': did you mean {close[0]}?' if close else '.'}"
    try:
        strange = _variables(path) - EVERYWHERE - _given(_text(name))
    except UnicodeDecodeError:
        return f"{name} is not UTF-8: save it so."
    except TemplateSyntaxError as error:
        return f"{name} cannot be understood at line {error.lineno}: look at its brackets."
    if strange:
        among = ", ".join(sorted(_given(_text(name)))) or "nothing"
        return f"{name} uses {', '.join(sorted(strange))}, but that text is given {among}."
    return _unsayable(name, words)


def _unsayable(name: str, words: Words) -> str:
    """What shows only when the text is said, with values as they might be."""
    language, text = name.split("/", maxsplit=1)[0], _text(name)
    channel = Channel.SMS if name.endswith(f".{Channel.SMS}.txt") else Channel.TELEGRAM
    known = {**PLAUSIBLE, **(AS_NUMBERS if text in ("out_of_range", "too_many") else {})}
    try:
        said = words.say(text, language, channel, **{one: known[one] for one in _given(text)})
    except Exception as error:  # noqa: BLE001 - a template may do anything, and must not do it before a client
        return f"{name} cannot be said ({type(error).__name__}): look at what stands between its braces."
    if not said:
        return f"{name} says nothing: write a text, or remove the file to have ours."
    if lacking := [one for one in sorted(_promised(text)) if str(PLAUSIBLE[one]) not in said]:
        return f"{name} does not tell what to do in need: put in {' and '.join(f'{{{{ {one} }}}}' for one in lacking)}."
    return ""


@cache
def _ours() -> Mapping[str, Sequence[frozenset[str]]]:
    """The variables that each of our wordings of a text uses, in whatever language and for whatever channel."""
    found: dict[str, list[frozenset[str]]] = {}
    for path in texts(OURS):
        found.setdefault(_text(path.name), []).append(_variables(path))
    return found


@cache
def _promised(text: str) -> frozenset[str]:
    """The promises that each of our wordings of a text makes."""
    return PROMISES.intersection(*_ours()[text])


@cache
def _names() -> frozenset[str]:
    """Every name under which a text of ours can be replaced."""
    ends = ["", *(f".{channel}" for channel in CHANNELS)]
    return frozenset(f"{language}/{text}{end}.txt" for language in LANGUAGES for text in _ours() for end in ends)


@cache
def _given(text: str) -> frozenset[str]:
    """The variables that our wordings of a text use."""
    return frozenset[str]().union(*_ours()[text]) - EVERYWHERE


def _text(name: str) -> str:
    """`consent` of `de/consent.sms.txt`."""
    return name.rpartition("/")[2].partition(".")[0]


def _variables(path: Path) -> frozenset[str]:
    source = path.read_text(encoding="utf-8")
    SYNTAX.compile(source)
    return frozenset(meta.find_undeclared_variables(SYNTAX.parse(source)))
