"""A Bot API server on loopback, for the real `telegram.Bot`: the person's side is played by the test.

    async with TelegramServer() as server:
        bot = Bot(server.token, base_url=server.base_url)
        ada = server.person(77, "Ada")
        ada.says("/start")
        await bot.send_message(77, "How are you?")
        message = await server.wait_for(77, "How are you?")
        server.order(rate_limited(retry_after=2), method="sendMessage", to=77)

getUpdates keeps, confirms and waits as the real one, and a second poller ends the first with 409. With a
webhook set, updates are posted until they are taken. Faults to order are in `faults` and `telegram_errors`,
what a person can do is in `telegram_person`. A chat exists once `person` or `says_in_group` has named it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime

from aiohttp import web

from tests.servers import telegram_errors as errors
from tests.servers.faults import Fault, Refusal
from tests.servers.loopback import Call, LoopbackServer, utc_now
from tests.servers.telegram_chats import BOT, Chats, Shown
from tests.servers.telegram_person import Person
from tests.servers.telegram_updates import Update, UpdateQueue
from tests.servers.telegram_webhook import Webhook
from tests.servers.waiting import PATIENCE, Wanted, wait_for

TOKEN = "7000000001:loopback-token"
MOST_UPDATES = 100


class TelegramServer(LoopbackServer):
    """The Bot API for one bot."""

    def __init__(self, token: str = TOKEN, now: Callable[[], datetime] = utc_now) -> None:
        """Prepare a server for the bot with this token."""
        super().__init__(now)
        self.token = token
        self.updates = UpdateQueue(self.bell)
        self._chats = Chats(self.bell, now)
        self.webhook = Webhook(self)
        self._poll: object | None = None
        self._postman: asyncio.Task[None]

    @property
    def base_url(self) -> str:
        """Return what `telegram.Bot` takes as `base_url`."""
        return f"{self.url}/bot"

    def person(self, chat_id: int, name: str = "Ada", language: str = "en") -> Person:
        """Return somebody who knows the bot; the private chat has the id of the person."""
        return Person(self._chats.open(chat_id, name), self._chats, self.updates, language)

    def messages(self, chat_id: int) -> list[Shown]:
        """Return the bot's messages as the chat shows them now, oldest first."""
        return self._chats.shown(chat_id)

    def menus(self, scope: str, chat_id: str = "") -> dict[str, dict[str, str]]:
        """Return the commands that a kind of chat, or one chat, is offered, by language (empty: of any other)."""
        return self._chats.menus(scope, chat_id)

    def toasts(self, chat_id: int) -> list[str]:
        """Return the short notices that presses of buttons were answered with."""
        return self._chats.toasts(chat_id)

    def repeat(self, update: Update) -> None:
        """Deliver an update a second time under the same id."""
        self.updates.repeat(update)

    async def wait_for(
        self, chat_id: int, wanted: Wanted[Shown], *, after: int = 0, seconds: float = PATIENCE
    ) -> Shown:
        """Wait for a message: the n-th shown, or the newest that contains a text or pleases a function.

        The first `after` messages of the chat do not count: they were there before.
        """
        return await wait_for(self.bell, self._chats.all_shown, str(chat_id), wanted, after=after, seconds=seconds)

    async def settled(self, seconds: float = PATIENCE) -> None:
        """Wait until the bot has confirmed every update."""
        await self.bell.until(lambda: not self.updates.pending(), seconds)

    def obey(self, answer: Mapping[str, object]) -> None:
        """Do what the program asks for in its answer to a webhook, if anything; nobody learns what came of it."""
        method = str(answer.get("method", "")).lower()
        if method:
            call = Call(method, {name: str(value) for name, value in answer.items()})
            self.record(call)
            with suppress(Refusal):
                self._methods()[method](call)

    def routes(self) -> Iterable[web.RouteDef]:
        """Return the one route of the Bot API."""
        return [web.post("/bot{token}/{method}", self._handle)]

    async def start(self) -> None:
        """Listen, and post updates when a webhook is set."""
        await super().start()
        self._postman = asyncio.create_task(self.webhook.deliver())

    async def stop(self) -> None:
        """Stop posting and listening."""
        self._postman.cancel()
        with suppress(asyncio.CancelledError):
            await self._postman
        await super().stop()

    async def _handle(self, request: web.Request) -> web.Response:
        call = await _read(request)
        self.record(call)
        known = request.match_info["token"] == self.token
        fault = self.faults.take(call.method, call.text("chat_id"))
        return await self.serve(request, fault, lambda: self._work(call, known))

    async def _work(self, call: Call, known: bool) -> web.Response:
        if not known:
            raise Refusal(errors.unauthorized())
        work = self._methods().get(call.method.lower())
        if work is None:
            raise Refusal(errors.not_found())
        result = work(call)
        return web.json_response({"ok": True, "result": await result if isinstance(result, Awaitable) else result})

    def _methods(self) -> dict[str, Callable[[Call], object]]:
        return {
            "getme": lambda _: BOT | {"can_join_groups": True, "can_read_all_group_messages": False},
            "setmycommands": self._chats.set_commands,
            "getupdates": self._get_updates,
            "setwebhook": self.webhook.set,
            "deletewebhook": self.webhook.set,
            "getwebhookinfo": lambda _: self.webhook.info(),
            "sendmessage": self._chats.send_message,
            "sendphoto": self._chats.send_photo,
            "editmessagetext": self._chats.edit_text,
            "editmessagereplymarkup": self._chats.edit_markup,
            "deletemessage": self._chats.delete,
            "answercallbackquery": self._chats.answer_press,
        }

    async def _get_updates(self, call: Call) -> list[dict[str, object]]:
        self._refuse_if_webhook(errors.webhook_active())
        self.updates.allow(call.text("allowed_updates"))
        offset, limit = call.number("offset"), call.number("limit") or MOST_UPDATES
        batch = self.updates.get(offset, limit)
        if not batch and call.number("timeout"):
            await self._wait_for_updates(call.number("timeout"))
            batch = self.updates.get(offset, limit)
        return [update.as_json() for update in batch]

    async def _wait_for_updates(self, seconds: int) -> None:
        poll = self._poll = object()
        self.bell.ring()
        with suppress(TimeoutError):
            await self.bell.until(lambda: self._poll is not poll or self.webhook.url or self.updates.pending(), seconds)
        if self._poll is not poll:
            raise Refusal(errors.other_poller())
        self._refuse_if_webhook(errors.webhook_just_set())

    def _refuse_if_webhook(self, fault: Fault) -> None:
        if self.webhook.url:
            raise Refusal(fault)


async def _read(request: web.Request) -> Call:
    fields: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = value.file.read()
        else:
            fields[name] = str(value)
    return Call(request.match_info["method"], fields, files)
