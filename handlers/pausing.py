"""Pausing: a client is asked nothing for some weeks, from the day they say so, and for as long as they like."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from handlers import booking
from handlers.case import Case, Pause
from handlers.facts import Fact, LetterWritten
from handlers.people import Client
from handlers.saying import in_place, language_of, say, tell
from handlers.wished import PauseEnded, PauseSet
from messages.envelope import Button, ButtonPress, Channel, IncomingMessage
from scheduler.schedule import SELF

QUESTION = "p"
"""What a button of this question begins with."""

OFFERED = (1, 2, 4)
"""Weeks that have a button (ours)."""

DAY = timedelta(days=1)


def may(case: Case) -> bool:
    """Whether the sender may say so: the client, in care. Of others they are words for the therapist."""
    return case.client is not None and case.client.rater == SELF and case.in_care


def ask(message: IncomingMessage, client: Client, case: Case) -> list[Fact]:
    """For how long."""
    letter, channel = say(case, message, "pause").letter, message.sender.channel
    if channel is Channel.SMS:
        return [LetterWritten(letter)]
    words, language = case.practice.words, language_of(case)
    buttons = tuple(
        Button(words.say("weeks_button", language, channel, weeks=weeks), f"{QUESTION}|{client.person}|{weeks}")
        for weeks in OFFERED
    )
    return [LetterWritten(replace(letter, buttons=(buttons,), slot=_slot(client)))]


def pause(arrival: IncomingMessage | ButtonPress, client: Client, weeks: int, case: Case, now: datetime) -> list[Fact]:
    """Nothing is asked until the end of the same weekday so many weeks from now, on the client's own calendar."""
    last = now.astimezone(client.zone).date() + timedelta(weeks=weeks)
    until = datetime.combine(last + DAY, time(), client.zone).astimezone(UTC)
    said = say(case, arrival, "paused", last_day=last).letter
    return [
        PauseSet(Pause(f"P-{arrival.key}", client.id, now, until), now),
        LetterWritten(in_place(said, arrival, _slot(client))),
        *tell(case, arrival.key, case.therapist, "client_paused", now, client=client.person, last_day=last),
    ]


def pressed(press: ButtonPress, client: Client, case: Case, now: datetime) -> list[Fact]:
    """A button of the question."""
    weeks = press.data.rpartition("|")[2]
    if not may(case) or weeks not in map(str, OFFERED):
        return []
    return pause(press, client, int(weeks), case, now)


def goes_on(case: Case, now: datetime) -> bool:
    """Whether the client has a pause now; not the practice."""
    return any(one.client and one.since <= now < one.until for one in case.pauses)


def resume(message: IncomingMessage, client: Client, case: Case, now: datetime) -> list[Fact]:
    """The pause is over; what is still to be asked falls due anew."""
    rest = tuple(one for one in case.pauses if not (one.client and one.since <= now))
    return [
        PauseEnded(client.id, now),
        *booking.replan(replace(case, pauses=rest), now),
        say(case, message, "pause_over"),
        *tell(case, message.key, case.therapist, "client_unpaused", now, client=client.person),
    ]


def _slot(client: Client) -> str:
    return f"{QUESTION}:{client.person}"
