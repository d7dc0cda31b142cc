"""Tables: a CSV text as practices' programs write it, line by line, with the columns that are known."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

DELIMITERS = ",;\t"


class BadTable(Exception):
    """A table that cannot be read: the message says which line or column, and what to do."""


class BadLine(Exception):
    """What is wrong with one line of a table, to go behind its number: `it has no name`."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a kind of table; `aliases` are other names of them, `needed` must be there."""

    known: Sequence[str]
    needed: Sequence[str]
    aliases: Mapping[str, str]

    def named(self, header: Sequence[str]) -> list[str]:
        """Our names of the columns. An unknown one is refused: somebody meant something by it. Raises BadTable."""
        found = [self.aliases.get(cell.strip().lower(), cell.strip().lower()) for cell in header]
        if missing := [name for name in self.needed if name not in found]:
            raise BadTable(f"The first line must name the columns, and has no {missing[0]}: there are {self._all}.")
        if unknown := [number for number, name in enumerate(found, 1) if name not in self.known]:
            raise BadTable(f"Column {unknown[0]} is not known: take it out or rename it; there are {self._all}.")
        if twice := [name for name in found if found.count(name) > 1]:
            raise BadTable(f"The column {twice[0]} is there twice: take one of them out.")
        return found

    @property
    def _all(self) -> str:
        return ", ".join(self.known)


def rows(text: str, named: Callable[[Sequence[str]], list[str]]) -> Iterator[tuple[int, list[str], list[str]]]:
    """The lines of a table below its first: the number in the file, the columns as `named` calls them, the cells.

    Raises BadTable, and what `named` raises.
    """
    read = csv.reader(text.splitlines(), delimiter=_delimiter(text), strict=True)
    try:
        header = named(next(read, []))
        for row in read:
            yield read.line_num, header, row
    except csv.Error:
        raise BadTable(f"The table cannot be read at line {read.line_num}: look at its quotation marks.") from None


def cells(header: Sequence[str], row: Sequence[str]) -> Mapping[str, str]:
    """A line's cells by column, without the spaces around. Raises BadLine."""
    if len(row) > len(header):
        raise BadLine("it has more cells than there are columns")
    return {name: cell.strip() for name, cell in zip(header, row, strict=False)}


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(DELIMITERS, key=first.count)
