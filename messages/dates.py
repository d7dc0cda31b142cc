"""Dates as people write them, in eight languages: `3 Dec 14:00`, `3.12.`, `2026-12-03`, `tomorrow 14:00`, `Friday`.

Every way in which the words can be read is tried; what can be read in two ways, or in none, is asked back.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import product
from typing import TypeAlias
from zoneinfo import ZoneInfo

from babel import Locale

from messages.keywords import unaccented

MOST_WORDS = 10
SHORTEST = 3
"""Letters of the shortest beginning of a name that stands for it; a language's own shorter ones stand for it too."""

RELATIVE: Mapping[str, Mapping[str, int]] = {
    "en": {"today": 0, "tomorrow": 1, "yesterday": -1},
    "es": {"hoy": 0, "manana": 1, "ayer": -1},
    "de": {"heute": 0, "morgen": 1, "ubermorgen": 2, "uebermorgen": 2, "gestern": -1},
    "fr": {"aujourd'hui": 0, "demain": 1, "apres-demain": 2, "hier": -1},
    "pt": {"hoje": 0, "amanha": 1, "ontem": -1},
    "nl": {"vandaag": 0, "morgen": 1, "overmorgen": 2, "gisteren": -1},
    "it": {"oggi": 0, "domani": 1, "dopodomani": 2, "ieri": -1},
    "pl": {"dzis": 0, "dzisiaj": 0, "jutro": 1, "pojutrze": 2, "wczoraj": -1},
}
"""Without accents."""

SPOKEN: Mapping[str, Mapping[str, int]] = {
    "pt": {"segunda": 0, "terca": 1, "quarta": 2, "quinta": 3, "sexta": 4},
    "pl": {"srode": 2, "sobote": 5, "niedziele": 6},
}
"""Weekdays as they are said beside what CLDR has (babel)."""

FILLERS: Mapping[str, frozenset[str]] = {
    "en": frozenset(("at", "on", "the", "of", "from")),
    "es": frozenset(("a", "las", "la", "el", "de", "del", "dia", "desde", "h")),
    "de": frozenset(("um", "am", "den", "der", "uhr", "von", "vom")),
    "fr": frozenset(("a", "le", "du", "de", "des", "h")),
    "pt": frozenset(("as", "a", "de", "do", "da", "dia", "em", "na", "no", "h")),
    "nl": frozenset(("om", "op", "van", "uur")),
    "it": frozenset(("alle", "il", "di", "dal", "dall'", "del", "ore")),
    "pl": frozenset(("o", "w", "we", "dnia", "godz", "od", "r")),
}
BETWEEN = re.compile(
    r"\s*(?:–|—|→|->)\s*|\s+(?:-|to|until|till|bis|auf|al|hasta|au|jusqu'au|ate|ao|tot|t/m|naar|do)\s+", re.I
)
"""What stands between two dates."""

LEADING = re.compile(r"\s*(?:–|—|→|->|-|to|bis|auf|naar|na)\s+", re.I)
"""Of these, what may also stand before a single one: `to 4 Dec 15:30`."""

CLOCK = re.compile(r"([01]?\d|2[0-3])(?:[:h](\d\d)|(?:h|uhr))")
HALF_DAY = re.compile(r"(1[0-2]|0?[1-9])(?:[:.](\d\d))?(am|pm)")
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})(\.?)(\d{4}|\d{2})?")
SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}|\d{2}))?")
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
DAY = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th|er|e|º|ª)?")
LENGTH = re.compile(r"(\d{2,3})\s?(?:minutes|minuten|minutos|minuti|minut|mins|min|m|')")
JOINED = re.compile(r"(?<=\d)\s+(?=(?:am|pm|uhr)\b)")
SHORTEST_SESSION, LONGEST_SESSION = 10, 480


class Why(StrEnum):
    """Why a date is asked back: it is none, may be several, is past or still to come, is not that weekday, lacks a
    time or has one too many, and of a clock that is put forward or back: that time is not, or is twice."""

    UNREADABLE = "unreadable"
    AMBIGUOUS = "ambiguous"
    PAST = "past"
    FUTURE = "future"
    WEEKDAY = "weekday"
    NO_TIME = "no_time"
    SKIPPED = "skipped"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Unclear:
    """What cannot be read in exactly one way; `candidates`: the days that it may be."""

    why: Why
    candidates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """A day, with a time of day where one was written."""

    day: date
    clock: time | None = None


