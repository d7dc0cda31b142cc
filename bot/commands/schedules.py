"""`meantime schedule`: what is asked of whom, and on which occasions."""

from datetime import datetime, time
from functools import partial
from typing import Annotated

import typer

from bot.commands.common import CommandError, Json, Office, open_office, person_of, run, said, show, tell, wall_of
from bot.commands.deciding import change, in_care, judged, rater_in, require_wording
from handlers import scheduling
from handlers.booking import span_of
from handlers.case import Case
from handlers.facts import AppointmentBooked, Fact
from messages.envelope import MomentKind
from scheduler.schedule import SELF, Occasion, Schedule
from storage import people
from storage.ids import fresh

schedule_app = typer.Typer(help="What is asked of whom, and when.", no_args_is_help=True)

MOST_DAYS, MOST_SESSIONS = 365, 52
EVENING = time(18)
"""When a check between sessions is asked, unless told (ours)."""

Measure = Annotated[str, typer.Option(help="The measure, e.g. srs.")]
When = Annotated[str, typer.Option(help="before or after a session, or between sessions.")]
Rater = Annotated[str, typer.Option(help="Who is asked: self, carer, carer2 or partner.")]
Every = Annotated[
    int | None,
    typer.Option(min=1, max=MOST_SESSIONS, help="Only the first session and then every n-th, e.g. 4."),
]
EveryDays = Annotated[int | None, typer.Option("--days", min=1, max=MOST_DAYS, help="Between sessions: so often.")]
At = Annotated[str, typer.Option(help="Between sessions: at this hour of the rater's own day; 18:00 if left out.")]
Gap = Annotated[
    int | None,
    typer.Option(min=0, max=MOST_DAYS, help="Not asked again if rated for a day less than so many days away."),
]


@schedule_app.command("list")
def schedule_list(client: str, as_json: Json = False) -> None:
    """List what is asked of whom about a client."""

    async def work() -> list[dict[str, object]]:
        async with open_office() as office:
            case = await people.client(office.database, person_of(client)[0], office.practice, office.now)
            return [_record(one, case) for one in case.schedules]

    show(run(work()), as_json=as_json, title="Schedules", empty="Nothing is asked: meantime schedule set …")


def _record(schedule: Schedule, case: Case) -> dict[str, object]:
    check = next((one for one in case.upcoming if one.schedule == schedule.key), None)
    who = next((one for one in case.everyone if one.rater == schedule.rater), None)
    asked = span_of(check, schedule.occasion, who, case).ask if check and who else None
    return {
        "rater": schedule.rater,
        "measure": schedule.measure,
        "asked": occasion_of(schedule),
        "gap": schedule.gap,
        "next": asked.astimezone(who.zone) if asked and who else None,
    }


def occasion_of(schedule: Schedule) -> str:
    """When a measure is asked, in words."""
    if schedule.occasion is Occasion.BETWEEN:
        often = "every day" if schedule.days == 1 else f"every {schedule.days} days"
        return f"between sessions, {often} at {schedule.at:%H:%M}"
    if schedule.every == 1:
        return f"{schedule.occasion} every session"
    return f"{schedule.occasion} the first session and then every {_ordinal(schedule.every)}"


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


@schedule_app.command("set")
def schedule_set(  # noqa: PLR0913, PLR0917 - a command's options
    client: str,
    measure: Measure,
    occasion: When,
    rater: Rater = "",
    every: Every = None,
    days: EveryDays = None,
    at: At = "",
    gap: Gap = None,
    as_json: Json = False,
) -> None:
    """Ask a measure on an occasion, from now on. What is due follows at once."""
    id_, who = _whom(client, rater)
    asked = Schedule(id_, who, measure, _occasion(occasion))

    async def work() -> tuple[Schedule, datetime | None]:
        async with open_office() as office:
            wanted = _wanted(asked, every, days, at, office.config.schedule.gap_days if gap is None else gap, gap)
            case, first = await change(office, id_, partial(_begin, wanted, office))
            return wanted, first.astimezone(rater_in(case, who).zone) if first else None

    made, first = run(work())
    record = {"client": id_, "rater": who, "measure": made.measure, "asked": occasion_of(made), "gap": made.gap}
    sentence = f"{people_said(id_, who)} is asked {made.measure} {occasion_of(made)}."
    sentence += f" The first time: {said(first)}{_earlier(made, first)}." if first else ""
    tell({**record, "next": first}, sentence, as_json=as_json)


