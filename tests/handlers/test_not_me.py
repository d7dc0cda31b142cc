from dataclasses import replace

import pytest

from handlers.case import Case, Invite
from handlers.consents import ConsentKind, ConsentRecorded
from handlers.desk import decide
from handlers.facts import ContactChanged, LettersWithdrawn, RequestChanged
from handlers.people import Contact, ContactState, Role
from messages.envelope import Content
from tests.handlers.cases import BOTH_PHONES, CASE, STAFF, ana, kinds, letters, mia
from tests.storage.house import ANA, CLIENT, EVE, HOUR, MIA, MIA_SMS, NOW, PRACTICE, request, said

NOT_ME = said("telegram:1", MIA, "not me")
NOBODYS = replace(mia(state=ContactState.BLOCKED), person="")
ASKED = replace(CASE, client=BOTH_PHONES, request=request())


def test_the_address_is_cut_off_and_nothing_more_is_asked() -> None:
    told = decide(NOT_ME, ASKED, NOW)
    assert [one.contact for one in told if isinstance(one, ContactChanged)] == [NOBODYS]
    assert [one.to for one in told if isinstance(one, LettersWithdrawn)] == [MIA]
    assert [one.request.state for one in told if isinstance(one, RequestChanged)] == ["stopped"]
    assert [one.kind for one in told if isinstance(one, ConsentRecorded)] == [ConsentKind.WITHDRAWN]
    assert "MomentsDropped" in kinds(told)


def test_whoever_wrote_it_learns_nothing_and_the_therapist_all() -> None:
    sorry, told = letters(decide(NOT_ME, ASKED, NOW))
    assert (sorry.to, sorry.purpose) == (MIA, "not_you")
    assert not [word for word in (PRACTICE.name, CLIENT, "Lindqvist", "therap") if word in sorry.text]
    assert (told.to, told.purpose) == (ANA, "not_them")
    assert CLIENT in told.text


@pytest.mark.parametrize(("consent", "withdrawn", "told"), [("1", False, True), ("", True, True), ("", False, False)])
def test_the_therapist_is_sent_to_the_ratings_only_if_there_may_be_any(
    consent: str, withdrawn: bool, told: bool
) -> None:
    client = replace(BOTH_PHONES, consent=consent, withdrawn=withdrawn)
    [*_, about] = letters(decide(NOT_ME, replace(CASE, client=client), NOW))
    assert ("ratings" in about.text) == told
    assert "new code" in about.text


@pytest.mark.parametrize("text", ["not me, my sister", "that is not me"])
def test_among_other_words_it_is_a_remark(text: str) -> None:
    assert "RemarkKept" in kinds(decide(said("telegram:1", MIA, text), CASE, NOW))


@pytest.mark.parametrize("content", [Content.EDITED, Content.FORWARDED, Content.MEDIA])
def test_only_a_message_of_its_own_says_it(content: Content) -> None:
    assert "ContactChanged" not in kinds(decide(replace(NOT_ME, content=content), CASE, NOW))


def test_after_stop_nobody_is_answered() -> None:
    told = decide(NOT_ME, replace(CASE, contact=mia(state=ContactState.STOPPED)), NOW)
    assert [one.contact for one in told if isinstance(one, ContactChanged)] == [NOBODYS]
    assert [one.purpose for one in letters(told)] == ["not_them"]


def test_a_therapist_and_a_stranger_are_told_what_works() -> None:
    staff = Case(PRACTICE, contact=ana(), staff=STAFF)
    assert [one.purpose for one in letters(decide(said("telegram:1", ANA, "not me"), staff, NOW))] == ["staff_help"]
    assert [one.purpose for one in letters(decide(said("t", EVE, "not me"), Case(PRACTICE), NOW))] == ["stranger"]


def test_the_code_that_was_used_there_does_not_work_again_and_a_fresh_one_does() -> None:
    code, used = said("telegram:2", MIA, "MIACODE2"), Invite("code", Role.CLIENT, CLIENT, "en", NOW + HOUR, True, True)
    cut_off = replace(CASE, contact=NOBODYS, invite=used, client=BOTH_PHONES)
    assert decide(code, cut_off, NOW) == []
    fresh = replace(cut_off, invite=replace(used, used=False, used_by_sender=False))
    assert kinds(decide(code, fresh, NOW))[0] == "InviteUsed"


def test_start_from_there_is_a_strangers() -> None:
    nobodys = Contact(MIA_SMS, Role.CLIENT, "", NOBODYS.state)
    told = decide(said("t", MIA_SMS, "START"), Case(PRACTICE, contact=nobodys), NOW)
    assert [one.purpose for one in letters(told)] == ["stranger"]
