"""The therapist's side of the chat: an alert is acknowledged by its button or by `SEEN 7K2`."""

from collections.abc import Sequence
from datetime import datetime

from handlers.case import Alert, Case, ContactState, Therapist
from handlers.facts import AlertSeen, Fact, LetterWritten
from handlers.saying import say
from messages.envelope import Address, ButtonPress, IncomingMessage

SEEN = "seen"


def listen(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """A therapist wrote: `SEEN`, `SEEN 7K2`, or something else. Nothing is said to one who said stop."""
    if case.staff is None:
        return []
    said = _heard(message, case, case.staff, now)
    silent = case.contact is None or case.contact.state is not ContactState.OPEN
    return [fact for fact in said if not (silent and isinstance(fact, LetterWritten))]


def _heard(message: IncomingMessage, case: Case, staff: Therapist, now: datetime) -> list[Fact]:
    words = message.text.strip().lstrip("/").split()
    if words and words[0].casefold() == SEEN and len(words) <= 2:
        return _seen(message, words[1] if len(words) == 2 else "", case, staff, now)
    return [_say(message.key, message.sender, staff, case, "staff_help")]


def pressed(press: ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """The button below an alert: all open alerts of that client are seen."""
    kind, _, client = press.data.partition("|")
    if case.staff is None or kind != SEEN:
        return []
    alerts = [alert for alert in case.alerts if alert.client == client]
    if not alerts:
        return [_say(press.key, press.sender, case.staff, case, "seen_none")]
    return [
        *_acknowledge(alerts, now),
        _say(press.key, press.sender, case.staff, case, "seen", client=client),
    ]


def _seen(message: IncomingMessage, which: str, case: Case, staff: Therapist, now: datetime) -> list[Fact]:
    alerts = [alert for alert in case.alerts if not which or _is(alert.client, which)]
    clients = sorted({alert.client for alert in alerts})
    if not clients:
        return [_say(message.key, message.sender, staff, case, "seen_none")]
    if len(clients) > 1:
        return [_say(message.key, message.sender, staff, case, "seen_which", clients=clients)]
    return [
        *_acknowledge(alerts, now),
        _say(message.key, message.sender, staff, case, "seen", client=clients[0]),
    ]


def _is(client: str, written: str) -> bool:
    """`7K2`, `c-7k2` and `C7K2` all name the client `C-7K2`."""
    plain = written.upper().replace("-", "")
    return client.replace("-", "") in (plain, f"C{plain}")


def _acknowledge(alerts: Sequence[Alert], now: datetime) -> list[Fact]:
    return [AlertSeen(alert.id, now) for alert in alerts]


def _say(cause: str, to: Address, staff: Therapist, case: Case, purpose: str, /, **values: object) -> LetterWritten:
    return say(case, cause, to, staff.language, purpose, **values)
