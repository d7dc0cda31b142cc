"""A person with Telegram in the hand: what she does becomes updates for the bot.

    ada = server.person(77, "Ada")
    ada.says("/start")
    message = await server.wait_for(77, "How was your week?")
    ada.presses("Good")  # by the button's label or its data, on the newest message that has it
    ada.edits(ada.says("7"), "8")

In a group she writes with `says_in_group`.
"""

from collections.abc import Mapping

from tests.servers.telegram_chats import Button, Chat, Chats, Json, Shown, membership, photo_sizes
from tests.servers.telegram_updates import Update, UpdateQueue


class Person:
    """Somebody who writes to the bot; each act returns the update it made."""

    def __init__(self, chat: Chat, chats: Chats, updates: UpdateQueue, language: str = "en") -> None:
        """Take the phone in the hand: `chat` is the private chat with the bot."""
        self.chat = chat
        self._chats = chats
        self._updates = updates
        self._user: Json = {
            "id": chat.id,
            "is_bot": False,
            "first_name": chat.name,
            "language_code": language,
        }

    def says(self, text: str) -> Update:
        """Write a message."""
        return self.sends(text=text, **_entities(text))

    def sends(self, **content: object) -> Update:
        """Send a message of any content, under the names of the Bot API (`sticker=…`, `location=…`)."""
        return self._updates.add("message", self._message(self.chat, content))

    def sends_photo(self, caption: str = "") -> Update:
        """Send a picture."""
        return self.sends(photo=photo_sizes(), **({"caption": caption} if caption else {}))

    def sends_voice(self) -> Update:
        """Send a voice message of three seconds."""
        return self.sends(voice={"file_id": "voice", "file_unique_id": "unique", "duration": 3})

    def forwards(self, text: str) -> Update:
        """Pass on what somebody else wrote."""
        origin = {"type": "hidden_user", "sender_user_name": "Somebody", "date": self._date()}
        return self.sends(text=text, forward_origin=origin)

    def sends_nonsense(self) -> Update:
        """Send a message that no library can parse: it has neither chat nor date."""
        return self._updates.add("message", {"message_id": self._chats.new_id()})

    def edits(self, update: Update, text: str) -> Update:
        """Change the text of an earlier message."""
        body = {**update.body, "text": text, "edit_date": self._date()}
        return self._updates.add("edited_message", body)

    def presses(self, wanted: str, message: Shown | None = None) -> Update:
        """Press a button by label or data: on this message as it was then, or on the newest that has it."""
        pressed, button = self._button(wanted, message)
        query: Json = {"id": self._chats.press(self.chat), "from": self._user, "data": button.data}
        shown = self._chats.as_json(pressed, self.chat)
        return self._updates.add("callback_query", {**query, "message": shown, "chat_instance": str(self.chat.id)})

    def says_in_group(self, group_id: int, text: str) -> Update:
        """Write in a group where the bot is a member."""
        group = self._chats.open(group_id, "A group", "group")
        return self._updates.add("message", self._message(group, {"text": text}))

    def blocks(self) -> Update:
        """Block the bot: it can write no more."""
        return self._becomes("member", "kicked")

    def unblocks(self) -> Update:
        """Let the bot write again."""
        return self._becomes("kicked", "member")

    def _becomes(self, old: str, new: str) -> Update:
        self.chat.blocked = new == "kicked"
        change = {"old_chat_member": membership(old), "new_chat_member": membership(new)}
        about = {"chat": self.chat.as_json(), "from": self._user, "date": self._date()}
        return self._updates.add("my_chat_member", about | change)

    def _message(self, chat: Chat, content: Mapping[str, object]) -> Json:
        head: Json = {"message_id": self._chats.new_id(), "from": self._user, "chat": chat.as_json()}
        return head | {"date": self._date(), **content}

    def _button(self, wanted: str, message: Shown | None) -> tuple[Shown, Button]:
        for shown in [message] if message else reversed(self._chats.shown(self.chat.id)):
            for button in (button for row in shown.buttons for button in row):
                if wanted in (button.label, button.data):
                    return shown, button
        raise AssertionError(f"No message shows a button {wanted!r}.")

    def _date(self) -> int:
        return int(self._chats.now().timestamp())


def _entities(text: str) -> Json:
    if not text.startswith("/"):
        return {}
    return {"entities": [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]}
