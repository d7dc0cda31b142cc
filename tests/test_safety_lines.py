"""The lines that are never crossed, whatever is said in whatever order: nothing to somebody who said stop, no answer
lost or counted twice, no alert lost, nothing at night that the clock began."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.console import Bubble
from bot.simulator.stage import Stage, on_stage
from handlers import booking
from handlers.case import Appointment
from handlers.people import ContactState
from messages.envelope import Address, Channel, DeliveryReport, Outcome, Priority
from storage import arrivals, calendar, people, reports
from storage.vault import KEY_BYTES, Vault
from tests.transcripts.cast import BERLIN, PEOPLE, START, enter, practice

WHO = st.sampled_from(["mia", "mia.sms", "ben.sms", "ana", "eve.sms"])
SAID = st.sampled_from(
    [
        *("7 7 7 7", "2 2 1 2", "9 9 9 9", "6-7", "7", "3.5", "11", "too much for me", "", "/settings"),
        *("STOP", "stop", "START", "HELP", "1", "SEEN", "MIACODE2", "BENCODE2"),
    ]
)
ACTS = st.one_of(
    st.tuples(st.just("says"), WHO, SAID),
    st.tuples(st.just("presses"), st.sampled_from(["mia", "ana"]), st.sampled_from(["0", "5", "10", "👁 Seen"])),
    st.tuples(st.just("waits"), st.integers(1, 60)),
    st.tuples(st.just("books"), st.sampled_from(["C-7K2", "C-3MX"]), st.integers(1, 120)),
    st.tuples(st.just("cancels"), st.sampled_from(["C-7K2", "C-3MX"])),
    st.tuples(st.just("blocks"), WHO),
)
OPENING = [("says", "mia", "MIACODE2"), ("says", "mia", "1"), ("says", "ben.sms", "BENCODE2"), ("says", "ben.sms", "1")]


class Play:
    """Plays acts on a stage and watches the lines."""

    def __init__(self, stage: Stage, landed: list[Bubble]) -> None:
        self.stage = stage
        self.landed = landed
        self.count = 0

    async def closed(self) -> set[Address]:
        found: set[Address] = set()
        for person in await people.therapists(self.stage.database):
            found |= {one.address for one in person.contacts if one.state is not ContactState.OPEN}
        for client in ("C-7K2", "C-3MX"):
            case = await people.client(self.stage.database, client, practice(), self.stage.now)
            assert case.client is not None
            found |= {one.address for one in case.client.contacts if one.state is not ContactState.OPEN}
        return found

    async def act(self, act: tuple[object, ...]) -> None:
        closed = await self.closed()
        self.landed.clear()
        await self.do(act)
        reopened = closed - await self.closed()
        told = {bubble.letter.to for bubble in self.landed}
        asked_for = {PEOPLE[str(act[1])][1]} if act[2:] in (("HELP",), ("STOP",), ("stop",)) else set()
        assert not told & (closed - reopened - asked_for), f"{act} wrote to somebody who had said stop"
        for bubble in self.landed:
            hour = bubble.at.astimezone(BERLIN).hour
            assert bubble.letter.priority is not Priority.BULK or bubble.letter.edits or 9 <= hour < 20

    async def do(self, act: tuple[object, ...]) -> None:
        match act:
            case ("says", str(who), str(text)):
                await self.stage.says(PEOPLE[who][1], text)
            case ("presses", str(who), str(label)):
                if self.stage.phone(PEOPLE[who][1]).button(label):
                    await self.stage.presses(PEOPLE[who][1], label)
            case ("waits", int(hours)):
                await self.stage.until(self.stage.now + timedelta(hours=hours))
            case ("books", str(client), int(hours)):
                await self.books(client, hours)
            case ("cancels", str(client)):
                await self.cancels(client)
            case ("blocks", str(who)):
                address = PEOPLE[who][1]
                self.count += 1
                gone = DeliveryReport(
                    f"gone:{self.count}", address.channel, Outcome.GONE, self.stage.now, address=address
                )
                await self.stage.take(gone)

    async def books(self, client: str, hours: int) -> None:
        self.count += 1
        case = await people.client(self.stage.database, client, practice(), self.stage.now)
        new = Appointment(f"A-{self.count}", client, self.stage.now + timedelta(hours=hours), 1)
        await self.stage.apply(booking.book(new, case, self.stage.now))

    async def cancels(self, client: str) -> None:
        case = await people.client(self.stage.database, client, practice(), self.stage.now)
        for one in case.upcoming[:1]:
            await self.stage.apply(booking.cancel(one, case, self.stage.now))

    async def counts(self) -> None:
        assert await arrivals.failed(self.stage.database) == []
        for client in ("C-7K2", "C-3MX"):
            case = await people.client(self.stage.database, client, practice(), self.stage.now)
            assert all(rating.total == sum(rating.items) for rating in case.ratings)
            assert len({rating.request for rating in case.ratings}) == len(case.ratings)
        assert not await calendar.due(self.stage.database, self.stage.now, 10)
        figures = await reports.figures(self.stage.database, self.stage.now)
        assert not {"due", "sending"} & set(figures.letters)


@settings(
    max_examples=settings().max_examples // 2,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=st.lists(ACTS, max_size=25))
def test_no_line_is_crossed(tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[object, ...]]) -> None:
    async def play(folder: Path) -> None:
        landed: list[Bubble] = []
        vault = Vault([bytes(KEY_BYTES)])
        async with on_stage(folder / "lines.sqlite", vault, practice(), START, landed.append) as stage:
            await enter(stage.database)
            playing = Play(stage, landed)
            for act in [*OPENING, *acts, ("waits", 200)]:
                await playing.act(act)
            await playing.counts()

    asyncio.run(play(tmp_path_factory.mktemp("lines")))


@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.SMS])
@pytest.mark.parametrize("word", ["STOP", "stop", " Stop. ", "STOPP", "arrêt", "unsubscribe", "please stop", "quit"])
async def test_stop_works_before_during_and_after_everything(tmp_path: Path, channel: Channel, word: str) -> None:
    who = "mia" if channel is Channel.TELEGRAM else "mia.sms"
    steps: list[tuple[object, ...]] = [
        ("says", who, "MIACODE2"),
        ("says", who, "1"),
        ("books", "C-7K2", 30),
        ("waits", 8),
        ("says", who, "6"),
        ("says", who, "too much"),
        ("waits", 30),
    ]
    for moment in range(1, len(steps) + 1):
        landed: list[Bubble] = []
        file = tmp_path / f"{moment}.sqlite"
        async with on_stage(file, Vault([bytes(KEY_BYTES)]), practice(), START, landed.append) as stage:
            await enter(stage.database)
            playing = Play(stage, landed)
            for step in steps[:moment]:
                await playing.act(step)
            await playing.act(("says", who, word))
            assert [bubble.letter.purpose for bubble in landed if bubble.letter.to == PEOPLE[who][1]] == ["stopped"]
            for step in [("says", who, "hello"), ("says", who, word), ("waits", 100)]:
                await playing.act(step)
                assert not [bubble for bubble in landed if bubble.letter.to == PEOPLE[who][1]]
