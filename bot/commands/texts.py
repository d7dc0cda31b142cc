"""`meantime messages`: every text as a person sees it, what each costs by SMS, and what a month will cost."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from textwrap import fill
from typing import Annotated, TypeAlias

import typer
from babel.numbers import format_currency
from jinja2 import TemplateError

from bot.coming import ONE_BY_ONE, Coming, coming
from bot.commands.common import CommandError, Json, Office, as_text, current_config, language_of, open_office, run
from bot.config import Config
from bot.proofs import lines_of
from messages.envelope import Channel
from messages.linting import CHANNELS, variables
from messages.plausible import Lines, ways
from messages.promises import CHEAP, TEXTS
from messages.sms import LOST, segments
from messages.words import LANGUAGES, Words
from storage import rehearsal, reports
from storage.rehearsal import Prompt
from storage.reports import Texted

MONTH = timedelta(days=30)
WIDTH, INDENT = 78, "    "
Record: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Price:
    """What a segment costs; 0: not known."""

    each: Decimal
    currency: str

    def of(self, count: int) -> float | None:
        """What so many segments cost."""
        return float(self.each * count) if self.each else None

    def said(self, count: int) -> str:
        """The same for people, with a comma before it; nothing where it is not known."""
        exact = round(self.each * count, 4)
        return f", {format_currency(exact, self.currency, locale='en', decimal_quantization=False)}" if exact else ""


def messages(
    language: Annotated[str | None, typer.Option(help="Only in this language.")] = None,
    channel: Annotated[str | None, typer.Option(help="Only by telegram or sms.")] = None,
    forecast: Annotated[bool, typer.Option("--forecast", help="Say what a month by SMS will cost.")] = False,
    as_json: Json = False,
) -> None:
    """Show all texts as a person sees them. With what each costs by SMS."""
    config = current_config()
    price = Price(Decimal(str(config.sms.cost_per_segment)), config.sms.currency)
    if forecast:
        _forecast(price, config, as_json=as_json)
        return
    languages = [language_of(language)] if language else LANGUAGES
    shown = list(_all(config, languages, _channels(channel), price))
    print(as_text(shown) if as_json else "\n\n".join([*(_as_seen(one, price) for one in shown), *_notes(languages)]))


def _channels(name: str | None) -> Sequence[Channel]:
    if name is not None and name not in CHANNELS:
        raise CommandError(f"There are no texts by {name!r}: use {' or '.join(CHANNELS)}.")
    return [one for one in CHANNELS if name in (None, one)]


def _all(
    config: Config, languages: Sequence[str], channels: Sequence[Channel], price: Price
) -> Iterator[dict[str, object]]:
    """Every text, once for each way it reads."""
    words, lines = Words(config.practice.templates), lines_of(config)
    for language in languages:
        for name, promise in TEXTS.items():
            for channel in channels:
                if channel is Channel.TELEGRAM or promise.sms:
                    for text in _said(words, name, language, channel, lines[language], config.practice.measure):
                        record = {
                            "name": name,
                            "language": language,
                            "channel": channel,
                            "to": promise.to,
                            "text": text,
                        }
                        yield record | (_cost(text, promise.sms, price) if channel is Channel.SMS else {})


class _Broken(CommandError):
    """A text of the practice's own cannot be said."""

    def __init__(self) -> None:
        super().__init__("A text in your own folder is broken: meantime check --templates says which, and why.")


def _said(words: Words, name: str, language: str, channel: Channel, lines: Lines, measure: str) -> list[str]:
    """A text in all its branches, questions being those of the practice's measure where they are in this language."""
    try:
        used = variables(words.source(words.file(name, language, channel)))
    except TemplateError:
        raise _Broken from None
    found = ways(used, language, channel, lines, [measure])
    try:
        return list(dict.fromkeys(words.say(name, language, channel, **one) for one in found))
    except TemplateError:
        raise _Broken from None


def _cost(text: str, limit: int, price: Price) -> dict[str, object]:
    cost = segments(text)
    return {
        "segments": cost.count,
        "limit": limit,
        "encoding": cost.encoding,
        "characters": cost.units,
        "cost": price.of(cost.count),
        "currency": price.currency,
    }


def _as_seen(record: Record, price: Price) -> str:
    """What it is, and below it the words, no line wider than a terminal."""
    head = f"{record['name']}, {record['language']}, {record['channel']}, to a {record['to']}"
    if record["channel"] is Channel.SMS:
        count = int(str(record["segments"]))
        some = "1 segment" if count == 1 else f"{count} segments"
        head += f": {some} of at most {record['limit']}, {record['encoding']}{price.said(count)}"
    lines = str(record["text"]).split("\n")
    said = [fill(one, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT) for one in lines]
    return "\n".join([fill(head, WIDTH), *said])


