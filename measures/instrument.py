"""An instrument: which items are asked, in what range, which direction is better. Data files, without any wording."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from measures.datafile import DataFileError, Reader, read_file, shipped

FOLDER = Path(__file__).parent / "instruments"
__all__ = ["DataFileError", "Instrument", "Item", "instrument", "load_instrument"]


@dataclass(frozen=True, slots=True)
class Item:
    """One question: its id and the construct it stands for, in our words."""

    id: str
    construct: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """A measure. `low`, `high` and `step` of an item in tenths; totals are sums of items."""

    id: str
    version: str
    title: str
    items: tuple[Item, ...]
    low: int
    high: int
    step: int
    higher_is_better: bool

    @property
    def total_high(self) -> int:
        """The highest total, in tenths."""
        return self.high * len(self.items)


@cache
def instrument(id: str) -> Instrument:  # noqa: A002 - the data's own word
    """A shipped instrument. Raises DataFileError for an unknown id."""
    return load_instrument(shipped(FOLDER, id, "measure"))


def load_instrument(path: Path) -> Instrument:
    """An instrument from a file. Raises DataFileError with file, key and reason."""
    file = read_file(path)
    low, high = file.tenths("low", 0, 10_000), file.tenths("high", 0, 10_000)
    if low >= high:
        raise file.wrong("high", "must be above low")
    made = Instrument(
        id=file.text("id"),
        version=file.text("version"),
        title=file.text("title"),
        items=tuple(_item(table) for table in file.tables("items")),
        low=low,
        high=high,
        step=file.tenths("step", 1, 10),
        higher_is_better=file.flag("higher_is_better"),
    )
    file.done()
    return made


def _item(table: Reader) -> Item:
    item = Item(table.text("id"), table.text("construct"))
    table.done()
    return item
