"""The real clients, pointed at the loopback servers.

    async with telegram_bot(telegram) as bot, twilio_client(twilio) as client:
        await bot.send_message(77, "How are you?")
        await client.messages.create_async(to="+4915112345678", from_=twilio.number, body="How are you?")

Both must be made inside the running event loop.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Bot
from telegram.request import HTTPXRequest
from twilio.rest import Client

from bot.channels.twilio_http import TwilioHttp
from tests.servers.telegram import TelegramServer
from tests.servers.twilio import TwilioServer


def telegram_bot(server: TelegramServer, token: str = "", read_timeout: float = 10) -> Bot:
    """Return a bot of this server; `read_timeout` in seconds, which a long poll adds to."""
    request = HTTPXRequest(connection_pool_size=8, read_timeout=read_timeout)
    return Bot(token or server.token, base_url=server.base_url, request=request)


@asynccontextmanager
async def twilio_client(server: TwilioServer, token: str = "") -> AsyncIterator[Client]:
    """Open a client of this server."""
    async with TwilioHttp(10) as http:
        client = Client(server.account, token or server.token, http_client=http)
        client.api.base_url = server.url
        yield client
