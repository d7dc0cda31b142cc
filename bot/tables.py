"""Tables: a CSV text as practices' programs write it, line by line, with the columns that are known."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

DELIMITERS = ",;\t"


class BadTable(Exception):
    """A table that cannot be read: the message says which line or column, and what to do."""


class BadLine(Exception):
    """What is wrong with one line of a table, to go behind its number: `it has no name`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not empty: its number in the file, and its cells by column, without the spaces around."""

    number: int
    cells: Mapping[str, str]


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


def lines(text: str, columns: Columns) -> Iterator[Line | tuple[int, str]]:
    """The lines of a table; of one that has too many cells its number and what is wrong. Raises BadTable."""
    rows = csv.reader(text.splitlines(), delimiter=_delimiter(text), strict=True)
    try:
        header = columns.named(next(rows, []))
        for row in rows:
            if len(row) > len(header):
                yield rows.line_num, "it has more cells than there are columns"
            elif any(cell.strip() for cell in row):
                yield Line(rows.line_num, {name: cell.strip() for name, cell in zip(header, row, strict=False)})
    except csv.Error:
        raise BadTable(f"The table cannot be read at line {rows.line_num}: look at its quotation marks.") from None


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(DELIMITERS, key=first.count)
