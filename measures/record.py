"""Records: progress as JSON. Scores are decimals with one place; expected response and percent have two."""

from measures.flags import Flag
from measures.progress import Progress


def as_record(progress: Progress) -> dict[str, object]:
    """A judged course as plain data. What the profile does not tell is None."""
    response = progress.response
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
        "excluded": progress.excluded,
        "expected": response and response.expected / 100,
        "percent_met": response and response.percent_met / 100,
        "expected_next": [one / 10 for one in response.ahead] if response else [],
        "target": response and response.target / 100,
        "flags": [flag_record(flag) for flag in progress.flags],
    }


def flag_record(flag: Flag) -> dict[str, object]:
    """A flag as plain data."""
    return {
        "rule": flag.rule,
        "observed": flag.observed / 10,
        "threshold": flag.threshold / 10,
        "source": flag.source,
        "published": flag.published,
    }


def _points(tenths: int | None) -> float | None:
    return None if tenths is None else tenths / 10
