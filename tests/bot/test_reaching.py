"""`meantime check` and the outside: the real clients against the loopback servers, well and in trouble."""

from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest
from aiohttp import web
from telegram import Bot

from bot.checking import Finding, check
from bot.starting import start
from tests.bot.configs import LEAST, SAFE
from tests.servers import telegram_errors, twilio_errors
from tests.servers.faults import FOREVER, Fault
from tests.servers.loopback import Call, LoopbackServer
from tests.servers.telegram import TelegramServer
from tests.servers.twilio import TwilioServer

SECRET = "s3cret"


class Proxy(LoopbackServer):
    """The public address: answers to /health as it is told."""

    status = 200

    def routes(self) -> Iterable[web.RouteDef]:
        return [web.get("/health", self._health)]

    async def _health(self, request: web.Request) -> web.Response:
        return web.Response(status=self.status)


class Console(TwilioServer):
    """The account with what Twilio's console shows of it and of its numbers."""

    status, kind = "active", "Full"
    sms_url = ""
    can_sms = True

    def routes(self) -> Iterable[web.RouteDef]:
        base = "/2010-04-01/Accounts/{account}"
        own = [web.get(f"{base}/IncomingPhoneNumbers.json", self._handler("numbers", self._numbers))]
        return [*own, *super().routes()]

    def _account(self, request: web.Request, _: Call) -> web.Response:
        return web.json_response({"sid": self.account, "status": self.status, "type": self.kind})

    def _numbers(self, request: web.Request, call: Call) -> web.Response:
        number = {
            "phone_number": self.number,
            "sms_url": self.sms_url,
            "capabilities": {"sms": self.can_sms, "voice": True},
        }
        owned = [number] if call.text("PhoneNumber") == self.number else []
        return web.json_response({"incoming_phone_numbers": owned, "next_page_uri": None, "page": 0})


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    async with Proxy() as server:
        yield server


@pytest.fixture
async def console(proxy: Proxy) -> AsyncIterator[Console]:
    async with Console() as server:
        server.sms_url = f"{proxy.url}/twilio/sms#rc=5&rp=all"
        yield server


@pytest.fixture
def path(tmp_path: Path) -> Path:
    start(tmp_path)
    (tmp_path / "meantime.toml").write_text(LEAST + SAFE)
    return tmp_path / "meantime.toml"


def with_telegram(server: TelegramServer, **more: str) -> dict[str, str]:
    known = {"ENABLED": "true", "TOKEN": server.token, "BOT": "meantime_bot", "BASE_URL": server.url}
    return {f"MEANTIME_TELEGRAM__{key}": value for key, value in {**known, **more}.items()}


def with_webhook(server: TelegramServer, proxy: Proxy) -> dict[str, str]:
    return {
        **with_telegram(server, MODE="webhook", WEBHOOK_SECRET=SECRET),
        "MEANTIME_WEB__PUBLIC_URL": proxy.url,
    }


def with_twilio(server: TwilioServer, proxy: Proxy, **more: str) -> dict[str, str]:
    known = {
        "ENABLED": "true",
        "ACCOUNT_SID": server.account,
        "AUTH_TOKEN": server.token,
        "NUMBER": server.number,
        "BASE_URL": server.url,
    }
    settings = {f"MEANTIME_TWILIO__{key}": value for key, value in {**known, **more}.items()}
    return {**settings, "MEANTIME_WEB__PUBLIC_URL": proxy.url}


async def found(path: Path, environ: dict[str, str]) -> dict[str, Finding]:
    findings = {one.name: one for one in await check(path, environ)}
    said = " ".join(one.detail + one.advice for one in findings.values())
    assert not [secret for secret in ("loopback-token", SECRET) if secret in said]
    assert "Traceback" not in said
    return findings


