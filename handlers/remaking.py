"""Remaking: what came in once goes through the same decisions again, and comes to the same ratings, or not.

Nothing of what was read then is looked at: a client begins with the bare request, and all that a decision changes -
answers, numbers that are held, replies that were not understood, the address that is closed - is carried to the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce

from handlers import asking, desk
from handlers.case import Appointment, AppointmentState, Case, Episode, Invite, Rating, Request, RequestState
from handlers.consents import ConsentKind, ConsentRecorded
from handlers.corrections import RatingCorrected
from handlers.expiring import expire
from handlers.facts import AnswerGiven, ContactChanged, Fact, InviteUsed, RatingMade, RequestChanged
from handlers.people import Client, Contact, ContactState, Role
from handlers.practice import Practice
from handlers.wished import AnswerTakenBack, LanguageChosen, RequestReviewed
from messages.envelope import Address, Arrival, ButtonPress, DeliveryReport, IncomingMessage, Letter, Moment, MomentKind


@dataclass(frozen=True, slots=True)
class Past:
    """A client as the arrivals so far have left them, with the answers and the rating that came of the request, and
    what that was each time after it was answered anew."""

    practice: Practice
    client: Client
    episode: Episode | None = None
    request: Request | None = None
    given: tuple[AnswerGiven, ...] = ()
    rating: Rating | None = None
    ended: bool = False
    redone: tuple[Rating, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What an arrival names and the past does not hold: the code in it, the letter it reports on, its appointment.

    `agreed`: the ledger says that it agreed to a consent text, whose versions then are not known any more.
    """

    invite: Invite | None = None
    letter: Letter | None = None
    appointment: Appointment | None = None
    agreed: bool = False


def ask(past: Past, request: Request, episode: Episode, practice: Practice, *, ended: bool = False) -> Past:
    """This was asked. Whoever is asked has agreed, and can be reached there. `ended`: care ended while it was open."""
    rest = tuple(one for one in past.client.contacts if one.address != request.to)
    contacts = (_open(request.to, past.client), *rest)
    spoken = request.language or past.client.language
    client = replace(past.client, consent=practice.consent_version, withdrawn=False, contacts=contacts, language=spoken)
    begun = Past(practice, client, episode, ended=ended)
    return replace(begun, request=_bare(request, Case(practice, client=client, episode=episode)))


def take(past: Past, arrival: Arrival, beside: Beside, now: datetime, *, retried: bool) -> Past:
    """The next arrival is decided once more, as it was at `now`. Raises what the decision raises."""
    if isinstance(arrival, Moment) and not _closes(arrival, past, now):
        return past
    past = _over(past, now)
    if beside.agreed:
        return replace(past, client=replace(past.client, consent=past.practice.consent_version, withdrawn=False))
    case = _case(past, arrival, beside)
    late = timedelta() if retried else desk.LATE
    return reduce(_then, desk.take(arrival, case, now, late), past)


def closed(past: Past, address: Address) -> bool:
    """Whether an address of a client is not written to."""
    contact = _at(past.client.contacts, address)
    return contact is not None and contact.state is not ContactState.OPEN


def _bare(request: Request, case: Case) -> Request:
    """A request as it was when it was asked; only its close is where it was moved to last."""
    bare = replace(
        request,
        state=RequestState.OPEN,
        answers=(None,) * len(request.answers),
        wording=request.wording.partition(asking.THEN)[0],
        misread=0,
        held=(),
        held_until=None,
        answered_at=None,
        waits_since=None,
        again=(),
    )
    editable = asking.editable(bare.to) or not asking.can_be_asked(bare, case, bare.to.channel)
    return replace(bare, one_by_one=editable or not asking.fits_at_once(bare, case))


def _over(past: Past, now: datetime) -> Past:
    """The command line ended the care, which no arrival tells: an open request's time is over then."""
    request = past.request
    if not past.ended or request is None or request.state is not RequestState.OPEN or now < request.closes_at:
        return past
    return reduce(_then, expire(request, _case(past, None, Beside()), "ended")[1], past)


def _closes(moment: Moment, past: Past, now: datetime) -> bool:
    """Whether a moment closes the request; that of a time before the appointment was moved came to nothing."""
    request = past.request
    about = request is not None and request.appointment == moment.appointment and now >= request.closes_at
    meant = request is not None and moment.schedule in ("", request.schedule)
    return about and meant and moment.kind is MomentKind.CLOSE


def _case(past: Past, arrival: Arrival | None, beside: Beside) -> Case:
    appointment = beside.appointment
    if isinstance(arrival, Moment) and appointment is not None:
        appointment = replace(appointment, version=arrival.version, state=AppointmentState.BOOKED)
    return Case(
        practice=past.practice,
        contact=_contact(past, arrival, beside),
        client=past.client,
        episode=past.episode,
        request=past.request,
        ratings=tuple(filter(None, (past.rating, *past.redone)))[-1:],
        appointment=appointment,
        invite=beside.invite,
        letter=beside.letter,
    )


def _contact(past: Past, arrival: Arrival | None, beside: Beside) -> Contact | None:
    match arrival:
        case IncomingMessage(sender=address) | ButtonPress(sender=address):
            return _at(past.client.contacts, address) or _open(address, past.client)
        case DeliveryReport():
            about = beside.letter.to if beside.letter else arrival.address
            return _at(past.client.contacts, about) if about else None
        case _:
            return None


def _at(contacts: Sequence[Contact], address: Address) -> Contact | None:
    return next((one for one in contacts if one.address == address), None)


def _open(address: Address, client: Client) -> Contact:
    return Contact(address, Role.CLIENT, client.person, ContactState.OPEN)


def _then(past: Past, fact: Fact) -> Past:
    """The past with one more fact. What changes nothing for later replies is left out."""
    match fact:
        case ContactChanged(contact) | InviteUsed(contact=contact):
            rest = tuple(one for one in past.client.contacts if one.address != contact.address)
            return replace(past, client=replace(past.client, contacts=(contact, *rest)))
        case ConsentRecorded(kind=ConsentKind.GIVEN | ConsentKind.WITHDRAWN as kind, version=version):
            given = kind is ConsentKind.GIVEN
            return replace(past, client=replace(past.client, consent=version if given else "", withdrawn=not given))
        case RequestChanged(request) | RequestReviewed(request) if past.request is not None:
            kept = replace(request, answers=past.request.answers, answered_at=past.request.answered_at)
            return replace(past, request=kept)
        case AnswerGiven() if past.request is not None:
            return replace(past, request=_answered(past.request, fact), given=(*past.given, fact))
        case RatingMade(rating):
            return replace(past, rating=rating)
        case RatingCorrected(rating=rating):
            return replace(past, redone=(*past.redone, rating))
        case AnswerTakenBack(item=item) if past.request is not None:
            return _taken_back(past, past.request, item)
        case LanguageChosen(language=language):
            return replace(past, client=replace(past.client, language=language))
        case _:
            return past


def _answered(request: Request, fact: AnswerGiven) -> Request:
    answers = tuple(fact.tenths if item == fact.item else one for item, one in enumerate(request.answers))
    latest = fact.at if request.answered_at is None else max(fact.at, request.answered_at)
    return replace(request, answers=answers, answered_at=latest)


def _taken_back(past: Past, request: Request, item: int) -> Past:
    given = tuple(one for one in past.given if one.item != item)
    answers = tuple(None if place == item else one for place, one in enumerate(request.answers))
    latest = max((one.at for one in given), default=None)
    return replace(past, given=given, request=replace(request, answers=answers, answered_at=latest))
