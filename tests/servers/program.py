"""Stands for the program under test where only its webhooks matter: keeps what is posted to it.

    async with Program() as program:
        program.order(Fault.answer(503, ""), times=2)
        ...  # somebody posts to program.url + "/telegram"
        post = await program.wait_for_post(3)
        assert post.path == "/telegram"

It answers 200, or what was ordered; `method` in an order is the path.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from aiohttp import web

from tests.servers.loopback import LoopbackServer
from tests.servers.waiting import PATIENCE


@dataclass(frozen=True, slots=True)
class Post:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    body: str

    @property
    def fields(self) -> dict[str, str]:
        """Return the fields of a form, the empty ones too."""
        return dict(parse_qsl(self.body, keep_blank_values=True))


class Program(LoopbackServer):
    """A receiver of webhooks."""

    def __init__(self) -> None:
        """Start without posts."""
        super().__init__()
        self.posts: list[Post] = []

    async def wait_for_post(self, count: int, seconds: float = PATIENCE) -> Post:
        """Wait for the n-th post (1 is the first)."""
        return (await self.bell.until(lambda: self.posts[count - 1 :], seconds))[0]

    def routes(self) -> Iterable[web.RouteDef]:
        """Return one route for every path."""
        return [web.post("/{path:.*}", self._take)]

    async def _take(self, request: web.Request) -> web.Response:
        self.posts.append(Post(request.path, request.headers, await request.text()))
        self.bell.ring()
        return await self.serve(request, self.faults.take(request.path, ""), _thanks)


async def _thanks() -> web.Response:
    return web.Response(text="<Response/>", content_type="text/xml")
