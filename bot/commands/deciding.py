"""What the command line decides about one client: loaded, decided and applied in one transaction."""

from collections.abc import Callable
from typing import TypeVar

from bot.commands.common import CommandError, Office, local
from handlers.case import Case
from handlers.facts import Fact
from storage import cases, facts, people

T = TypeVar("T")


async def change(office: Office, client: str, decide: Callable[[Case], tuple[list[Fact], T]]) -> tuple[Case, T]:
    """The case as it was before, and what `decide` says of it beside its facts. Raises Unknown, CommandError."""
    async with office.database.transaction() as connection:
        case = await cases.client_case(office.database, connection, client, office.practice, office.now)
        if case.client is None:
            raise people.Unknown
        said, told = decide(case)
        await facts.apply(office.database, connection, said, office.now)
    return case, told


def in_care(case: Case) -> Case:
    """The case if its episode is open. Raises CommandError."""
    assert case.client is not None
    assert case.episode is not None
    if case.episode.closed_at is not None:
        ended = local(case.episode.closed_at, case.client.zone)
        raise CommandError(f"The care of {case.client.id} ended on {ended}: meantime client reopen {case.client.id}")
    return case
