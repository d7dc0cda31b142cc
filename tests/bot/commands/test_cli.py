"""The command line as an operator uses it: what it prints, what it refuses, and with which exit code."""

import asyncio
import json
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest

from storage import arrivals, ids
from storage.arrivals import ArrivalState, Kept
from storage.database import open_database
from storage.vault import Vault, read_key
from tests.bot.commands.shell import SETTINGS, Shell
from tests.storage.house import EVE, said

BARE = "\n".join(line for line in SETTINGS.splitlines() if not line.startswith("safety"))
YEAR = datetime.now(UTC).year + 1


def test_init_writes_what_is_missing_and_replaces_nothing(meantime: Shell) -> None:
    assert "Wrote meantime.toml" in meantime("init")
    key = (meantime.folder / "meantime.key").read_text()
    assert (meantime.folder / "meantime.key").stat().st_mode & 0o777 == 0o600
    meantime("init")
    assert (meantime.folder / "meantime.key").read_text() == key


def test_without_a_config_every_command_says_what_to_do(meantime: Shell) -> None:
    for words in (["status"], ["client", "list"], ["upcoming"], ["run"]):
        assert "meantime init" in meantime(*words, code=1)


def test_a_wrong_key_in_the_config_is_named(practice: Shell) -> None:
    (practice.folder / "meantime.toml").write_text(SETTINGS + 'practice.langauge = "en"\n')
    assert "practice.langauge" in practice("status", code=1)


def test_run_refuses_without_safety_texts(practice: Shell) -> None:
    (practice.folder / "meantime.toml").write_text(BARE)
    assert "safety" in practice("run", code=1)


def test_check_says_what_is_right_and_what_is_to_do(practice: Shell) -> None:
    (practice.folder / "meantime.toml").write_text(SETTINGS.replace("telegram.enabled = true", ""))
    shown = practice("check", code=1)
    assert "to do  channels" in shown
    assert "→ Set enabled = true below [telegram] or [twilio]." in shown
    findings = {one["check"]: one["ok"] for one in json.loads(practice("check", "--json", code=1))}
    assert findings["key"]
    assert not findings["channels"]


def test_check_shows_names_and_details_in_columns(practice: Shell) -> None:
    shown = practice("check", code=1).splitlines()
    (updates,) = [line for line in shown if "public url" in line]
    (templates,) = [line for line in shown if "templates" in line]
    assert updates.index("Nothing needs one.") == templates.index("0 texts of your own")


def test_check_by_config_option(practice: Shell) -> None:
    moved = practice.folder / "elsewhere.toml"
    (practice.folder / "meantime.toml").rename(moved)
    assert practice.json("--config", str(moved), "status")["clients"] == 0


def test_people_are_added_listed_and_shown(practice: Shell, people: tuple[str, str]) -> None:
    therapist, client = people
    assert practice.json("therapist", "list")[0]["name"] == "Ana Lindt"
    assert "Ana Lindt" in practice("therapist", "list")
    assert practice.json("client", "list")[0]["id"] == client
    shown = practice.json("client", "show", client.lower())
    assert shown["therapist"] == therapist
    assert shown["consent"] == "not given"
    assert "Mia Berg" not in json.dumps(shown)
    assert "ratings: none" in practice("client", "show", client)


def test_another_id_is_tried_when_one_is_taken(practice: Shell) -> None:
    practice.monkeypatch.setattr(ids, "ALPHABET", "23")
    therapists = [practice.json("therapist", "add", "Ana")["id"] for _ in range(8)]
    clients = [practice.json("client", "add", "Mia", "--therapist", therapists[0])["id"] for _ in range(8)]
    assert len({*therapists, *clients}) == 16
    assert "try again" in practice("therapist", "add", "Ana", code=1)
    assert len(practice.json("client", "list")) == 8


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["client", "add", "Mia", "--therapist", "T-NONE"], "Nobody has this id"),
        (["client", "show", "C-NONE"], "Nobody has this id"),
        (["invite", "C-NONE"], "Nobody has this id"),
        (["therapist", "add", "Ana", "--language", "xx"], "use one of en"),
        (["therapist", "add", "Ana", "--zone", "Mars/Base"], "Europe/Berlin"),
        (["therapist", "add", " "], "The name is empty"),
        (["client", "add", "", "--therapist", "T-NONE"], "The name is empty"),
        (["read", "7", "--lang", "xx"], "use one of en"),
        (["read", "7", "--items", "-1"], "give --items from 1 to 4"),
        (["read", "7", "--items", "99"], "give --items from 1 to 4"),
        (["course", "16", "--rater", "foo"], "use self or carer"),
        (["course", "16", "-5"], "one decimal"),
        (["appointment", "cancel", "A-NONE"], "no such appointment"),
        (["appointment", "add", "C-NONE", "2099-01-01T10:00"], "Nobody has this id"),
    ],
)
def test_what_cannot_be_done_gets_one_sentence(practice: Shell, words: list[str], named: str) -> None:
    complaint = practice(*words, code=1)
    assert named in complaint
    assert complaint.startswith("meantime: ")
    assert complaint.count("\n") == 1


