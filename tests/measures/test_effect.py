"""The figures of a small mixed caseload, each worked by hand, and what must hold for any caseload."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from measures.care import Care, Yardstick
from measures.effect import Effect, by_yardstick, effect_of
from measures.intervals import Figure
from measures.outcome import outcome
from tests.measures.cares import PLANNED, UNPLANNED, care

BON = Yardstick("ors", "bon-2023", "self")
CASELOAD = [
    care(16.0, 24.0, ending=PLANNED, day=10, asked=5, completed=4),
    care(20.0, 28.0, ending=UNPLANNED, day=20, asked=3, completed=3),
    care(20.0, 19.0, ending=UNPLANNED, day=30),
    care(18.0, 12.0, ending=PLANNED, day=40),
    care(33.0, 34.0, ending=PLANNED, day=50),
    care(15.0, ending=UNPLANNED, day=60, asked=2, completed=1),
    care(20.0, 24.0, client="C-OPEN", asked=4, completed=1),
    care(18, 8, ending=PLANNED, day=70, rules="icce-2012", measure="phq9"),
    care(20.0, 19.0, ending=PLANNED, day=80, rules="icce-2012"),
]
"""Six closed and one open by BON 2023, one of another measure, one by other rules."""


def effect(cares: Sequence[Care], yardstick: Yardstick = BON, *, closed: bool = True) -> Effect:
    return effect_of(by_yardstick(map(outcome, cares)).get(yardstick, []), closed=closed)


def told(figure: Figure) -> tuple[float | None, int]:
    return (None if figure.value is None else round(figure.value, 4)), figure.n


def interval(figure: Figure) -> tuple[float, float]:
    assert figure.low is not None
    assert figure.high is not None
    return round(figure.low, 3), round(figure.high, 3)


def test_what_counts_and_what_is_left_out_is_told() -> None:
    """Above 32.0 at the start, or a single rating: left out of outcomes, not out of endings."""
    closed = effect(CASELOAD)
    assert (closed.episodes, closed.counted) == (6, 4)
    assert closed.excluded == {"fewer than 2 ratings": 1, "first rating above 32.0": 1}


def test_the_means_by_hand() -> None:
    """First 16 20 20 18, last 24 28 19 12, so changes 8 8 −1 −6: mean 9 / 4 = 2.25, their squares from it
    33.0625 + 33.0625 + 10.5625 + 68.0625 = 144.75, SD 6.9462, half t(3) 3.1824 · 6.9462 / 2 = 11.053.
    """
    closed = effect(CASELOAD)
    assert told(closed.intake["adult"]) == (18.5, 4)
    assert told(closed.change) == (2.25, 4)
    assert interval(closed.change) == (-8.803, 13.303)
    assert told(closed.effect_size) == (round(2.25 / 7.75, 4), 4)
    assert closed.effect_size.note == "SD 7.75 adult"


def test_the_pre_post_d_by_hand() -> None:
    """SD of the first: squares 6.25 + 2.25 + 2.25 + 0.25 = 11, sqrt(11 / 3) = 1.9149; J = 1 − 3 / (4·3 − 1) = 8 / 11;
    d = 8/11 · 2.25 / 1.9149 = 0.8546. r = 4.5 / sqrt(11 · 142.75) = 0.1136, so the variance is
    2 · 0.8864 / 4 + 0.8546² / 8 = 0.5345, half 1.96 · 0.7311 = 1.4329.
    """
    d = effect(CASELOAD).pre_post
    assert told(d) == (0.8546, 4)
    assert interval(d) == (-0.578, 2.287)
    assert d.note == "SD of first ratings 1.91, corrected by 0.727"


def test_the_severity_adjusted_effect_by_hand() -> None:
    """Final targets 25.79, 27.59, 27.59, 26.69: 24 − 25.79 = −1.79, 28 − 27.59 = 0.41, −8.59, −14.69; mean −6.165."""
    assert told(effect(CASELOAD).adjusted) == (round(-6.165 / 7.75, 4), 4)
    assert "zero point of OpenFIT 2025" in effect(CASELOAD).adjusted.note


def test_the_shares_by_hand() -> None:
    """Reliable: 8 8; significant: 20 → 28 alone; deteriorated: −6; target: 28 alone. Dropout: 20 → 19, and the one who
    left after one rating, of five (above 32.0 there is no target)."""
    closed = effect(CASELOAD)
    assert told(closed.reliable) == (0.5, 4)
    assert interval(closed.reliable) == (0.150, 0.850)
    assert told(closed.significant) == told(closed.deteriorated) == told(closed.at_target) == (0.25, 4)
    assert told(closed.planned) == told(closed.unplanned) == (0.5, 6)
    assert told(closed.dropout) == (0.4, 5)
    assert closed.dropout.note == "unplanned, target not met"
    assert told(closed.sessions) == (round(11 / 6, 4), 6)
    assert told(closed.completion) == (0.8, 10)


def test_open_episodes_stand_apart_and_are_held_against_the_response_expected_now() -> None:
    """23.09 is expected at the second rating of somebody who began at 20."""
    still = effect(CASELOAD, closed=False)
    assert (still.episodes, told(still.change), told(still.at_target)) == (1, (4.0, 1), (1.0, 1))
    assert told(effect([care(20.0, 23.0)], closed=False).at_target) == (0.0, 1)
    assert told(still.completion) == (0.25, 4)
    for figure in (still.adjusted, still.planned, still.unplanned, still.dropout):
        assert (figure.value, figure.note) == (None, "only of closed episodes")


def test_where_lower_is_better_an_effect_is_still_toward_health() -> None:
    phq = Yardstick("phq9", "icce-2012", "self")
    closed = effect([*CASELOAD, care(20, 14, ending=PLANNED, rules="icce-2012", measure="phq9"),
                     care(10, 9, ending=UNPLANNED, rules="icce-2012", measure="phq9")], phq)  # fmt: skip
    assert told(closed.change) == (round(-17 / 3, 4), 3)
    assert (closed.pre_post.value or 0) > 0
    assert told(closed.reliable) == (round(2 / 3, 4), 3)
    assert told(closed.significant) == (round(1 / 3, 4), 3)
    assert told(closed.dropout) == (round(1 / 3, 4), 3)
    assert closed.dropout.note == "unplanned, reliable change not met"


def test_what_a_profile_does_not_tell_is_said_with_the_reason() -> None:
    closed = effect(CASELOAD, replace(BON, profile="icce-2012"))
    assert closed.effect_size.note == "icce-2012 gives no standard deviation"
    assert closed.at_target.note == closed.adjusted.note == "icce-2012 expects no particular response"
    flags_only = effect([care(20.0, 26.0, ending=UNPLANNED, rules="openfit")], replace(BON, profile="openfit"))
    assert flags_only.reliable.note == "openfit does not say what reliable change is"
    assert (flags_only.dropout.value, told(flags_only.significant)) == (None, (1.0, 1))


def test_ages_are_measured_by_their_own_figures() -> None:
    """(8 / 7.75 + 8 / 7.25) / 2. The spread of first ratings is that within ages, here none at all."""
    mixed = effect([care(20.0, 28.0, ending=PLANNED, day=day, age=age) for day, age in enumerate(("adult", "child"))])
    assert told(mixed.effect_size) == (round((8 / 7.75 + 8 / 7.25) / 2, 4), 2)
    assert mixed.effect_size.note == "SD 7.75 adult, 7.25 child"
    assert mixed.intake.keys() == {"adult", "child"}
    cares = [care(first, first + 2, ending=PLANNED, day=i, age=age) for i, (first, age) in enumerate(TWO_AGES)]
    assert effect(cares).pre_post.note.startswith("SD of first ratings 2.00 within age groups")


TWO_AGES = [(14.0, "adult"), (16.0, "adult"), (18.0, "adult"), (24.0, "child"), (26.0, "child"), (28.0, "child")]


def test_nothing_is_said_of_nobody() -> None:
    nobody = effect([])
    assert (nobody.episodes, nobody.counted, dict(nobody.intake)) == (0, 0, {})
    for figure in (
        nobody.change,
        nobody.effect_size,
        nobody.pre_post,
        nobody.reliable,
        nobody.planned,
        nobody.sessions,
    ):
        assert figure.value is None
        assert figure.note


def test_one_case_has_values_without_intervals() -> None:
    alone = effect([care(16.0, 24.0, ending=PLANNED)])
    assert (alone.change.value, alone.change.low, alone.pre_post.value) == (8.0, None, None)
    assert alone.pre_post.note == "fewer than 3 cases"


def test_a_caseload_that_is_all_the_same() -> None:
    same = effect([care(16.0, 24.0, ending=PLANNED, day=day) for day in range(30)])
    assert interval(same.change) == (8.0, 8.0)
    assert same.pre_post.note == "all first ratings are the same, so they have no spread"
    assert not same.change.grey


TOTALS = st.lists(st.integers(0, 400).map(lambda tenths: tenths / 10), min_size=0, max_size=6)
CARES = st.builds(
    lambda scores, ending, day, age: care(*scores, ending=ending, day=day, age=age),
    TOTALS,
    st.sampled_from([None, PLANNED, UNPLANNED]),
    st.integers(0, 400),
    st.sampled_from(["adult", "adolescent"]),
)
CASELOADS = st.lists(CARES, max_size=12)


@given(CASELOADS, st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_cases_changes_nothing(cares: list[Care], chance: object, closed: bool) -> None:
    shuffled = list(cares)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert effect(shuffled, closed=closed) == effect(cares, closed=closed)


@given(CASELOADS, TOTALS)
def test_a_case_of_another_measure_changes_nothing(cares: list[Care], scores: list[float]) -> None:
    other = care(*(round(score) for score in scores if score <= 27), measure="phq9", ending=PLANNED)
    assert effect([*cares, other]) == effect(cares)


@given(CASELOADS)
def test_every_interval_holds_its_value_and_every_case_is_told_of(cares: list[Care]) -> None:
    closed = effect(cares)
    assert closed.episodes == closed.counted + sum(closed.excluded.values())
    for name in Effect.__slots__:
        figure = getattr(closed, name)
        if isinstance(figure, Figure) and figure.value is not None and figure.low is not None:
            assert figure.low <= figure.value <= (figure.high or 0)
