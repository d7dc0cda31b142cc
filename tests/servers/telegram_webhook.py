"""The Bot API's other way to deliver: updates are posted to the bot's address until it answers with 200.

    await bot.set_webhook("http://127.0.0.1:8000/telegram", secret_token="s3cret")
    server.person(77).says("7")  # posted, and posted again until the program has taken it

A chat whose update is refused does not hold up the others.
"""

import asyncio
import re
from typing import TYPE_CHECKING

import httpx

from tests.servers import telegram_errors as errors
from tests.servers.faults import Refusal
from tests.servers.loopback import Call
from tests.servers.telegram_chats import Json
from tests.servers.telegram_updates import Update

if TYPE_CHECKING:
    from tests.servers.telegram import TelegramServer

RESEND_SECONDS = 0.05
"""Pause before an update is posted again; Telegram's own grows from one second."""
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


class Webhook:
    """Where updates go, when the bot has said so."""

    def __init__(self, server: "TelegramServer") -> None:
        """Start without an address: the bot polls."""
        self._server = server
        self._secret = ""
        self._limit = 40
        self._last_error: Json = {}
        self.url = ""

    def set(self, call: Call) -> bool:
        """Take the address from setWebhook, or none from deleteWebhook."""
        if not SECRET.fullmatch(call.text("secret_token")):
            raise Refusal(errors.bad_request("secret token contains unallowed characters"))
        self.url = call.text("url")
        self._secret = call.text("secret_token")
        self._limit = call.number("max_connections") or 40
        self._last_error = {}
        self._server.updates.allow(call.text("allowed_updates"))
        if call.text("drop_pending_updates") == "true":
            self._server.updates.clear()
        self._server.bell.ring()
        return True

    def info(self) -> Json:
        """Return what getWebhookInfo tells."""
        updates = self._server.updates
        kinds: Json = {"allowed_updates": sorted(updates.allowed)} if updates.allowed else {}
        limit: Json = {"max_connections": self._limit} if self.url else {}
        count = len(updates.pending())
        head: Json = {"url": self.url, "has_custom_certificate": False, "pending_update_count": count}
        return head | limit | kinds | self._last_error

    async def deliver(self) -> None:
        """Post updates for ever: those of one chat in their order, those of several at once."""
        updates = self._server.updates
        while True:
            await self._server.bell.until(lambda: self.url and updates.pending(), None)
            heads: dict[str, Update] = {}
            for update in updates.pending():
                heads.setdefault(_chat(update), update)
            taken = await asyncio.gather(*map(self._post, list(heads.values())[: self._limit]))
            if not all(taken):
                await asyncio.sleep(RESEND_SECONDS)

    async def _post(self, update: Update) -> bool:
        headers = {SECRET_HEADER: self._secret} if self._secret else {}
        address = self._server.reach(self.url)
        try:
            response = await self._server.http.post(address, json=update.as_json(), headers=headers)
        except httpx.TransportError:
            return self._failed("Connection refused")
        if not response.is_success:
            return self._failed(f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}")
        self._server.updates.confirm(update)
        if response.headers.get("Content-Type") == "application/json":
            self._server.obey(response.json())
        return True

    def _failed(self, reason: str) -> bool:
        date = int(self._server.now().timestamp())
        self._last_error = {"last_error_date": date, "last_error_message": reason}
        self._server.bell.ring()
        return False


def _chat(update: Update) -> str:
    message = update.body.get("message", update.body)
    assert isinstance(message, dict)
    return str(message.get("chat", update.id))
