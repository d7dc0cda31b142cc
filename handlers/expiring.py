"""Expiring: the time for a request is over. What was answered stays, and a late answer still counts for a while."""

from dataclasses import replace

from handlers import asking, gathering
from handlers.case import Case, Request, RequestState
from handlers.facts import Fact, LetterWritten, RequestChanged
from handlers.saying import language_of
from messages.envelope import Letter, Priority


def expire(request: Request, case: Case, cause: str) -> tuple[Request, list[Fact]]:
    """An open request closed: as it stands then, and what follows. `cause` keys the word about it."""
    none = all(answer is None for answer in request.answers)
    state = RequestState.EXPIRED if none else RequestState.PARTIAL
    closed = replace(request, state=state, held=(), held_until=None)
    facts: list[Fact] = [RequestChanged(closed), *gathering.let_go(request)]
    if asking.editable(request.to) and asking.can_be_asked(request, case, request.to.channel):
        facts.append(LetterWritten(_closed(request, case, cause)))
    return closed, facts


def _closed(request: Request, case: Case, cause: str) -> Letter:
    """The question stays below the word that it is closed, as a late answer to it still counts."""
    lead = case.practice.words.say("closed", language_of(case), request.to.channel)
    question = asking.ask(request, case, cause, lead)
    return replace(question, key=f"{cause}#closed", purpose="closed", priority=Priority.BULK, edits=True)
