"""What the database says no with: few names, each with its policy. Whatever speaks SQL here raises these alone."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

LOW_BYTE = 0xFF
"""SQLite's primary result code within an extended one."""


class DatabaseRefused(Exception):
    """The database refuses work just now (locked, full, read-only): nothing was changed, try again."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip())


class DatabaseDamaged(DatabaseRefused):
    """The database file is damaged or no database: stop, keep the file, and restore the latest backup."""


class DatabaseEmpty(DatabaseRefused):
    """The database file is there but empty: restore the latest backup, or remove it if nothing was ever kept in it."""


class DatabaseForeign(DatabaseRefused):
    """The database was made by another program, and is left alone: name a file of Meantime's own in storage.path."""


class DatabaseTooNew(Exception):
    """The database was made by a newer Meantime: install that version, or restore a backup made with this one."""

    def __init__(self) -> None:
        super().__init__((self.__doc__ or "").strip())


class DoesNotFit(Exception):
    """This does not fit what is kept, which may have changed meanwhile: nothing was changed, look again."""

    def __init__(self) -> None:
        super().__init__((self.__doc__ or "").strip())


class Taken(DoesNotFit):
    """Something is kept under this id already: choose another one."""


def named(error: sqlite3.Error) -> DatabaseRefused | DoesNotFit:
    """SQLite's error by our name: of the file or its locks it is a refusal; of the data, that they do not fit."""
    extended = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    if extended in (sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE):
        return Taken()
    code = extended & LOW_BYTE
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DatabaseDamaged()
    if isinstance(error, sqlite3.OperationalError) and code != sqlite3.SQLITE_ERROR:
        return DatabaseRefused()
    return DoesNotFit()


@contextmanager
def naming() -> Iterator[None]:
    """SQLite's errors inside leave under our names."""
    try:
        yield
    except sqlite3.Error as error:
        raise named(error) from error
