"""`python -m benchmarks.replies`: replies a second through the whole walk, every one committed before it is answered.

A closed loop on a real SQLite file (WAL, synchronous=FULL) and the real turn, without a network: first one client
waiting at a time, then 1,000. The last line is the ratio to a bot that keeps all in memory, measured in the same run.
"""

import argparse
import asyncio
import resource
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from benchmarks import peer
from benchmarks.house import House, Patient, open_house
from bot.turn import spare_the_collector

WEEKS_BEFORE = 3
WAITING = 1000
ALONE = 400


@dataclass(frozen=True, slots=True)
class Measured:
    """What a loop came to, in seconds: latencies from a reply's arrival to its answer, sorted; `cpu` of all threads."""

    latencies: Sequence[float]
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Replies a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, percent: int) -> float:
        """The latency in milliseconds that so many per cent stay below."""
        return self.latencies[min(len(self.latencies) * percent // 100, len(self.latencies) - 1)] * 1000


async def measure(house: House, patients: Sequence[Patient], waiting: int) -> Measured:
    """The patients' replies of one week, so many of them waiting for an answer at any time."""
    queue = iter(patients)
    latencies: list[float] = []

    async def loop() -> None:
        for patient in queue:
            for text in patient.replies(house.week):
                began = perf_counter()
                await house.reply(patient, text)
                latencies.append(perf_counter() - began)

    began, worked = perf_counter(), process_time()
    await asyncio.gather(*(loop() for _ in range(waiting)))
    return Measured(sorted(latencies), perf_counter() - began, process_time() - worked)


async def run(clients: int, weeks: int) -> None:
    """Measures and prints."""
    spare_the_collector()
    with TemporaryDirectory(prefix="meantime-bench-") as folder:
        path = Path(folder) / "bench.sqlite"
        async with open_house(path, clients, WEEKS_BEFORE) as house:
            print(f"{clients} clients mid-course, half by SMS and half by Telegram, SQLite in WAL, synchronous=FULL")
            await house.ask()
            _print("1 waiting", await measure(house, house.patients[:ALONE], 1))
            waiting = min(WAITING, clients)
            busy = []
            for _ in range(weeks):
                await house.ask()
                busy.append(await measure(house, house.patients, waiting))
                _print(f"{waiting:,} waiting", busy[-1])
            taken = house.taken
        _check(path, taken)
    print(f"peak memory {_peak_mb():.0f} MB")
    other = await peer.replies_per_second(WAITING, 3)
    print(f"peer, in memory, nothing kept: {other:,.0f} replies/s; ratio {max(one.rate for one in busy) / other:.2f}")


def _print(name: str, measured: Measured) -> None:
    print(
        f"{name}: {measured.rate:,.0f} replies/s, p50 {measured.percentile(50):.2f} ms, "
        f"p99 {measured.percentile(99):.2f} ms, CPU {measured.cpu / len(measured.latencies) * 1000:.2f} ms a reply "
        f"({len(measured.latencies):,} replies)"
    )


def _check(path: Path, taken: int) -> None:
    """Every arrival is in the file, and none failed."""
    with sqlite3.connect(path) as connection:
        kept = connection.execute("select count(*), sum(state = 'done') from arrival").fetchone()
    connection.close()
    if kept != (taken, taken):
        sys.exit(f"taken {taken}, kept and done {kept}: this is no measurement")


def _peak_mb() -> float:
    """The most memory this process has held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replies", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clients", type=int, default=2000, help="clients of the practice")
    parser.add_argument("--weeks", type=int, default=2, help="weeks measured with 1,000 waiting")
    given = parser.parse_args()
    asyncio.run(run(given.clients, given.weeks))


if __name__ == "__main__":
    main()
