"""Comparing: what is kept of a rating against what was made again, in words. Figures are told, persons are not."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from handlers.case import Rating
from handlers.facts import AnswerGiven
from handlers.remaking import Past
from measures.instrument import Instrument
from measures.scoring import ImpossibleAnswer, Score, score
from storage.database import from_ms, to_ms
from storage.filed import Answer, Filed

FIGURES = {"total", "items"}


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs in one rating; without a rating it concerns the whole database."""

    rating: str
    what: str


def differences(filed: Filed, past: Past | None, measure: Instrument, kept: Collection[str]) -> Iterator[str]:
    """What differs between a filed rating and its past made again (None: nothing came in that could be taken).

    `kept`: the keys of those replies named by its answers that there are.
    """
    assert filed.rating is not None
    given = {one.item: one for one in past.given} if past else {}
    for item in range(len(filed.request.answers)):
        yield from _of_item(item, filed.answers.get(item), given.get(item), kept)
    for item in sorted(filed.answers.keys() - set(range(len(filed.request.answers)))):
        yield f"item {item + 1}: an answer of {_figure(filed.answers[item].tenths)} is kept, but nobody was asked it"
    yield from _of_scoring(filed, filed.rating, measure)
    made = past.rating if past else None
    if made is None:
        yield "its replies come to no rating"
    else:
        yield from _of_rating(filed.rating, made)


def redone(kept: Sequence[Rating], past: Past | None) -> Iterator[str]:
    """What differs between a rating as it is kept after each time it was answered anew, and as it was made again."""
    again = past.redone if past else ()
    for number, one in enumerate(kept, 1):
        if number > len(again):
            yield f"no reply says what was answered anew, a total of {_figure(one.total)} is kept"
        elif (one.items, one.total) != (again[number - 1].items, again[number - 1].total):
            made = _figure(again[number - 1].total)
            yield f"its replies, answered anew, say {made} in all, {_figure(one.total)} is kept"


def _of_item(item: int, answer: Answer | None, given: AnswerGiven | None, kept: Collection[str]) -> Iterator[str]:
    name = f"item {item + 1}"
    if answer is None:
        yield f"{name}: no answer is kept"
    elif answer.arrival not in kept:
        yield f"{name}: the reply it was read from is not kept"
    elif given is None:
        yield f"{name}: no reply says it, {_figure(answer.tenths)} is kept"
    elif given.tenths != answer.tenths:
        yield f"{name}: its reply says {_figure(given.tenths)}, {_figure(answer.tenths)} is kept"
    elif given.arrival != answer.arrival:
        yield f"{name}: another reply says it"
    elif given.late != answer.late:
        yield f"{name}: whether it came late"


def _of_scoring(filed: Filed, rating: Rating, measure: Instrument) -> Iterator[str]:
    """Whether the rating's items are the answers, and its total what they come to."""
    answers = [filed.answers[item].tenths if item in filed.answers else None for item in range(len(measure.items))]
    if list(rating.items) != answers:
        yield "its items are not the answers kept"
    try:
        scored = score(measure, rating.items)
    except ImpossibleAnswer:
        yield f"its items are impossible in {measure.id} {measure.version}"
        return
    if isinstance(scored, Score) and scored.total != rating.total:
        total = f"total: its items come to {_figure(scored.total)}, {_figure(rating.total)} is kept"
        yield f"{total}, by {measure.id} {measure.version}"


def _of_rating(kept: Rating, made: Rating) -> Iterator[str]:
    """Everything else that a rating says, as it was made again. Instants are kept in milliseconds."""
    for name in (one.name for one in fields(Rating) if one.name not in FIGURES):
        value, again = getattr(kept, name), getattr(made, name)
        if isinstance(again, datetime):
            again = from_ms(to_ms(again))
        if value != again:
            yield f"{name}: made again {again}, {value} is kept"


def _figure(tenths: int) -> str:
    return f"{tenths / 10:.1f}"
