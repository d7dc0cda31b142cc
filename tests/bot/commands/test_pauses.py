"""Pauses, holidays, sessions that were not held, and what was dropped, as staff type them."""

import sqlite3

import pytest

from bot.commands.dropping import WHY
from handlers.facts import Reason
from tests.bot.commands.shell import Shell
from tests.bot.commands.test_cli import YEAR

DAYS = ["--from", f"{YEAR}-12-20", "--until", f"{YEAR + 1}-01-06"]


def reasons(practice: Shell) -> set[str]:
    return {one["how"] for one in practice.json("upcoming", "--days", "1200") if one["what"] == "ask"}


def test_a_client_is_asked_nothing_on_the_days_of_a_pause_both_included(
    practice: Shell, people: tuple[str, str]
) -> None:
    client = people[1]
    practice("client", "pause", client.lower(), *DAYS)
    (pause,) = practice.json("client", "show", client)["pauses"]
    assert (pause["from"], pause["until"], pause["of"]) == (f"{YEAR}-12-20", f"{YEAR + 1}-01-06", client)
    for day in (f"{YEAR}-12-21", f"{YEAR + 1}-01-06"):
        practice("appointment", "add", client, f"{day}T14:00")
        assert reasons(practice) == {"not sent: a pause or a holiday"}
        practice("appointment", "delete", practice.json("appointment", "list", "--days", "1200")[0]["id"])
    practice("appointment", "add", client, f"{YEAR + 1}-01-07T14:00")
    assert reasons(practice) == {"not sent: not joined"}, "it waits for the end of the pause"
    practice("client", "resume", client)
    assert practice.json("client", "show", client)["pauses"] == []
    assert "no pause" in practice("client", "resume", client, code=1)


def test_pauses_that_overlap_are_one(practice: Shell, people: tuple[str, str]) -> None:
    client = people[1]
    first = practice.json("client", "pause", client, *DAYS)
    assert "already: nothing to do" in practice("client", "pause", client, *DAYS, code=1)
    within = ["--from", f"{YEAR}-12-24", "--until", f"{YEAR}-12-26"]
    assert "already: nothing to do" in practice("client", "pause", client, *within, code=1)
    practice("client", "pause", client, "--from", f"{YEAR + 1}-02-01", "--until", f"{YEAR + 1}-02-03")
    assert len(practice.json("client", "show", client)["pauses"]) == 2
    practice("client", "pause", client, "--from", f"{YEAR + 1}-01-06", "--until", f"{YEAR + 1}-02-01")
    [joined] = practice.json("client", "show", client)["pauses"]
    assert (joined["id"], joined["from"], joined["until"]) == (first["id"], f"{YEAR}-12-20", f"{YEAR + 1}-02-03")
    practice("client", "resume", client)
    assert practice.json("client", "show", client)["pauses"] == []


def test_a_pause_from_now_on_is_longer_when_it_is_said_again(practice: Shell, people: tuple[str, str]) -> None:
    practice("client", "pause", people[1], "--until", f"{YEAR}-01-06")
    assert "nothing to do" in practice("client", "pause", people[1], "--until", f"{YEAR}-01-06", code=1)
    practice("client", "pause", people[1], "--until", f"{YEAR}-01-09")
    [pause] = practice.json("client", "show", people[1])["pauses"]
    assert pause["until"] == f"{YEAR}-01-09"


def test_holidays_that_overlap_are_one_and_are_no_clients_pause(practice: Shell, people: tuple[str, str]) -> None:
    practice("client", "pause", people[1], *DAYS)
    made = practice.json("holiday", "add", *DAYS)
    assert f"Holiday {made['id']}: " in practice("holiday", "add", *DAYS, code=1)
    longer = practice.json("holiday", "add", "--from", f"{YEAR}-12-18", "--until", f"{YEAR}-12-21")
    assert longer == {**made, "from": f"{YEAR}-12-18"}
    practice("holiday", "add", "--from", f"{YEAR + 1}-01-07", "--until", f"{YEAR + 1}-01-08")
    assert len(practice.json("holiday", "list")) == 2


