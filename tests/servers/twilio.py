"""Twilio's Messages API on loopback, for the real `twilio.rest.Client`: the test plays the phone.

    async with TwilioServer() as server:
        client = Client(server.account, server.token, http_client=AsyncTwilioHttpClient())
        client.api.base_url = server.url
        server.inbound_url = "http://127.0.0.1:8000/sms"
        response = await server.person("+4915112345678").texts("7 6 8 7")
        sms = await server.wait_for("+4915112345678", "Thank you")
        await server.report(sms, "undelivered", 30003)
        server.order(refused(21408), method="create", to="+4915112345678")

Methods to order faults for: `create`, `list`, `fetch`, `account`. Who texts STOP gets nothing more (21610)
until START; the reply that Twilio sends by itself is not shown. Webhooks are described in `twilio_webhooks`.
"""

import re
from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import datetime

import httpx
from aiohttp import web

from tests.servers import twilio_errors as errors
from tests.servers.faults import Refusal
from tests.servers.loopback import Call, LoopbackServer, utc_now
from tests.servers.twilio_messages import VERSION, MessageLog, Sms, inbound_form, status_form
from tests.servers.twilio_webhooks import NOBODY, WebhookCaller
from tests.servers.waiting import PATIENCE, Wanted, wait_for

ACCOUNT = "AC" + "0123456789abcdef" * 2
TOKEN = "loopback-token"
NUMBER = "+4915735980001"
LONGEST_TEXT = 1600
E164 = re.compile(r"\+[1-9]\d{6,14}")
OPT_OUT = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
OPT_IN = {"START", "YES", "UNSTOP"}


class Person:
    """Somebody with a mobile phone."""

    def __init__(self, server: "TwilioServer", number: str) -> None:
        """Take the phone with this number (E.164) in the hand."""
        self.number = number
        self._server = server

    async def texts(self, text: str, *, media: str = "", signed: bool = True) -> httpx.Response:
        """Send an SMS, or a picture of the content type `media`; return what the program answered."""
        return await self._server.receive(self.number, text, media=media, signed=signed)


class TwilioServer(LoopbackServer):
    """One account with one number."""

    def __init__(
        self,
        account: str = ACCOUNT,
        token: str = TOKEN,
        number: str = NUMBER,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """Prepare a server for this account; without the two addresses nothing is posted."""
        super().__init__(now)
        self.account, self.token, self.number = account, token, number
        self.inbound_url = ""
        self.status_url = ""
        self.advanced_opt_out = False
        self._log = MessageLog(now)
        self._webhooks = WebhookCaller(self, token)
        self._stopped: set[str] = set()

    def person(self, number: str) -> Person:
        """Return somebody with this number."""
        return Person(self, number)

    def outbox(self, number: str) -> list[Sms]:
        """Return what was taken for this number, oldest first, as it stands now."""
        return self._log.between(to=number)

    def inbox(self, number: str) -> list[Sms]:
        """Return what came from this number, oldest first."""
        return self._log.between(sender=number)

    async def wait_for(self, number: str, wanted: Wanted[Sms], *, after: int = 0, seconds: float = PATIENCE) -> Sms:
        """Wait for an SMS: the n-th, or the newest that contains a text or pleases a function.

        The first `after` SMS to this number do not count: they were there before.
        """
        return await wait_for(self.bell, self._log.by_recipient, number, wanted, after=after, seconds=seconds)

    async def receive(self, sender: str, text: str, *, media: str = "", signed: bool = True) -> httpx.Response:
        """Take an SMS for our number and post it to the program."""
        sms = self._log.add(sender, self.number, text, "inbound", "received")
        self._heed(sender, text)
        return await self.repeat(self._log.put(replace(sms, media=media)), signed=signed)

    def has_received(self, sender: str, text: str, at: datetime, *, to: str = "", service: str = "") -> None:
        """Keep an SMS of which nobody was told, for our number unless another is named."""
        sms = self._log.add(sender, to or self.number, text, "inbound", "received")
        self._log.put(replace(sms, created=at, service=service))

    async def repeat(self, sms: Sms, *, signed: bool = True) -> httpx.Response:
        """Post a received SMS (again) under its SID."""
        word = _keyword(sms.text) if self.advanced_opt_out else ""
        return await self._post(self.inbound_url, inbound_form(sms, self.account, word), signed)

    async def report(
        self, sms: Sms, status: str, error_code: int | None = None, *, signed: bool = True
    ) -> httpx.Response:
        """Give a sent SMS a new status (`sent`, `delivered`, `undelivered`, `failed`) and post it."""
        sms = self._log.put(replace(sms, status=status, error_code=error_code))
        return await self._post(sms.callback or self.status_url, status_form(sms, self.account), signed)

    def routes(self) -> Iterable[web.RouteDef]:
        """Return the four routes of the API."""
        base = f"/{VERSION}/Accounts/{{account}}"
        return [
            web.post(f"{base}/Messages.json", self._handler("create", self._create)),
            web.get(f"{base}/Messages.json", self._handler("list", self._list)),
            web.get(f"{base}/Messages/{{sid}}.json", self._handler("fetch", self._fetch)),
            web.get(f"{base}.json", self._handler("account", self._account)),
        ]

    def _handler(
        self, method: str, work: Callable[[web.Request, Call], web.Response]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            fields = {**request.query, **await request.post()}
            call = Call(method, {name: str(value) for name, value in fields.items()})
            self.record(call)

            async def checked() -> web.Response:
                self._check(request)
                return work(request, call)

            return await self.serve(request, self.faults.take(method, call.text("To")), checked)

        return handle

    def _check(self, request: web.Request) -> None:
        credentials = b64encode(f"{self.account}:{self.token}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {credentials}":
            raise Refusal(errors.unauthorized())
        if request.match_info["account"] != self.account:
            raise Refusal(errors.not_found())

    def _create(self, _: web.Request, call: Call) -> web.Response:
        to, text = call.text("To"), call.text("Body")
        if code := self._refusal(to, text, call.text("From")):
            raise Refusal(errors.refused(code, to))
        sms = self._log.add(self.number, to, text, "outbound-api", "queued", call.text("StatusCallback"))
        self.bell.ring()
        return web.json_response(sms.as_json(self.account), status=201)

    def _refusal(self, to: str, text: str, sender: str) -> int:
        reasons = {
            21604: not to,
            21211: not E164.fullmatch(to),
            21606: sender != self.number,
            21602: not text.strip(),
            21617: len(text) > LONGEST_TEXT,
            21610: to in self._stopped,
        }
        return next((code for code, holds in reasons.items() if holds), 0)

    def _list(self, request: web.Request, call: Call) -> web.Response:
        return web.json_response(self._log.page(call.fields, request.path, self.account))

    def _fetch(self, request: web.Request, _: Call) -> web.Response:
        sms = self._log.find(request.match_info["sid"])
        if sms is None:
            raise Refusal(errors.not_found())
        return web.json_response(sms.as_json(self.account))

    def _account(self, request: web.Request, _: Call) -> web.Response:
        return web.json_response({"sid": self.account, "friendly_name": "Loopback", "status": "active", "type": "Full"})

    def _heed(self, sender: str, text: str) -> None:
        match _keyword(text):
            case "STOP":
                self._stopped.add(sender)
            case "START":
                self._stopped.discard(sender)

    async def _post(self, address: str, form: dict[str, str], signed: bool) -> httpx.Response:
        return await self._webhooks.post(address, form, signed=signed) if address else NOBODY


def _keyword(text: str) -> str:
    word = text.strip().upper()
    return "STOP" if word in OPT_OUT else "START" if word in OPT_IN else ""
