from dataclasses import replace

import pytest

from handlers.calling import call
from handlers.case import Appointment, Case, RequestState
from handlers.consents import ConsentRecorded, ConsentShown
from handlers.desk import decide
from handlers.facts import AskDropped, Fact, Reason
from handlers.people import ContactState
from messages.envelope import Content, Moment, MomentKind
from tests.handlers.cases import BOTH_PHONES, CASE, MIA_BY_CHAT, kinds, letters, mia
from tests.storage.house import CLIENT, HOUR, MIA, NOW, PRACTICE, request, said

SESSION = Appointment("A-1", CLIENT, NOW + 24 * HOUR, 1)
ASK = Moment(MomentKind.ASK, "A-1", 1, NOW, "self.ors.before")
CHANGED = replace(CASE, practice=replace(PRACTICE, consent_version="2"), appointment=SESSION, upcoming=(SESSION,))
SHOWN = replace(CHANGED, client=replace(MIA_BY_CHAT, shown="2"))
ONE = said("telegram:1", MIA, "1")


def asked(case: Case) -> list[Fact]:
    return call(ASK, case, NOW)


def reasons(said: list[Fact]) -> list[Reason]:
    return [one.reason for one in said if isinstance(one, AskDropped)]


def test_the_new_text_goes_out_instead_of_the_question() -> None:
    told = asked(CHANGED)
    assert reasons(told) == [Reason.CONSENT_CHANGED]
    assert [one for one in told if isinstance(one, ConsentShown)] == [ConsentShown(CLIENT, "2")]
    assert [one.purpose for one in letters(told)] == ["consent_pending", "consent"]
    assert letters(told)[1].text.startswith("Our text has changed.")


def test_it_is_sent_once() -> None:
    told = asked(SHOWN)
    assert reasons(told) == [Reason.CONSENT_CHANGED]
    assert [one.purpose for one in letters(told)] == ["consent_pending"]


@pytest.mark.parametrize(("shown", "lead"), [("1", "Our text has changed."), ("", "Hello, this is")])
def test_who_joins_agrees_to_the_text_they_were_shown_and_to_no_other(shown: str, lead: str) -> None:
    joining = replace(CHANGED, client=replace(MIA_BY_CHAT, consent="", shown=shown))
    told = decide(ONE, joining, NOW)
    assert kinds(told) == ["ConsentShown"]
    assert letters(told)[0].text.startswith(lead)
    seen = replace(joining, client=replace(MIA_BY_CHAT, consent="", shown="2"))
    assert [one.version for one in decide(ONE, seen, NOW) if isinstance(one, ConsentRecorded)] == ["2"]


def test_beside_an_open_question_it_is_not_sent() -> None:
    another = replace(request(), closes_at=NOW + 240 * HOUR)
    assert [one.purpose for one in letters(asked(replace(CHANGED, request=another)))] == ["consent_pending"]


def test_who_stopped_is_not_sent_it() -> None:
    stopped = replace(MIA_BY_CHAT, consent="", withdrawn=True, contacts=(mia(state=ContactState.STOPPED),))
    told = asked(replace(CHANGED, client=stopped))
    assert reasons(told) == [Reason.NO_CONSENT]
    assert [one.purpose for one in letters(told)] == ["not_reachable"]


def test_one_agrees_to_it_and_the_calendar_goes_on() -> None:
    told = decide(ONE, SHOWN, NOW)
    assert [(one.kind, one.version) for one in told if isinstance(one, ConsentRecorded)] == [("given", "2")]
    assert "AppointmentBooked" in kinds(told)
    assert [one.purpose for one in letters(told)] == ["welcome"]


@pytest.mark.parametrize(
    "case",
    [
        CHANGED,
        replace(SHOWN, client=replace(MIA_BY_CHAT, shown="1")),
        replace(SHOWN, contact=mia(state=ContactState.STOPPED)),
        replace(SHOWN, request=replace(request(), one_by_one=True)),
    ],
)
def test_one_agrees_to_nothing_unseen_and_answers_what_is_open(case: Case) -> None:
    assert "ConsentRecorded" not in kinds(decide(ONE, case, NOW))


def test_after_the_close_it_agrees() -> None:
    late = replace(request(state=RequestState.PARTIAL), one_by_one=True)
    assert "ConsentRecorded" in kinds(decide(ONE, replace(SHOWN, request=late), NOW))


@pytest.mark.parametrize("text", ["ok", "2", "1 but why", "I agree"])
def test_anything_else_is_passed_on(text: str) -> None:
    told = kinds(decide(said("telegram:1", MIA, text), SHOWN, NOW))
    assert "ConsentRecorded" not in told
    assert "RemarkKept" in told


def test_an_edited_one_agrees_to_nothing() -> None:
    assert "ConsentRecorded" not in kinds(decide(replace(ONE, content=Content.EDITED), SHOWN, NOW))


def test_yes_and_start_show_it_again() -> None:
    back = replace(SHOWN, contact=mia(state=ContactState.BLOCKED), client=replace(BOTH_PHONES, shown="2"))
    for case in (CHANGED, SHOWN, back):
        told = decide(said("telegram:1", MIA, "start"), case, NOW)
        assert letters(told)[0].text.startswith("Our text has changed.")
