"""Watching: the rules that look at single ratings - the alliance, the safety item, the start, requests not answered."""

from measures.flags import Finding, Rule, found
from measures.instrument import Instrument
from measures.line import Line
from measures.rules import Limit, Rules
from measures.trends import drop, fires


def alliance_cutoff(line: Line, rules: Rules) -> Finding | None:
    """The alliance at or below its cut-off; recovered above it."""
    limit = rules.alliance_cutoff
    if limit is None:
        return None
    states = [_reached(line.sign * total, limit) for total in line.totals]
    return found(
        Rule.ALLIANCE_CUTOFF,
        line.sign * line.totals[-1] if line.totals else 0,
        limit.points,
        limit.source,
        holds=bool(states) and states[-1],
        raised=fires((one, not one) for one in states),
        applies=bool(states),
    )


def _reached(points: int, limit: Limit) -> bool:
    return points < limit.points if limit.strict else points <= limit.points


def alliance_drop(line: Line, rules: Rules) -> Finding | None:
    """The alliance has fallen since the session before; recovered when the level before is regained."""
    return drop(Rule.ALLIANCE_DROP, rules.alliance_drop, line)


def alliance_low_item(line: Line, rules: Rules) -> Finding | None:
    """One area of the alliance is low; recovered when none is."""
    limit = rules.alliance_low_item
    if limit is None:
        return None
    states = [any(_reached(item, limit) for item in items) for items in line.items if items]
    return found(
        Rule.ALLIANCE_LOW_ITEM,
        min(line.items[-1]) if line.items and line.items[-1] else 0,
        limit.points,
        limit.source,
        holds=bool(line.items and line.items[-1]) and states[-1],
        raised=fires((one, not one) for one in states),
        applies=bool(line.items and line.items[-1]),
    )


def above_cutoff(line: Line, rules: Rules) -> Finding | None:
    """The course began outside the clinical range: said once, at the first rating."""
    if rules.cutoff is None or line.cutoff is None:
        return None
    first = line.sign * line.totals[0] if line.totals else 0
    return found(
        Rule.ABOVE_CUTOFF,
        first,
        line.sign * line.cutoff,
        rules.cutoff.source,
        holds=line.began_above,
        raised=line.began_above and len(line.totals) == 1,
        applies=bool(line.totals),
    )


def item_risk(line: Line, measure: Instrument) -> Finding | None:
    """The safety item asks for a person: each time anew, as every such answer does."""
    if measure.safety is None:
        return None
    items = line.items[-1] if line.items else ()
    answer = measure.risk(items)
    return found(
        Rule.ITEM_RISK,
        items[measure.safety.item] if items else 0,
        measure.safety.above,
        measure.safety.source,
        holds=answer is not None,
        raised=answer is not None,
        applies=bool(items),
    )


def missed(line: Line, rules: Rules) -> Finding | None:
    """Several requests in a row were not answered; recovered with the next rating."""
    rule = rules.missed_in_a_row
    if rule is None:
        return None
    return found(
        Rule.MISSED,
        line.missed * 10,
        rule.times * 10,
        rule.source,
        holds=line.missed >= rule.times,
        raised=line.missed == rule.times,
    )
