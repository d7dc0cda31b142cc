"""Digest: what a therapist reads once a week."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from handlers.case import Case
from handlers.facts import Fact
from handlers.people import Therapist
from handlers.practice import Alerting
from handlers.staffing import TherapistSet
from messages.envelope import StaffMoment

WEEK = 7


def due(moment: StaffMoment, case: Case, now: datetime) -> list[Fact]:
    """The digest, and when the next one comes."""
    staff = case.staff
    if staff is None or (staff.digest_at is not None and staff.digest_at > now):
        return []
    return [TherapistSet(replace(staff, digest_at=next_digest(staff, case.practice.alerting, now)))]


def next_digest(staff: Therapist, alerting: Alerting, now: datetime) -> datetime:
    """The first instant after this one at which the practice's digest comes, on the therapist's own clock."""
    local = now.astimezone(staff.zone)
    day = local.date() + timedelta(days=(alerting.digest_day - local.weekday()) % WEEK)
    at = datetime.combine(day, alerting.digest_at, staff.zone).astimezone(UTC)
    if at <= now:
        at = datetime.combine(day + timedelta(days=WEEK), alerting.digest_at, staff.zone).astimezone(UTC)
    return at
