"""How Twilio calls the program: a signed form, posted again when the address asks for it.

    caller = WebhookCaller(server, token)
    response = await caller.post("https://meantime.example/sms#rc=2&rp=all", form)

The fragment is Twilio's connection override: `rc` retries (1 unless told) when `rp` names what went wrong:
`ct` no connection (the default), `rt` no answer, `4xx`, `5xx`, `all`. It is neither sent nor signed.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urldefrag
from uuid import uuid4

import httpx
from twilio.request_validator import RequestValidator

if TYPE_CHECKING:
    from tests.servers.loopback import LoopbackServer

MOST_RETRIES = 5
NOBODY = httpx.Response(502)
"""What Twilio's egress notes when there is no address or nobody answers there."""


class WebhookCaller:
    """Posts forms to the program, signed with the account's token."""

    def __init__(self, server: "LoopbackServer", token: str) -> None:
        """Call through the server's connections and tunnels."""
        self._server = server
        self._token = token

    async def post(self, address: str, form: Mapping[str, str], *, signed: bool = True) -> httpx.Response:
        """Return the last answer to the form; without `signed` the signature is made with a wrong token."""
        url, fragment = urldefrag(address)
        overrides = {name: values[0] for name, values in parse_qs(fragment).items()}
        policy = overrides.get("rp", "ct").split(",")
        headers = {
            "X-Twilio-Signature": self._sign(url, form, signed),
            "I-Twilio-Idempotency-Token": str(uuid4()),
        }
        response = NOBODY
        for _ in range(1 + min(int(overrides.get("rc", 1)), MOST_RETRIES)):
            response, trouble = await self._try(url, form, headers)
            if not trouble or not {trouble, "all"}.intersection(policy):
                break
        return response

    def _sign(self, url: str, form: Mapping[str, str], signed: bool) -> str:
        token = self._token if signed else f"not {self._token}"
        return str(RequestValidator(token).compute_signature(url, form))

    async def _try(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> tuple[httpx.Response, str]:
        try:
            response = await self._server.http.post(self._server.reach(url), data=form, headers=headers)
        except (httpx.ConnectError, httpx.UnsupportedProtocol):
            return NOBODY, "ct"
        except httpx.TransportError:
            return NOBODY, "rt"
        return response, "" if response.is_success else f"{response.status_code // 100}xx"
