"""A server of calendar feeds: gives out an edition with its ETag, and 304 to whoever has it already.

async with CalendarServer() as server:
    server.publish(text)
    ...  # somebody gets server.url + "/practice.ics"
    server.order(Fault.answer(503, ""), times=2)
"""

from collections.abc import Iterable
from hashlib import sha256

from aiohttp import web

from tests.servers.loopback import Call, LoopbackServer

LAST_MODIFIED = "Mon, 02 Mar 2026 09:00:00 GMT"


class CalendarServer(LoopbackServer):
    """One calendar under every path; `/on/...` leads on to the address that was ordered."""

    def __init__(self) -> None:
        """Start with no calendar."""
        super().__init__()
        self.calendar = b""
        self.leads_to = ""
        self.tags = True

    def publish(self, calendar: str | bytes) -> None:
        """Give out this edition from now on."""
        self.calendar = calendar.encode() if isinstance(calendar, str) else calendar

    @property
    def feed(self) -> str:
        """Return the feed's address."""
        return f"{self.url}/secret-9f3a/practice.ics"

    def routes(self) -> Iterable[web.RouteDef]:
        """Return what is served."""
        return [web.get("/on/{path:.*}", self._lead_on), web.get("/{path:.*}", self._give)]

    async def _lead_on(self, request: web.Request) -> web.Response:
        raise web.HTTPFound(self.leads_to)

    async def _give(self, request: web.Request) -> web.Response:
        self.record(Call("get", dict(request.headers)))

        async def work() -> web.Response:
            tag = f'"{sha256(self.calendar).hexdigest()[:16]}"'
            if self.tags and request.headers.get("If-None-Match") == tag:
                return web.Response(status=304)
            headers = {"ETag": tag, "Last-Modified": LAST_MODIFIED} if self.tags else {}
            return web.Response(body=self.calendar, headers=headers, content_type="text/calendar")

        return await self.serve(request, self.faults.take("get", ""), work)
