"""A profile: a named, versioned rule set with the source of every figure. Data files; no figure stands in code."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from measures.datafile import DataFileError, Reader, read_file, shipped

FOLDER = Path(__file__).parent / "profiles"
AGES = ("adult", "adolescent", "child")
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from, and whether the rule is published or ours."""

    text: str
    published: bool


@dataclass(frozen=True, slots=True)
class Cutoff:
    """The total (tenths) by age group from which on a course is outside the clinical range."""

    by_age: Mapping[str, int]
    source: Source


@dataclass(frozen=True, slots=True)
class Change:
    """Points of change (tenths) that are reliable; `at_least` or, strictly, `more_than` them."""

    points: int
    strict: bool
    source: Source

    def met_by(self, gain: int) -> bool:
        """Whether a gain (tenths) is reliable."""
        return gain > self.points if self.strict else gain >= self.points


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Rating numbers at which a lack of reliable change is to be talked about."""

    ratings: tuple[int, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Rules:
    """A profile's rules for one measure."""

    cutoff: Cutoff
    reliable_change: Change
    check_in: Checkpoint
    last_stop: Checkpoint
    deterioration: Change


@dataclass(frozen=True, slots=True)
class Profile:
    """A rule set. `rules` by measure."""

    id: str
    version: str
    title: str
    rules: Mapping[str, Rules]

    def rules_for(self, measure: str) -> Rules:
        """The rules for a measure. Raises DataFileError if there are none."""
        if measure not in self.rules:
            raise DataFileError(self.id, measure, f"has no rules; there are rules for {', '.join(self.rules)}")
        return self.rules[measure]


@cache
def profile(id: str) -> Profile:  # noqa: A002 - the data's own word
    """A shipped profile. Raises DataFileError for an unknown id."""
    return load_profile(shipped(FOLDER, id, "profile"))


def load_profile(path: Path) -> Profile:
    """A profile from a file. Raises DataFileError: unknown keys, impossible figures, missing sources."""
    file = read_file(path)
    measures = file.table("measures")
    rules = {name: _rules(measures.table(name)) for name in measures.keys()}  # noqa: SIM118 - a Reader, no dict
    made = Profile(file.text("id"), file.text("version"), file.text("title"), rules)
    file.done()
    return made


def _rules(table: Reader) -> Rules:
    rules = Rules(
        cutoff=_cutoff(table.table("cutoff")),
        reliable_change=_change(table.table("reliable_change")),
        check_in=_checkpoint(table.table("check_in")),
        last_stop=_checkpoint(table.table("last_stop")),
        deterioration=_deterioration(table.table("deterioration")),
    )
    table.done()
    return rules


def _source(table: Reader) -> Source:
    return Source(table.text("source"), table.flag("published"))


def _cutoff(table: Reader) -> Cutoff:
    cutoff = Cutoff({age: table.tenths(age, 0, MOST) for age in AGES}, _source(table))
    table.done()
    return cutoff


def _change(table: Reader) -> Change:
    strict = table.choice("operator", "at_least", "more_than") == "more_than"
    change = Change(table.tenths("points", 1, MOST), strict, _source(table))
    table.done()
    return change


def _deterioration(table: Reader) -> Change:
    change = Change(table.tenths("points", 1, MOST), strict=False, source=_source(table))
    table.done()
    return change


def _checkpoint(table: Reader) -> Checkpoint:
    checkpoint = Checkpoint(table.whole_numbers("ratings"), _source(table))
    table.done()
    return checkpoint
