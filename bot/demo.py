"""`make demo`: six weeks of a small practice in seconds, on a fresh database, as it would look on the phones."""

import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from bot.channels.console import Bubble
from bot.simulator.stage import Stage, on_stage
from handlers import booking
from handlers.case import Appointment, Case, Episode
from handlers.judging import progress_of
from handlers.people import Role, Therapist
from handlers.practice import Practice
from messages.envelope import Address, Channel
from messages.words import Words
from scheduler.timetable import Timing
from storage import people
from storage.vault import Vault, read_key, write_key

ZONE = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 1, 12, 8, tzinfo=UTC)
THERAPIST = Address(Channel.CONSOLE, "Therapist")
FILES = ("demo.key", "demo.sqlite", "demo.sqlite-wal", "demo.sqlite-shm")
WEEKS = 6
AS_THERAPIST = "ana:"
ANSWERS: dict[str, tuple[str, ...]] = {
    "C-7K2": ("4 3.5 4 4", "4 5 5 5", "6 5 6 6", "6 6,5 7 6", "7 6 7 7", "7 7 8 7"),
    "C-3MX": ("5 4 4 4.5", "4 4 5 4", "5 4 4 4", "not good, I would rather talk", "4 3 4 4", "4 4 4 3"),
    "C-9PD": ("5 5 6 5", "5 6 5 6", "STOP"),
}
"""One who improves, one who is off track, one who stops; a client's answers week by week."""


def practice() -> Practice:
    """The demo's practice."""
    return Practice(
        name="Demo practice",
        language="en",
        zone=ZONE,
        emergency={"en": "In an emergency call 112."},
        crisis_line={"en": "Crisis line: 0800 111 0 111, day and night."},
        read_by={"en": "by the next working day"},
        timing=Timing(),
        words=Words(),
        telegram_bot="demo_bot",
        sms_number="+491520000000",
    )


async def play(folder: Path, *, talk: bool) -> None:
    """Plays the weeks into a fresh database in `folder`, shows the caseload; with `talk`, on a terminal, you go on."""
    console = Console()
    path = _fresh(folder)
    clock = Clockwork(console)
    async with on_stage(path, Vault(read_key(folder / "demo.key")), practice(), MONDAY, clock.land) as stage:
        await _join(stage, clock)
        for week in range(WEEKS):
            console.rule(f"Week {week + 1}")
            await _week(stage, clock, week)
        console.rule("The caseload after six weeks")
        console.print(await _caseload(stage))
        console.print(f"The database of all this: {path}", markup=False)
        if talk and sys.stdin.isatty():
            await _talk(stage, clock, console)


class Clockwork:
    """Prints what is said, with the time of day, as bubbles on the left (bot) and right (person)."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def land(self, bubble: Bubble) -> None:
        """A message of the bot reaches a phone."""
        letter = bubble.letter
        text = letter.text + "".join(
            "\n" + "  ".join(f"[{button.label}]" for button in line) for line in letter.buttons
        )
        title = f"{bubble.at.astimezone(ZONE):%a %d %b %H:%M} · to {letter.to.id} · {letter.to.channel}"
        style = "red" if letter.purpose == "alert" else "blue"
        note = "edited" if bubble.edited else None
        self._console.print(
            Panel(_plain(text), title=title, subtitle=note, border_style=style, width=76, title_align="left")
        )

    def said(self, who: Address, text: str, at: datetime) -> None:
        """A person writes."""
        title = f"{at.astimezone(ZONE):%a %d %b %H:%M} · {who.id}"
        self._console.print(
            Panel(_plain(text), title=title, border_style="green", width=40, title_align="left"),
            justify="right",
        )


def _plain(text: str) -> str:
    return text.replace("[", "\\[")


class NoFolder(Exception):
    """The demo's files cannot be written there: choose another --folder."""


