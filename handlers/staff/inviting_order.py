"""Inviting by chat: `/invite C-7K2` makes a code to hand over, `… text` texts it to the known phone."""

from datetime import datetime

from handlers import inviting
from handlers.case import Case
from handlers.facts import Fact
from handlers.people import Client, ContactState
from handlers.saying import say
from handlers.staff.choosing import choice, choices, over, refused
from handlers.staff.confirming import ask
from handlers.staff.orders import Order
from messages.envelope import ButtonPress, Channel, IncomingMessage

TEXT, SMS = "text", "sms"


def invite(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """A single-use code. For somebody who has joined already only after a yes, as it lets another phone join."""
    if (no := refused(order, arrival, case, now) or over(order, arrival, case)) is not None:
        return [no]
    assert case.subject is not None
    assert case.subject.client is not None
    who, rest = case.subject.client, order.rest.casefold()
    if rest not in ("", TEXT, SMS):
        return [choices(say(case, arrival, "invite_how", client=who.person), [choice("SMS", order, TEXT)])]
    why = inviting.hindrance(who, case.phone, case.practice) if rest else None
    if why is not None:
        return [say(case, arrival, "invite_no", client=who.person, why_not_texted=why.value)]
    joined = _joined_by(who)
    if joined and order.agreed != joined:
        return ask(order, arrival, case, now, "invite_sure", *joined, ways=list(joined))
    made = inviting.invite(case.fresh[:8], who, case.phone, case.practice, now, text=bool(rest))
    return [*made.facts, _given(made, who, arrival, case)]


def _joined_by(who: Client) -> tuple[str, ...]:
    """By which ways somebody can be written to."""
    ways = {one.address.channel.value for one in who.contacts if one.state is ContactState.OPEN}
    return tuple(sorted(ways))


def _given(made: inviting.Invited, who: Client, arrival: IncomingMessage | ButtonPress, case: Case) -> Fact:
    """The code, with what it is handed over by."""
    assert case.staff is not None
    zone = case.staff.zone
    texted = None if made.texted is None else made.texted.astimezone(zone)
    by_sms = Channel.SMS in case.practice.channels
    values = {"link": made.link, "sms": made.number, "texts": by_sms, "texted": texted}
    return say(case, arrival, "invited", client=who.person, code=made.code, good=made.until.astimezone(zone), **values)
