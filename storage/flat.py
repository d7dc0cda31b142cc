"""A flat frozen object as a row."""

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from storage.database import to_ms

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = dict[str, Any]
INSTANTS = (datetime, datetime | None)


def plain(thing: "DataclassInstance") -> Row:
    """A flat frozen object as a row: instants as milliseconds, everything else as the driver takes it."""
    names, values, instants = _shape(type(thing))
    row = dict(zip(names, values(thing), strict=True))
    for name in instants:
        row[name] = None if row[name] is None else to_ms(row[name])
    return row


@cache
def _shape(kind: "type[DataclassInstance]") -> tuple[list[str], Callable[[object], tuple[Any, ...]], list[str]]:
    """The names of a kind's fields, what gets their values, and which are instants."""
    names = [field.name for field in fields(kind)]
    return names, attrgetter(*names), [field.name for field in fields(kind) if field.type in INSTANTS]
