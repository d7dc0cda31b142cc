from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.answering import LATE_FOR, pressed, takes_answers
from handlers.case import Case, Client, Contact, ContactState, RequestState, Role
from handlers.facts import AnswerGiven
from messages.envelope import ButtonPress
from tests.storage.house import BERLIN, CLIENT, MIA, NOW, PRACTICE, episode, request

ASKED = replace(request(), one_by_one=True)
CASE = Case(
    practice=PRACTICE,
    contact=Contact(MIA, Role.CLIENT, CLIENT, ContactState.OPEN),
    client=Client(CLIENT, "en", BERLIN, "1"),
    episode=episode(),
    request=ASKED,
)


def answers(data: str) -> list[tuple[int, int]]:
    press = ButtonPress("telegram:1", MIA, data, "9", NOW)
    return [(fact.item, fact.tenths) for fact in pressed(press, CASE, NOW) if isinstance(fact, AnswerGiven)]


@pytest.mark.parametrize(("item", "tenths"), [(0, 0), (0, 100), (3, 70)])
def test_a_button_of_the_keyboard_answers_its_item(item: int, tenths: int) -> None:
    assert answers(f"a|{ASKED.id}|{item}|{tenths}") == [(item, tenths)]


@pytest.mark.parametrize("end", ["-1|50", "9|50", "x|50", "0|55", "0|110", "0|-10", "0|x", "0", "0|50|1", "0| 50"])
def test_data_that_no_button_of_ours_has_answers_nothing(end: str) -> None:
    assert answers(f"a|{ASKED.id}|{end}") == []


def test_a_closed_request_takes_answers_for_two_days() -> None:
    closed = replace(ASKED, state=RequestState.PARTIAL)
    end = closed.closes_at + LATE_FOR
    assert takes_answers(closed, end - timedelta(seconds=1))
    assert not takes_answers(closed, end)
    assert takes_answers(ASKED, end)


@pytest.mark.parametrize("state", [RequestState.COMPLETE, RequestState.STOPPED, RequestState.SUPERSEDED])
def test_a_request_that_is_done_with_takes_none(state: RequestState) -> None:
    assert not takes_answers(replace(ASKED, state=state), NOW)
