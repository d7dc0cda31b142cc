"""Quiet: when somebody of the practice may be told what can wait. Wall-clock rules in their own zone, given back in
UTC."""

from datetime import UTC, datetime, time, timedelta

from handlers.people import Therapist
from handlers.practice import Alerting


def quiet_hours(who: Therapist, alerting: Alerting) -> tuple[time, time]:
    """From when until when: their own, else the practice's; the same twice for none."""
    own = who.quiet_from is not None and who.quiet_until is not None
    since, until = (who.quiet_from, who.quiet_until) if own else (alerting.quiet_from, alerting.quiet_until)
    assert since is not None
    assert until is not None
    return since, until


def awake(instant: datetime, who: Therapist, alerting: Alerting) -> datetime:
    """The first instant from this one on that is not in their quiet hours."""
    since, until = quiet_hours(who, alerting)
    local = instant.astimezone(who.zone)
    wall = local.time()
    quiet = since <= wall < until if since <= until else wall >= since or wall < until
    if not quiet:
        return instant
    day = local.date() + timedelta(days=int(wall >= until))
    return max(instant, datetime.combine(day, until, who.zone).astimezone(UTC))
