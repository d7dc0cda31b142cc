"""Faults to order from a loopback server: wrong answers, late answers, no answer, a cut connection.

    server.order(Fault.cut(after_work=True), method="sendMessage", times=2)
    server.order(Fault.silence(), method="create", to="+4915112345678")
    server.order(Fault.cut().once(gate), method="sendMessage")  # whatever is meant to happen before it, does
    ...
    gate.set()

The providers' own errors are made by `telegram_errors` and `twilio_errors`.
"""

import asyncio
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Self

FOREVER = sys.maxsize
"""How often an order applies when it shall not end."""


class Kind(Enum):
    """How the server misbehaves."""

    ANSWER = auto()
    CUT = auto()
    SILENCE = auto()
    SLOW = auto()


@dataclass(frozen=True, slots=True)
class Fault:
    """One misbehaviour, at once or when the `gate` opens. With `after_work` the request takes effect before, and only
    the caller does not know."""

    kind: Kind
    after_work: bool = False
    status: int = 200
    body: Mapping[str, object] | str = ""
    gate: asyncio.Event | None = None

    @classmethod
    def answer(cls, status: int, body: Mapping[str, object] | str) -> Self:
        """Answer with this status and body (JSON, or text as it is) and do nothing."""
        return cls(Kind.ANSWER, status=status, body=body)

    @classmethod
    def bad_gateway(cls) -> Self:
        """Answer 502 with a page of HTML, as a balancer in front of the provider does."""
        return cls.answer(502, "<html><head><title>502 Bad Gateway</title></head></html>")

    @classmethod
    def cut(cls, *, after_work: bool = False) -> Self:
        """Close the connection without an answer."""
        return cls(Kind.CUT, after_work=after_work)

    @classmethod
    def silence(cls, *, after_work: bool = False) -> Self:
        """Keep the connection and never answer."""
        return cls(Kind.SILENCE, after_work=after_work)

    @classmethod
    def slow(cls, gate: asyncio.Event) -> Self:
        """Do the work, and answer when the gate opens."""
        return cls(Kind.SLOW, after_work=True, gate=gate)

    def once(self, gate: asyncio.Event) -> Self:
        """Misbehave when the gate opens, and keep the caller waiting until then."""
        return replace(self, gate=gate)


class Refusal(Exception):
    """Raised by a server's work to answer with a fault instead."""

    def __init__(self, fault: Fault) -> None:
        """Carry the fault to answer with."""
        super().__init__(fault.body)
        self.fault = fault


@dataclass(slots=True)
class _Order:
    fault: Fault
    method: str
    to: str
    times: int


class Faults:
    """The faults in order: each is taken by the first request it fits."""

    def __init__(self) -> None:
        """Start without faults."""
        self._orders: list[_Order] = []

    def order(self, fault: Fault, *, method: str = "", to: str = "", times: int = 1) -> None:
        """Let the next `times` requests of this method and to this recipient (empty: any) meet the fault."""
        self._orders.append(_Order(fault, method.lower(), to, times))

    def take(self, method: str, to: str) -> Fault | None:
        """Return the fault this request meets, if any, and count it."""
        order = next((o for o in self._orders if o.method in ("", method.lower()) and o.to in ("", to)), None)
        if order is None:
            return None
        order.times -= 1
        if not order.times:
            self._orders.remove(order)
        return order.fault

    def clear(self) -> None:
        """Forget what was ordered: the provider has recovered."""
        self._orders.clear()
