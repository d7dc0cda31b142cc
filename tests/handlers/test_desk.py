from dataclasses import replace

import pytest

from handlers.alerts import Alert, AlertSeen
from handlers.case import Case, Invite
from handlers.desk import decide
from handlers.facts import ContactChanged, RemarkKept
from handlers.people import Contact, ContactState, Role
from messages.envelope import ButtonPress, Content
from tests.handlers.cases import BOTH_PHONES, CASE, MIA_BY_CHAT, STAFF, ana, kinds, letters, mia
from tests.storage.house import ANA, CLIENT, EVE, HOUR, MIA, MIA_SMS, NOW, OTHER, alert, request, said

PRESSED = ButtonPress("telegram:1", MIA, f"a|{request().id}|0|70", "9", NOW)
ASKED = replace(CASE, request=replace(request(), one_by_one=True))
ALERTS = (alert(CLIENT), alert(OTHER))
STAFFED = Case(CASE.practice, contact=ana(), staff=STAFF, alerts=ALERTS)
INVITE = Invite("code", Role.CLIENT, CLIENT, "en", NOW + HOUR)


def seen(case: Case, text: str, alerts: tuple[Alert, ...] = ALERTS) -> list[str]:
    told = decide(said("telegram:1", ANA, text), replace(case, alerts=alerts), NOW)
    return [fact.alert for fact in told if isinstance(fact, AlertSeen)]


def test_a_press_of_one_who_said_stop_or_never_agreed_answers_nothing() -> None:
    assert "AnswerGiven" in kinds(decide(PRESSED, ASKED, NOW))
    for state in (ContactState.STOPPED, ContactState.BLOCKED):
        assert decide(PRESSED, replace(ASKED, contact=mia(state=state)), NOW) == []
    assert decide(PRESSED, replace(ASKED, client=replace(MIA_BY_CHAT, consent="")), NOW) == []


def test_stop_closes_every_phone_of_a_client() -> None:
    told = decide(said("telegram:1", MIA, "STOP"), replace(CASE, client=BOTH_PHONES), NOW)
    assert [(one.contact.address, one.state) for one in told if isinstance(one, ContactChanged)] == [
        (MIA, ContactState.STOPPED),
        (MIA_SMS, ContactState.STOPPED),
    ]


def test_a_message_that_is_edited_to_stop_stops_and_one_that_is_forwarded_does_not() -> None:
    edited = replace(said("telegram:1", MIA, "STOP"), content=Content.EDITED)
    assert "ContactChanged" in kinds(decide(edited, CASE, NOW))
    assert "ContactChanged" not in kinds(decide(replace(edited, content=Content.FORWARDED), CASE, NOW))


def test_a_button_marks_the_alerts_of_its_client_only() -> None:
    told = decide(ButtonPress("telegram:1", ANA, f"seen|{OTHER}", "9", NOW), STAFFED, NOW)
    assert [fact.alert for fact in told if isinstance(fact, AlertSeen)] == [alert(OTHER).id]


@pytest.mark.parametrize("text", ["SEEN 7K2", "SEEN 7K2 please", "Seen, c-7k2!", "C7K2 seen thanks"])
def test_seen_and_a_name_marks_that_clients_alert(text: str) -> None:
    assert seen(STAFFED, text) == [alert(CLIENT).id]


@pytest.mark.parametrize("text", ["SEEN 9PD", "I have not seen 7K2 yet", "SEEN"])
def test_what_names_no_one_client_marks_nothing(text: str) -> None:
    assert seen(STAFFED, text) == []


@pytest.mark.parametrize("text", ["seen", "SEEN please", "Okay, seen", "Seen, thank you"])
def test_seen_without_a_name_marks_the_only_alert(text: str) -> None:
    assert seen(STAFFED, text, ALERTS[:1]) == [alert(CLIENT).id]


@pytest.mark.parametrize("text", ["not seen 7K2", "SEEN 9PD"])
def test_a_name_that_fits_no_open_alert_is_asked_back(text: str) -> None:
    told = decide(said("telegram:1", ANA, text), replace(STAFFED, alerts=ALERTS[:1]), NOW)
    assert [(one.purpose, one.text) for one in letters(told)] == [("seen_which", "Which one? Reply SEEN 7K2")]


