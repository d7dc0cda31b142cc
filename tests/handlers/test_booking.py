from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.booking import cancel, move, replan
from handlers.case import RequestState
from handlers.facts import AskDropped, Fact, LettersWithdrawn, LetterWritten, RequestChanged
from scheduler.schedule import Schedule
from tests.handlers.cases import CASE, MIA_BY_CHAT, kinds
from tests.storage.house import NOW, PRACTICE, appointment, request

FIRST, SECOND = appointment(number=1), appointment(number=2)
ASKED = replace(CASE, request=request(number=1))


def changed(said: list[Fact]) -> list[RequestState]:
    return [fact.request.state for fact in said if isinstance(fact, RequestChanged)]


def test_a_cancelled_appointment_takes_back_its_own_question_only() -> None:
    assert changed(cancel(FIRST, ASKED, NOW)) == [RequestState.SUPERSEDED]
    assert kinds(cancel(SECOND, ASKED, NOW)) == ["AppointmentBooked"]
    assert kinds(move(SECOND, NOW + timedelta(days=9), ASKED, NOW)) == ["AppointmentBooked"]


def test_a_question_that_would_go_out_this_instant_stays_when_its_appointment_moves() -> None:
    starts = NOW + PRACTICE.timing.ask_before
    _, kept = move(FIRST, starts, ASKED, NOW)
    assert isinstance(kept, RequestChanged)
    assert (kept.request.state, kept.request.closes_at) == (RequestState.OPEN, starts + PRACTICE.timing.close_after)
    assert changed(move(FIRST, starts + timedelta(seconds=1), ASKED, NOW)) == [RequestState.SUPERSEDED]


def test_a_session_that_is_moved_is_counted_once_among_the_others() -> None:
    """It goes to one in the night, for which it is too late to ask."""
    every_other = Schedule(FIRST.client, "self", "ors", every=2)
    soon = replace(FIRST, starts_at=NOW + timedelta(minutes=30))
    night = NOW.replace(hour=23)
    case = replace(CASE, schedules=(every_other,), sessions=(soon.starts_at,))
    [_, dropped] = move(soon, night + timedelta(hours=2), case, night)
    assert isinstance(dropped, AskDropped)


def test_a_question_that_waits_for_the_day_waits_for_that_of_the_new_zone() -> None:
    night = datetime(2026, 3, 2, 23, tzinfo=UTC)
    waiting = replace(request(), appointment=FIRST.id, about=night + timedelta(hours=30))
    moved = replace(MIA_BY_CHAT, zone=ZoneInfo("Asia/Kolkata"))
    case = replace(CASE, client=moved, request=waiting, unsent=frozenset({waiting.id}))
    [withdrawn, question] = replan(case, night)
    assert withdrawn == LettersWithdrawn(waiting.to, waiting.id)
    assert isinstance(question, LetterWritten)
    assert question.letter.not_before == datetime(2026, 3, 3, 3, 30, tzinfo=UTC)
    assert question.letter.expires == waiting.about
    assert replan(replace(case, unsent=frozenset()), night) == []
