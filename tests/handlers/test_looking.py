"""What staff look at: pages of a caseload, who comes first in it, mistyped orders, and how long a brief may be."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.alerts import Level
from handlers.briefing import LONGEST, brief, units
from handlers.case import Case
from handlers.desk import decide
from handlers.dialog import Note, Remark
from handlers.facts import ContactChanged
from handlers.people import Duty
from handlers.staff.caseload import need
from handlers.staff.helping import meant
from handlers.staff.looking import card_of
from handlers.therapist import ANSWERS
from measures.care import Care
from measures.course import Course, CourseRating
from measures.library import shipped
from messages.envelope import ButtonPress, Letter
from messages.menus import GROUPS, commands, named
from messages.menus import LONGEST as LONGEST_COMMAND
from messages.words import LANGUAGES, Words
from tests.handlers.cases import ASKED, CASE, STAFF, ana, kinds, letters
from tests.handlers.charts import ratings
from tests.storage.house import ANA, CLIENT, NOW, alert, appointment, episode, said

HERE = replace(CASE, schedules=(ASKED,))
AT_ONCE = replace(alert(), level=Level.URGENT)


def of(number: int, *totals: float, **more: object) -> Case:
    """A client of the caseload with a course."""
    id_ = f"C-{number:03}"
    assert CASE.client is not None
    case = replace(CASE, client=replace(CASE.client, id=id_), episode=episode(id_), ratings=tuple(ratings(totals)))
    return replace(case, **more)  # type: ignore[arg-type]


def asking(*caseload: Case, **more: object) -> Case:
    case = Case(CASE.practice, contact=ana(), staff=STAFF, caseload=caseload)
    return replace(case, **more)  # type: ignore[arg-type]


def press(data: str) -> ButtonPress:
    return ButtonPress("telegram:1", ANA, data, "9", NOW)


def labels(letter: Letter) -> list[str]:
    return [button.label for line in letter.buttons for button in line if not button.label.startswith("C-")]


def test_a_caseload_is_turned_in_its_own_message() -> None:
    case = asking(*(of(number) for number in range(20)))
    [first] = letters(decide(said("telegram:1", ANA, "/caseload"), case, NOW))
    assert (first.edits, first.slot, labels(first)) == (False, "caseload", ["›", "»"])
    [second] = letters(decide(press("caseload|2"), case, NOW))
    assert (second.edits, second.slot, second.message) == (True, "caseload", "9")
    assert labels(second) == ["«", "‹", "›", "»"]
    [last] = letters(decide(press("caseload|99"), case, NOW))
    assert labels(last) == ["«", "‹"]
    shown = [line.split(" ")[0] for one in (first, second, last) for line in one.text.splitlines() if "C-" in line]
    assert shown == [f"C-{number:03}" for number in range(20)]


def test_whoever_needs_most_comes_first_then_whoever_was_not_heard_of_for_longest() -> None:
    wanted = [
        of(1, 20, 21, alerts=(AT_ONCE,)),
        of(2, 20, 10),
        of(3, 20, 19, 19),
        of(4, 20, missed=1),
        of(5, 20),
        of(6, 20, 30),
    ]
    places = [need(one)[0] for one in wanted]
    assert places == [0, 1, 2, 4, 5, 7]
    early, late = of(7, 20), of(8, 20)
    silent = replace(early, ratings=tuple(replace(one, at=one.at - timedelta(days=9)) for one in early.ratings))
    assert min(late, silent, key=need) is silent


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("/caselod", "/caseload"),
        ("/clint c-7k2", "/client C-7K2"),
        ("/caselod@our_bot", "/caseload"),
        ("TODYA", "TODAY"),
        ("cleint 7k2", "CLIENT C-7K2"),
        ("/xyzzy", ""),
        ("thanks", ""),
        ("note to self", ""),
        ("cancl", ""),
        ("no", ""),
    ],
)
def test_a_mistyped_order_is_told_what_it_is_like(text: str, suggested: str) -> None:
    known = {*ANSWERS, "cancel"}
    assert meant(said("telegram:1", ANA, text), Duty.THERAPIST, known) == suggested


def test_cancel_by_its_command_ends_no_messages_but_the_word_does() -> None:
    case = asking()
    assert not [one for one in decide(said("telegram:1", ANA, "/cancel"), case, NOW) if isinstance(one, ContactChanged)]
    assert "ContactChanged" in kinds(decide(said("telegram:1", ANA, "CANCEL"), case, NOW))


def test_notes_of_others_are_not_shown() -> None:
    notes = (Note("1", CLIENT, "T-ANA", "mine", NOW), Note("2", CLIENT, "T-SUE", "hers", NOW))
    card = card_of(replace(HERE, notes=notes), STAFF, NOW)
    assert [one.text for one in card.notes] == ["mine"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_brief_is_short_enough_to_stand_below_a_picture(language: str) -> None:
    remarks = tuple(Remark(str(number), "words and more words " * 40, NOW) for number in range(5))
    course = tuple(ratings((20, 14, 13, 12, 11, 10, 9), alliance=(38, 30)))
    reader = replace(STAFF, language=language)
    case = replace(HERE, therapist=reader, ratings=course, remarks=remarks, alerts=(AT_ONCE,), missed=3)
    [letter] = letters(brief("m", appointment(), case, NOW))
    assert units(letter.text) <= LONGEST
    assert letter.picture
    assert "words and more" in letter.text


def test_nothing_is_briefed_once_the_session_has_begun() -> None:
    session = appointment()
    assert brief("m", session, HERE, session.starts_at - timedelta(minutes=1))
    assert brief("m", session, HERE, session.starts_at) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("duty", GROUPS)
def test_telegram_takes_every_menu(duty: str, language: str) -> None:
    found = commands(named(duty, language), Words())
    assert 0 < len(found) <= 100
    for word, text in found:
        assert word == word.lower()
        assert word.isascii()
        assert word.isalpha()
        assert len(word) <= 32
        assert 3 <= len(text) <= LONGEST_COMMAND
        assert text != word


def cares(count: int, first: int, last: int, therapist: str = "T-ANA") -> list[Care]:
    library = shipped()
    course = Course(
        library.profile("icce-2012"),
        library.instrument("ors"),
        "adult",
        "self",
        (CourseRating(first), CourseRating(last)),
    )
    care = Care("C-0", therapist, "North", course, NOW, asked=2, completed=1)
    return [replace(care, client=f"C-{n}", closed=NOW + timedelta(n)) for n in range(count)]


def test_figures_have_their_interval_and_say_where_they_are_too_few() -> None:
    [few] = letters(decide(said("telegram:1", ANA, "/stats"), asking(cares=tuple(cares(3, 150, 300))), NOW))
    assert "3 of 3, 100% (43.9% to 100%)" in few.text
    assert "too few to judge" in few.text
    assert "Effect in 30" not in few.text
    half = cares(20, 150, 180) + cares(15, 160, 180) + cares(15, 160, 300) + cares(20, 150, 300)
    many = tuple(replace(one, client=f"C-{n}", closed=NOW + timedelta(n)) for n, one in enumerate(half))
    [told] = letters(decide(said("telegram:1", ANA, "/stats"), asking(cares=many), NOW))
    assert "too few" not in told.text
    assert "Effect in 30 closed cases: rises, +" in told.text
    assert ", n 70" in told.text


def test_a_supervisor_reads_own_and_team_a_manager_the_practice_and_nobody_a_colleagues_name() -> None:
    both = tuple(cares(2, 150, 300) + cares(1, 150, 300, "T-JO"))
    of_team = asking(cares=both, staff=replace(STAFF, duty=Duty.SUPERVISOR, team="North"))
    [told] = letters(decide(said("telegram:1", ANA, "/stats"), of_team, NOW))
    assert "You: 0 in care" in told.text
    assert "Team North: 0 in care" in told.text
    assert "T-JO" not in told.text
    [told] = letters(
        decide(said("telegram:1", ANA, "/stats"), replace(of_team, staff=replace(STAFF, duty=Duty.MANAGER)), NOW)
    )
    assert "The whole practice: 0 in care" in told.text
