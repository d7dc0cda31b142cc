"""Stats: what somebody's own work, their team or the practice comes to, each figure with its interval."""

from collections.abc import Sequence
from datetime import datetime

from handlers.case import Case
from handlers.facts import Fact
from handlers.people import Duty, Therapist
from handlers.saying import say
from handlers.staff.looking import Arrived
from handlers.staff.orders import Order
from measures.care import Care
from measures.effect import by_yardstick, effect_of
from measures.intervals import ENOUGH, Figure, proportion
from measures.outcome import Outcome, outcome
from measures.progress import Status
from measures.rolling import Rolling, Verdict, rolling
from messages.cards import Group, Measured, Share, Trend
from messages.envelope import Channel

OFF = {Status.OFF_TRACK, Status.DETERIORATING}
PER_MILLE, PER_CENT = 1000, 100


def stats(order: Order, arrival: Arrived, case: Case, now: datetime) -> list[Fact]:
    """`/stats`: own figures; of a supervisor the team's too, of a manager the practice's. No colleague is named."""
    assert case.staff is not None
    if arrival.sender.channel is Channel.SMS:
        return [say(case, arrival, "only_telegram")]
    outcomes = [outcome(one) for one in case.cares]
    return [say(case, arrival, "stats", stats=_groups(case.staff, outcomes))]


def _groups(staff: Therapist, outcomes: Sequence[Outcome]) -> list[Group]:
    mine = [one for one in outcomes if one.care.therapist == staff.id]
    groups = [_group("own", "", mine)] if mine else []
    if staff.duty is Duty.SUPERVISOR and staff.team:
        groups.append(_group("team", staff.team, [one for one in outcomes if one.care.team == staff.team]))
    if staff.duty is Duty.MANAGER:
        groups.append(_group("practice", "", outcomes))
    return groups


def _group(kind: str, name: str, outcomes: Sequence[Outcome]) -> Group:
    there = [one for one in outcomes if one.care.closed is None]
    return Group(
        kind=kind,
        name=name,
        care=len(there),
        off_track=len([one for one in there if one.progress.status in OFF]),
        answered=share_of(_answered([one.care for one in outcomes])),
        measures=tuple(
            _measured(f"{key.measure.upper()} ({key.profile}{'' if key.rater == 'self' else f', {key.rater}'})", part)
            for key, part in by_yardstick(outcomes).items()
            if any(one.care.closed is not None for one in part)
        ),
    )


def _answered(cares: Sequence[Care]) -> Figure:
    return proportion(sum(one.completed for one in cares), sum(one.asked for one in cares))


def _measured(name: str, outcomes: Sequence[Outcome]) -> Measured:
    told = effect_of(outcomes, closed=True)
    return Measured(
        name=name,
        closed=told.episodes,
        counted=told.counted,
        reliable=share_of(told.reliable),
        significant=share_of(told.significant),
        few=told.counted < ENOUGH,
        trend=_trend(rolling(outcomes)),
    )


def share_of(figure: Figure) -> Share | None:
    """A share with its interval; None where there is no case to tell it of."""
    if figure.value is None or figure.low is None or figure.high is None:
        return None
    hits = round(figure.value * figure.n)
    value, low, high = (round(one * PER_MILLE) for one in (figure.value, figure.low, figure.high))
    return Share(hits, figure.n, value, low, high)


def _trend(told: Rolling) -> Trend | None:
    """Only with its interval, and of enough cases."""
    trend, verdict = told.trend, told.verdict
    if verdict is Verdict.TOO_FEW or trend.value is None or trend.low is None or trend.high is None:
        return None
    name = {Verdict.IMPROVED: "improved", Verdict.DECLINED: "declined"}.get(verdict, "same")
    value, low, high = (round(one * PER_CENT) for one in (trend.value, trend.low, trend.high))
    return Trend(name, value, low, high, trend.n)
