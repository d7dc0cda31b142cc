"""Explaining: in plain words, why each rule of a profile fired or did not for a course."""

from collections.abc import Callable, Iterator

from measures.course import Course
from measures.flags import Finding, Flag, Rule
from measures.progress import Progress, judge
from measures.rules import Rules

CONDITIONS: dict[Rule, Callable[[Flag, Rules], str]] = {
    Rule.CHECK_IN: lambda flag, rules: _checkpoint(rules.check_in.ratings if rules.check_in else (), flag),
    Rule.LAST_STOP: lambda flag, rules: _checkpoint(rules.last_stop.ratings if rules.last_stop else (), flag),
    Rule.DETERIORATION: lambda flag, _: f"the gain since the first rating is {_gain(flag)}; it needs {_loss(flag)}",
    Rule.SUDDEN_DROP: lambda flag, _: f"the gain since the rating before is {_gain(flag)}; it needs {_loss(flag)}",
    Rule.SLOW_FALL: lambda flag, rules: (
        f"the latest falls in a row come to {_gain(flag)}; it needs {rules.slow_fall.falls if rules.slow_fall else 0} "
        f"or more, {_loss(flag)} together"
    ),
    Rule.PLATEAU: lambda flag, rules: (
        f"the last {rules.plateau.ratings if rules.plateau else 0} ratings lie {flag.observed / 10:.1f} apart; "
        f"it needs {_need(flag)} or less, within the clinical range"
    ),
    Rule.SAWTOOTH: lambda flag, rules: (
        f"the course turned {flag.observed // 10} times by {_points(rules.sawtooth.points if rules.sawtooth else 0)} "
        f"or more; it needs {flag.threshold // 10} turns"
    ),
    Rule.BEHIND_EXPECTED: lambda flag, _: (
        f"{flag.observed / 10:.1f} % of the expected change is met; below {flag.threshold / 10:g} % is behind"
    ),
    Rule.ALLIANCE_CUTOFF: lambda flag, rules: (
        f"the rating is {flag.observed / 10:.1f}; "
        f"{'below' if rules.alliance_cutoff and rules.alliance_cutoff.strict else 'at or below'} {_need(flag)} counts"
    ),
    Rule.ALLIANCE_DROP: lambda flag, _: f"the gain since the session before is {_gain(flag)}; it needs {_loss(flag)}",
    Rule.ALLIANCE_LOW_ITEM: lambda flag, _: f"the lowest area is {flag.observed / 10:.1f}; below {_need(flag)} counts",
    Rule.ABOVE_CUTOFF: lambda flag, _: f"the first rating is {flag.observed / 10:.1f}; the cut-off is {_need(flag)}",
    Rule.ITEM_RISK: lambda flag, _: f"the safety item is {flag.observed / 10:g}; above {flag.threshold / 10:g} counts",
    Rule.MISSED: lambda flag, _: (
        f"{flag.observed // 10} requests in a row were not answered; it needs {flag.threshold // 10}"
    ),
}
"""What each rule looked at, and what it needs."""

WHY_NOT: dict[Rule, str] = {
    Rule.CHECK_IN: "it is for those who began in the clinical range",
    Rule.LAST_STOP: "it is for those who began in the clinical range",
    Rule.PLATEAU: "there are too few ratings",
    Rule.BEHIND_EXPECTED: "there are too few ratings, or nothing is expected of this course",
    Rule.ALLIANCE_LOW_ITEM: "the areas are not known, only the total",
    Rule.ITEM_RISK: "the items are not known, only the total",
}
"""Why a rule does not apply."""


def explain(course: Course) -> list[str]:
    """A sentence on where the course began, how it changed, what is expected of it, and one for each rule."""
    progress, rules = judge(course), course.rules
    telling = [one for one in progress.findings if progress.n or one.holds]
    return [*_overview(course, progress, rules), *(_sentence(one, rules) for one in telling)]


def _overview(course: Course, progress: Progress, rules: Rules) -> Iterator[str]:
    if progress.first is None or progress.last is None:
        yield "There is no rating yet."
        return
    line = rules.cutoff.line(course.age, course.rater) if rules.cutoff else None
    if rules.cutoff is not None and line is not None:
        side = "outside" if progress.above_cutoff_at_start else "inside"
        yield (
            f"Began at {_points(progress.first)}, {side} the clinical range: "
            f"cut-off {_points(line)} ({rules.cutoff.source.text})."
        )
    if band := course.instrument.band(progress.last):
        yield f"Now at {_points(progress.last)}: {band}."
    yield from _change(progress, rules)
    if progress.response:
        yield (
            f"Expected by now: {progress.response.expected / 100:.2f}; {progress.response.percent_met / 100:.2f} % "
            f"of the expected change is met. Next: {', '.join(_points(one) for one in progress.response.ahead)}."
        )
    if progress.excluded:
        yield "Left out of statistics, with no expected response, because of the first rating."


def _change(progress: Progress, rules: Rules) -> Iterator[str]:
    if progress.change is None:
        yield "One rating shows no change yet."
    elif rules.reliable_change is None:
        yield f"Changed by {progress.change / 10:+.1f} over {progress.n} ratings; the profile names no reliable change."
    else:
        more = "more than " if rules.reliable_change.strict else ""
        yield (
            f"Changed by {progress.change / 10:+.1f} over {progress.n} ratings; a reliable change is "
            f"{more}{_points(rules.reliable_change.points)} ({rules.reliable_change.source.text})."
        )


def _sentence(finding: Finding, rules: Rules) -> str:
    flag = finding.flag
    rule = Rule(flag.rule)
    if not finding.applies:
        return f"{rule} does not apply: {WHY_NOT.get(rule, 'there is no rating yet')}."
    ours = "" if flag.published else "; a rule of Meantime"
    verb = "holds" if finding.holds else "does not hold"
    return f"{rule} {verb}: {CONDITIONS[rule](flag, rules)} ({flag.source}{ours})."


def _checkpoint(ratings: tuple[int, ...], flag: Flag) -> str:
    when = " or ".join(str(number) for number in ratings)
    return (
        f"the gain is {_gain(flag)}; at rating {when} it must be {_need(flag)}, and from there on until it is reached"
    )


def _gain(flag: Flag) -> str:
    return f"{flag.observed / 10:+.1f}"


def _need(flag: Flag) -> str:
    return f"{flag.threshold / 10:.1f}"


def _loss(flag: Flag) -> str:
    return f"a loss of {-flag.threshold / 10:.1f}"


def _points(tenths: int) -> str:
    return f"{tenths / 10:.1f}"
