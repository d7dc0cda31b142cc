"""Orders: what somebody of the practice asks for in chat, by `/today`, `TODAY` or a button."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from messages.envelope import Arrival, ButtonPress, Content, IncomingMessage

CLIENT = re.compile(r"(?:c-?)?([a-z0-9]{3})((?:/[a-z0-9]+)?)", re.I)
SLASH, BAR = "/", "|"


class Word(StrEnum):
    """Every order there is; the value is its command, its word in an SMS, and the name of its buttons."""

    TODAY = "today"
    CASELOAD = "caseload"
    CLIENT = "client"
    CHART = "chart"
    ALERTS = "alerts"
    INVITE = "invite"
    BOOK = "book"
    MOVE = "move"
    CANCEL = "cancel"
    PAPER = "paper"
    CORRECT = "correct"
    NOTE = "note"
    CLOSE = "close"
    AWAY = "away"
    BACK = "back"
    QUIET = "quiet"
    DIGEST = "digest"
    STATS = "stats"
    TEACHERS = "teachers"
    GROWTH = "growth"
    REFLECT = "reflect"
    HELP = "help"
    SEEN = "seen"
    SNOOZE = "snooze"
    SUPERVISION = "supervision"
    YES = "yes"
    NO = "no"


WORDS: Mapping[str, Word] = {word.value: word for word in Word}


@dataclass(frozen=True, slots=True)
class Order:
    """`client`: the pseudonym that was named (`C-7K2`, `C-7K2/carer`), empty if none; `rest`: what follows, as written.
    `spelled`: it began with a slash, or a button was pressed, so it was certainly meant. `told`: what was asked for and
    told since; `agreed`: what was said yes to, when that was asked (handlers/staff/confirming.py)."""

    word: Word
    client: str = ""
    rest: str = ""
    spelled: bool = True
    told: str = ""
    agreed: tuple[str, ...] = ()


def order_of(arrival: Arrival) -> Order | None:
    """The order that an arrival gives; None if it is other words."""
    match arrival:
        case IncomingMessage(content=Content.TEXT):
            return _written(arrival.text.strip())
        case ButtonPress():
            word, _, rest = arrival.data.partition(BAR)
            return _order(WORDS[word], rest.replace(BAR, " "), spelled=True) if word in WORDS else None
        case _:
            return None


def _written(text: str) -> Order | None:
    first, _, rest = text.partition(" ")
    name = first.removeprefix(SLASH).partition("@")[0].casefold()
    if name not in WORDS:
        return None
    return _order(WORDS[name], rest, spelled=first.startswith(SLASH))


def _order(word: Word, rest: str, *, spelled: bool) -> Order:
    first, _, after = rest.strip().partition(" ")
    client = "" if word in OF_THEMSELVES else named(first)
    return Order(word, client, after.strip(), spelled) if client else Order(word, "", rest.strip(), spelled)


def named(text: str) -> str:
    """The client's pseudonym, with a rater's if one is named, that `7K2`, `c-7k2`, `C7K2` or `c-7k2/carer` stands for;
    empty if it is none. Three digits alone may be anything."""
    match = CLIENT.fullmatch(text.strip().strip(".,;:"))
    if match is None or (match[1].isdigit() and not text.strip().casefold().startswith("c")):
        return ""
    return f"C-{match[1].upper()}{match[2].lower()}"


OF_THEMSELVES = frozenset((Word.AWAY, Word.BACK, Word.QUIET, Word.DIGEST))
"""Orders about whoever gives them: no word behind them is a client (`off` and `Aug` might be)."""

CASELOADS = frozenset((Word.TODAY, Word.CASELOAD, Word.STATS, Word.TEACHERS, Word.GROWTH, Word.REFLECT, Word.DIGEST))
"""Orders that look at all clients of whoever gives them; so does one that needs a client and names none."""

LESSONS = frozenset((Word.TEACHERS, Word.GROWTH, Word.REFLECT))
"""Orders that look at reflections and growth."""

FIGURES = frozenset((Word.STATS, Word.TEACHERS, Word.GROWTH))
"""Orders that look at all episodes, closed ones too."""