@pytest.mark.parametrize("text", ["seen 7K2?", "I haven't seen", "have you seen 7K2", "not seen yet"])
def test_what_does_not_say_seen_acknowledges_nothing(text: str) -> None:
    assert seen(STAFFED, text, ALERTS[:1]) == []


def test_after_stop_a_therapist_s_seen_counts_and_is_not_answered() -> None:
    silent = replace(STAFFED, contact=ana(state=ContactState.STOPPED))
    told = decide(said("telegram:1", ANA, "SEEN 7K2"), silent, NOW)
    assert (kinds(told), letters(told)) == (["AlertSeen"], [])
    assert decide(said("telegram:2", ANA, "hello"), replace(silent, notices=(CLIENT,)), NOW) == []


def test_a_therapist_does_not_become_a_client_by_a_client_s_code() -> None:
    told = decide(said("telegram:1", ANA, "MIACODE2"), replace(STAFFED, invite=INVITE), NOW)
    assert [one.purpose for one in letters(told)] == ["invite_other"]
    assert kinds(told) == ["EchoSaid"]


def test_somebody_else_s_code_is_not_used_up() -> None:
    other = replace(INVITE, person=OTHER)
    told = decide(said("telegram:1", MIA, "BENCODE2"), replace(CASE, invite=other), NOW)
    assert ([one.purpose for one in letters(told)], kinds(told)) == (["invite_other"], ["EchoSaid"])


@pytest.mark.parametrize(
    "invite",
    [
        replace(INVITE, person=OTHER),
        replace(INVITE, used=True),
        replace(INVITE, expires_at=NOW),
        replace(INVITE, person=OTHER, used=True, used_by_sender=True),
    ],
)
def test_after_stop_a_code_that_does_not_fit_is_not_answered(invite: Invite) -> None:
    closed = replace(CASE, contact=mia(state=ContactState.STOPPED), invite=invite)
    assert decide(said("telegram:1", MIA, "CODECODE"), closed, NOW) == []


@pytest.mark.parametrize(
    ("invite", "fact"),
    [(INVITE, "InviteUsed"), (replace(INVITE, used=True, used_by_sender=True), "ContactChanged")],
)
def test_after_stop_a_code_of_ones_own_opens_the_phone_again(invite: Invite, fact: str) -> None:
    away = replace(MIA_BY_CHAT, consent="", withdrawn=True)
    closed = replace(CASE, contact=mia(state=ContactState.STOPPED), client=away, invite=invite)
    told = decide(said("telegram:1", MIA, "MIACODE2"), closed, NOW)
    assert (kinds(told), [one.purpose for one in letters(told)]) == ([fact, "ConsentShown"], ["consent"])


def test_a_stranger_who_said_stop_is_never_answered_a_code() -> None:
    stranger = Contact(EVE, Role.CLIENT, "", ContactState.STOPPED)
    assert decide(said("telegram:1", EVE, "MIACODE3"), Case(CASE.practice, contact=stranger), NOW) == []


def test_a_code_ends_at_its_instant() -> None:
    fresh = Case(CASE.practice, client=replace(MIA_BY_CHAT, consent=""), invite=INVITE)
    assert "InviteUsed" in kinds(decide(said("telegram:1", EVE, "MIACODE2"), fresh, INVITE.expires_at - HOUR))
    ended = decide(said("telegram:1", EVE, "MIACODE2"), fresh, INVITE.expires_at)
    assert [one.purpose for one in letters(ended)] == ["invite_expired"]


def test_words_of_one_who_said_stop_are_kept_and_not_answered() -> None:
    away = replace(MIA_BY_CHAT, consent="", withdrawn=True)
    told = decide(
        said("telegram:1", MIA, "too much"), replace(CASE, contact=mia(state=ContactState.STOPPED), client=away), NOW
    )
    assert [fact.text for fact in told if isinstance(fact, RemarkKept)] == ["too much"]
    assert [one.to for one in letters(told)] == [ANA]
