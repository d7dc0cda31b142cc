"""Offering: the menus of commands that Telegram shows beside a chat. One that cannot be shown holds nothing up: every
command works all the same."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import structlog
from telegram import Bot

from messages import menus
from messages.words import LANGUAGES

Commands: TypeAlias = Callable[[str], Sequence[tuple[str, str]]]
"""The commands of a menu, with what each does."""

USUAL = "en"
"""What a phone in any other language shows."""
log = structlog.get_logger()


class Offering:
    """Shows the menus of one bot. `commands`: what they hold; without it, none. `chats`: those with an own menu."""

    def __init__(self, bot: Bot, commands: Commands | None, chats: Sequence[tuple[str, str]] = ()) -> None:
        self._bot = bot
        self._commands = commands
        self._chats = chats

    async def to_all(self) -> None:
        """What every private chat offers, in the language of the phone; then those that have a menu of their own."""
        for language in LANGUAGES:
            code = {} if language == USUAL else {"language_code": language}
            await self._show(menus.named(menus.CLIENT, language), {"type": "all_private_chats"}, code)
        for chat, menu in self._chats:
            await self.to_one(chat, menu)

    async def to_one(self, chat: str, menu: str) -> None:
        """What one chat offers from now on."""
        await self._show(menu, {"type": "chat", "chat_id": chat}, {})

    async def _show(self, menu: str, scope: Mapping[str, str], more: Mapping[str, str]) -> None:
        found = (
            [{"command": word, "description": text} for word, text in self._commands(menu)] if self._commands else []
        )
        if not found:
            return
        try:
            await self._bot.do_api_request("setmycommands", api_kwargs={"commands": found, "scope": scope, **more})
        except Exception as error:  # noqa: BLE001 - the library raises anything when it cannot read an answer
            log.info("a menu could not be shown", action="telegram.menu", error=type(error).__name__)
