"""Progress: a course becomes a status and flags. A flag fires once per state of the course (see `trends`, `watch`)."""

from dataclasses import dataclass, replace
from enum import StrEnum

from measures import trends, watch
from measures.course import Course
from measures.flags import Finding, Flag, Rule
from measures.line import Line, line_of
from measures.rules import Rules
from measures.trajectory import Trajectory, hundredths, percent_met, tenths


class Status(StrEnum):
    """How a course stands."""

    TOO_EARLY = "too_early"
    ON_TRACK = "on_track"
    WATCH = "watch"
    OFF_TRACK = "off_track"
    DETERIORATING = "deteriorating"
    RECOVERED = "recovered"


OFF_TRACK = {Rule.CHECK_IN, Rule.LAST_STOP, Rule.BEHIND_EXPECTED}
"""Rules by which a course is off track; together with deterioration these are what an alert is most about."""
AT_ONCE = {Rule.ALLIANCE_CUTOFF, Rule.ALLIANCE_DROP, Rule.ALLIANCE_LOW_ITEM, Rule.ITEM_RISK, Rule.MISSED}
"""Rules that need no course: they make a single rating, or none, worth a look."""
WATCHED = AT_ONCE | {Rule.SUDDEN_DROP, Rule.SLOW_FALL, Rule.PLATEAU, Rule.SAWTOOTH}
NEXT = 3
"""How many ratings ahead the expected response is told."""


@dataclass(frozen=True, slots=True)
class Response:
    """The expected response. `expected` now in hundredths of a point, `percent_met` in hundredths of a percent.

    `ahead`: expected at the next ratings, `target`: for the closed episode, both in tenths.
    """

    expected: int
    percent_met: int
    ahead: tuple[int, ...]
    target: int


@dataclass(frozen=True, slots=True)
class Progress:
    """A judged course. Scores in tenths. `flags` hold now; `raised` are those that the last rating brought up.

    `reliable_change`, `clinically_significant_change`, `reliable_deterioration`: None where the rules do not tell.
    `excluded`: from statistics, by its first rating. `findings`: what every rule says, whether it holds or not.
    """

    n: int
    first: int | None
    last: int | None
    status: Status
    reliable_change: bool | None
    clinically_significant_change: bool | None
    reliable_deterioration: bool | None
    above_cutoff_at_start: bool
    excluded: bool
    response: Response | None
    findings: tuple[Finding, ...]

    @property
    def change(self) -> int | None:
        """Last minus first, in tenths; None before the second rating."""
        return None if self.first is None or self.last is None or self.n < 2 else self.last - self.first

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The rules that hold now."""
        return tuple(one.flag for one in self.findings if one.holds)

    @property
    def raised(self) -> tuple[Flag, ...]:
        """What the last rating, or the last request that was missed, brought up."""
        return tuple(one.flag for one in self.findings if one.raised)


def judge(course: Course) -> Progress:
    """The status and flags of a course. Raises DataFileError if there are no rules for the measure."""
    rules = course.rules
    line = line_of(course, rules)
    totals = course.totals
    excluded = bool(totals) and _excluded(totals[0], rules)
    expecting = rules.trajectory if totals and not excluded else None
    path = expecting.path(course.age, totals[0], len(totals)) if expecting else []
    findings = _findings(course, line, rules, path)
    reliable, significant, worse = _changes(line, rules)
    return Progress(
        n=len(totals),
        first=totals[0] if totals else None,
        last=totals[-1] if totals else None,
        status=_status(line, findings, rules, path, significant=bool(significant)),
        reliable_change=reliable,
        clinically_significant_change=significant,
        reliable_deterioration=worse,
        above_cutoff_at_start=line.began_above,
        excluded=excluded,
        response=_response(course, expecting, path) if expecting else None,
        findings=findings,
    )


def _excluded(first: int, rules: Rules) -> bool:
    limit = rules.exclusion
    return limit is not None and (first > limit.points or (not limit.strict and first == limit.points))


def _findings(course: Course, line: Line, rules: Rules, path: list[int]) -> tuple[Finding, ...]:
    """Most urgent first. A missed request brings up nothing else; nothing is said twice at once (`_said_already`)."""
    found = [
        watch.item_risk(line, course.instrument),
        trends.deterioration(line, rules),
        trends.last_stop(line, rules),
        trends.check_in(line, rules),
        trends.behind_expected(line, rules, path),
        trends.sudden_drop(line, rules),
        trends.slow_fall(line, rules),
        trends.plateau(line, rules),
        trends.sawtooth(line, rules),
        watch.alliance_cutoff(line, rules),
        watch.alliance_drop(line, rules),
        watch.alliance_low_item(line, rules),
        watch.above_cutoff(line, rules),
        watch.missed(line, rules),
    ]
    findings = [one for one in found if one is not None]
    quiet = set(Rule) - {Rule.MISSED} if line.missed else _said_already(findings)
    return tuple(replace(one, raised=False) if one.raised and one.flag.rule in quiet else one for one in findings)


def _said_already(findings: list[Finding]) -> set[Rule]:
    """A plateau is no news to a course off track, nor how it fell to one that has just deteriorated."""
    off_track = any(one.holds and one.flag.rule in OFF_TRACK for one in findings)
    worse = any(one.raised and one.flag.rule == Rule.DETERIORATION for one in findings)
    return ({Rule.PLATEAU} if off_track else set()) | ({Rule.SUDDEN_DROP, Rule.SLOW_FALL} if worse else set())


def _changes(line: Line, rules: Rules) -> tuple[bool | None, bool | None, bool | None]:
    """Reliable change, clinically significant change, reliable deterioration; None where the rules do not tell."""
    several = len(line.totals) > 1
    reliable = several and line.gain >= rules.reliable_change.least if rules.reliable_change else None
    worse = several and -line.gain >= rules.deterioration.least if rules.deterioration else None
    if line.cutoff is None or (reliable is None and rules.crossing_suffices is None):
        return reliable, None, worse
    crossed = several and line.began_clinical and not line.clinical(line.totals[-1])
    return reliable, crossed and (bool(reliable) or rules.crossing_suffices is not None), worse


def _status(line: Line, findings: tuple[Finding, ...], rules: Rules, path: list[int], *, significant: bool) -> Status:
    held = {one.flag.rule for one in findings if one.holds}
    if len(line.totals) < 2:
        return Status.WATCH if held & AT_ONCE else Status.TOO_EARLY
    if Rule.DETERIORATION in held:
        return Status.DETERIORATING
    if held & OFF_TRACK:
        return Status.OFF_TRACK
    if significant:
        return Status.RECOVERED
    return Status.WATCH if held & WATCHED or _behind(line, rules, path) else Status.ON_TRACK


def _behind(line: Line, rules: Rules, path: list[int]) -> bool:
    """Whether the course lies between the two marks of the expected change."""
    marks = rules.behind_expected
    if marks is None or not path or len(line.totals) < marks.from_rating:
        return False
    return not trends.standing(line.totals[-1], line.totals[0], path[-1], marks)[1]


def _response(course: Course, expecting: Trajectory, path: list[int]) -> Response:
    totals = course.totals
    ahead = expecting.path(course.age, totals[0], len(totals) + NEXT)[len(totals) :]
    return Response(
        expected=hundredths(path[-1]),
        percent_met=percent_met(totals[0], totals[-1], path[-1]),
        ahead=tuple(tenths(one) for one in ahead),
        target=tenths(expecting.target(course.age, totals[0])),
    )
