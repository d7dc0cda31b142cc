"""Acknowledging: an alert is seen, put off to before the session, or talked about with a supervisor."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.alerting import LONGEST_HELD, headline
from handlers.alerts import Alert, AlertChanged, AlertSeen, AlertState, Change, Level, most_urgent
from handlers.case import Case
from handlers.colleagues import answering, backups, supervisors
from handlers.facts import Fact, LettersWithdrawn
from handlers.people import Therapist
from handlers.quiet import awake
from handlers.saying import each, reachable, say, slot_about, tell
from handlers.staff.orders import Order, Word
from messages.envelope import Arrival, ButtonPress, Channel, Content, IncomingMessage

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
NAME = re.compile(r"(?:c-?)?[a-z0-9]{3}")
MOST_WORDS = 4
COURTESY = {"c", "ok", "okay", "yes", "ja", "si", "sí", "oui", "sim", "tak", "thx", "thanks", "thank", "you", "please"}
COURTESY |= {"danke", "bitte", "gracias", "merci", "obrigado", "grazie", "dank"}
TOMORROW = timedelta(hours=20)
"""How long an alert is put off where no session is near: to the first hour that is not quiet after this (ours)."""
LONGEST = {Level.URGENT: timedelta(days=1), Level.ATTENTION: LONGEST_HELD, Level.INFORMATION: LONGEST_HELD}
"""How near a session must be that an alert of this level is put off to (ours)."""


def by_word(message: IncomingMessage, case: Case, staff: Therapist, now: datetime) -> list[Fact] | None:
    """`SEEN`, `SEEN 7K2`, also in the therapist's own language and with a thank-you; None for other words."""
    words = WORD.findall(message.text.casefold())
    seen = _seen_words(case, staff)
    rest = [word for word in words if word not in seen | COURTESY]
    plain = message.content is Content.TEXT and "?" not in message.text
    if plain and len(words) <= MOST_WORDS and seen.intersection(words) and all(map(NAME.fullmatch, rest)):
        return _seen(message, rest, case, staff, now)
    return None


