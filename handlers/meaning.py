"""Meaning: whoever gave a rating that moved much is asked, once, whether that is what they meant. Either answer is
fine; none is one, too. What the rating raised is told at once all the same."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers import redoing
from handlers.case import Case, Doubt, Rating, Request, RequestState
from handlers.corrections import RatingCorrected
from handlers.facts import Fact, LetterWritten, RatingMade
from handlers.judging import in_order, own
from handlers.saying import in_place, language_of, say
from handlers.taking import takes_anew
from handlers.wished import RequestReviewed
from messages.envelope import Button, ButtonPress, Channel, IncomingMessage, Letter

QUESTION = "m"
"""What a button of this question begins with."""

AGAIN = "again"


def rating_in(ended: Sequence[Fact]) -> Rating | None:
    """The rating that these facts make or change."""
    return next((fact.rating for fact in ended if isinstance(fact, RatingMade | RatingCorrected)), None)


def before(made: Rating, case: Case) -> Rating | None:
    """The rating before this one in its course."""
    assert case.episode is not None
    others = [one for one in case.ratings if one.id != made.id]
    course = own(in_order([*others, made]), case.episode, made.measure, made.rater)
    place = course.index(made)
    return course[place - 1] if place else None


def moved(made: Rating, case: Case) -> bool:
    """Whether a total is at least the reliable change of the profile away from the last one, either way."""
    assert case.episode is not None
    library, last = case.practice.library, before(made, case)
    rules = library.profile(case.episode.profile).rules_for(library.instrument(made.measure))
    if last is None or rules.reliable_change is None:
        return False
    return abs(made.total - last.total) >= rules.reliable_change.least


def after(
    arrival: IncomingMessage | ButtonPress, request: Request, ended: Sequence[Fact], case: Case, *, grave: bool
) -> list[Fact]:
    """The question, right after the first rating of a request that moved much; not to somebody who has just told of a
    thought that cannot wait (`grave`), as it is no moment to doubt them."""
    made = next((fact.rating for fact in ended if isinstance(fact, RatingMade)), None)
    if grave or made is None or not moved(made, case):
        return []
    asked = replace(request, state=RequestState.COMPLETE, doubt=Doubt.ASKED)
    return [RequestReviewed(asked), LetterWritten(_question(arrival, request, case))]


def heard(case: Case, now: datetime) -> Request | None:
    """The request that somebody who says yes was asked about just now."""
    request = case.request
    if request is None or request.doubt is not Doubt.ASKED or not takes_anew(request, now):
        return None
    return request


def confirm(arrival: IncomingMessage | ButtonPress, request: Request, case: Case) -> list[Fact]:
    """It is what they meant; the rating stays."""
    said = say(case, arrival, "meant_yes").letter
    return [redoing.given_up(request), LetterWritten(in_place(said, arrival, slot_of(request)))]


def _question(arrival: IncomingMessage | ButtonPress, request: Request, case: Case) -> Letter:
    letter, channel = say(case, arrival, "meant").letter, arrival.sender.channel
    if channel is Channel.SMS:
        return letter
    words, language = case.practice.words, language_of(case)
    buttons = tuple(
        Button(words.say(label, language, channel), f"{QUESTION}|{request.id}|{answer}")
        for label, answer in (("meant_button", "yes"), ("redo_button", AGAIN))
    )
    return replace(letter, buttons=(buttons,), slot=slot_of(request))


def slot_of(request: Request) -> str:
    """Where the question stands on a phone."""
    return f"{QUESTION}:{request.id}"
