from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handlers import desk, sharing
from handlers.case import Case, Held, Invite
from handlers.consents import ConsentRecorded
from handlers.desk import take
from handlers.facts import AnswerGiven, ContactChanged, Fact, MomentsDropped, RemarkKept
from handlers.people import Client, Contact, ContactState, Role
from handlers.shared import AddressShared, HeldDone, SharingEnded, TextHeld
from messages.envelope import ButtonPress, Channel, Content, DeliveryReport, Outcome
from tests.handlers.cases import CASE, kinds, letters
from tests.storage.house import BERLIN, CLIENT, HOUR, MIA_SMS, NOW, OTHER, episode, letter, request, said

MARKS = ("A", "B")


def one(client: str, mark: str, state: ContactState = ContactState.OPEN) -> Case:
    contact = Contact(MIA_SMS, Role.CLIENT, client, state, mark=mark)
    who = Client(client, "en", BERLIN, "1", contacts=(contact,))
    asked = replace(request(client), to=MIA_SMS)
    return replace(CASE, contact=contact, client=who, episode=episode(client), request=asked, schedules=())


SUBS = (("A", one(CLIENT, "A")), ("B", one(OTHER, "B")))
BOTH = replace(SUBS[0][1], contact=Contact(MIA_SMS, Role.CLIENT, CLIENT, ContactState.OPEN), sharing=SUBS)
HELD = Held("7 6 8 5", Content.TEXT, NOW, NOW + HOUR)


def told(text: str, case: Case = BOTH, now: datetime = NOW) -> list[Fact]:
    return take(said("sms:1", MIA_SMS, text), case, now)


def answered(facts: list[Fact]) -> set[str]:
    return {fact.request for fact in facts if isinstance(fact, AnswerGiven)}


@pytest.mark.parametrize(
    ("text", "marks", "rest"),
    [
        ("A 7 6.5 8 7", ("A",), "7 6.5 8 7"),
        ("b: 7", ("B",), "7"),
        ("B7", ("B",), "7"),
        ("A: a bad week", ("A",), "a bad week"),
        ("a - hello", ("A",), "hello"),
        ("b stop", ("B",), "stop"),
        ("STOP", MARKS, "STOP"),
        ("help", MARKS, "help"),
        ("B not me", MARKS, "not me"),
        ("7", (), "7"),
        ("a bad week", (), "a bad week"),
        ("B 7 because of work", (), "B 7 because of work"),
        ("C 7", (), "C 7"),
        ("about that", (), "about that"),
        ("start", (), "start"),
        ("", (), ""),
    ],
)
def test_whose_words_are_is_read_and_never_guessed(text: str, marks: tuple[str, ...], rest: str) -> None:
    routed = sharing.read(said("k", MIA_SMS, text), MARKS, None, NOW, closed=False)
    assert (routed.marks, routed.message.text) == (marks, rest)


def test_a_marked_reply_answers_the_right_question() -> None:
    assert answered(told("A 7 6 8 5")) == {request(CLIENT).id}
    facts = told("b: 7 6 8 5")
    assert answered(facts) == {request(OTHER).id}
    assert letters(facts)[0].text.startswith("B: Thank you")


def test_words_without_a_mark_are_held_and_asked_about() -> None:
    facts = told("7 6 8 5")
    assert kinds(facts) == ["TextHeld", "EchoSaid"]
    assert [fact.held for fact in facts if isinstance(fact, TextHeld)] == [HELD]
    assert "A or B" in letters(facts)[0].text


def test_the_mark_alone_hands_on_what_is_held_while_it_is() -> None:
    held = replace(BOTH, held=HELD)
    facts = told("b", held)
    assert answered(facts) == {request(OTHER).id}
    assert any(isinstance(fact, HeldDone) for fact in facts)
    assert answered(told("b", held, HELD.until)) == set()
    assert answered(told("b", held, HELD.until - timedelta(seconds=1))) == {request(OTHER).id}


def test_held_words_lose_their_own_mark_only() -> None:
    held = replace(BOTH, held=replace(HELD, text="A bad week"))
    for mark, words in (("A", "bad week"), ("B", "A bad week")):
        assert [fact.text for fact in told(mark, held) if isinstance(fact, RemarkKept)] == [words]


def test_after_a_marked_stop_the_way_back_is_marked_too() -> None:
    [confirmed] = [one.text for one in letters(told("B STOP")) if one.to == MIA_SMS]
    assert confirmed.endswith("write B START.")
    [for_all] = [one.text for one in letters(told("STOP")) if one.to == MIA_SMS]
    assert for_all.endswith("write START.")


@pytest.mark.parametrize("words", ["B 7 6", "B 7 6 8 5 4", "B 7 6 8 50", "B: 7 6 8 and so-so"])
@pytest.mark.parametrize("one_by_one", [True, False])
def test_what_follows_a_reply_that_cannot_be_read_is_marked(words: str, one_by_one: bool) -> None:
    asked = replace(request(OTHER), to=MIA_SMS, one_by_one=one_by_one, misread=1)
    again = replace(BOTH, sharing=(SUBS[0], ("B", replace(SUBS[1][1], request=asked))))
    replies = [one.text for one in letters(told(words, again)) if one.to == MIA_SMS]
    assert replies
    assert all(text.startswith("B: ") for text in replies)


