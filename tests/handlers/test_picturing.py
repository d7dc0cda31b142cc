from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.case import Episode
from handlers.picturing import Reader, chart_of, of_client
from measures.library import shipped
from measures.trajectory import Expectation, tenths
from messages.chart import Alliance, Expected, Point
from messages.drawing import draw
from messages.words import LANGUAGES
from tests.handlers.charts import BEGAN, BON, chart, rated, ratings, session
from tests.storage.house import BERLIN, CLIENT, PRACTICE

EPISODE = Episode("E-1", CLIENT, "T-ANA", "adult", "icce-2012", "ors")
READER = Reader(CLIENT, "en", BERLIN)
MONDAY, NEXT, THIRD = date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)


def test_a_course_in_tenths_with_gaps_where_nothing_came() -> None:
    made = chart(16, None, 18.5)
    assert made.points == (Point(MONDAY, 160), Point(NEXT, None), Point(THIRD, 185))
    assert (made.who, made.measure, made.profile) == (CLIENT, "ORS", "ICCE 2012")
    assert (made.low, made.high, made.higher_is_better, made.cutoff, made.reliable) == (0, 400, True, 250, 50)
    assert made.band == (110, 210)
    assert (made.expected, made.alliance) == ((), None)


def test_no_rating_no_chart() -> None:
    assert chart_of(PRACTICE, EPISODE, [], [BEGAN], READER) is None
    assert chart_of(PRACTICE, EPISODE, [rated("srs", 38, 0)], [], READER) is None


def test_only_the_episodes_own_measure_and_rater_make_the_course() -> None:
    others = [rated("ors", 30, 0, "carer"), rated("phq9", 9, 0)]
    made = chart_of(PRACTICE, EPISODE, [*others, rated("ors", 16, 1)], [], READER)
    assert made
    assert made.points == (Point(NEXT, 160),)


def test_what_paper_brought_since_is_not_missing() -> None:
    made = chart_of(PRACTICE, EPISODE, ratings((16, 17)), [session(1)], READER)
    assert made
    assert [point.total for point in made.points] == [160, 170]


def test_days_are_those_of_the_readers_zone() -> None:
    late = replace(rated("ors", 16, 0), about=datetime(2026, 3, 2, 20, tzinfo=UTC))
    made = chart_of(PRACTICE, EPISODE, [late], [], replace(READER, zone=ZoneInfo("Asia/Tokyo")))
    assert made
    assert made.points[0].day == date(2026, 3, 3)


def test_where_lower_is_better_the_figures_are_the_measures_own() -> None:
    made = chart(18, 12, measure="phq9")
    assert not made.higher_is_better
    assert (made.high, made.cutoff) == (270, 100)
    assert made.band == (120, 240)


def test_the_band_ends_with_the_scale() -> None:
    assert chart(2).band == (0, 70)
    assert chart(38).band == (330, 400)


@pytest.mark.parametrize("count", [1, 2, 12, 13, 30])
def test_the_expected_response_at_every_rating_and_the_next_three(count: int) -> None:
    made = chart(*[16.0] * count, profile=BON)
    rules = shipped().profile(BON).rules["ors"]
    assert rules.trajectory
    hoped = Expectation(rules.trajectory, "adult", 160, 1)
    assert [one.total for one in made.expected] == [tenths(hoped.at(n)) for n in range(1, count + 4)]


def test_the_mark_is_where_half_of_the_expected_change_is_met() -> None:
    first, second, third, *_ = chart(16, 17, 18, profile=BON).expected
    assert first == Expected(160, 160)
    assert (second, third) == (Expected(202, 181), Expected(228, 194))


def test_nobody_is_off_track_who_began_above_the_cutoff() -> None:
    assert {one.mark for one in chart(27, 28, profile=BON).expected} == {None}
    assert None not in {one.mark for one in chart(20, 28, profile=BON).expected}


def test_nothing_is_expected_of_whom_the_profile_excludes() -> None:
    assert chart(33, 34, profile=BON).expected == ()


def test_the_alliance_stands_by_its_day_with_its_own_cutoff() -> None:
    made = chart(16, None, 18.5, alliance=(38, 37.5, None))
    assert made.alliance == Alliance("SRS", 0, 400, 360, (Point(MONDAY, 380), Point(NEXT, 375)))


def test_the_alliance_is_that_of_whoever_rated_it_last() -> None:
    both = [rated("srs", 38, 0), rated("ors", 16, 0), rated("gsrs", 30, 1, "carer")]
    made = chart_of(PRACTICE, EPISODE, both, [], READER)
    assert made
    assert made.alliance
    assert (made.alliance.measure, [one.total for one in made.alliance.points]) == ("GSRS", [300])


def test_the_age_group_and_its_cutoff() -> None:
    assert [(one.labels.age, one.cutoff) for one in (chart(22), chart(22, age="child"))] == [
        ("adult", 250),
        ("child", 320),
    ]


def test_the_alternative_tells_the_course() -> None:
    assert chart(16, None, 23.5, alliance=(38,), profile=BON).alternative == (
        "ORS of C-7K2: 2 ratings from March 2, 2026 to March 16, 2026, from 16 to 23.5, 7.5 points better. "
        "The last rating is below the cut-off of 25. Expected by now: 20.2. 1 request was not answered. "
        "The alliance (SRS) was last rated 38."
    )
    assert chart(18, 19, measure="phq9").alternative == (
        "PHQ9 of C-7K2: 2 ratings from March 2, 2026 to March 9, 2026, from 18 to 19, 1 point worse. "
        "The last rating is above the cut-off of 10."
    )
    assert "16 on March 2, 2026." in chart(16).alternative
    assert "no change." in chart(16, 20, 16).alternative


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_all_of_it(language: str) -> None:
    made = chart(16, None, 23.5, alliance=(38,), profile=BON, language=language, who="M. B.")
    for part in ("M. B.", "ORS", "16", "23", "7", "25", "20", "SRS", "38", "2026"):
        assert part in made.alternative
    assert "\n" not in made.alternative
    assert "6" in made.labels.reliable
    assert made.labels.count.startswith("2 ")
    english = chart(16, None, 23.5, alliance=(38,), profile=BON, who="M. B.")
    assert language == "en" or not {made.labels.better, made.labels.missed} & {
        english.labels.better,
        english.labels.missed,
    }


def test_a_client_sees_the_totals_alone() -> None:
    full = chart(16, None, 18.5, alliance=(38, None, 37), profile=BON)
    own = of_client(full, "Four-area check-in")
    assert own.points == full.points
    assert (own.who, own.profile, own.measure) == ("", "", "Four-area check-in")
    assert (own.cutoff, own.reliable, own.expected, own.alliance) == (None, None, (), None)
    assert draw(own).startswith(b"\x89PNG")
