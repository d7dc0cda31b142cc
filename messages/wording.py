"""Wordings: the texts of a measure's items. Ours is neutral; the norms were made on the licensed wording, which is not
shipped."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from measures.datafile import Reader, read_file

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
    """Our own wording of a measure, in English where there is none in the language.

    Raises DataFileError for a measure that has none.
    """
    return load_wording(FOLDER / f"{language if language in _languages() else 'en'}.toml", measure)


def load_wording(path: Path, measure: str) -> Wording:
    """A measure's wording from a file. Raises DataFileError with file, key and reason."""
    file = read_file(path)
    if measure not in file.keys():  # noqa: SIM118 - a Reader, no dict
        raise file.wrong(measure, f"has no wording; there is one for {', '.join(file.keys())}")
    table = file.table(measure)
    wording = Wording(
        title=table.text("title"),
        intro=table.text("intro"),
        low=table.text("low"),
        high=table.text("high"),
        items=tuple(_item(item) for item in table.tables("items")),
    )
    table.done()
    return wording


def _item(table: Reader) -> ItemWording:
    name = table.text("name")
    labels = dict.fromkeys([name.casefold(), *table.texts("labels")])
    item = ItemWording(name, table.text("prompt"), tuple(labels))
    table.done()
    return item


def _languages() -> set[str]:
    return {path.stem for path in FOLDER.glob("*.toml")}
