"""Falling back: a question that does not arrive by one channel is asked again by another, once, and only of a client
who agreed to that."""

from dataclasses import replace
from datetime import datetime

from handlers import asking
from handlers.case import Case, Request, RequestState
from handlers.facts import Fact, LettersWithdrawn, LetterWritten, RequestChanged, RequestOpened
from handlers.people import Client, Contact, ContactState
from handlers.saying import language_of
from messages.envelope import Address, DeliveryReport, Outcome, Priority
from scheduler.schedule import Occasion
from scheduler.timetable import next_contact

ELSEWHERE = "~"
"""At the end of a request's id: it was asked by another channel before."""

QUESTIONS = ("ask_all", "ask_item")


def ask_elsewhere(news: DeliveryReport, case: Case, now: datetime) -> list[Fact]:
    """The open question once more at another address, from its beginning. Nothing without consent to that, another
    channel or time."""
    request, client = case.request, case.client
    if request is None or client is None or not client.fallback or not _unheard(news, request, case):
        return []
    contact = another(client, request.to, case)
    if contact is None or now >= _until(request) or not asking.can_be_asked(request, case, contact.address.channel):
        return []
    again = _again(request, contact.address, case, now)
    letter = replace(
        asking.ask(again, case, news.key),
        priority=Priority.BULK,
        not_before=next_contact(now, client.hours(case.practice.timing)),
        expires=_until(request),
    )
    given_up = RequestChanged(replace(request, state=RequestState.SUPERSEDED))
    return [given_up, LettersWithdrawn(request.to, request.id), RequestOpened(again), LetterWritten(letter)]


def _unheard(news: DeliveryReport, request: Request, case: Case) -> bool:
    """Whether a report means that the open question has not been read, for the first time."""
    if request.state is not RequestState.OPEN or request.id.endswith(ELSEWHERE):
        return False
    if news.outcome is Outcome.GONE:
        return case.contact is not None and case.contact.address == request.to
    letter = case.letter
    return letter is not None and letter.slot == request.id and letter.purpose in QUESTIONS and not letter.edits


def another(client: Client, failed: Address, case: Case) -> Contact | None:
    """An address of somebody's on another channel than this one."""
    ways = (one for one in client.contacts if one.state is ContactState.OPEN)
    return next(
        (
            one
            for one in ways
            if one.address.channel is not failed.channel and one.address.channel in case.practice.channels
        ),
        None,
    )


def _until(request: Request) -> datetime:
    return min(request.closes_at, request.about) if request.occasion is Occasion.BEFORE else request.closes_at


def _again(request: Request, to: Address, case: Case, now: datetime) -> Request:
    asked = asking.settled(request, case, to.channel)
    fresh = replace(
        asked,
        id=request.id + ELSEWHERE,
        to=to,
        asked_at=now,
        answers=(None,) * len(request.answers),
        misread=0,
        held=(),
        held_until=None,
        answered_at=None,
        language=language_of(case),
    )
    return replace(fresh, one_by_one=asking.editable(to) or not asking.fits_at_once(fresh, case))