def _fresh(folder: Path) -> Path:
    """Where the demo's database goes; the files of an earlier demo are gone, all others stay. Raises NoFolder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            (folder / name).unlink(missing_ok=True)
        write_key(folder / FILES[0])
    except OSError as error:
        raise NoFolder(f"The folder {folder} cannot be written ({error.strerror}): choose another --folder.") from None
    return folder / FILES[1]


SEEN = "👁 Seen"
"""What stands on the button that acknowledges an alert."""


def phone_of(client: str) -> Address:
    """Two text by SMS, one uses a chat with buttons."""
    return Address(Channel.CONSOLE if client == "C-7K2" else Channel.SMS, client)


async def _join(stage: Stage, clock: Clockwork) -> None:
    therapist = Therapist("T-ANA", "Ana", "en", ZONE)
    await people.add_therapist(stage.database, therapist, stage.now)
    await _redeem(stage, clock, "ANAANA22", Role.THERAPIST, therapist.id, THERAPIST)
    for number, client in enumerate(ANSWERS):
        episode = Episode(f"E-{client}", client, therapist.id, "adult", "icce-2012", "ors")
        await people.add_client(stage.database, client, "en", ZONE, episode, stage.now)
        await _book(stage, client, number)
        await _redeem(stage, clock, f"CODE22{client[-2:]}", Role.CLIENT, client, phone_of(client))
        await _say(stage, clock, phone_of(client), "1")


async def _redeem(stage: Stage, clock: Clockwork, code: str, role: Role, person: str, who: Address) -> None:
    await people.invite(stage.database, code, role, person, "en", stage.now + timedelta(days=14), stage.now)
    await _say(stage, clock, who, code)


async def _book(stage: Stage, client: str, number: int) -> None:
    for week in range(WEEKS):
        starts = MONDAY + timedelta(weeks=week, days=2 + number, hours=5)
        case = await _case(stage, client)
        await stage.apply(booking.book(Appointment(f"A-{client[2:]}{week}", client, starts, 1), case, stage.now))


async def _week(stage: Stage, clock: Clockwork, week: int) -> None:
    for number, (client, answers) in enumerate(ANSWERS.items()):
        asked = MONDAY + timedelta(weeks=week, days=1 + number, hours=5)
        await stage.until(asked + timedelta(minutes=7 + number))
        if week < len(answers):
            await _answer(stage, clock, client, answers[week])
        lines = stage.phone(THERAPIST).bubbles[-1].letter.buttons
        if any(button.label == SEEN for line in lines for button in line):
            await stage.until(stage.now + timedelta(minutes=20))
            await _press(stage, clock, THERAPIST, SEEN)
    await stage.until(MONDAY + timedelta(weeks=week + 1))


async def _answer(stage: Stage, clock: Clockwork, client: str, text: str) -> None:
    who = phone_of(client)
    if who.channel is Channel.SMS:
        await _say(stage, clock, who, text)
        return
    for part in text.split():
        if part.isdigit():
            await _press(stage, clock, who, part)
        else:
            await _say(stage, clock, who, part)


async def _say(stage: Stage, clock: Clockwork, who: Address, text: str) -> None:
    clock.said(who, text, stage.now)
    await stage.says(who, text)


async def _press(stage: Stage, clock: Clockwork, who: Address, label: str) -> None:
    clock.said(who, f"presses {label}", stage.now)
    await stage.presses(who, label)


async def _caseload(stage: Stage) -> Table:
    table = Table("client", "ratings", "change", "status", "joined", "next")
    for client in ANSWERS:
        case = await _case(stage, client)
        assert case.client is not None
        assert case.episode is not None
        progress = progress_of(case)
        change = "" if progress.change is None else f"{progress.change / 10:+.1f}"
        upcoming = f"{case.upcoming[0].starts_at.astimezone(ZONE):%a %d %b %H:%M}" if case.upcoming else ""
        totals = " ".join(f"{rating.total / 10:.1f}" for rating in case.ratings)
        table.add_row(
            client,
            totals,
            change,
            str(progress.status).replace("_", " "),
            "yes" if case.client.consent else "stopped",
            upcoming,
        )
    return table


async def _case(stage: Stage, client: str) -> Case:
    return await people.client(stage.database, client, stage.practice, stage.now)


async def _talk(stage: Stage, clock: Clockwork, console: Console) -> None:
    """You are C-7K2 before the seventh appointment; an empty line ends, as do Ctrl-D and Ctrl-C."""
    case = await _case(stage, "C-7K2")
    starts = stage.now + timedelta(days=2, hours=6)
    await stage.apply(booking.book(Appointment("A-YOURS", "C-7K2", starts, 1), case, stage.now))
    await stage.until(starts - timedelta(hours=23))
    items = len(stage.practice.library.instrument("ors").items)
    console.print(
        f"Now you are C-7K2. Answer the {items} questions, or write whatever a client might; an empty line ends.\n"
        f"A line that begins with {AS_THERAPIST} is the therapist's: {AS_THERAPIST} /caseload"
    )
    while line := _typed(console):
        theirs = line.casefold().startswith(AS_THERAPIST)
        who, text = (THERAPIST, line[len(AS_THERAPIST) :].strip()) if theirs else (phone_of("C-7K2"), line)
        await _say(stage, clock, who, text)


def _typed(console: Console) -> str:
    """The next line; none at the end of the input, nor after Ctrl-C, which asyncio would keep from `input`."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return console.input("[bold green]you › [/]").strip()
    except (EOFError, KeyboardInterrupt):
        console.print()
        return ""
    finally:
        signal.signal(signal.SIGINT, before)
