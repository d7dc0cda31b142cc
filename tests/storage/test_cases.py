from dataclasses import replace
from datetime import UTC, datetime

import pytest

from handlers.alerts import AlertSeen
from handlers.case import Case, RequestState
from handlers.consents import ConsentKind, FallbackAsked
from handlers.facts import (
    AppointmentBooked,
    ContactChanged,
    EchoSaid,
    InviteUsed,
    NoticeKept,
    NoticesTold,
    RatingMade,
    RequestChanged,
)
from handlers.people import Contact, ContactState, Role
from messages.envelope import Arrival, ButtonPress, Channel, DeliveryReport, Moment, MomentKind, Outcome
from messages.post import Sent
from storage import cases, facts, people
from storage.database import Database
from tests.storage.house import (
    ADDRESS,
    ANA,
    BEN,
    CLIENT,
    EVE,
    HOUR,
    MIA,
    MIA_SMS,
    NOW,
    OTHER,
    PRACTICE,
    THERAPIST,
    agreed,
    answered,
    appointment,
    ask,
    booked,
    case_of,
    joined,
    letter,
    post,
    rate,
    rating,
    request,
    said,
    write,
)


def report(letter: str = "", reference: str = "") -> DeliveryReport:
    return DeliveryReport("sms:report", Channel.SMS, Outcome.FAILED, NOW, letter, reference)


def known(case: Case) -> set[str]:
    """The parts of a case that are there, but for those that every client has."""
    always = {"practice", "raters", "schedules", "requests", "fresh"}
    return {name for name in Case.__dataclass_fields__ if name not in always and getattr(case, name)}


async def test_a_client_brings_the_whole_case(database: Database) -> None:
    await ask(database)
    await write(database, answered(1, 70))
    await write(database, booked(appointment(number=2, starts_at=NOW + HOUR)))
    case = await case_of(database, said("telegram:1", MIA))
    assert case.practice is PRACTICE
    assert case.contact == Contact(MIA, Role.CLIENT, CLIENT, ContactState.OPEN)
    assert case.client
    assert (case.client.id, case.client.consent, case.client.contacts) == (CLIENT, "1", (case.contact,))
    assert case.episode
    assert case.episode.therapist == "T-ANA"
    assert case.therapist == replace(THERAPIST, contacts=(Contact(ANA, Role.THERAPIST, "T-ANA", ContactState.OPEN),))
    assert case.request == replace(request(), answers=(None, 70, None, None), answered_at=NOW)
    assert [one.id for one in case.upcoming] == [f"A-{CLIENT}-2", f"A-{CLIENT}-1"]
    assert known(case) == {"contact", "client", "episode", "therapist", "request", "upcoming"}


async def test_whether_somebody_was_asked_about_another_channel_comes_back(
    database: Database,
) -> None:
    async def client() -> tuple[datetime | None, bool | None]:
        found = (await case_of(database, said("telegram:1", MIA))).client
        assert found is not None
        return found.fallback_asked, found.fallback

    assert await client() == (None, None)
    await write(database, FallbackAsked(CLIENT, NOW))
    assert await client() == (NOW, None)
    for kind, answer in ((ConsentKind.FALLBACK_GIVEN, True), (ConsentKind.FALLBACK_WITHDRAWN, False)):
        await write(database, agreed(CLIENT, kind, kind))
        assert await client() == (NOW, answer)


async def test_numbers_that_are_held_and_the_wording_come_back_with_their_request(database: Database) -> None:
    await ask(database)
    held = replace(request(), held=(70, 65), held_until=NOW + HOUR, wording="pack 3 + neutral 1")
    await write(database, RequestChanged(held))
    assert (await case_of(database, said("telegram:1", MIA))).request == held


async def test_a_contact_knows_how_often_it_was_echoed(database: Database) -> None:
    await write(database, EchoSaid(MIA, 3, NOW))
    case = await case_of(database, said("telegram:1", MIA))
    assert case.contact == Contact(MIA, Role.CLIENT, CLIENT, ContactState.OPEN, echoes=3, echo_at=NOW)


async def test_who_agreed_once_and_said_stop_is_not_who_never_agreed(database: Database) -> None:
    before = (await case_of(database, said("telegram:1", MIA))).client
    await write(database, agreed(CLIENT, ConsentKind.WITHDRAWN, id="withdrawn"))
    after = (await case_of(database, said("telegram:1", MIA))).client
    assert before
    assert after
    assert [(one.consent, one.withdrawn) for one in (before, after)] == [("1", False), ("", True)]


