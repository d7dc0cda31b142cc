"""Reports: figures of the whole practice, from the connection that only reads."""

import json
from dataclasses import dataclass
from datetime import datetime

from handlers.alerts import Alert
from storage import rows
from storage.database import Database, from_ms, to_ms


@dataclass(frozen=True, slots=True)
class Figures:
    """How the installation stands: letters by state, arrivals that failed, moments overdue at the time asked, and news
    that waits for therapists who cannot be reached."""

    letters: dict[str, int]
    failed_arrivals: int
    overdue: int
    news_waiting: int


async def figures(database: Database, now: datetime) -> Figures:
    """What `meantime status` shows."""
    letters = await database.sql.letters_waiting(database.reader)
    failed = await database.sql.arrivals_count_failed(database.reader)
    overdue = await database.sql.moments_due(database.reader, now=to_ms(now), limit=1000)
    news = await database.sql.notices_count(database.reader)
    return Figures(dict(letters), int(failed), len(overdue), int(news))


async def open_alerts(database: Database) -> list[Alert]:
    """Alerts nobody has seen yet, oldest first."""
    return [rows.alert(row) for row in await database.sql.alerts_all_waiting(database.reader)]


@dataclass(frozen=True, slots=True)
class Texted:
    """A letter that left by SMS."""

    at: datetime
    purpose: str
    text: str


async def texted(database: Database, since: datetime) -> list[Texted]:
    """Every letter that left by SMS since then, oldest first. Raises VaultError if no key opens one."""
    found = await database.sql.letters_sent_by_sms(database.reader, since=to_ms(since))
    return [
        Texted(from_ms(at), purpose, json.loads(database.vault.open(sealed, "letter"))["text"])
        for at, purpose, sealed in found
    ]
