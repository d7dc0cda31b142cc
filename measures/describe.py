"""Describing: a library as a page that a therapist can read, and as plain data."""

from collections.abc import Iterable, Iterator, Sequence

from measures.flags import Rule
from measures.guide import FLAGS_HEAD, HEAD, MEANINGS, OWN, STATUSES, STATUSES_HEAD
from measures.instrument import Instrument
from measures.library import Library
from measures.profile import Profile
from measures.rules import AGES, Rules
from measures.ruletable import RuleRow, points, rule_rows
from measures.trajectory import Curve, Trajectory, tenths

STARTS = (50, 100, 150, 180, 200, 250, 300, 320)
"""Tenths of first totals for which the expected response is shown."""
RATINGS = range(2, 11)
YOUNG_AND_OLD = (("adult", "adults"), ("child", "children and adolescents"))
MILLION = 1_000_000
TABLES = {Rule.CHECK_IN: "check_in", Rule.LAST_STOP: "last_stop", Rule.ABOVE_CUTOFF: "cutoff"}
"""Flags that are called otherwise than the rule in the data file that makes them."""


def markdown(library: Library) -> str:
    """The page."""
    parts = [
        HEAD,
        f"## Measures\n\n{_overview(library)}",
        *(_instrument(one) for one in library.instruments.values()),
        "## Profiles",
        *(_profile(one, library) for one in library.profiles.values()),
        f"{FLAGS_HEAD}\n\n{_flags(library)}",
        f"{STATUSES_HEAD}\n\n{_statuses()}",
        OWN,
    ]
    return "\n\n".join(parts) + "\n"


def as_record(library: Library) -> dict[str, object]:
    """The same figures as plain data; scores are decimals."""
    return {
        "measures": [_instrument_record(one) for one in library.instruments.values()],
        "profiles": [_profile_record(one, library) for one in library.profiles.values()],
    }


def _overview(library: Library) -> str:
    head = ["id", "title", "items", "each", "total", "better", "rules in"]
    return _table(head, (_line(one, library) for one in library.instruments.values()))


def _line(one: Instrument, library: Library) -> list[str]:
    judged = [f"`{profile.id}`" for profile in library.profiles.values() if one.id in profile.rules]
    return [
        f"`{one.id}`",
        one.title,
        str(len(one.items)),
        f"{one.low / 10:g}-{one.high / 10:g}",
        f"{one.total_low / 10:g}-{one.total_high / 10:g}",
        _better(one),
        ", ".join(judged) or ("its own" if one.rules else "none"),
    ]


def _better(one: Instrument) -> str:
    return "higher" if one.higher_is_better else "lower"


def _instrument(one: Instrument) -> str:
    low, high, step = (f"{tenths / 10:g}" for tenths in (one.low, one.high, one.step))
    total = f"{one.total_low / 10:g} to {one.total_high / 10:g}"
    lines = [
        f"### {one.title} (`{one.id}`, version {one.version})",
        "",
        f"{one.source}.",
        "",
        f"- {len(one.items)} items, each from {low} to {high} in steps of {step}: {_items(one)}.",
        f"- Total {total}; {_better(one)} is better.",
    ]
    if one.ages != AGES:
        lines.append(f"- Asked about these ages alone: {', '.join(one.ages)}.")
    if one.bands:
        named = ", ".join(f"{band.name} {band.low / 10:g}-{band.high / 10:g}" for band in one.bands)
        lines.append(f"- Bands: {named}.")
    if one.safety:
        item, above = one.items[one.safety.item].construct, f"{one.safety.above / 10:g}"
        lines.append(
            f"- Safety item: {item}, above {above} ({_kind(one.safety.source.published)}: {one.safety.source.text})."
        )
    if one.rules:
        lines += [
            "",
            "Its own rules, which judge where the profile has none for it:",
            "",
            _rule_table(rule_rows(one.rules, one)),
        ]
    return "\n".join(lines)


def _items(one: Instrument) -> str:
    named = (f"{item.construct} (`{item.id}`{', reversed' if item.reversed else ''})" for item in one.items)
    times = f", the sum times {one.multiplier}" if one.multiplier > 1 else ""
    return f"{'; '.join(named)}{times}"


def _profile(one: Profile, library: Library) -> str:
    lines = [f"### {one.title} (`{one.id}`, version {one.version})", "", one.about]
    for names, rules in _alike(one):
        measure = library.instruments[names[0]]
        lines += ["", f"#### {_named(one, names)}", "", _rule_table(rule_rows(rules, measure))]
        if rules.trajectory:
            lines += ["", _trajectory(rules.trajectory)]
    return "\n".join(lines)


def _named(profile: Profile, names: Sequence[str]) -> str:
    return f"`{profile.id}` for {', '.join(f'`{name}`' for name in names)}"


def _alike(profile: Profile) -> list[tuple[list[str], Rules]]:
    """Measures with the very same rules are told together."""
    found: list[tuple[list[str], Rules]] = []
    for name, rules in profile.rules.items():
        same = next((names for names, known in found if known == rules), None)
        if same is None:
            found.append(([name], rules))
        else:
            same.append(name)
    return found


