"""No query reads a whole table that grows; those that list everything, or count it for `status`, are named, as is one
that a rehearsal clears its own copy with."""

import re

import pytest

from storage.database import Database, load_queries

WHOLE = {
    "clients_all",
    "therapists_all",
    "caseload",
    "caseload_ratings",
    "letters_waiting",
    "letters_sent_by_sms",  # once in a while, by `meantime messages --forecast`
    "arrivals_failed",
    "letters_unsettled",
    "arrivals_count_failed",
    "notices_count",
    "key_checks",
    "feeds_all",
    "feeds_anew",
    "unmatched_all",
    "client_emails_all",
    "clients_in_care",
    "editions_all",
    "answered_unrated",
    "moments_only",
    "alerts_waiting",  # only those that nobody has seen yet: as few as there are, whatever has been seen
    "alerts_all_waiting",
    "colleagues_of",  # of the few it has found itself, to see who stands in for them; tables by their indexes
    "therapists_under",  # of a manager: everybody
    "phones_all",  # when a number is entered: whose it is cannot be looked up, as it is sealed without an index
}
HOT = {
    "arrivals_seen",
    "contacts_at",
    "contacts_of",
    "raters_of",
    "episodes_of",
    "schedules_of",
    "requests_latest",
    "ratings_of",
    "moments_due",
}
HOT |= {"appointments_upcoming", "letters_claim", "letters_expire", "letters_latest_in_slot", "letters_found"}
QUERIES = [name for name in load_queries().available_queries if not name.endswith("_cursor")]


async def plan(database: Database, name: str) -> list[str]:
    sql = getattr(database.sql, name).sql
    parameters = dict.fromkeys(re.findall(r":(\w+)", sql))
    return [row[3] for row in await database.writer.execute_fetchall(f"explain query plan {sql}", parameters)]


def scans(steps: list[str]) -> list[str]:
    return [step for step in steps if step.startswith("SCAN ") and "VIRTUAL TABLE" not in step]


@pytest.mark.parametrize("name", QUERIES)
async def test_a_query_finds_its_rows_by_an_index(empty: Database, name: str) -> None:
    assert bool(scans(await plan(empty, name))) == (name in WHOLE)


async def test_what_counts_failures_reads_only_these(empty: Database) -> None:
    for name in ("arrivals_failed", "arrivals_count_failed"):
        assert scans(await plan(empty, name)) == ["SCAN arrival USING INDEX arrival_failed"]


def test_the_hot_path_is_among_them() -> None:
    assert set(QUERIES) >= HOT
    assert not HOT & WHOLE


async def test_a_scan_would_be_noticed(empty: Database) -> None:
    await empty.writer.execute("drop index moment_due")
    assert scans(await plan(empty, "moments_due")) == ["SCAN moment"]


async def test_claiming_stops_at_its_limit_without_sorting(empty: Database) -> None:
    assert not [step for step in await plan(empty, "letters_claim") if "TEMP B-TREE" in step]
