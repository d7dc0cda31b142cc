"""Plausible cards: what staff look at, as long as it may be, once for each branch that it leads into."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from measures.flags import Flag, Rule
from messages.cards import (
    Alliance,
    Area,
    Asked,
    Card,
    Course,
    Entry,
    Group,
    Measured,
    Said,
    Session,
    Share,
    Trend,
    Waiting,
)
from messages.menus import GROUPS

WORDS = "safety_words"
"""The rule of an alert that comes of the net for words."""
FLAGS = [
    Flag(Rule.DETERIORATION, -75, -50, "Manual 2, p. 14", True),
    Flag(Rule.BEHIND_EXPECTED, 455, 500, "ours", False),
]
AT = datetime(2026, 12, 3, 14, 30, tzinfo=UTC)
STATUSES = ("too_early", "on_track", "watch", "off_track", "deteriorating", "recovered")
LACKING = ("no_consent", "stopped", "unreachable", "not_rated")
OCCASIONS = [("before", 1, 0), ("after", 2, 0), ("between", 1, 14)]
COURSE = Course("PHQ9", 240, (185, 165), True, -75)
SHORT = Course("ORS", 240, (), False, None)
SESSION = Session(AT, "C-7K2", "off_track", LACKING, "urgent")
SHARE = Share(12, 20, 600, 387, 781)
CARDS = (
    Card(
        client="M.B. (C-7K2)",
        status="off_track",
        therapist="Jo Beer (T-J7K)",
        course=COURSE,
        expected=225,
        met=455,
        flags=tuple(FLAGS),
        areas=(Area("Me", 40, 55), Area("Daily life", 40, None)),
        alliance=Alliance("SRS", 345),
        remarks=(Said(AT, "I would rather talk about it."),),
        notes=(Said(AT, "Ask for her sister."),),
        next_at=AT,
        missed=2,
        lacking=LACKING,
        asked=tuple(Asked("ORS", "carer", occasion, every, days) for occasion, every, days in OCCASIONS),
        alert_since=AT,
        alerts=(WORDS,),
    ),
    Card(client="C-7K2", status="too_early", ended=True),
)
MEASURED = (
    Measured("ORS (icce-2012)", 24, 20, SHARE, SHARE, True),
    *(
        Measured("ORS (icce-2012)", 70, 70, SHARE, None, False, Trend(one, 12, -5, 30, 64))
        for one in ("improved", "declined", "same")
    ),
)
STATS: Sequence[Sequence[Group]] = (
    [Group("own", "", 12, 3, SHARE, MEASURED), Group("team", "Harbour", 40, 9, None), Group("practice", "", 90, 20)],
    [],
)
ENTRIES = [
    Entry("C-7K2", "Jo Beer (T-J7K)", "off_track", 165, -75, 4, 5, 2, "urgent"),
    Entry("C-9PD", "", "too_early", None, None, 0, 0),
]
WAITING = [
    Waiting("C-7K2", level, AT, (Rule.DETERIORATION, WORDS), stage)
    for level, stage in (("urgent", 3), ("attention", 2), ("information", 1))
]

CLIENTS = ["C-7K2", "C-9PD", "C-3MX", "C-W4T"]

PRIVATE: Mapping[str, Sequence[object]] = {
    "agenda": ([SESSION], []),
    "card": CARDS,
    "course": (COURSE, SHORT),
    "entries": (ENTRIES, []),
    "lacking": LACKING,
    "unseen": (WAITING, []),
    "stats": STATS,
    "status": STATUSES,
    "word": tuple(dict.fromkeys(word for menu in GROUPS.values() for group in menu.values() for word in group)),
}
"""What staff read in a chat, and never by SMS."""

OPEN: Mapping[str, Sequence[object]] = {
    "care": (12, 0),
    "elsewhere": (True, False),
    "groups": ([(name, list(words)) for name, words in GROUPS["therapist"].items()],),
    "look": ("yes", "no", ""),
    "meant": ("/caseload C-7K2", "CASELOAD"),
    "more": (0, 12),
    "needy": (CLIENTS, []),
    "next_one": (AT, None),
    "orders": (["TODAY", "CASELOAD", "ALERTS", "NOTE"],),
    "page": (2,),
    "pages": (3, 1),
    "starting": ([(AT, client) for client in CLIENTS], []),
    "starts": (AT,),
}
"""What staff may read by SMS too."""
