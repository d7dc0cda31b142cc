"""The therapist's side of the chat: an alert is acknowledged by its button or by `SEEN 7K2`."""

import re
from collections.abc import Sequence
from datetime import datetime

from handlers.case import Alert, Case, ContactState, Therapist
from handlers.facts import AlertSeen, EchoSaid, Fact, LetterWritten, NoticesTold
from handlers.saying import echo, language_of, say
from messages.envelope import Address, ButtonPress, Channel, IncomingMessage

SEEN = "seen"
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
NAME = re.compile(r"(?:c-?)?[a-z0-9]{3}")
MOST_WORDS = 4


def listen(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """A therapist wrote: `SEEN`, `SEEN 7K2`, or something else. Nothing is said to one who said stop."""
    if case.staff is None:
        return []
    said = [*_heard(message, case, case.staff, now), *_news(message.key, message.sender, case)]
    silent = case.contact is None or case.contact.state is not ContactState.OPEN
    return [fact for fact in said if not (silent and isinstance(fact, LetterWritten | EchoSaid | NoticesTold))]


def _heard(message: IncomingMessage, case: Case, staff: Therapist, now: datetime) -> list[Fact]:
    words = WORD.findall(message.text.casefold())
    seen = _seen_words(case, staff)
    if len(words) <= MOST_WORDS and seen.intersection(words):
        return _seen(message, [word for word in words if NAME.fullmatch(word) and word not in seen], case, staff, now)
    return echo(message, case, now, "staff_help")


def _seen_words(case: Case, staff: Therapist) -> set[str]:
    """SEEN, and what stands on the button in the therapist's language."""
    button = case.practice.words.say("seen_button", staff.language, Channel.TELEGRAM)
    return {SEEN, *WORD.findall(button.casefold())}


def catch_up(message: IncomingMessage, case: Case) -> list[Fact]:
    """What a therapist could not be told while no address was open: open alerts, and whom else there is news of."""
    language, to = language_of(case), message.sender
    alerts = sorted({alert.client for alert in case.alerts})
    open_ones = [say(case, message.key, to, language, "alerts_open", clients=alerts)] if alerts else []
    return [*open_ones, *_news(message.key, to, case)]


def _news(cause: str, to: Address, case: Case) -> list[Fact]:
    therapist = case.staff.id if case.staff else case.invite.person if case.invite else ""
    if not case.notices or not therapist:
        return []
    told = say(case, cause, to, language_of(case), "news", clients=list(case.notices))
    return [told, NoticesTold(therapist)]


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


def _seen(message: IncomingMessage, which: Sequence[str], case: Case, staff: Therapist, now: datetime) -> list[Fact]:
    alerts = [alert for alert in case.alerts if not which or any(_is(alert.client, one) for one in which)]
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
