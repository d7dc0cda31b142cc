"""The turn: whatever has arrived meanwhile is loaded, decided and committed in one transaction; letters leave after it.

Idle it takes one arrival at once, busy up to `BATCH`. One person's arrivals are decided in rounds, in the order they
came; when a batch is refused, so is what waits behind it, and whoever brought it brings it again in its order.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

import structlog

from handlers.case import Case
from handlers.desk import LATE, sorry, take
from handlers.facts import Fact
from handlers.practice import Practice
from messages.envelope import Arrival, ButtonPress, IncomingMessage, Letter, Moment
from storage import arrivals as kept
from storage import cases, facts
from storage.arrivals import ArrivalState, Kept
from storage.database import Connection, Database, DatabaseRefused

BATCH = 256
Clock: TypeAlias = Callable[[], datetime]
Deliver: TypeAlias = Callable[[Sequence[Letter], datetime], None]
Observe: TypeAlias = Callable[[Arrival, Sequence[Fact]], None]
Waiting: TypeAlias = tuple[Arrival, asyncio.Future[None]]
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Decision:
    """What one arrival came to: its facts, or the name of what went wrong."""

    arrival: Arrival
    facts: list[Fact]
    error: str = ""


def spare_the_collector() -> None:
    """What is loaded by now stays, and a batch's objects die with it: looking for cycles after each few hundred new
    objects, as Python does by default, costs a tenth of a turn and finds nothing."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


class Turn:
    """The walk from arrivals to committed facts.

    `deliver` is handed the letters that go at once; without it all letters wait in the outbox for another process.
    `observe` sees each decision (the simulator prints them). `practice` may be another one from any batch on.
    """

    def __init__(
        self,
        database: Database,
        practice: Practice,
        clock: Clock,
        deliver: Deliver | None = None,
        observe: Observe | None = None,
    ) -> None:
        self._database = database
        self.practice = practice
        self._clock = clock
        self._deliver = deliver
        self._observe = observe
        self._queue: asyncio.Queue[Waiting | None] = asyncio.Queue()

    async def take(self, arrival: Arrival) -> None:
        """Returns once the arrival is committed (or was before). Raises DatabaseRefused when it cannot be kept now."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait((arrival, done))
        await done

    async def run(self) -> None:
        """Takes batches until `close`."""
        while (first := await self._queue.get()) is not None:
            batch = [first]
            while len(batch) < BATCH and not self._queue.empty():
                following = self._queue.get_nowait()
                if following is None:
                    self.close()
                    self._queue.task_done()
                    break
                batch.append(following)
            await self._batch(batch)
            for _ in batch:
                self._queue.task_done()
        self._queue.task_done()

    async def settled(self) -> None:
        """Returns when nothing waits to be taken."""
        await self._queue.join()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Runs beside what is done inside; leaving waits for what is in the queue."""
        turning = asyncio.create_task(self.run())
        try:
            yield
        finally:
            self.close()
            await turning

    def close(self) -> None:
        """Lets `run` return when what is in the queue has been taken."""
        self._queue.put_nowait(None)

    async def retry(self, arrivals: Sequence[Arrival]) -> None:
        """Replays arrivals that had failed; those that fail once more stay so. Raises DatabaseRefused."""
        for arrival in arrivals:
            await self._alone(arrival, again=True)

    async def _batch(self, batch: Sequence[Waiting]) -> None:
        try:
            await self._commit_or_split([arrival for arrival, _ in batch])
        except Exception as error:  # noqa: BLE001 - the turn goes on; whoever waits may bring the arrival again
            log.warning(
                "arrivals could not be kept", action="turn.refused", count=len(batch), error=type(error).__name__
            )
            refused = error if isinstance(error, DatabaseRefused) else DatabaseRefused(DatabaseRefused.__doc__)
            for _, done in [*batch, *self._waiting()]:
                if not done.done():
                    done.set_exception(refused)
            return
        for _, done in batch:
            if not done.done():
                done.set_result(None)

    def _waiting(self) -> list[Waiting]:
        """Takes what is in the queue out of it; a wish to close stays."""
        taken: list[Waiting] = []
        closing = False
        while not self._queue.empty():
            one = self._queue.get_nowait()
            self._queue.task_done()
            if one is None:
                closing = True
            else:
                taken.append(one)
        if closing:
            self.close()
        return taken

    async def _commit_or_split(self, batch: Sequence[Arrival]) -> None:
        """All in one transaction; if something goes wrong, each arrival alone: one cannot hold up the rest."""
        try:
            await self._commit(batch)
        except DatabaseRefused:
            raise
        except Exception:  # noqa: BLE001 - whatever it is, it is one arrival's, and found out below
            for arrival in batch:
                await self._alone(arrival)

    async def _alone(self, arrival: Arrival, *, again: bool = False) -> None:
        try:
            await self._commit([arrival], again=again)
        except DatabaseRefused:
            raise
        except Exception as error:  # noqa: BLE001 - any fault of ours is kept with its arrival, and replayed by `retry`
            name = type(error).__name__
            log.error("an arrival failed", action="turn.failed", kind=type(arrival).__name__, error=name)
            await self._keep_failed(Kept(arrival, ArrivalState.FAILED, name, self._clock()))

    async def _keep_failed(self, failed: Kept) -> None:
        now = self._clock()
        async with self._database.transaction() as connection:
            await kept.keep(self._database, connection, [failed])
        try:
            async with self._database.transaction() as connection:
                loaded = await cases.load(self._database, connection, [failed.arrival], self.practice, now)
                said = sorry(failed.arrival, loaded[failed.arrival.key], now)
                letters = await facts.apply(self._database, connection, said, now, claimed=self._deliver is not None)
        except Exception as error:  # noqa: BLE001 - the arrival is kept; only the sorry is missing
            log.error("no sorry could be said", action="turn.failed", error=type(error).__name__)
            return
        self._hand_over(letters, now)

    async def _commit(self, batch: Sequence[Arrival], *, again: bool = False) -> None:
        now = self._clock()
        letters: list[Letter] = []
        async with self._database.transaction() as connection:
            seen = await kept.seen(self._database, connection, batch, again=again)
            moments = [arrival for arrival in batch if isinstance(arrival, Moment)]
            await facts.settle(self._database, connection, moments)
            fresh = {arrival.key: arrival for arrival in batch if arrival.key not in seen}
            waiting = list(fresh.values())
            while waiting:
                waiting, round_letters = await self._round(connection, waiting, now, timedelta() if again else LATE)
                letters += round_letters
        self._hand_over(letters, now)

    def _hand_over(self, letters: Sequence[Letter], now: datetime) -> None:
        if self._deliver is not None and letters:
            self._deliver(letters, now)

    async def _round(
        self, connection: Connection, waiting: Sequence[Arrival], now: datetime, late: timedelta
    ) -> tuple[list[Arrival], list[Letter]]:
        """Decides the first arrival of each person; gives those that wait for the next round, and the letters."""
        loaded = await cases.load(self._database, connection, waiting, self.practice, now)
        first, later = _first_of_each(waiting, loaded)
        decisions = [_decide(arrival, loaded[arrival.key], now, late) for arrival in first]
        done = [
            Kept(one.arrival, ArrivalState.FAILED if one.error else ArrivalState.DONE, one.error, now)
            for one in decisions
        ]
        await kept.keep(self._database, connection, done)
        if self._observe is not None:
            for decision in decisions:
                self._observe(decision.arrival, decision.facts)
        said = [fact for decision in decisions for fact in decision.facts]
        letters = await facts.apply(self._database, connection, said, now, claimed=self._deliver is not None)
        return later, letters


