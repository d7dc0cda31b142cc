"""What the command line decides about one client: loaded, decided and applied in one transaction."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.applying import apply
from bot.commands.common import CommandError, Office, local
from handlers import scheduling
from handlers.case import Case
from handlers.facts import Fact
from handlers.people import Client
from handlers.practice import Practice
from measures.instrument import Instrument
from messages.envelope import Channel
from messages.wording import worded_of_another
from scheduler.schedule import SELF, Schedule
from storage import cases, people, roster
from storage.roster import Known

T = TypeVar("T")
OTHERS = ("carer", "carer2", "partner")
"""Who may be asked about a client beside themselves."""


async def change(office: Office, client: str, decide: Callable[[Case], tuple[list[Fact], T]]) -> tuple[Case, T]:
    """The case as it was before, and what `decide` says of it beside its facts. Raises Unknown, CommandError."""
    async with office.database.transaction() as connection:
        case = await cases.client_case(office.database, connection, client, office.practice, office.now)
        if case.client is None:
            raise people.Unknown
        said, told = decide(case)
        await apply(office.database, connection, said, case, office.now)
    return case, told


def in_care(case: Case) -> Case:
    """The case if its episode is open. Raises CommandError."""
    assert case.client is not None
    assert case.episode is not None
    if case.episode.closed_at is not None:
        ended = local(case.episode.closed_at, case.client.zone)
        raise CommandError(f"The care of {case.client.id} ended on {ended}: meantime client reopen {case.client.id}")
    return case


def require_wording(practice: Practice, measure: str, who: Client, now: datetime) -> None:
    """Nobody is asked in another language than their own, or about somebody else in words that mean themselves. Raises
    CommandError."""
    ways, of_another = practice.channels or Channel, who.rater != SELF
    chosen = (practice.wordings.choose(measure, who.language, way, now, of_another=of_another) for way in ways)
    if any(chosen):
        return
    if of_another:
        can = " or ".join(sorted({one for one, _ in worded_of_another()}))
        raise CommandError(f"{measure} cannot be asked of a {who.rater} about {who.id}: there is a wording of {can}.")
    raise CommandError(
        f"There is no wording of {measure} in {who.language} that may be sent: choose another --measure or --language,"
        " or install a pack (see `meantime wording list`)."
    )


def require_age(measure: Instrument, age: str, client: str) -> None:
    """Nobody is asked about a client of an age that a measure was not made for, whoever rates. Raises CommandError."""
    if age not in measure.ages:
        made_for = " and ".join(measure.ages)
        raise CommandError(f"{measure.id} is for the ages {made_for}, and {client} is {age}: choose another measure.")


def judged(case: Case, measure: str) -> str:
    """A measure of the client's age that the rules of the case's episode judge. Raises CommandError, DataFileError."""
    assert case.episode is not None
    library = case.practice.library
    asked = library.instrument(measure)
    require_age(asked, case.episode.age, case.episode.client)
    library.profile(case.episode.profile).rules_for(asked)
    return asked.id


def rater_in(case: Case, rater: str) -> Client:
    """Who rates as this about the client. Raises CommandError."""
    assert case.client is not None
    who = next((one for one in case.everyone if one.rater == rater), None)
    if who is None:
        add = f"meantime client rater add {case.client.id} {rater} NAME"
        raise CommandError(f"{case.client.id} has no rater {rater!r}: {add}")
    return who


def known_rater(text: str) -> str:
    """Who else may be asked about a client. Raises CommandError."""
    if text.strip().lower() not in OTHERS:
        raise CommandError(f"Nobody rates as {text!r}: use {', '.join(OTHERS[:-1])} or {OTHERS[-1]}.")
    return text.strip().lower()


async def add_rater(
    office: Office,
    client: str,
    name: str,
    make: Callable[[Case], Client],
    asked: Callable[[Client, Case], Schedule] | None,
    known: Known,
) -> Client:
    """Somebody else is asked about a client, in one transaction with their first schedule, if there is one. Raises
    Unknown, CommandError, InUse."""
    async with office.database.transaction() as connection:
        case = await cases.client_case(office.database, connection, client, office.practice, office.now)
        if case.client is None:
            raise people.Unknown
        who = make(case)
        await people.enter_rater(office.database, connection, who, name, office.now)
        if known.phone:
            await roster.set_phone(office.database, connection, who.person, known.phone, shared=known.shared)
        if asked is not None:
            schedule, then = asked(who, case), replace(case, raters=(*case.everyone, who))
            require_wording(office.practice, schedule.measure, who, office.now)
            said = scheduling.begin(schedule, "", then, office.now)
            await apply(office.database, connection, said, then, office.now)
    return who