async def test_everything_right_is_told_as_right(
    path: Path, telegram: TelegramServer, console: Console, proxy: Proxy
) -> None:
    findings = await found(path, with_telegram(telegram) | with_twilio(console, proxy))
    assert [name for name, one in findings.items() if not one.ok] == []
    assert findings["channels"].detail == "Switched on: Telegram and SMS."
    assert findings["telegram"].detail == "The token is good, and the bot is meantime_bot."
    assert findings["telegram updates"].detail == "Messages are fetched."
    assert findings["twilio"].detail == "The account is good."
    assert "brings its messages" in findings["twilio number"].detail
    assert findings["public url"].detail == f"{proxy.url} leads to Meantime."


async def test_a_wrong_token_is_told_and_never_shown(path: Path, telegram: TelegramServer) -> None:
    findings = await found(path, with_telegram(telegram, TOKEN="7:wrong-loopback-token"))
    assert not findings["telegram"].ok
    assert "@BotFather" in findings["telegram"].advice


@pytest.mark.parametrize(("name", "shown"), [("other_bot", "telegram.bot is other_bot"), ("", "telegram.bot is empty")])
async def test_another_bot_than_the_configs_is_told(
    path: Path, telegram: TelegramServer, name: str, shown: str
) -> None:
    finding = (await found(path, with_telegram(telegram, BOT=name)))["telegram"]
    assert not finding.ok
    assert shown in finding.detail
    assert 'bot = "meantime_bot"' in finding.advice


async def test_the_bots_name_may_be_written_in_other_letters(path: Path, telegram: TelegramServer) -> None:
    assert (await found(path, with_telegram(telegram, BOT="Meantime_Bot")))["telegram"].ok


async def test_a_webhook_in_the_way_of_polling_is_told(path: Path, telegram: TelegramServer) -> None:
    await set_webhook(telegram, "https://elsewhere.example.org/hook")
    finding = (await found(path, with_telegram(telegram)))["telegram updates"]
    assert not finding.ok
    assert "`meantime run` removes it" in finding.advice


async def test_a_webhook_that_is_not_set_yet_is_told(path: Path, telegram: TelegramServer, proxy: Proxy) -> None:
    finding = (await found(path, with_webhook(telegram, proxy)))["telegram updates"]
    assert not finding.ok
    assert "start it, then check again" in finding.advice


async def test_a_webhook_that_is_set_is_right(path: Path, telegram: TelegramServer, proxy: Proxy) -> None:
    await set_webhook(telegram, f"{proxy.url}/telegram")
    findings = await found(path, with_webhook(telegram, proxy))
    assert findings["telegram updates"].ok
    assert findings["public url"].ok


async def test_a_webhook_that_fails_is_told_with_telegrams_reason(
    path: Path, telegram: TelegramServer, proxy: Proxy
) -> None:
    await set_webhook(telegram, f"{proxy.url}/telegram")
    telegram.person(77).says("7")
    await telegram.bell.until(lambda: telegram.webhook.info().get("last_error_message"))
    finding = (await found(path, with_webhook(telegram, proxy)))["telegram updates"]
    assert not finding.ok
    assert "404 Not Found" in finding.detail


async def set_webhook(server: TelegramServer, url: str) -> None:
    async with Bot(server.token, base_url=server.base_url) as bot:
        await bot.set_webhook(url)


