"""Starting: what a new installation needs, written once. Nothing that exists is replaced."""

import os
import tomllib
from pathlib import Path

from bot.config import Config, ConfigError, load_config
from storage.vault import write_key

CONFIG = "meantime.toml"
MARKS = ("EXAMPLE", "BEISPIEL")
HERE = Path(__file__).parent
NEXT = (
    "Next:",
    "  1. Read meantime.toml from top to bottom and write what is marked TO DO: your name, and what a client in need"
    " is told.",
    "  2. Switch on [telegram] or [twilio], and put in what they gave you.",
    "  3. Run `meantime check` in this folder; it says what is still missing.",
    "  4. Run `meantime run`.",
)


def example() -> str:
    """The commented example config: beside this file in a wheel, at the root in a checkout."""
    places = (HERE / "config.example.toml", HERE.parent / "config.example.toml")
    return next(place for place in places if place.is_file()).read_text(encoding="utf-8")


def untouched(config: Config) -> list[str]:
    """The keys whose texts for a client in need are still those of the example, which says of itself that it is one."""
    texts = {f"{key}.{one}": text for key, texts in config.promises().items() for one, text in texts.items()}
    return [key for key, text in texts.items() if key.startswith("safety.") and text.upper().startswith(MARKS)]


def unwritten(config: Config) -> list[str]:
    """The keys of [practice] that are marked TO DO and are still as in the example."""
    shipped, practice = tomllib.loads(example())["practice"], config.practice
    name = ["practice.name"] if practice.name == shipped["name"] else []
    return name + [
        f"practice.read_by.{one}" for one, text in practice.read_by.items() if text in shipped["read_by"].values()
    ]


def start(folder: Path, name: str = CONFIG) -> list[str]:
    """Writes a config and a key file where there is none; gives what was done and what comes next, as sentences.

    Raises ConfigError when the folder cannot be written, when a config is there that cannot be read (it says where the
    key belongs), or when the key of a database is missing.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_config(folder / name), _key(folder / name), *NEXT]
    except OSError as error:
        raise ConfigError(f"The folder {folder} cannot be written ({error.strerror}): choose another one.") from None


def _config(path: Path) -> str:
    """Only its owner may read it, since secrets may come to stand in it."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return f"{path} was there already and is left as it is."
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(example())
    return f"Wrote {path}: the settings, with a comment on each."


def _key(config: Path) -> str:
    storage = load_config(config, {}).storage
    if storage.key_file.exists():
        return f"{storage.key_file} was there already and is left as it is."
    if storage.path.exists():
        raise ConfigError(
            f"{storage.key_file} is missing, and no other key opens the database {storage.path.name}:"
            " restore it from its backup."
        )
    write_key(storage.key_file)
    return (
        f"Wrote {storage.key_file}: the key to names, numbers and words of your clients. Keep a copy in a safe place;"
        " without it nobody can read them again."
    )
