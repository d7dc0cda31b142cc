"""The queue of updates that the Bot API keeps for a bot until the bot confirms them.

    queue = UpdateQueue(Bell())
    first = queue.add("message", {"message_id": 1, "text": "7"})
    assert queue.get(offset=0, limit=100) == [first]
    assert queue.get(offset=first.id + 1, limit=100) == []  # confirmed, and forgotten

Used by getUpdates and by the webhook alike.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from tests.servers.waiting import Bell

ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that come only to a bot that names them in `allowed_updates` (Bot API, getUpdates)."""
FARTHEST_OFFSET = 10
"""An offset farther beyond the newest update is ignored, as by Telegram's queue (tdlib, TQueue.cpp)."""


@dataclass(frozen=True, slots=True)
class Update:
    """One update: its id, its kind (`message`, `callback_query`, …) and what stands under that name."""

    id: int
    kind: str
    body: Mapping[str, object]

    @property
    def message_id(self) -> int:
        """Return the id of the message that this update brings."""
        number = self.body["message_id"]
        assert isinstance(number, int)
        return number

    def as_json(self) -> dict[str, object]:
        """Return the update as the bot gets it."""
        return {"update_id": self.id, self.kind: self.body}


class UpdateQueue:
    """Updates in order; an offset confirms and forgets the earlier ones."""

    def __init__(self, bell: Bell, first_id: int = 1000) -> None:
        """Start empty; the first update gets this id."""
        self._bell = bell
        self._next = first_id
        self._waiting: list[Update] = []
        self._again: list[Update] = []
        self._allowed: frozenset[str] | None = None

    def allow(self, kinds: str) -> None:
        """Set which kinds come from now on: a JSON list (empty: the default); no text changes nothing."""
        if kinds:
            self._allowed = frozenset(json.loads(kinds)) or None

    @property
    def allowed(self) -> frozenset[str] | None:
        """Return the kinds that were asked for, or nothing for the default."""
        return self._allowed

    def add(self, kind: str, body: Mapping[str, object]) -> Update:
        """Queue an update, unless its kind is not wanted."""
        update = Update(self._next, kind, body)
        if kind in self._allowed if self._allowed else kind not in ON_REQUEST_ONLY:
            self._next += 1
            self._waiting.append(update)
            self._bell.ring()
        return update

    def repeat(self, update: Update) -> None:
        """Deliver this update once more, under its old id, even when it was confirmed."""
        self._again.append(update)
        self._bell.ring()

    def jump(self, next_id: int) -> None:
        """Continue from this id: after a week without updates Telegram picks one at random."""
        self._next = next_id

    def pending(self) -> list[Update]:
        """Return what the bot has not confirmed."""
        return [*self._again, *self._waiting]

    def get(self, offset: int, limit: int) -> list[Update]:
        """Forget what lies before the offset (negative: all but the last so many); return what is left."""
        if offset < 0:
            self._waiting = self._waiting[offset:]
        elif offset <= self._next + FARTHEST_OFFSET:
            self._waiting = [update for update in self._waiting if update.id >= offset]
        batch = self.pending()[:limit]
        self._again = self._again[limit:]
        self._bell.ring()
        return batch

    def confirm(self, update: Update) -> None:
        """Forget one update: the webhook has taken it."""
        queue = self._again if update in self._again else self._waiting
        if update in queue:
            queue.remove(update)
        self._bell.ring()

    def clear(self) -> None:
        """Forget everything (`drop_pending_updates`)."""
        self._waiting, self._again = [], []
        self._bell.ring()
