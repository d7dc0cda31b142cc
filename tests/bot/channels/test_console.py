"""The console channel is a channel as any other: a courier can carry letters to it."""

import asyncio
from datetime import UTC, datetime

from bot.channels.channel import ChannelPort
from bot.channels.console import Bubble, ConsoleChannel
from messages.envelope import Address, Arrival, Button, Channel, Letter
from messages.post import Posted

NOW = datetime(2026, 1, 12, 8, tzinfo=UTC)
MIA = Address(Channel.CONSOLE, "C-7K2")


async def test_letters_land_edits_replace_and_buttons_are_found() -> None:
    landed: list[Bubble] = []
    channel = ConsoleChannel(landed.append, lambda: NOW)
    port: ChannelPort = channel
    asked = Letter("1", MIA, "How?", "ask_item", buttons=((Button("7", "a|7"),),), slot="R")
    reference = await port.send(asked)
    assert channel.phone(MIA).button("7") == ("a|7", reference)
    assert await port.send(Letter("2", MIA, "Thanks", "answered", slot="R", edits=True)) == reference
    assert [bubble.letter.text for bubble in channel.phone(MIA).bubbles] == ["Thanks"]
    assert landed[-1].edited
    assert channel.phone(MIA).button("7") is None


async def test_a_text_phone_drops_edits_and_finds_nothing() -> None:
    landed: list[Bubble] = []
    channel = ConsoleChannel(landed.append, lambda: NOW, Channel.SMS)
    letter = Letter("1", Address(Channel.SMS, "+491520000001"), "Thanks", "answered", slot="R", edits=True)
    assert await channel.send(letter) == ""
    assert not await channel.find(Posted(letter, 1, NOW))
    assert landed == []


async def test_it_runs_until_it_is_told_to_stop() -> None:
    async def take(_: Arrival) -> None:
        raise AssertionError("nothing arrives by itself")

    channel, stop = ConsoleChannel(print, lambda: NOW), asyncio.Event()
    running = asyncio.create_task(channel.run(take, stop))
    stop.set()
    await running
    await channel.close()


async def test_an_edit_of_what_never_landed_is_dropped() -> None:
    landed: list[Bubble] = []
    port = ConsoleChannel(landed.append, lambda: NOW)
    assert await port.send(Letter("1", MIA, "The time is over", "closed", slot="R", edits=True)) == ""
    assert landed == []
