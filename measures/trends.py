"""Trends: the rules that look at how a course moves. One function a rule; None where the profile has no such rule.

A rule fires when it begins to hold, and arms again when the course has recovered from it: each function says when.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from measures.flags import Finding, Rule
from measures.line import Line
from measures.rules import BehindExpected, Change, Checkpoint, Plateau, Rules
from measures.trajectory import TENTH, Expectation

WHOLE = 10_000
"""A hundred percent, in hundredths."""


def is_news(earlier: Iterable[tuple[bool, bool]]) -> bool:
    """Whether a rule that holds now has not fired yet, or has been recovered from since.

    `earlier`: the course's states before, the latest first: the rule held; the course had recovered from it.
    """
    for held, recovered in earlier:
        if held or recovered:
            return not held
    return True


def check_in(line: Line, rules: Rules) -> Finding | None:
    """No reliable change by the early checkpoint."""
    return _checkpoint(Rule.CHECK_IN, rules.check_in, line, rules)


def last_stop(line: Line, rules: Rules) -> Finding | None:
    """Still none by the late one."""
    return _checkpoint(Rule.LAST_STOP, rules.last_stop, line, rules)


def _checkpoint(rule: Rule, checkpoint: Checkpoint | None, line: Line, rules: Rules) -> Finding | None:
    """Holds from the checkpoint until the gain is reached, which is its recovery."""
    needed = rules.reliable_change
    if checkpoint is None or needed is None:
        return None
    due = _due(line.totals, needed.least, checkpoint.ratings) if line.began_clinical else 0
    return Finding(
        rule,
        line.sign * line.gain,
        line.sign * needed.points,
        checkpoint.source,
        holds=due > 0,
        raised=due > 0 and due == len(line.totals),
        applies=line.began_clinical,
    )


def _due(totals: Sequence[int], needed: int, ratings: Iterable[int]) -> int:
    """The first of these rating numbers from which on the gain has never been reached; 0 if there is none."""
    wanted = totals[0] + needed
    return next((n for n in ratings if n <= len(totals) and max(totals[n - 1 :]) < wanted), 0)


def deterioration(line: Line, rules: Rules) -> Finding | None:
    """A reliable loss since the first rating; recovered when the course is back where it began."""
    rule = rules.deterioration
    if rule is None:
        return None
    least, first = rule.least, line.totals[0] if line.totals else 0
    holds = -line.gain >= least
    return Finding(
        Rule.DETERIORATION,
        line.sign * line.gain,
        -line.sign * rule.points,
        rule.source,
        holds=holds,
        raised=holds and is_news((first - total >= least, total >= first) for total in line.totals[-2::-1]),
    )


def sudden_drop(line: Line, rules: Rules) -> Finding | None:
    """A large loss since the rating before; recovered when the next rating brings no such loss."""
    return drop(Rule.SUDDEN_DROP, rules.sudden_drop, line)


def drop(rule: Rule, change: Change | None, line: Line) -> Finding | None:
    """A loss since the rating before, for whichever rule asks."""
    if change is None:
        return None
    holds = -line.step >= change.least
    held = len(line.totals) > 2 and line.totals[-3] - line.totals[-2] >= change.least
    return Finding(
        rule,
        line.sign * line.step,
        -line.sign * change.points,
        change.source,
        holds=holds,
        raised=holds and not held,
    )


def slow_fall(line: Line, rules: Rules) -> Finding | None:
    """Several falls in a row; recovered when the course falls no more."""
    rule = rules.slow_fall
    if rule is None:
        return None
    falls, fallen = _fall(line.totals)
    holds = falls >= rule.falls and fallen >= rule.points
    held = falls > rule.falls and fallen + line.step >= rule.points
    return Finding(
        Rule.SLOW_FALL,
        -line.sign * fallen,
        -line.sign * rule.points,
        rule.source,
        holds=holds,
        raised=holds and not held,
    )


def _fall(totals: Sequence[int]) -> tuple[int, int]:
    """How many falls in a row the latest is, and what they come to."""
    start = last = len(totals) - 1
    while start > 0 and totals[start - 1] > totals[start]:
        start -= 1
    return (last - start, totals[start] - totals[last]) if totals else (0, 0)


def plateau(line: Line, rules: Rules) -> Finding | None:
    """No movement within the clinical range; recovered as soon as there is some."""
    rule = rules.plateau
    if rule is None:
        return None
    applies = len(line.totals) >= rule.ratings
    window = line.totals[-rule.ratings :] if applies else (0,)
    holds = applies and _flat(window, line, rule)
    before = line.totals[-rule.ratings - 1 : -1]
    return Finding(
        Rule.PLATEAU,
        max(window) - min(window),
        rule.within,
        rule.source,
        holds=holds,
        raised=holds and not (len(before) == rule.ratings and _flat(before, line, rule)),
        applies=applies,
    )


def _flat(window: tuple[int, ...], line: Line, rule: Plateau) -> bool:
    return max(window) - min(window) <= rule.within and line.clinical(window[-1])


def sawtooth(line: Line, rules: Rules) -> Finding | None:
    """Strong ups and downs: perhaps the ratings do not mean what they seem to. There is no recovery from it."""
    rule = rules.sawtooth
    if rule is None:
        return None
    turns, turned, up = 0, False, None
    for before, total in pairwise(line.totals):
        turned = abs(total - before) >= rule.points and (total > before) is not up
        if turned:
            turns, up = turns + 1, total > before
    holds, raised = turns >= rule.changes, turned and turns == rule.changes
    return Finding(Rule.SAWTOOTH, turns * 10, rule.changes * 10, rule.source, holds=holds, raised=raised)


def behind_expected(line: Line, rules: Rules, expected: Expectation | None) -> Finding | None:
    """Less of the expected change than the lower mark; recovered from the upper mark on.

    It is for those who began in the clinical range: of others so little is expected that chance would decide.
    """
    rule = rules.behind_expected
    if rule is None:
        return None
    n = len(line.totals)
    if expected is None or not line.began_clinical or n < rule.from_rating:
        return Finding(Rule.BEHIND_EXPECTED, 0, rule.below // 10, rule.source, holds=False, applies=False)
    holds = standing(line, n, expected, rule)[0]
    earlier = range(n - 1, rule.from_rating - 1, -1)
    return Finding(
        Rule.BEHIND_EXPECTED,
        expected.percent_met(n, line.totals[-1]) // 10,
        rule.below // 10,
        rule.source,
        holds=holds,
        raised=holds and is_news(standing(line, one, expected, rule) for one in earlier),
    )


def standing(line: Line, n: int, expected: Expectation, rule: BehindExpected) -> tuple[bool, bool]:
    """Whether rating `n` is below the lower mark, and whether it meets the upper one; exactly, before any rounding.

    What meets all that is expected, which may be less than nothing, is never behind.
    """
    change, hoped = (line.totals[n - 1] - line.totals[0]) * TENTH, expected.change(n)
    met = change >= hoped
    return not met and change * WHOLE < rule.below * hoped, met or change * WHOLE >= rule.enough * hoped
