"""Watching: the rules that look at single ratings - the alliance, the safety item, the start, requests not answered."""

from measures.course import CourseRating
from measures.flags import Finding, Rule
from measures.instrument import Instrument
from measures.line import Line
from measures.rules import Rules
from measures.trends import drop


def alliance_cutoff(line: Line, rules: Rules) -> Finding | None:
    """The alliance at or below its cut-off; recovered above it."""
    limit = rules.alliance_cutoff
    if limit is None:
        return None
    holds = bool(line.totals) and line.reaches(line.totals[-1], limit)
    return Finding(
        Rule.ALLIANCE_CUTOFF,
        line.sign * line.totals[-1] if line.totals else 0,
        limit.points,
        limit.source,
        holds=holds,
        raised=holds and not (len(line.totals) > 1 and line.reaches(line.totals[-2], limit)),
        applies=bool(line.totals),
    )


def alliance_drop(line: Line, rules: Rules) -> Finding | None:
    """The alliance has fallen since the session before; recovered when the next rating brings no such fall."""
    return drop(Rule.ALLIANCE_DROP, rules.alliance_drop, line)


def alliance_low_item(line: Line, rules: Rules, measure: Instrument) -> Finding | None:
    """One area of the alliance is low; recovered when none is."""
    limit = rules.alliance_low_item
    if limit is None:
        return None
    lows = (_lowest(one, measure, line.sign) for one in reversed(line.rated))
    low = next(lows, None)
    if low is None:
        return Finding(Rule.ALLIANCE_LOW_ITEM, 0, limit.points, limit.source, holds=False, applies=False)
    before = next((one for one in lows if one is not None), None)
    holds, held = line.reaches(low, limit), before is not None and line.reaches(before, limit)
    return Finding(
        Rule.ALLIANCE_LOW_ITEM,
        line.sign * low,
        limit.points,
        limit.source,
        holds=holds,
        raised=holds and not held,
    )


def _lowest(rating: CourseRating, measure: Instrument, sign: int) -> int | None:
    """The item furthest from health, counted toward it; None where only the total is known."""
    given = [item for item in rating.items if item is not None]
    return min(sign * one for one in measure.counted(given)) if given else None


def above_cutoff(line: Line, rules: Rules) -> Finding | None:
    """The course began outside the clinical range: said once, at the first rating."""
    if rules.cutoff is None or line.cutoff is None:
        return None
    return Finding(
        Rule.ABOVE_CUTOFF,
        line.sign * line.totals[0] if line.totals else 0,
        line.sign * line.cutoff,
        rules.cutoff.source,
        holds=line.began_above,
        raised=line.began_above and len(line.totals) == 1,
        applies=bool(line.totals),
    )


def item_risk(line: Line, measure: Instrument) -> Finding | None:
    """The safety item asks for a person: each time anew, as every such answer does; in a partial rating, too."""
    if measure.safety is None:
        return None
    answer = line.latest[measure.safety.item] if line.latest else None
    risk = measure.risk(line.latest) is not None
    return Finding(
        Rule.ITEM_RISK,
        answer or 0,
        measure.safety.above,
        measure.safety.source,
        holds=risk,
        raised=risk,
        applies=answer is not None,
    )


def missed(line: Line, rules: Rules) -> Finding | None:
    """Several requests in a row were not answered; recovered with the next rating."""
    rule = rules.missed_in_a_row
    if rule is None:
        return None
    return Finding(
        Rule.MISSED,
        line.missed * 10,
        rule.times * 10,
        rule.source,
        holds=line.missed >= rule.times,
        raised=line.missed == rule.times,
    )
