"""`meantime run` as a process: one at a time on a database, ready last, and gone without a word when it is told."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from measures.library import PROFILES, SHIPPED
from storage.vault import write_key
from tests.bot.configs import LEAST, SAFE
from tests.servers.ports import kept_port
from tests.servers.waiting import PATIENCE

ONE = '[telegram]\nenabled = true\ntoken = "1:a"\nbase_url = "http://127.0.0.1:9"\n'


class Installation:
    """A folder with a config and a key, and the processes that were started in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: list[Popen[str]] = []
        self.ports = ExitStack()
        (folder / "meantime.toml").write_text(LEAST + SAFE + ONE)
        write_key(folder / "meantime.key")

    def run(self, *options: str, **environ: str) -> Popen[str]:
        """`meantime run` on a port of its own; what it says on stderr can be read line by line."""
        process = Popen(
            [sys.executable, *options, "-m", "bot", "run"],
            cwd=self.folder,
            env={**os.environ, "MEANTIME_WEB__PORT": str(self.port()), **environ},
            stderr=PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def port(self) -> int:
        """A port that is kept for the test."""
        return self.ports.enter_context(kept_port())

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Another command beside it."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *words], cwd=self.folder, capture_output=True, text=True, check=False
        )


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    with made.ports:
        yield made
        for process in made.started:
            process.kill()
            process.communicate()


def until(process: Popen[str], said: str) -> None:
    """Reads on until a line tells this."""
    assert process.stderr is not None
    assert any(re.search(said, line) for line in process.stderr), f"it ended without {said}"


def ends(process: Popen[str]) -> tuple[int, str]:
    """The exit code, and what it still said."""
    _, rest = process.communicate(timeout=PATIENCE)
    return process.returncode, rest


def test_a_second_run_on_the_same_database_is_refused(installation: Installation) -> None:
    first = installation.run()
    until(first, "app.ready")
    code, said = ends(installation.run())
    assert code == 1
    assert said == (
        "meantime: Another `meantime run` works on this database: stop that one first,"
        " or two would send every message twice.\n"
    )
    assert installation.command("status").returncode == 0
    first.send_signal(signal.SIGTERM)
    assert ends(first)[0] == 0


def test_after_a_crash_it_runs_again(installation: Installation) -> None:
    crashed = installation.run()
    until(crashed, "app.ready")
    crashed.kill()
    crashed.wait()
    until(installation.run(), "app.ready")


def test_a_port_in_use_stops_it_before_anything_begins(installation: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, said = ends(installation.run(MEANTIME_WEB__PORT=str(taken.getsockname()[1])))
    assert code == 1
    assert said.startswith("meantime: Nothing can listen at 127.0.0.1:")
    assert not (installation.folder / "meantime.sqlite").exists()


def test_ready_is_said_when_it_answers(installation: Installation) -> None:
    port = installation.port()
    process = installation.run(MEANTIME_WEB__PORT=str(port))
    until(process, "app.ready")
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as browser:
        browser.sendall(b"GET /health HTTP/1.0\r\n\r\n")
        assert browser.recv(100).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("moment", ["bot.courier", "bot.app$", "app.ready"])
def test_told_to_stop_at_any_moment_it_leaves_without_a_word(
    installation: Installation, name: signal.Signals, moment: str
) -> None:
    """`-X importtime` tells of each module as it has been loaded."""
    process = installation.run("-X", "importtime")
    until(process, moment)
    process.send_signal(name)
    code, said = ends(process)
    assert code == 0
    assert "Traceback" not in said


def test_it_refuses_a_profile_that_changed_since_it_was_used(installation: Installation) -> None:
    own = installation.folder / "library" / "profiles" / "mine.toml"
    own.parent.mkdir(parents=True)
    text = (SHIPPED / PROFILES / "openfit.toml").read_text().replace('id = "openfit"', 'id = "mine"')
    own.write_text(text)
    until(first := installation.run(), "app.ready")
    first.terminate()
    assert ends(first)[0] == 0
    own.write_text(text.replace("36.0", "35.0"))
    assert ends(installation.run()) == (
        1,
        "meantime: The profile mine 1 has changed since it was used: give it a new version.\n",
    )
    own.write_text(text.replace("36.0", "35.0").replace('version = "1"', 'version = "2"'))
    until(installation.run(), "app.ready")


def test_it_reads_subscribed_calendars_and_tells_no_address(installation: Installation) -> None:
    added = installation.command("calendar", "add", "http://127.0.0.1:9/secret/a.ics", "--name", "Ana")
    assert added.returncode == 0
    process = installation.run()
    assert process.stderr is not None
    told = []
    for line in process.stderr:
        told.append(line)
        if "calendar.failed" in line:
            break
    process.terminate()
    code, rest = ends(process)
    assert code == 0
    assert "UNREACHABLE" in told[-1]
    assert "secret" not in "".join(told) + rest
    assert "cannot be reached" in installation.command("calendar", "list", "--json").stdout
