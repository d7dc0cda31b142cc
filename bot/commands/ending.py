"""`meantime client close`, `meantime client reopen`: an episode of care ends, or another one begins."""

from datetime import datetime
from functools import partial
from typing import Annotated

import typer

from bot.commands.common import CommandError, Json, Office, age_of, day_of, local, open_office, run, tell
from bot.commands.deciding import change, in_care
from handlers import ending
from handlers.alerts import AlertSeen
from handlers.case import Case, Episode
from handlers.facts import Fact
from measures.care import Ending
from storage import people
from storage.ids import fresh

Planned = Annotated[bool, typer.Option("--planned", help="Client and therapist agreed to end.")]
Unplanned = Annotated[bool, typer.Option("--unplanned", help="One side ended it, or the client did not come back.")]
Closed = Annotated[str, typer.Option("--date", help="The day it ended, e.g. 2026-11-30; today if left out.")]


def client_close(
    client: str, planned: Planned = False, unplanned: Unplanned = False, date: Closed = "", as_json: Json = False
) -> None:
    """End a client's care. What they write is still passed on."""
    if planned == unplanned:
        raise CommandError("Say how it ended: --planned or --unplanned.")
    how = Ending.PLANNED if planned else Ending.UNPLANNED

    async def work() -> tuple[datetime, int, int]:
        async with open_office() as office:
            case, (at, seen) = await change(office, client.upper(), lambda case: _close(how, date, case, office))
            assert case.client is not None
            return at.astimezone(case.client.zone), len(case.upcoming), seen

    at, cancelled, seen = run(work())
    sentence = f"Closed {client.upper()}: {how} ending on {at:%Y-%m-%d}."
    sentence += f" Appointments cancelled: {cancelled}." if cancelled else ""
    sentence += f" Alerts marked as seen: {seen}." if seen else ""
    record = {"id": client.upper(), "ended": at, "ending": how, "cancelled": cancelled, "alerts_seen": seen}
    tell(record, sentence, as_json=as_json)


def _close(how: Ending, date: str, case: Case, office: Office) -> tuple[list[Fact], tuple[datetime, int]]:
    at = _closed_at(date, in_care(case), office.now)
    said = ending.close(case, how, at, office.now)
    return said, (at, sum(isinstance(fact, AlertSeen) for fact in said))


def _closed_at(date: str, case: Case, now: datetime) -> datetime:
    """The end of a day on the client's clock, or now; within the episode. Raises CommandError."""
    assert case.client is not None
    assert case.episode is not None
    if not date:
        return now
    zone, opened = case.client.zone, case.episode.opened_at
    began, ended = day_of(date, zone)
    if began > now:
        raise CommandError(f"{date} is still to come: close the client on that day.")
    if opened is not None and ended < opened:
        raise CommandError(f"The care of {case.client.id} began later, on {local(opened, zone)}: look at the date.")
    return min(ended, now)


def client_reopen(
    client: str,
    age: Annotated[str, typer.Option(help="adult, adolescent or child; as before if left out.")] = "",
    therapist: Annotated[str, typer.Option(help="The therapist's id; as before if left out.")] = "",
    as_json: Json = False,
) -> None:
    """Begin a new episode. For a client who comes back; the course begins anew."""
    wanted = age_of(age) if age else ""

    async def work() -> str:
        async with open_office() as office:
            if therapist:
                await people.seeing(office.database, therapist.upper())
            begin = partial(_reopen, wanted, therapist.upper(), office)
            return (await change(office, client.upper(), begin))[1]

    episode = run(work())
    sentence = f"Reopened {client.upper()} with a new episode. Next: meantime appointment add {client.upper()} …"
    tell({"id": client.upper(), "episode": episode}, sentence, as_json=as_json)


def _reopen(age: str, therapist: str, office: Office, case: Case) -> tuple[list[Fact], str]:
    before = case.episode
    assert before is not None
    if before.closed_at is None:
        raise CommandError(f"{before.client} is in care already: nothing to do.")
    if not therapist and case.therapist is not None:
        people.sees_clients(case.therapist)
    who, group = therapist or before.therapist, age or before.age
    care = before.profile, before.measure, before.rater
    episode = Episode(f"E-{fresh(6)}", before.client, who, group, *care)
    return ending.reopen(episode, case, office.now), episode.id
