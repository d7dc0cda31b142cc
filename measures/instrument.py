"""An instrument: which items are asked, in what range, which direction is better. Data files, without any wording."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from measures.datafile import Reader
from measures.rulefile import rules_of, source_of
from measures.rules import AGES, Rules
from measures.source import Source


@dataclass(frozen=True, slots=True)
class Item:
    """One question: its id and the construct it stands for, in our words. `reversed`: it counts from the other end."""

    id: str
    construct: str
    reversed: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A named range of totals, both ends included, in tenths."""

    name: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Safety:
    """The item (its index) after which somebody must speak with the client if it is answered above `above` (tenths)."""

    item: int
    above: int
    source: Source


@dataclass(frozen=True, slots=True)
class Instrument:
    """A measure. `low`, `high` and `step` of an item in tenths; a total is the sum of counted items times `multiplier`.

    `answers`: all that an item can be answered with. `turned`: the indexes of reversed items.
    `bands` cover all totals, from low to high, if there are any. `rules` are its own, for profiles without any for it.
    `ages`: whom it may be asked about.
    """

    id: str
    version: str
    title: str
    source: str
    items: tuple[Item, ...]
    low: int
    high: int
    step: int
    higher_is_better: bool
    multiplier: int = 1
    bands: tuple[Band, ...] = ()
    safety: Safety | None = None
    rules: Rules | None = None
    ages: tuple[str, ...] = AGES
    answers: frozenset[int] = field(init=False, repr=False)
    turned: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """What scoring asks for with every rating is made once."""
        object.__setattr__(self, "answers", frozenset(range(self.low, self.high + 1, self.step)))
        object.__setattr__(self, "turned", tuple(place for place, item in enumerate(self.items) if item.reversed))

    def counted(self, items: Sequence[int]) -> Sequence[int]:
        """Answers as they count: those to reversed items from the other end."""
        if not self.turned:
            return items
        ends = self.low + self.high
        return [ends - item if place in self.turned else item for place, item in enumerate(items)]

    @property
    def total_low(self) -> int:
        """The lowest total, in tenths."""
        return self.low * len(self.items) * self.multiplier

    @property
    def total_high(self) -> int:
        """The highest total, in tenths."""
        return self.high * len(self.items) * self.multiplier

    def band(self, total: int) -> str:
        """The name of a total's band; empty if there are no bands."""
        return next((band.name for band in self.bands if band.low <= total <= band.high), "")

    def risk(self, items: tuple[int | None, ...]) -> int | None:
        """The answer (tenths) to the safety item, if somebody must speak with the client because of it."""
        if self.safety is None or not items:
            return None
        answer = items[self.safety.item]
        return answer if answer is not None and answer > self.safety.above else None


def instrument_of(file: Reader) -> Instrument:
    """An instrument from its data file. Raises DataFileError with file, key and reason."""
    low, high = file.tenths("low", "0.0", "1000.0"), file.tenths("high", "0.0", "1000.0")
    if low >= high:
        raise file.wrong("high", "must be above low")
    items = _items(file)
    own = file.maybe("rules")
    made = Instrument(
        id=file.text("id"),
        version=file.text("version"),
        title=file.text("title"),
        source=file.text("source"),
        items=items,
        low=low,
        high=high,
        step=file.tenths("step", "0.1", "100.0"),
        higher_is_better=file.flag("higher_is_better"),
        multiplier=file.whole("multiplier", 1, 100) if "multiplier" in file else 1,
        bands=tuple(_band(table) for table in file.tables("bands")) if "bands" in file else (),
        safety=_safety(file, items),
        rules=rules_of(own) if own else None,
        ages=_ages(file),
    )
    file.done()
    _check(file, made)
    return made


def _items(file: Reader) -> tuple[Item, ...]:
    items = tuple(_item(table) for table in file.tables("items"))
    ids = [item.id for item in items]
    if twice := next((one for one in ids if ids.count(one) > 1), None):
        raise file.wrong("items", f"has {twice} twice: give each item an id of its own")
    return items


def _ages(file: Reader) -> tuple[str, ...]:
    ages = file.texts("ages") if "ages" in file else AGES
    if not ages or not set(ages) <= set(AGES):
        raise file.wrong("ages", f"must be some of {', '.join(AGES)}")
    return ages


def _item(table: Reader) -> Item:
    turned = table.flag("reversed") if "reversed" in table else False
    item = Item(table.text("id"), table.text("construct"), turned)
    table.done()
    return item


def _band(table: Reader) -> Band:
    band = Band(table.text("name"), table.tenths("from", "0.0", "100000.0"), table.tenths("to", "0.0", "100000.0"))
    table.done()
    return band


def _safety(file: Reader, items: tuple[Item, ...]) -> Safety | None:
    table = file.maybe("safety")
    if table is None:
        return None
    index = {item.id: place for place, item in enumerate(items)}
    item = table.text("item")
    if item not in index:
        raise table.wrong("item", f"must be one of {', '.join(index)}")
    safety = Safety(index[item], table.tenths("above", "0.0", "1000.0"), source_of(table))
    table.done()
    return safety


def _check(file: Reader, made: Instrument) -> None:
    """What no key alone can show."""
    if (made.high - made.low) % made.step:
        raise file.wrong("step", "must lead from low to high")
    if made.rules == Rules():
        raise file.wrong("rules", "has no rule: every course would be on track")
    if made.safety and not made.low <= made.safety.above < made.high:
        raise file.wrong("safety.above", "must be in an item's range, below its end")
    ends = [(band.low, band.high) for band in made.bands]
    gap = made.step * made.multiplier
    met = [made.total_low - gap, *(high for _, high in ends)]
    if any(low > high for low, high in ends) or any(
        not 0 < low - before <= gap for before, (low, _) in zip(met, ends, strict=False)
    ):
        raise file.wrong("bands", "must follow one another from the lowest total on, without a gap")
    if ends and ends[-1][1] != made.total_high:
        raise file.wrong("bands", f"must end at {made.total_high / 10:g}, the highest total")
