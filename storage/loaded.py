"""What a batch of arrivals needs, as it is loaded set-wise and by the ids it is looked up with."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from handlers.alerts import Alert
from handlers.case import Appointment, Episode, Held, Pause, Rating, Request
from handlers.dialog import Dialog, Note, Remark
from handlers.people import Client, Contact, Therapist
from handlers.reflections import Growth, Reflection, Week
from measures.care import Care
from messages.envelope import Address, Letter
from scheduler.schedule import Schedule
from storage.rows import Row


@dataclass(slots=True)
class Loaded:
    """`alerts` by who knows of them, `about` by client, `steps` by their own id; `colleagues` by therapist; `subjects`
    and `caseloads`: the clients that arrivals (by key) of staff ask for, and may see. `asked`: reflections without
    their words; `lessons`, `growth`, `cares` and `weeks`: by the arrival of staff that asks for them."""

    contacts: dict[Address, Contact] = field(default_factory=dict)
    sharing: dict[Address, list[Contact]] = field(default_factory=dict)
    held: dict[Address, Held] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    references: dict[tuple[str, str], Letter] = field(default_factory=dict)
    appointments: dict[str, Appointment] = field(default_factory=dict)
    invites: dict[str, Row] = field(default_factory=dict)
    raters: dict[str, list[Client]] = field(default_factory=lambda: defaultdict(list))
    episodes: dict[str, tuple[Episode, Therapist]] = field(default_factory=dict)
    schedules: dict[str, list[Schedule]] = field(default_factory=lambda: defaultdict(list))
    pauses: list[Pause] = field(default_factory=list)
    requests: dict[str, list[Request]] = field(default_factory=lambda: defaultdict(list))
    ratings: dict[str, list[Rating]] = field(default_factory=lambda: defaultdict(list))
    missed: dict[str, int] = field(default_factory=dict)
    gaps: dict[str, tuple[datetime, ...]] = field(default_factory=dict)
    unsent: frozenset[str] = frozenset()
    sessions: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    upcoming: dict[str, list[Appointment]] = field(default_factory=lambda: defaultdict(list))
    begun: dict[str, list[Appointment]] = field(default_factory=lambda: defaultdict(list))
    staff: dict[str, Therapist] = field(default_factory=dict)
    colleagues: dict[str, list[Therapist]] = field(default_factory=lambda: defaultdict(list))
    alerts: dict[str, list[Alert]] = field(default_factory=lambda: defaultdict(list))
    about: dict[str, list[Alert]] = field(default_factory=lambda: defaultdict(list))
    steps: dict[str, Alert] = field(default_factory=dict)
    notices: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    dialogs: dict[str, Dialog] = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)
    caseloads: dict[str, list[str]] = field(default_factory=dict)
    remarks: dict[str, list[Remark]] = field(default_factory=lambda: defaultdict(list))
    notes: dict[str, list[Note]] = field(default_factory=lambda: defaultdict(list))
    asked: list[Reflection] = field(default_factory=list)
    acknowledged: dict[str, list[Alert]] = field(default_factory=lambda: defaultdict(list))
    lessons: dict[str, tuple[Reflection, ...]] = field(default_factory=dict)
    growth: dict[str, tuple[Growth, ...]] = field(default_factory=dict)
    cares: dict[str, tuple[Care, ...]] = field(default_factory=dict)
    weeks: dict[str, tuple[Week, Week]] = field(default_factory=dict)
