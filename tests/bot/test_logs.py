"""Logs: what happened goes out, to whom it happened never does, neither from us nor from a library."""

import ast
import asyncio
import io
import json
import logging
import sys
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import logs

NAME, NUMBER, CHAT, WORDS = "Anna Weber", "+49 1512 3456789", "123456789", "ich kann nicht mehr"
TOKEN = "7000000001:AAH-loopback_token"
PERSONAL = (NAME, NUMBER, CHAT, WORDS, TOKEN)


pytestmark = pytest.mark.usefixtures("restored_logs")


class Lines:
    """What went to stderr, as the JSON it is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stderr = io.StringIO()
        self._monkeypatch = monkeypatch

    def configure(self, level: logs.Level = "info") -> None:
        self._monkeypatch.setattr(sys, "stderr", self.stderr)
        logs.configure("json", level)

    def read(self) -> list[dict[str, Any]]:
        said = self.stderr.getvalue()
        self.stderr.seek(0)
        self.stderr.truncate()
        assert not [one for one in PERSONAL if one in said]
        return [json.loads(line) for line in said.splitlines()]

    def only(self) -> dict[str, Any]:
        (line,) = self.read()
        return line


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Lines:
    lines = Lines(monkeypatch)
    lines.configure()
    return lines


def fail() -> None:
    """Raises as code does that has a client's words in its hands."""
    try:
        int(WORDS)
    except ValueError as error:
        raise RuntimeError(f"{NAME} wrote {WORDS}") from error


def test_an_event_goes_out_with_its_allowed_keys(lines: Lines) -> None:
    structlog.get_logger().info("ready", action="app.ready", count=2, seconds=0.5, channel="sms", code="21610")
    line = lines.only()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "ready",
        "level": "info",
        "action": "app.ready",
        "count": 2,
        "seconds": 0.5,
        "channel": "sms",
        "code": "21610",
    }


def test_other_keys_are_dropped(lines: Lines) -> None:
    structlog.get_logger().info("x", name=NAME, number=NUMBER, chat=CHAT, text=WORDS, score=64, token=TOKEN)
    assert set(lines.only()) == {"event", "level", "timestamp"}


@pytest.mark.parametrize("value", [NAME, NUMBER, CHAT, int(CHAT), -int(CHAT), WORDS, TOKEN, [NAME], {"a": NAME}, b"x"])
def test_a_value_that_is_no_short_word_or_small_number_is_hidden(lines: Lines, value: object) -> None:
    structlog.get_logger().info("x", error=value)
    assert lines.only()["error"] == "…"


@pytest.mark.parametrize("value", [None, True, 0, 429, 1.5, "ValueError", "turn.failed", "sms:SM0a"])
def test_short_words_and_small_numbers_stay(lines: Lines, value: object) -> None:
    structlog.get_logger().info("x", error=value)
    assert lines.only()["error"] == value


@pytest.mark.parametrize(
    "text", [NUMBER, CHAT, TOKEN, f"https://api.telegram.org/bot{TOKEN}/getMe", "anna@example.org", "0151/2345678"]
)
def test_numbers_addresses_and_tokens_in_an_event_are_hidden(lines: Lines, text: str) -> None:
    structlog.get_logger().warning(f"to {text} again")
    assert lines.only()["event"] == "to … again"


def test_levels_below_the_configured_one_are_silent(lines: Lines) -> None:
    structlog.get_logger().debug("x")
    assert lines.read() == []
    lines.configure("error")
    structlog.get_logger().warning("x")
    logging.getLogger("httpx").warning("x %s", 1)
    assert lines.read() == []
    structlog.get_logger().error("x")
    logging.getLogger("httpx").error("x %s", 1)
    assert len(lines.read()) == 2


def test_an_exception_is_told_by_types_and_places(lines: Lines) -> None:
    try:
        fail()
    except RuntimeError:
        structlog.get_logger().exception("a decision failed")
    told = lines.only()["exception"].splitlines()
    assert [line for line in told if not line.startswith("  ")] == ["RuntimeError", "caused by ValueError"]
    assert all(line.startswith("  bot/test_logs.py:") for line in told if line.startswith("  "))
    assert told[2].endswith(" fail")


def test_a_group_of_exceptions_is_told_one_by_one(lines: Lines) -> None:
    first = ValueError(NAME)
    structlog.get_logger().error("x", exc_info=ExceptionGroup(WORDS, [first, KeyError(NAME), first]))
    assert lines.only()["exception"].splitlines() == ["ExceptionGroup", "among them ValueError", "among them KeyError"]


