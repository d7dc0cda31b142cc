"""Facts as one line of a transcript."""

from handlers.alerts import AlertChanged, AlertClosed, AlertRaised, AlertSeen
from handlers.case import Rating
from handlers.consents import ConsentRecorded, ConsentShown, FallbackAsked
from handlers.corrections import RatingCorrected
from handlers.dialog import DialogSet, NoteKept
from handlers.facts import (
    AnswerGiven,
    AppointmentBooked,
    AskDropped,
    AskWaits,
    ContactChanged,
    EchoSaid,
    EpisodeClosed,
    EpisodeReassigned,
    Fact,
    InviteUsed,
    LetterReported,
    NoticeKept,
    RatingMade,
    RemarkKept,
    RequestChanged,
    RequestOpened,
    ScheduleEnded,
    ScheduleSet,
    TurnCame,
)
from handlers.invites import InviteMade
from handlers.reflections import GrowthKept, ReflectionAsked, ReflectionKept, ReflectionPut, ReflectionShared
from handlers.shared import AddressShared
from handlers.staffing import AwayEnded, AwaySet
from handlers.wished import AnswerTakenBack, LanguageChosen, PauseEnded, PauseSet, RequestReviewed


def fact_line(fact: Fact) -> str:  # noqa: C901, PLR0912, PLR0915 - one branch a kind
    """What a reader of a transcript wants to know of a fact."""
    name = type(fact).__name__
    match fact:
        case RequestOpened(request) | RequestChanged(request):
            details = f"{request.id} {request.state} misread={request.misread}"
        case AnswerGiven():
            details = f"item {fact.item + 1} = {fact.tenths / 10:.1f}{' late' if fact.late else ''}"
        case RatingMade(rating):
            details = f"{rating.client} total {rating.total / 10:.1f}{' late' if rating.late else ''}{_worded(rating)}"
        case AlertRaised(alert):
            details = f"{alert.client} {alert.rule} observed {alert.observed} threshold {alert.threshold} {alert.level}"
        case AlertSeen(alert_id) | AlertClosed(alert_id):
            details = alert_id
        case AlertChanged(alert, change, person):
            until = f", next {alert.next_at:%Y-%m-%d %H:%M}" if alert.next_at else ""
            details = f"{alert.client} {alert.rule} {change} {person}: {alert.state}{until}"
        case AwaySet(therapist, away):
            details = f"{therapist} until {away.until:%Y-%m-%d %H:%M}, {away.colleague} stands in"
        case AwayEnded(therapist):
            details = therapist
        case DialogSet(dialog):
            details = f"{dialog.kind} {dialog.about}"
        case NoteKept(note):
            details = f"{note.client} {len(note.text)} characters"
        case ReflectionAsked(one):
            totals = " ".join(f"{total / 10:g}" for total in one.totals)
            details = f"{one.client} {one.occasion} {one.state} {one.status}: {totals}"
        case ReflectionPut(_, state):
            details = state
        case ReflectionKept(_, answers):
            details = f"{', '.join(str(len(words)) for words in answers)} characters"
        case ReflectionShared(_, supervisor):
            details = f"with {supervisor}"
        case GrowthKept(one):
            details = f"{one.therapist} {one.step} {' '.join(map(str, one.answers))}"
        case RatingCorrected():
            was, now = fact.correction.before.total, fact.rating.total
            details = f"{fact.rating.id} {fact.correction.kind}: {was / 10:.1f} is now {now / 10:.1f}"
        case InviteMade(person=person, until=until):
            details = f"{person} until {until:%Y-%m-%d %H:%M}"
        case ContactChanged(contact) | InviteUsed(contact=contact):
            details = f"{contact.address.channel} of {contact.person or 'nobody'} {contact.state}"
        case ConsentRecorded():
            details = f"{fact.person} {fact.kind} version {fact.version} {fact.language} {fact.channel}"
        case AddressShared(address, mark, person):
            details = f"{address.channel} {mark} is {person}"
        case FallbackAsked(person):
            details = person
        case ConsentShown(person, version):
            details = f"{person} version {version}"
        case AppointmentBooked(appointment, moments):
            times = ", ".join(f"{moment.kind} {moment.at:%Y-%m-%d %H:%M}" for moment in moments)
            details = f"{appointment.id} v{appointment.version} {appointment.state}: {times or 'nothing due'}"
        case AskWaits(person, moment):
            details = f"{person} {moment.schedule} until {moment.at:%Y-%m-%d %H:%M} at the latest"
        case TurnCame(person):
            details = person
        case AskDropped():
            details = f"{fact.client} {fact.schedule} {fact.appointment} {fact.reason}"
        case ScheduleSet(schedule) | ScheduleEnded(schedule):
            details = f"{schedule.client} {schedule.key}"
        case EpisodeReassigned():
            details = f"{fact.client} to {fact.therapist}"
        case EpisodeClosed():
            details = f"{fact.episode} {fact.ending}"
        case AnswerTakenBack():
            details = f"item {fact.item + 1}"
        case RequestReviewed(request):
            again = " ".join("-" if one is None else f"{one / 10:.1f}" for one in request.again)
            details = " ".join(filter(None, (request.id, request.doubt, again)))
        case PauseSet(pause):
            details = f"{pause.client} until {pause.until:%Y-%m-%d %H:%M}"
        case PauseEnded(client):
            details = client
        case LanguageChosen():
            details = f"{fact.person} {fact.language}"
        case RemarkKept():
            details = f"{fact.client} {len(fact.text)} characters"
        case NoticeKept():
            details = f"{fact.client} {fact.purpose}"
        case EchoSaid():
            details = str(fact.count)
        case LetterReported():
            details = f"{fact.delivery} {fact.code}"
        case _:
            details = ""
    return f"{name} {details}".rstrip()


def _worded(rating: Rating) -> str:
    """In which wording, if it was not ours."""
    if rating.on_paper:
        return " on paper"
    return "" if rating.wording == "neutral 1" else f" in {rating.wording}"
