"""What a therapist reads of a course: how it stands and why, then the figures, then what did not fire."""

import pytest

from measures.course import Written, course_of
from measures.explain import explain, summary
from measures.flags import Rule
from measures.library import shipped
from measures.progress import judge


def explained(*scores: Written, measure: str = "ors", profile: str = "icce-2012") -> list[str]:
    course = course_of(shipped(), profile, measure, "adult", "self", scores)
    return explain(course, judge(course))


def summed_up(*scores: Written, measure: str = "ors", profile: str = "icce-2012") -> list[str]:
    course = course_of(shipped(), profile, measure, "adult", "self", scores)
    return summary(course, judge(course))


def one(sentences: list[str], title: str) -> str:
    found = [sentence for sentence in sentences if sentence.startswith(f"{title}:")]
    assert len(found) == 1, (title, sentences)
    return found[0]


def test_nothing_is_said_of_no_rating() -> None:
    assert explained() == ["Too early to tell.", "No flag.", "There is no rating yet."]


def test_silence_is_told_of_before_any_rating() -> None:
    assert explained(None, None, None) == [
        "To be watched.",
        "Requests missed in a row: yes. 3 not answered; it takes 3 "
        "[three requests without an answer; a rule of Meantime].",
        "There is no rating yet.",
    ]


def test_a_single_rating_shows_no_change() -> None:
    assert summed_up(16) == [
        "Too early to tell.",
        "No flag.",
        "Began at 16.0, inside the clinical range; the cut-off is 25.0 [ICCE Manual 2 (2012)].",
        "One rating shows no change yet.",
    ]


def test_a_course_off_track_is_told_with_its_reason_first() -> None:
    assert summed_up(16, 18, 18) == [
        "Off track.",
        "Check-in due: yes. Change +2.0 since the first rating; due if not better by at least 5.0 at rating 3 or 4, "
        "until it is [ratings by ICCE Manual 2 (2012); 'no progress' read as below reliable change; "
        "a rule of Meantime].",
        "Began at 16.0, inside the clinical range; the cut-off is 25.0 [ICCE Manual 2 (2012)].",
        "Change +2.0 over 3 ratings, to 18.0: no reliable change, which takes at least 5.0 "
        "[ICCE Manual 2 (2012), after Miller et al. 2003; read as at least 5].",
        "Not clinically significant, which takes a reliable change that leaves the clinical range.",
    ]


def test_each_rule_that_does_not_hold_says_what_it_takes() -> None:
    told = explained(16, 18, 18)
    assert one(told, "Deterioration").startswith(
        "Deterioration: no. Change +2.0 since the first rating; it takes at least 5.0 for the worse [mirror image"
    )
    assert one(told, "Last stop due").startswith(
        "Last stop due: no. Change +2.0 since the first rating; due if not better by at least 5.0 at rating 6 or 7"
    )
    assert one(told, "Sudden drop").startswith("Sudden drop: no. No change since the rating before; it takes")
    assert one(told, "Slow fall").startswith(
        "Slow fall: no. The latest rating got no worse; it takes 3 in a row that get worse, and at least 5.0 together"
    )
    assert one(told, "Plateau") == "Plateau: does not apply; there are too few ratings."
    assert one(told, "Sawtooth").startswith("Sawtooth: no. Turns with a step of 6.0 or more: 0; it takes 4 [")
    assert one(told, "Began outside the clinical range").startswith(
        "Began outside the clinical range: no. The first rating is 16.0, the cut-off 25.0"
    )


def test_a_fall_and_a_standstill_are_told_with_their_figures() -> None:
    assert one(explained(24, 22, 20, 18), "Slow fall").startswith(
        "Slow fall: yes. Change -6.0 by the latest ratings, each worse than the one before; it takes 3 in a row"
    )
    assert one(explained(16, 16.5, 16, 17), "Plateau").startswith(
        "Plateau: yes. The last 4 ratings lie within 1.0; it takes 2.4 or less, inside the clinical range ["
    )


def test_a_sawtooth_is_told_with_its_turns() -> None:
    assert one(explained(20, 26, 20, 26, 20), "Sawtooth").startswith(
        "Sawtooth: yes. Turns with a step of 6.0 or more: 4; it takes 4 ["
    )


