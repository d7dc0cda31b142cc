"""Remarking: words that are no number are never dropped: kept for the therapist, passed on, and the client told when
they will be read. Nobody here judges what they mean."""

from datetime import datetime

from handlers.case import Case
from handlers.facts import Fact, RemarkKept
from handlers.saying import echo, language_of, reassure, tell
from messages.envelope import IncomingMessage

PASSED_ON = 3000
"""Characters of a remark that are passed on; the rest is kept (a Telegram message holds 4,096)."""


def keep(message: IncomingMessage, case: Case, now: datetime, purpose: str) -> list[Fact]:
    """Keeps a remark, passes it on, and answers the client with `purpose`."""
    return [*pass_on(message, case, now), *echo(message, case, now, purpose, **reassure(case))]


def pass_on(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """Keeps a remark and passes it on to the therapist, without a word to the client. Nothing for an empty one, nor
    for one who never agreed to be read."""
    client = case.client
    if client is None or not message.text.strip() or not (client.consent or client.withdrawn):
        return []
    text = message.text if len(message.text) <= PASSED_ON else message.text[:PASSED_ON] + " …"
    return [
        RemarkKept(message.key, client.id, message.text, message.at),
        *tell(case, message.key, case.therapist, "remark_forward", now, client=client.person, text=text),
    ]


def reassurance(message: IncomingMessage, case: Case) -> str:
    """What a client is told who wrote words beside a number: that they are passed on, and when they are read."""
    language = language_of(case)
    return case.practice.words.say("remark_kept", language, message.sender.channel, **reassure(case))
