"""The shape of the house: imports go one way, pure rooms stay pure, every library stays in its home.

Pure are `measures`, `messages`, `handlers` and `scheduler/timetable.py`. They contain nothing asynchronous, ask no
clock (`now`, `today`, `utcnow`; the `time` module), roll no dice, and import, besides rooms, only what `rooms.THOUGHT`
lists.
They touch no file, but for their own data: `measures/datafile.py` reads a TOML file shipped beside the code,
`messages/wording.py` lists the languages there are, and `messages/words.py` gives Jinja2 the folders of templates
(ours and the practice's). What these read is kept (`@cache`, a template compiled once) and never changes while we run.

Tests use no mocking library. They may set the environment, the working folder, `sys`' arguments and streams, and
figures in capitals; whatever behaves is the real thing, or a server on loopback.
"""

from pathlib import Path

import pytest

from tests.rooms import FILE_LINES, FUNCTION_LINES, PURE, ROOMS, faults

ROOT = Path(__file__).parent.parent
FILES = sorted(
    path.relative_to(ROOT).as_posix() for top in (*ROOMS, "tests", "benchmarks") for path in (ROOT / top).rglob("*.py")
)
DOC = '"""A file."""\n'


def test_every_room_is_looked_at() -> None:
    for room in (*ROOMS, "tests"):
        assert [path for path in FILES if path.startswith(f"{room}/")]
    for place in PURE:
        assert [path for path in FILES if path.startswith(place)]


@pytest.mark.parametrize("path", FILES)
def test_a_file_keeps_the_rules(path: str) -> None:
    assert faults(path, (ROOT / path).read_text()) == []


