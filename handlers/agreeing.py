"""Agreeing: a number that stands alone is a word of consent; beside anything else it is not."""

import re

from handlers.case import Case
from handlers.saying import language_of
from measures.reading import Asked, Values, read
from messages.envelope import Content, IncomingMessage

ALONE = re.compile(r"[\s.!,;:()\[\]\"'*]*\d[\s.!,;:()\[\]\"'*\uFE0F\u20E3]*")


def number_alone(message: IncomingMessage, case: Case) -> int | None:
    """The number, in tenths, that a freshly typed message is, in whatever figure, with nothing but signs around it."""
    if message.content is not Content.TEXT or ALONE.fullmatch(message.text) is None:
        return None
    found = read(message.text, Asked(items=1, language=language_of(case)))
    return found.values[0] if isinstance(found, Values) else None
