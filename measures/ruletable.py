"""Rule tables: every rule of a measure in one plain line with its figures and where they come from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from measures.instrument import Instrument
from measures.rules import AGES, Change, Cutoff, Limit, Rules
from measures.source import Source

PEOPLE = {"adult": "adults", "adolescent": "adolescents", "child": "children"}
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule as a reader wants to know it. `rule` is its key in the data file."""

    rule: str
    says: str
    source: Source


def rule_rows(rules: Rules, measure: Instrument) -> list[RuleRow]:
    """The rules there are for a measure, in the order in which they are thought of."""
    return [*_range(rules, measure), *_alliance(rules), *_movement(rules, measure), *_expectation(rules)]


def points(tenths: int) -> str:
    """Points with one decimal, as on a chart."""
    return f"{tenths / 10:.1f}"


def _range(rules: Rules, measure: Instrument) -> Iterator[RuleRow]:
    """Where the clinical range ends, how large a change counts, and who is left out."""
    if rules.cutoff:
        yield RuleRow("cutoff", _cutoff(rules.cutoff, measure), rules.cutoff.source)
    if rules.reliable_change:
        says = f"reliable change: a {_moves(measure)[0]} of {_amount(rules.reliable_change)}"
        yield RuleRow("reliable_change", says, rules.reliable_change.source)
    if rules.crossing_suffices:
        says = "beginning in the clinical range and ending outside is clinically significant, however small the change"
        yield RuleRow("crossing_suffices", says, rules.crossing_suffices)
    if rules.exclusion:
        beyond = "above" if measure.higher_is_better else "below"
        where = beyond if rules.exclusion.strict else f"at or {beyond}"
        says = (
            f"a first rating {where} {points(rules.exclusion.points)}: nothing is expected, and statistics leave it out"
        )
        yield RuleRow("exclusion", says, rules.exclusion.source)


def _cutoff(cutoff: Cutoff, measure: Instrument) -> str:
    """The clinical range, for each age; a rater without a figure has that of the clients themselves."""
    side = "below" if measure.higher_is_better else "above"
    where = f"at or {side}" if cutoff.equal_is_clinical else side
    said = [f"clinical range: {where} {_by_age(cutoff.by_rater['self'])}"]
    said += [f"rated by a {rater}: {_by_age(ages)}" for rater, ages in cutoff.by_rater.items() if rater != "self"]
    return "; ".join(said)


def _by_age(figures: Mapping[str, int], unit: int = 10) -> str:
    places = 1 if unit < HUNDRED else 2
    return ", ".join(f"{figures[age] / unit:.{places}f} for {PEOPLE[age]}" for age in AGES if age in figures)


def _alliance(rules: Rules) -> Iterator[RuleRow]:
    if limit := rules.alliance_cutoff:
        yield RuleRow("alliance_cutoff", f"a total {_limit(limit)}", limit.source)
    if change := rules.alliance_drop:
        says = f"a fall of {_amount(change)} since the session before"
        yield RuleRow("alliance_drop", says, change.source)
    if limit := rules.alliance_low_item:
        yield RuleRow("alliance_low_item", f"one area {_limit(limit)}", limit.source)


def _movement(rules: Rules, measure: Instrument) -> Iterator[RuleRow]:
    """How a course moves."""
    worse = _moves(measure)[1]
    for name, one in (("check_in", rules.check_in), ("last_stop", rules.last_stop)):
        if one:
            numbers = " or ".join(map(str, one.ratings))
            yield RuleRow(
                name, f"no reliable change at rating {numbers}, for those who began in the clinical range", one.source
            )
    if change := rules.deterioration:
        yield RuleRow("deterioration", f"a {worse} of {_amount(change)} since the first rating", change.source)
    if change := rules.sudden_drop:
        yield RuleRow("sudden_drop", f"a {worse} of {_amount(change)} since the rating before", change.source)
    if fall := rules.slow_fall:
        says = f"{fall.falls} {worse}s in a row or more that come to {points(fall.points)} points or more"
        yield RuleRow("slow_fall", says, fall.source)
    if flat := rules.plateau:
        says = f"the last {flat.ratings} ratings within {points(flat.within)} points, in the clinical range"
        yield RuleRow("plateau", says, flat.source)
    if turns := rules.sawtooth:
        says = f"{turns.changes} turns up and down of {points(turns.points)} points or more each"
        yield RuleRow("sawtooth", says, turns.source)
    if missed := rules.missed_in_a_row:
        yield RuleRow("missed_in_a_row", f"{missed.times} requests in a row without an answer", missed.source)


def _expectation(rules: Rules) -> Iterator[RuleRow]:
    if path := rules.trajectory:
        sets = f"one set of curves up to rating {path.long_from - 1}, another from {path.long_from} on"
        says = f"an expected response: {sets}"
        yield RuleRow("trajectory", says, path.source)
    if marks := rules.behind_expected:
        below, enough = marks.below / HUNDRED, marks.enough / HUNDRED
        says = f"off track below {below:g} % of the expected change, watched below {enough:g} %"
        yield RuleRow("behind_expected", f"{says}, from rating {marks.from_rating} on", marks.source)
    if spread := rules.spread:
        says = f"standard deviation for effect sizes: {_by_age(spread.by_age, HUNDRED)}"
        yield RuleRow("spread", says, spread.source)


def _moves(measure: Instrument) -> tuple[str, str]:
    """What a change toward health is, and one away from it."""
    return ("rise", "fall") if measure.higher_is_better else ("fall", "rise")


def _amount(change: Change) -> str:
    return f"more than {points(change.points)} points" if change.strict else f"{points(change.points)} points or more"


def _limit(limit: Limit) -> str:
    return f"below {points(limit.points)}" if limit.strict else f"of {points(limit.points)} or below"
