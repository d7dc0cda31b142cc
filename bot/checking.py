"""Checking: a look at everything that `run` needs, each thing by itself, with advice where it is not right."""

import asyncio
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot import reaching
from bot.config import Config, ConfigError, load_config
from bot.finding import Finding
from bot.overrides import faults, texts
from bot.starting import untouched, unwritten
from messages.words import OURS
from storage import people
from storage.database import DatabaseRefused, DatabaseTooNew, migrations, open_database
from storage.vault import Vault, VaultError, read_key

__all__ = ["Finding", "check"]


async def check(path: Path, environ: Mapping[str, str]) -> list[Finding]:
    """What was found, in the order in which it is best put right. Only a config that does not load ends it early."""
    try:
        config = load_config(path, environ)
    except ConfigError as error:
        return [Finding("config", False, str(error), "Put it right, then run `meantime check` again.")]
    key, keys = _key(config)
    database, spoken = await _database(config, keys)
    telegram, twilio, public_url = await asyncio.gather(
        reaching.telegram(config), reaching.twilio(config), reaching.public_url(config)
    )
    return [
        Finding("config", True, f"{path} is understood."),
        _practice(config),
        _channels(config),
        _safety(config, spoken),
        _texts(config),
        key,
        database,
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
    own = config.practice.templates
    wrong = [*faults(OURS), *(faults(own) if own else ())]
    if wrong:
        return Finding("templates", False, " ".join(wrong), "Put these files right.")
    return Finding("templates", True, f"{len(texts(own)) if own else 0} texts of your own, the others are ours.")


def _key(config: Config) -> tuple[Finding, list[bytes]]:
    try:
        keys = read_key(config.storage.key_file)
    except VaultError as error:
        return _told("key", error), []
    return Finding("key", True, f"{config.storage.key_file} can be read by its owner alone."), keys


async def _database(config: Config, keys: list[bytes]) -> tuple[Finding, list[str]]:
    """Whether the database opens with this key, and the languages that clients have."""
    path = config.storage.path
    if not keys:
        return Finding("database", False, "Not looked at.", "Put the key right first, then check again."), []
    if _is_new(path):
        return _new_database(path), []
    try:
        database = await open_database(path, Vault(keys))
        try:
            spoken = sorted({client.language for client in await people.clients(database)})
        finally:
            await database.close()
    except (DatabaseRefused, DatabaseTooNew, VaultError) as error:
        return _told("database", error), []
    return Finding("database", True, f"{path} opens with this key; its schema is {migrations()[-1][0]}."), spoken


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
