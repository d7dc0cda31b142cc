"""A rehearsal: the days to come as they will be if nobody answers. Every moment is taken in its order, decided and
written as the turn would, on a scratch copy; so what waits, follows, gives way or is left out comes right by itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers import booking
from handlers.case import Appointment, Case
from handlers.desk import decide
from handlers.facts import AskDropped, AskWaits, Fact, LettersWithdrawn, LetterWritten, Reason
from handlers.people import Client, ContactState
from handlers.practice import Practice
from handlers.saying import reachable
from messages.envelope import Address, Channel, Letter, Moment, MomentKind, Priority
from storage import arrivals, cases, facts, outbox, rows
from storage.database import Connection, Database, from_ms, to_ms
from storage.scratch import scratch

AT_ONCE = 256
AROUND = timedelta(days=11)
"""No question is asked longer than this before or after its appointment: by the bounds of the config a week, with a
session of a day and another until it is asked, and the quiet hours around it."""

REMINDS = re.compile(r":remind(\.\d+)?#")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question or a reminder that leaves at `at` (UTC) by `channel`; or one that is due and does not leave, with the
    `reason`. `what`: `ask`, `remind`, or `consent` for its text that must be agreed to anew first. `client` is whoever
    is asked, as they stand then; `letter` is what leaves."""

    at: datetime
    what: str
    client: Client
    measure: str
    appointment: Appointment
    channel: Channel | None = None
    reason: Reason | None = None
    letter: Letter | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A moment as it is decided, at its own instant."""

    moment: Moment
    case: Case
    at: datetime


async def rehearse(
    database: Database, practice: Practice, now: datetime, until: datetime, client: str = ""
) -> list[Prompt]:
    """All that will be sent from now until an instant, and all that is due and will not be, in order of time; of one
    client alone if there is one. Raises DatabaseRefused."""
    async with scratch(database) as copy:
        return await _Rehearsal(copy, practice, now, until).play(client)


class _Rehearsal:
    """One run through the days. `_leaving`: what is in the outbox by the key of its letter, with when it leaves;
    `_seen`: the requests a letter of which leaves, and when the first does."""

    def __init__(self, database: Database, practice: Practice, now: datetime, until: datetime) -> None:
        self._database = database
        self._practice = practice
        self._now = now
        self._until = until
        self._leaving: dict[str, tuple[Letter, Prompt]] = {}
        self._seen: dict[str, datetime] = {}
        self._left_out: list[Prompt] = []
        self._taken: set[str] = set()

    async def play(self, client: str) -> list[Prompt]:
        async with self._database.transaction() as connection:
            if client:
                await self._database.sql.moments_only(connection, client=client)
            await self._look_back(connection, client)
            await self._speak_for_the_silent(connection, client)
        while moments := await self._due():
            async with self._database.transaction() as connection:
                await self._take(connection, moments)
        sent = [prompt for _, prompt in self._leaving.values() if prompt.at <= self._until]
        return sorted([*sent, *self._left_out], key=lambda one: (one.at, one.client.person, one.measure))

    async def _due(self) -> list[Moment]:
        found = await self._database.sql.moments_due(self._database.reader, now=to_ms(self._until), limit=AT_ONCE)
        return [rows.moment(row) for row in found]

    async def _take(self, connection: Connection, moments: Sequence[Moment]) -> None:
        """The first moment of each client: how far apart they are makes no difference to anybody."""
        seen = await arrivals.seen(self._database, connection, moments) | self._taken
        loaded = await self._load(connection, moments)
        first = _first_of_each(moments, loaded)
        said: list[Fact] = []
        for moment in first:
            if moment.key not in seen:
                said += self._decide(self._as_it_comes(moment, loaded[moment.key]))
        self._taken |= {moment.key for moment in first}
        await facts.settle(self._database, connection, first)
        await facts.apply(self._database, connection, said, self._now)

    async def _load(self, connection: Connection, moments: Sequence[Moment]) -> dict[str, Case]:
        since = max(self._now, min(moment.at for moment in moments))
        return await cases.load(self._database, connection, moments, self._practice, since)

    def _as_it_comes(self, moment: Moment, case: Case) -> Taken:
        """The case as it would be loaded at the moment's own instant."""
        at = max(self._now, moment.at)
        upcoming = tuple(one for one in case.upcoming if one.starts_at > at or one.schedule)
        unsent = frozenset(id_ for id_ in case.unsent if self._seen.get(id_, at) >= at)
        return Taken(moment, replace(case, upcoming=upcoming, unsent=unsent), at)

    def _decide(self, taken: Taken) -> list[Fact]:
        """What is to be written; letters are only remembered."""
        kept: list[Fact] = []
        for fact in decide(taken.moment, taken.case, taken.at):
            match fact:
                case LetterWritten(letter):
                    self._remember(letter, taken)
                case LettersWithdrawn(to, slot):
                    self._withdraw(to, slot, taken.at)
                case AskDropped(schedule=schedule, reason=reason):
                    about = replace(taken.moment, kind=MomentKind.ASK, schedule=schedule)
                    self._left_out += _prompts(replace(taken, moment=about), taken.at, reason=reason)
                    kept.append(fact)
                case _:
                    kept.append(fact)
        return kept

    def _remember(self, letter: Letter, taken: Taken) -> None:
        if letter.priority is not Priority.BULK or letter.edits or not _open(letter.to, taken.case):
            return
        leaves = max(taken.at, letter.not_before or taken.at)
        if letter.expires is None or leaves < letter.expires:
            what = taken.moment.kind if letter.slot else letter.purpose
            for prompt in _prompts(taken, leaves, letter.to.channel):
                self._leaving[letter.key] = letter, replace(prompt, what=what, letter=letter)
                self._seen.setdefault(letter.slot, leaves)

    def _withdraw(self, to: Address, slot: str, at: datetime) -> None:
        waiting = [(letter, prompt) for letter, prompt in self._leaving.values() if prompt.at >= at]
        for letter, prompt in waiting:
            if letter.to == to and slot in ("", letter.slot):
                del self._leaving[letter.key]
                if self._seen[letter.slot] == prompt.at:
                    del self._seen[letter.slot]

    async def _look_back(self, connection: Connection, client: str) -> None:
        """What was decided before: letters that wait for their hour, and what is not asked for appointments to come."""
        span = {"client": client, "now": to_ms(self._now), "until": to_ms(self._until)}
        waiting = await self._database.sql.letters_prompting(connection, **span)
        dropped = await self._database.sql.dropped_to_come(connection, **span)
        named = {
            **{row[0]: self._named(row[-3:]) for row in waiting},
            **{row[0]: self._named(row[1:4]) for row in dropped},
        }
        loaded = await self._load_named(connection, list(named.values()))
        for row in waiting:
            letter = outbox.letter(self._database, row[:6])
            kind = MomentKind.REMIND if REMINDS.search(letter.key) else MomentKind.ASK
            taken = Taken(replace(named[row[0]], kind=kind), loaded[named[row[0]].key], from_ms(row[6]))
            self._remember(replace(letter, not_before=max(self._now, taken.at)), taken)
        for row in dropped:
            taken = Taken(named[row[0]], loaded[named[row[0]].key], from_ms(row[5]))
            self._left_out += _prompts(taken, taken.at, reason=Reason(row[4]))

    def _named(self, row: rows.Row) -> Moment:
        """A moment that stands for (appointment, version, schedule)."""
        return Moment(MomentKind.ASK, row[0], row[1], self._now, row[2])

    async def _load_named(self, connection: Connection, moments: Sequence[Moment]) -> dict[str, Case]:
        loaded: dict[str, Case] = {}
        for start in range(0, len(moments), AT_ONCE):
            loaded |= await self._load(connection, moments[start : start + AT_ONCE])
        return loaded

    async def _speak_for_the_silent(self, connection: Connection, client: str) -> None:
        """For whoever cannot be asked nothing falls due any more: here it does, so that what is left out is told."""
        since, until = self._now - AROUND, self._until + AROUND
        found = await self._database.sql.moments_missing(
            connection, client=client, since=to_ms(since), until=to_ms(until)
        )
        missing = [self._named(row) for row in found]
        loaded = await self._load_named(connection, missing)
        planned: list[Fact] = []
        for moment in missing:
            case = loaded[moment.key]
            if case.appointment is not None and case.client is not None and _silent(case.client, self._practice):
                due = booking.plan(case.appointment, case, self._now)
                asks = [one for one in due if one.key == moment.key]
                planned += [AskWaits(case.client.person, one) for one in asks]
        await facts.apply(self._database, connection, planned, self._now)


