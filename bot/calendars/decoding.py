"""Decoding: the bytes of a calendar or table as text, whichever program wrote them."""

import codecs

from bot.calendars.occurrence import BadCalendar

LARGEST_BYTES = 5_000_000
"""About 12,000 events: some 50 years of a full practice (ours)."""

MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
TOO_LARGE = "The calendar has more than 5 MB: let the program that writes it leave out what is years ago."


def decoded(data: bytes) -> str:
    """Text with plain line ends: by its byte order mark, else UTF-8, else as Windows writes in Western Europe.

    Raises BadCalendar when it is too large, or no text.
    """
    if len(data) > LARGEST_BYTES:
        raise BadCalendar(TOO_LARGE)
    text = _text(data)
    if "\0" in text:
        raise BadCalendar("The file is no text: give the calendar or table itself, not a packed or printed one.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text(data: bytes) -> str:
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return data.removeprefix(mark).decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
