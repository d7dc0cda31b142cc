"""Effect: the figures of a group of episodes (a therapist's, a team's, the practice's), closed and open apart."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from measures.care import Ending, Yardstick
from measures.intervals import NO_CASE, Figure, mean, proportion, share, untold
from measures.outcome import TENTHS, Outcome
from measures.prepost import Pairs, pre_post
from measures.rules import AGES, Rules

CLOSED_ONLY = "only of closed episodes"


@dataclass(frozen=True, slots=True)
class Effect:
    """The figures of episodes that share a yardstick. Points as the measure counts them; effects are toward health.

    `episodes` all there are; `counted` those that outcomes are told of; `excluded` how many are not, by reason.
    `intake` (by age group) and `change` in points; `effect_size` per SD of the profile; `pre_post` per SD of the first
    ratings; `adjusted` against the final target. Shares of the counted, from 0 to 1: `reliable` change (clinically
    significant change included), clinically `significant`, `deteriorated`, `at_target` (final when closed, the response
    expected now when open). Of all episodes: `planned` and `unplanned` endings and `dropout` (see Outcome), `sessions`
    (ratings), `completion` (requests answered in full of those asked, n counts requests).
    """

    episodes: int
    counted: int
    excluded: Mapping[str, int]
    intake: Mapping[str, Figure]
    change: Figure
    effect_size: Figure
    pre_post: Figure
    adjusted: Figure
    reliable: Figure
    significant: Figure
    deteriorated: Figure
    at_target: Figure
    planned: Figure
    unplanned: Figure
    dropout: Figure
    sessions: Figure
    completion: Figure


def by_yardstick(outcomes: Iterable[Outcome]) -> dict[Yardstick, list[Outcome]]:
    """Outcomes that may be put together, by what they are measured by; the yardsticks in order of their names."""
    found: dict[Yardstick, list[Outcome]] = {}
    for one in outcomes:
        found.setdefault(one.yardstick, []).append(one)
    return {key: found[key] for key in sorted(found, key=lambda one: (one.measure, one.profile, one.rater))}


def effect_of(outcomes: Sequence[Outcome], *, closed: bool) -> Effect:
    """The figures of the closed, or of the open, episodes among outcomes of one yardstick."""
    every = [one for one in outcomes if (one.care.closed is not None) == closed]
    counted = [one for one in every if not one.excluded]
    points = _points(counted)
    told = _Telling(counted)
    return Effect(
        episodes=len(every),
        counted=len(counted),
        excluded=dict(sorted(Counter(one.excluded for one in every if one.excluded).items())),
        intake={age: mean([first for first, _ in pairs]) for age, pairs in points.items()},
        change=mean(
            [last - first for pairs in _points(counted).values() for first, last in pairs], _direction(counted)
        ),
        effect_size=told.mean(lambda one: one.effect, _spread(counted), "gives no standard deviation"),
        pre_post=pre_post(list(toward_health(counted).values())) if counted else untold(NO_CASE),
        adjusted=_adjusted(told, counted) if closed else untold(CLOSED_ONLY),
        reliable=told.share(lambda one: one.progress.reliable_change, "does not say what reliable change is"),
        significant=told.share(lambda one: one.progress.clinically_significant_change, "has no cut-off"),
        deteriorated=told.share(lambda one: one.progress.reliable_deterioration, "does not say what deterioration is"),
        at_target=told.share(lambda one: one.at_target, "expects no particular response", _target(closed)),
        planned=_ended(every, Ending.PLANNED) if closed else untold(CLOSED_ONLY),
        unplanned=_ended(every, Ending.UNPLANNED) if closed else untold(CLOSED_ONLY),
        dropout=dropout_of(every) if closed else untold(CLOSED_ONLY),
        sessions=mean([one.progress.n for one in every]),
        completion=proportion(*_answered(every), "n counts requests"),
    )


def toward_health(counted: Iterable[Outcome]) -> dict[str, Pairs]:
    """First and last ratings by age group, in points that grow toward health."""
    found = _points(counted)
    sign = {one.care.course.age: 1 if one.care.course.instrument.higher_is_better else -1 for one in counted}
    return {age: [(sign[age] * first, sign[age] * last) for first, last in pairs] for age, pairs in found.items()}


def dropout_of(outcomes: Iterable[Outcome]) -> Figure:
    """The share that dropped out, and what that is held against."""
    known = [one for one in outcomes if one.dropout is not None]
    if not known:
        return untold("no ending is known of a case it can be told of")
    expecting = rules_of(known[0]).trajectory is not None
    return share(
        [bool(one.dropout) for one in known], f"unplanned, {'target' if expecting else 'reliable change'} not met"
    )


def rules_of(one: Outcome) -> Rules:
    """The rules that an outcome was judged by."""
    return one.care.course.rules


@dataclass(frozen=True, slots=True)
class _Telling:
    """Figures of counted outcomes, of which a profile may not tell each."""

    counted: Sequence[Outcome]

    def mean(self, of: Callable[[Outcome], float | None], note: str, why: str) -> Figure:
        values = [value for one in self.counted if (value := of(one)) is not None]
        return mean(values, note) if values else self._none(why)

    def share(self, of: Callable[[Outcome], bool | None], why: str, note: str = "") -> Figure:
        hits = [hit for one in self.counted if (hit := of(one)) is not None]
        return share(hits, note) if hits else self._none(why)

    def _none(self, why: str) -> Figure:
        return untold(f"{self.counted[0].yardstick.profile} {why}" if self.counted else NO_CASE)


def _points(counted: Iterable[Outcome]) -> dict[str, Pairs]:
    found: dict[str, list[tuple[float, float]]] = {age: [] for age in AGES}
    for one in counted:
        first, last = one.progress.first, one.progress.last
        if first is not None and last is not None:
            found[one.care.course.age].append((first / TENTHS, last / TENTHS))
    return {age: pairs for age, pairs in found.items() if pairs}


def _spread(counted: Sequence[Outcome]) -> str:
    """The standard deviations of the profile that these cases are measured by."""
    spread = rules_of(counted[0]).spread if counted else None
    if spread is None:
        return ""
    ages = {one.care.course.age for one in counted}
    return "SD " + ", ".join(
        f"{spread.by_age[age] / 100:.2f} {age}" for age in AGES if age in ages & set(spread.by_age)
    )


def _direction(counted: Sequence[Outcome]) -> str:
    return "" if all(one.care.course.instrument.higher_is_better for one in counted) else "fewer are better"


def _target(closed: bool) -> str:
    return "the final one" if closed else "the response expected now"


def _adjusted(told: _Telling, counted: Sequence[Outcome]) -> Figure:
    """Severity-adjusted: the reference, which is those whom the trajectory was made from, has a mean of 0."""
    note = f"from the final target, {_spread(counted)}; 0 is the mean of the reference (zero point of OpenFIT 2025)"
    return told.mean(lambda one: one.adjusted, note, "expects no particular response")


def _answered(every: Iterable[Outcome]) -> tuple[int, int]:
    return sum(one.care.completed for one in every), sum(one.care.asked for one in every)


def _ended(every: Iterable[Outcome], ending: Ending) -> Figure:
    known = [one.care.ending for one in every if one.care.ending is not None]
    return share([one is ending for one in known]) if known else untold("no ending is known")
