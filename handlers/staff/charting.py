"""Charting: the course of a client as a picture, also those of other measures and raters."""

from dataclasses import replace
from datetime import datetime

from handlers.case import Case
from handlers.facts import Fact
from handlers.judging import own
from handlers.people import Therapist, person_of
from handlers.picturing import Reader, chart_of
from handlers.saying import say, shown
from handlers.staff.looking import Arrived, answer, id_of, judged, line_of, rows
from handlers.staff.orders import BAR, SLASH, Order, Word
from measures.progress import Status
from messages.cards import Card
from messages.chart import to_json
from messages.envelope import Button, Channel

A_ROW = 3


def chart(order: Order, arrival: Arrived, case: Case, now: datetime) -> list[Fact]:
    """`/chart C-7K2`, `/chart C-7K2 srs`, `/chart C-7K2/carer`: too private for an SMS."""
    assert case.staff is not None
    subject = case.subject
    if subject is None or subject.episode is None or not order.client:
        return [say(case, arrival, "no_such_client", client=order.client)]
    if arrival.sender.channel is Channel.SMS:
        return [say(case, arrival, "only_telegram")]
    measure, rater = _wanted(order, subject)
    rated = own(subject.ratings, subject.episode, measure, rater)
    card = Card(
        client=shown(subject, person_of(id_of(subject), rater), Channel.TELEGRAM),
        status=judged(subject, measure, rater).status.value if rated else Status.TOO_EARLY.value,
        course=line_of(rated),
    )
    picture = _picture(subject, case.staff, measure, rater)
    return [answer(case, arrival, "chart", rows(_others(subject, measure, rater), A_ROW), picture, card=card)]


def courses(case: Case) -> list[tuple[str, str]]:
    """Every measure and rater that there is a course of, the episode's own first. Those without rules make none."""
    assert case.episode is not None
    rules = case.practice.library.profile(case.episode.profile).rules
    own_ = (case.episode.measure, case.episode.rater)
    return list(dict.fromkeys([own_, *((one.measure, one.rater) for one in case.ratings if one.measure in rules)]))


def _wanted(order: Order, subject: Case) -> tuple[str, str]:
    """What was asked for: of the rater who was named the measure that was, or their first; else the episode's own."""
    rater, measure = order.client.partition(SLASH)[2], order.rest.casefold().split(" ")[0]
    found = [one for one in courses(subject) if rater in ("", one[1]) and measure in ("", one[0])]
    assert subject.episode is not None
    return found[0] if found else (measure or subject.episode.measure, rater or subject.episode.rater)


def _picture(subject: Case, reader: Therapist, measure: str, rater: str) -> str:
    """The course of a measure by a rater as a letter keeps it; empty before the first rating."""
    assert subject.episode is not None
    wanted = replace(subject.episode, measure=measure, rater=rater)
    gaps = subject.gaps if wanted == subject.episode else ()
    who = shown(subject, person_of(id_of(subject), rater), Channel.TELEGRAM)
    reading = Reader(who, reader.language, reader.zone)
    made = chart_of(subject.practice, wanted, subject.ratings, gaps, reading)
    return "" if made is None else to_json(made)


def _others(subject: Case, measure: str, rater: str) -> list[Button]:
    """A button for each other course."""
    return [
        Button(
            one.upper() + (f" ({who})" if len({name for _, name in courses(subject)}) > 1 else ""),
            BAR.join((Word.CHART, f"{id_of(subject)}/{who}", one)),
        )
        for one, who in courses(subject)
        if (one, who) != (measure, rater)
    ]
