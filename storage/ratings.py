"""What facts about requests and ratings write: which query, with which row."""

from typing import Any

from handlers.case import Rating, Request
from handlers.corrections import RatingCorrected
from storage import wishes
from storage.database import Database
from storage.flat import plain

Row = dict[str, Any]


def request_row(database: Database, request: Request) -> Row:
    """How a request stands; its answers have rows of their own."""
    return {
        **plain(request),
        "address_index": database.vault.address_index(request.to),
        "items": len(request.answers),
        "held": " ".join(map(str, request.held)),
        "again": wishes.again(request),
    }


def rating_row(rating: Rating) -> Row:
    """A rating, its items in one column."""
    return {**plain(rating), "items": " ".join(map(str, rating.items))}


def of_correction(database: Database, fact: RatingCorrected) -> list[tuple[str, Row]]:
    """The rating as it was is kept first; its seal is of the reason alone."""
    correction, kept = fact.correction, rating_row(fact.correction.before)
    sealed = database.vault.seal(correction.reason, "reason")
    row = {**kept, **plain(correction), "rating": correction.before.id, "reason_sealed": sealed}
    return [("corrections_keep", row), ("ratings_change", {**rating_row(fact.rating), "counts": int(fact.counts)})]