def _prompts(taken: Taken, at: datetime, channel: Channel | None = None, reason: Reason | None = None) -> list[Prompt]:
    client, appointment = taken.case.client, taken.case.appointment
    if client is None or appointment is None:
        return []
    measure = taken.moment.schedule.split(".")[1] if taken.moment.schedule else ""
    if not measure and taken.case.episode is not None:
        measure = taken.case.episode.measure
    return [Prompt(at, taken.moment.kind, client, measure, appointment, channel, reason)]


def _first_of_each(moments: Sequence[Moment], loaded: dict[str, Case]) -> list[Moment]:
    """Of each client, and of each address, in the order they come."""
    taken: set[str | Address] = set()
    first: list[Moment] = []
    for moment in moments:
        lanes = _lanes(loaded[moment.key])
        if not lanes & taken:
            first.append(moment)
        taken |= lanes
    return first


def _lanes(case: Case) -> set[str | Address]:
    lanes: set[str | Address] = {contact.address for one in case.everyone for contact in one.contacts}
    return lanes | ({case.client.id} if case.client else set())


def _open(address: Address, case: Case) -> bool:
    contacts = case.client.contacts if case.client else ()
    return any(one.address == address and one.state is ContactState.OPEN for one in contacts)


def _silent(client: Client, practice: Practice) -> bool:
    return not client.consent or reachable(client, practice) is None
