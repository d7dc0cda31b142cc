"""Explaining: a judged course in plain words, and for each rule of the profile why it fired or did not."""

from collections.abc import Callable, Iterator

from measures.course import Course
from measures.flags import Finding, Rule
from measures.progress import Progress, Status
from measures.rules import Change, Checkpoint, Limit, Rules
from measures.source import Source

STANDING: dict[Status, str] = {
    Status.TOO_EARLY: "Too early to tell.",
    Status.ON_TRACK: "On track.",
    Status.WATCH: "To be watched.",
    Status.OFF_TRACK: "Off track.",
    Status.DETERIORATING: "Deteriorating.",
    Status.RECOVERED: "Recovered.",
}
TITLES: dict[Rule, str] = {
    Rule.CHECK_IN: "Check-in due",
    Rule.LAST_STOP: "Last stop due",
    Rule.DETERIORATION: "Deterioration",
    Rule.SUDDEN_DROP: "Sudden drop",
    Rule.SLOW_FALL: "Slow fall",
    Rule.PLATEAU: "Plateau",
    Rule.SAWTOOTH: "Sawtooth",
    Rule.BEHIND_EXPECTED: "Behind the expected response",
    Rule.ALLIANCE_CUTOFF: "Low alliance",
    Rule.ALLIANCE_DROP: "Alliance falling",
    Rule.ALLIANCE_LOW_ITEM: "One area of the alliance low",
    Rule.ABOVE_CUTOFF: "Began outside the clinical range",
    Rule.ITEM_RISK: "Safety item",
    Rule.MISSED: "Requests missed in a row",
}
WHY_NOT: dict[Rule, str] = {
    Rule.CHECK_IN: "it is for those who began in the clinical range",
    Rule.LAST_STOP: "it is for those who began in the clinical range",
    Rule.PLATEAU: "there are too few ratings",
    Rule.BEHIND_EXPECTED: "too few ratings, begun outside the clinical range, or nothing is expected",
    Rule.ALLIANCE_LOW_ITEM: "only the total is known, not the areas",
    Rule.ITEM_RISK: "the item was not answered, or only the total is known",
}
"""Why a rule does not apply."""


def summary(course: Course, progress: Progress) -> list[str]:
    """How the course stands and which rules hold now; where it began, how it changed, what is expected of it."""
    held = [_sentence(one, course) for one in progress.findings if one.holds]
    return [STANDING[progress.status], *(held or ["No flag."]), *_overview(course, progress)]


def explain(course: Course, progress: Progress) -> list[str]:
    """The same, and why each other rule of the profile does not hold."""
    others = [one for one in progress.findings if not one.holds] if progress.n else []
    return [*summary(course, progress), *(_sentence(one, course) for one in others)]


def _overview(course: Course, progress: Progress) -> Iterator[str]:
    if progress.first is None or progress.last is None:
        yield "There is no rating yet."
        return
    yield _beginning(course, progress.first, progress)
    yield _change(progress, progress.last, course.rules)
    yield from _significant(progress, course.rules)
    if band := course.instrument.band(progress.last):
        yield f"Now {band}."
    if told := progress.response:
        yield (
            f"Expected by now: {told.expected / 100:.2f}; "
            f"{told.percent_met / 100:.2f} % of the expected change is met. Expected next: "
            f"{', '.join(_points(one) for one in told.ahead)}; in the end: {told.target / 100:.2f}."
        )
    if progress.excluded and course.rules.exclusion:
        source = course.rules.exclusion.source
        yield f"It began so well that nothing is expected of it, and that statistics leave it out {_by(source)}."


def _beginning(course: Course, first: int, progress: Progress) -> str:
    cutoff = course.rules.cutoff
    line = cutoff.line(course.age, course.rater) if cutoff else None
    if cutoff is None or line is None:
        return f"Began at {_points(first)}."
    side = "outside" if progress.above_cutoff_at_start else "inside"
    itself = f", which itself lies {'inside' if cutoff.equal_is_clinical else 'outside'}"
    met = itself if line in (first, progress.last) else ""
    where = f"Began at {_points(first)}, {side} the clinical range"
    return f"{where}; the cut-off is {_points(line)}{met} {_by(cutoff.source)}."


def _change(progress: Progress, last: int, rules: Rules) -> str:
    if progress.change is None:
        return "One rating shows no change yet."
    moved = f"{_moved(progress.change)} over {progress.n} ratings, to {_points(last)}"
    if progress.reliable_deterioration and rules.deterioration:
        return f"{moved}: reliably worse, by {_enough(rules.deterioration)} {_by(rules.deterioration.source)}."
    if rules.reliable_change is None:
        return f"{moved}; the profile does not say what a reliable change is."
    told = "a" if progress.reliable_change else "no"
    takes = f"{_enough(rules.reliable_change)} {_by(rules.reliable_change.source)}"
    return f"{moved}: {told} reliable change, which takes {takes}."