def by_button(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """All open alerts of that client are seen."""
    assert case.staff is not None
    return acknowledge(arrival, _about(order.client, case), case, case.staff, now)


def acknowledge(
    arrival: IncomingMessage | ButtonPress, alerts: Sequence[Alert], case: Case, staff: Therapist, now: datetime
) -> list[Fact]:
    """Alerts of one client are seen by somebody; everybody else who was told hears that."""
    if not alerts:
        return [say(case, arrival, "seen_none")]
    said = say(case, arrival, "seen", client=alerts[0].client)
    return [*seen_quietly(arrival.key, alerts, case, staff, now), said]


def seen_quietly(cause: str, alerts: Sequence[Alert], case: Case, staff: Therapist, now: datetime) -> list[Fact]:
    """The same without an answer to whoever has seen them; nothing of no alerts."""
    if not alerts:
        return []
    return [*(AlertSeen(one.id, now, staff.id) for one in alerts), *_taken(cause, alerts, case, staff, now)]


def _taken(cause: str, alerts: Sequence[Alert], case: Case, staff: Therapist, now: datetime) -> list[Fact]:
    """Whoever else was told of these alerts hears that somebody has them; what still waits for them does not leave."""
    client, subject = alerts[0].client, case.subject
    everybody = [] if subject is None else [*subject.colleagues, *filter(None, [subject.therapist])]
    told = frozenset[str]().union(*(alert.told for alert in alerts)) - {staff.id}
    said: list[Fact] = []
    for other in (one for one in everybody if one.id in told):
        contact = reachable(other, case.practice)
        said += [] if contact is None else [LettersWithdrawn(contact.address, slot_about(client))]
        said += tell(
            case, f"{cause}:{other.id}", other, "alert_taken", now, client=client, by=f"{staff.name} ({staff.id})"
        )
    return said


def snooze(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """The alert comes again just before the client's next session; where none is near, next morning."""
    assert case.staff is not None
    alerts = _about(order.client, case)
    if not alerts:
        return [say(case, arrival, "seen_none")]
    until = _until(alerts, case, case.staff, now)
    put_off = [replace(one, state=AlertState.SNOOZED, next_at=until, number=one.number + 1) for one in alerts]
    changed = [AlertChanged(one, Change.SNOOZED, case.staff.id, now) for one in put_off]
    local = until.astimezone(case.staff.zone)
    return [*changed, say(case, arrival, "snoozed", client=alerts[0].client, until=local)]


def _until(alerts: Sequence[Alert], case: Case, staff: Therapist, now: datetime) -> datetime:
    latest = now + LONGEST[most_urgent([one.level for one in alerts])]
    sessions = [] if case.subject is None else [one for one in case.subject.upcoming if not one.schedule]
    before = [one.starts_at - case.practice.alerting.brief_before for one in sessions]
    return next((at for at in before if now < at <= latest), None) or awake(
        now + TOMORROW, staff, case.practice.alerting
    )


def supervision(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """The supervisor, or who else there is, hears that the therapist wants to talk about a client; that acknowledges
    their alerts."""
    assert case.staff is not None
    subject = case.subject
    if subject is None:
        return [say(case, arrival, "seen_none")]
    over = answering(subject, supervisors(subject, now) or backups(subject, now))
    others = [one for one in over if one.id != case.staff.id]
    if not others:
        return [say(case, arrival, "no_supervisor", client=order.client)]
    alerts = _about(order.client, case)
    said: list[Fact] = []
    for key, who in each(arrival.key, others):
        said += tell(
            subject,
            key,
            who,
            "supervision",
            now,
            client=order.client,
            by=f"{case.staff.name} ({case.staff.id})",
            about=headline([one.rule for one in alerts]),
            rules=[one.rule for one in alerts],
        )
    names = ", ".join(one.name for one in others)
    changed = [AlertChanged(one, Change.SUPERVISION, who.id, now) for one in alerts for who in others]
    asked = {one.id for one in others}
    seen = seen_quietly(arrival.key, [replace(one, told=one.told - asked) for one in alerts], case, case.staff, now)
    return [*changed, *seen, say(case, arrival, "supervision_asked", client=order.client, names=names), *said]


def _about(client: str, case: Case) -> list[Alert]:
    """The open alerts of a client: all, for whoever may look at the client; else those that they were told of."""
    return [alert for alert in _open(case) if alert.client == client.partition("/")[0]]


def _open(case: Case) -> list[Alert]:
    """What waits for whoever writes, and all that is open about the client they name."""
    named = () if case.subject is None else case.subject.alerts
    return list({alert.id: alert for alert in (*case.alerts, *named)}.values())


def _seen_words(case: Case, staff: Therapist) -> set[str]:
    """SEEN, and what stands on the button in the therapist's language."""
    button = case.practice.words.say("seen_button", staff.language, Channel.TELEGRAM)
    return {Word.SEEN.value, *WORD.findall(button.casefold())}


def _seen(message: IncomingMessage, named: Sequence[str], case: Case, staff: Therapist, now: datetime) -> list[Fact]:
    """A name that fits none of the open alerts (or was none: `not seen 7K2`) is asked back."""
    known = _open(case) if named else case.alerts
    fits = all(any(_is(alert.client, one) for alert in known) for one in named)
    alerts = [alert for alert in known if not named or any(_is(alert.client, one) for one in named)] if fits else []
    clients = sorted({alert.client for alert in alerts or case.alerts})
    if len(clients) > 1 or (clients and not alerts):
        return [say(case, message, "seen_which", clients=clients)]
    return acknowledge(message, alerts, case, staff, now)


def alerted(arrival: Arrival, alerts: Sequence[Alert]) -> str:
    """Which client of open alerts a text may acknowledge: the one that it names, or the only one; else empty."""
    if not isinstance(arrival, IncomingMessage):
        return ""
    clients, words = {one.client for one in alerts}, WORD.findall(arrival.text)
    fit = {client for client in clients if any(_is(client, word) for word in words)} or clients
    return fit.pop() if len(fit) == 1 else ""


def _is(client: str, written: str) -> bool:
    """`7K2`, `c-7k2` and `C7K2` all name the client `C-7K2`."""
    plain = written.upper().replace("-", "")
    return client.replace("-", "") in (plain, f"C{plain}")
