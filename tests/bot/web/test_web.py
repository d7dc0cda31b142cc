"""The web application, served for real: webhooks of both providers, health, and how it stops."""

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.channels.sms import SmsChannel
from bot.config import Config
from bot.settings import PracticeSettings, WebSettings
from bot.web import webhooks
from bot.web.app import PortUnavailable, listening, make_app, serve
from messages.envelope import (
    Address,
    Button,
    ButtonPress,
    Channel,
    Content,
    DeliveryReport,
    IncomingMessage,
    Letter,
    Outcome,
)
from storage.database import Database
from tests.bot.conftest import PUBLIC, Desk, telegram_channel, telegram_settings, twilio_settings
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_person import Person
from tests.servers.telegram_webhook import SECRET_HEADER
from tests.servers.twilio import TwilioServer
from tests.servers.waiting import PATIENCE

MIA = "+4915112345678"
SECRET = "s3cret"


async def healthy() -> None:
    """A probe that finds the database well."""


@dataclass(frozen=True)
class Site:
    """The served application: where it is, and a browser."""

    port: int
    http: httpx.AsyncClient


Open = Callable[..., AbstractAsyncContextManager[Site]]


@pytest.fixture
def site(telegram: TelegramServer, twilio: TwilioServer, desk: Desk) -> Open:
    @asynccontextmanager
    async def opened(probe: Callable[[], Awaitable[None]] = healthy, **telegram_more: object) -> AsyncIterator[Site]:
        known = {"mode": "webhook", "webhook_secret": SECRET}
        config = Config.model_construct(
            practice=PracticeSettings(name="Harbour Practice"),
            telegram=telegram_settings(telegram, **(known | telegram_more)),
            twilio=twilio_settings(twilio),
            web=WebSettings(public_url=PUBLIC),
        )
        web, ready, stop = make_app(config, desk.take, probe), asyncio.Event(), asyncio.Event()
        twilio.inbound_url = f"{PUBLIC}/twilio/sms#rc=3&rp=all"
        twilio.status_url = f"{PUBLIC}/twilio/status"
        with listening("127.0.0.1", 0) as listener:
            port = listener.getsockname()[1]
            url = f"http://127.0.0.1:{port}"
            for server in (telegram, twilio):
                server.tunnel(PUBLIC, url)
            serving = asyncio.create_task(serve(web, listener, stop, ready.set))
            await ready.wait()
            async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=PATIENCE) as http:
                yield Site(port, http)
            stop.set()
            await serving

    return opened


async def test_a_text_is_taken_and_answered_with_nothing(site: Open, twilio: TwilioServer, desk: Desk) -> None:
    async with site():
        response = await twilio.person(MIA).texts("7 6 8 7")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/xml; charset=utf-8")
    assert response.text.endswith("<Response/>")
    [message] = desk.taken.values()
    assert isinstance(message, IncomingMessage)
    assert (message.key, message.sender.id, message.text) == (f"sms:{twilio.inbox(MIA)[0].sid}", MIA, "7 6 8 7")


async def test_a_picture_and_odd_letters_come_through(site: Open, twilio: TwilioServer, desk: Desk) -> None:
    async with site():
        await twilio.person(MIA).texts("schön & gut + 7%", media="image/jpeg")
    [message] = desk.taken.values()
    assert isinstance(message, IncomingMessage)
    assert (message.text, message.content) == ("schön & gut + 7%", Content.MEDIA)


async def test_the_longest_text_of_the_oddest_letters_is_taken(site: Open, twilio: TwilioServer, desk: Desk) -> None:
    async with site():
        assert (await twilio.person(MIA).texts("🙂" * 1600)).status_code == 200
    assert [one.text for one in desk.taken.values() if isinstance(one, IncomingMessage)] == ["🙂" * 1600]


async def test_a_forged_text_is_refused(site: Open, twilio: TwilioServer, desk: Desk) -> None:
    async with site() as opened:
        assert (await twilio.person(MIA).texts("7", signed=False)).status_code == 403
        assert (await opened.http.post("/twilio/sms", data={"Body": "7"})).status_code == 403
    assert desk.tries == []


async def test_the_same_text_twice_has_one_key(site: Open, twilio: TwilioServer, desk: Desk) -> None:
    async with site():
        await twilio.person(MIA).texts("7")
        await twilio.repeat(twilio.inbox(MIA)[0])
    assert len(desk.tries) == 2
    assert len(desk.taken) == 1


async def test_while_the_database_refuses_twilio_brings_it_again(site: Open, twilio: TwilioServer, desk: Desk) -> None:
    desk.refusals = 2
    async with site():
        assert (await twilio.person(MIA).texts("7")).status_code == 200
    assert len(desk.tries) == 3
    assert len(desk.taken) == 1


