"""Disclosing: what is kept about somebody, told to them in one message. By SMS without a single number they gave."""

from datetime import date, datetime

from handlers.case import Case, Kept, Rating
from handlers.facts import Fact
from handlers.people import Client
from handlers.practice import Feedback
from handlers.saying import echo, reassure
from messages.envelope import Channel, IncomingMessage
from messages.wishes import own_names
from scheduler.schedule import SELF

LISTED = 20
"""So many of the latest ratings are listed."""


def tell_kept(message: IncomingMessage, client: Client, case: Case, now: datetime) -> list[Fact]:
    """What the practice holds, and how to have a copy or have it deleted: words do, as they are passed on."""
    kept, channel = case.kept or Kept(), message.sender.channel
    days = sorted(_day(one, client) for one in kept.ratings)
    shown = channel is not Channel.SMS and case.practice.feedback is not Feedback.THANKS
    return echo(
        message,
        case,
        now,
        "my_data",
        practice=case.practice.name,
        client=client.person,
        channel=channel,
        tongue=own_names()[client.language],
        version=client.consent,
        agreed_on=kept.agreed_at.astimezone(client.zone).date() if kept.agreed_at else None,
        times=len(days),
        first_day=days[0] if days else None,
        listed=[_line(one, client, case, now) for one in kept.ratings[-LISTED:]] if shown else [],
        read_by=reassure(case)["read_by"],
    )


def _day(rating: Rating, client: Client) -> date:
    """When it was given; of one on paper the day it is for."""
    return min(rating.at, rating.about).astimezone(client.zone).date()


def _line(rating: Rating, client: Client, case: Case, now: datetime) -> tuple[date, int, str]:
    """The day, the total and what was asked; the latter by the name it has on the phone."""
    wording = case.practice.wordings.choose(
        rating.measure, client.language, Channel.TELEGRAM, now, of_another=client.rater != SELF
    )
    return _day(rating, client), rating.total, wording.title if wording else ""
