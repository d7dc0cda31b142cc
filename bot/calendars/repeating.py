"""Repeating: which recurrence rules are followed. Appointments repeat by day, week, month or year; the library that
unrolls rules never ends on some others (an interval of 0, every second of a day that never comes)."""

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

Parts: TypeAlias = Mapping[str, list[object]]

PERIODS = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"}
KNOWN |= {"BYHOUR", "BYMINUTE", "BYSECOND"}
ONCE = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYHOUR", "BYMINUTE", "BYSECOND"}
SPARSE = {"BYMONTHDAY", "BYSETPOS"}
"""With these a daily or weekly rule may never come true, and each day until the year 9999 is tried."""

LONGEST_INTERVAL = 1000
ZONES = re.compile(r"^BEGIN:VTIMEZONE$.*?^END:VTIMEZONE$", re.DOTALL | re.MULTILINE | re.IGNORECASE)
FOLD = re.compile(r"\n[ \t]")
RULE = re.compile(r"^RRULE[^:]*:(.*)$", re.MULTILINE | re.IGNORECASE)


def followed(rule: Parts) -> bool:
    """Whether a rule is one that appointments repeat by, and ends when it is unrolled."""
    [period, *_] = [str(one).upper() for one in rule.get("FREQ", [])] or [""]
    [interval, *_] = rule.get("INTERVAL", []) or [1]
    if period not in PERIODS or not isinstance(interval, int) or not 1 <= interval <= LONGEST_INTERVAL:
        return False
    if not set(rule) <= KNOWN or any(len(rule.get(part, [])) > 1 for part in ONCE):
        return False
    return period in ("MONTHLY", "YEARLY") or not SPARSE & set(rule)


def zones_end(text: str) -> bool:
    """Whether all rules of a calendar's own time zones are yearly, as those of real ones are."""
    plain = FOLD.sub("", "\n".join(line.rstrip() for line in text.splitlines()))
    rules = (rule for zone in ZONES.findall(plain) for rule in RULE.findall(zone))
    return all(_yearly(rule.upper().split(";")) for rule in rules)


def _yearly(parts: Iterable[str]) -> bool:
    found = {part.strip() for part in parts}
    intervals = {part for part in found if part.startswith("INTERVAL=")}
    return "FREQ=YEARLY" in found and intervals <= {"INTERVAL=1"}
