"""Menus: the commands that a chat offers, by who reads it. Each is described by the text `order`."""

from collections.abc import Collection, Mapping, Sequence

from messages.envelope import Channel
from messages.words import Words

LOOK, DO, OWN = "look", "do", "own"
LONGEST = 256
"""Characters of a description that Telegram takes."""

CLIENT = "client"
WORDS_OF_CLIENTS = ("undo", "redo", "pause", "resume", "language", "mydata", "help", "stop")
THERAPIST: Mapping[str, Sequence[str]] = {
    LOOK: ("today", "caseload", "client", "chart", "alerts"),
    DO: ("invite", "book", "move", "cancel", "paper", "correct", "note", "close"),
    OWN: ("away", "back", "quiet", "digest", "stats", "teachers", "growth", "reflect", "help"),
}
MANAGER: Mapping[str, Sequence[str]] = {
    LOOK: ("client", "chart", "alerts", "stats"),
    DO: ("invite", "book", "move", "cancel", "paper", "correct", "note", "close"),
    OWN: ("away", "back", "quiet", "help"),
}
"""A manager has no clients of their own, and looks at them one by one."""

GROUPS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "therapist": THERAPIST,
    "supervisor": THERAPIST,
    "manager": MANAGER,
    CLIENT: {OWN: WORDS_OF_CLIENTS},
}
"""What each duty, and a client, may order, in groups."""


def named(duty: str, language: str) -> str:
    """What a letter calls a menu by: `therapist.de`."""
    return f"{duty}.{language}"


def commands(menu: str, words: Words, known: Collection[str] | None = None) -> list[tuple[str, str]]:
    """The commands of a menu with what each does, in its language; only those `known` (None: all). Empty if there is no
    such menu."""
    duty, _, language = menu.partition(".")
    every = [word for group in GROUPS.get(duty, {}).values() for word in group]
    return [
        (word, words.say("order", language, Channel.TELEGRAM, word=word)[:LONGEST])
        for word in every
        if known is None or word in known
    ]