@pytest.mark.parametrize(("text", "mark"), [("B 7", "B: "), ("7", ""), ("STOP", "")])
def test_a_fault_of_ours_is_said_under_the_mark_of_whoever_wrote(text: str, mark: str) -> None:
    [sorry] = letters(desk.sorry(said("sms:1", MIA_SMS, text), BOTH, NOW))
    assert sorry.text.startswith(f"{mark}Something went wrong") or not mark
    assert (sorry.text[:3] in ("A: ", "B: ")) == bool(mark)


def test_no_fault_of_ours_is_said_to_whoever_stopped() -> None:
    away = replace(BOTH, sharing=(SUBS[0], ("B", one(OTHER, "B", ContactState.STOPPED))))
    assert desk.sorry(said("sms:1", MIA_SMS, "B 7"), away, NOW) == []
    assert letters(desk.sorry(said("sms:1", MIA_SMS, "A 7"), away, NOW))[0].text.startswith("A: ")


def test_one_stops_and_the_address_stays_open_for_the_other() -> None:
    facts = told("A STOP")
    assert [(fact.contact.mark, fact.state) for fact in facts if isinstance(fact, ContactChanged)] == [("A", "stopped")]
    assert [fact.person for fact in facts if isinstance(fact, MomentsDropped)] == [CLIENT]


def test_stop_without_a_mark_stops_all_and_is_confirmed_once() -> None:
    facts = told("STOP")
    assert {fact.contact.mark for fact in facts if isinstance(fact, ContactChanged)} == {"", "A", "B"}
    ledger = [fact for fact in facts if isinstance(fact, ConsentRecorded)]
    assert {fact.person for fact in ledger} == {CLIENT, OTHER}
    assert len({fact.id for fact in ledger}) == 2
    confirmed = [one.text for one in letters(facts) if one.to == MIA_SMS]
    assert len(confirmed) == 1
    assert confirmed[0].startswith("Nothing more")


def test_whoever_stopped_is_silent_and_where_all_did_nothing_is_asked() -> None:
    stopped = tuple((mark, one(sub.client.id, mark, ContactState.STOPPED)) for mark, sub in SUBS if sub.client)
    assert told("hello", replace(BOTH, sharing=stopped)) == []
    assert [each.to for each in letters(told("A: hello", replace(BOTH, sharing=stopped)))] != [MIA_SMS]
    assert kinds(told("START", replace(BOTH, sharing=stopped))).count("ContactChanged") == 2


def test_not_me_cuts_the_address_off_from_all() -> None:
    facts = told("A: not me")
    assert [fact.address for fact in facts if isinstance(fact, SharingEnded)] == [MIA_SMS]
    assert {fact.contact.person for fact in facts if isinstance(fact, ContactChanged)} == {""}
    assert [each.purpose for each in letters(facts)].count("not_them") == 2


def test_a_press_is_of_whose_question_it_stands_below() -> None:
    pressed = ButtonPress("b", MIA_SMS, f"a|{request(OTHER).id}|0|70", "9", NOW)
    assert answered(take(pressed, BOTH, NOW)) == {request(OTHER).id}
    assert take(replace(pressed, data="a|R-OLD|0|70"), BOTH, NOW) == []


def test_a_letter_that_failed_is_told_of_whom_it_was_for() -> None:
    failed = DeliveryReport("r", Channel.SMS, Outcome.FAILED, NOW, address=MIA_SMS)
    [about] = letters(take(failed, replace(BOTH, letter=letter("k", MIA_SMS, text="B: words")), NOW))
    assert OTHER in about.text


@pytest.mark.parametrize(("shared", "expected"), [(True, ["A", "B"]), (False, [])])
def test_only_a_code_that_says_so_joins_a_phone_that_is_anothers(shared: bool, expected: list[str]) -> None:
    code = Invite("code", Role.CLIENT, OTHER, "en", NOW + HOUR, shared=shared)
    alone = Contact(MIA_SMS, Role.CLIENT, CLIENT, ContactState.OPEN)
    case = replace(CASE, contact=alone, client=Client(OTHER, "en", BERLIN), invite=code)
    facts = told("BENCODE2", case)
    assert [fact.mark for fact in facts if isinstance(fact, AddressShared)] == expected
    assert [each.purpose for each in letters(facts)] == (["shared", "consent"] if shared else ["invite_other"])
    assert not shared or letters(facts)[1].text.startswith("B: ")


def test_a_therapists_phone_is_not_shared() -> None:
    code = Invite("code", Role.CLIENT, OTHER, "en", NOW + HOUR, shared=True)
    staff = Contact(MIA_SMS, Role.THERAPIST, "T-ANA", ContactState.OPEN)
    assert [each.purpose for each in letters(told("BENCODE2", replace(CASE, contact=staff, invite=code)))] == [
        "invite_other"
    ]


def test_nobody_else_gets_a_mark() -> None:
    plain = replace(CASE, contact=Contact(MIA_SMS, Role.CLIENT, CLIENT, ContactState.OPEN))
    assert letters(told("A 7", plain))[0].text[:2] != "A:"
