"""Teachers: clients to learn from most. Those who do not benefit now, and those who were off track and recovered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from measures import trends
from measures.care import Care, Yardstick
from measures.course import Course
from measures.flags import Finding, Rule
from measures.line import Line, line_of
from measures.outcome import Outcome
from measures.progress import Progress, Status
from measures.rules import Rules
from measures.trajectory import Expectation


class Lesson(StrEnum):
    """Why somebody can be learned from."""

    DETERIORATED = "deteriorated"
    OFF_TRACK = "off track"
    UNCHANGED = "closed without reliable change"
    RECOVERED = "off track, then recovered"


@dataclass(frozen=True, slots=True)
class Teacher:
    """One episode to learn from. Totals and `change` in tenths; `worst` is the total furthest from health.

    `off_track_at`: the numbers of the ratings at which the course was off track or deteriorating, `rules` what said so.
    """

    client: str
    therapist: str
    yardstick: Yardstick
    lesson: Lesson
    closed: datetime | None
    n: int
    first: int
    worst: int
    last: int
    change: int
    off_track_at: tuple[int, ...]
    rules: tuple[str, ...]


def teachers(outcomes: Iterable[Outcome]) -> list[Teacher]:
    """Who teaches: those who do not benefit before those who recovered, the worst change first."""
    found = [(one, teacher) for one in outcomes if (teacher := _teacher(one)) is not None]
    found.sort(key=lambda pair: (list(Lesson).index(pair[1].lesson), _gain(*pair), pair[1].client))
    return [teacher for _, teacher in found]


def _gain(one: Outcome, teacher: Teacher) -> int:
    """The change toward health in tenths, whether or not it counts in figures."""
    return teacher.change if one.care.course.instrument.higher_is_better else -teacher.change


def _teacher(one: Outcome) -> Teacher | None:
    care, progress = one.care, one.progress
    if progress.change is None or progress.first is None or progress.last is None:
        return None
    lesson = _not_benefiting(care, progress)
    if lesson is None and not _better(progress):
        return None
    off_track = astray(care.course, excluded=progress.excluded)
    if lesson is None and not off_track:
        return None
    totals = care.course.totals
    return Teacher(
        client=care.client,
        therapist=care.therapist,
        yardstick=one.yardstick,
        lesson=lesson or Lesson.RECOVERED,
        closed=care.closed,
        n=progress.n,
        first=progress.first,
        worst=min(totals) if care.course.instrument.higher_is_better else max(totals),
        last=progress.last,
        change=progress.change,
        off_track_at=tuple(off_track),
        rules=tuple(dict.fromkeys(rule for rules in off_track.values() for rule in rules)),
    )


def _not_benefiting(care: Care, progress: Progress) -> Lesson | None:
    """Of whom the profile leaves out of statistics no change was hoped for: they are unchanged as they should be."""
    if progress.status is Status.DETERIORATING or progress.reliable_deterioration:
        return Lesson.DETERIORATED
    if progress.status is Status.OFF_TRACK:
        return Lesson.OFF_TRACK
    unchanged = care.closed is not None and progress.reliable_change is False and not progress.excluded
    return Lesson.UNCHANGED if unchanged else None


def _better(progress: Progress) -> bool:
    """Nobody whose safety item asks for a person has recovered."""
    at_risk = any(flag.rule == Rule.ITEM_RISK for flag in progress.flags)
    return not at_risk and bool(progress.reliable_change or progress.clinically_significant_change)


def astray(course: Course, *, excluded: bool) -> dict[int, list[str]]:
    """The numbers of the ratings at which the course, as it was then, was off track or deteriorating, with the rules
    that said so. `excluded`: the profile leaves it out of statistics."""
    rules = course.rules
    line = line_of(course, rules)
    hopeful = None if excluded else rules.trajectory
    expected = Expectation(hopeful, course.age, line.totals[0], line.sign) if hopeful and line.totals else None
    found: dict[int, list[str]] = {}
    for n in range(2, len(line.totals) + 1):
        then = replace(line, totals=line.totals[:n])
        held = [one.flag.rule for one in _findings(then, rules, expected) if one is not None and one.holds]
        if held:
            found[n] = held
    return found


def _findings(line: Line, rules: Rules, expected: Expectation | None) -> tuple[Finding | None, ...]:
    """What the rules say by which a course is off track or deteriorating."""
    return (
        trends.deterioration(line, rules),
        trends.last_stop(line, rules),
        trends.check_in(line, rules),
        trends.behind_expected(line, rules, expected),
    )
