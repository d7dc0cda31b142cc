from measures.course import course_of
from measures.explain import explain


def explained(*scores: float) -> list[str]:
    return explain(course_of("icce-2012", "ors", "adult", "self", scores))


def test_nothing_is_said_of_no_rating() -> None:
    assert explained() == ["There is no rating yet."]


def test_a_course_off_track_is_explained_rule_by_rule() -> None:
    began, changed, check_in, last_stop, worse = explained(16.0, 18.0, 18.0)
    assert began == "Began at 16.0: inside the clinical range (cut-off 25.0; ICCE Manual 2 (2012))."
    assert changed.startswith("Changed by +2.0 over 3 ratings; a reliable change is 5.0 (ICCE Manual 2 (2012)")
    assert check_in == "check_in_due holds: at rating 3 or 4 the gain was below a reliable change, and still is."
    assert last_stop == (
        "last_stop_due does not hold: it looks at rating 6 or 7, and at a gain below a reliable change."
    )
    assert worse == "deterioration does not hold: it needs a loss of 5.0 since the first rating."


def test_a_course_that_began_above_the_cutoff_is_explained() -> None:
    began, _, check_in, _, worse = explained(28.0, 26.0, 21.0)
    assert began.startswith("Began at 28.0: outside the clinical range")
    assert check_in == "check_in_due does not apply: it is for those who began in the clinical range."
    assert worse == "deterioration holds: it needs a loss of 5.0 since the first rating."
