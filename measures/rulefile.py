"""Rule files: the tables of a profile, or of an instrument's own rules, become rules. Strict: see `Reader`."""

from collections.abc import Callable
from dataclasses import fields, replace
from itertools import pairwise
from typing import TypeVar

from measures.datafile import Reader
from measures.jacobson import reliable_change
from measures.rules import (
    AGES,
    RATERS,
    BehindExpected,
    Change,
    Checkpoint,
    Count,
    Cutoff,
    Limit,
    Plateau,
    Rules,
    Sawtooth,
    SlowFall,
    Spread,
)
from measures.source import Source
from measures.trajectory import Curve, Trajectory

T = TypeVar("T")
YOUTH = ("child", "adolescent")


def rules_of(table: Reader, base: Rules | None = None) -> Rules:
    """The rules in a table, and those of `base` that it does not replace.

    Raises DataFileError: unknown keys, impossible figures, missing sources, lacking rules.
    """
    own = Rules(
        cutoff=_maybe(table, "cutoff", _cutoff),
        reliable_change=_maybe(table, "reliable_change", _reliable_change),
        crossing_suffices=_maybe(table, "crossing_suffices", source_of),
        exclusion=_maybe(table, "exclusion", _limit),
        check_in=_maybe(table, "check_in", _checkpoint),
        last_stop=_maybe(table, "last_stop", _checkpoint),
        deterioration=_maybe(table, "deterioration", _change),
        sudden_drop=_maybe(table, "sudden_drop", _change),
        slow_fall=_maybe(table, "slow_fall", _slow_fall),
        plateau=_maybe(table, "plateau", _plateau),
        sawtooth=_maybe(table, "sawtooth", _sawtooth),
        trajectory=_maybe(table, "trajectory", _trajectory),
        behind_expected=_maybe(table, "behind_expected", _behind_expected),
        spread=_maybe(table, "spread", _spread),
        alliance_cutoff=_maybe(table, "alliance_cutoff", _limit),
        alliance_drop=_maybe(table, "alliance_drop", _change),
        alliance_low_item=_maybe(table, "alliance_low_item", _limit),
        missed_in_a_row=_maybe(table, "missed_in_a_row", _count),
    )
    table.done()
    given = {one.name: rule for one in fields(own) if (rule := getattr(own, one.name)) is not None}
    rules = replace(base or Rules(), **given)
    for rule, needed in NEEDS.items():
        if getattr(rules, rule) is not None and getattr(rules, needed) is None:
            raise table.wrong(rule, f"needs {needed} beside it")
    return rules


NEEDS = {
    "check_in": "reliable_change",
    "last_stop": "reliable_change",
    "crossing_suffices": "cutoff",
    "behind_expected": "trajectory",
}
"""Rules that cannot judge without another."""


def source_of(table: Reader) -> Source:
    """Where a table's figures come from."""
    return Source(table.text("source"), table.flag("published"))


def _maybe(table: Reader, key: str, make: Callable[[Reader], T]) -> T | None:
    below = table.maybe(key)
    if below is None:
        return None
    made = make(below)
    below.done()
    return made


def _strict(table: Reader, at: str, beyond: str) -> bool:
    return table.choice("operator", at, beyond) == beyond


def _cutoff(table: Reader) -> Cutoff:
    by_rater = {rater: _by_age(table.table(rater)) for rater in RATERS if rater in table or rater == "self"}
    return Cutoff(by_rater, table.flag("equal_is_clinical"), source_of(table))


def _by_age(table: Reader) -> dict[str, int]:
    found = {age: table.tenths(age, "0.0") for age in AGES if age in table}
    table.done()
    return _some(found, table)


def _some(by_age: dict[str, int], table: Reader) -> dict[str, int]:
    if not by_age:
        raise table.wrong("adult", f"is missing: give at least one of {', '.join(AGES)}")
    return by_age


def _change(table: Reader) -> Change:
    return Change(table.tenths("points"), _strict(table, "at_least", "more_than"), source_of(table))


def _reliable_change(table: Reader) -> Change:
    """Points as published, or computed from a standard deviation and a reliability (Jacobson & Truax, 95 %)."""
    if "points" in table:
        if "sd" in table or "reliability" in table:
            raise table.wrong("points", "stands beside sd and reliability: give the points or those two, not both")
        return _change(table)
    sd, reliability = table.number("sd", "0.01", "1000", 2), table.number("reliability", "0.01", "0.99", 2)
    points = reliable_change(sd, reliability)
    return Change(points, _strict(table, "at_least", "more_than"), source_of(table))


def _limit(table: Reader) -> Limit:
    return Limit(table.tenths("points", "0.0"), _strict(table, "at", "beyond"), source_of(table))


def _checkpoint(table: Reader) -> Checkpoint:
    ratings = table.whole_numbers("ratings")
    if ratings[0] < 2 or any(later <= earlier for earlier, later in pairwise(ratings)):
        raise table.wrong("ratings", "must be numbers of ratings from 2 on, each above the one before")
    return Checkpoint(ratings, source_of(table))


def _slow_fall(table: Reader) -> SlowFall:
    return SlowFall(table.whole("falls", 2, 20), table.tenths("points"), source_of(table))


def _plateau(table: Reader) -> Plateau:
    return Plateau(table.whole("ratings", 3, 20), table.tenths("within", "0.0"), source_of(table))


def _sawtooth(table: Reader) -> Sawtooth:
    return Sawtooth(table.whole("changes", 2, 20), table.tenths("points"), source_of(table))


def _count(table: Reader) -> Count:
    return Count(table.whole("times", 1, 100), source_of(table))


def _spread(table: Reader) -> Spread:
    by_age = {age: int(table.number(age, "0.01", "1000", 2) * 100) for age in AGES if age in table}
    return Spread(_some(by_age, table), source_of(table))


def _behind_expected(table: Reader) -> BehindExpected:
    below, enough = (int(table.number(key, "0", "100", 2) * 100) for key in ("below", "enough"))
    if enough < below:
        raise table.wrong("enough", "must not be less than below")
    return BehindExpected(below, enough, table.whole("from_rating", 2, 50), source_of(table))


def _trajectory(table: Reader) -> Trajectory:
    return Trajectory(
        short=_curves(table.table("short")),
        long=_curves(table.table("long")),
        long_from=table.whole("long_from", 2, 1000),
        target_index=table.whole("target_index", 1, 1000),
        source=source_of(table),
    )


def _curves(table: Reader) -> dict[str, Curve]:
    """By age; `youth` stands for children and adolescents."""
    youth = _curve(table.table("youth"))
    curves = {"adult": _curve(table.table("adult")), **dict.fromkeys(YOUTH, youth)}
    table.done()
    return curves


def _curve(table: Reader) -> Curve:
    curve = Curve(table.whole("flat_from", 1, 1000), table.millionths("base", 4), table.millionths("slope", 4))
    table.done()
    return curve
