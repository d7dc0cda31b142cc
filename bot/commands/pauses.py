"""`meantime client pause`, `meantime client resume`, `meantime holiday`: spans in which nobody is asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.commands.common import LONGEST_DAYS, CommandError, Json, Office, day_of, open_office, run, show, tell
from handlers.case import Pause
from storage import pauses, people
from storage.ids import fresh

holiday_app = typer.Typer(help="Days on which the practice asks nobody.", no_args_is_help=True)
FIRST_DAY = "The first day, e.g. 2026-12-20"
From = Annotated[str, typer.Option("--from", help=f"{FIRST_DAY}.")]
FromNow = Annotated[str, typer.Option("--from", help=f"{FIRST_DAY}; from now on if left out.")]
Until = Annotated[str, typer.Option("--until", help="The last day, e.g. 2027-01-06.")]
SECOND = timedelta(seconds=1)
DAY = "%Y-%m-%d"


def client_pause(client: str, until: Until, since: FromNow = "", as_json: Json = False) -> None:
    """Ask nothing about a client for some days. Of whatever rater; a pause that overlaps becomes one with it."""

    async def work() -> tuple[Pause, ZoneInfo]:
        async with open_office() as office:
            case = await people.client(office.database, client.upper(), office.practice, office.now)
            assert case.client is not None
            own = [one for one in case.pauses if one.client]
            made = _pause(client.upper(), since, until, case.client.zone, office)
            return await _add(made, own, case.client.zone, office), case.client.zone

    made, zone = run(work())
    tell(pause_record(made, zone), f"{client.upper()} is asked nothing {_span(made, zone)}.", as_json=as_json)


def client_resume(client: str) -> None:
    """End the pauses of a client. Also those to come."""

    async def work() -> int:
        async with open_office() as office:
            case = await people.client(office.database, client.upper(), office.practice, office.now)
            own = [one.id for one in case.pauses if one.client]
            await pauses.end(office.database, own, office.now)
            return len(own)

    if not run(work()):
        raise CommandError(f"{client.upper()} has no pause: nothing to do.")
    print(f"{client.upper()} is asked again.")


@holiday_app.command("add")
def holiday_add(since: From, until: Until, as_json: Json = False) -> None:
    """Ask nobody on these days. A holiday that overlaps becomes one with them."""

    async def work() -> tuple[Pause, ZoneInfo]:
        async with open_office() as office:
            made, zone = _pause("", since, until, office.practice.zone, office), office.practice.zone
            return await _add(made, await pauses.holidays(office.database, office.now), zone, office), zone

    made, zone = run(work())
    tell(pause_record(made, zone), f"Holiday {made.id}: nobody is asked {_span(made, zone)}.", as_json=as_json)


@holiday_app.command("list")
def holiday_list(as_json: Json = False) -> None:
    """List the holidays to come."""

    async def work() -> list[dict[str, object]]:
        async with open_office() as office:
            found = await pauses.holidays(office.database, office.now)
            return [pause_record(one, office.practice.zone) for one in found]

    show(run(work()), as_json=as_json, title="Holidays", empty="No holiday is planned.")


@holiday_app.command("remove")
def holiday_remove(holiday: Annotated[str, typer.Argument(help="Its id, e.g. P-4QXK.")]) -> None:
    """Remove a holiday. One that goes on ends now."""

    async def work() -> None:
        async with open_office() as office:
            if holiday.upper() not in [one.id for one in await pauses.holidays(office.database, office.now)]:
                raise CommandError("There is no such holiday: see `meantime holiday list`.")
            await pauses.end(office.database, [holiday.upper()], office.now)

    run(work())
    print(f"Removed holiday {holiday.upper()}.")


def pause_record(pause: Pause, zone: ZoneInfo) -> dict[str, object]:
    """A pause by its first and last day."""
    return {
        "id": pause.id,
        "from": pause.since.astimezone(zone).strftime(DAY),
        "until": (pause.until - SECOND).astimezone(zone).strftime(DAY),
    }


def _span(pause: Pause, zone: ZoneInfo) -> str:
    record = pause_record(pause, zone)
    return f"from {record['from']} until {record['until']}, both days included"


def _pause(client: str, since: str, until: str, zone: ZoneInfo, office: Office) -> Pause:
    """Whole days on the zone's calendar. Raises CommandError."""
    first = day_of(since, zone)[0] if since else office.now
    last = day_of(until, zone)[1] + SECOND
    _require_order(first, last, office.now, since or "today", until)
    return Pause(f"P-{fresh(4)}", client, first, last)


async def _add(made: Pause, before: Sequence[Pause], zone: ZoneInfo, office: Office) -> Pause:
    """The pause, as one with those that overlap it. Raises CommandError when it adds nothing to one of them."""
    over = [one for one in before if one.since < made.until and made.since < one.until]
    if not over:
        await pauses.add(office.database, made, office.now)
        return made
    first, *others = over
    since, until = min(one.since for one in [made, *over]), max(one.until for one in [made, *over])
    joined = replace(first, since=since, until=until)
    if joined == first:
        whom = f"{first.client} is asked nothing" if first.client else f"Holiday {first.id}: nobody is asked"
        raise CommandError(f"{whom} {_span(first, zone)}, already: nothing to do.")
    await pauses.join(office.database, joined, [one.id for one in others], office.now)
    return joined


def _require_order(first: datetime, last: datetime, now: datetime, since: str, until: str) -> None:
    if last <= now:
        raise CommandError(f"{until} is past: give a last day to come.")
    if last <= first:
        raise CommandError(f"{until} comes before {since}: give the first day as --from and the last as --until.")
    if last > now + timedelta(days=LONGEST_DAYS):
        raise CommandError(f"{until} is more than ten years ahead: look at the year.")
