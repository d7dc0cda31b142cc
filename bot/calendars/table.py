"""A table of appointments: CSV with a column for whose it is and one for when, each line that is wrong named."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.calendars.occurrence import BadCalendar, Occurrence, Told, Unread
from bot.instants import NoInstant, instant_of
from bot.tables import BadLine, BadTable, cells, rows

COLUMNS = ("client", "starts", "ends", "minutes", "id", "state", "title")
ALIASES = {"reference": "client", "uid": "id"}
STATES = {"": False, "booked": False, "cancelled": True, "canceled": True}
LONGEST_MINUTES = 24 * 60
LONGEST_WRITTEN = 40
"""So much of what is no time is shown (ours)."""
HEADER = (
    "The first line must name the columns: client (or reference) and starts, and if you like ends or minutes, id,"
    " state (booked or cancelled), title."
)


def read_table(text: str, zone: ZoneInfo, now: datetime) -> Told:
    """The appointments to come of a table, its times on the clock of `zone` unless they have an offset.

    Without an id a line is known by whose it is and when it begins; of two that are the same the first counts, and the
    second is named. Raises BadCalendar when its columns are not known.
    """
    read: dict[str, tuple[int, Occurrence]] = {}
    unread: list[Unread] = []
    try:
        for number, header, row in rows(text, _columns):
            try:
                if any(cell.strip() for cell in row):
                    one = _occurrence(cells(header, row), zone)
                    _require_new(one, read)
                    read[one.uid] = number, one
            except BadLine as error:
                unread.append(Unread("", "", str(error), number, _written(header, row)))
    except BadTable as error:
        raise BadCalendar(str(error)) from None
    coming = [one for _, one in read.values() if one.starts_at > now]
    return Told(tuple(sorted(coming, key=lambda one: (one.starts_at, one.client))), unread=tuple(unread))


def _columns(header: Sequence[str]) -> list[str]:
    """Our names of the columns. An unknown one is refused: somebody may have meant `state` by it."""
    named = [cell.strip().lower() for cell in header]
    found = [ALIASES.get(cell, cell) for cell in named]
    if not {"client", "starts"} <= set(found) or len(set(found)) != len(found):
        raise BadCalendar(HEADER)
    if unknown := [number for number, cell in enumerate(found, 1) if cell not in COLUMNS]:
        raise BadCalendar(f"Column {unknown[0]} of the table is not known: take it out, or rename it. {HEADER}")
    return found


def _require_new(one: Occurrence, read: Mapping[str, tuple[int, Occurrence]]) -> None:
    """Raises BadLine when an earlier line is the same appointment: which of the two is meant is not guessed."""
    if one.uid in read:
        line, before = read[one.uid]
        if (one.client.upper(), one.starts_at) == (before.client.upper(), before.starts_at):
            raise BadLine(f"it has the client and the time of line {line}, which counts")
        raise BadLine(f"it has the id of line {line}, which counts: give each appointment an id of its own, or none")


def _written(header: Sequence[str], row: Sequence[str]) -> str:
    """When a line that is wrong begins, as it says."""
    return dict(zip(header, row, strict=False)).get("starts", "").strip()[:LONGEST_WRITTEN]


def _occurrence(said: Mapping[str, str], zone: ZoneInfo) -> Occurrence:
    client, state = said.get("client", ""), said.get("state", "").lower()
    if not client:
        raise BadLine("it does not say whose appointment it is")
    if state not in STATES:
        raise BadLine("its state is neither booked nor cancelled")
    starts_at = _instant(said, "starts", zone)
    return Occurrence(
        uid=said.get("id") or f"{client.upper()} {starts_at.isoformat()}",
        recurrence="",
        starts_at=starts_at,
        ends_at=_end(said, starts_at, zone),
        title=said.get("title", ""),
        client=client,
        cancelled=STATES[state],
    )


def _end(said: Mapping[str, str], starts_at: datetime, zone: ZoneInfo) -> datetime | None:
    minutes, ends = said.get("minutes", ""), said.get("ends", "")
    if ends:
        ends_at = _instant(said, "ends", zone)
    elif minutes.isascii() and minutes.isdecimal():
        ends_at = starts_at + timedelta(minutes=min(int(minutes), LONGEST_MINUTES + 1))
    elif minutes:
        raise BadLine("its minutes are no whole number")
    else:
        return None
    if not starts_at < ends_at <= starts_at + timedelta(minutes=LONGEST_MINUTES):
        raise BadLine("it ends before it begins, or more than a day later")
    return ends_at


def _instant(said: Mapping[str, str], name: str, zone: ZoneInfo) -> datetime:
    try:
        return instant_of(said.get(name, ""), zone)
    except NoInstant:
        raise BadLine(
            f"its {name} is no time such as 2026-12-03T14:00, or one that the clocks go forward over"
        ) from None