def _decide(arrival: Arrival, case: Case, now: datetime, late: timedelta) -> Decision:
    """A decision that raises is kept as failed, whatever was raised: nothing may raise out of the turn."""
    try:
        return Decision(arrival, take(arrival, case, now, late))
    except Exception as error:  # noqa: BLE001 - any fault of ours must not hold up the other arrivals
        log.error("a decision failed", action="turn.failed", kind=type(arrival).__name__, error=type(error).__name__)
        return Decision(arrival, sorry(arrival, case, now), type(error).__name__)


def _first_of_each(waiting: Sequence[Arrival], loaded: dict[str, Case]) -> tuple[list[Arrival], list[Arrival]]:
    taken: set[str] = set()
    first: list[Arrival] = []
    later: list[Arrival] = []
    for arrival in waiting:
        lanes = _lanes(arrival, loaded[arrival.key])
        (later if lanes & taken else first).append(arrival)
        taken |= lanes
    return first, later


def _lanes(arrival: Arrival, case: Case) -> set[str]:
    """Whose arrival it is: a person's and an address's, as a code in the same batch may bring the two together."""
    lanes = {person.id for person in (case.client, case.staff) if person is not None}
    lanes |= {sub.client.id for _, sub in case.sharing if sub.client is not None}
    if isinstance(arrival, IncomingMessage | ButtonPress):
        lanes.add(f"{arrival.sender.channel}:{arrival.sender.id}")
    if case.contact is not None:
        lanes.add(f"{case.contact.address.channel}:{case.contact.address.id}")
    return lanes
