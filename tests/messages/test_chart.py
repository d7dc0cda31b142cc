import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.chart import Alliance, BadChart, Chart, Expected, Labels, Places, Point, from_json, to_json
from tests.handlers.charts import BON, chart

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
TOTALS = st.integers(0, 400)
POINTS = st.lists(st.builds(Point, DAYS, st.none() | TOTALS), min_size=1, max_size=8).map(
    lambda found: tuple(sorted(found, key=lambda one: one.day))
)
CHARTS = st.builds(
    Chart,
    points=POINTS,
    cutoff=st.none() | TOTALS,
    expected=st.lists(st.builds(Expected, TOTALS, st.none() | TOTALS)).map(tuple),
    alliance=st.none() | st.builds(Alliance, points=POINTS),
    labels=st.builds(Labels),
)
FULL = chart(16, None, 18.5, alliance=(38, None, 37), profile=BON, language="pl")


@given(CHARTS)
def test_a_chart_that_was_kept_is_the_same(made: Chart) -> None:
    assert from_json(to_json(made)) == made


def test_what_is_kept_is_plain() -> None:
    kept = json.loads(to_json(FULL))
    assert kept["points"][1] == {"day": "2026-03-09", "total": None}
    assert kept["alliance"]["points"] == [{"day": "2026-03-02", "total": 380}, {"day": "2026-03-16", "total": 370}]
    assert from_json(to_json(FULL)) == FULL


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", '{"points": 3}', '"words"'])
def test_what_is_no_chart_is_told(text: str) -> None:
    with pytest.raises(BadChart, match="again"):
        from_json(text)


@pytest.mark.parametrize(
    ("key", "value"),
    [("points", [{"day": "yesterday", "total": 1}]), ("labels", {}), ("expected", [1]), ("alliance", {}), ("more", 1)],
)
def test_a_chart_of_another_shape_is_told(key: str, value: object) -> None:
    with pytest.raises(BadChart):
        from_json(json.dumps({**json.loads(to_json(FULL)), key: value}))


def points(*days: int) -> tuple[Point, ...]:
    return tuple(Point(date(2026, 3, day), 200) for day in days)


def placed(course: tuple[Point, ...], alliance: tuple[Point, ...]) -> Places:
    return replace(FULL, points=course, alliance=Alliance("SRS", 0, 400, 360, alliance)).places


def test_the_alliance_stands_with_the_course_of_its_day() -> None:
    assert placed(points(2, 9, 16), points(2, 16)).alliance == (0, 2)


def test_a_day_without_a_course_has_a_place_of_its_own() -> None:
    days = tuple(date(2026, 3, day) for day in (1, 2, 9, 9, 12))
    assert placed(points(2, 9, 9), points(1, 9, 12)) == Places(days, (1, 2, 3), (0, 2, 4))


def test_what_is_expected_stands_at_ratings_and_then_ahead() -> None:
    assert [place for place, _ in FULL.foreseen] == [0, 2, 3, 4, 5]


def test_a_chart_without_the_alliance() -> None:
    assert replace(FULL, alliance=None).places == Places(tuple(one.day for one in FULL.points), (0, 1, 2), ())
