from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handlers.answering import listen
from handlers.case import Request
from handlers.facts import AnswerGiven, Fact, RequestChanged
from handlers.gathering import LAG, WAIT
from tests.handlers.cases import CASE, kinds, letters, mia
from tests.storage.house import MIA_SMS, NOW, request, said

ASKED = replace(request(), to=MIA_SMS)
SECOND = timedelta(seconds=1)


def wrote(text: str, asked: Request, now: datetime = NOW) -> list[Fact]:
    case = replace(CASE, contact=mia(MIA_SMS), request=asked)
    return listen(replace(said(f"sms:{text}", MIA_SMS, text), at=now), case, now)


def after(told: list[Fact]) -> Request:
    [changed] = [fact.request for fact in told if isinstance(fact, RequestChanged)]
    return changed


def answers(told: list[Fact]) -> list[tuple[int, int]]:
    return [(fact.item, fact.tenths) for fact in told if isinstance(fact, AnswerGiven)]


def test_the_first_numbers_of_a_set_are_held_and_the_question_waits() -> None:
    told = wrote("7 6", ASKED)
    assert (after(told).held, after(told).held_until) == ((70, 60), NOW + WAIT)
    assert [one.not_before for one in letters(told)] == [NOW + WAIT]


def test_the_rest_of_a_set_counts_until_the_question_goes_out() -> None:
    held = after(wrote("7 6", ASKED))
    whole = wrote("8 7", held, NOW + WAIT + LAG - SECOND)
    assert answers(whole) == [(0, 70), (1, 60), (2, 80), (3, 70)]
    assert "LettersWithdrawn" in kinds(whole)
    assert answers(wrote("8 7", held, NOW + WAIT + LAG)) == []
    assert answers(wrote("8", held, NOW + WAIT + LAG)) == [(0, 80)]


@pytest.mark.parametrize(
    ("first", "then"), [("9", "me 1, family 2, work 3"), ("7 6", "me 7, family 6"), ("1 7", "2 6"), ("7 6", "7 6")]
)
def test_what_may_be_no_rest_of_a_set_is_never_counted_by_its_place(first: str, then: str) -> None:
    told = wrote(then, after(wrote(first, ASKED)), NOW + SECOND)
    assert all(kind != "RatingMade" for kind in kinds(told))
    assert after(told).held == ()


def test_a_number_that_belongs_to_a_set_answers_no_question_that_has_not_gone_out() -> None:
    told = wrote("8", after(wrote("7 6", ASKED)), NOW + SECOND)
    assert (answers(told), after(told).held) == ([], (70, 60, 80))


def test_a_remark_in_between_leaves_held_what_is_held() -> None:
    held = after(wrote("7 6", ASKED))
    remark = wrote("sorry, the bus is here", held, NOW + SECOND)
    assert kinds(remark) == ["RemarkKept", "EchoSaid"]
    assert answers(wrote("8 7", held, NOW + 2 * SECOND)) == [(0, 70), (1, 60), (2, 80), (3, 70)]


def test_numbers_with_words_beside_them_are_asked_back_at_once() -> None:
    told = wrote("7 6 but a bad week", ASKED)
    assert (after(told).held, after(told).misread) == ((), 1)
    assert "RemarkKept" in kinds(told)
