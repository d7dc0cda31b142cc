"""`python -m benchmarks.calendar`: what is due at once, and what a tick costs when nothing is.

A thousand clients mid-course on a real SQLite file (WAL, synchronous=FULL), a year of weekly sessions booked ahead for
each: a week's 1,000 questions fall due in one tick, and each is decided, rendered, sealed and committed to the outbox.
Beside it APScheduler alone, a job in memory for each, that does nothing but count. Then the tick of a practice that has
1,000,000 appointments to come and a row for all that is to fall due for them; beside it the same tick without them.
"""

import argparse
import asyncio
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from benchmarks.house import BEGIN, DAY, WEEK, House, open_house
from bot.app import App
from bot.turn import spare_the_collector
from handlers.booking import book
from handlers.case import Appointment
from handlers.facts import Fact
from storage import facts, people
from storage.database import Database

WEEKS_BEFORE = 3
AIM_DUE = 1.0
"""Seconds for 1,000 prompts."""
AIM_EMPTY = 2.0
"""Milliseconds for a tick with nothing due."""
TICKS = 500
AHEAD = 52
"""Sessions booked ahead for each client who is asked."""
HOUR = timedelta(hours=1)
FUTURE = """
with recursive n(i) as (select 1 union all select i + 1 from n where i < :many)
insert into appointment (id, client, starts_at, schedule, version, state, changed_at)
select :name || i, 'C-' || (i % :clients), :since + i * 1000, '', 1, 'booked', 0 from n
"""
MOMENTS = """
insert into moment (key, person, appointment, version, schedule, kind, number, due_at)
select 'clock:' || id || ':1:self.ors.before:{kind}', client, id, 1, 'self.ors.before', '{kind}', 1,
    starts_at - {before} from appointment where id like :name || '%'
"""
HOURS = {"ask": 24, "remind": 3, "close": -0.25}


class Bench:
    """The application of a house, its clock set by hand, its courier and channels at rest."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.noon = self.now = BEGIN + house.week * WEEK + 2 * DAY
        self.app = App(house.database, house.practice, {}, lambda: self.now)

    async def tick(self) -> float:
        """Seconds of one tick."""
        began = perf_counter()
        await self.app.tick()
        return perf_counter() - began

    async def book(self) -> None:
        """Everybody has an appointment in a week, and is to be asked for it a day before, all at the same instant."""
        self.noon = self.now = self.noon + WEEK
        said: list[Fact] = []
        for patient in self.house.patients:
            case = await people.client(self.house.database, patient.id, self.house.practice, self.now)
            one = Appointment(f"B-{patient.number}-{self.now:%j}", patient.id, self.now + 5 * HOUR + DAY, 1)
            said += book(one, case, self.now)
        async with self.house.database.transaction() as connection:
            await facts.apply(self.house.database, connection, said, self.now)
        self.now += 5 * HOUR


async def prompts(bench: Bench, rounds: int) -> float:
    """The least seconds in which everybody's question is decided and queued."""
    await bench.tick()
    took = []
    for _ in range(rounds):
        await bench.book()
        before = await _queued(bench.house.database)
        took.append(await bench.tick())
        queued = await _queued(bench.house.database) - before
        if queued < len(bench.house.patients):
            sys.exit(f"{queued} letters queued for {len(bench.house.patients)} clients: this is no measurement")
        bench.now += DAY + HOUR
        await bench.tick()
    return min(took)


async def _queued(database: Database) -> int:
    [[letters]] = await database.reader.execute_fetchall("select count(*) from letter where purpose like 'ask%'")
    return int(letters)


async def jobs(many: int) -> float:
    """Seconds that APScheduler takes for as many jobs that are all due, each counting."""
    scheduler, done, counted = AsyncIOScheduler(timezone="UTC"), asyncio.Event(), count(1)

    async def job() -> None:
        if next(counted) == many:
            done.set()

    for _ in range(many):
        scheduler.add_job(job, "date", run_date=datetime.now(BEGIN.tzinfo), misfire_grace_time=None)
    began = perf_counter()
    scheduler.start()
    await done.wait()
    took = perf_counter() - began
    scheduler.shutdown(wait=False)
    return took


def fill(path: Path, name: str, many: int, clients: int, since: datetime) -> None:
    """Appointments to come, a second apart, with their moments."""
    given = {"name": name, "many": many, "clients": clients, "since": int(since.timestamp() * 1000)}
    with sqlite3.connect(path) as connection:
        connection.execute(FUTURE, given)
        for kind, hours in HOURS.items():
            connection.execute(MOMENTS.format(kind=kind, before=int(hours * 3_600_000)), {"name": name})
        [moments] = connection.execute("select count(*) from moment").fetchone()
    connection.close()
    print(f"{many:,} appointments to come, {moments:,} moments, {path.stat().st_size / 1e6:.0f} MB")


async def ticks(tick: Callable[[], Awaitable[float]]) -> list[float]:
    """So many ticks, in milliseconds, sorted."""
    return sorted([await tick() * 1000 for _ in range(TICKS)])


async def run(clients: int, appointments: int, rounds: int) -> None:
    """Measures and prints."""
    spare_the_collector()
    with TemporaryDirectory(prefix="meantime-bench-") as folder:
        path = Path(folder) / "bench.sqlite"
        async with open_house(path, clients, WEEKS_BEFORE) as house:
            bench = Bench(house)
            async with bench.app.turn.running():
                without = await ticks(bench.tick)
                fill(path, "F-", AHEAD * clients, clients, bench.now + (rounds + 2) * WEEK)
                took, other = await prompts(bench, rounds), await jobs(clients)
                print(f"{clients:,} due: {took:.2f} s until all are queued, aim {AIM_DUE:.0f} s; ", end="")
                print(f"{took / clients * 1000:.2f} ms each; APScheduler alone {other:.2f} s; ratio {took / other:.1f}")
                fill(path, "G-", appointments, clients, bench.now + 2 * DAY)
                with_them = await ticks(bench.tick)
    half = TICKS // 2
    print(f"nothing due: p50 {with_them[half]:.2f} ms, p99 {with_them[-TICKS // 100]:.2f} ms a tick, ", end="")
    print(f"aim {AIM_EMPTY:.0f} ms; without them {without[half]:.2f} ms; ratio {with_them[half] / without[half]:.2f}")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calendar", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clients", type=int, default=1000, help="who are all asked at once")
    parser.add_argument("--appointments", type=int, default=1_000_000, help="to come")
    parser.add_argument("--rounds", type=int, default=3, help="of which the best counts")
    given = parser.parse_args()
    asyncio.run(run(given.clients, given.appointments, given.rounds))


if __name__ == "__main__":
    main()