@pytest.mark.parametrize(
    ("path", "source", "fault"),
    [
        ("measures/x.py", "from messages.envelope import Letter", "against the arrow"),
        ("messages/x.py", "import handlers.case", "against the arrow"),
        ("scheduler/x.py", "from handlers import case", "against the arrow"),
        ("handlers/x.py", "def f() -> None:\n    from storage import cases", "against the arrow"),
        ("storage/x.py", "from bot.turn import Turn", "against the arrow"),
        ("storage/x.py", "from bot import turn", "against the arrow"),
        ("bot/x.py", "from tests.rooms import faults", "against the arrow"),
        ("bot/calendars/x.py", "from bot.commands.common import run", "only the command line"),
        ("handlers/x.py", "from . import case", "against the arrow"),
        ("handlers/x.py", "from ..storage import cases", "against the arrow"),
        ("handlers/x.py", "async def f() -> None: ...", "is asynchronous"),
        ("measures/x.py", "def f(x):\n    return [y async for y in x]", "is asynchronous"),
        ("scheduler/timetable.py", "async def f() -> None: ...", "is asynchronous"),
        ("handlers/x.py", "import time", "only thinks"),
        ("handlers/x.py", "from time import monotonic", "only thinks"),
        ("handlers/x.py", "import random", "only thinks"),
        ("handlers/x.py", "from uuid import uuid4", "only thinks"),
        ("measures/x.py", "import secrets", "only thinks"),
        ("messages/x.py", "import socket", "only thinks"),
        ("messages/x.py", "import os", "only thinks"),
        ("messages/x.py", "import httpx", "only thinks"),
        ("messages/x.py", "import structlog", "only thinks"),
        ("handlers/x.py", "import importlib", "only thinks"),
        ("handlers/x.py", "from datetime import datetime\nx = datetime.now()", "asks the clock by now"),
        ("handlers/x.py", "from datetime import datetime\nx = datetime.now", "asks the clock by now"),
        ("scheduler/timetable.py", "import datetime\nx = datetime.date.today()", "asks the clock by today"),
        ("handlers/x.py", "from datetime import datetime\nx = datetime.utcnow()", "asks the clock by utcnow"),
        ("measures/x.py", "x = open('y')", "reaches outside by open"),
        ("measures/x.py", "x = __import__('random')", "reaches outside by __import__"),
        ("handlers/x.py", "print('x')", "reaches outside by print"),
        ("measures/x.py", "from pathlib import Path\nx = Path('y').read_text()", "touches files by read_text"),
        (
            "measures/datafile.py",
            "from pathlib import Path\nx = Path('y').write_text('')",
            "touches files by write_text",
        ),
        ("handlers/x.py", "from jinja2 import FileSystemLoader\nx = FileSystemLoader('y')", "by FileSystemLoader"),
        ("messages/x.py", "def f():\n    from matplotlib.figure import Figure", "matplotlib outside its home"),
        ("bot/x.py", "from PIL import Image", "PIL outside its home"),
        ("bot/x.py", "import sqlite3", "sqlite3 outside its home"),
        ("bot/x.py", "def f():\n    import aiosqlite", "aiosqlite outside its home"),
        ("bot/x.py", "from apscheduler.triggers.interval import IntervalTrigger", "apscheduler outside its home"),
        ("scheduler/timetable.py", "import apscheduler", "apscheduler outside its home"),
        ("bot/courier.py", "from telegram import Bot", "telegram outside its home"),
        ("bot/courier.py", "from twilio.rest import Client", "twilio outside its home"),
        ("storage/x.py", "from cryptography.fernet import Fernet", "cryptography outside its home"),
        ("bot/turn.py", "x = 'select key from arrival'", "speaks SQL"),
        ("storage/facts.py", "x = '''\n  update letter\n set state = 1'''", "speaks SQL"),
        ("bot/x.py", "x = f'delete from {1}'", "speaks SQL"),
        ("bot/x.py", "x = 1  #" + " TODO: later", "left unfinished"),
        ("tests/x.py", "x = 1  #" + " FIXME", "left unfinished"),
        ("bot/x.py", "x = 1\n" * FILE_LINES, f"more than {FILE_LINES} lines"),
        ("bot/x.py", "def f():\n" + "    x = 1\n" * FUNCTION_LINES, f"more than {FUNCTION_LINES}"),
        ("tests/x.py", "from unittest import mock", "fakes stand at the wire"),
        ("tests/x.py", "from unittest.mock import patch", "fakes stand at the wire"),
        ("tests/x.py", "import unittest.mock as m", "fakes stand at the wire"),
        ("tests/x.py", "import respx", "fakes stand at the wire"),
        ("tests/x.py", "def test(monkeypatch):\n    monkeypatch.setattr('a.B', 1)", "patches behaviour"),
        ("tests/x.py", "def test(monkeypatch):\n    monkeypatch.setattr(turn, 'decide', 1)", "patches behaviour"),
        ("tests/x.py", "def test(monkeypatch):\n    monkeypatch.delattr(turn, 'decide')", "patches behaviour"),
        ("tests/x.py", "import x\nwith x.patch('y'): ...", "patches behaviour"),
    ],
)
def test_a_planted_fault_is_found(path: str, source: str, fault: str) -> None:
    found = faults(path, DOC + source)
    assert fault in "\n".join(found)
    assert len({one.split(":")[1] for one in found}) == 1


def test_a_file_says_what_it_is() -> None:
    assert faults("bot/x.py", "x = 1") == ["bot/x.py:1: has no docstring"]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("bot/x.py", "import asyncio\nfrom storage import cases\nfrom measures import scoring"),
        ("storage/x.py", "import sqlite3\nfrom storage.vault import Vault\nx = 'begin immediate'"),
        ("scheduler/ticker.py", "import apscheduler\nasync def tick() -> None: ..."),
        ("scheduler/timetable.py", "from datetime import datetime, time\nx = time(9)"),
        ("measures/datafile.py", "from pathlib import Path\nx = Path(__file__).read_text()"),
        ("handlers/x.py", "x = 'Please select one from these'\ny = 'update your number'"),
        ("bot/channels/telegram.py", "from telegram import Bot"),
        ("tests/x.py", "import sqlite3, random, time\ndef test(monkeypatch):\n    monkeypatch.setenv('A', 'b')"),
        ("tests/x.py", "def test(monkeypatch):\n    monkeypatch.setattr(sys, 'argv', [])"),
        ("tests/x.py", "def test(monkeypatch):\n    monkeypatch.setattr(courier, 'SECONDS', 1)"),
        ("bot/x.py", "def f():\n" + "    x = 1\n" * (FUNCTION_LINES - 1)),
        ("bot/x.py", "x = 1\n" * (FILE_LINES - 1)),
    ],
)
def test_what_keeps_the_rules_is_left_alone(path: str, source: str) -> None:
    assert faults(path, DOC + source) == []
