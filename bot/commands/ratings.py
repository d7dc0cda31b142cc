"""`meantime rating`: what was given on paper is entered, and what is wrong is put right. No value is lost."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, TypeAlias

import typer

from bot.commands import amending
from bot.commands.amending import Amended, amend, case_for
from bot.commands.common import CommandError, Json, Office, day_of, open_office, run, show, tell
from bot.commands.deciding import judged
from handlers import correcting, papering
from handlers.case import Case, Rating
from handlers.corrections import Correction, CorrectionKind
from handlers.facts import Fact
from handlers.papering import Paper, client_of
from handlers.people import person_of
from measures.written import scores_of
from scheduler.schedule import SELF
from storage import corrections, people
from storage.corrections import Kept
from storage.database import Connection
from storage.ids import fresh

rating_app = typer.Typer(help="Ratings: from paper, corrected.", no_args_is_help=True)

Scores = Annotated[str, typer.Option("--scores", help='Every item in order, e.g. "7 6.5 8 7".')]
By = Annotated[str, typer.Option("--by", help="Who says so, by id: the therapist, a supervisor or a manager.")]
Why = Annotated[str, typer.Option("--reason", help="Why; it is kept with the value before.")]
Decide: TypeAlias = Callable[[Correction, Case, Office], list[Fact]]
TOLD = {
    CorrectionKind.SCORES: "other scores",
    CorrectionKind.MOVED: "moved",
    CorrectionKind.INVALID: "made invalid",
    CorrectionKind.VALID: "made valid again",
}


@rating_app.command("add")
def rating_add(
    client: Annotated[str, typer.Argument(help="The client, or who else rated: C-7K2/carer.")],
    measure: Annotated[str, typer.Option(help="The measure that was filled in, e.g. ors.")],
    scores: Scores,
    date: Annotated[str, typer.Option(help="The day it is of, on the client's calendar: 2026-12-03.")],
    by: By,
    as_json: Json = False,
) -> None:
    """Enter a rating from paper. What it answers is asked no more."""

    async def work() -> Amended:
        async with open_office() as office, office.database.transaction() as connection:
            case = await case_for(office, connection, amending.person(client))
            asked = office.practice.library.instrument(measure.lower())
            judged(case, asked.id)
            scored = scores_of(scores, asked)
            who = await amending.require(office, by, client_of(case).id, case.therapist)
            day, span = amending.day_within(date, case, office.now)
            paper = Paper(f"R-{fresh(6)}", asked.id, scored, day, who)
            sessions = await corrections.sessions(office.database, connection, client_of(case).id, *span)
            amending.require_free(asked.id, day, case, session=bool(papering.free(asked.id, sessions, case)))
            said = papering.add(paper, sessions, case, office.now)
            return await amend(office, connection, paper.id, said, case)

    _tell(run(work()), "Entered", as_json=as_json)


@rating_app.command("correct")
def rating_correct(rating: str, scores: Scores, by: By, reason: Why, as_json: Json = False) -> None:
    """Correct the scores of a rating. Its whole course is judged anew."""

    def decide(correction: Correction, case: Case, office: Office) -> list[Fact]:
        measure = office.practice.library.instrument(correction.before.measure)
        scored = scores_of(scores, measure)
        if scored.items == correction.before.items:
            raise CommandError("The rating has these scores already: nothing to do.")
        return correcting.rescore(correction, scored, case, office.now)

    _tell(run(_correct(rating, CorrectionKind.SCORES, by, reason, decide)), "Corrected", as_json=as_json)


@rating_app.command("invalidate")
def rating_invalidate(rating: str, by: By, reason: Why, as_json: Json = False) -> None:
    """Make a rating invalid. It stays, but counts no more."""

    def decide(correction: Correction, case: Case, office: Office) -> list[Fact]:
        return correcting.invalidate(correction, case, office.now)

    _tell(run(_correct(rating, CorrectionKind.INVALID, by, reason, decide)), "Made invalid", as_json=as_json)


@rating_app.command("restore")
def rating_restore(rating: str, by: By, reason: Why, as_json: Json = False) -> None:
    """Make an invalid rating count again."""

    def decide(correction: Correction, case: Case, office: Office) -> list[Fact]:
        before = correction.before
        day = papering.day_of(before.about, case)
        amending.require_free(before.measure, day, case, session=_has_session(before, case))
        return correcting.restore(correction, case, office.now)

    _tell(run(_correct(rating, CorrectionKind.VALID, by, reason, decide)), "Restored", as_json=as_json)


@rating_app.command("move")
def rating_move(
    rating: str,
    to: Annotated[str, typer.Option("--to", help="Whose it is: C-3MX, or C-3MX/carer.")],
    by: By,
    reason: Why,
    as_json: Json = False,
) -> None:
    """Move a rating to whose it is. Both courses are judged anew."""

    async def work() -> Amended:
        async with open_office() as office, office.database.transaction() as connection:
            correction, case = await _begin(office, connection, rating, CorrectionKind.MOVED, by, reason)
            target = await _target(office, connection, amending.person(to), case)
            before, whose = correction.before, client_of(target)
            if target.therapist is not None:
                await amending.require(office, by, whose.id, target.therapist)
            judged(target, before.measure)
            amending.day_within(str(papering.day_of(min(before.at, before.about), target)), target, office.now)
            day = papering.day_of(before.about, target)
            sessions = await corrections.sessions(office.database, connection, whose.id, *day_of(str(day), whose.zone))
            free = bool(papering.free(before.measure, sessions, target))
            amending.require_free(before.measure, day, target, session=free)
            said = correcting.move(correction, sessions, case, target, office.now)
            concerned = (case,) if whose.id == before.client else (case, target)
            return await amend(office, connection, before.id, said, *concerned)

    _tell(run(work()), "Moved", as_json=as_json)


@rating_app.command("list")
def rating_list(client: str, as_json: Json = False) -> None:
    """List all ratings of a client. Also those that count no more."""

    async def work() -> list[dict[str, object]]:
        async with open_office() as office:
            case = await people.client(office.database, client.upper(), office.practice, office.now)
            return [_row(one, case) for one in await corrections.ratings_of(office.database, client.upper())]

    show(run(work()), as_json=as_json, title=f"Ratings of {client.upper()}", empty="No rating yet.")


@rating_app.command("history")
def rating_history(rating: str, as_json: Json = False) -> None:
    """Show what was changed of a rating. Each value it had, who changed it, when and why."""

    async def work() -> list[dict[str, object]]:
        async with open_office() as office:
            database = office.database
            kept = (await corrections.rating(database, database.reader, amending.named(rating))).rating
            told = await corrections.history(database, database.reader, kept)
            closed = await corrections.alerts_closed(database, [kept.id, *(one.id for one in told)])
            return _history(kept, told, closed, office)

    show(run(work()), as_json=as_json, title=f"History of {amending.named(rating)}", empty="")


async def _correct(rating: str, kind: CorrectionKind, by: str, reason: str, decide: Decide) -> Amended:
    async with open_office() as office, office.database.transaction() as connection:
        correction, case = await _begin(office, connection, rating, kind, by, reason)
        return await amend(office, connection, correction.before.id, decide(correction, case, office), case)


async def _begin(
    office: Office, connection: Connection, rating: str, kind: CorrectionKind, by: str, reason: str
) -> tuple[Correction, Case]:
    """What is to be changed, and the case that the rating is judged in."""
    why = amending.reason_of(reason)
    kept = await corrections.rating(office.database, connection, amending.named(rating))
    case, sees = await corrections.case_of(office.database, connection, kept.rating, office.practice, office.now)
    who = await amending.require(office, by, kept.rating.client, sees)
    if kind is CorrectionKind.VALID and kept.counts:
        raise CommandError("The rating counts already: nothing to do.")
    if kind is not CorrectionKind.VALID and not kept.counts:
        raise CommandError(f"The rating was made invalid: meantime rating restore {kept.rating.id}")
    return Correction(f"K-{fresh(6)}", kind, who, why, kept.rating, office.now), case


async def _target(office: Office, connection: Connection, to: str, case: Case) -> Case:
    """Whom a rating is moved to: another rater of the same client in the same episode, or another client."""
    assert case.client is not None
    client, _, rater = to.partition("/")
    if to == case.client.person:
        raise CommandError(f"The rating is of {to} already: nothing to do.")
    if client != case.client.id:
        return await case_for(office, connection, to)
    target = case.seen_by(rater or SELF)
    if target.client is case.client:
        raise people.Unknown
    return target


def _has_session(rating: Rating, case: Case) -> bool:
    """Whether a rating is for a session that nothing else has rated."""
    same = [one for one in case.ratings if (one.measure, one.rater) == (rating.measure, rating.rater)]
    return bool(rating.appointment) and all(one.appointment != rating.appointment for one in same)


def _row(kept: Kept, case: Case) -> dict[str, object]:
    one, zone = kept.rating, client_of(case).zone
    return {
        "id": one.id,
        "measure": one.measure,
        "rater": one.rater,
        "for": one.about.astimezone(zone),
        "total": one.total / 10,
        "scores": [item / 10 for item in one.items],
        "by": one.channel,
        "marks": [name for name, holds in _marks(kept) if holds],
    }


def _marks(kept: Kept) -> list[tuple[str, bool]]:
    return [("late", kept.rating.late), ("corrected", kept.corrected > 0), ("invalid", not kept.counts)]


def _history(
    kept: Rating, told: Sequence[Correction], closed: Mapping[str, list[str]], office: Office
) -> list[dict[str, object]]:
    """How it was made, and each change, with the value from then on."""
    zone = office.practice.zone
    made = {"at": kept.at.astimezone(zone), "what": f"made ({kept.channel})", "by": kept.entered_by, "reason": ""}
    changes = [made] + [
        {"at": one.at.astimezone(zone), "what": TOLD[one.kind], "by": one.by, "reason": one.reason} for one in told
    ]
    values = [*(one.before for one in told), kept]
    causes = [kept.id, *(one.id for one in told)]
    return [
        {**change, **_value(value), "alerts_closed": closed.get(cause, [])}
        for change, value, cause in zip(changes, values, causes, strict=True)
    ]


def _value(rating: Rating) -> dict[str, object]:
    return {
        "of": person_of(rating.client, rating.rater),
        "total": rating.total / 10,
        "scores": [item / 10 for item in rating.items],
    }


def _tell(done: Amended, verb: str, *, as_json: bool) -> None:
    one = done.rating
    record = {
        "id": one.id,
        **_value(one),
        "measure": one.measure,
        "for": one.about,
        "status": done.status,
        "alerts_closed": done.closed,
        "alerts_raised": done.raised,
    }
    what = f"{one.measure.upper()} {one.total / 10:.1f} of {record['of']}"
    sentence = f"{verb} {one.id}: {what}. The course is {done.status}."
    sentence += f" Alerts closed: {', '.join(done.closed)}." if done.closed else ""
    sentence += f" Alerts raised: {', '.join(done.raised)}." if done.raised else ""
    tell(record, sentence, as_json=as_json)
