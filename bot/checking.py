"""Checking: a look at everything that `run` needs, each thing by itself, with advice where it is not right."""

import asyncio
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot import reaching
from bot.config import Config, ConfigError, load_config, practice_of
from bot.finding import Finding
from bot.proofs import briefly, faults
from bot.starting import untouched, unwritten
from handlers.practice import Practice
from measures.datafile import DataFileError
from measures.library import Library, open_library
from messages.packs import to_see_to
from messages.words import Words
from storage import editions, people
from storage.database import DatabaseRefused, DatabaseTooNew, migrations, open_database
from storage.people import Person
from storage.vault import Vault, VaultError, read_key

__all__ = ["Finding", "check"]


ADVICE = "See `meantime wording list`; where a pack may not be sent, the shipped wording is, if there is one."


async def check(path: Path, environ: Mapping[str, str]) -> list[Finding]:
    """What was found, in the order in which it is best put right. Only a config that does not load ends it early."""
    try:
        config = load_config(path, environ)
    except ConfigError as error:
        return [Finding("config", False, str(error), "Put it right, then run `meantime check` again.")]
    key, keys = _key(config)
    library = open_library(config.practice.library)
    database, clients, changed = await _database(config, keys, library)
    spoken = sorted({client.language for client in clients})
    telegram, twilio, public_url = await asyncio.gather(
        reaching.telegram(config), reaching.twilio(config), reaching.public_url(config)
    )
    return [
        Finding("config", True, f"{path} is understood."),
        _practice(config),
        _channels(config),
        _safety(config, spoken),
        _texts(config),
        _wordings(config, clients),
        key,
        database,
        _measures(library, changed),
        *telegram,
        *twilio,
        public_url,
    ]


def _practice(config: Config) -> Finding:
    """Whether name and promise are the practice's own; `run` does without."""
    if left := unwritten(config):
        advice = "Your clients read this: write your own, or leave it if it is true."
        return Finding("practice", True, f"As in our example: {', '.join(left)}.", advice)
    return Finding("practice", True, "The name, and when words are read, are your own.")


def _channels(config: Config) -> Finding:
    channels = {"Telegram": config.telegram.enabled, "SMS": config.twilio.enabled}
    on = [name for name, enabled in channels.items() if enabled]
    if not on:
        advice = "Set enabled = true below [telegram] or [twilio]."
        return Finding("channels", False, "None is switched on, so nobody can be asked.", advice)
    return Finding("channels", True, f"Switched on: {' and '.join(on)}.")


def _safety(config: Config, spoken: Sequence[str]) -> Finding:
    """Whether the texts for clients in need are there in each language that is spoken, and are the practice's own."""
    try:
        config.require_safety()
    except ConfigError as error:
        return _told("safety", error)
    promises = config.promises()
    if lacking := [f"{key}.{one}" for one in spoken for key, texts in promises.items() if one not in texts]:
        detail = f"Some clients would read these in another language than theirs: {', '.join(lacking)}."
        return Finding("safety", False, detail, "Write them into the config.")
    if left := untouched(config):
        advice = "Check every number and word, and write what is right for your clients."
        return Finding("safety", False, f"These are still our example: {', '.join(left)}.", advice)
    return Finding("safety", True, f"Clients in need are told what to do in {', '.join(config.safety.emergency)}.")


def _texts(config: Config) -> Finding:
    """Whether our wordings and the practice's own can be said."""
    if wrong := faults(config):
        return Finding("templates", False, briefly(wrong), "Put these files right.")
    return Finding(
        "templates", True, f"{len(Words(config.practice.templates).own())} texts of your own, the others are ours."
    )


def _wordings(config: Config, clients: Sequence[Person]) -> Finding:
    """Whether packs are whole and in force, and every client can be asked in their language."""
    try:
        practice = practice_of(config)
    except DataFileError as error:
        return Finding("wordings", False, f"{error}.", "Put the file right, or remove it by `meantime wording remove`.")
    now = datetime.now(UTC)
    packs = practice.wordings.packs.values()
    told = [
        f"{one.measure} in {one.language} {what}."
        for one in packs
        for what in to_see_to(one, now.date(), practice.channels)
    ]
    lacking = list(_lacking(practice, clients, now))
    if told or lacking:
        right = not lacking and all(one.in_force(now.date()) for one in packs)
        return Finding("wordings", right, " ".join([*told, *lacking]), ADVICE)
    return Finding("wordings", True, f"{len(packs)} packs of your own, the others are ours or free.")


def _lacking(practice: Practice, clients: Sequence[Person], now: datetime) -> Iterator[str]:
    """What some client cannot be asked in their own language."""
    for measure, language in sorted({(client.measure, client.language) for client in clients}):
        for channel in sorted(practice.channels):
            if practice.wordings.choose(measure, language, channel, now) is None:
                yield f"{measure} cannot be asked in {language} by {channel}."


def _key(config: Config) -> tuple[Finding, list[bytes]]:
    try:
        keys = read_key(config.storage.key_file)
    except VaultError as error:
        return _told("key", error), []
    return Finding("key", True, f"{config.storage.key_file} can be read by its owner alone."), keys


async def _database(config: Config, keys: list[bytes], library: Library) -> tuple[Finding, list[Person], list[str]]:
    """Whether the database opens with this key, the clients in it, and what changed since it was used."""
    path = config.storage.path
    if not keys:
        return Finding("database", False, "Not looked at.", "Put the key right first, then check again."), [], []
    if _is_new(path):
        return _new_database(path), [], []
    try:
        async with await open_database(path, Vault(keys)) as database:
            clients = await people.clients(database)
            changed = await editions.changed(database, database.reader, library)
    except (DatabaseRefused, DatabaseTooNew, VaultError) as error:
        return _told("database", error), [], []
    opened = f"{path} opens with this key; its schema is {migrations()[-1][0]}."
    return Finding("database", True, opened), clients, changed


def _measures(library: Library, changed: Sequence[str]) -> Finding:
    """Whether every measure and profile is what it was when ratings were made with it."""
    if changed:
        detail, _, advice = changed[0].partition(": ")
        return Finding("measures", False, f"{detail}.", f"{advice[:1].upper()}{advice[1:]}")
    counts = f"{len(library.instruments)} measures and {len(library.profiles)} profiles"
    return Finding("measures", True, f"{counts}; none has changed since it was used.")


def _is_new(path: Path) -> bool:
    return not os.path.exists(path)  # unlike Path's, it never raises


def _new_database(path: Path) -> Finding:
    if not os.access(path.parent, os.W_OK):
        advice = "Make the folder, or let Meantime's user write there."
        return Finding("database", False, f"The folder {path.parent} cannot be written.", advice)
    return Finding("database", True, f"{path} is not there yet; it is made when it is needed.")


def _told(name: str, error: Exception) -> Finding:
    """An error that says what is wrong, a colon, and what to do."""
    detail, _, advice = str(error).partition(": ")
    return Finding(name, False, f"{detail}.", advice[:1].upper() + advice[1:])