Meaning: TypeAlias = tuple[str, object]


def read(text: str, language: str, today: date, *, past: bool = False) -> When | Unclear:
    """A day, and the time of day if there is one, as somebody whose day it is writes it. Without a year it is the
    nearest such day; a weekday is the next one to come (`past`: the last one). A day on the other side of today is
    `PAST` or `FUTURE`."""
    words = _tokens(text)
    if not words or len(words) > MOST_WORDS:
        return Unclear(Why.UNREADABLE)
    meanings = [_meanings(word, language) for word in words]
    found = {when for choice in product(*meanings) for when in _whole(choice, today, past=past)}
    if not found:
        return Unclear(Why.UNREADABLE)
    if len(found) > 1:
        return Unclear(Why.AMBIGUOUS, tuple(sorted({one.day for one, _ in found})))
    [(when, named)] = found
    if named is not None and when.day.weekday() != named:
        return Unclear(Why.WEEKDAY, (when.day,))
    if past:
        return Unclear(Why.FUTURE, (when.day,)) if when.day > today else when
    return Unclear(Why.PAST, (when.day,)) if when.day < today else when


def length(text: str) -> tuple[str, int | None]:
    """The text without how long something is (`60min`), and that, in minutes; None where it is not said."""
    found = [match for match in LENGTH.finditer(text.casefold()) if _alone(match, text)]
    if len(found) != 1 or not SHORTEST_SESSION <= int(found[0][1]) <= LONGEST_SESSION:
        return text, None
    [match] = found
    return f"{text[: match.start()]} {text[match.end() :]}".strip(), int(match[1])


def _alone(match: re.Match[str], text: str) -> bool:
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    return (not before or before.isspace()) and (not after or not after.isalnum())


def instant(when: When, zone: ZoneInfo) -> datetime | Unclear:
    """The instant (UTC) of a day's time on a clock; a time that this clock skips, or has twice, is asked back."""
    if when.clock is None:
        return Unclear(Why.NO_TIME, (when.day,))
    first, second = (datetime.combine(when.day, when.clock, zone).replace(fold=fold) for fold in (0, 1))
    given = first.astimezone(UTC)
    if given.astimezone(zone).replace(tzinfo=None) != first.replace(tzinfo=None):
        return Unclear(Why.SKIPPED, (when.day,))
    return given if second.astimezone(UTC) == given else Unclear(Why.TWICE, (when.day,))


def halves(text: str) -> tuple[str, str]:
    """What stands before and behind `to`, `bis`, `–` …; nothing behind where there is none."""
    text = LEADING.sub("", text, count=1) if LEADING.match(text) else text
    for match in BETWEEN.finditer(unaccented(text) if len(unaccented(text)) == len(text) else text):
        before, after = text[: match.start()].strip(), text[match.end() :].strip()
        if before and after:
            return before, after
    return text.strip(), ""


def span(text: str, language: str, today: date) -> tuple[date, date] | Unclear:
    """Two days and those between, `3 Aug - 17 Aug` or `3 – 17 Aug`; one alone is that day. The first may be past."""
    before, after = halves(text)
    if not after:
        when = read(before, language, today)
        return when if isinstance(when, Unclear) else (when.day, when.day)
    if (alone := DAY.fullmatch(before.split()[-1])) and not ISO.search(after):
        before = re.sub(r"\d{1,2}", alone[1], after, count=1)
    first = read(before, language, today)
    if isinstance(first, Unclear) and first.why is Why.PAST:
        first = When(first.candidates[0])
    if isinstance(first, Unclear):
        return first
    last = read(after, language, first.day)
    if isinstance(last, Unclear):
        return last
    return Unclear(Why.PAST, (last.day,)) if last.day < today else (first.day, last.day)


def _tokens(text: str) -> list[str]:
    folded = unaccented(text.replace("\u2019", "'").casefold()).replace(",", " ")
    return JOINED.sub("", folded).split()


def _whole(choice: tuple[Meaning, ...], today: date, *, past: bool) -> Iterator[tuple[When, int | None]]:
    """The day that meanings make together, if each has its place, with the weekday that was named beside it."""
    parts: dict[str, object] = {}
    for kind, value in choice:
        if kind == "filler":
            continue
        if kind in parts:
            return
        parts[kind] = value
    clock, named = parts.pop("clock", None), parts.pop("weekday", None)
    assert clock is None or isinstance(clock, time)
    assert named is None or isinstance(named, int)
    if not parts and named is not None:
        yield from ((When(day, clock), None) for day in _weekdays(named, today, past=past))
    elif (day := _day(parts, today)) is not None:
        yield When(day, clock), named


