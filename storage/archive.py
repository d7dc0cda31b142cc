"""The archive: the database copied while it is at work."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.errors import DatabaseEmpty, DatabaseRefused, naming


class NoBackup(Exception):
    """The backup cannot be written there: name another file."""


def backup(path: Path, to: Path) -> None:
    """Writes the database as it stands at one moment into a new file for its owner alone; nothing is brought up to
    date on the way. Raises NoBackup rather than replace a file, and DatabaseRefused."""
    if not os.path.exists(path):
        raise DatabaseRefused(f"There is no database {path} yet: nothing to copy.")
    if not os.path.getsize(path):
        raise DatabaseEmpty
    try:
        os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise NoBackup(f"{to} is there already and is left as it is: name another file.") from None
    except OSError as error:
        raise NoBackup(f"{to} cannot be written ({error.strerror}): name another file.") from None
    try:
        with naming():
            _copy(path, to)
    except BaseException:
        to.unlink()
        raise


def _copy(path: Path, to: Path) -> None:
    """Both must be there already: SQLite shall make neither of them."""
    from_, into = (f"{one.absolute().as_uri()}?mode=rw" for one in (path, to))
    with closing(sqlite3.connect(from_, uri=True)) as source, closing(sqlite3.connect(into, uri=True)) as target:
        source.backup(target)
