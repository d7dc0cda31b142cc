"""Why what is due is not asked now, or comes round again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.calling import call
from handlers.case import Pause, RequestState
from handlers.facts import AskDropped, AskWaits, Reason, RequestOpened
from messages.envelope import Moment, MomentKind
from scheduler.schedule import Occasion
from tests.handlers.cases import ASKED, CASE, kinds
from tests.storage.house import CLIENT, HOUR, NOW, appointment, rating, request

SECOND = timedelta(seconds=1)
SESSION = appointment(starts_at=NOW + 24 * HOUR)
DUE = Moment(MomentKind.ASK, SESSION.id, 1, NOW, ASKED.key)
COMING = replace(CASE, appointment=SESSION)
DAILY = replace(ASKED, occasion=Occasion.BETWEEN, days=1, gap=0)
CHECK = replace(appointment(starts_at=NOW + 24 * HOUR), id="B-1", schedule=DAILY.key)
CHECKED = replace(CASE, appointment=CHECK, schedules=(DAILY,))
DUE_CHECK = Moment(MomentKind.ASK, CHECK.id, 1, NOW, DAILY.key)


def pause(until: timedelta) -> Pause:
    return Pause("P-1", CLIENT, NOW - HOUR, NOW + until)


def test_what_is_due_in_a_pause_waits_for_its_end_if_there_is_time_then() -> None:
    [waits] = call(DUE, replace(COMING, pauses=(pause(20 * HOUR),)), NOW)
    assert isinstance(waits, AskWaits)
    assert (waits.moment.at, waits.moment.number) == (NOW + 20 * HOUR + SECOND, 2)
    assert kinds(call(waits.moment, COMING, waits.moment.at)) == ["RequestOpened"]


@pytest.mark.parametrize("until", [24 * HOUR, 240 * HOUR])
def test_a_pause_over_the_session_drops_the_ask(until: timedelta) -> None:
    [dropped] = call(DUE, replace(COMING, pauses=(pause(until),)), NOW)
    assert isinstance(dropped, AskDropped)
    assert dropped.reason is Reason.PAUSED


def test_a_check_that_was_answered_is_not_asked_again_when_all_is_planned_anew() -> None:
    [opened] = [fact for fact in call(DUE_CHECK, CHECKED, NOW) if isinstance(fact, RequestOpened)]
    assert opened.request.about == NOW
    done = replace(rating(), appointment=CHECK.id, about=opened.request.about, at=NOW + HOUR)
    planned = replace(CHECKED, appointment=replace(CHECK, version=2), ratings=(done,))
    assert call(replace(DUE_CHECK, version=2), planned, NOW + 2 * HOUR) == []
    the_next = replace(CHECK, version=2, starts_at=CHECK.starts_at + 24 * HOUR)
    due = replace(DUE_CHECK, version=2, at=NOW + 24 * HOUR)
    later = replace(CHECKED, appointment=the_next, ratings=(done,))
    assert kinds(call(due, later, NOW + 24 * HOUR)) == ["RequestOpened"]


def test_a_check_takes_the_place_of_no_other_measure() -> None:
    srs = replace(request(), measure="srs", state=RequestState.OPEN, closes_at=NOW + 30 * HOUR)
    busy = replace(CHECKED, request=srs)
    [waits] = call(DUE_CHECK, busy, NOW)
    assert isinstance(waits, AskWaits)
    assert waits.moment.at == CHECK.starts_at - SECOND
    [dropped] = call(waits.moment, busy, waits.moment.at)
    assert isinstance(dropped, AskDropped)
    assert dropped.reason is Reason.BUSY


def test_a_check_does_not_take_the_place_of_the_same_measure_before_a_session() -> None:
    before = replace(request(), state=RequestState.OPEN, closes_at=NOW + 30 * HOUR)
    [waits] = call(DUE_CHECK, replace(CHECKED, request=before), NOW)
    assert isinstance(waits, AskWaits)


AFTERWARDS = replace(ASKED, measure="srs", occasion=Occasion.AFTER, gap=0)
HELD = replace(appointment(starts_at=NOW - 80 * HOUR / 60), id="A-2")
DUE_AFTERWARDS = Moment(MomentKind.ASK, HELD.id, 1, NOW, AFTERWARDS.key)
OPEN_CHECK = replace(
    request(), appointment=CHECK.id, occasion=Occasion.BETWEEN, state=RequestState.OPEN, closes_at=CHECK.starts_at
)
AFTER_A_SESSION = replace(CHECKED, appointment=HELD, schedules=(DAILY, AFTERWARDS), upcoming=(CHECK,))


def test_a_check_nobody_has_begun_gives_its_place_to_what_is_asked_after_a_session_and_comes_again() -> None:
    facts = call(DUE_AFTERWARDS, replace(AFTER_A_SESSION, request=OPEN_CHECK), NOW)
    assert kinds(facts) == ["RequestChanged", "LettersWithdrawn", "AskWaits", "RequestOpened"]
    [again] = [fact.moment for fact in facts if isinstance(fact, AskWaits)]
    assert (again.schedule, again.number) == (DAILY.key, 2)
    assert kinds(call(again, CHECKED, NOW + HOUR)) == ["RequestOpened"]
    [newcomer] = [fact.request for fact in facts if isinstance(fact, RequestOpened)]
    [dropped] = call(again, replace(CHECKED, request=newcomer), again.at)
    assert isinstance(dropped, AskDropped)
    assert dropped.reason is Reason.BUSY


def test_a_check_somebody_has_begun_to_answer_is_let_to_its_end() -> None:
    begun = replace(OPEN_CHECK, answers=(70, None, None, None), closes_at=NOW + 5 * HOUR)
    [waits] = call(DUE_AFTERWARDS, replace(AFTER_A_SESSION, request=begun), NOW)
    assert isinstance(waits, AskWaits)
    assert waits.moment.at == NOW + 5 * HOUR + SECOND


def test_a_question_after_a_session_that_has_lost_its_place_comes_again() -> None:
    displaced = replace(
        request(),
        appointment=HELD.id,
        measure="srs",
        occasion=Occasion.AFTER,
        state=RequestState.OPEN,
        closes_at=NOW + 26 * HOUR,
    )
    crowded = replace(COMING, schedules=(ASKED, AFTERWARDS), request=displaced, begun=(HELD,))
    soon = replace(SESSION, starts_at=NOW + 3 * HOUR)
    facts = call(DUE, replace(crowded, appointment=soon), NOW)
    [again] = [fact.moment for fact in facts if isinstance(fact, AskWaits)]
    assert (again.appointment, again.schedule, again.number) == (HELD.id, AFTERWARDS.key, 2)


def test_a_question_nobody_got_and_that_is_over_is_listed_when_it_loses_its_place() -> None:
    """Its session begins now; it has waited for contact hours all the night."""
    gone = replace(appointment(starts_at=NOW), id="A-2")
    unsent = replace(request(), appointment=gone.id, state=RequestState.OPEN, closes_at=NOW + HOUR / 4)
    late = replace(COMING, request=unsent, begun=(gone,), appointment=replace(SESSION, starts_at=NOW + HOUR / 4))
    facts = call(DUE, replace(late, unsent=frozenset([unsent.id])), NOW)
    assert [one.reason for one in facts if isinstance(one, AskDropped)] == [Reason.UNSENT]
    assert [one for one in call(DUE, late, NOW) if isinstance(one, AskDropped)] == []
