"""A peer to compare with: python-telegram-bot's ConversationHandler asking four questions, all in memory, no network.

It keeps nothing, sends nothing and knows no words, profiles or therapists; a ratio to it depends little on the machine.
"""

from datetime import UTC, datetime
from time import perf_counter
from typing import Any, TypeAlias

from telegram import Update
from telegram._utils.defaultvalue import DEFAULT_NONE
from telegram._utils.types import ODVInput
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest, RequestData

ITEMS = 4
ME = b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"Bench","username":"bench_bot"}}'
Context: TypeAlias = ContextTypes.DEFAULT_TYPE
answers: dict[int, list[float]] = {}


class NoNetwork(BaseRequest):
    """Says who the bot is, and nothing else."""

    @property
    def read_timeout(self) -> float:
        """Never waits."""
        return 0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = DEFAULT_NONE,
        write_timeout: ODVInput[float] = DEFAULT_NONE,
        connect_timeout: ODVInput[float] = DEFAULT_NONE,
        pool_timeout: ODVInput[float] = DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The same answer to every request."""
        return 200, ME


async def listen(update: Update, _: Context) -> int:
    """One answer; the fourth ends the conversation."""
    assert update.effective_chat is not None
    assert update.message is not None
    given = answers.setdefault(update.effective_chat.id, [])
    given.append(float(update.message.text or 0))
    if len(given) < ITEMS:
        return len(given)
    answers[update.effective_chat.id] = []
    return ConversationHandler.END


async def replies_per_second(chats: int, rounds: int) -> float:
    """How many replies a second it takes, one after another, with `chats` conversations open."""
    application = _application()
    async with application:
        updates = [
            _update(number, chat)
            for number, chat in enumerate(chat for _ in range(rounds * ITEMS) for chat in range(1, chats + 1))
        ]
        began = perf_counter()
        for update in updates:
            await application.process_update(Update.de_json(update, application.bot))
        return len(updates) / (perf_counter() - began)


def _application() -> "Application[Any, Any, Any, Any, Any, Any]":
    application = ApplicationBuilder().token("1:bench").updater(None).request(NoNetwork()).build()
    number: BaseHandler[Update, Context, object] = MessageHandler(filters.TEXT, listen)
    states: dict[object, list[BaseHandler[Update, Context, object]]] = {item: [number] for item in range(1, ITEMS)}
    application.add_handler(ConversationHandler(entry_points=[number], states=states, fallbacks=[]))
    return application


def _update(number: int, chat: int) -> dict[str, object]:
    person = {"id": chat, "is_bot": False, "first_name": "Bench"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": int(datetime(2026, 1, 13, tzinfo=UTC).timestamp()),
            "chat": {"id": chat, "type": "private", "first_name": "Bench"},
            "from": person,
            "text": "7",
        },
    }
