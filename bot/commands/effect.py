"""`meantime effect`, `meantime teachers`: what care achieves, and whom to learn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape

from bot.commands import figures
from bot.commands.common import CommandError, Json, Office, as_text, day_of, open_office, out, run
from handlers.people import Therapist
from measures.benchmarks import CAVEAT, PUBLISHED
from measures.care import Care, Yardstick
from measures.effect import Effect, by_yardstick, effect_of
from measures.effect_record import effect_record, rolling_record, teacher_record
from measures.outcome import Outcome, outcome
from measures.rolling import rolling, sentence
from measures.teachers import teachers
from storage import people
from storage.caseload import caseload

Whose = Annotated[str, typer.Option("--therapist", help="Of one therapist, e.g. T-4QX.")]
OfTeam = Annotated[str, typer.Option("--team", help="Of one team.")]
Since = Annotated[str, typer.Option(help="Closed on that day or later, e.g. 2026-01-01; open ones are all told.")]


@dataclass(frozen=True, slots=True)
class Group:
    """Whose figures are told: the practice's, a team's or a therapist's. `staff` by id."""

    name: str
    staff: dict[str, Therapist]
    outcomes: list[Outcome]


def effect(therapist: Whose = "", team: OfTeam = "", since: Since = "", as_json: Json = False) -> None:
    """Show what care achieves. Of the practice, a team or a therapist; every figure with n and 95 % interval."""
    group = run(_load(therapist.upper(), team, since))
    if as_json:
        print(as_text(_record(group)))
        return
    out.print(f"[bold]Effect: {escape(group.name)}[/bold]")
    if not group.outcomes:
        out.print("No episode yet.")
    for yardstick, outcomes in by_yardstick(group.outcomes).items():
        _print(group, yardstick, outcomes)
    out.print(figures.SHOWN, markup=False)
    out.print(figures.benchmark_table())
    out.print(CAVEAT, markup=False)


async def _load(therapist: str, team: str, since: str) -> Group:
    if therapist and team:
        raise typer.BadParameter("Give either --therapist or --team, not both.")
    async with open_office() as office:
        staff = {one.id: one for one in await people.therapists(office.database)}
        if therapist and therapist not in staff:
            raise people.Unknown
        if team and team not in {one.team for one in staff.values()}:
            raise CommandError(f"There is no team {team!r}: see `meantime therapist list`.")
        found = await caseload(office.database, office.practice.library)
        begin = day_of(since, office.practice.zone)[0] if since else None
        cares = [one for one in found if _belongs(one, therapist, team) and _counts(one, begin)]
        return Group(_name(office, therapist, team, since), staff, [outcome(one) for one in cares])


def _belongs(care: Care, therapist: str, team: str) -> bool:
    return (not therapist or care.therapist == therapist) and (not team or care.team == team)


def _counts(care: Care, begin: datetime | None) -> bool:
    return begin is None or care.closed is None or care.closed >= begin


def _name(office: Office, therapist: str, team: str, since: str) -> str:
    whose = therapist or (f"team {team}" if team else office.practice.name)
    return f"{whose}, closed since {since}" if since else whose


def _print(group: Group, yardstick: Yardstick, outcomes: Sequence[Outcome]) -> None:
    rolled, by_therapist = rolling(outcomes), _by_therapist(group, outcomes)
    out.print(f"\n[reverse] {escape(figures.named(yardstick))} [/reverse]\n")
    for closed in (True, False):
        _print_side(effect_of(outcomes, closed=closed), closed=closed)
        if closed and rolled.blocks:
            out.print(figures.block_table(rolled), f"{sentence(rolled)}\n", markup=False)
        rows = [(name, effect_of(part, closed=closed)) for _, name, part in by_therapist]
        if rows := [row for row in rows if row[1].episodes] if len(by_therapist) > 1 else []:
            out.print(figures.therapist_table(rows, closed=closed))


def _print_side(told: Effect, *, closed: bool) -> None:
    out.print(f"[bold]{escape(figures.heading(told, closed=closed))}[/bold]")
    if told.episodes:
        out.print(figures.effect_table(told))
        out.print(*figures.untold(told), "", sep="\n", markup=False)


def _by_therapist(group: Group, outcomes: Sequence[Outcome]) -> list[tuple[str, str, list[Outcome]]]:
    """Id, name for people and outcomes of each therapist, in the order they joined the practice."""
    parts: dict[str, list[Outcome]] = {id: [] for id in group.staff}  # noqa: A001 - the table's own word
    for one in outcomes:
        parts[one.care.therapist].append(one)
    return [(key, f"{key} {group.staff[key].name}", part) for key, part in parts.items() if part]


def _record(group: Group) -> dict[str, object]:
    return {
        "of": group.name,
        "measures": [_measure(group, yardstick, part) for yardstick, part in by_yardstick(group.outcomes).items()],
        "published": [{"what": what, "value": value, "source": source} for what, value, source in PUBLISHED],
        "caveat": CAVEAT,
    }


def _measure(group: Group, yardstick: Yardstick, outcomes: Sequence[Outcome]) -> dict[str, object]:
    return {
        "measure": yardstick.measure,
        "profile": yardstick.profile,
        "rater": yardstick.rater,
        **_sides(outcomes),
        "therapists": [
            {"id": key, "team": group.staff[key].team, **_sides(part)}
            for key, _, part in _by_therapist(group, outcomes)
        ],
    }


def _sides(outcomes: Sequence[Outcome]) -> dict[str, object]:
    return {
        "closed": effect_record(effect_of(outcomes, closed=True)),
        "rolling": rolling_record(rolling(outcomes)),
        "open": effect_record(effect_of(outcomes, closed=False)),
    }


def teach(therapist: Whose = "", team: OfTeam = "", as_json: Json = False) -> None:
    """List the clients to learn from. Those who do not benefit, and those who were off track and recovered."""
    found = teachers(run(_load(therapist.upper(), team, "")).outcomes)
    if as_json:
        print(as_text([teacher_record(one) for one in found]))
        return
    out.print(figures.teacher_table(found) if found else "Nobody so far.")
