"""Figures for people: each as its value, its interval and its n, greyed and marked where n is too small to judge by."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from measures.benchmarks import PUBLISHED
from measures.care import Yardstick
from measures.effect import CLOSED_ONLY, Effect
from measures.intervals import ENOUGH, NO_CASE, TOO_FEW, Figure
from measures.outcome import TENTHS
from measures.rolling import Rolling
from measures.teachers import Teacher

FEW, DIM = "too few", "dim"
SHOWN = f"Each figure: value (95 % interval). {FEW}: {TOO_FEW}."
NEWEST = 8
"""How many blocks are shown; JSON has all."""

Row: TypeAlias = tuple[str, Figure, str]
"""What a figure is called, the figure, and its form."""
POINTS, EFFECT, SHARE = ".1f", ".2f", "%"


def named(yardstick: Yardstick) -> str:
    """A yardstick in words."""
    rated = "" if yardstick.rater == "self" else f", rated by {yardstick.rater}"
    return f"{yardstick.measure} by {yardstick.profile}{rated}"


def table(*heads: str, title: str | None = None) -> Table:
    """An empty table that cuts nothing, however narrow it gets."""
    made = Table(box=SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", pad_edge=False)
    for head in heads:
        made.add_column(head, overflow="fold")
    return made


def heading(effect: Effect, *, closed: bool) -> str:
    """How many episodes there are, and how many of them outcomes are told of."""
    side, left = "Closed" if closed else "Open", effect.episodes - effect.counted
    if not effect.episodes:
        return f"{side}: none"
    reasons = ", ".join(f"{count} {reason}" for reason, count in effect.excluded.items())
    return f"{side}: {effect.episodes}" + (f", outcomes of {effect.counted} (left out: {reasons})" if left else "")


def effect_table(effect: Effect) -> Table:
    """All figures of a group that can be told, one a row."""
    made = table("", "value", "n")
    for name, figure, form in _rows(effect):
        if figure.value is not None:
            label = f"{name} ({figure.note})" if figure.note else name
            made.add_row(*map(escape, (label, told(figure, form), _number(figure.n))), style=DIM if figure.grey else "")
    return made


def untold(effect: Effect) -> list[str]:
    """A sentence for each reason why figures cannot be told, though there are cases."""
    reasons: dict[str, list[str]] = {}
    for name, figure, _ in _rows(effect):
        if figure.value is None and figure.note not in (CLOSED_ONLY, NO_CASE):
            reasons.setdefault(figure.note, []).append(name)
    return [f"Not told: {', '.join(names)} ({why})." for why, names in reasons.items()]


def _rows(effect: Effect) -> Iterator[Row]:
    """What is shown of an effect, in order."""
    yield from ((f"first rating, {age}", figure, POINTS) for age, figure in effect.intake.items())
    yield "change in points", effect.change, POINTS
    yield "effect size", effect.effect_size, EFFECT
    yield "pre-post d", effect.pre_post, EFFECT
    yield "severity-adjusted effect size", effect.adjusted, EFFECT
    yield "reliable change", effect.reliable, SHARE
    yield "clinically significant change", effect.significant, SHARE
    yield "deteriorated", effect.deteriorated, SHARE
    yield "at target", effect.at_target, SHARE
    yield "planned endings", effect.planned, SHARE
    yield "unplanned endings", effect.unplanned, SHARE
    yield "dropout", effect.dropout, SHARE
    yield "ratings per episode", effect.sessions, POINTS
    yield "requests answered in full", effect.completion, SHARE


def _number(n: int) -> str:
    return f"{n} {FEW}" if n < ENOUGH else str(n)


def told(figure: Figure, form: str) -> str:
    """A figure as `0.82 (0.61 to 1.03)` or `32 % (24 to 41)`; a dash where there is none."""
    if figure.value is None:
        return "–"
    value, ends = _said(figure.value, form), [_said(end, form) for end in (figure.low, figure.high) if end is not None]
    unit = " %" if form is SHARE else ""
    return f"{value}{unit}" + (f" ({' to '.join(ends)})" if ends else "")


def _said(value: float, form: str) -> str:
    """A number without a minus before nothing."""
    text = f"{value * 100:.0f}" if form is SHARE else f"{value:{form}}"
    return text.removeprefix("-") if not text.strip("-0.") else text


def therapist_table(rows: Sequence[tuple[str, Effect]], *, closed: bool) -> Table:
    """A row a therapist, in the order they are given: no ranking."""
    last = "dropout" if closed else "deteriorated"
    by_profile = any(one.effect_size.value is not None for _, one in rows)
    title = f"Therapists, {'closed' if closed else 'open'} episodes (in no order of merit)"
    made = table("therapist", "n", "effect size" if by_profile else "pre-post d", "reliable change", last, title=title)
    for name, one in rows:
        effect = (one.effect_size if by_profile else one.pre_post), EFFECT
        _add(made, name, one.counted, [effect, (one.reliable, SHARE), (getattr(one, last), SHARE)])
    return made


def block_table(rolled: Rolling) -> Table:
    """The newest blocks, oldest first; without effects where nothing measures them."""
    blocks = rolled.blocks
    more = f", the newest {NEWEST} of {len(blocks)}" if len(blocks) > NEWEST else ""
    measured = f"; effect in {rolled.standard}" if rolled.standard else ""
    targets = any(block.at_target.value is not None for block in blocks)
    heads = [*(["effect"] if measured else []), "reliable change", *(["at target"] if targets else []), "dropout"]
    title = f"Closed episodes in blocks of {ENOUGH}{more}{measured}"
    made = table("closed until", "n", *heads, title=title)
    for block in blocks[-NEWEST:]:
        effect = [(block.effect, EFFECT)] if measured else []
        met = [(block.at_target, SHARE)] if targets else []
        shown = [*effect, (block.reliable, SHARE), *met, (block.dropout, SHARE)]
        _add(made, f"{block.end:%Y-%m-%d}", block.counted, shown)
    return made


def _add(made: Table, name: str, n: int, shown: Sequence[tuple[Figure, str]]) -> None:
    """A row of figures that rest on n cases; one that rests on others says so."""
    cells = [told(figure, form) + _other(figure, n) for figure, form in shown]
    made.add_row(*map(escape, (name, _number(n), *cells)), style=DIM if n < ENOUGH else "")


def _other(figure: Figure, n: int) -> str:
    return "" if figure.value is None or figure.n == n else f", n {_number(figure.n)}"


def teacher_table(found: Sequence[Teacher]) -> Table:
    """Whom to learn from, in the order they are given."""
    made = table("client", "why", "n", "first", "worst", "last", "off track at rating", title="Whom to learn from")
    for one in found:
        ended = ", closed" if one.closed and "closed" not in one.lesson else ""
        totals = [f"{total / TENTHS:.1f}" for total in (one.first, one.worst, one.last)]
        rules = ", ".join(rule.replace("_", " ") for rule in one.rules)
        at = f"{', '.join(map(str, one.off_track_at))} ({rules})" if one.off_track_at else ""
        cells = (f"{one.client}\nof {one.therapist}", f"{one.lesson}{ended}", str(one.n), *totals, at)
        made.add_row(*map(escape, cells))
    return made


def benchmark_table() -> Table:
    """What has been published elsewhere."""
    made = table("", "", "", title="Published of the ORS elsewhere")
    made.show_header = False
    for row in PUBLISHED:
        made.add_row(*map(escape, row))
    return made
