"""Reads a golden conversation line by line, plays it on a stage, and writes down all that follows.

`mia> 7` says, `mia presses 7` presses, `@ 2026-01-13 13:00` lets time pass (UTC), `outage …` with nobody at the clock;
`book A-1 C-7K2 2026-01-14 13:00`, `move A-1 …`, `cancel A-1`, `missed A-1`, `invite CODE C-7K2`, `close C-7K2 planned`,
`reopen C-7K2`, `ask C-7K2 self srs after every=2`, `ask no more …`, `pause C-7K2 2026-01-20 2026-01-26`,
`reassign C-7K2 T-JO`, `fallback C-7K2 yes`, `paper C-7K2 ors 2026-01-14 7 7 7 7` and
`correct R-1 5 5 5 5` are the command line's, as are `staff` (a supervisor and a manager join), `backup T-ANA T-JO`,
`away T-ANA T-JO 2026-01-20 2026-01-27`, `holds T-ANA brief` and `digest T-ANA`;
`consent 2` is the version of the consent text, `feedback total` what clients hear of their ratings, from now on;
`phone C-7K2 mia.sms` is a number that the practice knows, and `NEW1` what was made first by chat, an id or a code.
Lines that begin with four blanks are what followed.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.channels.console import Bubble
from bot.simulator.stage import Stage
from handlers import assigning, booking, correcting, ending, papering, scheduling
from handlers.case import Appointment, AppointmentState, Episode, Pause
from handlers.consents import ConsentKind, ConsentRecorded
from handlers.corrections import Correction, CorrectionKind
from handlers.facts import Fact, LetterWritten
from handlers.judging import progress_of
from handlers.people import Away, Holds, Role, Therapist
from handlers.practice import Feedback
from handlers.staffing import AwaySet, TherapistSet
from measures.care import Ending
from measures.written import scores_of
from messages.chart import from_json
from messages.envelope import Address, Arrival, Channel, Content, DeliveryReport, Outcome
from scheduler.schedule import Occasion, Schedule
from storage import calendar, corrections, pauses, people, roster
from tests.transcripts.cast import PEOPLE, enter_staff
from tests.transcripts.telling import fact_line

NAMES = {address: name for name, (_, address) in PEOPLE.items()}
SPEECH = re.compile(r"(?P<who>[a-z.]+)(?P<how>>| presses| edits| forwards| photo) ?(?P<what>.*)")
MADE = re.compile(r"(?P<what>\b[ARK]-|start=|code: )(?P<random>[2-9A-Z]{8}|[2-9A-Z]{6})\b")
CONTENT = {
    ">": Content.TEXT,
    " edits": Content.EDITED,
    " forwards": Content.FORWARDED,
    " photo": Content.MEDIA,
}


class Script:
    """One play. `lines` is the transcript as it comes out."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.last: Arrival | None = None
        self.papers = 0
        self.made: dict[str, str] = {}

    def landed(self, bubble: Bubble) -> None:
        """A message reached a phone."""
        letter = bubble.letter
        how = "edited" if bubble.edited else "sent"
        self.lines.append(f"    {how} to {NAMES[letter.to]} ({letter.purpose}):")
        self.lines += [f"      | {line}".rstrip() for line in letter.text.splitlines()]
        if letter.picture:
            self.lines.append(f"      (picture: {from_json(letter.picture).alternative})")
        if letter.buttons:
            self.lines.append("      [" + "] [".join(button.label for line in letter.buttons for button in line) + "]")

    def decided(self, arrival: Arrival, facts: Sequence[Fact]) -> None:
        """A decision was made."""
        self.last = arrival
        self.lines += [f"    = {fact_line(fact)}" for fact in facts if not isinstance(fact, LetterWritten)]

    async def play(self, stage: Stage, text: str) -> str:
        """The whole transcript of a script."""
        for line in text.splitlines():
            if line.startswith("    "):
                continue
            self.lines.append(line)
            if line.strip() and not line.startswith("#"):
                await self._act(stage, line)
        return self._numbered("\n".join(self.lines)).strip() + "\n"

    def _numbered(self, text: str) -> str:
        """What was made by chat has a random id or code, told here by number."""
        for match in MADE.finditer(text):
            self.made.setdefault(match["random"], f"NEW{len(self.made) + 1}")
        for random, told in self.made.items():
            text = text.replace(random, told)
        return text

    async def _act(self, stage: Stage, line: str) -> None:
        verb, *rest = line.split()
        if verb == "@":
            await stage.until(_instant(rest))
        elif verb == "outage":
            await stage.outage(_instant(rest))
        elif verb == "again":
            assert self.last is not None
            await stage.take(self.last, self.last)
        elif verb == "together":
            await stage.take(*(_message(stage, part) for part in line.removeprefix("together ").split(" & ")))
        elif verb == "invite":
            until = stage.now + timedelta(days=14)
            shared = rest[2:] == ["shared"]
            await people.invite(stage.database, rest[0], Role.CLIENT, rest[1], "en", until, stage.now, shared=shared)
        elif verb in ("blocks", "undelivered"):
            await stage.take(_report(stage, verb, rest))
        elif command := self._commands().get(verb):
            await command(stage, verb, rest)
        else:
            await _speak(stage, self._meant(line))

    def _meant(self, line: str) -> str:
        """What was made by chat is written by its number."""
        self._numbered("\n".join(self.lines))
        for random, told in self.made.items():
            line = re.sub(rf"\b{told}\b", random, line)
        return line

    def _commands(self) -> dict[str, Callable[[Stage, str, list[str]], Awaitable[None]]]:
        """What the command line does."""
        return {
            **dict.fromkeys(("book", "move", "cancel", "missed"), self._book),
            **dict.fromkeys(("ask", "pause", "reassign"), self._settle),
            **dict.fromkeys(("consent", "fallback", "feedback"), self._agree),
            **dict.fromkeys(("paper", "correct"), self._rate),
            **dict.fromkeys(("staff", "backup", "away", "holds", "digest", "phone"), self._staff),
            **dict.fromkeys(("close", "reopen"), self._end),
        }

    async def _book(self, stage: Stage, verb: str, words: list[str]) -> None:
        if verb == "book":
            case = await people.client(stage.database, words[1], stage.practice, stage.now)
            said = booking.book(Appointment(words[0], words[1], _instant(words[2:]), 1), case, stage.now)
        else:
            found = await calendar.appointment(stage.database, words[0])
            assert found is not None
            case = await people.client(stage.database, found.client, stage.practice, stage.now)
            if verb == "move":
                said = booking.move(found, _instant(words[1:]), case, stage.now)
            else:
                state = AppointmentState.MISSED if verb == "missed" else AppointmentState.CANCELLED
                said = booking.cancel(found, case, stage.now, state)
        await self._apply(stage, said)

    async def _agree(self, stage: Stage, verb: str, words: list[str]) -> None:
        if verb == "consent":
            stage.settle(replace(stage.practice, consent_version=words[0]))
            return
        if verb == "feedback":
            stage.settle(replace(stage.practice, feedback=Feedback(words[0])))
            return
        kind = ConsentKind.FALLBACK_GIVEN if words[1] == "yes" else ConsentKind.FALLBACK_WITHDRAWN
        entry = f"T-ANA:{stage.now.timestamp()}"
        await self._apply(stage, [ConsentRecorded(entry, words[0], kind, "1", "en", Channel.CONSOLE, stage.now)])

    async def _settle(self, stage: Stage, verb: str, words: list[str]) -> None:
        """A schedule, a pause (from one midnight UTC to another), or another therapist."""
        ends, client = words[0] == "no", words[2 if words[0] == "no" else 0]
        case = await people.client(stage.database, client, stage.practice, stage.now)
        if verb == "pause":
            span = Pause(f"P-{client}", client, _instant(words[1:2]), _instant(words[2:3]))
            await pauses.add(stage.database, span, stage.now)
        elif verb == "reassign":
            to = await people.therapist(stage.database, words[1])
            await self._apply(stage, assigning.reassign(to, case, stage.now))
        else:
            schedule = _schedule(words[2:] if ends else words)
            change = scheduling.end(schedule, case, stage.now) if ends else None
            check = f"B-{client}" if schedule.measure == "ors" else f"B-{client}-{schedule.measure}"
            await self._apply(stage, change or scheduling.begin(schedule, check, case, stage.now))

    async def _staff(self, stage: Stage, verb: str, words: list[str]) -> None:
        if verb == "staff":
            await enter_staff(stage.database)
        elif verb == "phone":
            async with stage.database.transaction() as connection:
                await roster.set_phone(stage.database, connection, words[0], PEOPLE[words[1]][1].id, shared=True)
        elif verb == "away":
            therapist, colleague, since, until = words
            away = Away(f"W-{therapist}", colleague, _instant([since]), _instant([until]))
            await self._apply(stage, [AwaySet(therapist, away)])
        else:
            who = await people.therapist(stage.database, words[0])
            await stage.apply([TherapistSet(_told(who, verb, words[1:]))])

    async def _rate(self, stage: Stage, verb: str, words: list[str]) -> None:
        stage.now += timedelta(seconds=1)  # as in `_end`
        database = stage.database
        if verb == "paper":
            client, measure, written, *scores = words
            case = await people.client(database, client, stage.practice, stage.now)
            scored = scores_of(" ".join(scores), stage.practice.library.instrument(measure))
            day = date.fromisoformat(written)
            noon = datetime.combine(day, time(12), UTC)
            day_long = noon - timedelta(hours=12), noon + timedelta(hours=12)
            sessions = await corrections.sessions(database, database.reader, client, *day_long)
            self.papers += 1
            paper = papering.Paper(f"R-{self.papers}", measure, scored, day, "T-ANA")
            await self._apply(stage, papering.add(paper, sessions, case, stage.now))
        else:
            name, *scores = words
            kept = (await corrections.rating(database, database.reader, name)).rating
            case, _ = await corrections.case_of(database, database.reader, kept, stage.practice, stage.now)
            scored = scores_of(" ".join(scores), stage.practice.library.instrument(kept.measure))
            correction = Correction("K-1", CorrectionKind.SCORES, "T-ANA", "misread", kept, stage.now)
            self.lines.append(f"    before: {progress_of(case).status}")
            await self._apply(stage, correcting.rescore(correction, scored, case, stage.now))
            case, _ = await corrections.case_of(database, database.reader, kept, stage.practice, stage.now)
            self.lines.append(f"    after: {progress_of(case).status}")

    async def _end(self, stage: Stage, verb: str, words: list[str]) -> None:
        stage.now += timedelta(seconds=1)  # no arrival tells of it, so its instant alone says what came before
        case = await people.client(stage.database, words[0], stage.practice, stage.now)
        assert case.episode is not None
        if verb == "close":
            await self._apply(stage, ending.close(case, Ending(words[1]), stage.now, stage.now))
        else:
            again = Episode("E-AGAIN", words[0], "T-ANA", "adult", case.episode.profile, case.episode.measure)
            await self._apply(stage, ending.reopen(again, case, stage.now))

    async def _apply(self, stage: Stage, said: Sequence[Fact]) -> None:
        self.lines += [f"    = {fact_line(fact)}" for fact in said if not isinstance(fact, LetterWritten)]
        await stage.apply(said)


