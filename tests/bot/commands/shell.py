"""A folder in which commands are typed, and the config of a practice that is set up in it."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main

SETTINGS = """
practice.name = "Harbour Practice"
practice.read_by.en = "by the next working day"
safety.emergency.en = "In an emergency call 112."
safety.crisis_line.en = "Crisis line: 116 123."
storage.key_file = "meantime.key"
telegram.enabled = true
telegram.token = "1:a"
telegram.bot = "harbour_bot"
"""


@dataclass
class Shell:
    """A folder in which commands are typed."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def __call__(self, *words: str, code: int = 0) -> str:
        """What a command prints: its answer if it succeeds, else its complaint."""
        self.monkeypatch.setattr(sys, "argv", ["meantime", *words])
        ended = 0
        try:
            main()
        except SystemExit as exit_:
            ended = int(exit_.code or 0)
        told = self.capture.readouterr()
        assert ended == code, told
        return told.out if code == 0 else told.out + told.err

    def json(self, *words: str) -> Any:
        """What it prints for a program. Any: each command has a shape of its own."""
        return json.loads(self(*words, "--json"))
