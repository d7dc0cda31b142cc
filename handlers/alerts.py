"""Alerts: flags brought to a therapist, how urgent each is, and what has become of them. Frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from measures.flags import Rule

WORDS = "safety_words"
"""The rule of an alert that comes of the net for words (`messages/safety.py`), not of a rating."""


class Level(StrEnum):
    """How soon an alert must be looked at. Only `URGENT` breaks a therapist's quiet hours."""

    URGENT = "urgent"
    ATTENTION = "attention"
    INFORMATION = "information"


LEVELS: Mapping[str, Level] = {
    WORDS: Level.URGENT,
    Rule.ITEM_RISK: Level.URGENT,
    Rule.DETERIORATION: Level.URGENT,
    Rule.CHECK_IN: Level.ATTENTION,
    Rule.LAST_STOP: Level.ATTENTION,
    Rule.BEHIND_EXPECTED: Level.ATTENTION,
    Rule.SUDDEN_DROP: Level.ATTENTION,
    Rule.SLOW_FALL: Level.ATTENTION,
    Rule.ALLIANCE_CUTOFF: Level.ATTENTION,
    Rule.ALLIANCE_DROP: Level.ATTENTION,
    Rule.ALLIANCE_LOW_ITEM: Level.ATTENTION,
    Rule.MISSED: Level.ATTENTION,
    Rule.PLATEAU: Level.INFORMATION,
    Rule.SAWTOOTH: Level.INFORMATION,
    Rule.ABOVE_CUTOFF: Level.INFORMATION,
}
"""The level of each rule (ours)."""


class AlertState(StrEnum):
    """Life of an alert. `ESCALATED`: nobody has seen it in time, and it went on to others; `CLOSED`: its course holds
    it no longer."""

    OPEN = "open"
    ESCALATED = "escalated"
    SNOOZED = "snoozed"
    SEEN = "seen"
    CLOSED = "closed"


class Change(StrEnum):
    """One step in the life of an alert, as its log names it: somebody was told, reminded or asked to look in another's
    place, could not be reached, has seen it, put it off, wants to talk about it with a supervisor, or wrote a note."""

    TOLD = "told"
    REMINDED = "reminded"
    PASSED_ON = "passed on"
    NOT_REACHED = "not reached"
    SEEN = "seen"
    SNOOZED = "snoozed"
    SUPERVISION = "supervision"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Alert:
    """A flag brought to a therapist. `rule`, `observed`, `threshold`, `source` as the flag had them.

    `request`: the one whose rating, answer or silence brought it up; empty for a rating given on paper, and for words.
    `stage`: how far it has gone (0 told, 1 reminded, 2 with the supervisor, 3 with the manager); `next_at`: when the
    next step is due (UTC), None if none is; `number`: the how-manieth step that will be. `told`: everybody who knows.
    """

    id: str
    client: str
    therapist: str
    request: str
    rule: str
    observed: str
    threshold: str
    source: str
    at: datetime
    state: AlertState = AlertState.OPEN
    level: Level = Level.ATTENTION
    stage: int = 0
    next_at: datetime | None = None
    number: int = 1
    told: frozenset[str] = frozenset()

    @property
    def waits(self) -> bool:
        """Whether somebody has still to see it."""
        return self.state in (AlertState.OPEN, AlertState.ESCALATED, AlertState.SNOOZED)


def most_urgent(levels: list[Level]) -> Level:
    """The first of these, most urgent first; `INFORMATION` of none."""
    return next((one for one in Level if one in levels), Level.INFORMATION)


@dataclass(frozen=True, slots=True)
class AlertRaised:
    """A flag is brought up, once per rating and rule; these people are told at once."""

    alert: Alert
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AlertSeen:
    """Somebody acknowledged an alert; with `by` empty, the end of care did."""

    alert: str
    at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class AlertChanged:
    """An alert stands as given from now on, by this step, which is `person`'s or goes to them."""

    alert: Alert
    change: Change
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AlertClosed:
    """An alert holds no longer: `because` is the id of the correction or rating that changed its course."""

    alert: str
    because: str
    at: datetime


Alerts = AlertRaised | AlertSeen | AlertChanged | AlertClosed
