from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.case import Case
from handlers.delivery import report
from handlers.facts import ContactChanged, LetterReported, NoticeKept
from handlers.people import Client, ContactState
from messages.envelope import Address, DeliveryReport, Outcome
from tests.handlers.cases import ANA_SMS, BOTH_PHONES, CASE, MIA_BY_CHAT, STAFF, ana, kinds, letters, mia
from tests.storage.house import ANA, CLIENT, MIA, NOW, letter

SILENCE = ["ContactChanged", "LettersWithdrawn", "MomentsDropped"]
ALERT = letter("alert", ANA, about=CLIENT)
ANA_ALONE = Case(CASE.practice, contact=ana(), staff=STAFF, letter=ALERT)
ANA_TWICE = replace(ANA_ALONE, staff=replace(STAFF, contacts=(ana(), ana(ANA_SMS))))


def news(outcome: Outcome, code: str = "403", key: str = "report", address: Address = MIA) -> DeliveryReport:
    return DeliveryReport(key, address.channel, outcome, NOW, address=address, code=code)


@pytest.mark.parametrize(("client", "expected"), [(MIA_BY_CHAT, SILENCE), (BOTH_PHONES, SILENCE[:2])])
def test_a_block_silences_one_phone_and_the_client_with_the_last(client: Client, expected: list[str]) -> None:
    said = report(news(Outcome.GONE), replace(CASE, client=client), NOW)
    assert kinds(said) == expected
    assert [fact.state for fact in said if isinstance(fact, ContactChanged)] == [ContactState.BLOCKED]
    assert [one.purpose for one in letters(said)] == ["client_blocked"]


@pytest.mark.parametrize(("client", "phones"), [(MIA_BY_CHAT, 1), (BOTH_PHONES, 2)])
def test_a_stop_to_the_carrier_is_a_stop(client: Client, phones: int) -> None:
    said = report(news(Outcome.GONE, "21610"), replace(CASE, client=client), NOW)
    assert [fact.state for fact in said if isinstance(fact, ContactChanged)] == [ContactState.STOPPED] * phones
    assert kinds(said)[-2:] == ["MomentsDropped", "ConsentRecorded"]


@pytest.mark.parametrize("state", [ContactState.BLOCKED, ContactState.STOPPED])
def test_an_address_that_is_closed_already_is_told_of_once(state: ContactState) -> None:
    assert report(news(Outcome.GONE, key="again"), replace(CASE, contact=mia(state=state)), NOW) == []


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.GONE])
def test_a_letter_that_did_not_arrive_is_marked_with_the_reason(outcome: Outcome) -> None:
    marked = report(news(outcome, "30005"), replace(CASE, letter=letter("k")), NOW)[0]
    assert isinstance(marked, LetterReported)
    assert (marked.letter, marked.delivery, marked.code) == ("k", "failed", "30005")


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.GONE])
def test_what_did_not_reach_a_therapist_goes_to_another_phone_of_theirs_at_once(outcome: Outcome) -> None:
    [again] = letters(report(news(outcome, address=ANA), ANA_TWICE, NOW))
    assert (again.to, again.purpose, again.not_before) == (ANA_SMS, "news", None)


def test_a_therapists_only_phone_is_tried_again_after_half_an_hour() -> None:
    [again] = letters(report(news(Outcome.FAILED, address=ANA), ANA_ALONE, NOW))
    assert (again.to, again.not_before) == (ANA, NOW + timedelta(minutes=30))


@pytest.mark.parametrize(("outcome", "purpose"), [(Outcome.GONE, "alert"), (Outcome.FAILED, "news")])
def test_news_that_can_go_nowhere_is_kept(outcome: Outcome, purpose: str) -> None:
    case = replace(ANA_ALONE, letter=replace(ALERT, purpose=purpose))
    said = report(news(outcome, address=ANA), case, NOW)
    assert letters(said) == []
    assert [fact.client for fact in said if isinstance(fact, NoticeKept)] == [CLIENT]
