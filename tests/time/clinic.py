"""Mia on a stage: what is asked of her by SMS, what the bot does after an outage, and what reached her phone when."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.channels.console import Bubble
from bot.simulator.stage import LIMIT, Stage, on_stage
from handlers import booking, scheduling
from handlers.case import Appointment, Case
from handlers.facts import ScheduleEnded, ScheduleSet
from handlers.people import Client
from scheduler.schedule import Occasion, Schedule
from scheduler.timetable import Timing
from storage import calendar, people, rows
from storage.vault import KEY_BYTES, Vault
from tests.transcripts.cast import BERLIN, PEOPLE, START, enter, practice

HOUR, MINUTE, DAY, WEEK = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1), timedelta(weeks=1)
MIA, ID = PEOPLE["mia.sms"][1], "C-7K2"
OWN = Schedule(ID, "self", "ors", gap=7)


def utc(text: str) -> datetime:
    """`2026-01-14 13:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass(slots=True)
class Clinic:
    """One client, asked by SMS."""

    stage: Stage
    landed: list[Bubble]

    async def case(self, person: str = ID) -> Case:
        """As it stands."""
        return await people.client(self.stage.database, person, self.stage.practice, self.stage.now)

    async def book(self, name: str, starts_at: datetime) -> None:
        """An appointment."""
        await self.stage.apply(booking.book(Appointment(name, ID, starts_at, 1), await self.case(), self.stage.now))

    async def schedule(self, *schedules: Schedule) -> None:
        """What is asked of her from now on; checks between sessions begin."""
        now = self.stage.now
        await self.stage.apply([ScheduleEnded(OWN), *(ScheduleSet(one, now) for one in schedules)])
        for one in schedules:
            if one.occasion is Occasion.BETWEEN:
                await self.stage.apply(booking.begin_checks(one, f"B-{one.measure}", await self.case(), now))

    async def nobody_sends(self, until: datetime) -> None:
        """The clock is looked at, but no courier runs."""
        while moments := await calendar.due(self.stage.database, until, LIMIT):
            self.stage.now = max(self.stage.now, moments[0].at)
            for moment in moments:
                if moment.at <= self.stage.now:
                    await self.stage.turn.take(moment)
        self.stage.now = until

    async def dropped(self) -> list[tuple[str, str]]:
        """What was due and not asked: for which appointment, and why; as it was listed."""
        sql = "select appointment, reason from dropped order by version, id"
        return [tuple(row) for row in await self.stage.database.reader.execute_fetchall(sql)]

    async def count(self, what: str) -> int:
        """How many rows a select finds."""
        return len(list(await self.stage.database.reader.execute_fetchall(what)))

    async def sets(self, client: Client) -> None:
        """Her zone and hours from now on, as the command line would; what falls due is planned anew."""
        case = await self.case()
        assert case.client is not None
        hours = (rows.minutes(one) if one else None for one in (client.contact_from, client.contact_until))
        sql = "update rater set zone = ?, contact_from = ?, contact_until = ? where id = ?"
        async with self.stage.database.transaction() as connection:
            await connection.execute(sql, (client.zone.key, *hours, client.person))
        await self.stage.apply(scheduling.resettle(await self.case(), case.client, self.stage.now))

    async def until(self, instant: datetime) -> None:
        """Lets time pass; what waits for the day in the outbox leaves on time."""
        while self.stage.now < instant:
            await self.stage.until(min(instant, self.stage.now.replace(minute=0) + HOUR))

    def when(self, *, again: bool = True) -> list[datetime]:
        """When questions reached her phone, and reminders if they count."""
        return [one.at for one in self._asked() if again or "reminder" not in one.letter.text]

    def _asked(self) -> list[Bubble]:
        return [one for one in self.landed if one.letter.to == MIA and one.letter.purpose.startswith("ask")]

    def told(self) -> list[str]:
        """When questions and `again` reminders reached her phone, on Berlin's clock."""
        mine = self._asked()
        again = (" again" if "reminder" in one.letter.text else "" for one in mine)
        return [f"{one.at.astimezone(BERLIN):%Y-%m-%d %H:%M}{how}" for one, how in zip(mine, again, strict=True)]


@asynccontextmanager
async def clinic(folder: Path, timing: Timing | None = None) -> AsyncIterator[Clinic]:
    """Mia has joined and agreed."""
    landed: list[Bubble] = []
    settled = replace(practice(), timing=timing or Timing())
    async with on_stage(folder / "x.sqlite", Vault([bytes(KEY_BYTES)]), settled, START, landed.append) as stage:
        await enter(stage.database)
        for text in ("MIACODE2", "1"):
            await stage.says(MIA, text)
        yield Clinic(stage, landed)
