"""Escalating: an alert that nobody has seen in time is reminded of, then goes to the supervisor, then to the manager.

Alerts about one client that are at the same step go together, in one letter to each.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.alerting import buttons, headline, picture_of
from handlers.alerts import WORDS, Alert, AlertChanged, AlertState, Change, Level, most_urgent
from handlers.case import Case
from handlers.colleagues import answering, backups, managers, responsible, supervisors
from handlers.facts import Fact
from handlers.people import Therapist
from handlers.saying import Manner, each, tell
from messages.envelope import StaffMoment

REMINDED, WITH_SUPERVISOR, WITH_MANAGER = 1, 2, 3
AGAIN = timedelta(hours=24)
"""How often everybody is told of an urgent alert that even the manager has not seen (ours)."""


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to alerts now: who is told, as what, and how far they have gone by that."""

    to: list[Therapist]
    change: Change
    stage: int
    state: AlertState = AlertState.OPEN


def due(moment: StaffMoment, case: Case, now: datetime) -> list[Fact]:
    """The next step of an alert has come; nothing if it has been seen, or has gone on, meanwhile."""
    alert = case.alert
    if alert is None or not alert.waits or alert.number != moment.number or case.client is None:
        return []
    together = [one for one in case.alerts if one.id == alert.id or _alike(one, alert, now)]
    step = _step(alert, case, now)
    level = most_urgent([one.level for one in together])
    said: list[Fact] = []
    for key, who in each(moment.key, step.to):
        said += _told(key, together, step, who, level, case, now)
    changed = [_changed(one, step, case, now) for one in together]
    log = [AlertChanged(one, step.change, who.id, now) for one in changed for who in step.to]
    return [*log, *said] if log else [AlertChanged(one, step.change, "", now) for one in changed]


def hurry(alerts: Iterable[Alert], person: str, now: datetime) -> list[Fact]:
    """What is urgent does not wait for somebody who can be reached no more: it goes to others with the next tick."""
    return [
        AlertChanged(
            replace(one, next_at=now, stage=max(one.stage, REMINDED), number=one.number + 1),
            Change.NOT_REACHED,
            person,
            now,
        )
        for one in alerts
        if one.waits and one.level is Level.URGENT and one.stage < WITH_SUPERVISOR
    ]


def _alike(one: Alert, alert: Alert, now: datetime) -> bool:
    at_once = one.next_at is not None and one.next_at <= now
    return one.waits and at_once and (one.stage, one.state) == (alert.stage, alert.state)


def _step(alert: Alert, case: Case, now: datetime) -> Step:
    """A snoozed alert wakes where it was; else it goes on to whoever there is next."""
    first = responsible(case, now)
    own = [first] if first else []
    if alert.state is AlertState.SNOOZED:
        return Step(own, Change.REMINDED, alert.stage)
    if alert.stage < REMINDED:
        return Step(own, Change.REMINDED, REMINDED)
    over = supervisors(case, now) or backups(case, now)
    if alert.stage < WITH_SUPERVISOR and over:
        return Step(answering(case, over), Change.PASSED_ON, WITH_SUPERVISOR, AlertState.ESCALATED)
    above = managers(case, now)
    if alert.stage < WITH_MANAGER and above:
        return Step(answering(case, above), Change.PASSED_ON, WITH_MANAGER, AlertState.ESCALATED)
    everybody = {one.id: one for one in (*own, *over, *above)}
    return Step(list(everybody.values()), Change.REMINDED, WITH_MANAGER, AlertState.ESCALATED)


def _changed(alert: Alert, step: Step, case: Case, now: datetime) -> Alert:
    return replace(
        alert,
        state=step.state,
        stage=step.stage,
        number=alert.number + 1,
        next_at=_next(alert, step, case, now),
        told=alert.told | {who.id for who in step.to},
    )


def _next(alert: Alert, step: Step, case: Case, now: datetime) -> datetime | None:
    """What is for information is reminded of once; what is urgent does not rest before somebody has seen it."""
    wait = case.practice.alerting.after[alert.level]
    if step.stage < WITH_MANAGER:
        return None if alert.level is Level.INFORMATION and step.stage >= REMINDED else now + wait
    if step.change is Change.PASSED_ON:
        return now + wait if alert.level is Level.URGENT else None
    return now + max(wait, AGAIN) if alert.level is Level.URGENT else None


def _told(
    cause: str, alerts: Sequence[Alert], step: Step, who: Therapist, level: Level, case: Case, now: datetime
) -> list[Fact]:
    assert case.client is not None
    first = responsible(case, now)
    own = first is not None and who.id == first.id
    danger = any(one.rule == WORDS for one in alerts)
    return tell(
        case,
        cause,
        who,
        "alert_waits",
        now,
        client=case.client.id,
        how=Manner(level, None, buttons(case, who, case.client.id, passed_on=not own or danger), picture_of(case, who)),
        about=headline([one.rule for one in alerts]),
        rules=[one.rule for one in alerts],
        since=min(one.at for one in alerts).astimezone(who.zone),
        therapist="" if own or first is None else f"{first.name} ({first.id})",
        woken=all(one.state is AlertState.SNOOZED for one in alerts),
    )
