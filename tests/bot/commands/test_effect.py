"""`meantime effect` and `meantime teachers`: what a supervisor reads, and what a program reads."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.commands import figures
from handlers.case import Appointment, Rating, Request, RequestState
from handlers.facts import (
    AppointmentBooked,
    ContactChanged,
    EpisodeClosed,
    Fact,
    RatingMade,
    RequestChanged,
    RequestOpened,
)
from handlers.people import Contact, ContactState, Role
from measures.care import Ending, Yardstick
from measures.intervals import Figure, untold
from measures.library import shipped
from messages.envelope import Address, Channel
from storage import facts
from storage.database import Database, open_database
from storage.vault import Vault, read_key
from tests.bot.commands.shell import Shell

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SMS = Address(Channel.SMS, "+4915200001111")


def rated(client: str, episode: str, totals: Sequence[float], measure: str) -> list[Fact]:
    """Ratings a week apart, each of an appointment of its own."""
    said: list[Fact] = [ContactChanged(Contact(SMS, Role.CLIENT, client, ContactState.OPEN), NOW)]
    for week, total in enumerate(totals):
        at, key = NOW + timedelta(weeks=week), f"{episode}-{week}"
        blank, tenths = (None,) * len(shipped().instrument(measure).items), round(total * 10)
        asked = Request(key, client, episode, f"A-{key}", measure, "1", SMS, RequestState.OPEN, at, at, at, blank)
        items = (0,) * len(blank)
        made = Rating(key, client, episode, key, measure, "1", "p", "1", "self", "sms", items, tenths, at, at)
        said += [AppointmentBooked(Appointment(f"A-{key}", client, at, 1), (), at), RequestOpened(asked)]
        said += [RequestChanged(replace(asked, state=RequestState.COMPLETE)), RatingMade(made)]
    return said


def care(
    practice: Shell, therapist: str, *totals: float, ending: Ending | None = None, measure: str = "ors", rules: str = ""
) -> str:
    """A client with a course, in care or closed; gives the pseudonym."""
    words = ["client", "add", "Mia", "--therapist", therapist, "--measure", measure]
    client: str = practice.json(*words, *(["--profile", rules] if rules else []))["id"]

    async def write() -> None:
        vault = Vault(read_key(practice.folder / "meantime.key"))
        async with await open_database(practice.folder / "meantime.sqlite", vault) as database:
            await _write(database, client, totals, ending, measure)

    asyncio.run(write())
    return client


async def _write(database: Database, client: str, totals: Sequence[float], ending: Ending | None, measure: str) -> None:
    found = await database.reader.execute_fetchall(f"select id from episode where client = '{client}'")
    ((episode,),) = found
    closed = [EpisodeClosed(episode, ending, NOW + timedelta(weeks=9))] if ending else []
    async with database.transaction() as connection:
        for fact in rated(client, episode, totals, measure):
            await facts.apply(database, connection, [fact], NOW)
        await facts.apply(database, connection, closed, NOW)


@pytest.fixture
def caseload(practice: Shell) -> tuple[Shell, str, str]:
    """Two therapists of two teams: three closed, one open and one of another measure."""
    ana = practice.json("therapist", "add", "Ana Lindt", "--team", "North")["id"]
    jo = practice.json("therapist", "add", "Jo Marsh", "--team", "South")["id"]
    care(practice, ana, 16.0, 24.0, ending=Ending.PLANNED)
    care(practice, ana, 20.0, 19.0, ending=Ending.UNPLANNED)
    care(practice, jo, 18.0, 17.0, 18.0, 29.0, ending=Ending.PLANNED)
    care(practice, jo, 20.0, 14.0)
    care(practice, jo, 18, 8, ending=Ending.PLANNED, measure="phq9")
    return practice, ana, jo


def test_a_program_reads_every_figure_with_n_and_interval(caseload: tuple[Shell, str, str]) -> None:
    practice, ana, jo = caseload
    told = practice.json("effect")
    ors, phq = told["measures"]
    assert (ors["measure"], ors["profile"], phq["measure"]) == ("ors", "icce-2012", "phq9")
    change = ors["closed"]["change"]
    assert (change["value"], change["n"], change["grey"]) == (6.0, 3, True)
    assert change["low"] < 6 < change["high"]
    assert change["warning"] == "n below 30: too few to judge"
    assert (ors["open"]["change"]["value"], ors["open"]["episodes"]) == (-6.0, 1)
    assert ors["closed"]["completion"]["value"] == 1
    assert [one["id"] for one in ors["therapists"]] == [ana, jo]
    assert [one["closed"]["counted"] for one in ors["therapists"]] == [2, 1]
    assert (ors["rolling"]["verdict"], len(ors["rolling"]["blocks"])) == ("too few cases", 1)
    assert told["published"]
    assert "no promise" in told["caveat"]


def test_a_therapist_or_a_team_alone(caseload: tuple[Shell, str, str]) -> None:
    practice, ana, jo = caseload
    for words in (["--therapist", ana.lower()], ["--team", "North"]):
        (ors,) = practice.json("effect", *words)["measures"]
        assert (ors["closed"]["counted"], ors["open"]["episodes"]) == (2, 0)
    assert len(practice.json("effect", "--team", "South")["measures"]) == 2
    assert "therapist list" in practice("effect", "--therapist", "T-NONE", code=1)
    assert "no team 'West'" in practice("effect", "--team", "West", code=1)
    assert jo not in practice("effect", "--therapist", ana)
    assert [one["therapist"] for one in practice.json("teachers", "--team", "North")] == [ana]
    assert "no team 'West'" in practice("teachers", "--team", "West", code=1)


@pytest.mark.parametrize("command", ["effect", "teachers"])
def test_a_therapist_and_a_team_are_not_given_together(caseload: tuple[Shell, str, str], command: str) -> None:
    practice, ana, _ = caseload
    assert "either --therapist or --team" in practice(command, "--therapist", ana, "--team", "North", code=2)


def test_where_nothing_measures_the_effect_of_blocks_they_have_none(practice: Shell) -> None:
    ana = practice.json("therapist", "add", "Ana Lindt")["id"]
    for _ in range(2):
        care(practice, ana, 20.0, 24.0, ending=Ending.PLANNED)
    shown = " ".join(practice("effect").split())
    assert "Closed episodes in blocks of 30 closed until n reliable change dropout" in shown
    assert "it takes 60 closed ones, there are 2." in shown


def test_since_a_day_counts_what_closed_then_and_all_that_is_open(caseload: tuple[Shell, str, str]) -> None:
    practice = caseload[0]
    closed_on = (NOW + timedelta(weeks=9)).date()
    (same, _), (later,) = (
        practice.json("effect", "--since", str(day))["measures"] for day in (closed_on, closed_on + timedelta(days=1))
    )
    assert (same["closed"]["episodes"], later["closed"]["episodes"], later["open"]["episodes"]) == (3, 0, 1)
    assert "2026-11-30" in practice("effect", "--since", "soon", code=1)


@pytest.mark.parametrize("columns", ["60", "80"])
def test_a_supervisor_sees_what_is_too_few_even_without_colour(caseload: tuple[Shell, str, str], columns: str) -> None:
    practice = caseload[0]
    for command in ("effect", "teachers"):
        shown = subprocess.run(
            [sys.executable, "-m", "bot", command],
            env={**os.environ, "COLUMNS": columns, "MEANTIME_CONFIG": str(practice.folder / "meantime.toml")},
            cwd=practice.folder,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert max(map(len, shown.splitlines())) <= int(columns)
        assert "…" not in shown
        if command == "effect":
            assert (
                shown.index("Closed: 3") < shown.index("Open: 1") < shown.index("phq9 by") < shown.index("Open: none")
            )
            for part in (
                "3 too few",
                "n below 30",
                "pre-post d",
                "Not told: effect size",
            ):
                assert part in " ".join(shown.split())


def test_an_empty_practice_is_told_so(practice: Shell) -> None:
    assert "No episode yet" in practice("effect")
    assert practice.json("effect")["measures"] == []
    assert "Nobody so far" in practice("teachers")
    assert practice.json("teachers") == []


def test_teachers_are_listed_with_their_figures(caseload: tuple[Shell, str, str]) -> None:
    practice, ana, jo = caseload
    worse, unchanged, recovered = practice.json("teachers")
    assert (worse["lesson"], worse["therapist"], worse["change"]) == ("deteriorated", jo, -6.0)
    assert (unchanged["lesson"], unchanged["therapist"]) == ("closed without reliable change", ana)
    assert (recovered["lesson"], recovered["off_track_at"]) == ("off track, then recovered", [3])
    assert (recovered["first"], recovered["worst"], recovered["last"], recovered["n"]) == (18.0, 17.0, 29.0, 4)
    assert recovered["rules"] == ["check_in_due"]
    assert len(practice.json("teachers", "--therapist", ana)) == 1
    assert "check in due" in " ".join(practice("teachers").split())


@pytest.mark.parametrize(
    ("figure", "form", "shown"),
    [
        (Figure(0.816, 0.6, 1.034, 40), figures.EFFECT, "0.82 (0.60 to 1.03)"),
        (Figure(-0.001, -0.3, 0.25, 40), figures.EFFECT, "0.00 (-0.30 to 0.25)"),
        (Figure(0.5, 0.15, 0.85, 4), figures.SHARE, "50 % (15 to 85)"),
        (Figure(4.0, None, None, 1), figures.POINTS, "4.0"),
        (untold("why"), figures.SHARE, "–"),
    ],
)
def test_how_a_figure_is_written(figure: Figure, form: str, shown: str) -> None:
    assert figures.told(figure, form) == shown


def test_another_rater_is_named() -> None:
    assert figures.named(Yardstick("ors", "icce-2012", "carer")) == "ors by icce-2012, rated by carer"
