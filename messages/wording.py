"""Wordings: the texts of a measure's items. Ours is neutral; the norms were made on the licensed wording, which is not
shipped."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "wordings" / "neutral"


@dataclass(frozen=True, slots=True)
class ItemWording:
    """One area: its short name, what is asked, and what a client may label an answer with (lower case)."""

    name: str
    prompt: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A measure in one language; `low` and `high` say what 0 and 10 mean."""

    title: str
    intro: str
    low: str
    high: str
    items: tuple[ItemWording, ...]


@cache
def neutral(measure: str, language: str) -> Wording:
    """Our own wording of a measure; English where there is none in the language."""
    file = FOLDER / f"{language}.toml"
    data = tomllib.loads((file if file.exists() else FOLDER / "en.toml").read_text(encoding="utf-8"))
    table = data.get(measure) or data["ors"]
    items = tuple(ItemWording(item["name"], item["prompt"], tuple(item["labels"])) for item in table["items"])
    return Wording(table["title"], table["intro"], table["low"], table["high"], items)
