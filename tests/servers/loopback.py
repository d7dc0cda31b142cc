"""A real HTTP server on 127.0.0.1 in the test's event loop: what the Telegram and the Twilio server share.

    async with TelegramServer() as server:
        ...  # server.url, server.order(fault), server.bell
        await server.stop()  # refuses connections, as in an outage
        await server.start()  # is back on the same port, and has forgotten nothing

Nothing else is needed around it: one that is left holds no socket and no task.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import httpx
from aiohttp import web

from tests.servers.faults import Fault, Faults, Kind, Refusal
from tests.servers.ports import HOST, kept_port
from tests.servers.waiting import PATIENCE, Bell

LARGEST_BODY = 20 * 1024 * 1024
WEBHOOK_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the program, as it came: the fields are texts (lists and objects in them JSON)."""

    method: str
    fields: dict[str, str]
    files: dict[str, bytes] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a field, empty when missing."""
        return self.fields.get(name, "")

    def number(self, name: str) -> int:
        """Return a field as a whole number, 0 when missing."""
        return int(self.fields.get(name) or 0)


def utc_now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


class LoopbackServer(ABC):
    """Starts, stops, misbehaves to order, and reaches the webhooks of the program under test."""

    def __init__(self, now: Callable[[], datetime] = utc_now) -> None:
        """Prepare the server; `now` is its clock (UTC, aware)."""
        self.now = now
        self.bell = Bell()
        self.faults = Faults()
        self.http: httpx.AsyncClient
        self._calls: list[Call] = []
        self._runner: web.AppRunner
        self._port = 0
        self._keeping = ExitStack()
        self._tunnels: dict[str, str] = {}

    @abstractmethod
    def routes(self) -> Iterable[web.RouteDef]:
        """Return what is served."""

    @property
    def url(self) -> str:
        """Return where the server listens, without a slash at the end."""
        return f"http://{HOST}:{self._port}"

    async def __aenter__(self) -> Self:
        """Start listening on a free port, which is kept also while the server is stopped."""
        self._port = self._keeping.enter_context(kept_port())
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, and close every connection."""
        with self._keeping:
            await self.stop()

    async def start(self) -> None:
        """Listen, every time on the same port."""
        app = web.Application(client_max_size=LARGEST_BODY)
        app.add_routes(self.routes())
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.05)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self._port).start()
        self.http = httpx.AsyncClient(timeout=WEBHOOK_SECONDS, trust_env=False)

    async def stop(self) -> None:
        """Refuse connections and cut the open ones."""
        await self.http.aclose()
        await self._runner.cleanup()

    def order(self, fault: Fault, *, method: str = "", to: str | int = "", times: int = 1) -> None:
        """Let the next `times` requests of this method and to this recipient (empty: any) meet the fault."""
        self.faults.order(fault, method=method, to=str(to), times=times)

    def calls(self, method: str) -> list[Call]:
        """Return the program's calls of this method, oldest first, those that met a fault too."""
        return [call for call in self._calls if call.method.lower() == method.lower()]

    async def wait_for_call(self, method: str, count: int = 1, seconds: float = PATIENCE) -> Call:
        """Wait for the n-th call of a method (1 is the first)."""
        return (await self.bell.until(lambda: self.calls(method)[count - 1 :], seconds))[0]

    def record(self, call: Call) -> None:
        """Keep a call, before anything is done about it."""
        self._calls.append(call)
        self.bell.ring()

    def tunnel(self, public: str, local: str) -> None:
        """Let webhooks whose address begins with `public` reach `local`, as through a proxy."""
        self._tunnels[public] = local

    def reach(self, address: str) -> str:
        """Return where a webhook's public address is really served."""
        for public, local in self._tunnels.items():
            if address.startswith(public):
                return local + address.removeprefix(public)
        return address

    async def serve(
        self, request: web.Request, fault: Fault | None, work: Callable[[], Awaitable[web.Response]]
    ) -> web.Response:
        """Do the work and answer, or misbehave as the fault says."""
        if fault is None:
            return await _done(work)
        reply = await _done(work) if fault.after_work else _response(fault)
        if fault.gate is not None:
            await fault.gate.wait()
        match fault.kind:
            case Kind.CUT:
                _cut(request)
            case Kind.SILENCE:
                await asyncio.Event().wait()
            case Kind.ANSWER:
                return _response(fault)
            case Kind.SLOW:
                pass
        return reply


async def _done(work: Callable[[], Awaitable[web.Response]]) -> web.Response:
    try:
        return await work()
    except Refusal as refusal:
        return _response(refusal.fault)


def _response(fault: Fault) -> web.Response:
    if isinstance(fault.body, str):
        return web.Response(status=fault.status, text=fault.body, content_type="text/html")
    return web.json_response(fault.body, status=fault.status)


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
