"""Facts applied: each kind becomes rows of one table, written set-wise. Called inside the turn's transaction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, assert_never

import aiosqlite

from handlers.alerts import AlertChanged, AlertClosed, AlertRaised, AlertSeen
from handlers.consents import ConsentRecorded, Consents, ConsentShown, FallbackAsked
from handlers.corrections import RatingCorrected
from handlers.dialog import DialogEnded, DialogSet, NoteKept
from handlers.facts import (
    AnswerGiven,
    AppointmentBooked,
    AskDropped,
    AskWaits,
    ContactChanged,
    Due,
    EchoSaid,
    EpisodeClosed,
    EpisodeOpened,
    EpisodeReassigned,
    Fact,
    InviteUsed,
    LetterReported,
    LettersWithdrawn,
    LetterWritten,
    MomentsDropped,
    NoticeKept,
    NoticesTold,
    RatingMade,
    RemarkKept,
    RequestChanged,
    RequestOpened,
    Said,
    ScheduleEnded,
    ScheduleSet,
    TurnCame,
)
from handlers.invites import InviteMade
from handlers.people import Contact, ContactState, person_of
from handlers.reflections import GrowthKept, ReflectionAsked, ReflectionKept, ReflectionPut, ReflectionShared
from handlers.shared import AddressShared, HeldDone, SharingEnded, TextHeld
from handlers.staffing import AwayEnded, AwaySet, TherapistSet
from handlers.wished import AnswerTakenBack, LanguageChosen, PauseEnded, PauseSet, RequestReviewed
from messages.envelope import Address, Letter, Moment
from scheduler.schedule import Schedule, rater_of
from storage import outbox, ratings, reflections, rows, sharing, staff, wishes
from storage.database import Database, DoesNotFit, to_ms
from storage.flat import plain

Row = dict[str, Any]

ORDER = (
    "invites_withdraw",
    "invites_make",
    "invites_use",
    "contacts_set",
    "sharing_set",
    "sharing_change",
    "sharing_end",
    "held_drop",
    "held_set",
    "consents_record",
    "consents_show",
    "fallback_ask",
    "rater_speak",
    "pauses_end",
    "pauses_set",
    "episode_close",
    "episode_open",
    "episode_assign",
    "assignments_keep",
    "alerts_assign",
    "notices_assign",
    "schedules_end",
    "schedules_set",
    "appointments_set",
    "moments_drop",
    "moments_unschedule",
    "moments_clear",
    "moments_plan",
    "moments_call",
    "dropped_keep",
    "requests_change",
    "requests_open",
    "requests_review",
    "answers_take_back",
    "answers_give",
    "ratings_make",
    "corrections_keep",
    "ratings_change",
    "alerts_raise",
    "alerts_log_first",
    "alerts_see",
    "alerts_set",
    "alerts_close",
    "alerts_log",
    "therapist_set",
    "away_end",
    "away_set",
    "dialogs_end",
    "dialogs_set",
    "notes_keep",
    *reflections.WRITES,
    "remarks_keep",
    "notices_told",
    "notices_keep",
    "contacts_echo",
    "letters_withdraw",
    "letters_report",
)
"""What a batch writes, table after table: the old goes before the new comes, what is referred to before what refers to
it, and letters are last. Within a table the order of the facts is kept."""

ASKED = {RequestOpened: "requests_open", RequestChanged: "requests_change", RequestReviewed: "requests_review"}
"""What writes how a request stands."""

FENCED = {"invites_use", "episode_close", "appointments_set", "requests_change", "ratings_change"}
"""Here a row that was not written has been used, moved or closed by somebody else meanwhile."""


async def apply(
    database: Database,
    connection: aiosqlite.Connection,
    facts: Iterable[Fact],
    now: datetime,
    *,
    claimed: bool = False,
) -> list[Letter]:
    """Writes facts and gives the letters that the caller's courier must take at once (none unless `claimed`).

    Raises DoesNotFit if what they are about has changed since the case was loaded.
    """
    tables: defaultdict[str, list[Row]] = defaultdict(list)
    letters: list[Letter] = []
    for fact in facts:
        if isinstance(fact, LetterWritten):
            letters.append(fact.letter)
        else:
            for query, row in _rows(database, fact):
                tables[query].append(row)
    for query in sorted(tables, key=ORDER.index):
        written = await getattr(database.sql, query)(connection, tables[query])
        if query in FENCED and written != len(tables[query]):
            raise DoesNotFit
    if letters:
        await outbox.write(database, connection, letters, now, claimed=claimed)
    return [letter for letter in letters if claimed and outbox.go_at_once(letter)]


async def settle(database: Database, connection: aiosqlite.Connection, moments: Sequence[Moment]) -> None:
    """These moments have been taken."""
    if moments:
        await database.sql.moments_done(connection, [{"key": moment.key} for moment in moments])


def _rows(database: Database, fact: Fact) -> list[tuple[str, Row]]:  # noqa: C901, PLR0912
    """Which query writes a fact, with which row. One branch a kind: a table in the form of code."""
    match fact:
        case InviteMade() | InviteUsed() | ContactChanged() | ConsentRecorded() | ConsentShown() | FallbackAsked():
            return _joined(database, fact)
        case AddressShared() | SharingEnded() | TextHeld() | HeldDone():
            return [sharing.row_of(database, fact)]
        case EpisodeOpened(episode, at):
            row = {**plain(episode), "at": to_ms(at)}
            return [("episode_open", row), ("assignments_keep", {**row, "episode": episode.id})]
        case EpisodeClosed():
            return [("episode_close", plain(fact))]
        case EpisodeReassigned():
            row = plain(fact)
            return [(query, row) for query in ("episode_assign", "assignments_keep", "alerts_assign", "notices_assign")]
        case RequestOpened(request) | RequestChanged(request) | RequestReviewed(request):
            return [(ASKED[type(fact)], ratings.request_row(database, request))]
        case AnswerGiven():
            return [("answers_give", plain(fact))]
        case RatingMade(rating):
            return [("ratings_make", ratings.rating_row(rating))]
        case RatingCorrected():
            return ratings.of_correction(database, fact)
        case AlertRaised() | AlertSeen() | AlertChanged() | AlertClosed():
            return staff.of_alert(fact)
        case TherapistSet() | AwaySet() | AwayEnded():
            return [staff.of_staffing(fact)]
        case DialogSet() | DialogEnded() | NoteKept():
            return [staff.of_dialog(database, fact)]
        case ReflectionAsked() | ReflectionPut() | ReflectionKept() | ReflectionShared() | GrowthKept():
            return [reflections.row_of(database, fact)]
        case RemarkKept():
            return [("remarks_keep", {**plain(fact), "text_sealed": database.vault.seal(fact.text, "remark")})]
        case AnswerTakenBack() | PauseSet() | PauseEnded() | LanguageChosen():
            return wishes.rows_of(fact)
        case NoticeKept() | NoticesTold() | EchoSaid() | LettersWithdrawn() | LetterReported() | LetterWritten():
            return _said(database, fact)
        case _:
            return _due(fact)


def _joined(database: Database, fact: InviteMade | InviteUsed | ContactChanged | Consents) -> list[tuple[str, Row]]:
    """The same, of who is reached where and has agreed."""
    match fact:
        case InviteMade():
            row = {**plain(fact), "id": database.vault.code_index(fact.code)}
            return [("invites_withdraw", row), ("invites_make", row)]
        case InviteUsed(invite, contact, at):
            row = _contact(database, contact, at)
            return [("invites_use", {**row, "id": invite}), ("contacts_set", row)]
        case ContactChanged():
            return _changed(database, fact)
        case ConsentRecorded():
            return [("consents_record", plain(fact))]
        case ConsentShown():
            return [("consents_show", plain(fact))]
        case FallbackAsked():
            return [("fallback_ask", plain(fact))]
        case _:
            assert_never(fact)


def _due(fact: Due) -> list[tuple[str, Row]]:
    """The same, of what falls due."""
    match fact:
        case ScheduleSet(schedule, at):
            return [("schedules_set", {**_schedule(schedule), "set_at": to_ms(at)})]
        case ScheduleEnded(schedule):
            row = _schedule(schedule)
            return [("schedules_end", row), ("moments_unschedule", {**row, "key": schedule.key})]
        case AppointmentBooked():
            return _booked(fact)
        case MomentsDropped(person):
            return [("moments_drop", {"person": person})]
        case AskWaits(person, moment):
            return [("moments_plan", _moment(person, moment))]
        case TurnCame(person, at):
            return [("moments_call", {"person": person, "at": to_ms(at)})]
        case AskDropped():
            return [("dropped_keep", {**plain(fact), "id": fact.id})]
        case _:
            assert_never(fact)


def _said(database: Database, fact: Said) -> list[tuple[str, Row]]:
    """The same, of what is said."""
    match fact:
        case NoticeKept():
            return [("notices_keep", plain(fact))]
        case NoticesTold(therapist):
            return [("notices_told", {"therapist": therapist})]
        case EchoSaid(to, count, at):
            index = database.vault.address_index(to)
            return [("contacts_echo", {"address_index": index, "count": count, "at": to_ms(at)})]
        case LettersWithdrawn(to, slot):
            return [_withdraw(database, to, slot)]
        case LetterReported(letter, delivery, code):
            return [("letters_report", {"key": letter, "state": delivery, "code": code})]
        case LetterWritten():
            return []
        case _:
            assert_never(fact)


def _changed(database: Database, fact: ContactChanged) -> list[tuple[str, Row]]:
    """An address that closes withdraws its letters, whether or not anybody thought of them; but not where others share
    it: there it closes for one, and opens for all."""
    row, opens = _contact(database, fact.contact, fact.at), fact.state is ContactState.OPEN
    theirs = [("sharing_change", {**row, "mark": fact.contact.mark})] if fact.contact.mark else []
    if theirs and not opens:
        return theirs
    changed = ("contacts_set", row)
    return [changed, *theirs] if opens else [changed, _withdraw(database, fact.contact.address)]


def _booked(fact: AppointmentBooked) -> list[tuple[str, Row]]:
    row = {**plain(fact.appointment), "at": to_ms(fact.at)}
    client = fact.appointment.client
    due = [("moments_plan", _moment(person_of(client, rater_of(moment)), moment)) for moment in fact.moments]
    return [("appointments_set", row), ("moments_clear", row), *due]


def _schedule(schedule: Schedule) -> Row:
    return {**plain(schedule), "at": rows.minutes(schedule.at)}


def _moment(person: str, moment: Moment) -> Row:
    return {**plain(moment), "key": moment.key, "person": person, "due_at": to_ms(moment.at)}


def _withdraw(database: Database, to: Address, slot: str = "") -> tuple[str, Row]:
    return "letters_withdraw", {"address_index": database.vault.address_index(to), "slot": slot}


def _contact(database: Database, contact: Contact, at: datetime) -> Row:
    return {
        "address_index": database.vault.address_index(contact.address),
        "channel": contact.address.channel,
        "address_sealed": database.vault.seal(contact.address.id, "address"),
        "role": contact.role,
        "person": contact.person,
        "state": contact.state,
        "at": to_ms(at),
    }
