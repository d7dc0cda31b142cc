"""A simulated year: each due question sent exactly once or listed with its reason, none in quiet hours, none after its
appointment, none to somebody who stopped. The gate lives through a quarter of it; `make year` through all of it."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from tests.days.checks import faults, open_books
from tests.days.playing import passing
from tests.days.year import DAY, HOUR, START, Year
from tests.storage.house import PRACTICE

SEEDS = [int(seed) for seed in os.environ.get("YEAR_SEEDS", "").split()]
CASES = [(seed, 100, 52) for seed in SEEDS] or [(1, 20, 12)]
OUTAGES = [(2, 5 * HOUR), (5, DAY), (8, 10 * DAY)]
"""In which of twelve parts of the time, and how long."""


@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("seed", "clients", "weeks"), CASES)
async def test_a_year_without_a_fault(tmp_path: Path, seed: int, clients: int, weeks: int) -> None:
    part = timedelta(weeks=weeks) / 12
    outages = [(START + number * part + 11 * HOUR, length) for number, length in OUTAGES]
    async with passing(tmp_path / "year.sqlite", PRACTICE, START) as days:
        year = Year(days, seed, clients, weeks, outages)
        await year.live()
        books = await open_books(year)
    assert len(books.asked) > clients * weeks / 3
    assert {"paused", "rated", "unreachable"} <= {one.reason for one in books.dropped}
    assert faults(books) == [], f"with the seed {seed}"