def test_a_holiday_is_everybodys(practice: Shell, people: tuple[str, str]) -> None:
    made = practice.json("holiday", "add", *DAYS)
    assert practice.json("holiday", "list") == [made]
    assert practice.json("client", "show", people[1])["pauses"] == [{**made, "of": "the practice"}]
    assert "no pause" in practice("client", "resume", people[1], code=1)
    assert "holiday list" in practice("holiday", "remove", "P-NONE", code=1)
    practice("holiday", "remove", made["id"].lower())
    assert practice.json("holiday", "list") == []


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--from", f"{YEAR}-12-20", "--until", f"{YEAR}-12-19"], "comes before"),
        (["--until", "2020-01-06"], "is past"),
        (["--until", "soon"], "2026-11-30"),
        (["--until", "2999-01-01"], "ten years"),
    ],
)
def test_what_is_no_span_of_days_is_refused(
    practice: Shell, people: tuple[str, str], words: list[str], complaint: str
) -> None:
    assert complaint in practice("client", "pause", people[1], *words, code=1)


def test_sessions_last_as_long_as_is_said(practice: Shell, people: tuple[str, str]) -> None:
    client = people[1]
    booked = practice.json("appointment", "add", client, f"{YEAR}-12-05T23:30", "--ends", "00:20")["id"]

    def ends() -> str:
        return str(practice.json("appointment", "list", "--days", "1000")[0]["ends"])[:16]

    assert ends() == f"{YEAR}-12-06T00:20"
    practice("appointment", "move", booked, f"{YEAR}-12-07T10:00", "--minutes", "80")
    assert ends() == f"{YEAR}-12-07T11:20"
    practice("appointment", "move", booked, f"{YEAR}-12-08T10:00")
    assert ends() == f"{YEAR}-12-08T11:20"
    words = ["appointment", "move", booked, f"{YEAR}-12-09T10:00"]
    assert "choose one" in practice(*words, "--minutes", "80", "--ends", "11:00", code=1)
    assert "cannot end on" in practice(*words, "--ends", f"{YEAR}-12-08T10:00", code=1)


def test_a_session_that_was_not_held_or_never_meant_to_be_is_asked_about_no_more(
    practice: Shell, people: tuple[str, str]
) -> None:
    client = people[1]
    missed, deleted = (practice.json("appointment", "add", client, f"{YEAR}-12-0{day}T14:00")["id"] for day in (5, 6))
    _begun(practice, missed)
    assert "did not come" in practice("appointment", "no-show", missed.lower())
    assert "already" in practice("appointment", "no-show", missed, code=1)
    assert "still to come" in practice("appointment", "no-show", deleted, code=1)
    practice("appointment", "delete", deleted)
    assert "nobody could come" in practice("appointment", "no-show", deleted, code=1)
    assert "appointment list" in practice("appointment", "delete", "A-NONE", code=1)
    assert practice.json("upcoming", "--days", "1000") == []
    assert practice.json("appointment", "list", "--days", "1000") == []


def _begun(practice: Shell, appointment: str) -> None:
    """As if the session had begun meanwhile."""
    with sqlite3.connect(next(practice.folder.glob("*.sqlite"))) as connection:
        connection.execute("update appointment set starts_at = starts_at - ? where id = ?", [10**12, appointment])
    connection.close()


def test_every_reason_has_words_of_its_own() -> None:
    assert set(WHY) == set(Reason)
    assert len(set(WHY.values())) == len(Reason)


def test_what_was_due_and_not_asked_is_told_with_the_reason(practice: Shell, people: tuple[str, str]) -> None:
    assert practice.json("dropped") == []
    at = practice.json("invite", people[1])["until"]
    assert at
    with sqlite3.connect(next(practice.folder.glob("*.sqlite"))) as connection:
        connection.execute(
            "insert into dropped select 'x', ?, 'self', 'self.ors.before', 'A-1', 1, 'paused', created_at from client",
            [people[1]],
        )
    connection.close()
    (one,) = practice.json("dropped", "--days", "1")
    assert (one["who"], one["what"], one["occasion"]) == (people[1], "ors", "before sessions")
    assert one["why"] == "a pause or a holiday"