@pytest.mark.parametrize(
    "words", [["bogus"], ["client", "add"], ["appointment", "add", "C-1"], ["course", "16", "--jsn"], ["read", "--jsn"]]
)
def test_what_is_not_understood_exits_2(practice: Shell, words: list[str]) -> None:
    assert "Usage" in practice(*words, code=2)


def test_an_invite_gives_a_link_and_a_line(practice: Shell, people: tuple[str, str]) -> None:
    therapist, client = people
    made = practice.json("invite", client)
    assert made["telegram"] == f"https://t.me/harbour_bot?start={made['code']}"
    code, link = practice("invite", therapist).splitlines()
    assert code.startswith(f"Code for {therapist}: {link[-8:]} (once, until ")
    assert link[:-8] == "Telegram: https://t.me/harbour_bot?start="


def test_an_invite_without_a_channel_says_so(practice: Shell, people: tuple[str, str]) -> None:
    (practice.folder / "meantime.toml").write_text(SETTINGS.replace("telegram.enabled = true", ""))
    assert "No channel" in practice("invite", people[1])


@pytest.mark.parametrize(("number", "named"), [("+4915735980001", "to +4915735980001\n"), ("", "set twilio.number")])
def test_an_invite_by_a_messaging_service_says_what_to_text(
    practice: Shell, people: tuple[str, str], number: str, named: str
) -> None:
    twilio = f"""
        twilio = {{ enabled = true, account_sid = "AC{"0" * 32}", auth_token = "x", number = "{number}",
                   messaging_service_sid = "MG{"0" * 32}" }}
        web.public_url = "https://checkin.example.org"
    """.replace("\n                   ", " ")
    (practice.folder / "meantime.toml").write_text(SETTINGS.replace("telegram.enabled = true", "") + twilio)
    said = practice("invite", people[1])
    assert "SMS: text " in said
    assert named in said


def test_appointments_are_booked_moved_listed_and_cancelled(practice: Shell, people: tuple[str, str]) -> None:
    client = people[1]
    booked = practice.json("appointment", "add", client, f"{YEAR}-01-05T14:00")
    assert booked["starts"] == f"{YEAR}-01-05T14:00:00+01:00"
    listed = practice.json("appointment", "list", "--days", "3650")
    assert [one["client"] for one in listed] == [client]
    due = practice.json("upcoming", "--days", "3650")
    assert [(one["what"], one["measure"], one["person"], one["how"]) for one in due] == [
        ("ask", "ors", client, "not sent: not joined")
    ]
    assert (due[0]["when"][:16], due[0]["appointment"][:16]) == (f"{YEAR}-01-04T14:00", f"{YEAR}-01-05T14:00")
    assert practice.json("upcoming", "--days", "3650", "--client", client.lower()) == due
    assert "Nobody has this id" in practice("upcoming", "--client", "C-NONE", code=1)
    assert f"{YEAR}-01-06" in practice("appointment", "move", booked["id"], f"{YEAR}-01-06T15:00")
    practice("appointment", "cancel", booked["id"])
    assert practice.json("upcoming", "--days", "3650") == []
    assert "book a new one" in practice("appointment", "cancel", booked["id"], code=1)


def test_the_same_start_is_not_booked_twice(practice: Shell, people: tuple[str, str]) -> None:
    first = practice.json("appointment", "add", people[1], f"{YEAR}-01-05T14:00")["id"]
    other = practice.json("appointment", "add", people[1], f"{YEAR}-01-05T15:00")["id"]
    taken = f"{first} is booked for {people[1]} at {YEAR}-01-05 14:00 CET already"
    assert taken in practice("appointment", "add", people[1], f"{YEAR}-01-05T14:00+01:00", code=1)
    assert f"{taken}: choose another time" in practice("appointment", "move", other, f"{YEAR}-01-05 14:00", code=1)
    assert "at that time already" in practice("appointment", "move", other, f"{YEAR}-01-05T15:00", code=1)
    assert practice("appointment", "move", other, f"{YEAR}-01-05T15:00", "--minutes", "80").endswith("until 16:20\n")
    assert len(practice.json("appointment", "list", "--days", "3650")) == 2


@pytest.mark.parametrize(
    ("day", "ends", "said"),
    [("05T14:00", "15:20", "-01-05 14:00 CET until 15:20"), ("05T23:30", "00:20", "CET until {year}-01-06 00:20 CET")],
)
def test_an_answer_says_when_an_appointment_ends(
    practice: Shell, people: tuple[str, str], day: str, ends: str, said: str
) -> None:
    told = practice("appointment", "add", people[1], f"{YEAR}-01-{day}", "--ends", ends)
    assert told.endswith(said.format(year=YEAR) + "\n")


