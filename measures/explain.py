"""Explaining: in plain words, why each rule of a profile fired or did not for a course."""

from measures.course import Course
from measures.progress import Progress, judge


def explain(course: Course) -> list[str]:
    """A sentence per rule."""
    progress = judge(course)
    rules = course.profile.rules_for(course.instrument.id)
    line = rules.cutoff.by_age[course.age]
    if progress.first is None or progress.last is None:
        return ["There is no rating yet."]
    gain = progress.last - progress.first
    needed = rules.reliable_change.points
    side = "outside" if progress.above_cutoff_at_start else "inside"
    return [
        f"Began at {_p(progress.first)}: {side} the clinical range (cut-off {_p(line)}; {rules.cutoff.source.text}).",
        f"Changed by {gain / 10:+.1f} over {progress.n} ratings; a reliable change is {_p(needed)} "
        f"({rules.reliable_change.source.text}).",
        _checkpoint("check_in_due", rules.check_in.ratings, progress),
        _checkpoint("last_stop_due", rules.last_stop.ratings, progress),
        _deterioration(progress, rules.deterioration.points),
    ]


def _checkpoint(rule: str, ratings: tuple[int, ...], progress: Progress) -> str:
    when = " or ".join(str(number) for number in ratings)
    if any(flag.rule == rule for flag in progress.flags):
        return f"{rule} holds: at rating {when} the gain was below a reliable change, and still is."
    if progress.above_cutoff_at_start:
        return f"{rule} does not apply: it is for those who began in the clinical range."
    return f"{rule} does not hold: it looks at rating {when}, and at a gain below a reliable change."


def _deterioration(progress: Progress, points: int) -> str:
    held = "holds" if progress.reliable_deterioration else "does not hold"
    return f"deterioration {held}: it needs a loss of {_p(points)} since the first rating."


def _p(tenths: int) -> str:
    return f"{tenths / 10:.1f}"
