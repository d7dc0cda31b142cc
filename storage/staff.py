"""What facts about alerts and staff write: which query, with which row."""

import json
from typing import Any, assert_never

from handlers.alerts import AlertChanged, AlertClosed, AlertRaised, Alerts, AlertSeen, Change
from handlers.dialog import DialogEnded, Dialogs, DialogSet, NoteKept
from handlers.people import Therapist
from handlers.staffing import AwayEnded, AwaySet, Staffing, TherapistSet
from storage import rows
from storage.database import Database, to_ms
from storage.flat import plain

Row = dict[str, Any]


def of_alert(fact: Alerts) -> list[tuple[str, Row]]:
    """An alert as it stands now, and the line of its log."""
    match fact:
        case AlertRaised(alert, told):
            kept = {name: value for name, value in plain(alert).items() if name != "told"}
            lines = [{**_line(alert.id, Change.TOLD, one), "at": to_ms(alert.at)} for one in told]
            return [("alerts_raise", kept), *(("alerts_log_first", line) for line in lines)]
        case AlertSeen(alert, at, by):
            line = {**_line(alert, Change.SEEN, by), "at": to_ms(at)}
            return [("alerts_see", {"id": alert, "at": to_ms(at)}), ("alerts_log", line)]
        case AlertChanged(alert, change, person, at):
            kept = {name: value for name, value in plain(alert).items() if name != "told"}
            return [("alerts_set", kept), ("alerts_log", {**_line(alert.id, change, person), "at": to_ms(at)})]
        case AlertClosed():
            return [("alerts_close", plain(fact))]
        case _:
            assert_never(fact)


def _line(alert: str, change: Change, person: str) -> Row:
    return {"alert": alert, "change": change, "person": person}


def of_staffing(fact: Staffing) -> tuple[str, Row]:
    """How somebody wants to be told, and who stands in for them."""
    match fact:
        case TherapistSet(therapist):
            return "therapist_set", _therapist(therapist)
        case AwaySet(therapist, away):
            return "away_set", {**plain(away), "therapist": therapist}
        case AwayEnded():
            return "away_end", plain(fact)
        case _:
            assert_never(fact)


def _therapist(therapist: Therapist) -> Row:
    return {
        "id": therapist.id,
        "quiet_from": None if therapist.quiet_from is None else rows.minutes(therapist.quiet_from),
        "quiet_until": None if therapist.quiet_until is None else rows.minutes(therapist.quiet_until),
        "holds": therapist.holds,
        "backup": therapist.backup,
        "digest": int(therapist.digest),
        "digest_at": None if therapist.digest_at is None else to_ms(therapist.digest_at),
    }


def of_dialog(database: Database, fact: Dialogs) -> tuple[str, Row]:
    """What somebody tells, sealed."""
    match fact:
        case DialogSet(dialog):
            said = database.vault.seal(json.dumps(dialog.said, ensure_ascii=False), "dialog")
            row = {"person": dialog.person, "kind": dialog.kind, "about": dialog.about, "until": to_ms(dialog.until)}
            return "dialogs_set", {**row, "said_sealed": said}
        case DialogEnded(person):
            return "dialogs_end", {"person": person}
        case NoteKept(note):
            return "notes_keep", {**plain(note), "text_sealed": database.vault.seal(note.text, "note")}
        case _:
            assert_never(fact)
