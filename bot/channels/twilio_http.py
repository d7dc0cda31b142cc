"""The HTTP client below Twilio's library, with two things mended that its own leaves out."""

import asyncio

import aiohttp
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.response import Response


class TwilioHttp(AsyncTwilioHttpClient):  # type: ignore[misc]  # the library has no types
    """Each request ends within `seconds` (the library's own waits for ever on a silent server: TimeoutError), and
    credentials go into the header, as aiohttp no longer wants them apart. Made inside the running loop."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    async def request(
        self,
        method: str,
        url: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's signature
        allow_redirects: bool = False,
    ) -> Response:
        """Sends a request and reads the answer."""
        headers = {**(headers or {}), **({"Authorization": aiohttp.encode_basic_auth(*auth)} if auth else {})}
        async with asyncio.timeout(self._seconds):
            return await super().request(method, url, params, data, headers, None, timeout, allow_redirects)
