from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handlers.calling import call
from handlers.case import Case, RequestState
from handlers.facts import AskWaits, RequestOpened
from messages.envelope import Moment, MomentKind, Priority
from scheduler.timetable import REMINDER_GAP, Hours, next_contact
from tests.handlers.cases import ASKED as EVERY_TIME
from tests.handlers.cases import CASE, kinds, letters
from tests.storage.house import BERLIN, HOUR, NOW, appointment, rating, request

SECOND = timedelta(seconds=1)
BOOKED = appointment(starts_at=NOW + 24 * HOUR)
COMING = replace(CASE, appointment=BOOKED)
ASKED = replace(request(), asked_at=NOW - REMINDER_GAP)
WAITING = replace(COMING, request=ASKED)


def moment(kind: MomentKind) -> Moment:
    return Moment(kind, BOOKED.id, 1, NOW)


@pytest.mark.parametrize(
    ("kind", "case"), [(MomentKind.ASK, COMING), (MomentKind.REMIND, WAITING), (MomentKind.CLOSE, WAITING)]
)
def test_a_moment_of_before_a_move_brings_nothing(kind: MomentKind, case: Case) -> None:
    assert call(moment(kind), case, NOW) != []
    assert call(moment(kind), replace(case, appointment=replace(BOOKED, version=2)), NOW) == []


@pytest.mark.parametrize("now", [NOW, NOW + 12 * HOUR])
def test_a_question_waits_for_contact_hours_and_is_stale_when_the_appointment_begins(now: datetime) -> None:
    [question] = letters(call(moment(MomentKind.ASK), COMING, now))
    assert question.priority is Priority.BULK
    assert question.not_before == next_contact(now, Hours(BERLIN))
    assert question.expires == BOOKED.starts_at


def test_nobody_is_asked_or_reminded_once_the_appointment_has_begun() -> None:
    for kind, case in ((MomentKind.ASK, COMING), (MomentKind.REMIND, WAITING)):
        late = replace(moment(kind), at=BOOKED.starts_at - SECOND)
        assert call(late, case, late.at) != []
        assert kinds(call(moment(kind), case, BOOKED.starts_at)) == ["AskDropped"] * (kind is MomentKind.ASK)


def test_a_reminder_keeps_its_distance_from_the_question_and_from_the_last_answer() -> None:
    assert len(letters(call(moment(MomentKind.REMIND), WAITING, NOW))) == 2
    assert call(moment(MomentKind.REMIND), WAITING, NOW - SECOND) == []
    answered = replace(WAITING, request=replace(ASKED, answered_at=NOW))
    assert call(moment(MomentKind.REMIND), answered, NOW) == []


def test_a_reminder_that_a_later_one_has_overtaken_is_not_written() -> None:
    """As after an outage; that for the morning is due the evening before."""
    evening = NOW + 9 * HOUR - timedelta(minutes=1)
    [_, letter] = letters(call(moment(MomentKind.REMIND), WAITING, NOW))
    assert letter.expires == evening
    assert call(moment(MomentKind.REMIND), WAITING, evening) == []


def test_nobody_is_reminded_of_a_question_that_has_not_left() -> None:
    assert call(moment(MomentKind.REMIND), replace(WAITING, unsent=frozenset({ASKED.id})), NOW) == []


def test_whose_numbers_were_left_to_the_therapist_is_not_reminded() -> None:
    assert call(moment(MomentKind.REMIND), replace(WAITING, request=replace(ASKED, misread=5)), NOW) == []


@pytest.mark.parametrize(("early", "opened"), [(timedelta(), 1), (-SECOND, 0)])
def test_what_was_rated_less_than_five_days_before_is_not_asked_again(early: timedelta, opened: int) -> None:
    done = replace(rating(), at=BOOKED.starts_at - timedelta(days=5) - early, appointment=BOOKED.id)
    case = replace(
        COMING,
        request=replace(ASKED, state=RequestState.COMPLETE),
        ratings=(done,),
        schedules=(replace(EVERY_TIME, gap=0),),
    )
    said = call(moment(MomentKind.ASK), case, NOW)
    assert kinds(said) == ["RequestOpened"] * opened


def test_an_appointment_is_asked_for_when_an_earlier_one_is_done_with() -> None:
    before = replace(WAITING, request=replace(ASKED, appointment="A-BEFORE", closes_at=NOW + HOUR))
    [waits] = call(moment(MomentKind.ASK), before, NOW)
    assert isinstance(waits, AskWaits)
    assert (waits.moment.at, waits.moment.number) == (NOW + HOUR + SECOND, 2)
    said = call(waits.moment, before, NOW + HOUR)
    assert [fact.request.appointment for fact in said if isinstance(fact, RequestOpened)] == [BOOKED.id]