async def test_news_of_a_letter_names_letter_and_sid(
    site: Open, sms: SmsChannel, twilio: TwilioServer, desk: Desk
) -> None:
    reference = await sms.send(Letter("a#b", Address(Channel.SMS, MIA), "?", "ask_all"))
    sent = twilio.outbox(MIA)[0]
    desk.refusals = 1
    async with site():
        for status, code in (("sent", None), ("delivered", None), ("undelivered", 30005)):
            assert (await twilio.report(sent, status, code)).status_code == 200
        assert (await twilio.report(sent, "failed", signed=False)).status_code == 403
    delivered, gone = desk.taken.values()
    assert isinstance(delivered, DeliveryReport)
    assert isinstance(gone, DeliveryReport)
    assert (delivered.channel, delivered.letter, delivered.reference) == (Channel.SMS, "a#b", reference)
    assert (delivered.outcome, gone.outcome, gone.code) == (Outcome.DELIVERED, Outcome.GONE, "30005")


async def test_updates_come_by_the_webhook_that_the_channel_sets(
    site: Open, telegram: TelegramServer, ada: Person, desk: Desk
) -> None:
    desk.refusals = 2
    stop = asyncio.Event()
    channel = telegram_channel(telegram, mode="webhook", webhook_secret=SECRET)
    async with site():
        running = asyncio.create_task(channel.run(desk.take, stop))
        ada.says("7")
        ada.says_in_group(-4001, "hello")
        await telegram.bell.until(lambda: telegram.webhook.url)
        await telegram.settled()
        stop.set()
        await running
    await channel.close()
    assert [one.text for one in desk.taken.values() if isinstance(one, IncomingMessage)] == ["7"]
    assert len(desk.tries) == 3


async def test_a_press_by_webhook_stops_to_spin(site: Open, telegram: TelegramServer, ada: Person, desk: Desk) -> None:
    channel = telegram_channel(telegram, mode="webhook", webhook_secret=SECRET)
    await channel.send(Letter("k", Address(Channel.TELEGRAM, "77"), "How?", "ask_item", buttons=((Button("7", "d"),),)))
    stop = asyncio.Event()
    async with site():
        running = asyncio.create_task(channel.run(desk.take, stop))
        ada.presses("7")
        await telegram.wait_for_call("answerCallbackQuery")
        stop.set()
        await running
    await channel.close()
    assert isinstance(next(iter(desk.taken.values())), ButtonPress)


@pytest.mark.parametrize("secret", ["", "wrong", "s3cret2", "säcret"])
async def test_an_update_without_the_secret_is_refused(site: Open, desk: Desk, secret: str) -> None:
    async with site() as opened:
        headers = {SECRET_HEADER.encode(): secret.encode("latin-1")} if secret else {}
        response = await opened.http.post("/telegram", json={"update_id": 1}, headers=headers)
    assert response.status_code == 403


async def test_without_a_secret_of_our_own_every_update_is_refused(site: Open) -> None:
    async with site(webhook_secret="") as opened:
        assert (await opened.http.post("/telegram", json={}, headers={SECRET_HEADER: ""})).status_code == 403


@pytest.mark.parametrize("raw", [b"", b"no json", b"[" * 100_000, b"\xff\xfe", b'{"update_id": 1, "message": 7}'])
async def test_what_cannot_be_read_is_not_brought_again(site: Open, desk: Desk, raw: bytes) -> None:
    async with site() as opened:
        response = await opened.http.post("/telegram", content=raw, headers={SECRET_HEADER: SECRET})
    assert response.status_code == 200
    assert desk.tries == []


async def test_what_is_larger_than_a_provider_sends_is_not_read(site: Open) -> None:
    async with site() as opened:
        large = await opened.http.post("/telegram", content=b" " * 2**21, headers={SECRET_HEADER: SECRET})
        form = await opened.http.post("/twilio/sms", content=b"a" * 2**17)
    assert (large.status_code, form.status_code) == (413, 413)


async def test_a_body_that_does_not_come_is_not_waited_for(site: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "BODY_SECONDS", 0.05)
    async with site() as opened, asyncio.timeout(PATIENCE):
        answer, post = await asyncio.open_connection("127.0.0.1", opened.port)
        post.write(b"POST /twilio/sms HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\na=b")
        assert (await answer.readline()).startswith(b"HTTP/1.1 408")
        post.close()


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/"])
async def test_strangers_are_told_nothing(site: Open, path: str) -> None:
    async with site() as opened:
        response = await opened.http.get(path)
    assert response.status_code == 404
    assert "server" not in response.headers


async def test_what_is_switched_off_has_no_route(site: Open) -> None:
    async with site(mode="polling") as opened:
        assert (await opened.http.post("/telegram", json={}, headers={SECRET_HEADER: SECRET})).status_code == 404


async def test_health_is_the_database_s(site: Open, database: Database, database_path: Path) -> None:
    await database.writer.execute("pragma busy_timeout = 1")

    async def probe() -> None:
        async with database.transaction():
            pass

    async with site(probe) as opened:
        well = await opened.http.get("/health")
        blocker = sqlite3.connect(database_path, isolation_level=None)
        blocker.execute("begin immediate")
        ill = await opened.http.get("/health")
        blocker.close()
        again = await opened.http.get("/health")
    assert [one.status_code for one in (well, ill, again)] == [200, 503, 200]
    assert well.json() == {"status": "ok"}


@pytest.mark.parametrize("host", ["127.0.0.1", "h" * 70])
def test_where_nothing_can_listen_is_said_in_a_sentence(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = f"Nothing can listen at {host}:{port}: choose another"
        with pytest.raises(PortUnavailable, match=told), listening(host, port):
            pass
