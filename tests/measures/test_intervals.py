"""Intervals against published tables and sums worked by hand."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.intervals import Figure, mean, proportion, share, slope, spread, student, untold

VALUES = st.lists(st.floats(-50, 50), min_size=2, max_size=40)


@pytest.mark.parametrize(
    ("degrees", "quantile"),
    [
        (1, 12.706),
        (2, 4.303),
        (3, 3.182),
        (4, 2.776),
        (5, 2.571),
        (10, 2.228),
        (29, 2.045),
        (30, 2.042),
        (60, 2.000),
        (120, 1.980),
        (5000, 1.960),
    ],
)
def test_students_quantile_is_that_of_the_tables(degrees: int, quantile: float) -> None:
    """The 97.5 % column of any printed table, such as Abramowitz & Stegun 26.10."""
    assert round(student(degrees), 3) == quantile


def test_a_mean_by_hand() -> None:
    """1, 2, 3, 6: mean 3, squares 4 + 1 + 0 + 9 = 14, SD = sqrt(14 / 3), t(3) = 3.1824."""
    figure = mean([1, 2, 3, 6], "why")
    half = 3.182446 * sqrt(14 / 3) / 2
    assert (figure.value, figure.n, figure.note) == (3, 4, "why")
    assert [figure.low, figure.high] == pytest.approx([3 - half, 3 + half])


def test_one_case_has_no_interval_and_none_has_no_mean() -> None:
    assert mean([4.5]) == Figure(4.5, None, None, 1)
    assert mean([]) == untold("no case")
    assert proportion(0, 0) == untold("no case")


def test_all_the_same_is_an_interval_without_width() -> None:
    assert mean([2.5] * 30) == Figure(2.5, 2.5, 2.5, 30)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"), [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)]
)
def test_a_share_by_wilson(hits: int, n: int, low: float, high: float) -> None:
    """81 of 263 is the example of Newcombe 1998, Stat. Med. 17; 0 of 10 has z² / (n + z²) above it."""
    figure = proportion(hits, n)
    assert figure.value == hits / n
    assert (round(figure.low or 0, 4), round(figure.high or 0, 4)) == (low, high)


def test_a_slope_by_hand() -> None:
    """1, 3, 2 over 0, 1, 2: rise (2 − 1) / 2 = 0.5, rests −0.5, 1, −0.5, so SE = sqrt(1.5 / 1 / 2), t(1) = 12.706."""
    figure = slope([1, 3, 2])
    assert figure.value == pytest.approx(0.5)
    assert figure.high == pytest.approx(0.5 + 12.7062047 * sqrt(0.75))
    assert slope([1, 3]).value is None


@pytest.mark.parametrize(("n", "grey"), [(29, True), (30, False)])
def test_fewer_than_thirty_are_grey(n: int, grey: bool) -> None:
    assert mean([1.0] * n).grey is share([True] * n).grey is grey


@given(VALUES)
def test_an_interval_holds_its_value_and_the_order_of_cases_changes_nothing(values: list[float]) -> None:
    figure = mean(values)
    assert figure.value is not None
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low <= figure.value <= figure.high
    assert mean(values[::-1]) == mean(sorted(values)) == figure
    assert spread(values) >= 0


@given(st.integers(1, 500), st.data())
def test_a_share_lies_in_its_interval_and_that_between_nothing_and_all(n: int, data: st.DataObject) -> None:
    figure = proportion(data.draw(st.integers(0, n)), n)
    assert figure.value is not None
    assert 0 <= (figure.low or 0) <= figure.value <= (figure.high or 0) <= 1


@given(VALUES, st.floats(-5, 5))
def test_a_slope_follows_what_is_added_to_each_case(values: list[float], more: float) -> None:
    before, after = slope(values), slope([value + more * i for i, value in enumerate(values)])
    if before.value is not None:
        assert after.value == pytest.approx(before.value + more, abs=1e-6)
