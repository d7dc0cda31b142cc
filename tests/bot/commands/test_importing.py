"""Clients come from a table of the practice's own, as often as it likes."""

import pytest

from tests.bot.commands.shell import Shell

TABLE = """reference;name;therapist;language;zone;phone;channel;email
P-1;Mia Berg;{therapist};de;Europe/Vienna;0151 23456789;sms;mia@example.org
P-2;Ben Adler;{therapist};;;;;
"""


def write(practice: Shell, text: str) -> str:
    (practice.folder / "clients.csv").write_text(text)
    return "clients.csv"


@pytest.fixture
def therapist(practice: Shell) -> str:
    settings = practice.folder / "meantime.toml"
    settings.write_text(f'practice.region = "DE"\n{settings.read_text()}')
    made: str = practice.json("therapist", "add", "Ana Lindt")["id"]
    return made


def test_nothing_is_done_before_it_is_asked_for(practice: Shell, therapist: str) -> None:
    shown = practice.json("client", "import", write(practice, TABLE.format(therapist=therapist)))
    assert [(one["line"], one["client"]) for one in shown] == [(2, "new"), (3, "new")]
    assert practice.json("client", "list") == []


def test_clients_are_entered_once_and_a_second_time_changes_nothing(practice: Shell, therapist: str) -> None:
    file = write(practice, TABLE.format(therapist=therapist))
    mia, ben = practice.json("client", "import", file, "--apply")
    assert practice.json("client", "import", file, "--apply") == []
    assert {one["id"]: one["name"] for one in practice.json("client", "list")} == {
        mia["client"]: "Mia Berg",
        ben["client"]: "Ben Adler",
    }
    shown = practice.json("client", "show", mia["client"])
    assert (shown["language"], shown["zone"], shown["therapist"]) == ("de", "Europe/Vienna", therapist)
    assert (shown["reference"], shown["phone"]) == ("P-1", "+4915123456789")


def test_what_differs_is_shown_and_changed(practice: Shell, therapist: str) -> None:
    text = TABLE.format(therapist=therapist)
    mia = practice.json("client", "import", write(practice, text), "--apply")[0]["client"]
    other = practice.json("therapist", "add", "Eva Sund")["id"]
    text = text.replace("Europe/Vienna", "Asia/Kolkata").replace("23456789", "23456780").replace(therapist, other, 1)
    [change] = practice.json("client", "import", write(practice, text))
    assert change["client"] == mia
    assert change["what"] == [f"therapist: {other}", "zone: Asia/Kolkata", "phone: +4915123456780"]
    practice.json("client", "import", "clients.csv", "--apply")
    shown = practice.json("client", "show", mia)
    assert (shown["zone"], shown["therapist"]) == ("Asia/Kolkata", other)
    assert practice.json("client", "import", "clients.csv") == []


def test_lines_that_cannot_be_used_are_told_and_the_others_are_entered(practice: Shell, therapist: str) -> None:
    text = TABLE.format(therapist=therapist)
    text += f"P-3;Tom;T-NONE;;;;;\nP-4;;{therapist};;;;;\nP-5;Liv;{therapist};;;12;;\n"
    out = practice("client", "import", write(practice, text), "--apply", "--json", code=1)
    assert "there is no such therapist" in out
    assert "a new client needs a name and a therapist" in out
    assert "its phone is no number" in out
    assert len(practice.json("client", "list")) == 2


def test_the_age_group_is_not_changed_and_closed_care_stays_closed(practice: Shell, therapist: str) -> None:
    text = TABLE.format(therapist=therapist)
    mia, ben = (one["client"] for one in practice.json("client", "import", write(practice, text), "--apply"))
    practice("client", "close", ben, "--planned")
    other = practice.json("therapist", "add", "Eva Sund")["id"]
    changed = f"reference,age,therapist\nP-1,child,\nP-2,,{other}\n"
    out = practice("client", "import", write(practice, changed), "--apply", "--json", code=1)
    assert "its age group is fixed for the episode" in out
    assert f"The care of {ben} ended" in out
    assert mia not in out


def test_nobody_of_an_age_that_the_practices_measure_is_not_made_for_is_entered(
    practice: Shell, therapist: str
) -> None:
    settings = practice.folder / "meantime.toml"
    settings.write_text(f'practice.measure = "cors"\n{settings.read_text()}')
    file = write(practice, f"reference,name,therapist,age\nP-1,Tim,{therapist},child\nP-2,Liv,{therapist},\n")
    assert "cors is for the ages child and adolescent" in practice("client", "import", file, "--json", code=1)
    assert "this client is adult" in practice("client", "import", file, "--apply", "--json", code=1)
    assert [one["name"] for one in practice.json("client", "list")] == ["Tim"]


def test_a_file_that_is_none_is_refused_in_one_sentence(practice: Shell, therapist: str) -> None:
    error = practice("client", "import", "nowhere.csv", code=1)
    assert error.startswith("meantime: nowhere.csv cannot be read (No such file or directory)")
    error = practice("client", "import", write(practice, "name\nMia\n"), code=1)
    assert "has no reference" in error
