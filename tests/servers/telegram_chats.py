"""The chats of a bot: what each person sees, and the Bot API methods that change it.

    chats = Chats(bell, now)
    chats.open(77, "Ada")
    chats.send_message(Call("sendMessage", {"chat_id": "77", "text": "How are you?"}))
    assert chats.shown(77)[0].text == "How are you?"

What the real service refuses is refused here in its words.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias

from tests.servers import telegram_errors as errors
from tests.servers.faults import Refusal
from tests.servers.loopback import Call
from tests.servers.waiting import Bell

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LARGEST_DATA = 64
LONGEST_DESCRIPTION = 256
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
IMAGE_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
BOT = {"id": 7000000001, "is_bot": True, "first_name": "Meantime", "username": "meantime_bot"}

Json: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True)
class Button:
    """A button below a message: what it shows, and the data (or the address) behind it."""

    label: str
    data: str = ""
    url: str = ""

    def as_json(self) -> Json:
        """Return the button as in an inline keyboard."""
        behind = {"url": self.url} if self.url else {"callback_data": self.data}
        return {"text": self.label, **behind}


Keyboard: TypeAlias = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot as the person sees it now. `edits` counts how often it was changed."""

    id: int
    chat: int
    text: str
    sent: datetime
    buttons: Keyboard = ()
    photo: bytes = b""
    edits: int = 0

    @property
    def labels(self) -> list[list[str]]:
        """Return what stands on the buttons, row by row."""
        return [[button.label for button in row] for row in self.buttons]


@dataclass(slots=True)
class Chat:
    """One chat with the bot."""

    id: int
    name: str
    kind: str = "private"
    blocked: bool = False
    messages: dict[int, Shown] = field(default_factory=dict)
    toasts: list[str] = field(default_factory=list)

    def as_json(self) -> Json:
        """Return the chat as it stands in a message."""
        name = "first_name" if self.kind == "private" else "title"
        return {"id": self.id, "type": self.kind, name: self.name}


