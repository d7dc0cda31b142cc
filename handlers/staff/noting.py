"""Noting: a therapist's own words about a client, in one message or after the button; they acknowledge its alerts."""

from datetime import datetime

from handlers.alerts import AlertChanged, Change
from handlers.case import Case
from handlers.dialog import LASTS, Dialog, DialogEnded, DialogKind, DialogSet, Note, NoteKept
from handlers.facts import Fact
from handlers.saying import echo, say
from handlers.staff import acknowledging
from handlers.staff.orders import Order
from messages.envelope import ButtonPress, Content, IncomingMessage


def note(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """`/note C-7K2 words` keeps the words; without words, the next message is the note."""
    assert case.staff is not None
    if case.subject is None or not order.client:
        return [say(case, arrival, "no_such_client", client=order.client)]
    if order.rest:
        return _kept(order.client, order.rest, arrival, case, now)
    dialog = Dialog(case.staff.id, DialogKind.NOTE, order.client, now + LASTS)
    return [DialogSet(dialog), say(case, arrival, "note_asked", client=order.client)]


def heard(dialog: Dialog, message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """The words of a note that was asked for."""
    if message.content is not Content.TEXT:
        return echo(message, case, now, "staff_help")
    return [DialogEnded(dialog.person), *_kept(dialog.about, message.text.strip(), message, case, now)]


def _kept(client: str, text: str, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    assert case.staff is not None
    alerts = [alert for alert in case.alerts if alert.client == client]
    noted = [AlertChanged(one, Change.NOTED, case.staff.id, now) for one in alerts]
    seen = acknowledging.seen_quietly(arrival.key, alerts, case, case.staff, now)
    kept = NoteKept(Note(arrival.key, client.partition("/")[0], case.staff.id, text, now))
    return [kept, *noted, *seen, say(case, arrival, "noted", client=client, seen=bool(alerts))]
