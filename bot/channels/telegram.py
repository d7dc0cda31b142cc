"""Telegram: the library's `Bot` for what leaves, plain dicts by our own long poll (or the webhook) for what arrives.

The library's own polling acknowledges before the work is done, and one update that it cannot parse blocks all others.
"""

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import structlog
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.channels.channel import Gone, Refused, SendError, Take, TryLater, Unsure
from bot.channels.offering import Commands, Offering
from bot.channels.texts import clean
from bot.channels.updates import ALLOWED, BLOCKED, next_offset, press_id, read_update
from bot.channels.waiting import pause, unless
from bot.drawing import Drawing
from bot.pacing import Backoff
from bot.settings import TelegramSettings
from messages.envelope import Channel, Letter
from messages.post import Posted

os.environ["PTB_TIMEDELTA"] = "true"
"""The library's switch to its coming form of `retry_after`: without it every flood control warns."""

for _name in ("httpx", "httpcore", "telegram"):
    logging.getLogger(_name).setLevel(logging.WARNING)  # below that they log the token, chat ids and texts

POOL = 64
POLL_SECONDS = 30
SEND_SECONDS = 10.0
LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
PICTURE = "course.png"
BACKOFF = Backoff(1, 60)
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
CLOSED = ("bot was blocked by the user", "user is deactivated", "bot can't initiate conversation")
UNKNOWN = ("chat not found", "peer_id_invalid")
"""Telegram's own words for a 403: a proxy on the way may answer so too, and means nobody in particular."""

ADVICE = {
    Conflict: "another program fetches this bot's updates: stop it, or give each a bot of its own",
    InvalidToken: "Telegram refuses the bot's token: ask BotFather for it, and set telegram.token",
}
log = structlog.get_logger()


class OddAnswer(Exception):
    """Telegram answered, but with nothing that could be gone on from."""