@pytest.mark.parametrize(
    ("when", "named"),
    [
        ("yesterday", "write it like"),
        (f"{YEAR}-12-03", "no date with a time"),
        ("2001-01-01T10:00", "is past"),
        ("2099-03-29T02:30", "does not exist"),
        ("2099-01-01T10:00", "more than ten years ahead"),
        ("9999-12-31T23:59-12:00", "beyond all calendars"),
        ("0001-01-01T00:00+12:00", "beyond all calendars"),
    ],
)
def test_a_time_that_cannot_be_is_refused(practice: Shell, people: tuple[str, str], when: str, named: str) -> None:
    assert named in practice("appointment", "add", people[1], when, code=1)


def test_read_shows_how_a_reply_is_read(meantime: Shell) -> None:
    assert meantime.json("read", "7 6,5 8 7")["values"] == [7.0, 6.5, 8.0, 7.0]
    assert meantime("read", "6-7").startswith("ambiguous")
    (meantime.folder / "replies.txt").write_text("7 7 7 7\n11\n")
    lines = meantime("read", "--file", "replies.txt").splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["values", "out_of_range"]
    assert "cannot be read" in meantime("read", "--file", "none.txt", code=1)
    assert "none" in meantime("read", "--measure", "none", "7", code=1)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (["7"], "values"),
        ([""], "no_number"),
        (["   "], "no_number"),
        (["-3"], "out_of_range"),
        (["--", "-3"], "out_of_range"),
        (["-seven"], "out_of_range"),
        (["- 7 good"], "ambiguous"),
        (["--", "--seven"], "ambiguous"),
        (["--", "--lang"], "no_number"),
        (["7 " * 50_000], "ambiguous"),
        (["\ud800 7"], "ambiguous"),
    ],
)
def test_read_takes_any_text(meantime: Shell, words: list[str], kind: str) -> None:
    shown = json.loads(meantime("read", "--items", "1", "--json", *words))
    assert shown["kind"] == kind
    assert list(shown) == ["kind", "values", "remark"]


@pytest.mark.parametrize("words", [[], ["7", "--file", "replies.txt"], ["--seven"], ["7", "6", "8", "7"]])
def test_read_wants_one_text_or_one_file(meantime: Shell, words: list[str]) -> None:
    assert "Usage" in meantime("read", *words, code=2)


def test_read_gives_an_object_for_every_line_of_a_file(meantime: Shell) -> None:
    lines = ["7 6 8 7", "", "6-7\r", "7\x0c6 8 7", "7\u20286 8 7", "7\\n6\\n8\\n7", "7\r6 8 7", "--seven"]
    (meantime.folder / "replies.txt").write_bytes("\n".join(lines).encode("utf-8-sig"))
    kinds = [json.loads(line)["kind"] for line in meantime("read", "--file", "replies.txt").splitlines()]
    assert kinds == ["values", "no_number", "ambiguous", *["values"] * 4, "ambiguous"]


@pytest.mark.parametrize(("content", "lines"), [(b"", 0), (b"\n", 1), (b"7", 1), (b"7\n", 1), (b"7\n\n", 2)])
def test_read_gives_nothing_for_what_is_no_line(meantime: Shell, content: bytes, lines: int) -> None:
    (meantime.folder / "replies.txt").write_bytes(content)
    assert len(meantime("read", "--file", "replies.txt").splitlines()) == lines


@pytest.mark.parametrize(
    ("measure", "items", "text", "kind"),
    [
        ("phq9", "0", "1 2 0 1 3 2 1 0 0", "values"),
        ("phq9", "0", "1 2 0 1 3 2 1 0 4", "out_of_range"),
        ("phq9", "1", "2.5", "ambiguous"),
        ("phq9", "1", "3, terrible", "values"),
        ("k10", "1", "0", "out_of_range"),
        ("k10", "0", "1 2 3 4 5 1 2 3 4 5", "values"),
        ("cors", "0", "7 6 8 7", "values"),
    ],
)
def test_read_reads_every_measure(meantime: Shell, measure: str, items: str, text: str, kind: str) -> None:
    assert meantime.json("read", "--measure", measure, "--items", items, text)["kind"] == kind


def test_read_refuses_a_file_that_is_no_text(meantime: Shell) -> None:
    (meantime.folder / "replies.txt").write_bytes(b"7 6 8 7\n\xff\n")
    assert "cannot be read as UTF-8" in meantime("read", "--file", "replies.txt", code=1)


