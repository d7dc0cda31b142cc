"""Records: effects, blocks and teachers as JSON. Shares are from 0 to 1; all values have at most four decimals."""

from dataclasses import fields

from measures.effect import Effect
from measures.intervals import TOO_FEW, Figure
from measures.outcome import TENTHS
from measures.rolling import Block, Rolling, sentence
from measures.teachers import Teacher


def effect_record(effect: Effect) -> dict[str, object]:
    """An effect as plain data, a figure under its own name."""
    figures = {one.name: getattr(effect, one.name) for one in fields(effect)}
    return {
        "episodes": effect.episodes,
        "counted": effect.counted,
        "excluded": dict(effect.excluded),
        "intake": {age: figure_record(figure) for age, figure in effect.intake.items()},
        **{name: figure_record(figure) for name, figure in figures.items() if isinstance(figure, Figure)},
    }


def figure_record(figure: Figure) -> dict[str, object]:
    """A figure as plain data. What is `grey` says why."""
    return {
        "value": _rounded(figure.value),
        "low": _rounded(figure.low),
        "high": _rounded(figure.high),
        "n": figure.n,
        "grey": figure.grey,
        "warning": TOO_FEW if figure.grey else "",
        "note": figure.note,
    }


def rolling_record(told: Rolling) -> dict[str, object]:
    """Blocks and trend as plain data."""
    return {
        "standard": told.standard,
        "blocks": [_block_record(block) for block in told.blocks],
        "trend": figure_record(told.trend),
        "verdict": told.verdict.value,
        "sentence": sentence(told),
    }


def teacher_record(one: Teacher) -> dict[str, object]:
    """A teacher as plain data."""
    return {
        "client": one.client,
        "therapist": one.therapist,
        "measure": one.yardstick.measure,
        "profile": one.yardstick.profile,
        "lesson": one.lesson.value,
        "closed": one.closed.isoformat() if one.closed else None,
        "n": one.n,
        "first": one.first / TENTHS,
        "worst": one.worst / TENTHS,
        "last": one.last / TENTHS,
        "change": one.change / TENTHS,
        "off_track_at": list(one.off_track_at),
        "rules": list(one.rules),
    }


def _block_record(block: Block) -> dict[str, object]:
    return {
        "from": block.start.isoformat(),
        "to": block.end.isoformat(),
        "counted": block.counted,
        "complete": block.complete,
        "effect": figure_record(block.effect),
        "reliable": figure_record(block.reliable),
        "at_target": figure_record(block.at_target),
        "dropout": figure_record(block.dropout),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
