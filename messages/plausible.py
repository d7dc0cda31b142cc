"""Plausible: what a text may be given, as long as it may be, so that every text can be looked at before it is sent.

A template that uses a new variable needs a line in VARIABLES here; the linter says so.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import product
from typing import TypeAlias

from measures.flags import Rule
from measures.instrument import Instrument
from measures.library import shipped as library
from messages.combining import together
from messages.envelope import Channel
from messages.packs import points
from messages.plausible_cards import FLAGS, OPEN, PRIVATE, WORDS
from messages.promises import AT_ONCE
from messages.wording import Wording, shipped

Values: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Lines:
    """The practice's own words that stand in our texts, in one language."""

    practice: str
    emergency: str
    crisis_line: str
    read_by: str


@dataclass(frozen=True, slots=True)
class Variable:
    """What a variable may be: one value for each branch that it leads into. `by_sms`: it may stand in an SMS, as no
    name, no score and nothing that anybody wrote is in it."""

    values: Sequence[object]
    by_sms: bool = True


NAME = "Gemeinschaftspraxis am Alten Hafen"
LINES: Mapping[str, Lines] = {
    "en": Lines(
        NAME, "In an emergency call 112.", "Crisis line: 0800 111 0 111, day and night.", "by the next working day"
    ),
    "de": Lines(
        NAME, "Im Notfall: 112.", "TelefonSeelsorge: 0800 111 0 111, Tag und Nacht.", "bis zum nächsten Werktag"
    ),
    "es": Lines(
        NAME,
        "En una emergencia llame al 112.",
        "Línea de crisis: 024, día y noche.",
        "a más tardar el siguiente día laborable",
    ),
    "fr": Lines(
        NAME,
        "En cas d'urgence\u00a0: 112.",
        "Ligne d'écoute\u00a0: 3114, jour et nuit.",
        "au plus tard le prochain jour ouvré",
    ),
    "pt": Lines(NAME, "Em caso de emergência: 112.", "Linha de crise: 1411, dia e noite.", "até ao próximo dia útil"),
    "nl": Lines(NAME, "Bel in nood 112.", "Hulplijn: 0800-0113, dag en nacht.", "uiterlijk de volgende werkdag"),
    "it": Lines(
        NAME,
        "In caso di emergenza: 112.",
        "Linea di ascolto: 02 2327 2327.",
        "entro il prossimo giorno lavorativo",
    ),
    "pl": Lines(NAME, "W nagłej sytuacji: 112.", "Telefon wsparcia: 116 123.", "najpóźniej w następnym dniu roboczym"),
}
"""As a practice would write them."""

CLIENT, CLIENTS = "C-7K2", ["C-7K2", "C-9PD", "C-3MX", "C-W4T"]
PARTS = ("better", "cutoff", "reliable", "expected", "behind", "missed", "count", "adult", "adolescent", "child")
"""The words on a picture of a course."""

WEEK = {"sessions": 12, "planned": 1, "unplanned": 2, "asked": 18, "answered": 14, "in_care": 140, "alerts": 3}
NAMED = {"first": [{"client": CLIENT, "why": one} for one in ("check_in_due", "not_joined")], "more": 2}
NOBODY: dict[str, object] = {"first": [], "more": 0}
SAID = ["That I talk too much.", "", "To ask at the end of the hour."]
LINE = {"client": CLIENT, "therapist": "", "n": 5, "first": 240, "worst": 155, "last": 165, "why": "deterioration"}
LESSON = {"client": CLIENT, "therapist": "T-J7K", "day": date(2026, 12, 3), "said": SAID}
SPAN = {"value": 7, "low": -4, "high": 10}
BLOCK = {
    "start": date(2025, 12, 3),
    "end": date(2026, 6, 3),
    "counted": 30,
    "effect": SPAN,
    "reliable": SPAN,
    "kept": SAID[2:],
}
CASES: dict[str, object] = {
    "name": "ORS, bon-2023",
    "counted": 64,
    "planned": 40,
    "unplanned": 20,
    "parts": [BLOCK],
    "trend": SPAN,
    "n": 64,
}
VERDICTS = ("too_few", "no_change", "improved")
"""What lists are made of."""