def test_course_judges_and_explains(meantime: Shell) -> None:
    assert meantime.json("course", "16", "18.5", "22")["change"] == 6.0
    assert "reliable change" in meantime("course", "16", "18.5", "22", "--explain")
    assert "one decimal" in meantime("course", "16", "abc", code=1)
    course = {"profile": "icce-2012", "measure": "ors", "age": "adult", "scores": [24, 18]}
    (meantime.folder / "courses.txt").write_text(json.dumps(course) + "\n")
    judged = json.loads(meantime("course", "--file", "courses.txt"))
    assert judged["flags"][0]["rule"] == "deterioration"
    (meantime.folder / "courses.txt").write_text("nonsense\n")
    assert "Line 1" in meantime("course", "--file", "courses.txt", code=1)


def test_an_explanation_belongs_to_the_record(meantime: Shell) -> None:
    record = meantime.json("course", "16", "18.5", "22", "--explain")
    assert any("reliable change" in sentence for sentence in record["explain"])
    assert "explain" not in meantime.json("course", "16")


def test_ids_are_understood_in_small_letters(practice: Shell, people: tuple[str, str]) -> None:
    therapist, client = (one.lower() for one in people)
    assert practice.json("client", "add", "Eva", "--therapist", therapist)["id"]
    assert practice.json("invite", therapist)["person"] == people[0]
    booked = practice.json("appointment", "add", client, f"{YEAR}-01-05T14:00")["id"].lower()
    assert practice.json("appointment", "cancel", booked)["id"] == booked.upper()


def test_init_writes_where_the_config_is_named(meantime: Shell) -> None:
    assert "Wrote site/own.toml" in meantime("--config", "site/own.toml", "init")
    assert (meantime.folder / "site" / "meantime.key").exists()
    meantime.monkeypatch.setenv("MEANTIME_CONFIG", "")
    meantime("init")
    assert (meantime.folder / "meantime.toml").exists()


def test_init_says_no_when_the_key_of_a_database_is_gone(practice: Shell, people: tuple[str, str]) -> None:
    (practice.folder / "meantime.key").unlink()
    assert "restore it from its backup" in practice("init", code=1)


def test_the_version_is_told(meantime: Shell) -> None:
    assert meantime("--version") == f"meantime {version('meantime')}\n"


def test_status_and_retry_of_a_fresh_practice(practice: Shell) -> None:
    status = practice.json("status")
    assert (status["clients"], status["open_alerts"], status["failed_arrivals"]) == (0, 0, 0)
    assert "open alerts" in practice("status")
    assert practice.json("retry") == {"retried": 0}


def failed_arrival(folder: Path) -> None:
    """Somebody wrote, and the decision failed."""

    async def work() -> None:
        failed = Kept(said("telegram:1", EVE), ArrivalState.FAILED, "KeyError")
        vault = Vault(read_key(folder / "meantime.key"))
        async with (
            await open_database(folder / "meantime.sqlite", vault) as database,
            database.transaction() as connection,
        ):
            await arrivals.keep(database, connection, [failed])

    asyncio.run(work())


def test_retry_takes_again_what_had_failed(practice: Shell) -> None:
    practice("status")
    failed_arrival(practice.folder)
    assert practice.json("status")["failed_arrivals"] == 1
    assert practice.json("retry") == {"retried": 1}
    status = practice.json("status")
    assert (status["failed_arrivals"], status["letters_due"]) == (0, 1)


def test_retry_refuses_without_safety_texts(practice: Shell) -> None:
    practice("status")
    failed_arrival(practice.folder)
    (practice.folder / "meantime.toml").write_text(BARE)
    assert "safety" in practice("retry", code=1)
    (practice.folder / "meantime.toml").write_text(SETTINGS)
    assert practice.json("status")["failed_arrivals"] == 1


def test_the_demo_plays_to_its_end(meantime: Shell) -> None:
    shown = meantime("demo", "--no-talk")
    assert "C-3MX is off track" in shown
    assert "The caseload after six weeks" in shown
    assert "recovered" in shown


def test_the_texts_are_looked_through_alone_with_every_fault_a_line(practice: Shell) -> None:
    assert practice("check", "--templates").startswith("All texts are as they should be")
    assert practice.json("check", "--templates") == []
    own = practice.folder / "own" / "en"
    own.mkdir(parents=True)
    (own / "thanks.txt").write_text("x" * 200)
    (own / "sen.txt").write_text("x")
    config = practice.folder / "meantime.toml"
    config.write_text(f'{config.read_text()}practice.templates = "own"\n')
    assert practice("check", "--templates", code=1).splitlines() == [
        "en/sen.txt replaces no text of ours: did you mean en/seen.txt?",
        "en/thanks.txt takes 2 segments by SMS (200 characters), more than 1:"
        " shorten it, or your own lines in it, to 160.",
    ]
    config.unlink()
    assert practice("check", "--templates").startswith("All texts")
