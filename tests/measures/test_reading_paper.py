"""`docs/reading.md` says what is true."""

import re
from pathlib import Path

import pytest

from measures.reading import Asked, read
from measures.readings import as_record
from tests.packs import worded

LABELS = tuple(item.labels for item in worded("ors", "en").items)
PAPER = (Path(__file__).parents[2] / "docs" / "reading.md").read_text(encoding="utf-8")
ROWS = [
    (part, row) for part in (1, 2) for row in re.findall(r"^\| (`.*) \|$", PAPER.split("\n## ")[part], re.MULTILINE)
]


def shown() -> list[tuple[int, str, str]]:
    """How many were asked for, the kind and the reply of every example in the paper."""
    found = []
    for part, row in ROWS:
        kind, *replies = re.findall(r"`([^`]+)`", row)
        found += [(1 if part == 1 else 4, kind, reply) for reply in replies]
    return found


@pytest.mark.parametrize(("items", "kind", "reply"), shown())
def test_every_example_in_the_paper_is_read_as_it_says(items: int, kind: str, reply: str) -> None:
    reading = read(reply, Asked(items, labels=LABELS[:items]))
    assert as_record(reading)["kind"] == kind


def test_the_paper_shows_every_kind() -> None:
    assert {kind for _, kind, _ in shown()} == {
        "values",
        "too_few",
        "too_many",
        "ambiguous",
        "out_of_range",
        "no_number",
    }
