"""Logs: what happened, never to whom. One pipe for our own events and for those of the libraries.

An event's text is a constant of the code, and beside it only the keys of `ALLOWED` go out, each a short word or a small
number. Of libraries we hear warnings and errors: their texts before any value is put in. Of an exception we keep the
types and the places in the code, since messages and variables may hold what a client wrote.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Literal, TypeAlias

import structlog
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

ALLOWED = frozenset(
    {"action", "attempt", "channel", "code", "count", "error", "kind", "seconds", "state"}  # our own events
    | {"event", "exception", "level", "timestamp"}  # every event
    | {"at", "logger"}  # events of libraries
)
WORD = re.compile(r"[A-Za-z0-9_.:/-]{0,80}")
PERSONAL = re.compile(r"\S*(?:://|@)\S*|\+?\d(?:[\d ()/-]*\d){6,}(?::[\w-]+)?")
"""Addresses, tokens, phone numbers and chat ids; a net below the rules, not one of them."""
HIDDEN = "…"
LARGEST = 10_000_000
OPEN = ("uvicorn.error",)
"""Libraries whose finished texts speak only of the server itself."""
LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}

Format: TypeAlias = Literal["console", "json"]
Level: TypeAlias = Literal["debug", "info", "warning", "error"]


def configure(format: Format, level: Level) -> None:  # noqa: A002 - the config's own word
    """Sends all logs to stderr from this level on, for people or as JSON. Done again, it starts afresh."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(_frames),
            _only_allowed,
            _renderer(format),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    for old in [handler for handler in root.handlers if isinstance(handler, Libraries)]:
        root.removeHandler(old)
    root.addHandler(Libraries())
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # else it warns each second while a tick takes longer
    sys.excepthook = _uncaught


class Libraries(logging.Handler):
    """Takes what libraries log into the pipe: warnings and errors only, below that they tell of every call."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        """Logs a library's record without its values."""
        error = record.msg if isinstance(record.msg, BaseException) else None
        structlog.get_logger().log(
            record.levelno,
            _text(record),
            logger=record.name,
            at=f"{record.filename}:{record.lineno}",
            exc_info=error or record.exc_info,
        )


def _text(record: logging.LogRecord) -> str:
    """The text as the library wrote it in its code; one without values may have them put in already."""
    if isinstance(record.msg, OSError):
        return record.msg.strerror or type(record.msg).__name__
    if record.args or record.name in OPEN:
        return str(record.msg).strip()
    return "a library warns"


def _renderer(format: Format) -> Processor:  # noqa: A002
    if format == "json":
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())


def _only_allowed(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {key: _shown(key, value) for key, value in event.items() if key in ALLOWED}


def _shown(key: str, value: object) -> object:
    if key in ("timestamp", "exception") or value is None:
        return value
    if key == "event":
        return PERSONAL.sub(HIDDEN, str(value))
    if isinstance(value, int | float):
        return value if abs(value) < LARGEST else HIDDEN
    return value if isinstance(value, str) and WORD.fullmatch(value) and not PERSONAL.search(value) else HIDDEN


def _frames(exc_info: ExcInfo) -> str:
    """The types and places of an exception and of what caused it, outermost call first."""
    return "\n".join(_lines(exc_info[1], "", set()))


def _lines(error: BaseException | None, lead: str, seen: set[int]) -> Iterator[str]:
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    yield f"{lead}{type(error).__name__}"
    for frame, line in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        yield f"  {'/'.join(Path(code.co_filename).parts[-2:])}:{line} {code.co_name}"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _lines(one, "among them ", seen)
    yield from _lines(error.__cause__ or error.__context__, "caused by ", seen)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What nobody caught ends the program with types and places instead of Python's own traceback."""
    if isinstance(error, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    fault(error)


def fault(error: BaseException) -> None:
    """Tells of an error that nobody foresaw: its types and places, never its words."""
    structlog.get_logger().critical("stopped by a fault of ours", action="app.fault", exc_info=error)
