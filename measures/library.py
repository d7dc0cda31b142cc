"""The library: all instruments and profiles there are, the shipped ones and a practice's own."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Protocol, TypeVar

from measures.datafile import DataFileError, Reader, data_files, parse, read_text
from measures.instrument import Instrument, instrument_of
from measures.profile import Profile, profile_of
from measures.rules import AGES, Rules
from measures.trajectory import Trajectory, tenths

SHIPPED = Path(__file__).parent
INSTRUMENTS, PROFILES = "instruments", "profiles"


class Entry(Protocol):
    """What has an id and a version."""

    @property
    def id(self) -> str:
        """The name it is chosen by."""
        ...

    @property
    def version(self) -> str:
        """Which edition of it this is."""
        ...


T = TypeVar("T", bound=Entry)


@dataclass(frozen=True, slots=True)
class Edition:
    """A data file as it was read: `kind` is `instruments` or `profiles`."""

    kind: str
    id: str
    version: str
    text: str


@dataclass(frozen=True, slots=True)
class Library:
    """Instruments and profiles by id, and the files they were read from."""

    instruments: Mapping[str, Instrument]
    profiles: Mapping[str, Profile]
    editions: tuple[Edition, ...] = ()

    def instrument(self, id: str) -> Instrument:  # noqa: A002 - the data's own word
        """The instrument of this id. Raises DataFileError naming what there is."""
        return _of(self.instruments, id, "measure")

    def profile(self, id: str) -> Profile:  # noqa: A002 - the data's own word
        """The profile of this id. Raises DataFileError naming what there is."""
        return _of(self.profiles, id, "profile")


@cache
def shipped() -> Library:
    """What comes with Meantime."""
    return library([SHIPPED])


def open_library(own: Path | None) -> Library:
    """What comes with Meantime, and what a practice has in its own folder. Raises DataFileError."""
    return library([SHIPPED, own]) if own else shipped()


def library(folders: Iterable[Path]) -> Library:
    """What lies in folders with `instruments/*.toml` and `profiles/*.toml`. Raises DataFileError."""
    editions: list[Edition] = []
    places = list(folders)
    instruments = _load(places, INSTRUMENTS, instrument_of, editions)
    profiles = _load(places, PROFILES, profile_of, editions)
    made = Library(instruments, profiles, tuple(editions))
    for one in instruments.values():
        if one.rules:
            _check(f"{one.id}.toml", "rules", one.rules, one)
    for name, rules in ((one.id, one.rules) for one in profiles.values()):
        for measure, judged in rules.items():
            if measure not in instruments:
                raise DataFileError(f"{name}.toml", f"measures.{measure}", "is no instrument: there is no file for it")
            _check(f"{name}.toml", f"measures.{measure}", judged, instruments[measure])
    return made


def _of(entries: Mapping[str, T], id: str, what: str) -> T:  # noqa: A002 - the data's own word
    if id not in entries:
        raise DataFileError(what, id, f"is not known; there are {', '.join(sorted(entries))}")
    return entries[id]


def _load(folders: list[Path], kind: str, make: Callable[[Reader], T], editions: list[Edition]) -> dict[str, T]:
    found: dict[str, T] = {}
    for path in (path for folder in folders for path in data_files(folder / kind)):
        text = read_text(path)
        made = make(parse(path.name, text))
        if made.id != path.stem:
            raise DataFileError(path.name, "id", f"must be {path.stem}, as the file is named")
        if made.id in found:
            raise DataFileError(path.name, "id", f"{made.id} is taken: give the file and its id another name")
        found[made.id] = made
        editions.append(Edition(kind, made.id, made.version, text))
    return found


def _check(file: str, path: str, rules: Rules, measure: Instrument) -> None:
    """Figures outside a measure's range can judge nobody."""
    for key, low, high, points in _figures(rules, measure):
        if not low <= points <= high:
            reason = f"is {points / 10:g}, but must lie between {low / 10:g} and {high / 10:g} for {measure.id}"
            raise DataFileError(file, f"{path}.{key}", reason)
    _check_trajectory(file, path, rules, measure)


def _figures(rules: Rules, measure: Instrument) -> Iterator[tuple[str, int, int, int]]:
    """Every figure in points with the range it must lie in."""
    low, high, width = measure.total_low, measure.total_high, measure.total_high - measure.total_low
    if rules.cutoff:
        for rater, by_age in rules.cutoff.by_rater.items():
            yield from ((f"cutoff.{rater}.{age}", low, high, points) for age, points in by_age.items())
    for key in ("exclusion", "alliance_cutoff"):
        if limit := getattr(rules, key):
            yield key, low, high, limit.points
    if rules.alliance_low_item:
        yield "alliance_low_item", measure.low, measure.high, rules.alliance_low_item.points
    for key in ("reliable_change", "deterioration", "sudden_drop", "slow_fall", "sawtooth", "alliance_drop"):
        if change := getattr(rules, key):
            yield key, 1, width, change.points
    if rules.plateau:
        yield "plateau", 0, width, rules.plateau.within


def _check_trajectory(file: str, path: str, rules: Rules, measure: Instrument) -> None:
    """Nobody can be expected outside a measure's range; from any total on it is between what it is from the ends."""
    if rules.trajectory is None:
        return
    low, high = measure.total_low, measure.total_high
    end = rules.exclusion.points if rules.exclusion else high if measure.higher_is_better else low
    for age, first in product(AGES, (low if measure.higher_is_better else high, end)):
        for total in _expected(rules.trajectory, age, first):
            if not low <= total <= high:
                begun = f"expects {total / 10:g} where {age} began at {first / 10:g}"
                reason = f"{begun}, but totals of {measure.id} go from {low / 10:g} to {high / 10:g}"
                raise DataFileError(file, f"{path}.trajectory", reason)


def _expected(trajectory: Trajectory, age: str, first: int) -> Iterator[int]:
    """All that may be expected of somebody who began at a total, in tenths."""
    for curve in (trajectory.short[age], trajectory.long[age]):
        yield from (tenths(curve.at(index, first)) for index in range(1, curve.flat_from + 1))