@pytest.mark.parametrize(
    "fault", [telegram_errors.server_error(), telegram_errors.rate_limited(5), Fault.cut(), Fault.bad_gateway()]
)
async def test_trouble_at_telegram_stops_nothing_else(
    path: Path, telegram: TelegramServer, console: Console, proxy: Proxy, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    telegram.order(fault)
    findings = await found(path, with_telegram(telegram) | with_twilio(console, proxy))
    assert findings["telegram"].detail.startswith("Telegram cannot be reached, or does not answer as it should (")
    assert [name for name, one in findings.items() if not one.ok] == ["telegram"]


@pytest.mark.parametrize("field", ["AUTH_TOKEN", "ACCOUNT_SID"])
async def test_wrong_credentials_are_told(path: Path, console: Console, proxy: Proxy, field: str) -> None:
    finding = (await found(path, with_twilio(console, proxy, **{field: "AC" + "f" * 32})))["twilio"]
    assert not finding.ok
    assert "account's SID with this auth token" in finding.detail


async def test_a_suspended_account_is_told(path: Path, console: Console, proxy: Proxy) -> None:
    console.status = "suspended"
    finding = (await found(path, with_twilio(console, proxy)))["twilio"]
    assert (finding.ok, finding.detail) == (False, "Twilio has the account as suspended.")


async def test_a_trial_account_is_good_with_advice(path: Path, console: Console, proxy: Proxy) -> None:
    console.kind = "Trial"
    finding = (await found(path, with_twilio(console, proxy)))["twilio"]
    assert finding.ok
    assert "upgrade it" in finding.advice


async def test_a_number_of_somebody_else_is_told(path: Path, console: Console, proxy: Proxy) -> None:
    findings = await found(path, with_twilio(console, proxy, NUMBER="+4915735980002"))
    assert findings["twilio"].ok
    assert findings["twilio number"].detail == "The account has no such number as twilio.number says."


async def test_a_number_without_sms_is_told(path: Path, console: Console, proxy: Proxy) -> None:
    console.can_sms = False
    assert (await found(path, with_twilio(console, proxy)))["twilio number"].detail == "The number cannot send SMS."


@pytest.mark.parametrize("url", ["", "https://demo.twilio.com/welcome/sms/reply", "https://x.example.org/twilio/sms"])
async def test_a_number_that_calls_somebody_else_is_told(path: Path, console: Console, proxy: Proxy, url: str) -> None:
    console.sms_url = url
    finding = (await found(path, with_twilio(console, proxy)))["twilio number"]
    assert not finding.ok
    assert f"{proxy.url}/twilio/sms" in finding.advice


async def test_a_messaging_service_is_taken_as_it_is(path: Path, console: Console, proxy: Proxy) -> None:
    service = with_twilio(console, proxy, NUMBER="", MESSAGING_SERVICE_SID="MG" + "0" * 32)
    finding = (await found(path, service))["twilio number"]
    assert finding.ok
    assert "twilio.number" in finding.advice
    both = with_twilio(console, proxy, MESSAGING_SERVICE_SID="MG" + "0" * 32)
    assert not (await found(path, both))["twilio number"].advice


@pytest.mark.parametrize("fault", [twilio_errors.server_error(), twilio_errors.rate_limited(), Fault.bad_gateway()])
async def test_a_refusal_of_twilio_is_told_with_its_code(
    path: Path, console: Console, proxy: Proxy, fault: Fault
) -> None:
    console.order(fault)
    finding = (await found(path, with_twilio(console, proxy)))["twilio"]
    assert finding.detail.startswith("Twilio refuses with error ")
    assert "https://www.twilio.com/docs/errors/" in finding.advice


@pytest.mark.parametrize("fault", [Fault.cut(), Fault.silence(), Fault.answer(200, "<html>")])
async def test_trouble_at_twilio_stops_nothing_else(
    path: Path, telegram: TelegramServer, console: Console, proxy: Proxy, fault: Fault
) -> None:
    console.order(fault, times=FOREVER)  # the client tries a cut connection once more
    findings = await found(path, with_telegram(telegram) | with_twilio(console, proxy, TIMEOUT="0.3"))
    assert findings["twilio"].detail.startswith("Twilio cannot be reached, or does not answer as it should (")
    assert [name for name, one in findings.items() if not one.ok] == ["twilio"]


async def test_a_bot_that_is_not_running_yet_is_told_to_start(path: Path, console: Console, proxy: Proxy) -> None:
    await proxy.stop()
    finding = (await found(path, with_twilio(console, proxy)))["public url"]
    await proxy.start()
    assert not finding.ok
    assert finding.detail == f"{proxy.url}/health cannot be reached (ConnectError)."
    assert finding.advice.startswith("Start `meantime run`")


async def test_a_proxy_without_a_bot_behind_it_is_told(path: Path, console: Console, proxy: Proxy) -> None:
    proxy.status = 502
    finding = (await found(path, with_twilio(console, proxy)))["public url"]
    assert (finding.ok, finding.detail) == (False, f"{proxy.url}/health answers with status 502.")
