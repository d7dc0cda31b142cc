"""Three requests missed in a row: only those of the episode's own measure and rater count, reminded of or not."""

from dataclasses import replace
from pathlib import Path

from handlers.consents import ConsentKind, ConsentRecorded
from handlers.facts import ContactChanged
from handlers.people import Client, Contact, ContactState, Role
from messages.envelope import Address, Channel
from scheduler.schedule import Occasion, Schedule
from scheduler.timetable import Timing
from storage import people
from tests.time.clinic import HOUR, ID, MIA, OWN, WEEK, Clinic, clinic, utc
from tests.transcripts.cast import BERLIN

SESSION = utc("2026-01-14 13:00")
CARER = Address(Channel.SMS, "+491520000077")
BOTH_REMINDED = Timing(remind_before=(6 * HOUR, 3 * HOUR))


async def alerts(here: Clinic) -> list[str]:
    found = await here.stage.database.reader.execute_fetchall("select rule from alert order by at, id")
    return [row[0] for row in found]


async def weeks(here: Clinic, first: int, last: int, *replies: tuple[Address, str]) -> None:
    """So many weekly sessions are booked and go by; `replies`: who says what after the question."""
    for number in range(first, last + 1):
        starts_at = SESSION + number * WEEK
        await here.book(f"A-{number}", starts_at)
        await here.until(starts_at - 2 * HOUR)
        for sender, text in replies:
            await here.stage.says(sender, text)
        await here.until(starts_at + 30 * HOUR)


async def with_carer(here: Clinic) -> None:
    """A carer has joined, agreed, and is asked the same."""
    carer = Client(ID, "en", BERLIN, rater="carer")
    await people.add_rater(here.stage.database, carer, "Carer", here.stage.now)
    contact = Contact(CARER, Role.CLIENT, carer.person, ContactState.OPEN)
    now = here.stage.now
    agreed = ConsentRecorded("carer-agrees", carer.person, ConsentKind.GIVEN, "1", "en", Channel.SMS, now)
    await here.stage.apply([ContactChanged(contact, now), agreed])
    await here.schedule(OWN, replace(OWN, rater="carer"))


async def test_the_third_is_told_once_and_the_fourth_not_again_however_often_one_is_reminded(tmp_path: Path) -> None:
    async with clinic(tmp_path, BOTH_REMINDED) as here:
        await weeks(here, 0, 1)
        assert await alerts(here) == []
        await weeks(here, 2, 2)
        assert await alerts(here) == ["missed_in_a_row"]
        assert len(here.told()) == 9


async def test_an_answer_begins_the_count_anew(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        await weeks(here, 0, 1)
        await weeks(here, 2, 2, (MIA, "7 7 7 7"))
        before = await alerts(here)
        await weeks(here, 3, 4)
        assert await alerts(here) == before
        await weeks(here, 5, 5)
        assert (await alerts(here))[len(before) :] == ["missed_in_a_row"]


async def test_another_measure_that_goes_unanswered_does_not_count(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        await here.schedule(OWN, Schedule(ID, "self", "srs", Occasion.AFTER))
        await weeks(here, 0, 0)
        await weeks(here, 1, 1)
        assert await here.count("select 1 from request where state = 'expired'") == 4
        assert await alerts(here) == []
        await weeks(here, 2, 2)
        assert await alerts(here) == ["missed_in_a_row"]


async def test_another_measure_that_is_answered_does_not_begin_the_count_anew(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        await here.schedule(OWN, Schedule(ID, "self", "srs", Occasion.AFTER))
        for number in range(3):
            await weeks(here, number, number)
            await here.stage.says(MIA, "9 9 9 9")
        assert await here.count("select 1 from rating where measure = 'srs'") == 3
        assert "missed_in_a_row" in await alerts(here)


async def test_a_carers_silence_does_not_count(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        await with_carer(here)
        await weeks(here, 0, 4, (MIA, "8 8 8 8"))
        assert await here.count("select 1 from request where rater = 'carer' and state = 'expired'") == 5
        assert "missed_in_a_row" not in await alerts(here)


async def test_two_silences_of_the_clients_and_two_of_a_carers_are_not_three(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        await with_carer(here)
        await weeks(here, 0, 1)
        assert await here.count("select 1 from request where state = 'expired'") == 4
        assert await alerts(here) == []
        await weeks(here, 2, 2)
        assert await alerts(here) == ["missed_in_a_row"]


async def test_a_carers_answers_do_not_hide_the_clients_silence(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        await with_carer(here)
        await weeks(here, 0, 2, (CARER, "8 8 8 8"))
        assert await here.count("select 1 from rating where rater = 'carer'") == 3
        assert "missed_in_a_row" in await alerts(here)


async def test_what_was_never_asked_was_not_missed(tmp_path: Path) -> None:
    async with clinic(tmp_path) as here:
        await weeks(here, 0, 1)
        for number in (2, 3):
            await here.book(f"A-{number}", SESSION + number * WEEK)
        await here.stage.until(SESSION + 2 * WEEK - 30 * HOUR)
        await here.stage.outage(SESSION + 2 * WEEK + HOUR)
        assert await alerts(here) == []
        await here.until(SESSION + 3 * WEEK + HOUR)
        assert await alerts(here) == ["missed_in_a_row"]
