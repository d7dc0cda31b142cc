"""What Twilio posts and lists, plain texts as they come, becomes arrivals. Whatever is not for us is None.

Keys are `sms:<SID>` for a message, whichever way it came, and `sms:<SID>:<status>` for news of one: they share the SID.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

import phonenumbers

from bot.channels.texts import clean
from messages.envelope import Address, Channel, Content, DeliveryReport, IncomingMessage, Outcome
from messages.keywords import keyword

Form: TypeAlias = Mapping[str, str]

GONE = frozenset(
    [
        21610,  # said stop to the carrier
        21211,  # no valid number
        21614,  # no mobile number
        30004,  # blocked by the recipient or on a do-not-call list
        30005,  # unknown or no longer in use
        30006,  # a landline, or a carrier that does not take SMS
    ]
)
"""Twilio's codes after which nothing will reach the number. 30003 (switched off, no signal) is not among them."""

OUTCOMES = {"delivered": Outcome.DELIVERED, "undelivered": Outcome.FAILED, "failed": Outcome.FAILED}
"""Statuses that are news; the others (queued, sending, sent) are on the way there."""


HEEDED = ("STOP", "START", "HELP")
"""What Twilio tells by `OptOutType` when it has heeded a word itself, which may be one that only it knows."""


def e164(number: str) -> str:
    """A phone number as `+<country><number>`; empty if it is none: a short code, a name, a messenger's address."""
    if not number.startswith("+"):
        return ""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def read_message(form: Form, at: datetime) -> IncomingMessage | None:
    """The message that a webhook brings; None if nobody could be answered."""
    sid, sender = form.get("MessageSid", ""), e164(form.get("From", ""))
    if not sid or not sender:
        return None
    text, heeded = clean(form.get("Body", "")), form.get("OptOutType", "")
    content = Content.TEXT if form.get("NumMedia", "0") in ("", "0") else Content.MEDIA
    if heeded in HEEDED:
        text, content = text if keyword(text) else heeded, Content.TEXT
    return IncomingMessage(f"sms:{sid}", Address(Channel.SMS, sender), text, at, content)


def read_status(form: Form, at: datetime, letter: str = "") -> DeliveryReport | None:
    """The news that a status callback brings; `letter` is our key from its address. None while it is on its way."""
    sid, status, code = form.get("MessageSid", ""), form.get("MessageStatus", ""), form.get("ErrorCode", "")
    outcome = OUTCOMES.get(status)
    if not sid or outcome is None:
        return None
    if code.isdecimal() and int(code) in GONE:
        outcome = Outcome.GONE
    number = e164(form.get("To", ""))
    address = Address(Channel.SMS, number) if number else None
    return DeliveryReport(f"sms:{sid}:{status}", Channel.SMS, outcome, at, letter, sid, address, code)
