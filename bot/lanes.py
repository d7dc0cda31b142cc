"""Lanes: letters in hand, a lane per address. One of a lane is under way at a time; the most urgent goes first."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from messages.envelope import Address
from messages.post import Posted

Urgency = tuple[int, int]
"""Priority, then the order in which letters came."""


@dataclass(slots=True)
class Lane:
    """Letters to one address that wait; `busy` while one of them is under way."""

    waiting: list[tuple[Urgency, Posted]] = field(default_factory=list)
    busy: bool = False


class Lanes:
    """All lanes of one channel."""

    def __init__(self) -> None:
        self._lanes: dict[Address, Lane] = {}
        self._heads: list[tuple[Urgency, Address]] = []
        self._count = count()

    def __len__(self) -> int:
        """How many lanes have letters waiting or under way."""
        return len(self._lanes)

    def put(self, posted: Posted) -> None:
        """Adds a letter behind those as urgent as itself."""
        to = posted.letter.to
        lane = self._lanes.setdefault(to, Lane())
        urgency = (int(posted.letter.priority), next(self._count))
        heappush(lane.waiting, (urgency, posted))
        if not lane.busy:
            self._offer(to, lane)

    def next(self) -> Posted | None:
        """The most urgent letter whose lane is free; the lane is busy until `free`."""
        while self._heads:
            _, to = heappop(self._heads)
            lane = self._lanes.get(to)
            if lane and lane.waiting and not lane.busy:
                lane.busy = True
                return heappop(lane.waiting)[1]
        return None

    def free(self, to: Address) -> None:
        """The letter under way has been dealt with."""
        lane = self._lanes[to]
        lane.busy = False
        if lane.waiting:
            self._offer(to, lane)
        else:
            del self._lanes[to]

    def clear(self, to: Address) -> list[Posted]:
        """Takes back what waits in a lane, in order."""
        lane = self._lanes.get(to, Lane())
        taken = [posted for _, posted in sorted(lane.waiting, key=lambda one: one[0])]
        lane.waiting.clear()
        if not lane.busy:
            self._lanes.pop(to, None)
        return taken

    def clear_all(self) -> Iterator[Posted]:
        """Takes back all that waits."""
        for to in list(self._lanes):
            yield from self.clear(to)

    def _offer(self, to: Address, lane: Lane) -> None:
        heappush(self._heads, (lane.waiting[0][0], to))