async def test_a_therapist_brings_notices_until_they_are_told(database: Database) -> None:
    await write(database, *(NoticeKept(f"n{n}", "T-ANA", CLIENT, "joined", NOW) for n in range(2)))
    assert (await case_of(database, said("telegram:1", ANA))).notices == (CLIENT,)
    await write(database, NoticesTold("T-ANA"))
    assert (await case_of(database, said("telegram:1", ANA))).notices == ()


async def test_a_therapist_who_joins_by_a_code_brings_alerts_and_notices(database: Database) -> None:
    await ask(database)
    await rate(database)
    await write(database, NoticeKept("n", "T-ANA", OTHER, "joined", NOW))
    await people.invite(database, "ANACODE2", Role.THERAPIST, "T-ANA", "en", NOW + HOUR, NOW)
    case = await case_of(database, said("telegram:1", EVE, "ana-code2"))
    assert case.staff is None
    assert (case.notices, [one.client for one in case.alerts]) == ((OTHER,), [CLIENT])


async def test_a_press_brings_the_same_case_as_a_message(database: Database) -> None:
    await ask(database)
    press = ButtonPress("telegram:2", MIA, "a|R|0|70", "77", NOW)
    assert await case_of(database, press) == await case_of(database, said("telegram:1", MIA))


async def test_a_moment_brings_its_appointment_and_client(database: Database) -> None:
    await write(database, booked(appointment(), 1))
    case = await case_of(database, Moment(MomentKind.ASK, f"A-{CLIENT}-1", 1, NOW))
    assert case.appointment == appointment()
    assert known(case) == {"appointment", "client", "episode", "sessions", "therapist", "upcoming"}


async def test_a_moment_of_an_unknown_appointment_brings_nothing(database: Database) -> None:
    assert known(await case_of(database, Moment(MomentKind.ASK, "A-NONE", 1, NOW))) == set()


async def test_a_client_brings_the_open_alerts_about_them_alone(database: Database) -> None:
    for client in (OTHER, CLIENT):
        await ask(database, client)
        await rate(database, client)
    assert [one.client for one in (await case_of(database, said("telegram:1", MIA))).alerts] == [CLIENT]


async def test_a_therapist_brings_the_open_alerts(database: Database) -> None:
    for client in (OTHER, CLIENT):
        await ask(database, client)
        await rate(database, client)
    await write(database, AlertSeen(f"R-{OTHER}-1:check-in", NOW))
    case = await case_of(database, said("telegram:1", ANA))
    assert case.staff
    assert case.staff.id == "T-ANA"
    assert [one.client for one in case.alerts] == [CLIENT]
    assert known(case) == {"contact", "staff", "alerts", "subject"}


async def test_a_stranger_brings_nothing(database: Database) -> None:
    assert known(await case_of(database, said("telegram:1", EVE, "hello"))) == set()


async def test_a_stranger_who_said_stop_brings_that(database: Database) -> None:
    await write(database, ContactChanged(Contact(EVE, Role.CLIENT, "", ContactState.STOPPED), NOW))
    case = await case_of(database, said("telegram:1", EVE))
    assert known(case) == {"contact"}


@pytest.mark.parametrize("text", ["NEWCODE2", "/start newcode2", " Hello NewCode2 "])
async def test_a_code_brings_the_invite_and_its_client(database: Database, text: str) -> None:
    await people.invite(database, "NEWCODE2", Role.CLIENT, CLIENT, "de", NOW + HOUR, NOW)
    case = await case_of(database, said("telegram:1", EVE, text))
    assert case.invite
    assert (case.invite.person, case.invite.language, case.invite.expires_at) == (CLIENT, "de", NOW + HOUR)
    assert (case.invite.used, case.invite.used_by_sender) == (False, False)
    assert known(case) == {"invite", "client", "episode", "therapist"}


@pytest.mark.parametrize("text", ["NEWCODE", "NEWCODE22", "x" * 200 + " NEWCODE2", "OTHERCOD"])
async def test_what_only_looks_like_a_code_brings_none(database: Database, text: str) -> None:
    await people.invite(database, "NEWCODE2", Role.CLIENT, CLIENT, "de", NOW + HOUR, NOW)
    assert (await case_of(database, said("telegram:1", EVE, text))).invite is None


async def test_a_therapists_code_brings_no_client(database: Database) -> None:
    await people.invite(database, "NEWCODE2", Role.THERAPIST, "T-ANA", "en", NOW + HOUR, NOW)
    assert known(await case_of(database, said("telegram:1", EVE, "NEWCODE2"))) == {"invite"}


