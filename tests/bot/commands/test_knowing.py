"""How the practice itself knows a client, as staff type it: by its reference, under a phone, in care since a day."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.bot.commands.shell import Shell

TODAY = datetime.now(ZoneInfo("Europe/Berlin")).date()
PHONE = "+4915123456789"


def days_ago(days: int) -> str:
    return str(TODAY - timedelta(days=days))


@pytest.fixture
def practice(practice: Shell) -> Shell:
    """In a practice in Berlin."""
    settings = practice.folder / "meantime.toml"
    settings.write_text(f'practice.zone = "Europe/Berlin"\npractice.region = "DE"\n{settings.read_text()}')
    return practice


def paper(practice: Shell, people: tuple[str, str], date: str, code: int = 0) -> str:
    words = ["--measure", "ors", "--scores", "7 6.5 8 7", "--date", date, "--by", people[0]]
    return practice("rating", "add", people[1], *words, code=code)


def test_who_was_entered_by_hand_is_known_to_an_import(practice: Shell, people: tuple[str, str]) -> None:
    said = practice("client", "set", people[1], "--reference", " P-1 ", "--phone", "0151 23456789")
    assert f"Reference P-1. Phone {PHONE}." in said
    words = ["client", "add", "Ben Adler", "--therapist", people[0], "--reference", "P-2", "--phone", "0160 2345678"]
    ben = practice.json(*words)["id"]
    shown = practice.json("client", "show", ben)
    assert (shown["reference"], shown["phone"]) == ("P-2", "+491602345678")
    (practice.folder / "clients.csv").write_text("reference,name,phone\nP-1,Mia Roth,015123456789\nP-2,Ben Roth,\n")
    changed = practice.json("client", "import", "clients.csv", "--apply")
    assert [(one["client"], one["what"]) for one in changed] == [
        (people[1], ["name: Mia Roth"]),
        (ben, ["name: Ben Roth"]),
    ]
    assert len(practice.json("client", "list")) == 2


def test_a_reference_or_phone_of_another_client_is_refused(practice: Shell, people: tuple[str, str]) -> None:
    mia = people[1]
    practice("client", "set", mia, "--reference", "P-1", "--phone", PHONE)
    add = ["client", "add", "Ben", "--therapist", people[0]]
    assert f"The reference is that of {mia} already" in practice(*add, "--reference", "P-1", code=1)
    assert f"The reference is that of {mia} already" in practice(*add, "--reference", "p-1", code=1)
    assert f"The phone is that of {mia} already" in practice(*add, "--phone", PHONE, code=1)
    assert len(practice.json("client", "list")) == 1
    ben = practice.json(*add)["id"]
    assert f"that of {mia} already" in practice("client", "set", ben, "--reference", "P-1", "--name", "No", code=1)
    assert f"that of {mia} already" in practice("client", "set", ben, "--phone", PHONE, code=1)
    assert {one["name"] for one in practice.json("client", "list")} == {"Mia Berg", "Ben"}
    assert practice.json("client", "set", ben, "--phone", PHONE, "--shared")["phone"] == PHONE
    assert practice.json("client", "set", mia, "--reference", "P-1")["reference"] == "P-1"


def test_a_reference_and_a_phone_are_given_up_and_are_free_again(practice: Shell, people: tuple[str, str]) -> None:
    practice("client", "set", people[1], "--reference", "P-1", "--phone", PHONE)
    said = practice("client", "set", people[1], "--reference", "none", "--phone", "None")
    assert "Reference none. Phone none." in said
    assert practice.json("client", "show", people[1])["phone"] == ""
    words = ["client", "add", "Ben", "--therapist", people[0], "--reference", "P-1", "--phone", PHONE]
    assert practice.json(*words)["id"]


def test_a_rater_has_a_phone_of_their_own_or_that_of_their_child(practice: Shell, people: tuple[str, str]) -> None:
    client = people[1]
    practice("client", "rater", "add", client, "carer", "Eva Berg", "--phone", "0160 2345678")
    practice("client", "set", client, "--phone", "0160 2345678")
    assert [one["phone"] for one in practice.json("client", "rater", "list", client)] == ["+491602345678"] * 2
    assert practice.json("client", "set", f"{client}/carer", "--phone", PHONE)["phone"] == PHONE
    assert practice.json("client", "show", client)["phone"] == "+491602345678"
    other = practice.json("client", "add", "Ben", "--therapist", people[0])["id"]
    assert f"that of {client} already" in practice("client", "set", other, "--phone", PHONE, code=1)
    assert f"meantime client set {client}" in practice("client", "set", f"{client}/carer", "--reference", "X", code=1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--phone", "12"], "The phone is no number that can be called"),
        (["--phone", "030 901820"], "The phone is a landline"),
        (["--phone", ""], "--phone is empty"),
        (["--reference", " "], "--reference is empty"),
        (["--since", ""], "--since is empty"),
        (["--since", "03.12.2025"], "write it like 2026-11-30"),
        (["--since", str(TODAY + timedelta(days=2))], "still to come"),
    ],
)
def test_what_says_nothing_usable_is_refused(
    practice: Shell, people: tuple[str, str], words: list[str], said: str
) -> None:
    assert said in practice("client", "set", people[1], *words, code=1)
    assert said in practice("client", "add", "Ben", "--therapist", people[0], *words, code=1)
    assert len(practice.json("client", "list")) == 1


def test_what_is_to_change_is_said(practice: Shell, people: tuple[str, str]) -> None:
    assert "--name is empty: say what it is" in practice("client", "set", people[1], "--name", "", code=1)
    assert "--phone or --since" in practice("client", "set", people[1], code=1)
    assert "say --phone" in practice("client", "set", people[1], "--zone", "Europe/Paris", "--shared", code=1)


def test_a_running_course_is_brought_along(practice: Shell, people: tuple[str, str]) -> None:
    words = ["client", "add", "Ben Adler", "--therapist", people[0], "--since", days_ago(100)]
    ben = practice.json(*words)["id"]
    shown = practice.json("client", "show", ben)
    assert shown["since"][:10] == shown["therapists"][0]["since"][:10] == days_ago(100)
    assert "Entered" in paper(practice, (people[0], ben), days_ago(100))
    assert "began later" in paper(practice, (people[0], ben), days_ago(101), code=1)


def test_care_is_said_to_have_begun_before_but_not_after_what_is_kept(practice: Shell, people: tuple[str, str]) -> None:
    assert f"client set {people[1]} --since" in paper(practice, people, days_ago(30), code=1)
    assert f"In care since {days_ago(30)}." in practice("client", "set", people[1], "--since", days_ago(30))
    paper(practice, people, days_ago(30))
    complaint = practice("client", "set", people[1], "--since", days_ago(29), code=1)
    assert f"Care cannot have begun on {days_ago(29)}: there is something of this care from {days_ago(30)}" in complaint
    assert practice.json("client", "show", people[1])["since"][:10] == days_ago(30)
    practice("client", "set", people[1], "--since", days_ago(40))
    [first] = practice.json("client", "show", people[1])["therapists"]
    assert first["since"][:10] == days_ago(40)


def test_care_does_not_begin_after_another_therapist_nor_within_the_care_before(
    practice: Shell, people: tuple[str, str]
) -> None:
    client, other = people[1], practice.json("therapist", "add", "Jo Marsh")["id"]
    practice("client", "set", client, "--since", days_ago(30))
    practice("client", "reassign", client, other)
    practice("client", "set", client, "--since", days_ago(20))
    assert [one["therapist"] for one in practice.json("client", "show", client)["therapists"]] == [people[0], other]
    practice("client", "close", client, "--planned", "--date", days_ago(1))
    practice("client", "set", client, "--since", days_ago(1))
    practice("client", "reopen", client)
    assert "the care before went on" in practice("client", "set", client, "--since", days_ago(3), code=1)


def test_an_import_says_since_when(practice: Shell, people: tuple[str, str]) -> None:
    def write(*lines: str) -> None:
        (practice.folder / "clients.csv").write_text("\n".join(["reference,name,therapist,zone,since", *lines]))

    write(
        f"P-1,Ben,{people[0]},,{days_ago(50)}", f"P-2,Liv,{people[0]},,{TODAY + timedelta(days=3)}", "P-3,,,,03.12.25"
    )
    told = practice("client", "import", "clients.csv", "--apply", "--json", code=1)
    assert "still to come" in told
    assert "its since is no date such as 2026-11-30" in told
    ben = next(one["id"] for one in practice.json("client", "list") if one["name"] == "Ben")
    paper(practice, (people[0], ben), days_ago(50))
    write(f"P-1,,,America/Chicago,{days_ago(50)}")
    practice("client", "import", "clients.csv", "--apply")
    assert practice.json("client", "import", "clients.csv") == []
    write(f"P-1,,,,{days_ago(60)}")
    assert practice.json("client", "import", "clients.csv", "--apply")[0]["what"] == [f"since: {days_ago(60)}"]
    assert practice.json("client", "import", "clients.csv") == []
    write(f"P-1,Ben Roth,,,{days_ago(40)}")
    told = practice("client", "import", "clients.csv", "--json", code=1)
    assert f"not used: care cannot have begun on {days_ago(40)}" in told
    assert practice.json("client", "show", ben)["since"][:10] == days_ago(60)


def test_an_import_takes_no_phone_from_another_client(practice: Shell, people: tuple[str, str]) -> None:
    practice("client", "set", people[1], "--reference", "P-1", "--phone", PHONE)
    lines = ["reference,name,therapist,phone", f"P-1,,,{PHONE}", f"P-2,Ben,{people[0]},{PHONE}"]
    lines += [f"P-3,Liv,{people[0]},0160 2345678", f"P-4,Jo,{people[0]},0160 2345678"]
    (practice.folder / "clients.csv").write_text("\n".join(lines))
    told = practice("client", "import", "clients.csv", "--apply", "--json", code=1)
    assert f"its phone is that of {people[1]}" in told
    assert "its phone is that of line 4" in told
    assert [one["name"] for one in practice.json("client", "list")] == ["Mia Berg", "Liv"]
