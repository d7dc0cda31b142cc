"""The web application: webhooks and health. uvicorn serves it inside the process, and leaves its signals alone."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import structlog
import uvicorn
from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse

from bot.channels.channel import Take
from bot.config import Config, ConfigError
from bot.web.webhooks import NOT_NOW, telegram_routes, twilio_routes
from storage.errors import DatabaseRefused

BACKLOG = 256
GRACE_SECONDS = 2
AT_ONCE = 512
"""Connections, far more than providers open; beyond that the answer is 503, which they bring again."""

Probe = Callable[[], Awaitable[None]]
"""Raises DatabaseRefused while nothing can be kept."""

log = structlog.get_logger()


class PortUnavailable(ConfigError):
    """Nothing can listen at this address."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Nothing can listen at {host}:{port}: choose another web.host or web.port, or stop what uses it."
        )


def make_app(config: Config, take: Take, probe: Probe) -> FastAPI:
    """The routes that the config needs. Nothing describes them to strangers."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    if config.telegram.enabled and config.telegram.mode == "webhook":
        app.include_router(telegram_routes(config.telegram, take))
    if config.twilio.enabled:
        app.include_router(twilio_routes(config.twilio, config.web.public_url, take))

    @app.get("/health")
    async def health() -> Response:
        try:
            await probe()
        except DatabaseRefused:
            return JSONResponse({"status": "database refused"}, NOT_NOW)
        return JSONResponse({"status": "ok"})

    return app


class Server(uvicorn.Server):
    """Says when it is ready. Ends when it is told, not by signals: those are the application's."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts to answer."""
        await super().startup(sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Captures none."""
        yield


async def serve(app: FastAPI, listener: socket.socket, stop: asyncio.Event, ready: Callable[[], None]) -> None:
    """Serves until `stop`, and calls `ready` once it does; requests under way are finished."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        limit_concurrency=AT_ONCE,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = Server(config, ready)
    stopping = asyncio.create_task(_end(server, stop))
    try:
        await server.serve([listener])
    finally:
        stopping.cancel()
        await asyncio.gather(stopping, return_exceptions=True)


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens there: who calls before anybody serves waits. Raises PortUnavailable."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.create_server(address[:2], family=family, backlog=BACKLOG)
    except (OSError, UnicodeError) as error:  # UnicodeError: what can be no host's name, such as one of 70 letters
        raise PortUnavailable(host, port) from error
    with listener:
        yield listener


async def _end(server: uvicorn.Server, stop: asyncio.Event) -> None:
    await stop.wait()
    server.should_exit = True
