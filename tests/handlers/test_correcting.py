"""A rating from paper or put right: its place in the course, what is asked no more, and which alerts still hold."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers import correcting, papering
from handlers.alerts import Alert, AlertClosed, AlertRaised
from handlers.calling import call
from handlers.case import Case, Rating, RequestState
from handlers.corrections import Correction, CorrectionKind, entitled
from handlers.facts import AskDropped, Fact, RatingMade, Reason, RequestChanged
from handlers.people import Duty, Therapist
from handlers.rating import complete
from measures.scoring import Score
from messages.envelope import Moment, MomentKind
from tests.handlers.cases import ASKED, CASE, STAFF, kinds, letters
from tests.storage.house import BERLIN, HOUR, NOW, OTHER, alert, appointment, episode, rating, request

DAY = timedelta(days=1)
TODAY = NOW.astimezone(BERLIN).date()


def rated(id: str, total: int, days: float, measure: str = "ors", last: int = 0) -> Rating:  # noqa: A002
    """On paper, of a day so many days from now."""
    plain = rating(total=total)
    items = (0,) * 8 + (last,) if measure == "phq9" else plain.items
    plain = replace(plain, id=id, request="", channel="paper", appointment="", measure=measure, items=items)
    return replace(plain, about=NOW + days * DAY)


def paper(total: int, days: int = 0) -> papering.Paper:
    return papering.Paper("R-9", "ors", Score(total, (total // 4,) * 4), TODAY + days * DAY, "T-ANA")


def correction(kind: CorrectionKind, before: Rating) -> Correction:
    return Correction("K-1", kind, "T-ANA", "so it was", before, NOW)


def rules(said: list[Fact]) -> tuple[list[str], list[str]]:
    """The alerts that were closed, and those raised."""
    closed = [one.alert for one in said if isinstance(one, AlertClosed)]
    return closed, [one.alert.id for one in said if isinstance(one, AlertRaised)]


def raised(rule: str, of: str, observed: str = "-8.0") -> Alert:
    return replace(alert(), id=f"{of}:{rule}", request="", rule=rule, observed=observed, threshold="-5.0")


FALLING = replace(
    CASE, ratings=(rated("R-1", 240, -9), rated("R-2", 160, -2)), alerts=(raised("deterioration", "R-2"),)
)


def test_a_paper_of_before_goes_to_its_place_and_changes_what_comes_after() -> None:
    said = papering.add(paper(160, -20), (), FALLING, NOW)
    assert isinstance(said[0], RatingMade)
    assert rules(said) == (["R-2:deterioration"], ["R-2:check_in_due:R-9", "R-2:sudden_drop:R-9"])
    [letter] = letters(said)
    assert "16 → 24 → 16\nOn paper: February 10, 2026\n" in letter.text
    assert rules(papering.add(paper(200, -5), (), FALLING, NOW))[0] == []


def test_a_late_answer_of_before_closes_an_alert_that_no_longer_stands() -> None:
    asked = replace(request(state=RequestState.EXPIRED), about=NOW - 20 * DAY)
    said = complete("telegram:9", replace(asked, answers=(40,) * 4), FALLING, NOW, late=True)
    assert rules(said)[0] == ["R-2:deterioration"]


def test_a_paper_of_the_day_of_a_session_is_for_that_session() -> None:
    session = appointment(starts_at=NOW + HOUR)
    [made, *_] = papering.add(paper(160), (session,), CASE, NOW)
    assert isinstance(made, RatingMade)
    assert (made.rating.appointment, made.rating.about) == (session.id, session.starts_at)
    assert (made.rating.entered_by, made.rating.request, made.rating.at) == ("T-ANA", "", NOW)


@pytest.mark.parametrize("state", [RequestState.OPEN, RequestState.EXPIRED])
def test_a_request_of_that_session_is_done_with(state: RequestState) -> None:
    session = appointment(starts_at=NOW + HOUR)
    asked = replace(CASE, request=replace(request(state=state), about=session.starts_at))
    said = papering.add(paper(160), (session,), asked, NOW)
    assert kinds(said)[:4] == ["RatingMade", "RequestChanged", "LettersWithdrawn", "TurnCame"]
    another = replace(asked, request=replace(request(), measure="srs"))
    assert not [one for one in papering.add(paper(160), (session,), another, NOW) if isinstance(one, RequestChanged)]


def test_the_session_it_was_for_is_not_asked_even_without_a_gap() -> None:
    session = appointment(starts_at=NOW + HOUR)
    made = replace(rated("R-1", 160, 0), appointment=session.id)
    case = replace(CASE, appointment=session, schedules=(replace(ASKED, gap=0),))
    moment = Moment(MomentKind.ASK, session.id, 1, NOW, ASKED.key)
    assert "RequestOpened" in kinds(call(moment, case, NOW))
    [dropped] = call(moment, replace(case, ratings=(made,)), NOW)
    assert isinstance(dropped, AskDropped)
    assert dropped.reason is Reason.RATED


def test_a_corrected_first_rating_closes_the_alert_and_a_lower_one_raises_another() -> None:
    first, second = FALLING.ratings
    scored = correcting.rescore(correction(CorrectionKind.SCORES, first), Score(160, (40,) * 4), FALLING, NOW)
    assert rules(scored) == (["R-2:deterioration"], [])
    worse = correcting.rescore(correction(CorrectionKind.SCORES, second), Score(120, (30,) * 4), FALLING, NOW)
    assert rules(worse) == (["R-2:deterioration"], ["R-2:deterioration:K-1"])
    [letter] = letters(worse)
    assert "24 → 12" in letter.text


def test_what_was_seen_is_not_raised_again() -> None:
    seen = replace(FALLING, alerts=())
    said = correcting.rescore(correction(CorrectionKind.SCORES, seen.ratings[1]), Score(150, (40,) * 4), seen, NOW)
    assert kinds(said) == ["RatingCorrected"]


def test_invalid_and_valid_again() -> None:
    second = FALLING.ratings[1]
    assert rules(correcting.invalidate(correction(CorrectionKind.INVALID, second), FALLING, NOW)) == (
        ["R-2:deterioration"],
        [],
    )
    without = replace(FALLING, ratings=FALLING.ratings[:1], alerts=())
    again = correcting.restore(correction(CorrectionKind.VALID, second), without, NOW)
    assert rules(again) == ([], ["R-2:deterioration:K-1"])


def other(case: Case) -> Case:
    """Another client of the same therapist."""
    assert case.client is not None
    return replace(
        case, client=replace(case.client, id=OTHER), episode=episode(OTHER), ratings=(), alerts=(), raters=()
    )


def test_an_alert_about_the_safety_item_stays_unless_the_rating_was_somebody_elses() -> None:
    risky = rated("R-3", 20, -1, "phq9", last=20)
    case = replace(CASE, ratings=(risky,), alerts=(raised("item_risk", "R-3", "2.0"),))
    assert rules(correcting.invalidate(correction(CorrectionKind.INVALID, risky), case, NOW)) == ([], [])
    moved = correcting.move(correction(CorrectionKind.MOVED, risky), (), case, other(case), NOW)
    assert rules(moved) == (["R-3:item_risk"], ["R-3:item_risk:K-1", "R-3:above_cutoff_at_start:K-1"])
    [letter] = letters(moved)
    assert letter.text.startswith(f"Please speak with {OTHER} today.")


def test_a_moved_rating_is_for_the_others_session_of_that_day() -> None:
    session = appointment(OTHER, starts_at=NOW)
    after = correcting.moved(FALLING.ratings[0], (session,), other(FALLING))
    assert (after.client, after.episode, after.appointment, after.about) == (OTHER, f"E-{OTHER}", session.id, NOW)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (STAFF, True),
        (replace(STAFF, id="T-JO", team="North"), False),
        (replace(STAFF, id="T-JO", team="North", duty=Duty.SUPERVISOR), True),
        (replace(STAFF, id="T-JO", team="South", duty=Duty.SUPERVISOR), False),
        (replace(STAFF, id="T-JO", duty=Duty.MANAGER), True),
    ],
)
def test_who_may_correct(who: Therapist, may: bool) -> None:
    assert entitled(who, replace(STAFF, team="North")) is may
    assert not entitled(replace(STAFF, id="T-JO", duty=Duty.SUPERVISOR), STAFF), "no team is no team in common"


def test_nothing_is_raised_of_an_episode_that_has_ended_but_what_asks_for_a_person() -> None:
    ended = replace(FALLING, episode=replace(episode(), closed_at=NOW - DAY))
    assert rules(papering.add(paper(160, -20), (), ended, NOW)) == (["R-2:deterioration"], [])
