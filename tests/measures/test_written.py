"""Scores as staff copy them from paper: exact, or refused with a sentence that says what to write."""

import pytest

from measures.library import shipped
from measures.written import BadScores, scores_of

ORS, PHQ9 = shipped().instrument("ors"), shipped().instrument("phq9")


@pytest.mark.parametrize(
    "text", ["7 6.5 8 7", "7 6,5 8 7", "7, 6.5, 8, 7", "7; 6,5; 8; 7", "  7  6.5\t8 7.0 ", "07 6.5 8 7"]
)
def test_scores_are_read_as_they_are_written(text: str) -> None:
    score = scores_of(text, ORS)
    assert (score.items, score.total) == ((70, 65, 80, 70), 285)


def test_the_total_is_scored_by_the_measure() -> None:
    assert scores_of("1 0 2 1 3 0 0 1 0", PHQ9).total == 80


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "ORS has 4 scores, not 0: write 4 scores with spaces between them, e.g. '7 6.5 8 7'."),
        ("7 6.5 8", "has 4 scores, not 3"),
        ("7 6.5 8 7 7", "has 4 scores, not 5"),
        ("7,6,8,7", "'7,6,8,7' is no score"),
        ("7 6.55 8 7", "'6.55' is no score"),
        ("7 -6 8 7", "'-6' is no score"),
        ("7 six 8 7", "'six' is no score"),
        ("7 6/10 8 7", "'6/10' is no score"),
        ("7 6-7 8 7", "'6-7' is no score"),
        ("7 ٦ 8 7", "'٦' is no score"),
        ("7 6½ 8 7", "'6½' is no score"),
        ("7 1e0 8 7", "'1e0' is no score"),
        ("7 nan 8 7", "'nan' is no score"),
        ("7 ,, 8 7", "',' is no score"),
        ("7 11 8 7", "11 is no score of ORS: each is from 0 to 10."),
        ("7 10.1 8 7", "10.1 is no score"),
        ("7 1000 8 7", "'1000' is no score"),
    ],
)
def test_what_is_no_score_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(BadScores) as caught:
        scores_of(text, ORS)
    assert complaint in str(caught.value)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("1 0 2 1 3 0 0 1 0.5", "0.5 is no score of PHQ9: each is from 0 to 3, in steps of 1."),
        ("1 0 2 1 4 0 0 1 0", "4 is no score of PHQ9"),
        ("1 0 2", "e.g. '1 0 2 1 1 0 2 1 1'"),
    ],
)
def test_a_scale_of_whole_steps_says_so(text: str, complaint: str) -> None:
    with pytest.raises(BadScores) as caught:
        scores_of(text, PHQ9)
    assert complaint in str(caught.value)
