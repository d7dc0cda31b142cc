"""Rejudging: a course has changed before its end, and all of it is judged anew, rating by rating.

Alerts that would not have come up are closed, those that would have come up and still hold are raised. An answer that
asks for a person the same day is always told; its alert takes a therapist's word, so it stays open unless it was about
somebody else (`forget`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from handlers.alerting import Raised, bring, figures
from handlers.alerts import Alert, AlertClosed
from handlers.case import Case, Rating
from handlers.facts import Fact
from handlers.judging import brought_up, course_of, in_order, own
from measures.flags import Flag, Rule
from measures.progress import judge

LASTING = {Rule.ITEM_RISK, Rule.MISSED}
"""What no change of a rating takes back: a therapist's word does, or nothing."""


def rejudge(
    because: str, ratings: Sequence[Rating], changed: Rating, case: Case, now: datetime, paper: date | None = None
) -> list[Fact]:
    """What follows when these become the ratings of the case: for the course that `changed` belongs to, now or before.

    `because`: the id of the correction, or of the rating that was added. The safety item of one that was asked for was
    spoken of when it was answered. Of an episode that has ended, nothing is raised but that.
    """
    assert case.episode is not None
    before, after = _course(case.ratings, changed, case), _course(ratings, changed, case)
    library, episode = case.practice.library, case.episode
    was = {(one.id, flag.rule) for one, flag in brought_up(library, episode, before)}
    will = {(one.id, flag.rule): (one, flag) for one, flag in brought_up(library, episode, after)}
    open_ones = {key: alert for alert in case.alerts if (key := _key(alert, [*before, *after])) is not None}
    stale = {key: one for key, one in open_ones.items() if one.rule not in LASTING and _stale(one, will.get(key))}
    holding = {flag.rule for flag in _now(after, changed, case)} | ({Rule.ITEM_RISK} - _said(because, changed))
    known = (was | open_ones.keys()) - stale.keys()
    holding &= {Rule.ITEM_RISK} if episode.closed_at is not None else set(Rule)
    fresh = [
        Raised(_name(one, flag, because), one.request, flag)
        for key, (one, flag) in will.items()
        if key not in known and flag.rule in holding
    ]
    closed = [AlertClosed(one.id, because, now) for one in stale.values()]
    anew = replace(case, ratings=in_order(ratings))
    return [*closed, *bring(f"{because}:{changed.client}/{changed.rater}", fresh, changed, anew, now, paper)]


def forget(because: str, moved: Rating, case: Case, now: datetime) -> list[Fact]:
    """Also the alert about the safety item of a rating that was somebody else's; it is raised there."""
    return [
        AlertClosed(one.id, because, now)
        for one in case.alerts
        if one.rule == Rule.ITEM_RISK and _key(one, [moved]) is not None
    ]


def _course(ratings: Sequence[Rating], changed: Rating, case: Case) -> list[Rating]:
    assert case.episode is not None
    return own(in_order(ratings), case.episode, changed.measure, changed.rater)


def _now(course: Sequence[Rating], changed: Rating, case: Case) -> tuple[Flag, ...]:
    assert case.episode is not None
    return judge(course_of(case.practice.library, case.episode, course, 0, changed.measure, changed.rater)).flags


def _said(because: str, changed: Rating) -> set[Rule]:
    return {Rule.ITEM_RISK} if because == changed.request else set()


def _key(alert: Alert, ratings: Sequence[Rating]) -> tuple[str, str] | None:
    """Which of these ratings an open alert is of, and its rule."""
    if not alert.waits:
        return None
    named = next((one.id for one in ratings if f"{alert.id}:".startswith(f"{one.id}:{alert.rule}:")), None)
    return None if named is None else (named, alert.rule)


def _stale(alert: Alert, will: tuple[Rating, Flag] | None) -> bool:
    """Whether an alert would not have come up, or with other figures."""
    return will is None or figures(will[1]) != (alert.observed, alert.threshold)


def _name(rating: Rating, flag: Flag, because: str) -> str:
    """An alert's id; one that comes of a correction is another than one that was closed by an earlier one."""
    return f"{rating.id}:{flag.rule}" + ("" if because == rating.id else f":{because}")