def _significant(progress: Progress, rules: Rules) -> Iterator[str]:
    """Nothing where it cannot be told: no cut-off, no reliable change, or a single rating."""
    if progress.clinically_significant_change is None or progress.change is None:
        return
    if progress.clinically_significant_change:
        yield "Clinically significant: it has left the clinical range."
    elif progress.above_cutoff_at_start:
        yield "Not clinically significant, as it began outside the clinical range."
    else:
        needed = "leaving" if rules.crossing_suffices else "a reliable change that leaves"
        yield f"Not clinically significant, which takes {needed} the clinical range."


def _sentence(finding: Finding, course: Course) -> str:
    title = TITLES[finding.rule]
    if not finding.applies:
        return f"{title}: does not apply; {WHY_NOT.get(finding.rule, 'there is no rating yet')}."
    answer = "yes" if finding.holds else "no"
    return f"{title}: {answer}. {CONDITIONS[finding.rule](finding, course)} {_by(finding.source)}."


def _checkpoint(finding: Finding, checkpoint: Checkpoint | None, rules: Rules) -> str:
    assert checkpoint is not None
    assert rules.reliable_change is not None
    when = " or ".join(str(number) for number in checkpoint.ratings)
    due = f"due if not better by {_enough(rules.reliable_change)} at rating {when}, until it is"
    return f"{_moved(finding.observed)} since the first rating; {due}"


def _worse(finding: Finding, change: Change | None, since: str) -> str:
    assert change is not None
    return f"{_moved(finding.observed)} since {since}; it takes {_enough(change)} for the worse"


def _slow_fall(finding: Finding, course: Course) -> str:
    rule = course.rules.slow_fall
    assert rule is not None
    takes = f"it takes {rule.falls} in a row that get worse, and at least {_points(rule.points)} together"
    if not finding.observed:
        return f"The latest rating got no worse; {takes}"
    return f"{_moved(finding.observed)} by the latest ratings, each worse than the one before; {takes}"


def _plateau(finding: Finding, course: Course) -> str:
    rule = course.rules.plateau
    assert rule is not None
    return (
        f"The last {rule.ratings} ratings lie within {_points(finding.observed)}; "
        f"it takes {_points(rule.within)} or less, inside the clinical range"
    )


def _sawtooth(finding: Finding, course: Course) -> str:
    rule = course.rules.sawtooth
    assert rule is not None
    turns = f"Turns with a step of {_points(rule.points)} or more: {finding.observed // 10}"
    return f"{turns}; it takes {rule.changes}"


def _behind(finding: Finding, course: Course) -> str:
    rule = course.rules.behind_expected
    assert rule is not None
    return (
        f"{_points(finding.observed)} % of the expected change is met; "
        f"it takes less than {finding.threshold / 10:g} %, from rating {rule.from_rating} on"
    )


def _limit(finding: Finding, what: str, limit: Limit | None, course: Course) -> str:
    assert limit is not None
    side = "below" if course.instrument.higher_is_better else "above"
    far = f"{side} {_points(limit.points)}" if limit.strict else f"{_points(limit.points)} or {side}"
    return f"{what} is {_points(finding.observed)}; it takes {far}"


CONDITIONS: dict[Rule, Callable[[Finding, Course], str]] = {
    Rule.CHECK_IN: lambda one, course: _checkpoint(one, course.rules.check_in, course.rules),
    Rule.LAST_STOP: lambda one, course: _checkpoint(one, course.rules.last_stop, course.rules),
    Rule.DETERIORATION: lambda one, course: _worse(one, course.rules.deterioration, "the first rating"),
    Rule.SUDDEN_DROP: lambda one, course: _worse(one, course.rules.sudden_drop, "the rating before"),
    Rule.SLOW_FALL: _slow_fall,
    Rule.PLATEAU: _plateau,
    Rule.SAWTOOTH: _sawtooth,
    Rule.BEHIND_EXPECTED: _behind,
    Rule.ALLIANCE_CUTOFF: lambda one, course: _limit(one, "The rating", course.rules.alliance_cutoff, course),
    Rule.ALLIANCE_DROP: lambda one, course: _worse(one, course.rules.alliance_drop, "the session before"),
    Rule.ALLIANCE_LOW_ITEM: lambda one, course: _limit(one, "The lowest area", course.rules.alliance_low_item, course),
    Rule.ABOVE_CUTOFF: lambda one, _: (
        f"The first rating is {_points(one.observed)}, the cut-off {_points(one.threshold)}"
    ),
    Rule.ITEM_RISK: lambda one, _: (
        f"The answer is {one.observed / 10:g}; any above {one.threshold / 10:g} asks for a person the same day"
    ),
    Rule.MISSED: lambda one, _: f"{one.observed // 10} not answered; it takes {one.threshold // 10}",
}
"""What each rule looked at, and what it takes."""


def _by(source: Source) -> str:
    return f"[{source.text}{'' if source.published else '; a rule of Meantime'}]"


def _enough(change: Change) -> str:
    return f"{'more than' if change.strict else 'at least'} {_points(change.points)}"


def _moved(tenths: int) -> str:
    return f"Change {tenths / 10:+.1f}" if tenths else "No change"


def _points(tenths: int) -> str:
    return f"{tenths / 10:.1f}"
