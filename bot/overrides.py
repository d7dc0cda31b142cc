"""Overrides: a practice's own wordings, looked through before a client meets what is wrong in them.

A file has the name of the text it replaces, in any of our languages and for any channel: `de/consent.sms.txt`.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, meta

from messages.envelope import Channel
from messages.words import LANGUAGES, OURS

EVERYWHERE = frozenset({"language", "tenths", "day_time"})
"""What every text may use."""
CHANNELS = (Channel.TELEGRAM, Channel.SMS)
SYNTAX = Environment(autoescape=False)


def texts(folder: Path) -> list[Path]:
    """The files of a folder with wordings, without hidden ones."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def faults(folder: Path) -> Iterator[str]:
    """What is wrong in a folder with wordings: a sentence for each file that would not do."""
    for path in texts(folder):
        name = path.relative_to(folder).as_posix()
        if name not in _names():
            close = get_close_matches(name, _names(), n=1)
            yield f"{name} replaces no text of ours{f': did you mean {close[0]}?' if close else '.'}"
            continue
        try:
            strange = _variables(path) - EVERYWHERE - _given(_text(name))
        except UnicodeDecodeError:
            yield f"{name} is not UTF-8: save it so."
        except TemplateSyntaxError as error:
            yield f"{name} cannot be understood at line {error.lineno}: look at its brackets."
        else:
            if strange:
                among = ", ".join(sorted(_given(_text(name)))) or "nothing"
                yield f"{name} uses {', '.join(sorted(strange))}, but that text is given {among}."


@cache
def _names() -> frozenset[str]:
    """Every name under which a text of ours can be replaced."""
    ours = {_text(path.relative_to(OURS).as_posix()) for path in texts(OURS)}
    ends = ["", *(f".{channel}" for channel in CHANNELS)]
    return frozenset(f"{language}/{text}{end}.txt" for language in LANGUAGES for text in ours for end in ends)


@cache
def _given(text: str) -> frozenset[str]:
    """The variables that our wordings of a text use, in whatever language and for whatever channel."""
    ours = [path for path in texts(OURS) if _text(path.relative_to(OURS).as_posix()) == text]
    return frozenset[str]().union(*(_variables(path) for path in ours)) - EVERYWHERE


def _text(name: str) -> str:
    """`consent` of `de/consent.sms.txt`."""
    return name.rpartition("/")[2].partition(".")[0]


def _variables(path: Path) -> frozenset[str]:
    source = path.read_text(encoding="utf-8")
    SYNTAX.compile(source)
    return frozenset(meta.find_undeclared_variables(SYNTAX.parse(source)))
