"""Verifying: every rating is made again from the raw replies and the editions of its measure and profile.

All that ever came in is opened and goes once more, in the order in which it was decided and each at its own `now`,
through the very decisions of the walk (see `handlers.remaking`). From the tables come only the bare requests, with the
closing time that the command line may have moved. What comes of it is held against the answers and the rating kept. A
reply is read beside the wording that its request began in, which stays in the practice's library.

It reads one moment of the database batch by batch, beside a `meantime run`, and holds one request of each rater at a
time.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from handlers import remaking, sharing
from handlers.case import Held, Rating
from handlers.corrections import Correction
from handlers.people import Client, person_of
from handlers.practice import Practice
from handlers.remaking import Past
from measures.datafile import DataFileError
from measures.scoring import ImpossibleAnswer
from messages.envelope import Address, Arrival, ButtonPress, DeliveryReport, IncomingMessage, Moment, Outcome
from storage import arrivals, corrections, editions
from storage.arrivals import Taken
from storage.beside import Found, find
from storage.comparing import Difference, differences, redone
from storage.database import Connection, Database, listed
from storage.editions import Editions
from storage.filed import Filed, filed

BATCH = 1000
FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
"""What instants are kept to."""


@dataclass(slots=True)
class Verified:
    """What was found. `made_again`: ratings that came out as they are kept; `corrected`: as they were before somebody
    corrected them; `apart`: not made from replies; `before`: made by an older Meantime that did not keep their measure
    and profile, so nobody can say.
    """

    made_again: int = 0
    corrected: int = 0
    apart: int = 0
    before: int = 0
    differences: list[Difference] = field(default_factory=list)


@dataclass(slots=True)
class Standing:
    """Where the walk through the past stands with one rater: the request asked last, and those still to be asked."""

    past: Past
    filed: Filed | None = None
    waiting: deque[Filed] = field(default_factory=deque)

    @property
    def known(self) -> int:
        """The place of the last request that was loaded."""
        last = self.waiting[-1] if self.waiting else self.filed
        return last.seq if last else 0


async def ratings(database: Database, practice: Practice) -> Verified:
    """Makes every rating of the database again."""
    async with database.snapshot() as connection:
        verifying = Verifying(database, connection, practice, await editions.load(database, connection))
        for what in await editions.changed(database, connection, practice.library):
            verifying.verified.differences.append(Difference("", what.partition(":")[0]))
        await verifying.replay()
        await verifying.rest()
        await verifying.lost()
        return verifying.verified


class Verifying:
    """One walk through the past, on a connection for which it stands still."""

    def __init__(self, database: Database, connection: Connection, practice: Practice, kept: Editions) -> None:
        self.verified = Verified()
        self._database = database
        self._connection = connection
        self._practice = practice
        self._editions = kept
        self._standings: dict[str, Standing] = {}
        self._held: dict[Address, Held] = {}
        self._done: list[tuple[Filed, Past | None]] = []

    async def replay(self) -> None:
        """All that came in, batch by batch."""
        after = 0
        while True:
            after, batch, sealed = await arrivals.taken(self._database, self._connection, after, BATCH)
            self.verified.differences += [Difference("", f"the arrival {key} cannot be opened") for key in sealed]
            if not after:
                break
            await self._batch(batch)
            await self._settle()
        self._done += [(one.filed, one.past) for one in self._standings.values() if one.filed]
        await self._settle()

    async def rest(self) -> None:
        """Ratings for whose request nothing came in."""
        sql, after = self._database.sql, 0
        while found := await sql.ratings_after(self._connection, after=after, limit=BATCH):
            after = found[-1][0]
            left = {row[2]: 0 for row in found if row[3] > self._reached(row[2])}
            if left:
                wanted = {row[1] for row in found if row[2] in left and row[3] > self._reached(row[2])}
                by_rater = await filed(self._database, self._connection, left, FOR_EVER)
                every = [one for some in by_rater.values() for one in some]
                self._done += [(one, None) for one in every if one.rating and one.rating.id in wanted]
                await self._settle()

    async def lost(self) -> None:
        """Ratings that there must have been: their requests were answered in full. Those on paper had none."""
        self.verified.apart = await self._database.sql.ratings_on_paper(self._connection)
        found = await self._database.sql.answered_unrated(self._connection)
        self.verified.differences += [
            Difference(row[0], "it was answered in full, but no rating is kept") for row in found
        ]

    def _reached(self, rater: str) -> int:
        standing = self._standings.get(rater)
        return standing.filed.seq if standing and standing.filed else 0

    async def _batch(self, batch: Sequence[Taken]) -> None:
        told = [one for one in batch if not _settled(one.arrival)]
        found = await find(self._database, self._connection, [one.arrival for one in told])
        raters = {found.rater(one.arrival, one.now) for one in told}
        raters |= {person for one in told for person in found.sharers(one.arrival, one.now).values()}
        await self._load(raters - {""}, max((one.now for one in told), default=FOR_EVER))
        for one in told:
            for rater, arrival in self._whose(one, found):
                if rater in self._standings:
                    self._take(self._standings[rater], replace(one, arrival=arrival), found)

    def _whose(self, one: Taken, found: Found) -> list[tuple[str, Arrival]]:
        """The raters an arrival was about, and what it said of each: several may share the address."""
        arrival, sharers = one.arrival, found.sharers(one.arrival, one.now)
        invite = found.beside(arrival).invite
        if not sharers or invite is not None:
            return [(invite.person if invite and sharers else found.rater(arrival, one.now), arrival)]
        if isinstance(arrival, IncomingMessage):
            return self._said(arrival, sharers, one.now)
        if isinstance(arrival, ButtonPress):
            pressed = [who for who in sharers.values() if self._asked_as(who, arrival.data)]
            return [(who, arrival) for who in pressed]
        letter = found.beside(arrival).letter
        written = [who for mark, who in sharers.items() if letter is not None and sharing.begins(letter, mark)]
        gone = isinstance(arrival, DeliveryReport) and arrival.outcome is Outcome.GONE
        return [(who, arrival) for who in (sharers.values() if gone else written)]

    def _said(self, message: IncomingMessage, sharers: dict[str, str], now: datetime) -> list[tuple[str, Arrival]]:
        address = message.sender
        standings = [self._standings[who] for who in sharers.values() if who in self._standings]
        closed = bool(standings) and all(remaking.closed(one.past, address) for one in standings)
        routed = sharing.read(message, tuple(sharers), self._held.get(address), now, closed=closed)
        if routed.released:
            del self._held[address]
        if not routed.marks and not closed:
            self._held[address] = Held(message.text, message.content, message.at, now + sharing.HELD_FOR)
        return [(sharers[mark], routed.message) for mark in routed.marks]

    def _asked_as(self, rater: str, data: str) -> bool:
        """Whether a button is of the request that this rater was asked last, or of them."""
        filed = self._standings[rater].filed if rater in self._standings else None
        return filed is not None and data.split("|")[1:2] in ([filed.request.id], [rater])

    async def _load(self, raters: set[str], until: datetime) -> None:
        """The people of a batch, and what they were asked by its end."""
        new = raters - self._standings.keys()
        spoken_to = await self._database.sql.raters_spoken_to(self._connection, raters=listed(new))
        for person, client, rater, language, zone in spoken_to:
            known_as = Client(client, language, ZoneInfo(zone), rater=rater)
            self._standings[person] = Standing(Past(self._practice, known_as))
        known = {one: self._standings[one].known for one in raters if one in self._standings}
        for person, some in (await filed(self._database, self._connection, known, until)).items():
            self._standings[person].waiting += some

    def _take(self, standing: Standing, one: Taken, found: Found) -> None:
        """A moment, or a question that did not arrive, opens what was asked at its own `now`; should it be lost, what
        comes later opens it."""
        opens = isinstance(one.arrival, Moment | DeliveryReport)
        if not isinstance(one.arrival, Moment):
            self._ask(standing, one.now - MILLISECOND)
        with suppress(DataFileError, ImpossibleAnswer):
            beside = found.beside(one.arrival)
            standing.past = remaking.take(standing.past, one.arrival, beside, one.now, retried=one.retried)
        if opens:
            self._ask(standing, one.now)

    def _ask(self, standing: Standing, until: datetime) -> None:
        """What was asked until an instant is asked; what was asked before is done with."""
        while standing.waiting and standing.waiting[0].request.asked_at <= until:
            if standing.filed is not None:
                self._done.append((standing.filed, standing.past))
            standing.filed = one = standing.waiting.popleft()
            standing.past = remaking.ask(
                standing.past, one.request, one.episode, self._practice_of(one), ended=one.ended
            )

    def _practice_of(self, one: Filed) -> Practice:
        """The practice with the editions that a request was rated by; with today's if there is no rating."""
        try:
            return replace(self._practice, library=self._editions.library(*_versions(one)))
        except KeyError:
            return self._practice

    async def _settle(self) -> None:
        """Holds against each other what is kept and what was made again of the requests that are done with."""
        done, self._done = [(one, past) for one, past in self._done if one.rating], []
        keys = {answer.arrival for one, _ in done for answer in one.answers.values()}
        kept = {row[0] for row in await self._database.sql.arrivals_seen(self._connection, keys=listed(keys))}
        told = await self._corrections([one for one, _ in done])
        for now, past in done:
            one = _first(now, told[now.seq])
            assert one.rating is not None
            if self._from_before(one, one.rating.at):
                self.verified.before += 1
                continue
            found = [*self._compare(one, past, kept), *redone(_redone(now, told[now.seq]), past)]
            if not found:
                self._count(corrected=bool(told[now.seq]))
            self.verified.differences += [Difference(one.rating.id, what) for what in found]

    def _count(self, *, corrected: bool) -> None:
        if corrected:
            self.verified.corrected += 1
        else:
            self.verified.made_again += 1

    async def _corrections(self, done: Sequence[Filed]) -> dict[int, list[Correction]]:
        """What was changed since of ratings, by their places, oldest first."""
        kept = {one.rating.id: one.rating for one in done if one.rating}
        told = await corrections.histories(self._database, self._connection, kept)
        return {one.seq: told[one.rating.id] for one in done if one.rating}

    def _from_before(self, one: Filed, at: datetime) -> bool:
        """Whether a rating is older than the keeping of editions, and what it was made with is not among them."""
        measure, profile = _versions(one)
        known = measure in self._editions.instruments and profile in self._editions.profiles
        return not known and (self._editions.since is None or at < self._editions.since)

    def _compare(self, one: Filed, past: Past | None, kept: set[str]) -> Iterator[str]:
        measure, profile = _versions(one)
        for kind, known, (name, version) in (
            ("measure", self._editions.instruments.keys(), measure),
            ("profile", self._editions.profiles.keys(), profile),
        ):
            if (name, version) not in known:
                yield f"the {kind} {name} {version} that it was made with is not kept"
                return
        yield from differences(one, past, self._editions.instruments[measure], kept)


def _first(one: Filed, told: Sequence[Correction]) -> Filed:
    """With the rating as it was before the first correction. A moved one was for its own request then."""
    if not told:
        return one
    rating = replace(told[0].before, appointment=one.request.appointment, about=one.request.about)
    return replace(one, rating=rating)


def _redone(one: Filed, told: Sequence[Correction]) -> list[Rating]:
    """What the rating was after each time that it was answered anew, until somebody else corrected it: what came after
    that cannot be made again, as it begins with what they wrote."""
    assert one.rating is not None
    own = list(takewhile(lambda change: change.by == person_of(one.request.client, one.request.rater), told))
    after = [*(change.before for change in told[1:]), one.rating]
    return after[: len(own)]


def _versions(one: Filed) -> tuple[tuple[str, str], tuple[str, str]]:
    """The measure and the profile a request was rated by, each with its version."""
    rating = one.rating
    if rating is None:
        return (one.request.measure, one.request.measure_version), (one.episode.profile, "")
    return (rating.measure, rating.measure_version), (rating.profile, rating.profile_version)


def _settled(arrival: Arrival) -> bool:
    """A report that changes nothing for its client."""
    return isinstance(arrival, DeliveryReport) and arrival.outcome is Outcome.DELIVERED