class TelegramChannel:
    """One bot, private chats only. Made inside the running loop. `commands`: what its menus hold; without it, none.
    `staff`: chats that have a menu of their own, with its name."""

    name = Channel.TELEGRAM

    def __init__(
        self,
        config: TelegramSettings,
        public_url: str,
        *,
        backoff: Backoff = BACKOFF,
        read_timeout: float = SEND_SECONDS,
        draws_first: bool = False,
        commands: Commands | None = None,
        staff: Sequence[tuple[str, str]] = (),
    ) -> None:
        """`draws_first`: the library that draws is loaded when the channel begins to run, beside everything else."""
        self._config = config
        self._public_url = public_url
        self._backoff = backoff
        self._http = HTTPXRequest(connection_pool_size=POOL, read_timeout=read_timeout, pool_timeout=read_timeout)
        self._bot = Bot(
            config.token.get_secret_value(),
            base_url=f"{config.base_url}/bot",
            request=self._http,
            get_updates_request=self._http,
        )
        self._menus = Offering(self._bot, commands, staff)
        self._beside: set[asyncio.Task[None]] = set()
        self._drawing = Drawing()
        self._draws_first = draws_first

    async def run(self, take: Take, stop: asyncio.Event) -> None:
        """Polls until `stop`, or sets the webhook and leaves the rest to it. Clients are offered their commands."""
        if self._draws_first:
            self._drawing.begin()
        self._aside(self._menus.to_all())
        if self._config.mode == "webhook":
            await self._insist(self._set_webhook, stop)
            await stop.wait()
        else:
            await self._insist(self._bot.delete_webhook, stop)
            await self._poll(take, stop)

    async def send(self, letter: Letter) -> str:
        """A new message, or the letter's message changed where it edits one; nothing if that was never sent.

        What cannot be changed any more is said anew. Raises SendError.
        """
        if letter.edits and not letter.message:
            return ""
        if letter.menu:
            self._aside(self._menus.to_one(letter.to.id, letter.menu))
        fields = _fields(letter)
        message = int(letter.message) if letter.edits else 0
        try:
            if message and await self._edit({**fields, "message_id": message}):
                return letter.message
            shown = await self._show(letter, fields)
        except TelegramError as error:
            raise send_error(error) from error
        except Exception as error:
            raise Unsure("unreadable") from error
        return _reference(shown)

    async def _show(self, letter: Letter, fields: dict[str, Any]) -> object:
        """The message as Telegram shows it, with the picture of the letter where there is one: above the words if they
        fit there, else in a message of its own. Words without their picture are better than none."""
        drawn = await self._drawing.kept(letter.picture) if letter.picture else None
        if drawn is None:
            return await self._bot.do_api_request("sendmessage", api_kwargs=fields)
        picture = InputFile(drawn, filename=PICTURE)
        if _units(fields["text"]) <= LONGEST_CAPTION:
            return await self._with_caption(picture, fields)
        shown = await self._bot.do_api_request("sendmessage", api_kwargs=fields)
        try:
            await self._bot.do_api_request("sendphoto", api_kwargs={"chat_id": letter.to.id, "photo": picture})
        except TelegramError as error:
            log.warning("a picture did not leave", action="telegram.picture", error=type(error).__name__)
        return shown

    async def _with_caption(self, picture: InputFile, fields: dict[str, Any]) -> object:
        words = {"caption" if name == "text" else name: value for name, value in fields.items()}
        try:
            return await self._bot.do_api_request("sendphoto", api_kwargs={**words, "photo": picture})
        except BadRequest as error:
            log.warning("a picture is refused", action="telegram.picture", error=type(error).__name__)
            return await self._bot.do_api_request("sendmessage", api_kwargs=fields)

    async def find(self, posted: Posted) -> Sequence[str]:
        """Telegram tells nobody what a bot has sent, so a doubtful letter is sent again: twice is better than never."""
        return ()

    async def close(self) -> None:
        """Ends what is under way beside letters, and closes every connection."""
        for task in self._beside:
            task.cancel()
        await asyncio.gather(*self._beside, return_exceptions=True)
        await self._http.shutdown()
        self._drawing.close()

    async def _edit(self, fields: dict[str, Any]) -> bool:
        """Whether the message now shows the letter; False if it cannot be edited (any more)."""
        try:
            await self._bot.do_api_request("editmessagetext", api_kwargs=fields)
        except BadRequest as error:
            return "message is not modified" in error.message.lower()
        return True

    async def _set_webhook(self) -> bool:
        secret = self._config.webhook_secret.get_secret_value()
        return await self._bot.set_webhook(f"{self._public_url}/telegram", allowed_updates=ALLOWED, secret_token=secret)

    async def _insist(self, work: Callable[[], Coroutine[object, object, bool]], stop: asyncio.Event) -> None:
        """Does something until Telegram takes it, or until `stop`."""
        attempt, done = 0, False
        while not done and not stop.is_set():
            try:
                done = bool(await unless(stop, work()))
                if not done and not stop.is_set():
                    raise OddAnswer
            except Exception as error:  # noqa: BLE001 - the library raises anything when it cannot read an answer
                attempt += 1
                await self._rest(error, attempt, stop)

    async def _poll(self, take: Take, stop: asyncio.Event) -> None:
        """The offset, which confirms updates, moves only after their commit."""
        offset = attempt = 0
        while not stop.is_set():
            try:
                updates = await unless(stop, self._updates(offset)) or []
                await _take_all(updates, take)
                offset, before = _confirming(updates, offset), offset
                for query in filter(None, map(press_id, updates)):
                    self._aside(self._answer_press(query))
                if updates and offset == before:
                    raise OddAnswer
                attempt = 0
            except Exception as error:  # noqa: BLE001 - whatever it is, who goes on listening hears the next STOP
                attempt += 1
                await self._rest(error, attempt, stop)

    async def _updates(self, offset: int) -> list[object]:
        """What has arrived, unparsed. A method in small letters is the same to Telegram; the library would warn."""
        wanted = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": list(ALLOWED)}
        found: object = await self._bot.do_api_request(
            "getupdates", api_kwargs=wanted, read_timeout=POLL_SECONDS + SEND_SECONDS
        )
        if not isinstance(found, list):
            raise OddAnswer
        return found

    async def _rest(self, error: Exception, attempt: int, stop: asyncio.Event) -> None:
        advice = ADVICE.get(type(error), "arrivals wait; trying again")
        log.warning(advice, action="telegram.rest", channel=self.name, error=type(error).__name__, attempt=attempt)
        asked = retry_seconds(error) if isinstance(error, RetryAfter) else 0
        await pause(stop, max(asked, self._backoff.seconds(attempt)))

    def _aside(self, work: Coroutine[object, object, None]) -> None:
        """Does something that nothing waits for."""
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def _answer_press(self, query: str) -> None:
        try:
            await self._bot.answer_callback_query(query)
        except Exception as error:  # noqa: BLE001 - the button stops to spin by itself
            log.info("a button press got no answer", action="telegram.press", error=type(error).__name__)


