"""Arrivals as kept: each once under its key, its content sealed, with what became of it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, assert_never

import aiosqlite

from messages.envelope import (
    Address,
    Arrival,
    ButtonPress,
    Channel,
    Content,
    DeliveryReport,
    IncomingMessage,
    Moment,
    MomentKind,
    Outcome,
    StaffMoment,
    StaffMomentKind,
)
from storage.database import Database, from_ms, listed, to_ms
from storage.vault import VaultError

Json: TypeAlias = dict[str, str]


class ArrivalState(StrEnum):
    """`FAILED` ones wait for `meantime retry`."""

    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Kept:
    """An arrival and what became of it; `error` is the type's name, never its text.

    `decided`: the `now` of the decision; left out, the arrival's own instant.
    """

    arrival: Arrival
    state: ArrivalState = ArrivalState.DONE
    error: str = ""
    decided: datetime | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """An arrival as it was decided, at `now`; `retried`: not when it came, but by `meantime retry`."""

    seq: int
    arrival: Arrival
    now: datetime
    retried: bool


async def seen(
    database: Database, connection: aiosqlite.Connection, arrivals: Iterable[Arrival], *, again: bool = False
) -> set[str]:
    """The keys among these that were taken before; those that failed do not count when they are tried `again`."""
    query = database.sql.arrivals_done if again else database.sql.arrivals_seen
    return {row[0] for row in await query(connection, keys=listed(arrival.key for arrival in arrivals))}


async def keep(database: Database, connection: aiosqlite.Connection, kept: Sequence[Kept]) -> None:
    """Keeps arrivals under their keys."""
    await database.sql.arrivals_keep(connection, [_row(database, one) for one in kept])


async def failed(database: Database, limit: int = 1000) -> list[Arrival]:
    """Arrivals whose decision failed, oldest first."""
    rows = await database.sql.arrivals_failed(database.reader, limit=limit)
    return [
        _arrival(row[0], row[1], json.loads(database.vault.open(row[2], "arrival")), from_ms(row[3])) for row in rows
    ]


async def taken(
    database: Database, connection: aiosqlite.Connection, after: int, limit: int
) -> tuple[int, list[Taken], list[str]]:
    """The next arrivals that came to something, in the order they were decided: where to go on (0: all are told), the
    arrivals, and the keys of those that no key of ours opens."""
    found = await database.sql.arrivals_taken(connection, after=after, limit=limit)
    opened: list[Taken] = []
    sealed: list[str] = []
    for seq, key, kind, body, at, decided_at, retried in found:
        try:
            arrival = _arrival(key, kind, json.loads(database.vault.open(body, "arrival")), from_ms(at))
        except VaultError:
            sealed.append(key)
        else:
            opened.append(Taken(seq, arrival, from_ms(decided_at), bool(retried)))
    return found[-1][0] if found else 0, opened, sealed


async def latest(database: Database, channel: Channel) -> datetime | None:
    """When the latest message by a channel came in that is kept; None if there is none."""
    at = await database.sql.arrivals_latest(database.reader, first=f"{channel}:", beyond=f"{channel};")
    return from_ms(at) if at is not None else None


def _row(database: Database, kept: Kept) -> dict[str, object]:
    body = json.dumps(_body(kept.arrival), ensure_ascii=False)
    return {
        "key": kept.arrival.key,
        "kind": type(kept.arrival).__name__,
        "body_sealed": database.vault.seal(body, "arrival"),
        "state": kept.state,
        "error": kept.error,
        "at": to_ms(kept.arrival.at),
        "decided_at": to_ms(kept.decided or kept.arrival.at),
    }


def _body(arrival: Arrival) -> Json:
    match arrival:
        case IncomingMessage():
            return {**_address(arrival.sender), "text": arrival.text, "content": arrival.content}
        case ButtonPress():
            return {**_address(arrival.sender), "data": arrival.data, "message": arrival.message}
        case DeliveryReport():
            return {
                **(_address(arrival.address) if arrival.address else {}),
                "channel": arrival.channel,
                "outcome": arrival.outcome,
                "letter": arrival.letter,
                "reference": arrival.reference,
                "code": arrival.code,
            }
        case Moment():
            return {
                "kind": arrival.kind,
                "appointment": arrival.appointment,
                "version": str(arrival.version),
                "schedule": arrival.schedule,
                "number": str(arrival.number),
            }
        case StaffMoment():
            return {"kind": arrival.kind, "about": arrival.about, "number": str(arrival.number)}
        case _:
            assert_never(arrival)


def _address(address: Address) -> Json:
    return {"channel": address.channel, "id": address.id}


def _arrival(key: str, kind: str, body: Json, at: datetime) -> Arrival:
    if kind == "Moment":
        about = body.get("schedule", ""), int(body.get("number", 1))
        return Moment(MomentKind(body["kind"]), body["appointment"], int(body["version"]), at, *about)
    if kind == "StaffMoment":
        return StaffMoment(StaffMomentKind(body["kind"]), body["about"], int(body["number"]), at)
    address = Address(Channel(body["channel"]), body["id"]) if "id" in body else None
    if kind == "DeliveryReport" or address is None:
        return DeliveryReport(
            key,
            Channel(body["channel"]),
            Outcome(body["outcome"]),
            at,
            body["letter"],
            body["reference"],
            address,
            body["code"],
        )
    if kind == "ButtonPress":
        return ButtonPress(key, address, body["data"], body["message"], at)
    return IncomingMessage(key, address, body["text"], at, Content(body["content"]))
