"""The therapist's side of the chat: an alert is acknowledged by its button or by `SEEN 7K2`."""

import re
from collections.abc import Sequence
from datetime import datetime

from handlers.case import Alert, Case
from handlers.facts import AlertSeen, EchoSaid, Fact, LetterWritten, NoticesTold
from handlers.people import ContactState, Therapist
from handlers.saying import echo, say
from messages.envelope import ButtonPress, Channel, Content, IncomingMessage

SEEN = "seen"
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
NAME = re.compile(r"(?:c-?)?[a-z0-9]{3}")
MOST_WORDS = 4
COURTESY = {"c", "ok", "okay", "yes", "ja", "si", "sí", "oui", "sim", "tak", "thx", "thanks", "thank", "you", "please"}
COURTESY |= {"danke", "bitte", "gracias", "merci", "obrigado", "grazie", "dank"}


def listen(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """A therapist wrote: `SEEN`, `SEEN 7K2`, or something else. Nothing is said to one who said stop."""
    if case.staff is None:
        return []
    said = [*_heard(message, case, case.staff, now), *_news(message, case)]
    silent = case.contact is None or case.contact.state is not ContactState.OPEN
    return [fact for fact in said if not (silent and isinstance(fact, LetterWritten | EchoSaid | NoticesTold))]


def pressed(press: ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """The button below an alert: all open alerts of that client are seen."""
    kind, _, client = press.data.partition("|")
    if case.staff is None or kind != SEEN:
        return []
    return _acknowledge(press, [alert for alert in case.alerts if alert.client == client], case, now)


def catch_up(message: IncomingMessage, case: Case) -> list[Fact]:
    """What a therapist could not be told while no address was open: open alerts, and whom else there is news of."""
    alerts = sorted({alert.client for alert in case.alerts})
    open_ones = [say(case, message, "alerts_open", clients=alerts)] if alerts else []
    return [*open_ones, *_news(message, case)]


def _news(message: IncomingMessage, case: Case) -> list[Fact]:
    therapist = case.staff.id if case.staff else case.invite.person if case.invite else ""
    if not case.notices or not therapist:
        return []
    return [say(case, message, "news", clients=list(case.notices)), NoticesTold(therapist)]


def _heard(message: IncomingMessage, case: Case, staff: Therapist, now: datetime) -> list[Fact]:
    words = WORD.findall(message.text.casefold())
    seen = _seen_words(case, staff)
    rest = [word for word in words if word not in seen | COURTESY]
    plain = message.content is Content.TEXT and "?" not in message.text
    if plain and len(words) <= MOST_WORDS and seen.intersection(words) and all(map(NAME.fullmatch, rest)):
        return _seen(message, rest, case, now)
    return echo(message, case, now, "staff_help")


def _seen_words(case: Case, staff: Therapist) -> set[str]:
    """SEEN, and what stands on the button in the therapist's language."""
    button = case.practice.words.say("seen_button", staff.language, Channel.TELEGRAM)
    return {SEEN, *WORD.findall(button.casefold())}


def _seen(message: IncomingMessage, named: Sequence[str], case: Case, now: datetime) -> list[Fact]:
    """A name that fits none of the open alerts (or was none: `not seen 7K2`) is asked back."""
    fits = all(any(_is(alert.client, one) for alert in case.alerts) for one in named)
    alerts = (
        [alert for alert in case.alerts if not named or any(_is(alert.client, one) for one in named)] if fits else []
    )
    clients = sorted({alert.client for alert in alerts or case.alerts})
    if len(clients) > 1 or (clients and not alerts):
        return [say(case, message, "seen_which", clients=clients)]
    return _acknowledge(message, alerts, case, now)


def _is(client: str, written: str) -> bool:
    """`7K2`, `c-7k2` and `C7K2` all name the client `C-7K2`."""
    plain = written.upper().replace("-", "")
    return client.replace("-", "") in (plain, f"C{plain}")


def _acknowledge(
    arrival: IncomingMessage | ButtonPress, alerts: Sequence[Alert], case: Case, now: datetime
) -> list[Fact]:
    """Alerts of one client are seen."""
    if not alerts:
        return [say(case, arrival, "seen_none")]
    seen = [AlertSeen(alert.id, now) for alert in alerts]
    return [*seen, say(case, arrival, "seen", client=alerts[0].client)]
