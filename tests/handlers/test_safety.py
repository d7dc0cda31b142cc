"""Words of danger: the fixed text at once, answers beside them kept, two people paged, the questions wait."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers import desk
from handlers.alerts import WORDS, AlertRaised, AlertState, Level
from handlers.case import Invite, Request
from handlers.facts import AnswerGiven, Fact, RemarkKept, RequestChanged
from handlers.people import ContactState, Role
from messages.envelope import Content, IncomingMessage
from tests.handlers.cases import ANA_SMS, CASE, ana, letters, mia
from tests.handlers.test_escalating import TEAM
from tests.storage.house import ANA, CLIENT, MIA, NOW, request

ASKED = replace(TEAM, request=request(), requests=(request(),))
DANGER = "I want to kill myself"
CODE = Invite("code", Role.CLIENT, CLIENT, "en", NOW + timedelta(hours=1))


def wrote(text: str, content: Content = Content.TEXT) -> IncomingMessage:
    return IncomingMessage("telegram:1", MIA, text, NOW, content)


def follows(text: str, case: object = ASKED, content: Content = Content.TEXT) -> list[Fact]:
    return desk.decide(wrote(text, content), case, NOW)  # type: ignore[arg-type]


def waiting(said: list[Fact]) -> list[Request]:
    return [one.request for one in said if isinstance(one, RequestChanged) and one.request.waits_since is not None]


@pytest.mark.parametrize("content", [Content.TEXT, Content.EDITED, Content.FORWARDED, Content.MEDIA])
def test_two_people_are_told_and_the_text_goes_out(content: Content) -> None:
    said = follows(DANGER, content=content)
    [raised] = [fact for fact in said if isinstance(fact, AlertRaised)]
    assert (raised.alert.rule, raised.alert.level, raised.told) == (WORDS, Level.URGENT, ("T-ANA", "T-SUE"))
    assert [one.purpose for one in letters(said)] == ["crisis", "danger", "danger"]
    assert all(one.not_before is None for one in letters(said))
    assert [one.waits_since for one in waiting(said)] == [NOW]
    assert [fact.text for fact in said if isinstance(fact, RemarkKept)] == [DANGER]


def test_what_was_answered_beside_the_words_counts() -> None:
    one_by_one = replace(request(), one_by_one=True)
    said = follows(f"1, {DANGER}", replace(ASKED, request=one_by_one, requests=(one_by_one,)))
    assert [fact.tenths for fact in said if isinstance(fact, AnswerGiven)] == [10]
    assert waiting(said)[-1].answers[0] == 10


def test_a_whole_set_beside_the_words_is_a_rating_and_nothing_waits() -> None:
    said = follows(f"1 1 2 1 {DANGER}")
    assert len([fact for fact in said if isinstance(fact, AnswerGiven)]) == 4
    assert waiting(said) == []
    assert [one.purpose for one in letters(said) if one.to == MIA and not one.edits] == ["crisis"]


def test_more_words_within_minutes_go_on_under_the_same_alert() -> None:
    [raised] = [fact for fact in follows(DANGER) if isinstance(fact, AlertRaised)]
    again = follows(DANGER, replace(ASKED, alerts=(replace(raised.alert, at=NOW - timedelta(minutes=9)),)))
    assert [one.purpose for one in letters(again)] == ["crisis_again", "danger", "danger"]
    assert not [fact for fact in again if isinstance(fact, AlertRaised)]
    later = follows(DANGER, replace(ASKED, alerts=(replace(raised.alert, at=NOW - timedelta(minutes=10)),)))
    assert [fact for fact in later if isinstance(fact, AlertRaised)]


def test_one_who_said_stop_is_sent_nothing_and_the_therapist_is_told() -> None:
    stopped = replace(ASKED, contact=mia(state=ContactState.STOPPED))
    said = follows(DANGER, stopped)
    assert [one.purpose for one in letters(said)] == ["danger", "danger"]
    assert "text with the emergency numbers" not in letters(said)[0].text


def test_words_of_one_who_never_agreed_are_not_kept_nor_passed_on() -> None:
    assert CASE.client is not None
    joining = replace(TEAM, client=replace(CASE.client, consent=""), request=None)
    said = follows(DANGER, joining)
    assert not [fact for fact in said if isinstance(fact, RemarkKept)]
    assert [one.purpose for one in letters(said)] == ["crisis", "danger", "danger"]
    assert DANGER not in letters(said)[1].text


def test_a_stranger_reads_where_to_turn() -> None:
    said = follows(DANGER, replace(CASE, contact=None, client=None, episode=None, therapist=None))
    [crisis] = letters(said)
    assert (crisis.purpose, crisis.buttons) == ("crisis", ())
    assert "112" in crisis.text
    assert "therapist" not in crisis.text


def test_by_sms_nobody_reads_more_than_the_pseudonym() -> None:
    assert TEAM.therapist is not None
    by_sms = replace(ASKED, therapist=replace(TEAM.therapist, contacts=(ana(ANA_SMS),)))
    [danger] = [one for one in letters(follows(DANGER, by_sms)) if one.to == ANA_SMS]
    assert danger.text == f"Please speak with {CLIENT} today. Reply SEEN {CLIENT[2:]}"


@pytest.mark.parametrize("text", ["7", "7 6 8 7", "STOP", "HELP", "I slept badly", "ten"])
def test_ordinary_replies_are_answered_as_ever(text: str) -> None:
    assert "crisis" not in [one.purpose for one in letters(follows(text))]


def test_what_staff_write_is_no_clients_word() -> None:
    of_staff = replace(CASE, contact=ana(), staff=CASE.therapist, client=None, episode=None)
    said = desk.decide(IncomingMessage("telegram:1", ANA, DANGER, NOW), of_staff, NOW)
    assert "crisis" not in [one.purpose for one in letters(said)]


def test_a_code_with_words_of_danger_brings_the_consent_text_behind_the_crisis_text() -> None:
    stopped = replace(
        TEAM, contact=mia(state=ContactState.STOPPED), invite=replace(CODE, used=True, used_by_sender=True)
    )
    for case in (replace(stopped, contact=None, invite=CODE), stopped):
        assert case.client is not None
        said = follows(f"NEWCODE2 {DANGER}", replace(case, client=replace(case.client, consent="")))
        assert [one.purpose for one in letters(said)] == ["crisis", "consent", "danger", "danger"]
        assert "has been sent" in letters(said)[-1].text


def test_words_after_an_alert_was_put_off_are_an_alert_of_their_own() -> None:
    [raised] = [fact for fact in follows(DANGER) if isinstance(fact, AlertRaised)]
    put_off = replace(raised.alert, state=AlertState.SNOOZED, id="before")
    assert [fact for fact in follows(DANGER, replace(ASKED, alerts=(put_off,))) if isinstance(fact, AlertRaised)]


def test_nobody_is_promised_to_be_told_who_cannot_be() -> None:
    assert TEAM.therapist is not None
    unreachable = replace(TEAM.therapist, contacts=())
    alone = replace(ASKED, therapist=unreachable, colleagues=())
    [crisis] = letters(follows(DANGER, alone))
    assert "therapist" not in crisis.text
    with_sue = replace(ASKED, therapist=unreachable)
    assert "is being told" in letters(follows(DANGER, with_sue))[0].text
