"""A wording: the texts of a measure's items in one language, and where they come from.

Neutral ones are our own: the norms of the ORS family were made on the licensed wording, which is not shipped. Free ones
are published items that anybody may use. Those of a licence holder or of the practice itself are packs (packs.py).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from measures.datafile import Reader, read_file

FOLDER, OTHERS = Path(__file__).parent / "wordings", "others"


class Kind(StrEnum):
    """Where a wording comes from."""

    NEUTRAL = "neutral"
    FREE = "free"
    PACK = "pack"


@dataclass(frozen=True, slots=True)
class ItemWording:
    """One item: its short name, what is asked, and what a client may label an answer with (lower case)."""

    name: str
    prompt: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A measure in one language. `low` and `high` say what the ends of its scale mean; `options` are the published
    answers, one for each whole point from low to high; `rights` is the notice that goes with it."""

    title: str
    intro: str
    low: str
    high: str
    items: tuple[ItemWording, ...]
    kind: Kind
    version: str
    options: tuple[str, ...] = ()
    rights: str = ""

    @property
    def key(self) -> str:
        """Short, to be kept with what was asked in it: `neutral 1`, `pack 3`."""
        return f"{self.kind} {self.version}"


def shipped(measure: str, language: str, *, of_another: bool = False) -> Wording | None:
    """Our own or the published free wording of a measure; there is none in a language nobody has translated it to.

    `of_another`: for somebody who is asked about the client, such as a carer; only a few measures have such a wording,
    and nobody is asked about somebody else in words that mean themselves.
    """
    return (_others() if of_another else _shipped()).get((measure, language))


def worded_of_another() -> Collection[tuple[str, str]]:
    """What can be asked about somebody else: measures with their languages."""
    return _others().keys()


def wording_of(table: Reader, kind: Kind, version: str) -> Wording:
    """The texts from their table of a file. Raises DataFileError with file, key and reason."""
    return Wording(
        title=table.text("title"),
        intro=table.text("intro"),
        low=table.text("low"),
        high=table.text("high"),
        items=tuple(_item(item) for item in table.tables("items")),
        kind=kind,
        version=version,
        options=table.texts("options") if "options" in table else (),
        rights=table.text("rights") if "rights" in table else "",
    )


def _item(table: Reader) -> ItemWording:
    name = table.text("name")
    given = [" ".join(label.casefold().split()) for label in table.texts("labels")]
    if twice := next((one for one in given if given.count(one) > 1), None):
        raise table.wrong("labels", f"{twice} is there twice: leave one of them out")
    written = (" ".join(name.casefold().split()), *given)
    item = ItemWording(name, table.text("prompt"), tuple(dict.fromkeys(written)))
    table.done()
    return item


@cache
def _shipped() -> Mapping[tuple[str, str], Wording]:
    """By measure and language. A measure is either ours to word or free: never both."""
    return {**_in_folder(Kind.NEUTRAL, Kind.NEUTRAL), **_in_folder(Kind.FREE, Kind.FREE)}


@cache
def _others() -> Mapping[tuple[str, str], Wording]:
    """The same, for those who are asked about somebody else."""
    return _in_folder(OTHERS, Kind.NEUTRAL)


def _in_folder(name: str, kind: Kind) -> dict[tuple[str, str], Wording]:
    files = sorted((FOLDER / name).glob("*.toml"))
    return {(measure, path.stem): wording for path in files for measure, wording in _in_file(path, kind)}


def _in_file(path: Path, kind: Kind) -> list[tuple[str, Wording]]:
    """The measures of one shipped file: a table for each."""
    file = read_file(path)
    version, found = file.text("version"), []
    for measure in file.keys():  # noqa: SIM118
        if measure != "version":
            table = file.table(measure)
            found.append((measure, wording_of(table, kind, version)))
            table.done()
    return found
