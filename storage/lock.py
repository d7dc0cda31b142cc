"""The lock: one `meantime run` at a time on a database. The operating system opens it again when a process ends,
however it ends, so the file beside the database may stay."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import DatabaseRefused


class AlreadyRunning(DatabaseRefused):
    """Another `meantime run` works on this database: stop that one first, or two would send every message twice."""


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Holds the database at `path` for this process; other commands may still use it. Raises AlreadyRunning, and
    DatabaseRefused where no lock can be had."""
    try:
        held = os.open(f"{path.resolve()}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unlockable(path, error) from error
    try:
        _lock(held, path)
        yield
    finally:
        os.close(held)


def _lock(held: int, path: Path) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise AlreadyRunning from error
    except OSError as error:
        raise _unlockable(path, error) from error


def _unlockable(path: Path, error: OSError) -> DatabaseRefused:
    return DatabaseRefused(f"{path.name}.lock cannot be used ({error.strerror}): check the folder of the database.")
