from dataclasses import replace

import pytest

from handlers.case import Case, Invite
from handlers.consents import ConsentKind, ConsentRecorded, FallbackAsked
from handlers.desk import decide, take
from handlers.facts import Fact
from handlers.people import Client, Contact, Role
from messages.envelope import Address, ButtonPress, Content
from tests.handlers.cases import BOTH_PHONES, CASE, MIA_BY_CHAT, STAFF, ana, kinds, letters, mia
from tests.storage.house import CLIENT, HOUR, MIA, MIA_SMS, NOW, PRACTICE, request, said

CODE = Invite("code", Role.CLIENT, CLIENT, "en", NOW + HOUR)
ASKED = replace(BOTH_PHONES, fallback_asked=NOW - HOUR)
OPEN = replace(CASE, client=ASKED)
AGREED = replace(CASE, client=replace(ASKED, fallback=True))


def joins(client: Client = MIA_BY_CHAT, by: Address = MIA_SMS, **changes: object) -> list[Fact]:
    """What follows when somebody in care sends a code from one more address."""
    case = replace(CASE, client=client, contact=None, invite=CODE)
    return decide(said("k", by, "MIACODE2"), replace(case, **changes), NOW)  # type: ignore[arg-type]


def ledger(facts: list[Fact]) -> list[ConsentKind]:
    return [fact.kind for fact in facts if isinstance(fact, ConsentRecorded)]


def press(answer: str, case: Case = OPEN) -> list[Fact]:
    return decide(ButtonPress("p", MIA, f"f|{CLIENT}|{answer}", "9", NOW), case, NOW)


def test_who_joins_a_second_channel_is_asked() -> None:
    told = joins()
    assert [fact for fact in told if isinstance(fact, FallbackAsked)] == [FallbackAsked(CLIENT, NOW)]
    assert [one.purpose for one in letters(told)] == ["already_joined", "fallback"]
    assert "1 for yes" in letters(told)[1].text


def test_in_the_chat_the_answers_are_buttons() -> None:
    told = joins(replace(MIA_BY_CHAT, contacts=(mia(MIA_SMS),)), MIA)
    question = letters(told)[-1]
    assert [button.label for row in question.buttons for button in row] == ["Yes", "No, only here"]
    assert "Reply" not in question.text


@pytest.mark.parametrize(
    "client",
    [
        replace(MIA_BY_CHAT, fallback=True),
        replace(MIA_BY_CHAT, fallback=False),
        replace(MIA_BY_CHAT, fallback_asked=NOW - 1000 * HOUR),
        replace(MIA_BY_CHAT, contacts=()),
        replace(MIA_BY_CHAT, contacts=(mia(MIA_SMS),)),
    ],
    ids=["said yes", "said no", "was asked", "no other address", "no other channel"],
)
def test_nobody_is_asked_twice_or_for_nothing(client: Client) -> None:
    assert "FallbackAsked" not in kinds(joins(client))


def test_who_sends_a_used_code_again_is_not_asked() -> None:
    assert "FallbackAsked" not in kinds(joins(invite=replace(CODE, used=True, used_by_sender=True)))


def test_by_sms_it_is_not_asked_beside_a_question_that_numbers_answer() -> None:
    assert "FallbackAsked" not in kinds(joins(request=replace(request(), to=MIA_SMS)))


def test_before_a_changed_text_is_agreed_to_it_is_not_asked() -> None:
    assert "FallbackAsked" not in kinds(joins(practice=replace(PRACTICE, consent_version="2")))


@pytest.mark.parametrize("text", ["no", "yes", "ja", "maybe", "not by sms please"])
def test_what_is_no_number_settles_nothing_and_the_question_is_shown_again(text: str) -> None:
    told = decide(said("k", MIA_SMS, text), replace(OPEN, contact=mia(MIA_SMS)), NOW)
    assert ledger(told) == []
    assert letters(told)[-1].purpose == "fallback"


@pytest.mark.parametrize("text", ["1", "maybe"])
def test_a_day_after_it_was_asked_a_number_is_no_answer_and_nothing_is_shown_again(text: str) -> None:
    client = replace(ASKED, fallback_asked=NOW - 24 * HOUR)
    told = decide(said("k", MIA_SMS, text), replace(OPEN, client=client, contact=mia(MIA_SMS)), NOW)
    assert ledger(told) == []
    assert "fallback" not in [one.purpose for one in letters(told)]


