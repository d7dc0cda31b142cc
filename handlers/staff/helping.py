"""Helping: what somebody's duty may order, and what a mistyped order was meant to be."""

from collections.abc import Collection, Sequence
from difflib import get_close_matches

from handlers.people import Duty
from handlers.staff.orders import SLASH, named
from messages.envelope import Content, IncomingMessage
from messages.keywords import Keyword, keyword
from messages.menus import GROUPS

NEAR, NEAR_IN_WORDS = 0.7, 0.75
"""How alike a mistyped order must be to one there is, of 1; of plain words a little more (ours)."""
SHORTEST = 4
"""Plain words shorter than this are like too many others."""
BY_SMS = ("today", "caseload", "alerts", "note")
"""What one SMS of help names."""


def offered(duty: Duty, known: Collection[str]) -> list[tuple[str, list[str]]]:
    """What a duty may order, of what is `known`, in groups."""
    groups = GROUPS[duty].items()
    return [(name, there) for name, words in groups if (there := [word for word in words if word in known])]


def in_words(duty: Duty, known: Collection[str]) -> list[str]:
    """The few orders that are named in an SMS, as they are written there."""
    return [word.upper() for word in BY_SMS if word in known and word in _every(duty, known)]


def meant(message: IncomingMessage, duty: Duty, known: Collection[str]) -> str:
    """The order that is nearest to a mistyped one, as it is to be written; empty if it was not like one at all. Words
    without a slash are like one only where there is nothing else but a client behind."""
    first, *rest = message.text.split() or [""]
    name, slash = first.removeprefix(SLASH).partition("@")[0].casefold(), first.startswith(SLASH)
    client = named(rest[0]) if rest else ""
    like = slash or (len(name) >= SHORTEST and (not rest or (len(rest) == 1 and bool(client))))
    if message.content is not Content.TEXT or not like:
        return ""
    [near] = get_close_matches(name, _every(duty, known), 1, NEAR if slash else NEAR_IN_WORDS) or [""]
    return _written(near, client, slash=slash) if near else ""


def _every(duty: Duty, known: Collection[str]) -> Sequence[str]:
    return [word for _, words in offered(duty, known) for word in words]


def _written(word: str, client: str, *, slash: bool) -> str:
    """Nothing is suggested that would end all messages when it is written alone."""
    text = " ".join(filter(None, (f"{SLASH}{word}", client) if slash else (word.upper(), client)))
    return "" if not slash and keyword(text) is Keyword.STOP else text
