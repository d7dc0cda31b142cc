"""The demo on a real terminal: after six weeks one may be the client."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path


def on_a_terminal(folder: Path, typed: str, interrupt_at: str = "") -> tuple[int, str]:
    """Runs the demo with a terminal for its input and output; gives exit code and what was shown.

    As soon as `interrupt_at` is shown, it gets what Ctrl-C sends, and then a line that would not end it: a signal just
    before the terminal is read from is noticed when something has been read.
    """
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "bot", "demo", "--folder", str(folder)]
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env={**os.environ, "TERM": "dumb"})
    os.close(slave)
    os.write(master, typed.encode())
    shown = b""
    try:
        while chunk := os.read(master, 65536):
            shown += chunk
            if interrupt_at and interrupt_at in shown.decode(errors="ignore"):
                process.send_signal(signal.SIGINT)
                os.write(master, b"go on\n")
                interrupt_at = ""
    except OSError:
        pass  # a terminal whose program has ended reads as an error
    except BaseException:
        process.kill()
        raise
    os.close(master)
    return process.wait(), shown.decode(errors="ignore")


def test_one_may_answer_as_the_client(tmp_path: Path) -> None:
    code, shown = on_a_terminal(tmp_path, "7\n6-7\n6\n5.5\n7\n\n")
    assert code == 0
    assert "Now you are C-7K2" in shown
    assert "I am not sure which number you mean (6 or 7)" in shown
    assert shown.rstrip().endswith("you ›")


def test_the_end_of_the_input_ends_it(tmp_path: Path) -> None:
    code, shown = on_a_terminal(tmp_path, "STOP\n\x04")
    assert code == 0
    assert "Nothing more will be sent to you" in shown


def test_ctrl_c_ends_it(tmp_path: Path) -> None:
    code, shown = on_a_terminal(tmp_path, "", "you ›")
    assert code == 0
    assert "Traceback" not in shown


def test_ctrl_c_in_the_middle_ends_it_too(tmp_path: Path) -> None:
    code, shown = on_a_terminal(tmp_path, "", "Week 2")
    assert code == 130
    assert "Traceback" not in shown
