"""`meantime therapist set`, `away`, `back`, `show`: how somebody wants to be told, and who stands in for them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

import typer

from bot.commands.common import CommandError, Json, Office, day_of, listed, open_office, run, said, tell, wall_of
from handlers import absence
from handlers.absence import Leaver
from handlers.facts import Fact, LetterWritten
from handlers.people import Away, Holds, Therapist
from handlers.quiet import quiet_hours
from handlers.staff.quieting import NEVER
from handlers.staffing import TherapistSet
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
    """Name who stands in while a therapist is away. Both are told."""

    async def work() -> dict[str, object]:
        async with open_office() as office:
            leaver = await _leaver(office, therapist)
            who, now = leaver.who, office.now
            since, until = day_of(first, who.zone)[0], day_of(last, who.zone)[1] + timedelta(seconds=1)
            if until <= max(since, now):
                raise CommandError("The last day is past, or before the first: look at the days.")
            wanted = Away(f"W-{fresh(6)}", colleague.strip().upper() or who.backup, max(since, now), until)
            _require_fit(wanted, leaver)
            decided = absence.begin(wanted, leaver, now)
            begins, ends = absence.days(wanted, who)
            by = absence.called(absence.by_id(wanted.colleague, leaver))
            decided += absence.letter("away_set", who, leaver, now, begins=begins, ends=ends, by=by)
            await _apply(office, decided)
            span = {"therapist": who.id, "colleague": wanted.colleague, "since": wanted.since, "until": wanted.until}
            return {**span, "told": _told(decided, leaver)}

    record = run(work())
    sentence = f"{record['colleague']} stands in for {record['therapist']} from {first} to {last}."
    tell(record, f"{sentence} Told: {said(record['told']) or 'nobody'}.", as_json=as_json)


def therapist_back(therapist: str, as_json: Json = False) -> None:
    """End a therapist's absence. Nobody stands in any more, now or later; who did is told."""

    async def work() -> dict[str, object]:
        async with open_office() as office:
            leaver = await _leaver(office, therapist)
            if not leaver.who.away:
                raise CommandError(f"Nobody stands in for {leaver.who.id}: nothing to do.")
            decided = [*absence.end(leaver, office.now), *absence.letter("back", leaver.who, leaver, office.now)]
            await _apply(office, decided)
            return {"therapist": leaver.who.id, "told": _told(decided, leaver)}

    record = run(work())
    sentence = f"Nobody stands in for {record['therapist']} any more. Told: {said(record['told']) or 'nobody'}."
    tell(record, sentence, as_json=as_json)


async def _leaver(office: Office, therapist: str) -> Leaver:
    """Who leaves or comes back, with those who stand in and may be told. Raises Unknown."""
    database, now = office.database, office.now
    who = await _known(office, therapist)
    clients = await desks.unseen(database, database.reader, who.id)
    everybody = await desks.everybody(database, database.reader, now)
    return Leaver(who, everybody, office.practice, f"absence:{who.id}:{now:%Y%m%dT%H%M%S.%f}", clients)


def _require_fit(wanted: Away, leaver: Leaver) -> None:
    """Raises Unknown, CommandError unless the colleague can stand in."""
    who, other = leaver.who.id, wanted.colleague
    match absence.unfit(wanted, leaver):
        case "":
            return
        case "nobody":
            raise CommandError(f"{who} has no backup: say who stands in with --colleague.")
        case "unknown" if other != who:
            raise Unknown
        case "away":
            raise CommandError(f"{other} is away then, too: name somebody else.")
        case "unreachable":
            raise CommandError(f"{other} cannot be reached: they join first, by meantime invite {other}")
        case _:
            raise CommandError(f"{other} cannot stand in: name another therapist or a supervisor.")


def _told(said: Sequence[Fact], leaver: Leaver) -> list[str]:
    """Who gets a letter about it."""
    sent = {fact.letter.to for fact in said if isinstance(fact, LetterWritten)}
    return [one.id for one in leaver.everybody if any(contact.address in sent for contact in one.contacts)]


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
        "away": [_span(one, who) for one in who.away],
    }


def _span(away: Away, who: Therapist) -> str:
    first, last = absence.days(away, who)
    return f"{first.isoformat()} to {last.isoformat()}: {away.colleague}"
