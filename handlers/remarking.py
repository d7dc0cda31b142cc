"""Remarking: words that are no number are never dropped: kept for the therapist, passed on, and the client told when
they will be read. Nobody here judges what they mean."""

from datetime import datetime

from handlers.case import Case
from handlers.facts import Fact, RemarkKept
from handlers.saying import language_of, reassure, say, tell
from messages.envelope import IncomingMessage

PASSED_ON = 3000
"""Characters of a remark that are passed on; the rest is kept (a Telegram message holds 4,096)."""


def keep(message: IncomingMessage, case: Case, now: datetime, purpose: str) -> list[Fact]:
    """Keeps a remark, passes it on, and answers the client with `purpose`."""
    language = language_of(case)
    answer = say(case, message.key, message.sender, language, purpose, **reassure(case, language))
    return [*pass_on(message, case, now), answer]


def pass_on(message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """Keeps a remark and passes it on to the therapist, without a word to the client. Nothing for an empty one."""
    if case.client is None or not message.text.strip():
        return []
    text = message.text if len(message.text) <= PASSED_ON else message.text[:PASSED_ON] + " …"
    return [
        RemarkKept(message.key, case.client.id, message.text, message.at),
        *tell(case, message.key, case.therapist, "remark_forward", client=case.client.id, text=text),
    ]
