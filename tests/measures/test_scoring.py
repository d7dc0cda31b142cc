import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.library import shipped
from measures.scoring import ImpossibleAnswer, Incomplete, Score, score

ORS = shipped().instrument("ors")
ANSWERS = st.lists(st.integers(0, 100), min_size=4, max_size=4)


def test_a_complete_measure_has_a_total() -> None:
    assert score(ORS, (70, 65, 80, 70)) == Score(285, (70, 65, 80, 70))


def test_the_ends_of_the_range_are_answers() -> None:
    assert score(ORS, (0, 0, 0, 0)) == Score(0, (0, 0, 0, 0))
    assert score(ORS, (100, 100, 100, 100)) == Score(400, (100, 100, 100, 100))


def test_a_missing_item_leaves_no_total() -> None:
    assert score(ORS, (50, None, 60, 70)) == Incomplete((1,))
    assert score(ORS, (None, None, None, None)) == Incomplete((0, 1, 2, 3))


@given(ANSWERS)
def test_the_total_is_always_the_sum_of_the_items(answers: list[int]) -> None:
    assert score(ORS, answers) == Score(sum(answers), tuple(answers))


@given(ANSWERS, st.sets(st.integers(0, 3), min_size=1))
def test_nothing_is_ever_prorated(answers: list[int], missing: set[int]) -> None:
    given = [None if item in missing else answer for item, answer in enumerate(answers)]
    assert score(ORS, given) == Incomplete(tuple(sorted(missing)))


@pytest.mark.parametrize("answer", [-1, 101, 1000])
def test_an_answer_outside_the_range_is_impossible(answer: int) -> None:
    with pytest.raises(ImpossibleAnswer, match="range"):
        score(ORS, (70, answer, 80, 70))
    with pytest.raises(ImpossibleAnswer, match="range"):
        score(ORS, (None, None, None, answer))


@pytest.mark.parametrize("answers", [(), (70,), (70, 70, 70), (70, 70, 70, 70, 70)])
def test_another_number_of_answers_is_impossible(answers: tuple[int, ...]) -> None:
    with pytest.raises(ImpossibleAnswer):
        score(ORS, answers)
