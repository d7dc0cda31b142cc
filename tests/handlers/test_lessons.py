"""Writing a reflection, sharing it, and the lists of it: what happens once, and who reads what."""

from dataclasses import replace
from datetime import timedelta

from handlers.case import Case
from handlers.dialog import Dialog, DialogKind
from handlers.facts import Fact
from handlers.people import Away, Duty, Therapist
from handlers.reflections import Growth, GrowthStep, Reflection, ReflectionShared, ReflectionState
from handlers.staff import growth, lessons, teachers
from handlers.staff.orders import Order, Word
from messages.envelope import ButtonPress
from tests.handlers.cases import ANA_SMS, CASE, STAFF, ana, kinds, letters
from tests.storage.house import ANA, CLIENT, NOW, reflection

SUE = Therapist("T-SUE", "Sue", "en", STAFF.zone, (ana(ANA_SMS),), team="North", duty=Duty.SUPERVISOR)
OURS = replace(STAFF, team="North")
SUBJECT = replace(CASE, therapist=OURS, colleagues=(SUE,))
DESK = Case(CASE.practice, contact=ana(), staff=OURS, subject=SUBJECT, fresh="ABC")
PRESS = ButtonPress("press", ANA, "", "", NOW)
KEPT = replace(reflection(), state=ReflectionState.KEPT, said=("a", "b", "c"), kept_at=NOW)
STAMP = str(int(NOW.timestamp()))


def order(rest: str) -> Order:
    return Order(Word.REFLECT, CLIENT, rest)


def share(case: Case, stamp: str = STAMP) -> list[Fact]:
    return lessons.reflect(order(f"share {stamp}"), PRESS, case, NOW)


def test_a_question_is_left_out_once_however_often_its_button_is_pressed() -> None:
    dialog = Dialog("T-ANA", DialogKind.REFLECT, CLIENT, NOW, ("L-1",))
    case = replace(DESK, dialog=dialog)
    assert kinds(lessons.reflect(order("skip 1"), PRESS, case, NOW)) == ["DialogSet"]
    assert lessons.reflect(order("skip 2"), PRESS, case, NOW) == []
    assert lessons.reflect(order("skip 1"), PRESS, DESK, NOW) == []


def test_a_button_shares_the_reflection_it_stands_below_and_once() -> None:
    newer = replace(KEPT, id="L-2", kept_at=NOW + timedelta(hours=1))
    said = share(replace(DESK, reflections=(newer, KEPT)))
    assert [one.reflection for one in said if isinstance(one, ReflectionShared)] == ["L-1"]
    assert share(replace(DESK, reflections=(replace(KEPT, shared_at=NOW),))) == []
    assert share(replace(DESK, reflections=(KEPT,)), "1") == []
    of_another = replace(KEPT, therapist="T-JO")
    assert share(replace(DESK, reflections=(of_another,))) == []


def test_by_sms_the_words_are_not_told_to_the_supervisor() -> None:
    secret = replace(KEPT, said=("Thaddeus", "", ""))
    chat = replace(SUE, contacts=(ana(),))
    for supervisor, told in ((SUE, False), (chat, True)):
        case = replace(DESK, subject=replace(SUBJECT, colleagues=(supervisor,)), reflections=(secret,))
        *_, letter = letters(share(case))
        assert (letter.purpose, "Thaddeus" in letter.text) == ("reflect_for_you", told)


def test_nobody_reads_it_in_the_place_of_a_supervisor_who_is_away() -> None:
    away = replace(SUE, away=(Away("W-1", "T-JO", NOW - timedelta(1), NOW + timedelta(1)),))
    jo = replace(STAFF, id="T-JO", team="")
    case = replace(DESK, subject=replace(SUBJECT, colleagues=(away, jo)), reflections=(KEPT,))
    said = share(case)
    assert kinds(said) == []
    assert [one.purpose for one in letters(said)] == ["no_supervisor"]


def test_a_long_list_of_lessons_has_pages_and_a_letter_keeps_its_size() -> None:
    many: list[Reflection] = [replace(KEPT, id=str(one), said=("x" * 3000,) * 3) for one in range(5)]
    case = replace(DESK, reflections=tuple(many))
    for page, buttons in ((1, 2), (2, 3), (3, 2), (9, 2)):
        (told,) = letters(teachers.teachers(Order(Word.TEACHERS, "", f"page {page}"), PRESS, case, NOW))
        assert len(told.text) < 4096
        assert len(told.buttons[0]) == buttons


def test_growth_is_asked_again_after_half_a_year() -> None:
    for step, days, due in (
        (GrowthStep.ANSWERED, 179, False),
        (GrowthStep.ANSWERED, 180, True),
        (GrowthStep.SKIPPED, 179, False),
        (GrowthStep.MENTIONED, 1, True),
    ):
        said = [Growth("T-ANA", step, (), NOW - timedelta(days=days))]
        assert growth.due(said, NOW) is due
    assert growth.due([], NOW)
