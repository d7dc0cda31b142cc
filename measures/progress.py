"""Progress: a course becomes a status and flags. A flag fires once per state of the course (see `trends`, `watch`)."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum

from measures import trends, watch
from measures.course import Course
from measures.flags import Finding, Flag, Rule
from measures.line import Line, line_of
from measures.rules import Rules
from measures.trajectory import Expectation, hundredths, tenths


class Status(StrEnum):
    """How a course stands."""

    TOO_EARLY = "too_early"
    ON_TRACK = "on_track"
    WATCH = "watch"
    OFF_TRACK = "off_track"
    DETERIORATING = "deteriorating"
    RECOVERED = "recovered"


OFF_TRACK = {Rule.CHECK_IN, Rule.LAST_STOP, Rule.BEHIND_EXPECTED}
"""Rules by which a course is off track."""
GRAVE = OFF_TRACK | {Rule.DETERIORATION}
"""What an alert is most about."""
AT_ONCE = {Rule.ALLIANCE_CUTOFF, Rule.ALLIANCE_DROP, Rule.ALLIANCE_LOW_ITEM, Rule.ITEM_RISK, Rule.MISSED}
"""Rules that need no course: they make a single rating, or none, worth a look."""
WATCHED = AT_ONCE | {Rule.SUDDEN_DROP, Rule.SLOW_FALL, Rule.PLATEAU, Rule.SAWTOOTH}
EVERY = frozenset(Rule)
NEXT = 3
"""How many ratings ahead the expected response is told."""


@dataclass(frozen=True, slots=True)
class Response:
    """The expected response: `expected` now and `target` for the closed episode in hundredths of a point.

    `percent_met` of the change expected now in hundredths of a percent, `ahead` at the next ratings in tenths.
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
    totals = line.totals
    excluded = bool(totals) and _excluded(line, rules)
    hopeful = rules.trajectory if totals and not excluded else None
    expected = Expectation(hopeful, course.age, totals[0], line.sign) if hopeful else None
    findings = _findings(course, line, rules, expected)
    reliable, significant, worse = _changes(line, rules)
    return Progress(
        n=len(totals),
        first=line.sign * totals[0] if totals else None,
        last=line.sign * totals[-1] if totals else None,
        status=_status(line, findings, rules, expected, significant=bool(significant)),
        reliable_change=reliable,
        clinically_significant_change=significant,
        reliable_deterioration=worse,
        above_cutoff_at_start=line.began_above,
        excluded=excluded,
        response=_response(line, expected) if expected else None,
        findings=findings,
    )


def _excluded(line: Line, rules: Rules) -> bool:
    """Whether the first rating lies at, or only beyond, the limit toward health."""
    limit = rules.exclusion
    if limit is None:
        return False
    beyond = line.totals[0] - line.sign * limit.points
    return beyond > 0 or (beyond == 0 and not limit.strict)


def _findings(course: Course, line: Line, rules: Rules, expected: Expectation | None) -> tuple[Finding, ...]:
    """Most urgent first. What comes after the last total brings up nothing old; nothing is said twice at once."""
    found = [
        watch.item_risk(line, course.instrument),
        trends.deterioration(line, rules),
        trends.last_stop(line, rules),
        trends.check_in(line, rules),
        trends.behind_expected(line, rules, expected),
        trends.sudden_drop(line, rules),
        trends.slow_fall(line, rules),
        trends.plateau(line, rules),
        trends.sawtooth(line, rules),
        watch.alliance_cutoff(line, rules),
        watch.alliance_drop(line, rules),
        watch.alliance_low_item(line, rules, course.instrument),
        watch.above_cutoff(line, rules),
        watch.missed(line, rules),
    ]
    findings = [one for one in found if one is not None]
    quiet = _quiet(line, findings)
    return tuple([replace(one, raised=False) if one.raised and one.rule in quiet else one for one in findings])


def _quiet(line: Line, findings: list[Finding]) -> Set[Rule]:
    """What is not brought up now: a missed request and a partial rating have news of their own only."""
    if line.missed:
        return EVERY - {Rule.MISSED}
    return EVERY - {Rule.ITEM_RISK} if line.partial else _said_already(findings)


def _said_already(findings: list[Finding]) -> set[Rule]:
    """A plateau is no news to a course off track or worse, nor how it fell to one that has just deteriorated."""
    grave = any(one.holds and one.rule in GRAVE for one in findings)
    worse = any(one.raised and one.rule is Rule.DETERIORATION for one in findings)
    return ({Rule.PLATEAU} if grave else set()) | ({Rule.SUDDEN_DROP, Rule.SLOW_FALL} if worse else set())


def _changes(line: Line, rules: Rules) -> tuple[bool | None, bool | None, bool | None]:
    """Reliable change, clinically significant change, reliable deterioration; None where the rules do not tell."""
    several = len(line.totals) > 1
    reliable = several and line.gain >= rules.reliable_change.least if rules.reliable_change else None
    worse = several and -line.gain >= rules.deterioration.least if rules.deterioration else None
    if line.cutoff is None or (reliable is None and rules.crossing_suffices is None):
        return reliable, None, worse
    crossed = several and line.began_clinical and not line.clinical(line.totals[-1])
    return reliable, crossed and (bool(reliable) or rules.crossing_suffices is not None), worse


def _status(
    line: Line, findings: Sequence[Finding], rules: Rules, expected: Expectation | None, *, significant: bool
) -> Status:
    """The gravest that holds. Nobody whose safety item asks for a person has recovered."""
    held = {one.rule for one in findings if one.holds}
    if len(line.totals) < 2:
        return Status.WATCH if held & AT_ONCE else Status.TOO_EARLY
    if Rule.DETERIORATION in held:
        return Status.DETERIORATING
    if held & OFF_TRACK:
        return Status.OFF_TRACK
    if significant and Rule.ITEM_RISK not in held:
        return Status.RECOVERED
    doubtful = held & WATCHED or _behind(line, rules, expected) or _lost_again(line, rules)
    return Status.WATCH if doubtful else Status.ON_TRACK


def _behind(line: Line, rules: Rules, expected: Expectation | None) -> bool:
    """Whether the course does not meet the upper mark of the expected change."""
    marks, n = rules.behind_expected, len(line.totals)
    if marks is None or expected is None or n < marks.from_rating:
        return False
    return not trends.standing(line, n, expected, marks)[1]


def _lost_again(line: Line, rules: Rules) -> bool:
    """Whether the gain was there at the checkpoints so far, and is no longer."""
    checkpoint, needed = rules.check_in or rules.last_stop, rules.reliable_change
    if checkpoint is None or needed is None or not line.began_clinical:
        return False
    return len(line.totals) >= checkpoint.ratings[0] and line.gain < needed.least


def _response(line: Line, expected: Expectation) -> Response:
    n = len(line.totals)
    return Response(
        expected=hundredths(expected.at(n)),
        percent_met=expected.percent_met(n, line.totals[-1]),
        ahead=tuple([tenths(expected.at(n + one)) for one in range(1, NEXT + 1)]),
        target=hundredths(expected.target),
    )
