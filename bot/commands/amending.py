"""What `meantime rating` decides: who may, of whom, on which day; and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.applying import apply
from bot.commands.common import CommandError, Office, day_of, local
from handlers import papering
from handlers.alerts import AlertClosed, AlertRaised
from handlers.case import Case, Rating
from handlers.corrections import entitled
from handlers.facts import Fact
from handlers.judging import course_of
from handlers.papering import client_of
from handlers.people import Therapist
from measures.progress import judge
from storage import cases, corrections, people
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Amended:
    """A rating as it is now, how its course stands, and by their rules the alerts that were closed and raised."""

    rating: Rating
    status: str
    closed: list[str]
    raised: list[str]


def person(written: str) -> str:
    """`c-7k2/Carer` is `C-7K2/carer`."""
    client, slash, rater = written.strip().partition("/")
    return client.upper() + slash + rater.lower()


def named(rating: str) -> str:
    """`r-3mx7k2` is `R-3MX7K2`; what was asked for is named as it is listed."""
    return rating.upper() if rating[:2] in ("r-", "R-") else rating


async def case_for(office: Office, connection: Connection, who: str) -> Case:
    """The case of a client as one of their raters. Raises Unknown."""
    case = await cases.client_case(office.database, connection, who, office.practice, office.now)
    if case.client is None or case.episode is None:
        raise people.Unknown
    return case


async def require(office: Office, by: str, client: str, sees: Therapist | None) -> str:
    """The id of whoever is said to enter or correct a rating of a client. Raises Unknown, CommandError."""
    who = await people.therapist(office.database, by.strip().upper())
    if sees is None or not entitled(who, sees):
        raise CommandError(
            f"{who.id} may not: ratings of {client} are entered and corrected by their therapist, a supervisor of the"
            " same team or a manager."
        )
    return who.id


def reason_of(text: str) -> str:
    """Why. Raises CommandError when it is blank."""
    if not text.strip():
        raise CommandError("The reason is empty: say why, it is kept with the value before.")
    return text.strip()


def day_within(written: str, case: Case, now: datetime) -> tuple[date, tuple[datetime, datetime]]:
    """A day on the client's calendar, within the episode and not to come, with its ends. Raises CommandError."""
    assert case.episode is not None
    client, zone = case.episode.client, client_of(case).zone
    opened, closed = case.episode.opened_at, case.episode.closed_at
    began, ended = day_of(written, zone)
    if began > now:
        raise CommandError(f"{written} is still to come: enter what was filled in already.")
    if opened is not None and ended < opened:
        raise CommandError(
            f"The care of {client} began later, on {opened.astimezone(zone):%Y-%m-%d}: look at the date, or say when it"
            f" began: meantime client set {client} --since …"
        )
    if closed is not None and began > closed:
        raise CommandError(f"The care of {client} ended on {local(closed, zone)}: look at the date.")
    return papering.day_of(began, case), (began, ended)


def require_free(measure: str, day: date, case: Case, *, session: bool) -> None:
    """Nobody rates twice by one measure on one day, unless there is another `session`. Raises CommandError."""
    if session:
        return
    if before := papering.rated_on(measure, day, case):
        raise CommandError(f"There is a rating of that day already, {before.id}: correct it, or make it invalid first.")


async def amend(office: Office, connection: Connection, rating: str, said: Sequence[Fact], *concerned: Case) -> Amended:
    """Writes what was decided and tells what came of it. `concerned`: the cases it was decided on."""
    await apply(office.database, connection, said, concerned[0], office.now)
    kept = (await corrections.rating(office.database, connection, rating)).rating
    case, _ = await corrections.case_of(office.database, connection, kept, office.practice, office.now)
    rules = {alert.id: alert.rule for one in concerned for alert in one.alerts}
    return Amended(
        kept,
        _status(kept, case),
        [rules[one.alert] for one in said if isinstance(one, AlertClosed)],
        [one.alert.rule for one in said if isinstance(one, AlertRaised)],
    )


def _status(rating: Rating, case: Case) -> str:
    """How the course stands that a rating belongs to."""
    assert case.episode is not None
    library = case.practice.library
    course = course_of(library, case.episode, case.ratings, measure=rating.measure, rater=rating.rater)
    return str(judge(course).status).replace("_", " ")
