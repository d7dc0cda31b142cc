from dataclasses import replace

import pytest

from handlers.case import Case, RequestState
from handlers.delivery import report
from handlers.facts import Fact, RequestChanged, RequestOpened
from handlers.people import ContactState
from messages.envelope import Channel, DeliveryReport, Outcome, Priority
from tests.handlers.cases import BOTH_PHONES, CASE, kinds, letters, mia
from tests.storage.house import HOUR, MIA, MIA_SMS, NOW, PRACTICE, letter, request

OPEN = replace(request(), closes_at=NOW + 49 * HOUR, answers=(70, None, None, None), one_by_one=True)
AGREED = replace(BOTH_PHONES, fallback=True)
FAILED = DeliveryReport("report", Channel.TELEGRAM, Outcome.FAILED, NOW, address=MIA, code="400")
GONE = replace(FAILED, outcome=Outcome.GONE)
ASKED = replace(CASE, client=AGREED, request=OPEN, letter=letter("k", slot=OPEN.id))


def opened(said: list[Fact]) -> list[RequestOpened]:
    return [one for one in said if isinstance(one, RequestOpened)]


@pytest.mark.parametrize("news", [FAILED, GONE])
def test_with_consent_the_question_is_asked_again_by_the_other_channel(news: DeliveryReport) -> None:
    told = report(news, ASKED, NOW)
    [again] = opened(told)
    assert (again.request.to, again.request.state) == (MIA_SMS, RequestState.OPEN)
    assert again.request.answers == (None,) * 4
    assert not again.request.one_by_one
    assert again.request.wording == OPEN.wording
    assert [one.request.state for one in told if isinstance(one, RequestChanged)] == [RequestState.SUPERSEDED]
    [question] = [one for one in letters(told) if one.slot == again.request.id]
    assert (question.to, question.priority, question.expires) == (MIA_SMS, Priority.BULK, OPEN.about)


@pytest.mark.parametrize("news", [FAILED, GONE])
@pytest.mark.parametrize(
    "case",
    [
        replace(ASKED, client=BOTH_PHONES),
        replace(ASKED, client=replace(AGREED, contacts=(mia(),))),
        replace(ASKED, client=replace(AGREED, contacts=(mia(), mia(MIA_SMS, ContactState.STOPPED)))),
        replace(ASKED, request=replace(OPEN, id=OPEN.id + "~"), letter=letter("k", slot=OPEN.id + "~")),
        replace(ASKED, request=replace(OPEN, state=RequestState.PARTIAL)),
        replace(ASKED, request=replace(OPEN, about=NOW)),
        replace(ASKED, practice=replace(PRACTICE, channels=frozenset({Channel.TELEGRAM}))),
    ],
    ids=["no consent", "no other", "stopped there", "twice", "closed", "too late", "switched off"],
)
def test_else_only_the_therapist_is_told(news: DeliveryReport, case: Case) -> None:
    told = report(news, case, NOW)
    assert opened(told) == []
    assert {one.purpose for one in letters(told)} <= {"letter_failed", "client_blocked"}
    assert letters(told)


def test_the_carriers_stop_is_a_stop() -> None:
    told = report(replace(GONE, code="21610"), ASKED, NOW)
    assert opened(told) == []
    assert kinds(told)[-2:] == ["ConsentRecorded", "ConsentRecorded"]


@pytest.mark.parametrize("purpose", ["thanks", "answered"])
def test_what_asks_for_nothing_is_not_said_elsewhere(purpose: str) -> None:
    said = replace(ASKED, letter=replace(letter("k", slot=OPEN.id), purpose=purpose))
    assert opened(report(FAILED, said, NOW)) == []
