"""Alerts that nobody sees: how urgent each rule is, who is told beside the therapist, and what comes next."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers import escalating
from handlers.alerting import paged
from handlers.alerts import LEVELS, WORDS, Alert, AlertChanged, AlertState, Change, Level, most_urgent
from handlers.case import Case
from handlers.colleagues import backups, managers, responsible, supervisors
from handlers.people import Away, Contact, ContactState, Duty, Role, Therapist
from measures.flags import Rule
from messages.envelope import Address, Channel, StaffMoment, StaffMomentKind
from tests.handlers.cases import CASE, STAFF, letters
from tests.storage.house import BERLIN, CLIENT, NOW

HOUR = timedelta(hours=1)


def somebody(name: str, duty: Duty = Duty.THERAPIST, team: str = "", *, reached: bool = True) -> Therapist:
    contact = Contact(Address(Channel.TELEGRAM, name), Role.THERAPIST, name, ContactState.OPEN)
    return Therapist(name, name, "en", BERLIN, (contact,) if reached else (), team, duty)


ANA = replace(STAFF, team="harbour")
JO, SUE = somebody("T-JO"), somebody("T-SUE", Duty.SUPERVISOR, "harbour")
ELSEWHERE, MAX = somebody("T-ELSE", Duty.SUPERVISOR, "hill"), somebody("T-MAX", Duty.MANAGER)
TEAM = replace(CASE, therapist=ANA, colleagues=(JO, SUE, ELSEWHERE, MAX))


def alert(**more: object) -> Alert:
    kept = Alert("R:x", CLIENT, "T-ANA", "R", Rule.CHECK_IN, "0", "5", "source", NOW - 30 * HOUR, next_at=NOW)
    return replace(kept, **more)  # type: ignore[arg-type]


def step(one: Alert, case: Case = TEAM) -> tuple[list[tuple[str, str]], Alert | None, list[str]]:
    """Who is told as what, the alert then, and who gets letters."""
    known = replace(case, alert=one, alerts=(one,))
    said = escalating.due(StaffMoment(StaffMomentKind.ALERT, one.id, one.number, NOW), known, NOW)
    changed = [fact for fact in said if isinstance(fact, AlertChanged)]
    told = [(fact.change.value, fact.person) for fact in changed]
    return told, changed[-1].alert if changed else None, [letter.to.id for letter in letters(said)]


def test_every_rule_has_a_level() -> None:
    assert set(LEVELS) == {WORDS, *Rule}
    assert {rule for rule, level in LEVELS.items() if level is Level.URGENT} == {
        WORDS,
        Rule.ITEM_RISK,
        Rule.DETERIORATION,
    }


def test_the_most_urgent_of_several_counts() -> None:
    assert most_urgent([Level.INFORMATION, Level.ATTENTION]) is Level.ATTENTION
    assert most_urgent([Level.INFORMATION, Level.URGENT, Level.ATTENTION]) is Level.URGENT
    assert most_urgent([]) is Level.INFORMATION


def test_who_is_above_a_therapist_is_of_their_team() -> None:
    assert supervisors(TEAM, NOW) == [SUE]
    assert managers(TEAM, NOW) == [MAX]
    assert backups(TEAM, NOW) == [SUE]
    assert backups(replace(TEAM, therapist=replace(ANA, backup="T-JO")), NOW) == [JO]
    assert backups(replace(TEAM, therapist=replace(ANA, team="")), NOW) == [MAX]


def test_a_colleague_stands_in_while_somebody_is_away_and_not_before_or_after() -> None:
    span = Away("W-1", "T-JO", NOW, NOW + HOUR)
    away = replace(TEAM, therapist=replace(ANA, away=(span,)))
    standing_in = [responsible(away, NOW + after) for after in (-HOUR, timedelta(), HOUR)]
    assert [one.id for one in standing_in if one] == ["T-ANA", "T-JO", "T-ANA"]


def test_who_stands_in_for_somebody_who_stands_in_is_told_and_two_in_a_circle_are_no_trouble() -> None:
    days = {who: (Away("W", to, NOW, NOW + HOUR),) for who, to in (("T-ANA", "T-JO"), ("T-JO", "T-KIM"))}
    kim = somebody("T-KIM")
    away = replace(TEAM, therapist=replace(ANA, away=days["T-ANA"]), colleagues=(replace(JO, away=days["T-JO"]), kim))
    assert responsible(away, NOW) == kim
    back = replace(kim, away=(Away("W", "T-JO", NOW, NOW + HOUR),))
    found = responsible(replace(away, colleagues=(away.colleagues[0], back)), NOW)
    assert found == back


def test_who_stands_in_for_a_supervisor_is_told_in_their_place_and_once() -> None:
    span = (Away("W", "T-MAX", NOW, NOW + HOUR),)
    two = (replace(SUE, away=span), replace(SUE, id="T-SAM", away=span), MAX)
    assert supervisors(replace(TEAM, colleagues=two), NOW) == [MAX]
    own = (replace(SUE, away=(Away("W", "T-JO", NOW, NOW + HOUR),)), JO)
    stood_in = replace(ANA, away=(Away("W", "T-JO", NOW, NOW + HOUR),))
    assert supervisors(replace(TEAM, therapist=stood_in, colleagues=own), NOW) == []


def test_a_backup_who_cannot_be_reached_leaves_it_to_others() -> None:
    silent = replace(JO, contacts=())
    named = replace(TEAM, therapist=replace(ANA, backup="T-JO"), colleagues=(silent, SUE, MAX))
    assert backups(named, NOW) == [SUE]
    assert backups(replace(named, colleagues=(silent, MAX)), NOW) == [MAX]
    assert backups(replace(named, colleagues=(silent,)), NOW) == [silent]


def test_what_is_urgent_and_would_reach_nobody_pages_a_backup() -> None:
    silent = replace(TEAM, therapist=replace(ANA, contacts=()))
    assert [one.id for one in paged(silent, Level.URGENT, NOW)] == ["T-ANA", "T-SUE"]
    assert [one.id for one in paged(silent, Level.ATTENTION, NOW)] == ["T-ANA"]
    assert [one.id for one in paged(TEAM, Level.URGENT, NOW)] == ["T-ANA"]
    assert [one.id for one in paged(TEAM, Level.URGENT, NOW, backup=True)] == ["T-ANA", "T-SUE"]


def test_one_step_follows_the_other() -> None:
    told, reminded, to = step(alert())
    assert (told, to) == ([("reminded", "T-ANA")], [STAFF.contacts[0].address.id])
    assert reminded is not None
    assert (reminded.stage, reminded.number, reminded.next_at) == (1, 2, NOW + 24 * HOUR)
    told, passed_on, to = step(replace(reminded, next_at=NOW))
    assert (told, to) == ([("passed on", "T-SUE")], ["T-SUE"])
    assert passed_on is not None
    assert (passed_on.state, passed_on.stage) == (AlertState.ESCALATED, 2)
    told, with_manager, to = step(replace(passed_on, next_at=NOW))
    assert (told, to) == ([("passed on", "T-MAX")], ["T-MAX"])
    assert with_manager is not None
    assert with_manager.next_at is None


def test_what_is_urgent_never_rests_before_somebody_has_seen_it() -> None:
    told, after, _ = step(alert(level=Level.URGENT, stage=3, state=AlertState.ESCALATED))
    assert told == [("reminded", "T-ANA"), ("reminded", "T-SUE"), ("reminded", "T-MAX")]
    assert after is not None
    assert after.next_at == NOW + 24 * HOUR


def test_what_is_for_information_is_reminded_of_once_and_goes_no_further() -> None:
    _, after, _ = step(alert(level=Level.INFORMATION))
    assert after is not None
    assert (after.stage, after.next_at) == (1, None)


def test_where_nobody_is_above_everybody_there_is_hears_again() -> None:
    alone = replace(TEAM, colleagues=())
    told, after, _ = step(alert(level=Level.URGENT, stage=1), alone)
    assert told == [("reminded", "T-ANA")]
    assert after is not None
    assert after.stage == 3


@pytest.mark.parametrize("state", [AlertState.SEEN, AlertState.CLOSED])
def test_what_was_seen_or_closed_goes_no_further(state: AlertState) -> None:
    assert step(alert(state=state)) == ([], None, [])


def test_a_step_that_was_taken_meanwhile_comes_to_nothing() -> None:
    one = alert(number=2)
    known = replace(TEAM, alert=one, alerts=(one,))
    assert escalating.due(StaffMoment(StaffMomentKind.ALERT, one.id, 1, NOW), known, NOW) == []


def test_alerts_at_the_same_step_go_together_in_one_letter() -> None:
    one, other = alert(), replace(alert(), id="R:y", rule=Rule.PLATEAU.value)
    later = replace(alert(), id="R:z", next_at=NOW + HOUR)
    known = replace(TEAM, alert=one, alerts=(one, other, later))
    said = escalating.due(StaffMoment(StaffMomentKind.ALERT, one.id, 1, NOW), known, NOW)
    assert [fact.alert.id for fact in said if isinstance(fact, AlertChanged)] == ["R:x", "R:y"]
    assert len(letters(said)) == 1


def test_a_snoozed_alert_wakes_where_it_was() -> None:
    told, woken, _ = step(alert(state=AlertState.SNOOZED, stage=0))
    assert told == [(Change.REMINDED.value, "T-ANA")]
    assert woken is not None
    assert (woken.state, woken.stage) == (AlertState.OPEN, 0)


def test_words_of_danger_are_not_offered_to_be_put_off() -> None:
    one = alert(rule=WORDS, level=Level.URGENT)
    known = replace(TEAM, alert=one, alerts=(one,))
    [letter] = letters(escalating.due(StaffMoment(StaffMomentKind.ALERT, one.id, 1, NOW), known, NOW))
    assert [button.data.partition("|")[0] for line in letter.buttons for button in line] == ["seen", "note"]
