"""Wishes at their moments: what follows, and where there is nothing to follow."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers import meaning
from handlers.alerts import AlertClosed, AlertRaised
from handlers.case import Case, Doubt, Kept, Pause, Request, RequestState
from handlers.corrections import RatingCorrected
from handlers.desk import decide
from handlers.facts import Fact, RatingMade, RequestChanged
from handlers.practice import Feedback
from handlers.wished import AnswerTakenBack, LanguageChosen, PauseEnded, PauseSet, RequestReviewed
from messages.envelope import Address, ButtonPress, IncomingMessage
from scheduler.schedule import Schedule
from tests.handlers.cases import BOTH_PHONES, CASE, kinds, letters, mia
from tests.storage.house import CLIENT, HOUR, MIA, MIA_SMS, NOW, alert, rating, request

SHOWN = replace(CASE, practice=replace(CASE.practice, feedback=Feedback.TOTAL))
LAST = replace(rating(number=1, total=240), items=(60, 60, 60, 60), about=NOW - timedelta(days=7))
OPEN = replace(request(number=2), one_by_one=True)
COMPLETE = replace(OPEN, state=RequestState.COMPLETE, answers=(60, 60, 60, 50))
RATED = replace(rating(number=2, total=230), id=COMPLETE.id, request=COMPLETE.id, items=(60, 60, 60, 50), about=NOW)
DONE = replace(SHOWN, request=COMPLETE, ratings=(LAST, RATED))


def says(text: str, case: Case, sender: Address = MIA, later: timedelta = timedelta()) -> list[Fact]:
    return decide(IncomingMessage("telegram:9", sender, text, NOW), case, NOW + later)


def presses(data: str, case: Case) -> list[Fact]:
    return decide(ButtonPress("telegram:9", MIA, data, "5", NOW), case, NOW)


def answered_last(total: int, case: Case = SHOWN, sender: Address = MIA) -> list[Fact]:
    """The last of four answers, that comes to this total beside one of 24."""
    asked = replace(OPEN, answers=(60, 60, 60, None), to=sender)
    return says(f"{(total - 180) / 10}", replace(case, request=asked, ratings=(LAST,)), sender)


def purposes(said: list[Fact]) -> list[str]:
    return [letter.purpose for letter in letters(said)]


def reviewed(said: list[Fact]) -> Request:
    (fact,) = [one for one in said if isinstance(one, RequestReviewed)]
    return fact.request


@pytest.mark.parametrize(("last", "asked"), [(180, True), (190, True), (191, False), (280, False), (289, False)])
def test_a_total_is_asked_after_from_the_reliable_change_on_in_either_direction(last: int, asked: bool) -> None:
    """The profile says 5 points, of a rating of 24."""
    before = replace(LAST, total=last)
    made = replace(RATED, total=240)
    assert meaning.moved(made, replace(DONE, ratings=(before,))) is (abs(240 - last) >= 50) is asked


def test_the_first_total_is_not_asked_after() -> None:
    assert not meaning.moved(RATED, replace(DONE, ratings=()))
    other = replace(LAST, rater="carer", total=40)
    assert not meaning.moved(RATED, replace(DONE, ratings=(other,)))


def test_the_alert_of_a_total_that_moved_is_raised_at_once_and_the_question_comes_beside_it() -> None:
    said = answered_last(180)
    assert {"RatingMade", "AlertRaised", "RequestReviewed"} <= set(kinds(said))
    assert purposes(said) == ["answered", "thanks", "alert", "meant"]
    assert reviewed(said).doubt is Doubt.ASKED


@pytest.mark.parametrize(
    ("feedback", "said"), [(Feedback.THANKS, False), (Feedback.TOTAL, True), (Feedback.CHART, True)]
)
def test_the_total_is_told_where_the_practice_allows_it(feedback: Feedback, said: bool) -> None:
    case = replace(SHOWN, practice=replace(SHOWN.practice, feedback=feedback))
    (thanks,) = [one for one in letters(answered_last(230, case)) if one.purpose == "thanks"]
    assert ("Today 23, last time 24." in thanks.text) is (feedback is not Feedback.THANKS)


def test_no_total_is_told_by_sms() -> None:
    by_sms = replace(SHOWN, contact=mia(MIA_SMS), client=BOTH_PHONES)
    texts = [one.text for one in letters(answered_last(190, by_sms, MIA_SMS)) if one.to == MIA_SMS]
    assert len(texts) == 2
    assert not any(sign.isdigit() for text in texts for sign in text)


def phq9(answers: tuple[int | None, ...], state: RequestState = RequestState.OPEN) -> Request:
    return replace(OPEN, measure="phq9", answers=answers, state=state, wording="free 1")


def test_who_has_just_told_of_a_thought_that_cannot_wait_is_not_asked_whether_they_mean_it() -> None:
    last = replace(LAST, measure="phq9", items=(0,) * 9, total=0)
    asked = phq9((30, 30, 30, 0, 0, 0, 0, 0, None))
    grave = says("2", replace(SHOWN, request=asked, ratings=(last,)))
    mild = says("0", replace(SHOWN, request=asked, ratings=(last,)))
    assert purposes(grave)[1] == "thanks"
    assert "112" in letters(grave)[1].text
    assert "Today" not in letters(grave)[1].text
    assert "meant" not in purposes(grave)
    assert "meant" in purposes(mild)


@pytest.mark.parametrize(("first", "raised"), [(0, True), (10, False)])
def test_such_a_thought_that_is_told_of_anew_brings_the_therapist_at_once_if_it_did_not_before(
    first: int, raised: bool
) -> None:
    made = replace(RATED, measure="phq9", items=(0,) * 8 + (first,), total=first)
    redone = replace(phq9(made.items, RequestState.COMPLETE), again=(0,) * 8 + (None,))
    said = says("2", replace(SHOWN, request=redone, ratings=(made,)))
    early = [one for one in said if isinstance(one, AlertRaised) and one.alert.id == f"{made.request}:item_risk"]
    assert bool(early) is raised
    assert "112" in letters(said)[1].text


def test_answered_anew_a_rating_is_corrected_by_whom_it_is_and_its_alert_closed() -> None:
    redone = replace(COMPLETE, again=(60, 60, 60, None), doubt=Doubt.SETTLED)
    low = replace(RATED, items=(30, 30, 30, 30), total=120)
    raised = replace(alert(), id=f"{low.id}:deterioration", observed="-12.0", threshold="-5.0", rule="deterioration")
    said = says("6", replace(DONE, request=redone, ratings=(LAST, low), alerts=(raised,)))
    (corrected,) = [one for one in said if isinstance(one, RatingCorrected)]
    assert (corrected.rating.items, corrected.rating.total) == ((60, 60, 60, 60), 240)
    assert (corrected.correction.before, corrected.correction.by) == (low, CLIENT)
    assert [one.alert for one in said if isinstance(one, AlertClosed)] == [raised.id]
    assert "redone" in purposes(said)
    assert not any(isinstance(one, RatingMade | RequestChanged) for one in said)
    assert reviewed(said).again == ()


def test_the_same_answers_anew_change_nothing() -> None:
    redone = replace(COMPLETE, again=(60, 60, 60, None))
    assert kinds(says("5", replace(DONE, request=redone))) == ["RequestReviewed"]


def test_a_rating_that_counts_no_more_is_not_answered_anew() -> None:
    gone = replace(DONE, ratings=(LAST,))
    assert purposes(says("/redo", gone)) == ["nothing_to_undo"]
    redone = replace(COMPLETE, again=(60, 60, 60, None))
    assert kinds(says("9", replace(gone, request=redone))) == ["RequestReviewed"]


def test_answers_are_taken_back_for_as_long_as_a_late_one_would_count() -> None:
    end = COMPLETE.closes_at + timedelta(hours=48) - NOW
    assert reviewed(says("/redo", DONE, later=end - HOUR)).again == (None,) * 4
    assert reviewed(says("/undo", DONE, later=end - HOUR)).again == (60, 60, 60, None)
    for word in ("/redo", "/undo"):
        assert purposes(says(word, DONE, later=end)) == ["nothing_to_undo"]
    begun = replace(DONE, request=replace(COMPLETE, again=(60, 60, 60, None)))
    assert kinds(says("9", begun, later=end)) == ["RemarkKept", "EchoSaid"]


def test_care_that_has_ended_is_asked_about_no_more() -> None:
    assert DONE.episode is not None
    ended = replace(DONE, episode=replace(DONE.episode, closed_at=NOW))
    assert purposes(says("/undo", ended)) == ["nothing_to_undo"]
    assert kinds(says("/pause 2", ended)) == ["RemarkKept", "EchoSaid"]


@pytest.mark.parametrize("answers", [(None,) * 4, (70, None, None, None), (70, 60, 80, None)])
def test_the_last_answer_of_an_open_request_is_taken_back(answers: tuple[int | None, ...]) -> None:
    said = says("/undo", replace(SHOWN, request=replace(OPEN, answers=answers)))
    last = sum(one is not None for one in answers) - 1
    taken = [one.item for one in said if isinstance(one, AnswerTakenBack)]
    assert taken == ([last] if last >= 0 else [])
    assert purposes(said) == (["answered", "ask_item"] if taken else ["nothing_to_undo"])


def test_all_answers_of_an_open_request_are_taken_back() -> None:
    said = says("/redo", replace(SHOWN, request=replace(OPEN, answers=(70, 60, None, None))))
    assert [one.item for one in said if isinstance(one, AnswerTakenBack)] == [0, 1]


def test_a_yes_answers_only_what_was_asked() -> None:
    asked = replace(DONE, request=replace(COMPLETE, doubt=Doubt.ASKED))
    assert purposes(says("Yes!", asked)) == purposes(says("ok", asked)) == ["meant_yes"]
    assert purposes(says("ok", DONE)) == ["remark_forward", "remark_kept"]
    assert purposes(says("yes", DONE)) == ["already_joined"]


@pytest.mark.parametrize("answer", ["yes", "again"])
def test_a_button_of_a_question_that_is_done_with_or_of_another_request_changes_nothing(answer: str) -> None:
    asked = replace(DONE, request=replace(COMPLETE, doubt=Doubt.ASKED))
    assert presses(f"m|{COMPLETE.id}|{answer}", asked)
    assert presses(f"m|{COMPLETE.id}x|{answer}", asked) == []
    begun = replace(DONE, request=replace(COMPLETE, doubt=Doubt.SETTLED, again=(None,) * 4))
    assert presses(f"m|{COMPLETE.id}|{answer}", begun) == []
    assert presses(f"m|{COMPLETE.id}|yes", DONE) == []
    assert presses("m", asked) == presses(f"m|{COMPLETE.id}", asked) == []


def test_a_button_that_is_pressed_too_late_says_so_in_its_place() -> None:
    asked = replace(DONE, request=replace(COMPLETE, doubt=Doubt.ASKED, closes_at=NOW - 48 * HOUR))
    said = presses(f"m|{COMPLETE.id}|again", asked)
    assert purposes(said) == ["nothing_to_undo"]
    assert letters(said)[0].edits
    assert reviewed(said).doubt is Doubt.SETTLED


def test_a_pause_ends_on_the_same_weekday_on_the_clients_own_clock() -> None:
    """NOW is before midnight in Berlin; the pause lasts until the end of the last day."""
    (fact,) = [one for one in says("PAUSE 2", SHOWN) if isinstance(one, PauseSet)]
    assert SHOWN.client is not None
    until = fact.pause.until.astimezone(SHOWN.client.zone)
    assert (until.hour, until.minute) == (0, 0)
    assert (until - HOUR).date() - NOW.astimezone(SHOWN.client.zone).date() == timedelta(days=14)


@pytest.mark.parametrize("weeks", ["0", "3", "x", ""])
def test_only_the_weeks_that_were_offered_have_a_button(weeks: str) -> None:
    assert presses(f"p|{CLIENT}|{weeks}", SHOWN) == []
    assert kinds(presses(f"p|{CLIENT}|2", SHOWN)) == ["PauseSet"]
    assert presses("p|C-9PD|2", SHOWN) == []


def test_a_pause_is_ended_where_the_client_has_one() -> None:
    own = Pause("P-1", CLIENT, NOW - HOUR, NOW + HOUR)
    holiday, later = replace(own, client=""), replace(own, since=NOW + HOUR, until=NOW + 2 * HOUR)
    assert kinds(says("RESUME", replace(SHOWN, pauses=(own,)))) == ["PauseEnded"]
    assert isinstance(says("RESUME", replace(SHOWN, pauses=(own,)))[0], PauseEnded)
    for one in (holiday, later):
        assert purposes(says("RESUME", replace(SHOWN, pauses=(one,)))) == ["already_joined"]


def test_the_language_stays_where_what_is_asked_has_no_words_in_it() -> None:
    both = (Schedule(CLIENT, "self", "phq9"), Schedule(CLIENT, "self", "ors"))
    english = says("/language de", replace(SHOWN, schedules=both))
    assert purposes(english) == ["not_in_language"]
    assert "English only" in letters(english)[0].text
    chosen = says("/language de", SHOWN)
    assert [one.language for one in chosen if isinstance(one, LanguageChosen)] == ["de"]
    assert presses(f"l|{CLIENT}|xx", SHOWN) == []


def test_the_open_question_is_asked_again_in_the_language_that_was_chosen() -> None:
    said = presses(f"l|{CLIENT}|de", replace(SHOWN, request=OPEN))
    assert purposes(said) == ["language_chosen", "ask_item"]
    assert letters(said)[0].edits
    assert "1 von 4" in letters(said)[1].text


def carer() -> Case:
    assert SHOWN.client is not None
    other = replace(SHOWN.client, rater="carer")
    return replace(SHOWN, client=other, contact=replace(mia(), person=f"{CLIENT}/carer"))


def test_a_pause_that_somebody_else_wishes_for_is_for_the_therapist() -> None:
    assert kinds(says("PAUSE 2", carer())) == ["RemarkKept", "EchoSaid"]
    assert presses(f"p|{CLIENT}/carer|2", carer()) == []


def test_what_is_kept_is_told_with_the_totals_only_in_a_chat_and_only_where_they_are_shown() -> None:
    kept = Kept(NOW, (LAST, RATED))
    (told,) = letters(says("/mydata", replace(SHOWN, kept=kept)))
    assert "24 ·" in told.text
    assert "23 ·" in told.text
    (plain,) = letters(says("/mydata", replace(CASE, kept=kept)))
    assert "·" not in plain.text
    by_sms = replace(SHOWN, kept=kept, contact=mia(MIA_SMS), client=BOTH_PHONES)
    (short,) = letters(says("MY DATA", by_sms, MIA_SMS))
    assert "2 sets" in short.text
    assert "24" not in short.text.replace("2026", "")