def _earlier(made: Schedule, first: datetime) -> str:
    """Why it is not asked at the hour that was wished for."""
    return f", as {made.at:%H:%M} is in their quiet hours" if first.time() != made.at else ""


def _wanted(asked: Schedule, every: int | None, days: int | None, at: str, least: int, gap: int | None) -> Schedule:
    """The schedule as it was typed. Raises CommandError on what does not go together."""
    client, rater, measure, occasion = asked.client, asked.rater, asked.measure, asked.occasion
    if occasion is not Occasion.BETWEEN:
        if days is not None or at:
            raise CommandError("--days and --at are for --occasion between: say --every for sessions.")
        kept = least if occasion is Occasion.BEFORE or gap is not None else 0
        return Schedule(client, rater, measure, occasion, every or 1, gap=kept)
    if every is not None:
        raise CommandError("--every counts sessions: say --days for --occasion between.")
    if days is None:
        raise CommandError("Say how often it is asked between sessions, e.g. --days 14.")
    if gap is not None and gap > days:
        raise CommandError(
            f"A --gap of {gap} days would leave out most of what is asked every {days}: give a smaller one."
        )
    hour = wall_of(at) if at else EVENING
    return Schedule(client, rater, measure, occasion, days=days, at=hour, gap=min(least, days))


def _begin(wanted: Schedule, office: Office, case: Case) -> tuple[list[Fact], datetime | None]:
    who = rater_in(in_care(case), wanted.rater)
    require_wording(office.practice, judged(case, wanted.measure), who, office.now)
    facts = scheduling.begin(wanted, f"B-{fresh(6)}", case, office.now)
    return facts, _first(wanted, facts)


def _first(wanted: Schedule, facts: list[Fact]) -> datetime | None:
    """When a check between sessions is asked first."""
    booked = [one for one in facts if isinstance(one, AppointmentBooked) and one.appointment.schedule == wanted.key]
    return next((one.at for check in booked for one in check.moments if one.kind is MomentKind.ASK), None)


@schedule_app.command("end")
def schedule_end(client: str, measure: Measure, occasion: When, rater: Rater = "", as_json: Json = False) -> None:
    """Ask a measure on an occasion no more. What is open is taken back."""
    id_, who = _whom(client, rater)
    gone = Schedule(id_, who, measure, _occasion(occasion))

    async def work() -> Schedule:
        async with open_office() as office:
            return (await change(office, id_, lambda case: _end(gone, case, office)))[1]

    ended = run(work())
    sentence = f"{people_said(id_, who)} is not asked {ended.measure} {occasion_of(ended)} any more."
    tell({"client": id_, "rater": who, "measure": ended.measure, "occasion": ended.occasion}, sentence, as_json=as_json)


def _end(gone: Schedule, case: Case, office: Office) -> tuple[list[Fact], Schedule]:
    found = next((one for one in case.schedules if one.key == gone.key), None)
    if found is None:
        raise CommandError(
            f"{people_said(gone.client, gone.rater)} is not asked {gone.measure} {gone.occasion} sessions:"
            f" see `meantime schedule list {gone.client}`."
        )
    return scheduling.end(found, case, office.now), found


def people_said(client: str, rater: str) -> str:
    """Whom a sentence is about: `C-7K2`, or `The carer of C-7K2`."""
    return client if rater == SELF else f"The {rater} of {client}"


def _whom(client: str, rater: str) -> tuple[str, str]:
    """`C-7K2 --rater carer` and `C-7K2/carer` say the same."""
    id_, named = person_of(client)
    return id_, rater.strip().lower() or named


def _occasion(text: str) -> Occasion:
    try:
        return Occasion(text.strip().lower())
    except ValueError:
        raise CommandError(f"{text!r} is no occasion: use {', '.join(Occasion)}.") from None
