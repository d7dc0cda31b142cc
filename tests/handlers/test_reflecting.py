"""When a therapist is asked what a client taught them, and when not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handlers.case import Case
from handlers.facts import Fact
from handlers.people import Away
from handlers.reflecting import after_rating, at_closing
from handlers.reflections import Occasion, ReflectionAsked, ReflectionState
from measures.care import Ending
from measures.flags import Rule
from tests.handlers.cases import ANA_SMS, CASE, STAFF, ana, letters
from tests.storage.house import NOW, OTHER, alert, rating, reflection

DAY = timedelta(days=1)
ASTRAY_THEN_BACK = (240, 180, 310)


def rated(*totals: int, case: Case = CASE) -> Case:
    return replace(case, ratings=tuple(rating(number=number, total=total) for number, total in enumerate(totals, 1)))


def asked(case: Case, now: datetime = NOW) -> list[tuple[Occasion, ReflectionState]]:
    return found(after_rating("cause", case.ratings[-1], case, now))


def found(said: Sequence[Fact]) -> list[tuple[Occasion, ReflectionState]]:
    return [(one.reflection.occasion, one.reflection.state) for one in said if isinstance(one, ReflectionAsked)]


ONE_LETTER = [(Occasion.RECOVERY, ReflectionState.ASKED)]
WAITS = [(Occasion.RECOVERY, ReflectionState.LATER)]


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        (ASTRAY_THEN_BACK, ONE_LETTER),
        ((240, 310), []),  # never off track
        ((240, 180, 250), []),  # back, but by no reliable change
        ((240, 180), []),
    ],
)
def test_recovery_is_a_reliable_change_after_off_track(totals: tuple[int, ...], expected: object) -> None:
    assert asked(rated(*totals)) == expected


def test_an_alert_that_somebody_has_seen_and_that_holds_no_more() -> None:
    case = rated(200, 310, 255, 310)
    seen = replace(alert(), rule=Rule.SUDDEN_DROP, at=NOW)
    assert asked(case) == []
    assert asked(replace(case, acknowledged=(seen,))) == [(Occasion.ALERT, ReflectionState.ASKED)]
    assert asked(replace(case, acknowledged=(replace(seen, rule=Rule.PLATEAU),))) == []
    before = replace(case.episode, opened_at=NOW + DAY) if case.episode else None
    assert asked(replace(case, acknowledged=(seen,), episode=before)) == []
    assert asked(replace(rated(200, 310, 255), acknowledged=(seen,))) == []


@pytest.mark.parametrize(
    ("totals", "ending", "count"),
    [((240, 180), Ending.PLANNED, 1), ((240, 310), Ending.PLANNED, 0), ((240, 310), Ending.UNPLANNED, 1)],
)
def test_an_end_that_was_not_planned_or_after_off_track(totals: tuple[int, ...], ending: Ending, count: int) -> None:
    assert len(found(at_closing("cause", rated(*totals), ending, NOW))) == count


def test_an_alert_that_ends_while_another_rule_holds_is_no_end() -> None:
    seen = replace(alert(), rule=Rule.DETERIORATION, at=NOW)
    assert asked(replace(rated(200, 150, 210), acknowledged=(seen,))) == []


def test_nothing_after_the_end_of_care() -> None:
    over = replace(CASE.episode, closed_at=NOW) if CASE.episode else None
    assert asked(replace(rated(*ASTRAY_THEN_BACK), episode=over)) == []


@pytest.mark.parametrize(("ago", "expected"), [(6 * DAY, []), (7 * DAY, ONE_LETTER)])
def test_at_most_once_a_week_per_client(ago: timedelta, expected: object) -> None:
    earlier = reflection("other", at=NOW - ago)
    assert asked(replace(rated(*ASTRAY_THEN_BACK), reflections=(earlier,))) == expected


def test_never_twice_for_one_occasion_of_a_course() -> None:
    said = after_rating("cause", rated(*ASTRAY_THEN_BACK).ratings[-1], rated(*ASTRAY_THEN_BACK), NOW - 30 * DAY)
    (once,) = [one.reflection for one in said if isinstance(one, ReflectionAsked)]
    assert asked(replace(rated(*ASTRAY_THEN_BACK), reflections=(once,))) == []


def test_after_two_letters_on_one_day_the_digest_names_the_others() -> None:
    others = [reflection(f"other {one}", OTHER) for one in range(2)]
    case = rated(*ASTRAY_THEN_BACK)
    assert asked(replace(case, reflections=tuple(others[:1]))) == ONE_LETTER
    assert asked(replace(case, reflections=tuple(others))) == WAITS
    assert asked(replace(case, reflections=tuple(others)), NOW + DAY) == ONE_LETTER
    own = tuple(replace(one, occasion=Occasion.OWN) for one in others)
    assert asked(replace(case, reflections=own)) == ONE_LETTER


def test_nobody_who_is_away_or_out_of_reach_is_written_to() -> None:
    away = replace(STAFF, away=(Away("W-1", "T-JO", NOW - DAY, NOW + DAY),))
    for therapist in (away, replace(STAFF, contacts=())):
        case = replace(rated(*ASTRAY_THEN_BACK), therapist=therapist)
        said = after_rating("cause", case.ratings[-1], case, NOW)
        assert found(said) == WAITS
        assert len(said) == 1


def test_in_quiet_hours_the_letter_waits() -> None:
    night = NOW.replace(hour=21)
    case = rated(*ASTRAY_THEN_BACK)
    (told,) = letters(after_rating("cause", case.ratings[-1], case, night))
    assert told.not_before is not None
    assert told.not_before > night


def test_an_sms_invites_without_a_number_and_names_telegram_only_to_who_has_it() -> None:
    for contacts, there in (((ana(ANA_SMS), ana()), True), ((ana(ANA_SMS),), False)):
        case = replace(rated(*ASTRAY_THEN_BACK), therapist=replace(STAFF, contacts=contacts))
        (told,) = letters(after_rating("cause", case.ratings[-1], case, NOW))
        assert ("Telegram" in told.text) is there
        assert not told.buttons
        assert "31" not in told.text
