"""Blocks of thirty closed cases, and what their trend carries."""

import pytest

from measures.care import Care
from measures.outcome import outcome
from measures.rolling import Rolling, Verdict, rolling, sentence
from tests.measures.cares import PLANNED, UNPLANNED, care

UNEVEN = (-2.0, 3.0, 0.0, -1.0)


def rolled(*cares: Care) -> Rolling:
    return rolling([outcome(one) for one in cares])


def closed(gains: list[float], rules: str = "bon-2023") -> list[Care]:
    return [
        care(14.0 + day % 3, 14.0 + day % 3 + gain, ending=PLANNED, day=day, rules=rules)
        for day, gain in enumerate(gains)
    ]


def test_blocks_are_filled_in_order_of_closing_and_the_newest_may_be_incomplete() -> None:
    gains = [4.0] * 30 + [8.0] * 29
    first, second = rolled(*reversed(closed(gains))).blocks
    assert (first.counted, first.complete, second.counted, second.complete) == (30, True, 29, False)
    assert first.effect.value == pytest.approx(4 / 7.75)
    assert second.effect.value == pytest.approx(8 / 7.75)
    assert (first.reliable.value, second.reliable.value) == (0, 1)
    assert (first.effect.grey, second.effect.grey) == (False, True)
    assert first.end < second.start


def test_who_left_before_a_second_rating_counts_in_the_dropout_of_their_block_alone() -> None:
    left = [care(15.0, ending=UNPLANNED, day=day) for day in (3, 28)]
    cares = [*closed([8.0] * 31), *left]
    first, second = rolled(*cares).blocks
    assert (first.counted, first.dropout.n, second.counted) == (30, 32, 1)
    assert first.dropout.value == pytest.approx(2 / 32)


def test_a_short_case_at_the_boundary_opens_the_next_block_once() -> None:
    late = care(15.0, ending=UNPLANNED, day=40)
    (first, second) = rolled(*closed([8.0] * 30), late).blocks
    assert (first.counted, second.counted, second.dropout.value) == (30, 0, 1)
    assert len(rolled(*closed([8.0] * 30), late, care(15.0, 20.0, ending=PLANNED, day=41)).blocks) == 2


@pytest.mark.parametrize(
    ("n", "rise", "verdict"),
    [
        (59, 0.2, Verdict.TOO_FEW),
        (60, 0.2, Verdict.IMPROVED),
        (60, -0.2, Verdict.DECLINED),
        (60, 0.0, Verdict.NO_CHANGE),
        (0, 0.0, Verdict.TOO_FEW),
    ],
)
def test_a_verdict_says_only_what_the_interval_carries(n: int, rise: float, verdict: Verdict) -> None:
    gains = [round(6 + rise * i + UNEVEN[i % 4], 1) for i in range(n)]
    told = rolled(*closed(gains))
    assert told.verdict is verdict
    assert sentence(told).lower().startswith(verdict.value)
    if rise and n >= 60:
        assert told.trend.value == pytest.approx(rise * 30 / 7.75, abs=0.15)


def test_without_a_profiles_standard_deviation_it_is_that_of_all_first_ratings() -> None:
    told = rolled(*closed([3.0 + i % 2 for i in range(60)], "icce-2012"))
    assert told.standard == "SD of all first ratings, 0.82"
    assert told.blocks[0].effect.value == pytest.approx(3.5 / 0.8234, abs=0.001)
    assert told.blocks[0].at_target.value is None


def test_open_episodes_belong_to_no_block() -> None:
    assert rolled(care(15.0, 25.0)).blocks == ()


def test_the_sentence_has_the_figure_its_interval_and_what_it_is_measured_in() -> None:
    told = sentence(rolled(*closed([round(6 + 0.2 * i + UNEVEN[i % 4], 1) for i in range(60)])))
    assert told.startswith("Improved: in 30 closed cases the mean effect changed by +0.7")
    assert told.endswith("), n 60, in SD of the profile.")
    assert "it takes 60" in sentence(rolled(*closed([4.0] * 59)))


@pytest.mark.parametrize(("cases", "said"), [(59, "there are 59."), (60, "all first ratings are the same")])
def test_first_ratings_that_do_not_differ_measure_no_effect(cases: int, said: str) -> None:
    told = rolled(*(care(16.0, 20.0 + day % 3, ending=PLANNED, day=day, rules="icce-2012") for day in range(cases)))
    assert (told.standard, told.verdict) == ("", Verdict.TOO_FEW)
    assert said in sentence(told)