def _notes(languages: Sequence[str]) -> list[str]:
    """What an SMS loses in these languages."""
    lost = [f"{one} {' '.join(LOST[one])}" for one in languages if LOST[one]]
    note = "By SMS these letters lose their marks, which halves the price: "
    return [fill(f"{note}{'; '.join(lost)}.", WIDTH)] if lost else []


def _forecast(price: Price, config: Config, *, as_json: bool) -> None:
    async def work() -> tuple[list[Texted], list[Prompt], Office]:
        async with open_office() as office:
            sent, until = await reports.texted(office.database, office.now - MONTH), office.now + MONTH
            return sent, await rehearsal.rehearse(office.database, office.practice, office.now, until), office

    sent, due, office = run(work())
    found = coming(due, office.practice.library, lambda language: _costs(config, "thanks", language)[0])
    record = _reckoned(sent, office.now, price) | {
        "segments_per_appointment": _appointment(config),
        "next": _record_of(found, price),
    }
    lines = [*_as_sentences(record, price), *_coming_said(found, price)]
    if not price.each:
        lines.append("What that costs is not known: set cost_per_segment below [sms].")
    print(as_text(record) if as_json else "\n".join(fill(line, WIDTH) for line in lines))


def _reckoned(sent: Sequence[Texted], now: datetime, price: Price) -> dict[str, object]:
    """The next 30 days like the last 30; where SMS began later, as many segments a day as since then."""
    by_purpose: Counter[str] = Counter()
    for one in sent:
        by_purpose[one.purpose] += segments(one.text).count
    days = min(MONTH.days, (now - sent[0].at).days + 1) if sent else 0
    total = by_purpose.total()
    month = -(-total * MONTH.days // days) if days else 0
    return {
        "days": days,
        "messages": len(sent),
        "segments": total,
        "by_text": dict(by_purpose.most_common()),
        "segments_a_month": month,
        "cost_a_month": price.of(month),
        "currency": price.currency,
    }


def _record_of(found: Coming, price: Price) -> dict[str, object]:
    return {
        "questions": found.questions,
        "segments": found.segments,
        "by_language": found.by_language,
        "cost": price.of(found.segments),
        "segments_of_reminders": found.reminding,
        "cost_of_reminders": price.of(found.reminding),
    }


def _coming_said(found: Coming, price: Price) -> list[str]:
    days = f"the next {MONTH.days} days"
    if not found.segments and not found.reminding:
        return [f"As it is booked now, nothing is due by SMS in {days}."]
    shares = ", ".join(f"{language} {count}" for language, count in found.by_language.items())
    asked = f"{found.segments} segments{price.said(found.segments)}, if each question is answered ({shares})"
    return [
        f"As it is booked now, clients in care are asked {found.questions} times by SMS in {days}: {asked}.",
        f"Reminders take {found.reminding} segments more{price.said(found.reminding)}, if none is.",
    ]


def _appointment(config: Config) -> int:
    """Segments of one appointment in the practice's language: the questions of its measure, and the thanks."""
    language = config.practice.language
    at_once, one_by_one = _costs(config, "ask_all", language), sum(_costs(config, ONE_BY_ONE, language))
    return (at_once[0] if at_once and at_once[0] <= CHEAP else one_by_one) + _costs(config, "thanks", language)[0]


def _costs(config: Config, name: str, language: str) -> list[int]:
    """Segments of a text in a language, once for each way it reads."""
    words, lines = Words(config.practice.templates), lines_of(config)
    texts = _said(words, name, language, Channel.SMS, lines[language], config.practice.measure)
    return [segments(text).count for text in texts]


def _as_sentences(record: Record, price: Price) -> list[str]:
    each = record["segments_per_appointment"]
    lines = [f"An appointment takes about {each} segments{price.said(int(str(each)))}: the questions and the thanks."]
    if not record["messages"]:
        lines.append("Nothing has gone out by SMS in the last 30 days, so a month cannot be reckoned yet.")
    else:
        month = int(str(record["segments_a_month"]))
        lines += [
            f"In the last {record['days']} days {record['messages']} SMS went out in {record['segments']} segments.",
            f"A month of 30 days like these takes {month} segments{price.said(month)}.",
        ]
    return lines