async def _take_all(updates: Sequence[object], take: Take) -> None:
    """Hands over a batch at once, in its order. Raises DatabaseRefused if any of it could not be kept."""
    now = datetime.now(UTC)
    arrivals = [arrival for update in updates if (arrival := read_update(update, now))]
    if len(arrivals) < len(updates):
        log.info("not for us", action="telegram.ignored", count=len(updates) - len(arrivals))
    results = await asyncio.gather(*(take(arrival) for arrival in arrivals), return_exceptions=True)
    for error in filter(None, results):
        raise error


def _confirming(updates: Sequence[object], offset: int) -> int:
    """The offset after these; of the last, not the highest: after a quiet week Telegram begins at a random number."""
    return next((number for update in reversed(updates) if (number := next_offset(update))), offset)


def retry_seconds(error: RetryAfter) -> float:
    """The pause that Telegram asks for."""
    wanted = error.retry_after
    return wanted.total_seconds() if isinstance(wanted, timedelta) else wanted


def send_error(error: TelegramError) -> SendError:
    """What is to be done about a letter that met this error. BadRequest comes before NetworkError, its parent."""
    match error:
        case RetryAfter():
            return TryLater("429", retry_seconds(error))
        case Forbidden():
            return _forbidden(error.message.lower())
        case BadRequest() | ChatMigrated():
            return Refused("400")
        case InvalidToken():
            return TryLater("401")
        case NetworkError(__cause__=None | TelegramError()):
            return TryLater("5xx")
        case NetworkError() if isinstance(error.__cause__, NEVER_LEFT):
            return TryLater("unreachable")
        case _:
            return Unsure("no-answer")


def _forbidden(words: str) -> SendError:
    if any(known in words for known in CLOSED):
        return Gone(BLOCKED)
    return Refused("403") if any(known in words for known in UNKNOWN) else TryLater("403")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def fitting(text: str) -> str:
    """The text as far as one message holds it, counted in UTF-16 units as Telegram does."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def _fields(letter: Letter) -> dict[str, Any]:
    """What sendMessage and editMessageText take; plain, as the library's own objects cost and break more."""
    fields: dict[str, Any] = {"chat_id": letter.to.id, "text": fitting(clean(letter.text))}
    if letter.buttons:
        keys = [[{"text": one.label, "callback_data": one.data} for one in line] for line in letter.buttons]
        fields["reply_markup"] = {"inline_keyboard": keys}
    return fields


def _reference(shown: object) -> str:
    """The id of the message that was shown; empty if Telegram took the letter and named none."""
    match shown:
        case {"message_id": int(number)}:
            return str(number)
        case _:
            log.warning("a letter left, and no message was named", action="telegram.odd")
            return ""
