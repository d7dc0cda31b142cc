"""The environment: `MEANTIME_<SECTION>__<KEY>`, and for secrets `MEANTIME_<SECTION>__<KEY>_FILE`, which names a file.

A name that belongs to no key is refused, so that no mistyped setting is passed over. A variable that is set to nothing
counts as not set.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import get_origin

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource

from bot.settings import ConfigError
from messages.words import LANGUAGES

PREFIX, NEST, FILE = "MEANTIME_", "__", "_FILE"
NO_SETTINGS = frozenset({"MEANTIME_CONFIG"})
"""Variables of ours that are no settings."""


class Environment(EnvSettingsSource):
    """The settings in an environment. Raises ConfigError for names that are unknown and secrets that cannot be read."""

    def __init__(self, config: type[BaseSettings], environ: Mapping[str, str]) -> None:
        super().__init__(config, env_prefix=PREFIX, env_nested_delimiter=NEST)
        self.env_vars = {name.lower(): value for name, value in _given(config, environ).items()}


def keys(config: type[BaseModel]) -> Iterator[tuple[str, str, FieldInfo]]:
    """Every key of the config: its section, its name, its field."""
    for section, model in config.model_fields.items():
        assert isinstance(model.annotation, type)
        assert issubclass(model.annotation, BaseModel)
        for key, field in model.annotation.model_fields.items():
            yield section, key, field


def source_of(dotted: str, environ: Mapping[str, str]) -> str | None:
    """The variable that sets the key with this dotted name, if one does."""
    name = variable(dotted)
    return next((one for one in (name + FILE, name) if environ.get(one)), None)


def variable(dotted: str) -> str:
    """The variable for a dotted name: `web.port` is MEANTIME_WEB__PORT."""
    return PREFIX + dotted.upper().replace(".", NEST)


def _variables(config: type[BaseModel]) -> dict[str, FieldInfo]:
    """Every variable that sets a key; texts have one for each language."""
    found: dict[str, FieldInfo] = {}
    for section, key, field in keys(config):
        ends = [f".{one}" for one in LANGUAGES] if get_origin(field.annotation) is dict else [""]
        found |= {variable(f"{section}.{key}{end}"): field for end in ends}
    return found


def _given(config: type[BaseModel], environ: Mapping[str, str]) -> dict[str, str]:
    """The variables that are set, by name; what a `…_FILE` names goes before what is written out."""
    known = _variables(config)
    secret = {name + FILE: name for name, field in known.items() if field.annotation is SecretStr}
    ours = [name for name in environ if name.startswith(PREFIX) and name not in NO_SETTINGS]
    if strange := [name for name in ours if name not in known and name not in secret]:
        raise ConfigError("\n".join(_unknown(name, [*known, *secret]) for name in strange))
    written = {name: environ[name] for name in ours if name in known and environ[name]}
    return written | {secret[name]: _read(name, environ[name]) for name in ours if name in secret and environ[name]}


def _unknown(name: str, known: list[str]) -> str:
    if name.endswith(FILE) and name.removesuffix(FILE) in known:
        return f"{name} cannot be used: only secrets are read from files, so set {name.removesuffix(FILE)} itself."
    close = [one for one in known if one.startswith(name + NEST)] or get_close_matches(name.upper(), known, 1, 0.8)
    hint = f"did you mean {close[0]}?" if close else "a name is made like MEANTIME_WEB__PORT, for the key web.port."
    return f"{name} in the environment is no setting that Meantime knows: {hint}"


def _read(name: str, file: str) -> str:
    """A secret from its file, without the line's end. The file's path may be told, what is in it never."""
    try:
        secret = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"{name}: the file {file} cannot be read as text: check its path and rights.") from None
    if not secret:
        raise ConfigError(f"{name}: the file {file} is empty: write the secret into it.")
    return secret
