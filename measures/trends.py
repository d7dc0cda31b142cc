"""Trends: the rules that look at how a course moves. One function a rule; None where the profile has no such rule.

A rule fires when it begins to hold, and arms again when the course has recovered from it: each function says when.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from measures.flags import Finding, Rule, found
from measures.line import Line
from measures.rules import BehindExpected, Change, Checkpoint, Plateau, Rules, SlowFall
from measures.trajectory import TENTH, percent_met

WHOLE = 10_000
"""A hundred percent, in hundredths."""


def fires(states: Iterable[tuple[bool, bool]]) -> bool:
    """Whether the last of a course's states is news. Each state: the rule holds; the course has recovered from it."""
    armed, news = True, False
    for holds, recovered in states:
        news = holds and armed
        armed = not holds and (armed or recovered)
    return news


def fires_until_regained(states: Iterable[tuple[bool, int, int]]) -> bool:
    """The same for a fall, recovered from at the level it began at. Each state: holds, that level, the total."""
    lost, news = None, False
    for holds, level, total in states:
        news = holds and lost is None
        if news:
            lost = level
        elif lost is not None and total >= lost:
            lost = None
    return news


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
    states = _stuck(line, needed.least, checkpoint.ratings) if line.began_clinical else []
    return found(
        rule,
        line.gain,
        needed.points,
        checkpoint.source,
        holds=bool(states) and states[-1][0],
        raised=fires(states),
        applies=line.began_clinical,
    )


def _stuck(line: Line, needed: int, ratings: tuple[int, ...]) -> list[tuple[bool, bool]]:
    wanted, held, states = line.totals[0] + needed, False, []
    for n, total in enumerate(line.totals, 1):
        reached = total >= wanted
        held = not reached and (held or n in ratings)
        states.append((held, reached))
    return states


def deterioration(line: Line, rules: Rules) -> Finding | None:
    """A reliable loss since the first rating; recovered when the course is back where it began."""
    rule = rules.deterioration
    if rule is None:
        return None
    least, first = rule.least, line.totals[0] if line.totals else 0
    holds = -line.gain >= least
    raised = holds and fires((first - total >= least, total >= first) for total in line.totals)
    return found(Rule.DETERIORATION, line.gain, -rule.points, rule.source, holds=holds, raised=raised)


def sudden_drop(line: Line, rules: Rules) -> Finding | None:
    """A large loss since the rating before; recovered when the level before it is regained."""
    return drop(Rule.SUDDEN_DROP, rules.sudden_drop, line)


def drop(rule: Rule, change: Change | None, line: Line) -> Finding | None:
    """A loss since the rating before, for whichever rule asks."""
    if change is None:
        return None
    least, step = change.least, line.totals[-1] - line.totals[-2] if len(line.totals) > 1 else 0
    holds = -step >= least
    raised = holds and fires_until_regained(
        (before - total >= least, before, total) for before, total in pairwise(line.totals)
    )
    return found(rule, step, -change.points, change.source, holds=holds, raised=raised)


def slow_fall(line: Line, rules: Rules) -> Finding | None:
    """Several falls in a row; recovered when the level before the first of them is regained."""
    rule = rules.slow_fall
    if rule is None:
        return None
    states, fallen = _falling(line, rule)
    holds = bool(states) and states[-1][0]
    raised = holds and fires_until_regained(states)
    return found(Rule.SLOW_FALL, -fallen, -rule.points, rule.source, holds=holds, raised=raised)


def _falling(line: Line, rule: SlowFall) -> tuple[list[tuple[bool, int, int]], int]:
    """After each step: is it a slow fall, from which level, to which; and what the latest falls come to."""
    falls, fallen, states = 0, 0, []
    for before, total in pairwise(line.totals):
        falls, fallen = (falls + 1, fallen + before - total) if total < before else (0, 0)
        states.append((falls >= rule.falls and fallen >= rule.points, total + fallen, total))
    return states, fallen


def plateau(line: Line, rules: Rules) -> Finding | None:
    """No movement within the clinical range; recovered as soon as there is some."""
    rule = rules.plateau
    if rule is None:
        return None
    size, many = rule.ratings, len(line.totals)
    windows = [line.totals[n - size : n] for n in range(size, many + 1)]
    holds = bool(windows) and _flat(windows[-1], line, rule)
    return found(
        Rule.PLATEAU,
        max(windows[-1]) - min(windows[-1]) if windows else 0,
        rule.within,
        rule.source,
        holds=holds,
        raised=holds and fires((flat, not flat) for flat in (_flat(one, line, rule) for one in windows)),
        applies=bool(windows),
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
    return found(Rule.SAWTOOTH, turns * 10, rule.changes * 10, rule.source, holds=holds, raised=raised)


def behind_expected(line: Line, rules: Rules, path: Sequence[int]) -> Finding | None:
    """Less of the expected change than the lower mark; recovered from the upper mark on.

    `path`: the totals expected so far, in ten-millionths of a point; empty if nothing is expected of this course.
    """
    rule = rules.behind_expected
    if rule is None:
        return None
    seen = zip(line.totals[rule.from_rating - 1 :], path[rule.from_rating - 1 :], strict=False)
    states = [standing(total, line.totals[0], expected, rule) for total, expected in seen]
    return found(
        Rule.BEHIND_EXPECTED,
        percent_met(line.totals[0], line.totals[-1], path[-1]) // 10 if path else 0,
        rule.below // 10,
        rule.source,
        holds=bool(states) and states[-1][0],
        raised=fires(states),
        applies=bool(states),
    )


def standing(total: int, first: int, expected: int, rule: BehindExpected) -> tuple[bool, bool]:
    """Whether a rating is below the lower mark, and whether it meets the upper one; exactly, before any rounding.

    What meets all that is expected, which may be less than nothing, is never behind.
    """
    change, hoped = (total - first) * TENTH, expected - first * TENTH
    met = change >= hoped
    return not met and change * WHOLE < rule.below * hoped, met or change * WHOLE >= rule.enough * hoped
