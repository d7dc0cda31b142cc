"""Written scores: the items of a measure as staff copy them from paper. Strict: nothing is guessed or left out."""

import re

from measures.instrument import Instrument
from measures.scoring import ImpossibleAnswer, Score, score

FIGURE = re.compile(r"[0-9]{1,3}(?:[.,][0-9])?")
"""`7`, `6.5`, `6,5`: plain digits, at most one decimal."""

EXAMPLES = (("7", "6.5", "8", "7"), ("1", "0", "2", "1"))
"""Where half points are given, and where not."""


class BadScores(ValueError):
    """No scores of this measure: the message says what is wrong with them, and how they are written."""


def scores_of(text: str, measure: Instrument) -> Score:
    """`7 6.5 8 7`: every item once, in order, with spaces between them (a comma may stand before the space).

    Raises BadScores.
    """
    items = [_tenths(word, measure) for word in _words(text)]
    if len(items) != len(measure.items):
        raise BadScores(f"{_named(measure)} has {_count(len(measure.items))}, not {len(items)}: {_how(measure)}.")
    try:
        scored = score(measure, items)
    except ImpossibleAnswer:
        raise BadScores(_of_impossible(items, measure)) from None
    assert isinstance(scored, Score)
    return scored


def _words(text: str) -> list[str]:
    return [word.removesuffix(",").removesuffix(";") for word in text.split()]


def _tenths(word: str, measure: Instrument) -> int:
    if not FIGURE.fullmatch(word):
        raise BadScores(f"{word!r} is no score of {_named(measure)}: {_how(measure)}.")
    whole, _, tenth = word.replace(",", ".").partition(".")
    return int(whole) * 10 + int(tenth or 0)


def _of_impossible(items: list[int], measure: Instrument) -> str:
    wrong = next(one for one in items if one not in measure.answers)
    low, high, step = (f"{tenths / 10:g}" for tenths in (measure.low, measure.high, measure.step))
    steps = "" if measure.step == 1 else f", in steps of {step}"
    return f"{wrong / 10:g} is no score of {_named(measure)}: each is from {low} to {high}{steps}."


def _how(measure: Instrument) -> str:
    """How they are written, with an example that this measure could have."""
    fits = EXAMPLES[0] if {65, 70, 80} <= measure.answers else EXAMPLES[1]
    example = " ".join((fits * len(measure.items))[: len(measure.items)])
    return f"write {_count(len(measure.items))} with spaces between them, e.g. {example!r}"


def _count(items: int) -> str:
    return f"{items} score{'s' * (items > 1)}"


def _named(measure: Instrument) -> str:
    return measure.id.upper()