def _weekdays(named: int, today: date, *, past: bool) -> list[date]:
    """The one to come, or the last; on such a day itself it may be today or a week away."""
    away = (today.weekday() - named) % 7 if past else (named - today.weekday()) % 7
    sign = -1 if past else 1
    return [today + timedelta(days=sign * days) for days in ([away] if away else [0, 7])]


def _day(parts: Mapping[str, object], today: date) -> date | None:
    match parts:
        case {"relative": int(days), **rest} if not rest:
            return today + timedelta(days=days)
        case {"date": (int(year), int(month), int(day)), **rest} if not rest:
            return _dated(year, month, day, today)
        case {"day": int(day), "month": int(month), "year": int(year), **rest} if not rest:
            return _dated(year, month, day, today)
        case {"day": int(day), "month": int(month), **rest} if not rest:
            return _dated(0, month, day, today)
        case _:
            return None


def _dated(year: int, month: int, day: int, today: date) -> date | None:
    """A day that there is; without a year (0) the nearest one."""
    years = [year] if year else [today.year - 1, today.year, today.year + 1]
    days = [one for one in (_valid(each, month, day) for each in years) if one is not None]
    return min(days, key=lambda one: abs(one - today), default=None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _meanings(word: str, language: str) -> tuple[Meaning, ...]:
    """All that one word may be."""
    found: list[Meaning] = [*_numbers(word)]
    bare = word.rstrip(".")
    found += [("filler", "")] * (bare in FILLERS[language] or bare in FILLERS["en"])
    for spoken in (language, "en"):
        named = _names(spoken).get(bare, ()) if spoken == language or len(bare) >= SHORTEST else ()
        if bare in RELATIVE[spoken]:
            found.append(("relative", RELATIVE[spoken][bare]))
        found += [one for one in named if one not in found]
    return tuple(found)


def _numbers(word: str) -> Iterator[Meaning]:
    if match := ISO.fullmatch(word):
        yield "date", (int(match[1]), int(match[2]), int(match[3]))
    if match := DOTTED.fullmatch(word):
        yield from _dotted(match)
    if match := SLASHED.fullmatch(word):
        year = int(match[3] or 0)
        yield "date", (year, int(match[2]), int(match[1]))
        if match[1] != match[2]:
            yield "date", (year, int(match[1]), int(match[2]))
    if match := CLOCK.fullmatch(word):
        yield from _clock(int(match[1]), int(match[2] or 0))
    if match := HALF_DAY.fullmatch(word):
        yield from _clock(int(match[1]) % 12 + 12 * (match[3] == "pm"), int(match[2] or 0))
    if match := DAY.fullmatch(word):
        yield "day", int(match[1])
    if re.fullmatch(r"20\d\d", word):
        yield "year", int(word)


def _dotted(match: re.Match[str]) -> Iterator[Meaning]:
    """`3.12.` is a day; `14.30` is a time; `3.12` may be either."""
    if match[3] or not match[4]:
        yield "date", (int(match[4] or 0), int(match[2]), int(match[1]))
    if not match[3] and not match[4] and len(match[2]) == 2:
        yield from _clock(int(match[1]), int(match[2]))


def _clock(hour: int, minute: int) -> Iterator[Meaning]:
    if hour < 24 and minute < 60:
        yield "clock", time(hour, minute)


@lru_cache(maxsize=len(RELATIVE))
def _names(language: str) -> Mapping[str, tuple[Meaning, ...]]:
    """Months and weekdays by all their names and their beginnings, without accents."""
    locale, found = Locale(language), dict[str, set[Meaning]]()
    for kind, table in (("month", locale.months), ("weekday", locale.days)):
        for context, width in product(("format", "stand-alone"), ("wide", "abbreviated", "short")):
            for number, name in table[context].get(width, {}).items():
                for one in _beginnings(name):
                    found.setdefault(one, set()).add((kind, number))
    for name, number in SPOKEN.get(language, {}).items():
        found[name] = {("weekday", number)}
    return {name: tuple(sorted(meant)) for name, meant in found.items()}


def _beginnings(name: str) -> Iterator[str]:
    bare = unaccented(name.casefold()).rstrip(".")
    yield bare
    yield from (bare[:size] for size in range(SHORTEST, len(bare)))
