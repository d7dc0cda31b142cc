"""Proofs: our texts and the practice's own, looked through as the linter does, with the practice's lines in them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from bot.config import Config
from messages.linting import Fault, lint
from messages.plausible import LINES, Lines
from messages.words import Words

TOLD = 3
"""So many faults `meantime check` tells of beside everything else."""


def lines_of(config: Config) -> dict[str, Lines]:
    """What stands in the texts of each language: the practice's own lines, or plausible ones where it has none."""
    name, texts = config.practice.name, list(config.promises().values())
    own = set(texts[0]).intersection(*texts)
    written = {one: Lines(name, *(text[one] for text in texts)) for one in own}
    return {one: written.get(one, replace(lines, practice=name)) for one, lines in LINES.items()}


def faults(config: Config) -> list[Fault]:
    """What is wrong with the texts as this practice would send them."""
    folder, lines = config.practice.templates, lines_of(config)
    return lint(Words(folder), lines) if folder else ours(lines)


def ours(lines: Mapping[str, Lines]) -> list[Fault]:
    """What is wrong with our own texts with these lines in them."""
    return list(_of_ours(tuple(lines.items())))


def briefly(found: list[Fault]) -> str:
    """The first faults, and how many more there are."""
    told = " ".join(map(str, found[:TOLD]))
    more = len(found) - TOLD
    return f"{told} And {more} more: see `meantime check --templates`." if more > 0 else told


@lru_cache(maxsize=8)
def _of_ours(lines: tuple[tuple[str, Lines], ...]) -> tuple[Fault, ...]:
    """Looked for once: our files stay as they are."""
    return tuple(lint(Words(), dict(lines)))
