"""The list of alerts: all that waits for somebody, most urgent first."""

from collections.abc import Sequence
from datetime import datetime

from handlers.alerts import Alert, Level, most_urgent
from handlers.case import Case
from handlers.facts import Fact
from handlers.people import Therapist
from handlers.staff.looking import Arrived, answer, named, rows
from handlers.staff.orders import Order, Word
from messages.cards import Waiting
from messages.envelope import Button, Channel

A_ROW = 2
BY_SMS = 4
"""How many clients one SMS names."""


def alerts(order: Order, arrival: Arrived, case: Case, now: datetime) -> list[Fact]:
    """`/alerts`, a line a client, with a button to acknowledge; of one client where one is named."""
    assert case.staff is not None
    channel, wanted = arrival.sender.channel, order.client.partition("/")[0]
    clients = dict.fromkeys(one.client for one in case.alerts if wanted in ("", one.client))
    groups = sorted(([one for one in case.alerts if one.client == client] for client in clients), key=_urgency)
    return [
        answer(
            case,
            arrival,
            "alerts",
            rows([_seen(group[0].client, case, case.staff) for group in groups], A_ROW),
            unseen=[_waiting(group, case, case.staff, channel) for group in groups],
            needy=[group[0].client for group in groups[:BY_SMS]],
        )
    ]


def _urgency(alerts: Sequence[Alert]) -> tuple[int, datetime]:
    return list(Level).index(_level(alerts)), min(one.at for one in alerts)


def _level(alerts: Sequence[Alert]) -> Level:
    return most_urgent([one.level for one in alerts])


def _seen(client: str, case: Case, staff: Therapist) -> Button:
    label = case.practice.words.say("seen_button", staff.language, Channel.TELEGRAM)
    return Button(f"{label} {client}", f"{Word.SEEN}|{client}")


def _waiting(alerts: Sequence[Alert], case: Case, staff: Therapist, channel: Channel) -> Waiting:
    return Waiting(
        client=named(case, alerts[0].client, channel),
        level=_level(alerts).value,
        since=min(one.at for one in alerts).astimezone(staff.zone),
        rules=tuple(dict.fromkeys(one.rule for one in alerts)),
        stage=max(one.stage for one in alerts),
    )