def test_libraries_are_heard_from_warnings_on_without_their_values(lines: Lines) -> None:
    for name in ("httpx", "telegram.Bot", "twilio.async_http_client", "apscheduler", "aiosqlite", "somebody.else"):
        log = logging.getLogger(name)
        log.setLevel(logging.DEBUG)
        log.info("HTTP Request: %s", f"https://api.telegram.org/bot{TOKEN}/getMe")
        log.debug("text %s", WORDS)
        log.warning("cannot load %s", WORDS)
        log.setLevel(logging.NOTSET)
        line = lines.only()
        assert (line["event"], line["logger"], line["level"]) == ("cannot load %s", name, "warning")
        assert line["at"].startswith("test_logs.py:")


def test_a_text_that_a_library_has_finished_is_withheld(lines: Lines) -> None:
    logging.getLogger("somebody").error(f"{NAME} wrote {WORDS}")
    assert lines.only()["event"] == "a library warns"


def test_the_web_server_may_speak_of_itself(lines: Lines) -> None:
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    assert lines.only()["event"] == "Invalid HTTP request received."


def test_an_exception_as_text_is_told_by_its_type(lines: Lines) -> None:
    logging.getLogger("somebody").error(ValueError(WORDS))
    line = lines.only()
    assert (line["event"], line["exception"]) == ("a library warns", "ValueError")


@pytest.mark.parametrize(
    ("error", "event"), [(OSError(98, "address in use"), "address in use"), (OSError(), "OSError")]
)
def test_the_systems_own_reason_is_kept(lines: Lines, error: OSError, event: str) -> None:
    logging.getLogger("uvicorn.error").error(error)
    assert lines.only()["event"] == event


async def test_a_forgotten_task_is_told_without_its_words(lines: Lines) -> None:
    async def forgotten() -> None:
        fail()

    task = asyncio.create_task(forgotten())
    await asyncio.wait([task])
    del task
    line = lines.only()
    assert line["logger"] == "asyncio"
    assert line["exception"].startswith("RuntimeError\n")


def test_what_nobody_caught_is_told_without_its_words(lines: Lines) -> None:
    try:
        fail()
    except RuntimeError as error:
        sys.excepthook(RuntimeError, error, error.__traceback__)
    line = lines.only()
    assert (line["level"], line["action"]) == ("critical", "app.fault")
    assert line["exception"].startswith("RuntimeError\n")


def test_ctrl_c_is_left_to_python(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json", "info")
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert capsys.readouterr().err.strip() == "KeyboardInterrupt"


def test_the_console_shows_the_same_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("console", "info")
    try:
        fail()
    except RuntimeError:
        structlog.get_logger().exception("a decision failed", action="turn.failed", name=NAME)
    out, err = capsys.readouterr()
    assert not out
    assert "[error    ] a decision failed" in err
    assert "action=turn.failed" in err
    assert "caused by ValueError\n  bot/test_logs.py:" in err
    assert not [one for one in PERSONAL if one in err]


def test_configured_twice_nothing_is_said_twice(lines: Lines) -> None:
    lines.configure()
    logging.getLogger("httpx").warning("x")
    assert len(lines.read()) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.text(), st.one_of(st.text(), st.integers(), st.binary(), st.lists(st.text())))
def test_every_line_is_json_whatever_is_logged(lines: Lines, event: str, value: object) -> None:
    structlog.get_logger().info(event, error=value, kind=value)
    logging.getLogger("x").warning("%s", value)
    assert len(lines.read()) == 2


@given(st.text("0123456789", min_size=7, max_size=15), st.sampled_from(["", " ", "-", "/"]))
def test_no_number_passes_however_it_is_spaced(number: str, gap: str) -> None:
    assert not any(char.isdigit() for char in logs.PERSONAL.sub("…", f"call +{gap.join(number)} now"))


def told_in_the_code() -> list[str]:
    """Every text of ours that is logged: the first argument of a call, and the tables that texts are taken from."""
    found: list[ast.AST] = []
    for path in Path(logs.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="log")), args=[first, *_]):
                    found.append(first)
                case ast.Assign(targets=[ast.Name(id="ADVICE" | "REFUSED")]):
                    found += ast.walk(node.value)
    return [node.value for node in found if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def test_no_text_of_our_own_is_cut() -> None:
    texts = told_in_the_code()
    assert len(texts) > 20
    assert [text for text in texts if logs.PERSONAL.search(text)] == []
