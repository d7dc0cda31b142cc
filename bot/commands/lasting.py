"""How long an appointment lasts, as the command line says it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.commands.common import CommandError, local, wall_of
from bot.instants import instant_of
from handlers.case import Appointment

LONGEST = timedelta(hours=24)
LATEST = timedelta(hours=12)
"""So long a session lasts at most that ends at a time on the wall before its start (ours): else its end is mistyped."""
WALL = len("14:50")

Minutes = Annotated[int, typer.Option(min=0, max=1440, help="How long it lasts; 0 for as long as sessions do.")]
Ends = Annotated[str, typer.Option(help="When it ends on the client's own clock, e.g. 14:50.")]


@dataclass(frozen=True, slots=True)
class Length:
    """How long, in minutes or by its end, as it was typed; neither: as before, or as long as sessions do."""

    minutes: int = 0
    ends: str = ""

    def end(self, starts_at: datetime, zone: ZoneInfo, before: Appointment | None = None) -> datetime | None:
        """The end in UTC, None where nobody has said. Raises CommandError."""
        if self.minutes and self.ends:
            raise CommandError("Both --minutes and --ends are given: choose one.")
        if self.minutes:
            return starts_at + timedelta(minutes=self.minutes)
        if self.ends:
            return self._by_clock(starts_at, zone)
        if before is None or before.ends_at is None:
            return None
        return starts_at + (before.ends_at - before.starts_at)

    def _by_clock(self, starts_at: datetime, zone: ZoneInfo) -> datetime:
        """`14:50` is the first after the start, so a late session may end on the next day."""
        if len(self.ends.strip()) > WALL:
            end = instant_of(self.ends, zone)
        else:
            day, wall = starts_at.astimezone(zone).date(), wall_of(self.ends)
            end = datetime.combine(day, wall, zone).astimezone(UTC)
            if end <= starts_at:
                end = datetime.combine(day + timedelta(days=1), wall, zone).astimezone(UTC)
            if end - starts_at > LATEST:
                raise CommandError(f"It begins at {local(starts_at, zone)}, after {self.ends}: look at both times.")
        if not starts_at < end <= starts_at + LONGEST:
            raise CommandError(f"It cannot end on {local(end, zone)}: it begins on {local(starts_at, zone)}.")
        return end
