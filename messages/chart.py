"""A chart: all that a picture of a course needs, so that a letter can keep it until it is sent. Totals in tenths.

Nobody's name is in it, only what staff are shown: a pseudonym or initials. Its words were said in the reader's language
when it was made; numbers and days are written in that language when it is drawn.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby


class BadChart(ValueError):
    """What was kept is no chart: make the picture again from the ratings."""

    def __init__(self) -> None:
        super().__init__((self.__doc__ or "").strip())


@dataclass(frozen=True, slots=True)
class Point:
    """A rating with the day it is for, on the client's calendar. `total` is None for one that is missing."""

    day: date
    total: int | None


@dataclass(frozen=True, slots=True)
class Expected:
    """The response expected at one rating number when that is the latest, from the profile's trajectory.

    `mark`: the total at which the share of the expected change is met below which the profile calls a course off track.
    Between the two lies the shade (ours): behind what is expected, but not off track. The rule may look from a later
    rating on. It is no interval of confidence, as no profile tells one. None where there is no such rule.
    """

    total: int
    mark: int | None


@dataclass(frozen=True, slots=True)
class Alliance:
    """The ratings of the alliance, on a scale of their own below the course."""

    measure: str
    low: int
    high: int
    cutoff: int | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """The words on the picture. `better`: which way is better; `count`: how many ratings."""

    better: str
    cutoff: str
    reliable: str
    expected: str
    behind: str
    missed: str
    age: str
    count: str


@dataclass(frozen=True, slots=True)
class Places:
    """Where ratings stand side by side, a place for each session: `days` by place, then the place of each point."""

    days: tuple[date, ...]
    course: tuple[int, ...]
    alliance: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The course of one measure, oldest first. `who` is a pseudonym or initials, `profile` the title of the rules by
    which it is judged; `low` and `high` are the scale's ends.

    `reliable`: the smallest change that is reliable. `expected`: for rating 1, 2 and so on, and some still to come;
    empty if the profile has no trajectory. `alternative`: the course in sentences, for whoever cannot see it.
    """

    who: str
    measure: str
    profile: str
    language: str
    low: int
    high: int
    higher_is_better: bool
    points: tuple[Point, ...]
    cutoff: int | None
    reliable: int | None
    expected: tuple[Expected, ...]
    alliance: Alliance | None
    labels: Labels
    alternative: str

    @property
    def totals(self) -> tuple[int, ...]:
        """The totals there are."""
        return tuple(point.total for point in self.points if point.total is not None)

    @property
    def band(self) -> tuple[int, int] | None:
        """Between which totals no change from the first rating is reliable, within the scale."""
        if self.reliable is None or not self.totals:
            return None
        first = self.totals[0]
        return max(self.low, first - self.reliable), min(self.high, first + self.reliable)

    @property
    def places(self) -> Places:
        """A place for each rating; the alliance as rated on a day stands with the course's rating of that day."""
        return _places(self.points, self.alliance.points if self.alliance else ())

    @property
    def foreseen(self) -> tuple[tuple[int, Expected], ...]:
        """What is expected, at the places of the ratings there are and at the next ones."""
        places = self.places
        rated = [place for place, point in zip(places.course, self.points, strict=True) if point.total is not None]
        ahead = range(len(places.days), len(places.days) + len(self.expected) - len(rated))
        return tuple(zip([*rated, *ahead], self.expected, strict=False))


def to_json(chart: Chart) -> str:
    """A chart as it is kept; days as ISO 8601."""
    return json.dumps(asdict(chart), ensure_ascii=False, default=date.isoformat)


def from_json(text: str) -> Chart:
    """A chart that was kept. Raises BadChart."""
    try:
        kept = json.loads(text)
        alliance = kept["alliance"]
        if alliance is not None:
            alliance = Alliance(**{**alliance, "points": _points(alliance["points"])})
        made = {
            "points": _points(kept["points"]),
            "expected": tuple(Expected(**one) for one in kept["expected"]),
            "alliance": alliance,
            "labels": Labels(**kept["labels"]),
        }
        return Chart(**{**kept, **made})
    except (TypeError, KeyError, ValueError) as error:
        raise BadChart from error


def _points(kept: Sequence[dict[str, str | int | None]]) -> tuple[Point, ...]:
    return tuple(Point(**{**one, "day": date.fromisoformat(str(one["day"]))}) for one in kept)  # type: ignore[arg-type]


def _places(course: Sequence[Point], alliance: Sequence[Point]) -> Places:
    days: list[date] = []
    found: tuple[list[int], list[int]] = ([], [])
    both = sorted([(point.day, row) for row, points in enumerate((course, alliance)) for point in points])
    for day, same in groupby(both, key=lambda one: one[0]):
        begun, used = len(days), [0, 0]
        for _, row in same:
            found[row].append(begun + used[row])
            used[row] += 1
        days += [day] * max(used)
    return Places(tuple(days), tuple(found[0]), tuple(found[1]))