def test_a_course_that_began_outside_the_clinical_range_is_explained() -> None:
    told = explained(28, 26, 21)
    assert told[0] == "Deteriorating."
    assert one(told, "Check-in due") == "Check-in due: does not apply; it is for those who began in the clinical range."
    assert one(told, "Last stop due").endswith("it is for those who began in the clinical range.")
    assert one(told, "Deterioration").startswith("Deterioration: yes. Change -7.0 since the first rating")
    assert one(told, "Began outside the clinical range").startswith("Began outside the clinical range: yes.")
    assert any(line.startswith("Change -7.0 over 3 ratings, to 21.0: reliably worse, by at least 5.0") for line in told)
    assert "Not clinically significant, as it began outside the clinical range." in told


def test_the_cutoff_itself_is_told_on_which_side_it_lies() -> None:
    assert any("the cut-off is 25.0, which itself lies outside [" in line for line in summed_up(20, 25))
    assert any("the cut-off is 25.0, which itself lies inside [" in line for line in summed_up(25, profile="bon-2023"))
    assert not any("itself" in line for line in summed_up(20, 26))


def test_recovery_is_told() -> None:
    told = summed_up(20, 25)
    assert told[0] == "Recovered."
    assert any(
        "Change +5.0 over 2 ratings, to 25.0: a reliable change, which takes at least 5.0" in one for one in told
    )
    assert "Clinically significant: it has left the clinical range." in told


def test_the_expected_response_is_told() -> None:
    told = explained(16, 18, 18, profile="bon-2023")
    assert (
        "Expected by now: 22.79; 29.45 % of the expected change is met. "
        "Expected next: 24.5, 25.4, 25.8; in the end: 25.79." in told
    )
    assert one(told, "Behind the expected response").startswith(
        "Behind the expected response: yes. 29.4 % of the expected change is met; it takes less than 50 %, from"
    )


def test_a_course_without_expectation_is_told_why() -> None:
    told = explained(32.1, 33, 33, profile="bon-2023")
    assert any(line.startswith("It began so well that nothing is expected of it") for line in told)
    assert one(told, "Behind the expected response").startswith("Behind the expected response: does not apply;")


def test_a_profile_without_reliable_change_says_so() -> None:
    told = explained(20, 21, profile="openfit")
    assert "Change +1.0 over 2 ratings, to 21.0; the profile does not say what a reliable change is." in told
    assert "Not clinically significant, which takes leaving the clinical range." in told


def test_the_alliance_is_explained_area_by_area() -> None:
    told = explained(38, [9, 9, 8.9, 9.5], measure="srs")
    assert one(told, "Alliance falling").startswith("Alliance falling: yes. Change -1.6 since the session before")
    assert one(told, "One area of the alliance low").startswith(
        "One area of the alliance low: yes. The lowest area is 8.9; it takes below 9.0 ["
    )
    assert one(told, "Low alliance").startswith("Low alliance: no. The rating is 36.4; it takes 36.0 or below [")
    assert "Began at 38.0." in told
    unknown = explained(38, 37.5, measure="srs")
    assert one(unknown, "One area of the alliance low").endswith(
        "does not apply; only the total is known, not the areas."
    )
    assert one(explained(35, measure="srs", profile="openfit"), "Low alliance").startswith(
        "Low alliance: yes. The rating is 35.0; it takes below 36.0 ["
    )


def test_the_worse_direction_of_a_symptom_scale_is_told_in_its_own_signs() -> None:
    told = explained(10, 16, measure="phq9")
    assert one(told, "Deterioration").startswith("Deterioration: yes. Change +6.0 since the first rating")
    assert "Now moderately severe." in told
    items = [[0] * 9, [0] * 8 + [1]]
    assert one(explained(*items, measure="phq9"), "Safety item").startswith(
        "Safety item: yes. The answer is 1; any above 0 asks for a person the same day ["
    )
    assert one(told, "Safety item").endswith("does not apply; the item was not answered, or only the total is known.")


@pytest.mark.parametrize("profile", shipped().profiles)
@pytest.mark.parametrize("measure", shipped().instruments)
def test_every_rule_of_every_profile_can_be_explained(profile: str, measure: str) -> None:
    chosen = shipped().instrument(measure)
    rating = [chosen.low / 10] * len(chosen.items)
    for count in (1, 2, 9):
        course = course_of(shipped(), profile, measure, "adult", "self", [rating] * count)
        sentences = explain(course, judge(course))
        assert len(sentences) == len(set(sentences))
        assert all(line.endswith(".") and "_" not in line and "None" not in line for line in sentences)
    assert len(Rule) == 14
