"""`meantime therapist set`, `away`, `back`, `show`: how somebody wants to be told, and who stands in for them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

import typer

from bot.commands.common import CommandError, Json, Office, day_of, listed, open_office, run, tell, wall_of
from handlers.facts import Fact
from handlers.people import Away, Duty, Holds, Therapist
from handlers.quiet import quiet_hours
from handlers.saying import reachable
from handlers.staff.quieting import NEVER
from handlers.staffing import AwayEnded, AwaySet, TherapistSet
from storage import desks, facts
from storage.ids import fresh
from storage.people import Unknown

Quiet = Annotated[str, typer.Option(help="Quiet hours, e.g. 21:00-07:00, off, or default (the practice's).")]
HoldsTo = Annotated[str, typer.Option(help="When what can wait comes: morning or brief.")]
Backup = Annotated[str, typer.Option(help="Who is told of what is urgent beside them; none for nobody.")]
Digest = Annotated[bool | None, typer.Option("--digest/--no-digest", help="The weekly digest.")]


def therapist_set(
    therapist: str,
    quiet: Quiet = "",
    holds: HoldsTo = "",
    backup: Backup = "",
    digest: Digest = None,
    as_json: Json = False,
) -> None:
    """Set how a therapist is told. What is left out stays as it is."""

    async def work() -> dict[str, object]:
        async with open_office() as office:
            who = await _known(office, therapist)
            changed = _held(_quiet(who, quiet), holds)
            if backup:
                changed = replace(changed, backup=await _backup(office, who, backup))
            if digest is not None and digest != who.digest:
                changed = replace(changed, digest=digest, digest_at=None)
            await _apply(office, [TherapistSet(changed)])
            return _record(changed, office)

    record = run(work())
    tell(record, listed(record).replace("[bold]", "").replace("[/bold]", ""), as_json=as_json)


def therapist_show(therapist: str, as_json: Json = False) -> None:
    """Show how a therapist is told. And who stands in for them."""

    async def work() -> dict[str, object]:
        async with open_office() as office:
            return _record(await _known(office, therapist), office)

    record = run(work())
    tell(record, listed(record).replace("[bold]", "").replace("[/bold]", ""), as_json=as_json)


def therapist_away(
    therapist: str,
    first: Annotated[str, typer.Argument(help="The first day, e.g. 2026-08-03.")],
    last: Annotated[str, typer.Argument(help="The last day.")],
    colleague: Annotated[str, typer.Option(help="Who stands in, by id; their backup if left out.")] = "",
    as_json: Json = False,
) -> None:
    """Name who stands in while a therapist is away. In place of any other span."""

    async def work() -> Away:
        async with open_office() as office:
            who = await _known(office, therapist)
            since, until = day_of(first, who.zone)[0], day_of(last, who.zone)[1] + timedelta(seconds=1)
            if until <= max(since, office.now):
                raise CommandError("The last day is past, or before the first: look at the days.")
            named = colleague or who.backup
            if not named:
                raise CommandError(f"{who.id} has no backup: say who stands in with --colleague.")
            stands_in = _able(await _known(office, named), who, office)
            span = Away(f"W-{fresh(6)}", stands_in.id, max(since, office.now), until)
            ended = [AwayEnded(who.id, office.now)] if who.away else []
            await _apply(office, [*ended, AwaySet(who.id, span)])
            return span

    span = run(work())
    record = {"therapist": therapist.upper(), "colleague": span.colleague, "since": span.since, "until": span.until}
    sentence = f"{span.colleague} stands in for {therapist.upper()} from {first} to {last}: let them know."
    tell(record, sentence, as_json=as_json)


def therapist_back(therapist: str) -> None:
    """End a therapist's absence. Nobody stands in any more, now or later."""

    async def work() -> None:
        async with open_office() as office:
            who = await _known(office, therapist)
            if not who.away:
                raise CommandError(f"Nobody stands in for {who.id}: nothing to do.")
            await _apply(office, [AwayEnded(who.id, office.now)])

    run(work())
    print(f"Nobody stands in for {therapist.upper()} any more.")


async def _known(office: Office, id_: str) -> Therapist:
    """One of the practice, with when they are away. Raises Unknown."""
    wanted = id_.strip().upper()
    found = await desks.therapists(office.database, office.database.reader, [wanted], office.now)
    if wanted not in found:
        raise Unknown
    return found[wanted]


async def _apply(office: Office, said: Sequence[Fact]) -> None:
    async with office.database.transaction() as connection:
        await facts.apply(office.database, connection, said, office.now)


def _quiet(who: Therapist, written: str) -> Therapist:
    """With these quiet hours. Raises CommandError."""
    if not written:
        return who
    if written in ("off", "default"):
        clock = NEVER if written == "off" else None
        return replace(who, quiet_from=clock, quiet_until=clock)
    since, _, until = written.partition("-")
    return replace(who, quiet_from=wall_of(since), quiet_until=wall_of(until))


def _held(who: Therapist, written: str) -> Therapist:
    """With this for what can wait. Raises CommandError."""
    if written and written not in tuple(Holds):
        raise CommandError(f"What can wait comes in the {' or the '.join(Holds)}, not {written!r}.")
    return replace(who, holds=Holds(written)) if written else who


async def _backup(office: Office, who: Therapist, written: str) -> str:
    """Raises Unknown, CommandError."""
    if written == "none":
        return ""
    other = await _known(office, written)
    if other.id == who.id:
        raise CommandError("Nobody is their own backup: name somebody else.")
    return other.id


def _able(other: Therapist, who: Therapist, office: Office) -> Therapist:
    """Who can stand in. Raises CommandError."""
    if other.id == who.id or other.duty is Duty.MANAGER:
        raise CommandError(f"{other.id} cannot stand in: name another therapist or a supervisor.")
    if reachable(other, office.practice) is None:
        raise CommandError(f"{other.id} cannot be reached: they join first, by meantime invite {other.id}")
    return other


def _record(who: Therapist, office: Office) -> dict[str, object]:
    since, until = quiet_hours(who, office.practice.alerting)
    return {
        "id": who.id,
        "name": who.name,
        "duty": who.duty.value,
        "team": who.team,
        "quiet": "off" if since == until else f"{since:%H:%M}-{until:%H:%M}",
        "holds": who.holds.value,
        "backup": who.backup,
        "digest": "weekly" if who.digest else "none",
        "away": [f"{_days(one, who)}: {one.colleague}" for one in who.away],
    }


def _days(away: Away, who: Therapist) -> str:
    first, last = (at.astimezone(who.zone) for at in (away.since, away.until - timedelta(seconds=1)))
    return f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"
