"""`meantime calendar`, `client email` and `appointment repeat` as an operator uses them."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.bot.commands.shell import Shell
from tests.calendars.texts import calendar, event
from tests.servers.calendars import CalendarServer
from tests.servers.faults import Fault

SOON = (datetime.now(UTC) + timedelta(days=10)).replace(hour=10, minute=0, second=0, microsecond=0)
YEAR = datetime.now(UTC).year + 1


def session(client: str, uid: str = "a", days: int = 0, *lines: str) -> list[str]:
    return event(
        f"DTSTART:{SOON + timedelta(days=days):%Y%m%dT%H%M%SZ}", "DURATION:PT50M", f"SUMMARY:{client}", *lines, uid=uid
    )


def starts(practice: Shell) -> list[str]:
    return [
        datetime.fromisoformat(one["starts"]).isoformat()
        for one in practice.json("appointment", "list", "--days", "365")
    ]


def write(practice: Shell, name: str, text: str) -> str:
    (practice.folder / name).write_text(text)
    return name


def test_a_file_is_shown_before_it_is_done_and_done_once(practice: Shell, people: tuple[str, str]) -> None:
    holiday = event("DTSTART;VALUE=DATE:" + f"{SOON:%Y%m%d}", "SUMMARY:Closed", uid="h")
    file = write(practice, "week.ics", calendar(session(people[1]), session("Dentist", "d"), holiday))
    shown = practice("calendar", "import", file)
    assert "Would change" in shown
    assert "add --apply" in shown
    assert "Dentist" in shown
    assert "Closed" in shown
    assert starts(practice) == []
    done = practice.json("calendar", "import", file, "--apply")
    assert [(one["what"], one["client"]) for one in done["changes"]] == [("book", people[1])]
    assert [(one["event"], one["why"]) for one in done["unmatched"]] == [("Dentist", "no client is named")]
    assert done["whole_days"] == [{"day": f"{SOON:%Y-%m-%d}", "event": "Closed"}]
    assert len(starts(practice)) == 1
    assert "Nothing changes." in practice("calendar", "import", file, "--apply")
    assert "Dentist" in practice("calendar", "unmatched")
    assert practice.json("status")["calendar_events_unmatched"] == 1


def test_a_table_books_and_cancels_and_names_its_wrong_lines(practice: Shell, people: tuple[str, str]) -> None:
    rows = [f"{people[1]},{SOON:%Y-%m-%dT%H:%M},1,{{state}}", "C-7K2,never,2,", "Nobody,2099-01-01T10:00,3,"]
    table = "\n".join(["client,starts,id,state", *rows])
    done = practice.json("calendar", "import", write(practice, "a.csv", table.format(state="")), "--apply")
    assert [one["what"] for one in done["changes"]] == ["book"]
    assert sorted(one["event"] for one in done["unmatched"]) == ["Nobody", "line 3, starts never"]
    assert len(starts(practice)) == 1
    practice("calendar", "import", write(practice, "b.csv", table.format(state="cancelled")), "--apply")
    assert starts(practice) == []


def test_a_table_with_an_id_twice_books_the_first_and_names_the_second_line(
    practice: Shell, people: tuple[str, str]
) -> None:
    days = [f"{SOON + timedelta(days=days):%Y-%m-%dT%H:%M}" for days in (0, 1)]
    table = "client,starts,id\n" + "".join(f"{people[1]},{day},7\n" for day in days)
    done = practice.json("calendar", "import", write(practice, "a.csv", table), "--apply")
    assert [one["what"] for one in done["changes"]] == ["book"]
    assert len(starts(practice)) == 1
    [told] = practice.json("calendar", "unmatched")
    assert told["event"] == f"line 3, starts {days[1]}"
    assert "it has the id of line 2" in told["why"]


def test_an_event_that_cannot_be_read_is_listed_by_what_is_known_of_it(
    practice: Shell, people: tuple[str, str]
) -> None:
    lines = "DTSTART;TZID=Mars/Olympus:20991203T100000", "SUMMARY:Dentist"
    practice("calendar", "import", write(practice, "a.ics", calendar(event(*lines, uid="m1"))), "--apply")
    assert practice.json("calendar", "unmatched") == [
        {
            "starts": None,
            "event": "Dentist, starts 20991203T100000 Mars/Olympus, UID m1",
            "why": "its time zone is not known",
        }
    ]


def test_what_cannot_be_read_is_said_in_a_sentence(practice: Shell) -> None:
    assert "cannot be read" in practice("calendar", "import", "nowhere.ics", code=1)
    said = practice("calendar", "import", write(practice, "page.ics", "<html>Mia Berg</html>"), code=1)
    assert said == (
        "meantime: This is no calendar: an ICS file or feed begins with BEGIN:VCALENDAR."
        " Look at what its address shows.\n"
    )
    assert "https" in practice("calendar", "add", "ftp://example.org/a.ics", "--name", "Ana", code=1)
    assert "know the calendar by" in practice("calendar", "add", "https://example.org/a.ics", "--name", " ", code=1)
    assert "no such calendar" in practice("calendar", "remove", "F-XXX", code=1)
    assert "No calendar yet" in practice("calendar", "list")


async def test_a_subscribed_calendar_is_looked_at_and_read(practice: Shell, people: tuple[str, str]) -> None:
    async with CalendarServer() as server:
        server.publish(calendar(session(people[1])))
        added = (await asyncio.to_thread(practice.json, "calendar", "add", server.feed, "--name", "Ana"))["id"]
        again = await asyncio.to_thread(lambda: practice("calendar", "add", f" {server.feed}", "--name", "Ana", code=1))
        assert f"{added} reads that calendar already: nothing to do" in again
        assert "Would change" in await asyncio.to_thread(practice, "calendar", "poll")
        assert await asyncio.to_thread(starts, practice) == []
        await asyncio.to_thread(practice, "calendar", "poll", "--apply")
        assert len(await asyncio.to_thread(starts, practice)) == 1
        server.order(Fault.answer(404, ""))
        said = await asyncio.to_thread(lambda: practice("calendar", "poll", "--apply", code=1))
        assert f"{added} is no longer at its address" in said
        assert "secret" not in said
        [listed] = await asyncio.to_thread(practice.json, "calendar", "list")
        assert (listed["name"], listed["trouble"]) == ("Ana", "is no longer at its address")
        assert (await asyncio.to_thread(practice.json, "status"))["calendars_failing"] == 1
        await asyncio.to_thread(practice, "calendar", "remove", added)
        assert await asyncio.to_thread(practice.json, "calendar", "list") == []
        assert len(await asyncio.to_thread(starts, practice)) == 1


def test_a_client_is_known_by_an_address(practice: Shell, people: tuple[str, str]) -> None:
    file = write(practice, "week.ics", calendar(session("Session", "a", 0, "ATTENDEE:mailto:Mia@example.org")))
    assert practice.json("calendar", "import", file)["changes"] == []
    practice("client", "email", people[1], "mia@example.org")
    assert len(practice.json("calendar", "import", file)["changes"]) == 1
    practice("client", "email", people[1], "mia@example.org", "--remove")
    assert practice.json("calendar", "import", file)["changes"] == []
    assert "Nobody has this id" in practice("client", "email", "C-XXX", "mia@example.org", code=1)
    for wrong in ("mia", "@", "mia @example.org"):
        assert "no e-mail address" in practice("client", "email", people[1], wrong, code=1)


def test_the_practices_rule_says_where_a_reference_stands(practice: Shell, people: tuple[str, str]) -> None:
    file = write(practice, "week.ics", calendar(session(f"for:{people[1]}_x")))
    assert practice.json("calendar", "import", file)["changes"] == []
    config = practice.folder / "meantime.toml"
    config.write_text(config.read_text() + "calendar.rule = 'for:(.+)_'\n")
    assert len(practice.json("calendar", "import", file)["changes"]) == 1
    for wrong in ("(", "no group", "(two)(groups)", "(?<=for:)(.+)"):
        config.write_text(config.read_text().rpartition("calendar.rule")[0] + f"calendar.rule = '{wrong}'\n")
        assert "must be a regular expression with one group" in practice("status", code=1)


def test_a_series_stays_on_the_clients_wall_clock(practice: Shell, people: tuple[str, str]) -> None:
    done = practice.json("appointment", "repeat", people[1], f"{YEAR}-03-20T14:00", "--every", "1w", "--times", "3")
    berlin = ZoneInfo("Europe/Berlin")
    found = [datetime.fromisoformat(one["starts"]) for one in done]
    assert [f"{one.astimezone(berlin):%H:%M}" for one in found] == ["14:00"] * 3
    assert [f"{one.astimezone(UTC):%H}" for one in found] == ["13", "13", "12"]
    again = practice.json(
        "appointment", "repeat", people[1], f"{YEAR}-03-20T14:00", "--every", "2w", "--until", f"{YEAR}-04-17"
    )
    assert [one["booked"] for one in again] == ["was there already", "was there already", "now"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--every", "1w"), "--until or by --times"),
        (("--every", "1w", "--times", "2", "--until", f"{YEAR}-05-01"), "--until or by --times"),
        (("--every", "week", "--times", "2"), "number of weeks or days"),
        (("--every", "1w", "--until", "soon"), "no date"),
        (("--every", "1w", "--until", f"{YEAR}-03-01"), "before the first appointment"),
        (("--every", "1d", "--until", f"{YEAR + 2}-03-01"), "more than 200"),
        (("--every", "1w", "--until", "9999-12-31"), "more than 200"),
    ],
)
def test_a_series_that_cannot_be_is_refused(
    practice: Shell, people: tuple[str, str], words: tuple[str, ...], said: str
) -> None:
    assert said in practice("appointment", "repeat", people[1], f"{YEAR}-03-20T14:00", *words, code=1)


@pytest.mark.parametrize(
    "wall", ["never", "2099-01-01", "2099-01-01T10:00+01:00", "2020-01-01T10:00", "9999-12-31T10:00"]
)
def test_a_series_that_begins_at_no_time_to_come_is_refused(
    practice: Shell, people: tuple[str, str], wall: str
) -> None:
    said = practice("appointment", "repeat", people[1], wall, "--every", "1w", "--times", "2", code=1)
    assert said.startswith("meantime: ")


def test_of_a_series_over_a_time_that_the_clocks_skip_nothing_is_booked(
    practice: Shell, people: tuple[str, str]
) -> None:
    march = datetime(YEAR, 3, 31, tzinfo=UTC)
    sunday = march - timedelta(days=(march.weekday() + 1) % 7)
    first = f"{sunday - timedelta(days=1):%Y-%m-%d}T02:30"
    said = practice("appointment", "repeat", people[1], first, "--every", "1d", "--times", "3", code=1)
    assert "does not exist" in said
    assert starts(practice) == []
    assert json.loads(practice("appointment", "list", "--json")) == []
