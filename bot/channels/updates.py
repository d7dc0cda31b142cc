"""Telegram's updates, plain dicts as they come, become arrivals. Whatever is not for us, or is not understood, is None.

Private chats only: what happens in groups and channels is passed over in silence. Keys are `telegram:<update_id>`.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.channels.texts import clean
from messages.envelope import Address, Arrival, ButtonPress, Channel, Content, DeliveryReport, IncomingMessage, Outcome

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update to ask for; the last tells of a block."""

BLOCKED = "403"
"""The code of a person's block, the same as when a letter to them is refused."""

MEDIA = frozenset(
    [
        *("animation", "audio", "checklist", "contact", "dice", "document", "game", "location", "paid_media"),
        *("photo", "poll", "sticker", "story", "venue", "video", "video_note", "voice"),
    ]
)
"""What a message can hold instead of text."""
LATEST = 2**33
"""Unix seconds up to which a date is believed (the year 2242)."""


def read_update(update: object, now: datetime) -> Arrival | None:
    """The arrival that an update brings; never raises. `now` stands for the instant of what carries no date."""
    match update:
        case {"update_id": int(number), "message": {"chat": {"type": "private", "id": int(chat)}} as message}:
            return _message(f"telegram:{number}", _address(chat), message, now)
        case {"update_id": int(number), "edited_message": {"chat": {"type": "private", "id": int(chat)}} as message}:
            return _edited(f"telegram:{number}", _address(chat), message, now)
        case {
            "update_id": int(number),
            "callback_query": {
                "data": str(data),
                "message": {"message_id": int(message_id), "chat": {"type": "private", "id": int(chat)}},
            },
        }:
            return ButtonPress(f"telegram:{number}", _address(chat), clean(data), str(message_id), now)
        case {
            "update_id": int(number),
            "my_chat_member": {
                "chat": {"type": "private", "id": int(chat)},
                "new_chat_member": {"status": "kicked"},
            } as change,
        }:
            key, at = f"telegram:{number}", _instant(change.get("date"), now)
            return DeliveryReport(key, Channel.TELEGRAM, Outcome.GONE, at, address=_address(chat), code=BLOCKED)
        case _:
            return None


def press_id(update: object) -> str:
    """What a button press wants answered, so that the button stops to spin; empty if the update is no press."""
    match update:
        case {"callback_query": {"id": str(query)}}:
            return query
        case _:
            return ""


def next_offset(update: object) -> int:
    """The offset that confirms an update and those before it; 0 if it carries no number."""
    match update:
        case {"update_id": int(number)}:
            return number + 1
        case _:
            return 0


def _message(key: str, sender: Address, message: Mapping[str, Any], now: datetime) -> IncomingMessage | None:
    at = _instant(message.get("date"), now)
    match message:
        case {"text": str(text)}:
            forwarded = "forward_origin" in message or "forward_date" in message
            content = Content.FORWARDED if forwarded else Content.TEXT
            return IncomingMessage(key, sender, clean(text), at, content)
        case _ if MEDIA.isdisjoint(message):
            return None
        case _:
            return IncomingMessage(key, sender, _caption(message), at, Content.MEDIA)


def _edited(key: str, sender: Address, message: Mapping[str, Any], now: datetime) -> IncomingMessage | None:
    """A change of words; a live location that moves on is none."""
    at = _instant(message.get("edit_date"), now)
    text = message.get("text")
    words = clean(text) if isinstance(text, str) else _caption(message)
    return IncomingMessage(key, sender, words, at, Content.EDITED) if words else None


def _caption(message: Mapping[str, Any]) -> str:
    caption = message.get("caption")
    return clean(caption) if isinstance(caption, str) else ""


def _address(chat: int) -> Address:
    return Address(Channel.TELEGRAM, str(chat))


def _instant(date: object, now: datetime) -> datetime:
    return datetime.fromtimestamp(date, UTC) if isinstance(date, int) and 0 < date < LATEST else now
