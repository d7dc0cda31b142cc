"""Data files: TOML read strictly, so that a wrong figure stops with file, key and reason."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

Table: TypeAlias = Mapping[str, object]
BEYOND = 10**9
"""No figure is as large; rounding to decimals would fail on very large ones."""
TWICE = re.compile("overwrite|twice|Duplicate|mutate")
"""What tomllib says of a key or section that was there before."""
DECIMAL_COMMA = re.compile(r"[^=#]+=\s*[-+]?[0-9]+,[0-9]+\s*(?:#.*)?")


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
            raise self.wrong(key, "must be a text, in quotes")
        return value

    def number(self, key: str, low: str, high: str, places: int) -> Decimal:
        """A figure within bounds, with at most so many decimals; exactly as it is written."""
        found = _decimal(self._get(key), places)
        if found is None or not Decimal(low) <= found <= Decimal(high):
            decimals = {0: "no decimals", 1: "at most one decimal"}.get(places, f"at most {places} decimals")
            raise self.wrong(key, f"must be a number from {low} to {high} with {decimals}")
        return found

    def tenths(self, key: str, low: str = "0.1", high: str = "10000.0") -> int:
        """A figure with at most one decimal, in tenths."""
        return int(self.number(key, low, high, 1) * 10)

    def whole(self, key: str, low: int, high: int) -> int:
        """A whole number within bounds."""
        return int(self.number(key, str(low), str(high), 0))

    def millionths(self, key: str, count: int) -> tuple[int, ...]:
        """A list of so many figures with at most six decimals, in millionths."""
        value = self._get(key)
        found = [_decimal(one, 6) for one in value] if isinstance(value, list) else []
        exact = tuple(int(one * 1_000_000) for one in found if one is not None)
        if len(found) != count or len(exact) != count:
            raise self.wrong(key, f"must be a list of {count} numbers with at most 6 decimals")
        return exact

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

    def day(self, key: str) -> date:
        """A date without quotes."""
        value = self._get(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.wrong(key, "must be a date such as 2027-01-31, without quotes")
        return value

    def says(self, key: str, text: str) -> bool:
        """Whether a key that must be there holds this text."""
        return self._get(key) == text

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

    def maybe(self, key: str) -> "Reader | None":
        """A table below this one, if there is one."""
        return self.table(key) if key in self else None

    def keys(self) -> tuple[str, ...]:
        """The keys there are."""
        return tuple(self._table)

    def __contains__(self, key: str) -> bool:
        return key in self._table

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


def _decimal(value: object, places: int) -> Decimal | None:
    """A number of a data file, unless it has more decimals than that."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    found = Decimal(value)
    within = found.is_finite() and -BEYOND < found < BEYOND
    return found if within and found == round(found, places) else None


def read_text(path: Path) -> str:
    """A data file's text. Raises DataFileError."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DataFileError(path.name, "file", "cannot be read") from error
    except UnicodeDecodeError as error:
        raise DataFileError(path.name, "file", "is not UTF-8: save it so") from error


def parse(name: str, text: str) -> Reader:
    """The top table of a data file's text. Raises DataFileError."""
    try:
        return Reader(name, tomllib.loads(text, parse_float=Decimal))
    except (ValueError, RecursionError) as error:
        raise DataFileError(name, "file", unparsed(text, error)) from error


def unparsed(text: str, error: Exception) -> str:
    """Why a text is no TOML, and what to do, in our words; nothing of the text itself, which may be secret."""
    found = re.search(r"line (\d+)", str(error))
    where = f"line {found[1]}" if found else "its end"
    if TWICE.search(str(error)):
        return f"says a key or a section for the second time at {where}: keep one of them"
    if found and DECIMAL_COMMA.fullmatch(text.split("\n")[int(found[1]) - 1].strip()):
        return f"has a number with a comma at {where}: write it with a point, such as 1.5"
    one_a_line = 'there must be one `key = value` a line, with texts in straight quotes ("…")'
    return f"cannot be understood at {where}: {one_a_line}"


def read_file(path: Path) -> Reader:
    """A data file's top table. Raises DataFileError."""
    return parse(path.name, read_text(path))


def data_files(folder: Path) -> list[Path]:
    """The data files of a folder in the order of their names; none if there is no such folder."""
    return sorted(folder.glob("*.toml"))
