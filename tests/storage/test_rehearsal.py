"""A rehearsal tells what comes, and leaves no trace."""

from datetime import timedelta

from handlers import booking
from handlers.consents import ConsentKind
from handlers.facts import LetterWritten, MomentsDropped, Reason, RequestOpened
from handlers.people import ContactState
from messages.envelope import Channel
from storage import cases
from storage.database import Database
from storage.rehearsal import Prompt, rehearse
from tests.storage.house import (
    BEN,
    CLIENT,
    HOUR,
    MIA,
    NOW,
    OTHER,
    PRACTICE,
    agreed,
    appointment,
    enter,
    joined,
    letter,
    request,
    rows,
    write,
)

DAYS = timedelta(days=14)


async def book(database: Database, client: str = CLIENT) -> None:
    case = await cases.client_case(database, database.reader, client, PRACTICE, NOW)
    await write(database, *booking.book(appointment(client), case, NOW))


async def told(database: Database, client: str = "") -> list[Prompt]:
    return await rehearse(database, PRACTICE, NOW, NOW + DAYS, client)


async def test_a_question_and_its_reminder_are_told_and_nothing_is_changed(empty: Database) -> None:
    await enter(empty, CLIENT)
    await book(empty)
    before = [await rows(empty, f"select * from {table}") for table in ("moment", "request", "letter", "dropped")]
    found = await told(empty)
    assert [(one.at - NOW, one.what, one.channel, one.reason) for one in found] == [
        (24 * HOUR, "ask", Channel.TELEGRAM, None),
        (33 * HOUR - timedelta(minutes=1), "remind", Channel.TELEGRAM, None),
    ]
    after = [await rows(empty, f"select * from {table}") for table in ("moment", "request", "letter", "dropped")]
    assert before == after


async def test_of_one_client_alone(empty: Database) -> None:
    await enter(empty, CLIENT, OTHER)
    for client in (CLIENT, OTHER):
        await book(empty, client)
    assert {one.client.id for one in await told(empty)} == {CLIENT, OTHER}
    assert {one.client.id for one in await told(empty, OTHER)} == {OTHER}


async def test_what_a_stopped_person_is_not_asked_is_told_though_nothing_falls_due(empty: Database) -> None:
    await enter(empty, CLIENT)
    await book(empty)
    withdrawn = agreed(CLIENT, ConsentKind.WITHDRAWN, "stops")
    await write(empty, withdrawn, joined(MIA, CLIENT, ContactState.STOPPED), MomentsDropped(CLIENT))
    assert [(one.what, one.reason) for one in await told(empty)] == [("ask", Reason.NO_CONSENT)]


async def test_a_letter_that_waits_for_its_hour_is_told(empty: Database) -> None:
    await enter(empty, OTHER)
    await book(empty, OTHER)
    asked = letter("clock:x:ask:x#ask_all", BEN, slot=request(OTHER).id, not_before=NOW + HOUR, expires=NOW + 9 * HOUR)
    await write(empty, RequestOpened(request(OTHER)), LetterWritten(asked))
    assert (await told(empty))[0].at == NOW + HOUR