class Chats:
    """All chats; each method of the bot takes its call and returns the call's result, or raises `Refusal`."""

    def __init__(self, bell: Bell, now: Callable[[], datetime]) -> None:
        """Start without chats."""
        self.now = now
        self._bell = bell
        self._chats: dict[str, Chat] = {}
        self._presses: dict[str, Chat] = {}
        self._last_id = 0
        self._menus: dict[tuple[str, str, str], dict[str, str]] = {}

    def open(self, chat_id: int, name: str, kind: str = "private") -> Chat:
        """Return the chat, which from now on the bot can write to."""
        return self._chats.setdefault(str(chat_id), Chat(chat_id, name, kind))

    def shown(self, chat_id: int) -> list[Shown]:
        """Return the bot's messages that the chat shows, oldest first."""
        chat = self._chats.get(str(chat_id))
        return list(chat.messages.values()) if chat else []

    def all_shown(self) -> dict[str, list[Shown]]:
        """Return what each chat shows."""
        return {chat_id: list(chat.messages.values()) for chat_id, chat in self._chats.items()}

    def toasts(self, chat_id: int) -> list[str]:
        """Return the short notices that presses of buttons were answered with."""
        return self._chats[str(chat_id)].toasts

    def new_id(self) -> int:
        """Return the next message's id."""
        self._last_id += 1
        return self._last_id

    def press(self, chat: Chat) -> str:
        """Return the id of a new press of a button, which awaits an answer."""
        query = str(4_000_000_000 + len(self._presses))
        self._presses[query] = chat
        return query

    def send_message(self, call: Call) -> Json:
        """Show a new text."""
        chat = self._chat(call)
        text = _text(call.text("text"))
        return self._show(chat, Shown(self.new_id(), chat.id, text, self.now(), _keyboard(call)))

    def send_photo(self, call: Call) -> Json:
        """Show a new picture: an upload, or a file id or address (shown without bytes)."""
        chat = self._chat(call)
        caption, photo = call.text("caption"), next(iter(call.files.values()), b"")
        if len(caption) > LONGEST_CAPTION:
            raise Refusal(errors.bad_request("message caption is too long"))
        if not photo.startswith(IMAGE_STARTS) and not call.text("photo"):
            raise Refusal(errors.bad_request("IMAGE_PROCESS_FAILED"))
        return self._show(chat, Shown(self.new_id(), chat.id, caption, self.now(), _keyboard(call), photo or b"?"))

    def edit_text(self, call: Call) -> Json:
        """Replace the text and the buttons of a message: without a keyboard the buttons go."""
        chat = self._chat(call)
        old = _message(chat, call, "message to edit not found")
        if old.photo:
            raise Refusal(errors.bad_request("there is no text in the message to edit"))
        return self._edit(chat, old, replace(old, text=_text(call.text("text")), buttons=_keyboard(call)))

    def edit_markup(self, call: Call) -> Json:
        """Replace the buttons of a message."""
        chat = self._chat(call)
        old = _message(chat, call, "message to edit not found")
        return self._edit(chat, old, replace(old, buttons=_keyboard(call)))

    def delete(self, call: Call) -> bool:
        """Remove a message."""
        chat = self._chat(call)
        del chat.messages[_message(chat, call, "message to delete not found").id]
        self._bell.ring()
        return True

    def set_commands(self, call: Call) -> bool:
        """Offer commands to a kind of chat, or to one that exists, in one language or in all others."""
        scope = json.loads(call.text("scope") or '{"type": "default"}')
        if scope["type"] == "chat":
            self._chat(Call(call.method, {"chat_id": str(scope["chat_id"])}))
        found = {one["command"]: one["description"] for one in json.loads(call.text("commands"))}
        if not all(COMMAND.fullmatch(word) and 0 < len(text) <= LONGEST_DESCRIPTION for word, text in found.items()):
            raise Refusal(errors.error(400, "Bad Request: BOT_COMMAND_INVALID"))
        self._menus[scope["type"], str(scope.get("chat_id", "")), call.text("language_code")] = found
        self._bell.ring()
        return True

    def menus(self, scope: str, chat_id: str) -> dict[str, dict[str, str]]:
        """Return what is offered, by language."""
        return {code: found for (kind, chat, code), found in self._menus.items() if (kind, chat) == (scope, chat_id)}

    def answer_press(self, call: Call) -> bool:
        """Stop the clock on a pressed button, with a short notice or none."""
        chat = self._presses.get(call.text("callback_query_id"))
        if chat is None:
            raise Refusal(errors.query_too_old())
        if call.text("text"):
            chat.toasts.append(call.text("text"))
        self._bell.ring()
        return True

    def as_json(self, message: Shown, chat: Chat) -> Json:
        """Return a message of the bot as the API shows it."""
        content: Json = {"photo": photo_sizes(), "caption": message.text} if message.photo else {"text": message.text}
        if message.buttons:
            rows = [[button.as_json() for button in row] for row in message.buttons]
            content["reply_markup"] = {"inline_keyboard": rows}
        if message.edits:
            content["edit_date"] = int(self.now().timestamp())
        sent = int(message.sent.timestamp())
        return {"message_id": message.id, "from": BOT, "chat": chat.as_json(), "date": sent, **content}

    def _chat(self, call: Call) -> Chat:
        chat = self._chats.get(call.text("chat_id"))
        if chat is None:
            raise Refusal(errors.chat_not_found())
        if chat.blocked:
            raise Refusal(errors.blocked())
        return chat

    def _show(self, chat: Chat, message: Shown) -> Json:
        chat.messages[message.id] = message
        self._bell.ring()
        return self.as_json(message, chat)

    def _edit(self, chat: Chat, old: Shown, new: Shown) -> Json:
        if new == old:
            raise Refusal(errors.not_modified())
        return self._show(chat, replace(new, edits=old.edits + 1))


def photo_sizes() -> list[Json]:
    """Return a picture as a message lists it."""
    return [{"file_id": "photo", "file_unique_id": "unique", "width": 800, "height": 600}]


def membership(status: str) -> Json:
    """Return the bot's standing in a chat (`member`, `kicked`)."""
    return {"user": BOT, "status": status} | ({"until_date": 0} if status == "kicked" else {})


def _text(text: str) -> str:
    if not text.strip():
        raise Refusal(errors.bad_request("message text is empty"))
    if len(text) > LONGEST_TEXT:
        raise Refusal(errors.bad_request("message is too long"))
    return text


def _message(chat: Chat, call: Call, refusal: str) -> Shown:
    message = chat.messages.get(call.number("message_id"))
    if message is None:
        raise Refusal(errors.bad_request(refusal))
    return message


def _keyboard(call: Call) -> Keyboard:
    markup = json.loads(call.text("reply_markup") or "{}")
    rows = tuple(tuple(map(_button, row)) for row in markup.get("inline_keyboard", []))
    if any(len(button.data.encode()) > LARGEST_DATA for row in rows for button in row):
        raise Refusal(errors.bad_request("BUTTON_DATA_INVALID"))
    return rows


def _button(button: dict[str, str]) -> Button:
    return Button(button["text"], button.get("callback_data", ""), button.get("url", ""))
