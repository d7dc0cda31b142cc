"""What follows when care ends, and when it begins again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.alerts import AlertSeen, AlertState
from handlers.calling import call
from handlers.case import AppointmentState, Request, RequestState
from handlers.ending import close, reopen
from handlers.facts import AppointmentBooked, EpisodeClosed, EpisodeOpened, Fact, RequestChanged
from measures.care import Ending
from measures.flags import Rule
from messages.envelope import Moment, MomentKind
from tests.handlers.cases import CASE, kinds, letters
from tests.storage.house import CLIENT, HOUR, MIA_SMS, NOW, OTHER, alert, appointment, episode, request

FIRST, SECOND = appointment(number=1), appointment(number=2)
AGAIN = replace(episode(), id="E-AGAIN", opened_at=None)


def changed(said: list[Fact]) -> list[Request]:
    return [fact.request for fact in said if isinstance(fact, RequestChanged)]


def test_nothing_is_left_that_could_ask() -> None:
    said = close(replace(CASE, upcoming=(FIRST, SECOND)), Ending.PLANNED, NOW - HOUR, NOW)
    assert said[0] == EpisodeClosed(f"E-{CLIENT}", Ending.PLANNED, NOW - HOUR)
    booked = [fact for fact in said if isinstance(fact, AppointmentBooked)]
    assert [(one.appointment.state, one.moments) for one in booked] == [(AppointmentState.CANCELLED, ())] * 2
    assert kinds(said)[-1] == "MomentsDropped"
    assert letters(said) == []


def test_what_is_open_is_closed_now_so_that_late_answers_count_from_now() -> None:
    said = close(replace(CASE, request=request(), upcoming=(FIRST,)), Ending.UNPLANNED, NOW, NOW)
    (closed,) = changed(said)
    assert (closed.state, closed.closes_at) == (RequestState.EXPIRED, NOW)
    told, asked = letters(said)
    assert (told.purpose, told.edits, told.slot) == ("closed", True, request().id)
    assert (asked.purpose, asked.about) == ("reflect", CASE.episode.client if CASE.episode else "")


def test_by_sms_nothing_is_said() -> None:
    asked = replace(request(), to=MIA_SMS, answers=(70, None, None, None))
    said = close(replace(CASE, request=asked), Ending.PLANNED, NOW, NOW)
    assert [one.state for one in changed(said)] == [RequestState.PARTIAL]
    assert letters(said) == []


@pytest.mark.parametrize("state", [RequestState.COMPLETE, RequestState.EXPIRED, RequestState.STOPPED])
def test_what_is_over_stays_as_it_is(state: RequestState) -> None:
    assert changed(close(replace(CASE, request=request(state=state)), Ending.PLANNED, NOW, NOW)) == []


def test_alerts_of_the_client_are_seen_but_for_the_one_that_needs_a_person() -> None:
    risk = replace(alert(), id="risk", rule=Rule.ITEM_RISK.value)
    mine, other = alert(), alert(OTHER)
    assert mine.state is AlertState.OPEN
    said = close(replace(CASE, alerts=(risk, mine, other)), Ending.PLANNED, NOW, NOW)
    assert [fact.alert for fact in said if isinstance(fact, AlertSeen)] == [mine.id]


def test_no_moment_asks_anything_of_a_closed_client() -> None:
    due = Moment(MomentKind.ASK, FIRST.id, 1, NOW)
    open_case = replace(CASE, appointment=FIRST, upcoming=(FIRST,))
    closed = replace(open_case, episode=replace(episode(), closed_at=NOW))
    assert call(due, open_case, NOW)
    assert call(due, closed, NOW) == []


def test_a_new_episode_takes_back_what_could_still_be_answered_late() -> None:
    expired = request(state=RequestState.EXPIRED)
    assert reopen(AGAIN, CASE, NOW) == [EpisodeOpened(AGAIN, NOW)]
    soon = reopen(AGAIN, replace(CASE, request=expired), NOW)
    assert [one.state for one in changed(soon)] == [RequestState.SUPERSEDED]
    assert soon[-1] == EpisodeOpened(AGAIN, NOW)
    later = expired.closes_at + timedelta(hours=48)
    assert reopen(AGAIN, replace(CASE, request=expired), later) == [EpisodeOpened(AGAIN, later)]
