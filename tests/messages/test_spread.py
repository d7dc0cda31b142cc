from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.spread import spread

LABELS = st.lists(st.tuples(st.floats(0, 100), st.floats(1, 12)), min_size=1, max_size=5)


def test_labels_with_room_stay_where_they_want_to_be() -> None:
    assert spread([50, 10, 30], [8, 8, 8], 0, 100) == [50, 10, 30]


def test_labels_that_would_meet_stand_around_their_mean() -> None:
    assert spread([50, 52], [10, 10], 0, 100) == [46, 56]
    assert spread([52, 50], [10, 10], 0, 100) == [56, 46]


def test_labels_stay_inside() -> None:
    assert spread([0, 1], [10, 10], 0, 100) == [5, 15]
    assert spread([100], [20], 0, 100) == [90]


@given(LABELS)
def test_no_label_is_upon_another_or_outside(labels: list[tuple[float, float]]) -> None:
    wanted, tall = zip(*labels, strict=True)
    middles = spread(wanted, tall, 0, 100)
    spans = sorted((middle - high / 2, middle + high / 2) for middle, high in zip(middles, tall, strict=True))
    assert all(above[0] - below[1] > -1e-6 for below, above in pairwise(spans))
    assert spans[0][0] > -1e-6
    assert spans[-1][1] < 100 + 1e-6


@given(st.permutations([10, 12, 50, 51, 90]))
def test_the_order_they_are_given_in_does_not_matter(wanted: list[float]) -> None:
    placed = dict(zip(wanted, spread(wanted, [6] * 5, 0, 100), strict=True))
    assert placed == pytest.approx({10: 8, 12: 14, 50: 47.5, 51: 53.5, 90: 90})
