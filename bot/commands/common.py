"""What commands share: where the config is, an open office, and how answers and errors are shown."""

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from rich.console import Console, Group
from rich.markup import escape
from rich.table import Table

from bot.config import Config, load_config, practice_of
from bot.starting import CONFIG
from handlers.practice import Practice
from measures.library import Library, open_library, shipped
from measures.rules import AGES
from messages.words import LANGUAGES
from scheduler.schedule import SELF
from storage.database import Database, Taken, open_database
from storage.ids import fresh
from storage.vault import Vault, read_key

ID_TRIES = 200
CLOCK = re.compile(r"\d\d:\d\d")
CUT = "…"
"""What a table ends a word with that it has no room for."""

T = TypeVar("T")
LONGEST_DAYS = 3650
Days = Annotated[int, typer.Option(min=1, max=LONGEST_DAYS, help="How many days ahead.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
out = Console()


class CommandError(Exception):
    """What was asked cannot be done as it was asked: the message says what to do."""


@dataclass(frozen=True, slots=True)
class Office:
    """What most commands work with."""

    config: Config
    practice: Practice
    database: Database
    now: datetime


def config_path() -> Path:
    """Where the config is: `--config`, which sets MEANTIME_CONFIG, else ./meantime.toml. Set to nothing is not set."""
    return Path(os.environ.get("MEANTIME_CONFIG") or CONFIG)


def current_config() -> Config:
    """The config as file and environment give it. Raises ConfigError."""
    return load_config(config_path(), os.environ)


def library_here() -> Library:
    """The instruments and profiles of the practice, if there is a config; else those that come with Meantime."""
    return open_library(current_config().practice.library) if config_path().is_file() else shipped()


@asynccontextmanager
async def open_office() -> AsyncIterator[Office]:
    """The practice's config and open database, closed afterwards."""
    config = current_config()
    async with await open_database(config.storage.path, Vault(read_key(config.storage.key_file))) as database:
        yield Office(config, practice_of(config), database, datetime.now(UTC))


def run(work: Coroutine[object, object, T]) -> T:
    """Runs a command's work to its end."""
    return asyncio.run(work)


def show(records: Sequence[Mapping[str, object]], *, as_json: bool, title: str, empty: str) -> None:
    """Records as JSON, or as a table with a column per key; where that is too wide, one below the other."""
    if as_json:
        print(as_text(list(records)))
    elif not records:
        out.print(empty)
    else:
        table = Table(*records[0], title=title, title_justify="left")
        for record in records:
            table.add_row(*(escape(said(value)) for value in record.values()))
        with out.capture() as drawn:
            out.print(table)
        cut = CUT in drawn.get()
        out.print(Group(f"[i]{title}[/i]", *(f"\n{listed(record)}" for record in records)) if cut else table)


def listed(record: Mapping[str, object]) -> str:
    """A record as lines, with markup: a value that is a list of things has a line for each."""
    return "\n".join(f"[bold]{name}[/bold]: {escape(_lines(value))}" for name, value in record.items())


def _lines(value: object) -> str:
    if isinstance(value, list):
        return "".join(f"\n  {said(one)}" for one in value) or "none"
    return said(value)


def said(value: object) -> str:
    """A value of a record for people: an instant on its own clock, of what is true its name, scores with a decimal."""
    match value:
        case None | False:
            return ""
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M %Z")
        case float():
            return f"{value:.1f}"
        case dict():
            return " ".join(filter(None, (name if one is True else said(one) for name, one in value.items())))
        case list():
            return ", ".join(said(one) for one in value)
    return str(value)


def as_text(record: object) -> str:
    """JSON: instants as ISO 8601 with their offset, scores as numbers."""
    return json.dumps(record, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def tell(record: Mapping[str, object], sentence: str, *, as_json: bool) -> None:
    """One record as JSON, or a sentence."""
    print(as_text(record) if as_json else sentence)


async def with_fresh_id(prefix: str, add: Callable[[str], Awaitable[None]]) -> str:
    """Adds something under a new short id, such as C-7K2: tried again while it is taken. Raises CommandError."""
    for _ in range(ID_TRIES):
        chosen = f"{prefix}-{fresh(3)}"
        try:
            await add(chosen)
        except Taken:
            continue
        return chosen
    raise CommandError(f"There is hardly an id {prefix}-… left, so none was found: try again.")


def name_of(text: str) -> str:
    """Somebody's name. Raises CommandError when it is blank."""
    if not text.strip():
        raise CommandError("The name is empty: give the name that staff know the person by.")
    return text.strip()


def person_of(text: str) -> tuple[str, str]:
    """A client's id and a rater, from `C-7K2` (the client) or `C-7K2/carer`, in whatever letters."""
    client, _, rater = text.strip().partition("/")
    return client.upper(), rater.lower() or SELF


def wall_of(text: str) -> time:
    """A time of day. Raises CommandError."""
    try:
        if CLOCK.fullmatch(text.strip()):
            return time.fromisoformat(text.strip())
    except ValueError:
        pass
    raise CommandError(f"{text!r} is no time of day: write it like 09:00.")


def age_of(text: str) -> str:
    """An age group. Raises CommandError."""
    if text not in AGES:
        raise CommandError(f"There is no age group {text!r}: use {', '.join(AGES[:-1])} or {AGES[-1]}.")
    return text


def zone_of(name: str) -> ZoneInfo:
    """An IANA zone by its name. Raises CommandError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CommandError(f"There is no time zone {name!r}: use a name such as Europe/Berlin.") from None


def language_of(code: str) -> str:
    """A language there are texts in. Raises CommandError."""
    if code not in LANGUAGES:
        raise CommandError(f"There are no texts in {code!r}: use one of {', '.join(LANGUAGES)}.")
    return code


def day_of(text: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first and the last second of a day in the zone, as UTC. Raises CommandError."""
    try:
        midnight = datetime.combine(date.fromisoformat(text), time(), zone)
        return midnight.astimezone(UTC), (midnight + timedelta(days=1)).astimezone(UTC) - timedelta(seconds=1)
    except (ValueError, OverflowError):
        raise CommandError(f"{text!r} is no date: write it like 2026-11-30.") from None


def local(instant: datetime, zone: ZoneInfo) -> str:
    """An instant on the zone's own clock, for a sentence."""
    return said(instant.astimezone(zone))
