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
