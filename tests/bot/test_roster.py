"""A table of clients as a practice's program writes it, and what can be wrong with it."""

import pytest

from bot.roster import read_roster
from bot.tables import BadTable
from messages.envelope import Channel


def test_a_line_is_read_as_people_write_it() -> None:
    text = "\n".join(
        [
            "Reference;Name;Therapist;Language;Zone;Mobile;Channel",
            "P-17;Mia Berg; t-4qx ;de;Europe/Berlin;0151 2345 6789;SMS",
            "",
            "P-18;Ben;;;;;",
        ]
    )
    mia, ben = read_roster(text, "DE").entries
    assert (mia.number, mia.reference, mia.name, mia.therapist) == (2, "P-17", "Mia Berg", "T-4QX")
    assert (mia.phone, mia.channel, mia.zone) == ("+4915123456789", Channel.SMS, "Europe/Berlin")
    assert (ben.number, ben.phone, ben.channel, ben.therapist) == (4, "", None, "")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (",Mia,,,", "it has no reference"),
        ("P-1,Mia,grown-up,,", "its age is none of adult, adolescent, child"),
        ("P-1,Mia,,xx,", "its language is none of"),
        ("P-1,Mia,,,12", "its phone is no number that can be called"),
        ("P-1,Mia,,,030 901820", "its phone is a landline, which takes no SMS"),
        ("P-1,Mia,,,,,more", "it has more cells than there are columns"),
        ("P-1,Mia,,,,mia", "its email is no address"),
        ("P-0,Mia,,,", "its reference is that of line 2 again"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_and_the_others_are_read(cells: str, said: str) -> None:
    roster = read_roster(f"reference,name,age,language,phone,email\nP-0,Ben,,,\n{cells}\nP-2,Eva,,,\n", "DE")
    assert [entry.reference for entry in roster.entries] == ["P-0", "P-2"]
    [(number, reason)] = roster.unread
    assert number == 3
    assert reason.startswith(said)


def test_a_reference_that_stood_in_a_refused_line_is_not_taken_for_another_client() -> None:
    roster = read_roster("reference,name,phone\nP-1,Mia,12\nP-1,Ben,\n", "DE")
    assert list(roster.entries) == []
    assert [number for number, _ in roster.unread] == [2, 3]


def test_a_number_without_a_country_needs_a_region() -> None:
    [(_, reason)] = read_roster("reference,phone\nP-1,0151 23456789\n", "").unread
    assert "practice.region" in reason
    assert read_roster("reference,phone\nP-1,+44 7911 123456\n", "").entries[0].phone == "+447911123456"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no reference"),
        ("name,phone\n", "has no reference"),
        ("reference,diagnosis\n", "Column 2 is not known"),
        ("reference,id\n", "The column reference is there twice"),
        ('reference,name\nP-1,"Mia\n', "cannot be read at line 2"),
    ],
)
def test_a_table_that_cannot_be_understood_is_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(BadTable, match=said):
        read_roster(text, "")
