from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.answering import listen, pressed
from handlers.case import Request, RequestState
from handlers.facts import AnswerGiven, RatingMade, RemarkKept, RequestChanged
from handlers.taking import takes_answers
from measures.library import shipped
from messages.envelope import ButtonPress
from tests.handlers.cases import CASE, letters
from tests.storage.house import MIA, MIA_SMS, NOW, request, said

ASKED = replace(request(), one_by_one=True)


def press(data: str) -> ButtonPress:
    return ButtonPress("telegram:1", MIA, data, "9", NOW)


def answers(data: str, asked: Request = ASKED) -> list[tuple[int, int]]:
    told = pressed(press(data), replace(CASE, request=asked), NOW)
    return [(fact.item, fact.tenths) for fact in told if isinstance(fact, AnswerGiven)]


@pytest.mark.parametrize(("item", "tenths"), [(0, 0), (0, 100), (3, 70)])
def test_a_button_of_the_keyboard_answers_its_item(item: int, tenths: int) -> None:
    assert answers(f"a|{ASKED.id}|{item}|{tenths}") == [(item, tenths)]


def test_a_button_of_another_request_or_of_an_item_that_is_answered_changes_nothing() -> None:
    assert answers(f"a|{request(number=2).id}|0|50") == []
    answered = replace(ASKED, answers=(70, None, None, None))
    assert answers(f"a|{ASKED.id}|0|50", answered) == []
    assert answers(f"a|{ASKED.id}|1|50", answered) == [(1, 50)]


@pytest.mark.parametrize("end", ["-1|50", "9|50", "x|50", "0|55", "0|110", "0|-10", "0|x", "0", "0|50|1", "0| 50"])
def test_data_that_no_button_of_ours_has_answers_nothing(end: str) -> None:
    assert answers(f"a|{ASKED.id}|{end}") == []


def test_a_closed_request_takes_answers_for_two_days() -> None:
    closed = replace(ASKED, state=RequestState.PARTIAL)
    end = closed.closes_at + timedelta(days=2)
    assert takes_answers(closed, end - timedelta(seconds=1))
    assert not takes_answers(closed, end)
    assert takes_answers(ASKED, end)


@pytest.mark.parametrize("state", [RequestState.COMPLETE, RequestState.STOPPED, RequestState.SUPERSEDED])
def test_a_request_that_is_done_with_takes_none(state: RequestState) -> None:
    assert not takes_answers(replace(ASKED, state=state), NOW)


def test_a_rating_says_by_which_versions_it_was_made() -> None:
    last = replace(ASKED, answers=(None, 60, 70, 80), measure_version="0")
    told = pressed(press(f"a|{ASKED.id}|0|50"), replace(CASE, request=last), NOW)
    [made] = [fact.rating for fact in told if isinstance(fact, RatingMade)]
    assert (made.items, made.measure_version) == ((50, 60, 70, 80), shipped().instrument("ors").version)
    assert (made.profile, made.profile_version) == ("icce-2012", shipped().profile("icce-2012").version)


@pytest.mark.parametrize("text", ["7 but it was a hard one", "6-7, it was hard", "11, it was hard", "7 and 8, so hard"])
def test_words_beside_a_reply_are_kept_however_the_reply_is_read(text: str) -> None:
    told = listen(said("telegram:1", MIA, text), replace(CASE, request=ASKED), NOW)
    assert [fact.text for fact in told if isinstance(fact, RemarkKept)] == [text]
    assert any(isinstance(fact, AnswerGiven | RequestChanged) for fact in told)


@pytest.mark.parametrize("text", ["7", "too much 6-7", "6 6 6"])
def test_what_follows_goes_to_the_phone_that_answered(text: str) -> None:
    told = listen(said("sms:1", MIA_SMS, text), replace(CASE, request=ASKED), NOW)
    asked = [one for one in letters(told) if one.purpose == "ask_item"]
    assert [one.to for one in asked] == [MIA_SMS]
    assert [fact.request.to for fact in told if isinstance(fact, RequestChanged)] == [MIA_SMS]