VARIABLES: Mapping[str, Variable] = {
    **{name: Variable(values, by_sms=False) for name, values in PRIVATE.items()},
    **{name: Variable(values) for name, values in OPEN.items()},
    "about": Variable(("off_track", "risk", "look")),
    "agreed": Variable((True, False)),
    "agreed_on": Variable((date(2026, 11, 30), None)),
    "alerts": Variable((0, 12)),
    "alliance": Variable((375, None), by_sms=False),
    "alliance_measure": Variable(("SRS",), by_sms=False),
    "answered": Variable((True, False)),
    "answers": Variable(([("Me", 65), ("Daily life", 70)], [("Me", 65)]), by_sms=False),
    "asked": Variable((4, 1, 22)),
    "asks": Variable((datetime(2026, 12, 29, 14, 30, tzinfo=UTC), None)),
    "before": Variable((True, False)),
    "began": Variable((160,), by_sms=False),
    "begins": Variable((date(2026, 12, 30),)),
    "brief": Variable((True, False)),
    "by": Variable(("Jo Beer (T-J7K)",)),
    "cancelled": Variable((0, 12)),
    "candidates": Variable(([65, 80], []), by_sms=False),
    "change": Variable((10, 75), by_sms=False),
    "channel": Variable((Channel.TELEGRAM, Channel.SMS)),
    "client": Variable((CLIENT,)),
    "clients": Variable((CLIENTS, CLIENTS[:1])),
    "closed": Variable((0, 2)),
    "closed_cases": Variable(([{**CASES, "verdict": one} for one in VERDICTS], []), by_sms=False),
    "code": Variable(("7K2MWXQP",)),
    "comes": Variable((datetime(2026, 11, 30, 8, tzinfo=UTC), None)),
    "cutoff": Variable((250, None), by_sms=False),
    "days": Variable(([date(2026, 12, 30), date(2026, 11, 30)], [date(2026, 12, 30)])),
    "duty": Variable(("supervisor", "manager")),
    "ended": Variable((date(2026, 12, 30),)),
    "ends": Variable((date(2027, 1, 10),)),
    "expected": Variable((225, None), by_sms=False),
    "fewest": Variable((30,)),
    "first_day": Variable((date(2026, 11, 30), None)),
    "flags": Variable((FLAGS,), by_sms=False),
    "gaps": Variable((0, 1, 3, 5), by_sms=False),
    "given": Variable((1, 3)),
    "good": Variable((datetime(2026, 12, 30, 14, 30, tzinfo=UTC),)),
    "grows": Variable((True, False)),
    "high": Variable((100,)),
    "last": Variable((190, None), by_sms=False),
    "last_day": Variable((date(2026, 11, 30),)),
    "later": Variable((True, False)),
    "latest": Variable((235, 250, 265), by_sms=False),
    "learned": Variable(([LESSON], []), by_sms=False),
    "lines": Variable(([{**LINE, "group": one} for one in ("now", "ended", "round")],), by_sms=False),
    "link": Variable(("https://t.me/harbour_practice_bot?start=7K2MWXQP", "")),
    "listed": Variable(([(date(2026, 11, 30), 225, "Your week")], []), by_sms=False),
    "low": Variable((0,)),
    "mark": Variable(["B"]),
    "marks": Variable([["A", "B"]]),
    "measure": Variable(("PHQ9",), by_sms=False),
    "name": Variable(("Mia Berg",), by_sms=False),
    "names": Variable(("Jo Beer, Ira Sand",)),
    "nearest": Variable(("/language", "")),
    "nobody": Variable((True, False), by_sms=False),
    "observed": Variable((-75,), by_sms=False),
    "occasion": Variable(("alert", "recovery", "closing")),
    "on": Variable((date(2026, 12, 30),)),
    "order": Variable(("/reflect C-7K2",)),
    "other": Variable(("C-3MX", "")),
    "others": Variable(("Jo Beer, Ira Sand", ""), by_sms=False),
    "own": Variable(("", "B")),
    "paper": Variable((date(2026, 12, 3), None), by_sms=False),
    "part": Variable(PARTS, by_sms=False),
    "past": Variable((True, False)),
    "planned": Variable((True, False)),
    "points": Variable((50,), by_sms=False),
    "published": Variable((True, False), by_sms=False),
    "quiet": Variable(("21:00–07:00", "")),
    "raised": Variable((0, 2)),
    "ratings": Variable((1, 2, 5), by_sms=False),
    "reason": Variable(("30003", "")),
    "rows": Variable(([(date(2026, 12, 3), [6, 7, "–", 10])], []), by_sms=False),
    "rule": Variable((*Rule, "a_rule_of_your_own"), by_sms=False),
    "rules": Variable(([Rule.DETERIORATION, WORDS], [Rule.PLATEAU]), by_sms=False),
    "said": Variable((SAID,), by_sms=False),
    "same": Variable((True, False)),
    "scores": Variable(([70, 65, 80, 70],), by_sms=False),
    "seen": Variable((True, False)),
    "sessions": Variable(([datetime(2026, 12, 30, 14, 30, tzinfo=UTC)] * 4, [])),
    "silent": Variable((0, 12)),
    "since": Variable((datetime(2026, 12, 3, 14, 30, tzinfo=UTC),)),
    "sms": Variable(("+4915735980001", "")),
    "source": Variable(("Manual 2, p. 14",), by_sms=False),
    "spans": Variable(([(date(2026, 12, 30), date(2027, 1, 10), "Jo Beer (T-J7K)")], [])),
    "step": Variable((1, 2, 3, 4)),
    "team": Variable((NAMED, NOBODY), by_sms=False),
    "telegram": Variable((True, False)),
    "text": Variable(("I would rather talk about it.",), by_sms=False),
    "texted": Variable((datetime(2026, 12, 30, 14, 30, tzinfo=UTC), None)),
    "texts": Variable((True, False)),
    "therapist": Variable(("", "Jo Beer (T-J7K)"), by_sms=False),
    "thought": Variable((NAMED,), by_sms=False),
    "threshold": Variable((-50,), by_sms=False),
    "times": Variable((25, 1, 0)),
    "to_think": Variable((0, 12)),
    "told": Variable((True, False)),
    "tongue": Variable(("Português",)),
    "tongues": Variable((["English", "Nederlands"],)),
    "total": Variable((225,), by_sms=False),
    "totals": Variable(([240, 185, 165], []), by_sms=False),
    "typed": Variable((False, True)),
    "under": Variable((WEEK, None)),
    "unheard": Variable((NAMED,), by_sms=False),
    "until": Variable((datetime(2026, 12, 3, 14, 30, tzinfo=UTC),)),
    "version": Variable(("2026-11",)),
    "waiting": Variable((CLIENTS, [])),
    "waits": Variable((True, False)),
    "was": Variable((280,), by_sms=False),
    "way": Variable(("better", "worse", "same"), by_sms=False),
    "ways": Variable((["sms", "telegram"], ["telegram"])),
    "week": Variable((WEEK,)),
    "weeks": Variable((1, 2, 4)),
    "well": Variable((True, False)),
    "when": Variable((datetime(2026, 12, 30, 14, 30, tzinfo=UTC),)),
    "why": Variable(("past", "future", "weekday", "no_time", "skipped", "twice", "ambiguous", "unreadable")),
    "why_no": Variable(("twice", "outside", "measure")),
    "why_not": Variable(("nobody", "manager", "away", "unreachable", "unknown")),
    "why_not_texted": Variable(("no_sms", "no_phone", "closed", "joined", "taken", "today")),
    "woken": Variable((True, False)),
    "words": Variable((True, False)),
}
"""All but the practice's lines and what a question is made of."""

