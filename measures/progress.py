"""Progress: a course becomes a status and flags. Every step is judged in order, so that a flag fires once per state of
the course and arms again only after the course has recovered."""

from dataclasses import dataclass
from enum import StrEnum

from measures.course import Course
from measures.flags import Flag
from measures.profile import Checkpoint, Rules


class Status(StrEnum):
    """How a course stands."""

    TOO_EARLY = "too_early"
    ON_TRACK = "on_track"
    OFF_TRACK = "off_track"
    DETERIORATING = "deteriorating"
    RECOVERED = "recovered"


@dataclass(frozen=True, slots=True)
class Progress:
    """A judged course. Scores in tenths. `flags` hold now; `raised` are those that the last rating brought up."""

    n: int
    first: int | None
    last: int | None
    status: Status
    reliable_change: bool
    clinically_significant_change: bool
    reliable_deterioration: bool
    above_cutoff_at_start: bool
    flags: tuple[Flag, ...]
    raised: tuple[Flag, ...]

    @property
    def change(self) -> int | None:
        """Last minus first, in tenths; None before the second rating."""
        return None if self.first is None or self.last is None or self.n < 2 else self.last - self.first


@dataclass(frozen=True, slots=True)
class Step:
    """What one rating shows: its number, gain over the first toward health, and whether the start was clinical."""

    n: int
    gain: int
    began_clinical: bool


def judge(course: Course) -> Progress:
    """The status and flags of a course. Raises DataFileError if the profile has no rules for the measure."""
    rules = course.profile.rules_for(course.instrument.id)
    totals = course.totals
    sign = 1 if course.instrument.higher_is_better else -1
    line = rules.cutoff.by_age[course.age]
    began_clinical = bool(totals) and sign * totals[0] < sign * line
    flags: tuple[Flag, ...] = ()
    raised: tuple[Flag, ...] = ()
    armed = {"check_in_due", "last_stop_due", "deterioration"}
    gain = 0
    for n, total in enumerate(totals, 1):
        gain = sign * (total - totals[0])
        flags = _flags(Step(n, gain, began_clinical), flags, rules)
        raised = tuple(flag for flag in flags if flag.rule in armed)
        armed = _armed(armed, gain, flags, rules)
    reliable = len(totals) > 1 and rules.reliable_change.met_by(gain)
    significant = reliable and began_clinical and sign * totals[-1] >= sign * line
    worse = len(totals) > 1 and rules.deterioration.met_by(-gain)
    return Progress(
        n=len(totals),
        first=totals[0] if totals else None,
        last=totals[-1] if totals else None,
        status=_status(len(totals), flags, significant=significant, worse=worse),
        reliable_change=reliable,
        clinically_significant_change=significant,
        reliable_deterioration=worse,
        above_cutoff_at_start=bool(totals) and not began_clinical,
        flags=flags,
        raised=raised,
    )


def _flags(step: Step, before: tuple[Flag, ...], rules: Rules) -> tuple[Flag, ...]:
    """The flags that hold after a step: a checkpoint's lasts until the gain is reached."""
    held = {flag.rule for flag in before}
    flags = []
    stuck = step.began_clinical and not rules.reliable_change.met_by(step.gain)
    for rule, checkpoint in (("check_in_due", rules.check_in), ("last_stop_due", rules.last_stop)):
        if stuck and (rule in held or step.n in checkpoint.ratings):
            flags.append(_checkpoint_flag(rule, checkpoint, step, rules))
    if rules.deterioration.met_by(-step.gain):
        worse = rules.deterioration
        flags.append(Flag("deterioration", step.gain, -worse.points, worse.source.text, worse.source.published))
    return tuple(flags)


def _checkpoint_flag(rule: str, checkpoint: Checkpoint, step: Step, rules: Rules) -> Flag:
    source = checkpoint.source
    return Flag(rule, step.gain, rules.reliable_change.points, source.text, source.published)


def _armed(armed: set[str], gain: int, flags: tuple[Flag, ...], rules: Rules) -> set[str]:
    """A rule that fired is armed again when the course has recovered: reliable change, or back at the start."""
    fired = {flag.rule for flag in flags}
    again = set(armed) - fired
    if rules.reliable_change.met_by(gain):
        again |= {"check_in_due", "last_stop_due"} - fired
    if gain >= 0:
        again |= {"deterioration"} - fired
    return again


def _status(n: int, flags: tuple[Flag, ...], *, significant: bool, worse: bool) -> Status:
    if n < 2:
        return Status.TOO_EARLY
    if worse:
        return Status.DETERIORATING
    if flags:
        return Status.OFF_TRACK
    return Status.RECOVERED if significant else Status.ON_TRACK


def as_record(progress: Progress) -> dict[str, object]:
    """Progress as JSON: scores as decimals with one place."""
    return {
        "n": progress.n,
        "first": _points(progress.first),
        "last": _points(progress.last),
        "change": _points(progress.change),
        "status": progress.status.value,
        "reliable_change": progress.reliable_change,
        "clinically_significant_change": progress.clinically_significant_change,
        "reliable_deterioration": progress.reliable_deterioration,
        "above_cutoff_at_start": progress.above_cutoff_at_start,
        "flags": [_flag_record(flag) for flag in progress.flags],
    }


def _points(tenths: int | None) -> float | None:
    return None if tenths is None else tenths / 10


def _flag_record(flag: Flag) -> dict[str, object]:
    return {
        "rule": flag.rule,
        "observed": _points(flag.observed),
        "threshold": _points(flag.threshold),
        "source": flag.source,
        "published": flag.published,
    }