def _rule_table(found: Iterable[RuleRow]) -> str:
    rows = ([f"`{one.rule}`", one.says, _kind(one.source.published), one.source.text] for one in found)
    return _table(["rule", "figures", "kind", "source"], rows)


def _kind(published: bool) -> str:
    return "published" if published else "ours"


def _trajectory(trajectory: Trajectory) -> str:
    """The coefficients, what they come to, and what is odd about it."""
    parts = [
        "The total expected at rating n of somebody whose first total was x is the sum of (base + slope · (x - 20)) ·"
        " i^k for k from 0 to 3, where i is n - 1, but at most what the last column says. The target of a closed"
        f" episode is that of the short curve at i = {trajectory.target_index}.",
        _table(["curve", "k", "base", "slope", "i at most"], _coefficients(trajectory)),
        *(_expected(trajectory, age, name) for age, name in YOUNG_AND_OLD),
        _quirks(trajectory),
    ]
    return "\n\n".join(parts)


def _quirks(trajectory: Trajectory) -> str:
    """What is odd about the curves, as they come."""
    jump = trajectory.long_from
    every = [(age, first) for age, _ in YOUNG_AND_OLD for first in STARTS]
    jumps = [
        tenths(trajectory.expected(age, first, jump) - trajectory.expected(age, first, jump - 1))
        for age, first in every
    ]
    return (
        f"The curves are taken as they are: at rating {jump}, where the other set begins, what is expected of these"
        f" changes at once by {min(jumps) / 10:+.1f} to {max(jumps) / 10:+.1f} points; they do not always rise; and who"
        " began high may be expected to have less than at the start."
    )


def _coefficients(trajectory: Trajectory) -> Iterator[list[str]]:
    for name, curves in (("short", trajectory.short), ("long", trajectory.long)):
        for age, who in (("adult", "adults"), ("child", "young")):
            yield from _of_curve(f"{name}, {who}", curves[age])


def _of_curve(name: str, curve: Curve) -> Iterator[list[str]]:
    for k, (base, slope) in enumerate(zip(curve.base, curve.slope, strict=True)):
        yield [name, str(k), f"{base / MILLION:.6f}", f"{slope / MILLION:.6f}", str(curve.flat_from)]


def _expected(trajectory: Trajectory, age: str, name: str) -> str:
    rows = ([points(first), *(points(tenths(trajectory.expected(age, first, n))) for n in RATINGS)] for first in STARTS)
    head = ["first total", *(f"rating {n}" for n in RATINGS)]
    return f"Expected totals of {name}, up to rating {trajectory.long_from - 1}:\n\n{_table(head, rows)}"


def _flags(library: Library) -> str:
    rows = ([f"`{rule}`", *MEANINGS[rule], _having(rule, library)] for rule in Rule)
    return _table(["flag", "what it says", "fires when", "armed again when", "in"], rows)


def _having(rule: Rule, library: Library) -> str:
    """Which profiles, and which measures by their own rules, can raise a flag."""
    key = TABLES.get(rule, rule.value)
    if rule is Rule.ITEM_RISK:
        return ", ".join(f"`{one.id}`" for one in library.instruments.values() if one.safety)
    profiles = [one.id for one in library.profiles.values() if any(_has(rules, key) for rules in one.rules.values())]
    own = any(one.rules and _has(one.rules, key) for one in library.instruments.values())
    return ", ".join([*(f"`{name}`" for name in profiles), *(["measures' own rules"] if own else [])])


def _has(rules: Rules, key: str) -> bool:
    return getattr(rules, key) is not None


def _statuses() -> str:
    return _table(["status", "when"], ([f"`{status}`", when] for status, when in STATUSES.items()))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _instrument_record(one: Instrument) -> dict[str, object]:
    return {
        "id": one.id,
        "version": one.version,
        "title": one.title,
        "source": one.source,
        "items": [{"id": item.id, "construct": item.construct, "reversed": item.reversed} for item in one.items],
        "low": one.low / 10,
        "high": one.high / 10,
        "step": one.step / 10,
        "total_low": one.total_low / 10,
        "total_high": one.total_high / 10,
        "higher_is_better": one.higher_is_better,
        "bands": [{"name": band.name, "low": band.low / 10, "high": band.high / 10} for band in one.bands],
        "ages": list(one.ages),
        "safety_item": one.items[one.safety.item].id if one.safety else None,
        "rules": _rule_records(one.rules, one),
    }


def _profile_record(one: Profile, library: Library) -> dict[str, object]:
    rules = {name: _rule_records(rules, library.instruments[name]) for name, rules in one.rules.items()}
    return {"id": one.id, "version": one.version, "title": one.title, "about": one.about, "measures": rules}


def _rule_records(rules: Rules | None, measure: Instrument) -> list[dict[str, object]]:
    return [
        {"rule": one.rule, "says": one.says, "source": one.source.text, "published": one.source.published}
        for one in (rule_rows(rules, measure) if rules else ())
    ]