QUESTION = frozenset({"intro", "lowest", "highest", "options", "example", "rights", "items", "first", "prompt"})
QUESTION |= {"number", "count"}
"""What a question is made of, from a wording; a text that uses `intro` is one. May stand in an SMS, as may `low` and
`high`, which are words there."""

LIKELY, UNLIKELY = (70, 65, 80, 70), (0, 10, 0, 10)
"""Answers of an example in tenths: on a long scale, and between few published answers."""


def known(variable: str) -> bool:
    """Whether there is a value for it."""
    return variable in VARIABLES or variable in QUESTION or variable in Lines.__slots__ or variable == "title"


def by_sms(variable: str) -> bool:
    """Whether a variable may stand in an SMS."""
    if variable in VARIABLES:
        return VARIABLES[variable].by_sms
    return variable in QUESTION or variable in Lines.__slots__


def ways(
    given: Collection[str], language: str, channel: Channel, lines: Lines, measures: Collection[str] | None = None
) -> list[Values]:
    """Values for the variables that a text uses, once for each way through its branches; questions with every shipped
    wording of these measures (None: of all), for the client and for somebody else."""
    fixed = {name: getattr(lines, name) for name in Lines.__slots__ if name in given}
    questions = list(_questions(given, language, channel, measures)) if "intro" in given else [_title(given)]
    free = sorted(name for name in given if name in VARIABLES and name not in questions[0])
    chosen = [dict(zip(free, one, strict=True)) for one in together([VARIABLES[name].values for name in free])]
    return [{**fixed, **question, **one} for question in questions for one in chosen if _can_be(one)]


def _can_be(values: Values) -> bool:
    """Whether they go together: some of the numbers that were asked for were found, not more than these."""
    given, asked = values.get("given"), values.get("asked")
    return not isinstance(given, int) or not isinstance(asked, int) or given < asked


def _title(given: Collection[str]) -> dict[str, object]:
    return {"title": "Your week in four questions"} if "title" in given else {}


def _questions(
    given: Collection[str], language: str, channel: Channel, measures: Collection[str] | None
) -> Iterator[dict[str, object]]:
    """Every item of every wording there is in the language, as it is asked; all at once only where they are few."""
    for measure, of_another in product(library().instruments.values(), (False, True)):
        wording = shipped(measure.id, language, of_another=of_another)
        if wording is None or (measures is not None and measure.id not in measures):
            continue
        if "items" not in given:
            yield from (_question(measure, wording, index, channel) for index, _ in enumerate(wording.items))
        elif len(wording.items) <= AT_ONCE:
            yield _question(measure, wording, 0, channel)


def _question(measure: Instrument, wording: Wording, index: int, channel: Channel) -> dict[str, object]:
    """By SMS the notice of a free measure is left out."""
    parts = UNLIKELY if wording.options else LIKELY
    return {
        "title": wording.title,
        "intro": wording.intro,
        "low": wording.low,
        "high": wording.high,
        "lowest": measure.low,
        "highest": measure.high,
        "options": list(zip(points(measure), wording.options, strict=False)),
        "example": [measure.low + part for part, _ in zip(parts, wording.items, strict=False)],
        "rights": "" if index or channel is Channel.SMS else wording.rights,
        "items": [item.prompt if wording.options else item.name for item in wording.items],
        "first": index == 0,
        "prompt": wording.items[index].prompt,
        "number": index + 1,
        "count": len(wording.items),
        "answers": [(item.name, 65 if measure.step < 10 else 10) for item in wording.items[:index]],
    }