@pytest.mark.parametrize(("text", "kind"), [("1", "fallback given"), ("2.", "fallback withdrawn")])
def test_a_number_answers_it(text: str, kind: str) -> None:
    told = decide(said("k", MIA, text), OPEN, NOW)
    assert ledger(told) == [kind]
    assert [one.purpose for one in letters(told)] == ["fallback_yes" if text == "1" else "fallback_no"]


@pytest.mark.parametrize("text", ["3", "1 or 2", "yes, why not", "what does that mean"])
def test_other_words_are_passed_on(text: str) -> None:
    told = decide(said("k", MIA, text), OPEN, NOW)
    assert ledger(told) == []
    assert "RemarkKept" in kinds(told)


@pytest.mark.parametrize(
    "case",
    [
        replace(OPEN, request=request()),
        replace(OPEN, request=replace(request(), asked_at=NOW, closes_at=NOW - 100 * HOUR)),
        replace(CASE, client=BOTH_PHONES),
        AGREED,
    ],
    ids=["a question is open", "asked since", "never asked", "said already"],
)
def test_a_number_that_is_for_something_else_answers_nothing(case: Case) -> None:
    assert ledger(decide(said("k", MIA, "1"), case, NOW)) == []


def test_an_edited_number_answers_nothing() -> None:
    assert ledger(decide(replace(said("k", MIA, "1"), content=Content.EDITED), OPEN, NOW)) == []


def test_a_press_answers_in_place_of_the_question_and_may_be_changed() -> None:
    told = press("yes")
    assert ledger(told) == ["fallback given"]
    assert [(one.edits, one.message) for one in letters(told)] == [(True, "9")]
    assert press("yes", AGREED) == []
    assert ledger(press("no", AGREED)) == ["fallback withdrawn"]


def test_a_press_below_the_question_to_somebody_else_answers_nothing() -> None:
    assert decide(ButtonPress("p", MIA, "f|C-3MX|yes", "9", NOW), OPEN, NOW) == []


@pytest.mark.parametrize("case", [OPEN, AGREED])
@pytest.mark.parametrize("word", ["only here", "Nur hier!", "tylko tutaj"])
def test_a_word_takes_it_back(case: Case, word: str) -> None:
    told = decide(said("k", MIA, word), case, NOW)
    assert ledger(told) == ["fallback withdrawn"]
    assert [one.purpose for one in letters(told)] == ["fallback_no"]


@pytest.mark.parametrize("case", [CASE, replace(CASE, client=replace(ASKED, fallback=False))])
def test_of_who_has_nothing_to_take_back_it_is_a_remark(case: Case) -> None:
    assert "RemarkKept" in kinds(decide(said("k", MIA, "only here"), case, NOW))


def test_a_therapists_is_no_answer() -> None:
    staff = Case(PRACTICE, contact=ana(), staff=STAFF)
    assert [one.purpose for one in letters(decide(said("k", ana().address, "only here"), staff, NOW))] == ["staff_help"]


@pytest.mark.parametrize("case", [OPEN, AGREED])
def test_stop_ends_it_and_it_is_not_asked_again(case: Case) -> None:
    assert ledger(decide(said("k", MIA, "STOP"), case, NOW)) == ["withdrawn", "fallback withdrawn"]


def test_on_a_phone_that_is_shared_it_is_of_whose_mark_stands_before_it() -> None:
    own = Contact(MIA_SMS, Role.CLIENT, CLIENT, mia().state, mark="A")
    mine = replace(OPEN, contact=own, client=replace(ASKED, contacts=(own, mia())))
    other = replace(CASE, client=replace(MIA_BY_CHAT, id="C-3MX", contacts=()), contact=replace(own, person="C-3MX"))
    both = replace(mine, sharing=(("A", mine), ("B", replace(other, request=None))))
    told = take(said("k", MIA_SMS, "A 1"), both, NOW)
    assert ledger(told) == ["fallback given"]
    assert letters(told)[0].text.startswith("A: Thank you")
    assert ledger(take(said("k", MIA_SMS, "B 1"), both, NOW)) == []
