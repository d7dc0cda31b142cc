"""The rules of the house's shape, read from syntax trees: `faults` tells what in one file breaks them."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

ROOMS = ("measures", "messages", "scheduler", "handlers", "storage", "bot")
"""From the innermost to the outermost: a room imports from itself and from those before it."""

PURE = ("measures/", "messages/", "handlers/", "scheduler/timetable.py")

THOUGHT = {"abc", "babel", "collections", "dataclasses", "datetime", "decimal", "difflib", "enum", "fractions"}
THOUGHT |= {
    "functools",
    "html",
    "io",
    "itertools",
    "jinja2",
    "json",
    "math",
    "matplotlib",
    "operator",
    "pathlib",
    "PIL",
}
THOUGHT |= {"PIL", "re", "statistics", "string", "textwrap", "tomllib", "types", "typing", "unicodedata", "zoneinfo"}
"""What a pure room may import besides rooms: things to think with. No clock (`time`), chance, process, file or wire."""

CLOCKS = {"now", "today", "utcnow"}
DOORS = {"open", "input", "print", "exec", "eval", "compile", "breakpoint", "__import__"}
FILES = {
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "open",
    "glob",
    "rglob",
    "iterdir",
    "exists",
    "is_file",
}
FILES |= {"is_dir", "stat", "touch", "mkdir", "unlink", "rename", "rmdir", "cwd", "home", "expanduser", "resolve"}
LOADERS = {"FileSystemLoader", "PackageLoader", "FunctionLoader"}
DATA = {
    "measures/datafile.py": {"read_text", "glob"},
    "messages/wording.py": {"glob"},
    "messages/wordings.py": {"glob"},
    "messages/words.py": {"FileSystemLoader"},
}
"""The only places in pure rooms where files are read: data shipped beside the code, and a practice's own texts."""

HOMES = {
    "sqlite3": ("storage/",),
    "aiosqlite": ("storage/",),
    "aiosql": ("storage/",),
    "asyncpg": ("storage/",),
    "cryptography": ("storage/vault.py",),
    "apscheduler": ("scheduler/ticker.py",),
    "matplotlib": ("messages/drawing.py", "messages/figure.py", "messages/panel.py"),
    "PIL": ("messages/drawing.py",),
    "telegram": ("bot/channels/", "bot/checking.py", "bot/reaching.py"),
    "twilio": ("bot/channels/", "bot/checking.py", "bot/reaching.py", "bot/web/webhooks.py"),
    "fastapi": ("bot/web/",),
    "icalendar": ("bot/calendars/",),
    "re2": ("bot/patterns.py",),
    "recurring_ical_events": ("bot/calendars/",),
    "uvicorn": ("bot/web/",),
    "typer": ("bot/cli.py", "bot/commands/", "bot/demo.py"),
}
"""Where a library lives; outside its home nobody knows it is there."""

COMMANDS = "bot.commands"

SQL = re.compile(
    r"\s*(select\s.+\sfrom|insert\s+into|update\s+\w+\s+set|delete\s+from|(create|alter|drop)\s+table)\s", re.I | re.S
)
MOCKS = {
    "mock",
    "pytest_mock",
    "respx",
    "responses",
    "httpretty",
    "requests_mock",
    "freezegun",
    "mocket",
    "aioresponses",
}
PATCHES = {"delattr", "setitem", "delitem", "patch"}
UNFINISHED = re.compile(r"#\s*(TODO|FIXME|XXX|HACK)\b")
FILE_LINES = 320
FUNCTION_LINES = 40


def faults(path: str, source: str) -> list[str]:
    """What breaks the rules in the file at `path` (from the project's root, with slashes), each with its line."""
    tree = ast.parse(source)
    found = [f"{path}:{line}: {what}" for line, what in _everywhere(source)]
    if PurePosixPath(path).parts[0] in ROOMS:
        found += [f"{path}:{line}: {what}" for line, what in _in_a_room(path, source, tree)]
    if path.startswith(PURE):
        found += [f"{path}:{line}: {what}" for line, what in _in_a_pure_room(path, tree)]
    if path.startswith("tests/"):
        found += [f"{path}:{line}: {what}" for line, what in _in_tests(tree)]
    return found


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every imported module, wherever it is imported, with its line; relative ones begin with a dot."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{module}.{alias.name}".rstrip(".")) for alias in node.names)


def _everywhere(source: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.splitlines(), 1):
        if UNFINISHED.search(line):
            yield number, "is left unfinished"


def _in_a_room(path: str, source: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    room = PurePosixPath(path).parts[0]
    if ast.get_docstring(tree) is None:
        yield 1, "has no docstring"
    if (lines := len(source.splitlines())) > FILE_LINES:
        yield lines, f"has more than {FILE_LINES} lines"
    allowed = ROOMS[: ROOMS.index(room) + 1]
    for line, module in imported(tree):
        top = module.split(".")[0]
        if not top or top in ("tests", "benchmarks") or (top in ROOMS and top not in allowed):
            yield line, f"imports {module} against the arrow"
        if module.startswith(COMMANDS) and not path.startswith(("bot/cli.py", "bot/commands/")):
            yield line, f"imports {module}: only the command line knows commands"
        if not path.startswith(HOMES.get(top, (path,))):
            yield line, f"imports {top} outside its home"
    for node in ast.walk(tree):
        yield from _of_a_node(node)


def _of_a_node(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > FUNCTION_LINES:
            yield node.lineno, f"{node.name} has {length} lines, more than {FUNCTION_LINES}"
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
        yield node.lineno, "speaks SQL outside storage/queries"


def _in_a_pure_room(path: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    for line, module in imported(tree):
        if module.split(".")[0] not in THOUGHT.union(ROOMS):
            yield line, f"imports {module}: a pure room only thinks"
    for node in ast.walk(tree):
        if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith):
            yield node.lineno, "is asynchronous"
        elif isinstance(node, ast.comprehension) and node.is_async:
            yield node.target.lineno, "is asynchronous"
        elif isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            yield node.lineno, f"asks the clock by {node.attr}"
        elif isinstance(node, ast.Attribute) and node.attr in FILES - DATA.get(path, set()):
            yield node.lineno, f"touches files by {node.attr}"
        elif isinstance(node, ast.Name) and node.id in DOORS | (LOADERS - DATA.get(path, set())):
            yield node.lineno, f"reaches outside by {node.id}"


def _in_tests(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for line, module in imported(tree):
        if module.startswith("unittest.mock") or module.split(".")[0] in MOCKS:
            yield line, f"imports {module}: fakes stand at the wire alone"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _replaces_behaviour(node):
            yield node.lineno, f"patches behaviour by {ast.unparse(node.func)}"


def _replaces_behaviour(call: ast.Call) -> bool:
    """Whether a patch goes further than the process's own arguments and streams (`sys`) or a figure in capitals."""
    function = call.func
    if not isinstance(function, ast.Attribute) or "patch" not in ast.unparse(function).lower():
        return False
    if function.attr != "setattr":
        return function.attr in PATCHES
    target, *more = [ast.unparse(one) for one in call.args]
    return target != "sys" and not (len(more) == 2 and more[0].strip("'").isupper())