async def test_a_used_code_tells_by_whom(database: Database) -> None:
    await people.invite(database, "NEWCODE2", Role.CLIENT, CLIENT, "en", NOW + HOUR, NOW)
    contact = Contact(MIA_SMS, Role.CLIENT, CLIENT, ContactState.OPEN)
    await write(database, InviteUsed(database.vault.code_index("NEWCODE2"), contact, NOW))
    for sender, by_sender in ((MIA_SMS, True), (EVE, False)):
        invite = (await case_of(database, said("telegram:1", sender, "NEWCODE2"))).invite
        assert invite
        assert (invite.used, invite.used_by_sender) == (True, by_sender)


async def test_a_report_finds_its_letter_by_our_key(database: Database) -> None:
    await post(database, letter("k", BEN))
    case = await case_of(database, report(letter="k"))
    assert case.letter == letter("k", BEN)
    assert case.client
    assert case.client.id == OTHER


async def test_a_report_finds_its_letter_by_channel_and_reference(database: Database) -> None:
    outbox = await post(database, letter("mias", MIA), letter("bens", BEN))
    await outbox.claim(NOW, 10)
    await outbox.sent([Sent("mias", "77"), Sent("bens", "77")], NOW)
    case = await case_of(database, report(reference="77"))
    assert case.letter == letter("bens", BEN)
    assert known(case) == {"letter", "contact", "client", "episode", "therapist"}


async def test_a_report_of_a_block_is_found_by_its_address(database: Database) -> None:
    case = await case_of(database, replace(report(), address=MIA))
    assert case.client
    assert case.client.id == CLIENT


async def test_a_report_of_nothing_we_know_brings_nothing(database: Database) -> None:
    assert known(await case_of(database, report(letter="none", reference="none"))) == set()
    assert known(await case_of(database, report())) == set()


async def test_a_course_is_in_the_order_it_was_made_even_within_one_instant(database: Database) -> None:
    for number in (9, 10, 11):
        await ask(database, number=number)
        done = RequestChanged(request(number=number, state=RequestState.COMPLETE))
        await write(database, done, RatingMade(rating(number=number, total=200 - number)))
    case = await case_of(database, said("telegram:1", MIA))
    assert [one.total for one in case.ratings] == [191, 190, 189]
    assert case.ratings[0] == rating(number=9, total=191)


async def test_a_request_keeps_its_address_when_the_client_has_another_since(database: Database) -> None:
    await ask(database)
    await write(database, joined(MIA_SMS, CLIENT, at=NOW + HOUR), joined(MIA, CLIENT, ContactState.STOPPED))
    case = await case_of(database, said("sms:1", MIA_SMS))
    assert case.request
    assert case.request.to == MIA


async def test_a_request_survives_that_its_address_became_somebody_elses(database: Database) -> None:
    await ask(database)
    await write(database, joined(MIA, OTHER), joined(MIA_SMS, CLIENT))
    case = await case_of(database, said("sms:1", MIA_SMS))
    assert case.request
    assert case.request.to == MIA


async def test_what_is_past_or_cancelled_is_not_upcoming(database: Database) -> None:
    past, now, soon = (appointment(number=i, starts_at=NOW + (i - 2) * HOUR) for i in (1, 2, 3))
    await write(database, *(AppointmentBooked(one, (), NOW) for one in (past, now, soon)))
    case = await case_of(database, said("telegram:1", MIA))
    assert case.upcoming == (soon,)


async def test_a_batch_is_loaded_at_once_each_with_its_own_case(database: Database) -> None:
    for client in (CLIENT, OTHER):
        await ask(database, client)
    batch: list[Arrival] = [said(f"m{number}", ADDRESS[(CLIENT, OTHER)[number % 2]]) for number in range(10)]
    batch += [said("x", ANA), said("y", EVE), Moment(MomentKind.ASK, f"A-{OTHER}-1", 1, NOW)]
    async with database.transaction() as connection:
        loaded = await cases.load(database, connection, batch, PRACTICE, NOW)
    assert set(loaded) == {arrival.key for arrival in batch}
    for arrival in batch:
        alone = await case_of(database, arrival)
        kept = replace(loaded[arrival.key], sessions=alone.sessions, unsent=alone.unsent, fresh=alone.fresh)
        assert kept == alone


async def test_a_case_sees_what_its_own_transaction_wrote(database: Database) -> None:
    async with database.transaction() as connection:
        await facts.apply(database, connection, [joined(EVE, CLIENT)], NOW)
        loaded = await cases.load(database, connection, [said("telegram:1", EVE)], PRACTICE, NOW)
    assert loaded["telegram:1"].client


async def test_an_empty_batch_is_no_trouble(database: Database) -> None:
    async with database.transaction() as connection:
        assert await cases.load(database, connection, [], PRACTICE, datetime(2026, 1, 1, tzinfo=UTC)) == {}