def _told(who: Therapist, verb: str, words: list[str]) -> Therapist:
    """How somebody of the practice is told from now on."""
    if verb == "digest":
        return replace(who, digest=True)
    return replace(who, backup=words[0]) if verb == "backup" else replace(who, holds=Holds(words[0]))


def _instant(words: list[str]) -> datetime:
    return datetime.fromisoformat(" ".join(words)).replace(tzinfo=UTC)


def _schedule(words: list[str]) -> Schedule:
    """`C-7K2 self srs after every=2 gap=7`, `… between days=14`."""
    client, rater, measure, occasion, *numbers = words
    given = dict(one.split("=") for one in numbers)
    every, days, gap = (int(given.get(name, usual)) for name, usual in (("every", 1), ("days", 0), ("gap", 0)))
    return Schedule(client, rater, measure, Occasion(occasion), every, days, gap=gap)


def _parts(line: str) -> tuple[Address, str, str]:
    match = SPEECH.fullmatch(line)
    if match is None:
        raise ValueError(f"not understood: {line}")
    return PEOPLE[match["who"]][1], match["how"], match["what"].replace("\\n", "\n")


def _message(stage: Stage, line: str) -> Arrival:
    who, how, what = _parts(line)
    return replace(stage.message(who, what), content=CONTENT[how])


async def _speak(stage: Stage, line: str) -> None:
    who, how, what = _parts(line)
    if how == " presses":
        await stage.presses(who, what)
    else:
        await stage.says(who, what, CONTENT[how])


def _report(stage: Stage, verb: str, words: list[str]) -> DeliveryReport:
    address = PEOPLE[words[0]][1]
    outcome = Outcome.GONE if verb == "blocks" else Outcome.FAILED
    code = words[1] if len(words) > 1 else "403"
    key = f"report:{verb}:{words[0]}:{stage.now.timestamp():.0f}"
    bubbles = stage.phone(address).bubbles
    letter = bubbles[-1].letter.key if verb == "undelivered" and bubbles else ""
    return DeliveryReport(key, address.channel, outcome, stage.now, letter, "", address, code)
