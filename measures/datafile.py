"""Data files: TOML read strictly, so that a wrong figure stops with file, key and reason."""

import tomllib
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import TypeAlias

Table: TypeAlias = Mapping[str, object]


class DataFileError(Exception):
    """A measure's or profile's data file cannot be used: the message names file, key and reason."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")


class Reader:
    """One table of a data file; every getter checks its kind, `done` refuses keys that nobody asked for."""

    def __init__(self, file: str, table: Table, path: str = "") -> None:
        self.file = file
        self._table = table
        self._path = path
        self._read: set[str] = set()

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self._get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, "must be a text")
        return value

    def tenths(self, key: str, low: int, high: int) -> int:
        """A figure with at most one decimal, in tenths, within bounds (tenths)."""
        value = self._get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise self.wrong(key, "must be a number")
        found = round(value * 10)
        if abs(value * 10 - found) > 1e-6 or not low <= found <= high:
            raise self.wrong(key, f"must be a number from {low / 10} to {high / 10} with at most one decimal")
        return found

    def whole_numbers(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers above zero, at least one."""
        value = self._get(key)
        if not isinstance(value, list) or not value or not all(type(one) is int and one > 0 for one in value):
            raise self.wrong(key, "must be a list of whole numbers above 0")
        return tuple(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._get(key)
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise self.wrong(key, "must be a list of texts")
        return tuple(value)

    def choice(self, key: str, *choices: str) -> str:
        """One of some texts."""
        value = self.text(key)
        if value not in choices:
            raise self.wrong(key, f"must be one of {', '.join(choices)}")
        return value

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self._get(key)
        if not isinstance(value, bool):
            raise self.wrong(key, "must be true or false")
        return value

    def table(self, key: str) -> "Reader":
        """A table below this one."""
        value = self._get(key)
        if not isinstance(value, dict):
            raise self.wrong(key, "must be a table")
        return Reader(self.file, value, f"{self._path}{key}.")

    def tables(self, key: str) -> list["Reader"]:
        """A list of tables below this one."""
        value = self._get(key)
        if not isinstance(value, list) or not value or not all(isinstance(one, dict) for one in value):
            raise self.wrong(key, "must be a list of tables")
        return [Reader(self.file, one, f"{self._path}{key}[{index}].") for index, one in enumerate(value)]

    def keys(self) -> tuple[str, ...]:
        """The keys there are."""
        return tuple(self._table)

    def done(self) -> None:
        """Refuses keys that nobody asked for."""
        for key in self._table:
            if key not in self._read:
                raise self.wrong(key, "is not known")

    def wrong(self, key: str, reason: str) -> DataFileError:
        """The error for one of this table's keys."""
        return DataFileError(self.file, f"{self._path}{key}", reason)

    def _get(self, key: str) -> object:
        self._read.add(key)
        if key not in self._table:
            raise self.wrong(key, "is missing")
        return self._table[key]


def read_file(path: Path) -> Reader:
    """A data file's top table. Raises DataFileError."""
    try:
        return Reader(path.name, tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise DataFileError(path.name, "file", "cannot be read") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError(path.name, "file", f"is no TOML: {error}") from error


def shipped(folder: Path, id: str, what: str) -> Path:  # noqa: A002 - the data's own word
    """The shipped file of this id. Raises DataFileError naming what there is."""
    known = sorted(path.stem for path in folder.glob("*.toml"))
    if id not in known:
        raise DataFileError(what, id, f"is not known; there are {', '.join(known)}")
    return folder / f"{id}.toml"
