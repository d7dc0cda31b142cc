from measures.course import course_of
from measures.explain import explain
from measures.library import shipped


def explained(*scores: float) -> list[str]:
    return explain(course_of(shipped(), "icce-2012", "ors", "adult", "self", scores))


def test_nothing_is_said_of_no_rating() -> None:
    assert explained() == ["There is no rating yet."]


def test_a_course_off_track_is_explained_rule_by_rule() -> None:
    began, changed, worse, last_stop, check_in, *more = explained(16.0, 18.0, 18.0)
    assert began.startswith("Began at 16.0, inside the clinical range: cut-off 25.0 (ICCE Manual 2 (2012)")
    assert changed.startswith("Changed by +2.0 over 3 ratings; a reliable change is 5.0 (ICCE Manual 2 (2012)")
    assert worse.startswith(
        "deterioration does not hold: the gain since the first rating is +2.0; it needs a loss of 5.0"
    )
    assert last_stop.startswith("last_stop_due does not hold: the gain is +2.0; at rating 6 or 7 it must be 5.0")
    assert check_in.startswith("check_in_due holds: the gain is +2.0; at rating 3 or 4 it must be 5.0")
    assert "plateau does not apply: there are too few ratings." in more


def test_a_course_that_began_above_the_cutoff_is_explained() -> None:
    began, _, worse, last_stop, check_in, *more = explained(28.0, 26.0, 21.0)
    assert began.startswith("Began at 28.0, outside the clinical range")
    assert check_in == "check_in_due does not apply: it is for those who began in the clinical range."
    assert last_stop == "last_stop_due does not apply: it is for those who began in the clinical range."
    assert worse.startswith("deterioration holds: the gain since the first rating is -7.0; it needs a loss of 5.0")
    assert any(one.startswith("above_cutoff_at_start holds: the first rating is 28.0") for one in more)
