"""Whose appointment an occurrence is, and when it is nobody's."""

import pytest

from bot.calendars.matching import Known, Nobody, match
from bot.calendars.occurrence import Occurrence
from bot.patterns import pattern_of
from tests.calendars.texts import SINCE

MIA, BEN, EVE = "C-7K2", "C-3MX", "C-9QQ"
KNOWN = Known(
    clients={MIA, BEN, EVE},
    references={"MB/17": MIA, "Berg": MIA, "2026": BEN, "BB/17": BEN, "007": EVE},
    emails={"#mia@example.org": {MIA}, "#ben@example.org": {BEN}, "#parent@example.org": {BEN, EVE}},
)


def whose(title: str = "", description: str = "", *attendees: str, rule: str = "", client: str = "") -> str:
    one = Occurrence("a", "", SINCE, None, title, description, attendees, client)
    known = Known(KNOWN.clients, KNOWN.references, KNOWN.emails, pattern_of(rule) if rule else None)
    return match(one, known, lambda address: f"#{address}")


@pytest.mark.parametrize(
    "title",
    ["C-7K2", "Session (c-7k2)", "Session MB/17", "mb/17: room 3", "Berg C-7K2, MB/17"],
)
def test_a_pseudonym_or_a_reference_in_the_words_names_the_client(title: str) -> None:
    assert whose(title) == MIA
    assert whose("", title) == MIA


@pytest.mark.parametrize(
    "title", ["", "C-AAA", "XC-7K2", "C-7K21", "C-7K2-b", "MB/170", "XMB/17", "Berg", "2026", "007", "Room 007"]
)
def test_what_only_looks_like_one_names_nobody(title: str) -> None:
    assert whose(title) == Nobody.UNKNOWN


def test_an_attendee_names_the_client() -> None:
    assert whose("Session", "", "ana@example.org", "mia@example.org") == MIA
    assert whose("Session", "", "ana@example.org") == Nobody.UNKNOWN


@pytest.mark.parametrize(
    ("title", "attendees"),
    [
        ("C-7K2 and C-3MX", ()),
        ("C-7K2, BB/17", ()),
        ("C-7K2", ("ben@example.org",)),
        ("", ("mia@example.org", "ben@example.org")),
        ("", ("parent@example.org",)),
        ("C-7K2", ("parent@example.org",)),
    ],
)
def test_what_points_to_two_is_nobodys(title: str, attendees: tuple[str, ...]) -> None:
    assert whose(title, "", *attendees) == Nobody.SEVERAL


def test_an_address_of_several_clients_is_told_apart_by_the_words_or_another_address() -> None:
    assert whose("C-9QQ", "", "parent@example.org") == EVE
    assert whose("", "", "parent@example.org", "ben@example.org") == BEN


@pytest.mark.parametrize(
    ("rule", "title", "client"),
    [
        (r"#(\d+)", "Session #2026", BEN),
        (r"#(\d+)", "Session 2026", Nobody.UNKNOWN),
        (r"#(\d+)", "Session #9999", Nobody.UNKNOWN),
        (r"^(\w+),", "Berg, session", MIA),
        (r"#(\d+)", "#2026 and #007", Nobody.SEVERAL),
        (r"#(\d+)", "#2026, C-7K2", Nobody.SEVERAL),
        (r"#(\d+)?", "# C-7K2", MIA),
    ],
)
def test_the_practices_rule_says_where_a_reference_stands(rule: str, title: str, client: str) -> None:
    assert whose(title, rule=rule) == client


def test_a_column_of_a_table_names_the_client_alone() -> None:
    assert whose("C-3MX", client="c-7k2") == MIA
    assert whose(client="007") == EVE
    assert whose("C-7K2", client="Mia") == Nobody.UNKNOWN


@pytest.mark.timeout(60)
@pytest.mark.parametrize("rule", ["(a+)+$", "(?:a|a)*(b)$", "(?:.*)(?:.*)(?:.*)(?:.*)(?:.*)(b)!"])
def test_no_rule_holds_up_the_calendars(rule: str) -> None:
    assert whose("a" * 4000 + "!", "a" * 4000 + "!", rule=rule) == Nobody.UNKNOWN


@pytest.mark.parametrize("rule", ["(", "(a)(b)", "a", r"(a)\1", "(?<=a)(b)", "(?:a{1000}){1000}(b)", f"({'a' * 499})"])
def test_a_rule_that_cannot_be_kept_is_refused(rule: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the config says what a rule must be
        pattern_of(rule)
