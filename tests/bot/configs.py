"""Config texts and their loading, for the tests of the config and of what is made from it."""

from contextlib import suppress
from pathlib import Path

import pytest

from bot.config import Config, ConfigError, load_config

LEAST = '[practice]\nname = "Elm Street"\n'
SAFE = (
    'read_by.en = "tomorrow"\n'
    '[safety]\nemergency.en = "Call 112."\ncrisis_line.en = "Crisis line 116 123."\n'
)  # fmt: skip
ACCOUNT = "AC" + "0" * 32
TWILIO = f'[twilio]\nenabled = true\naccount_sid = "{ACCOUNT}"\nauth_token = "t0ken"\nnumber = "+4915735980001"\n'


class Load:
    """Loads a config text as the file of a practice."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "meantime.toml"

    def __call__(self, text: str, **environ: str) -> Config:
        self.path.write_text(text, encoding="utf-8")
        return load_config(self.path, environ)

    def fails(self, text: str, **environ: str) -> str:
        with pytest.raises(ConfigError) as caught:
            self(text, **environ)
        return str(caught.value)

    def outcome(self, text: str, **environ: str) -> str:
        """What is said, nothing if nothing is wrong."""
        with suppress(ConfigError):
            self(text, **environ)
            return ""
        return self.fails(text, **environ)
