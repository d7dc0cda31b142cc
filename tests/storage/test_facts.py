from dataclasses import replace
from typing import get_args

import pytest

from handlers.alerts import AlertChanged, AlertClosed, AlertRaised, AlertSeen, Change
from handlers.case import AppointmentState, Held, Pause, RequestState
from handlers.consents import ConsentKind, ConsentShown, FallbackAsked
from handlers.corrections import Correction, CorrectionKind, RatingCorrected
from handlers.dialog import Dialog, DialogEnded, DialogKind, DialogSet, Note, NoteKept
from handlers.facts import (
    AppointmentBooked,
    AskDropped,
    AskWaits,
    ContactChanged,
    Delivery,
    EchoSaid,
    EpisodeClosed,
    EpisodeOpened,
    EpisodeReassigned,
    Fact,
    InviteUsed,
    LetterReported,
    LettersWithdrawn,
    LetterWritten,
    MomentsDropped,
    NoticeKept,
    NoticesTold,
    RatingMade,
    Reason,
    RemarkKept,
    RequestChanged,
    RequestOpened,
    ScheduleEnded,
    ScheduleSet,
    TurnCame,
)
from handlers.invites import InviteMade
from handlers.people import Away, Contact, ContactState, Role
from handlers.reflections import (
    Growth,
    GrowthKept,
    GrowthStep,
    ReflectionAsked,
    ReflectionKept,
    ReflectionPut,
    ReflectionShared,
    ReflectionState,
)
from handlers.shared import AddressShared, HeldDone, SharingEnded, TextHeld
from handlers.staffing import AwayEnded, AwaySet, TherapistSet
from handlers.wished import AnswerTakenBack, LanguageChosen, PauseEnded, PauseSet, RequestReviewed
from measures.care import Ending
from messages.envelope import Content, Moment, MomentKind
from storage import calendar, facts, people, sharing
from storage.database import Database, DoesNotFit, listed, to_ms
from tests.handlers.cases import ASKED
from tests.storage.house import (
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
    alert,
    answered,
    appointment,
    ask,
    booked,
    episode,
    joined,
    letter,
    post,
    rate,
    rating,
    reflection,
    request,
    rows,
    write,
)


async def test_there_is_a_query_for_every_kind_of_fact_and_an_order_for_every_query(database: Database) -> None:
    due = Moment(MomentKind.ASK, "A", 1, NOW)
    every: list[Fact] = [
        InviteMade("NEWCODE2", Role.CLIENT, CLIENT, "en", NOW + HOUR, NOW),
        InviteUsed("code", Contact(EVE, Role.CLIENT, CLIENT, ContactState.OPEN), NOW),
        joined(EVE, CLIENT, ContactState.STOPPED),
        agreed(CLIENT),
        ConsentShown(CLIENT, "2"),
        FallbackAsked(CLIENT, NOW),
        ContactChanged(Contact(MIA, Role.CLIENT, CLIENT, ContactState.STOPPED, mark="A"), NOW),
        AddressShared(MIA, "A", CLIENT, NOW),
        SharingEnded(MIA, NOW),
        TextHeld(MIA, Held("words", Content.TEXT, NOW, NOW)),
        HeldDone(MIA),
        EpisodeOpened(episode(), NOW),
        EpisodeClosed("E-1", Ending.PLANNED, NOW),
        AppointmentBooked(appointment(), (due,), NOW),
        EpisodeReassigned("E-1", CLIENT, "T-ANA", NOW),
        ScheduleSet(ASKED, NOW),
        ScheduleEnded(ASKED),
        MomentsDropped(CLIENT),
        AskWaits(CLIENT, due),
        TurnCame(CLIENT, NOW),
        AskDropped(CLIENT, "self", ASKED.key, "A", 1, Reason.LATE, NOW),
        RequestOpened(request()),
        RequestChanged(request()),
        answered(0, 70),
        RatingMade(rating()),
        AlertRaised(alert(), ("T-ANA",)),
        AlertSeen("alert", NOW),
        RatingCorrected(Correction("K-1", CorrectionKind.SCORES, "T-ANA", "misread", rating(), NOW), rating()),
        AlertChanged(alert(), Change.SNOOZED, "T-ANA", NOW),
        AlertClosed("alert", "K-1", NOW),
        TherapistSet(THERAPIST),
        AwaySet("T-ANA", Away("W-1", "T-ANA", NOW, NOW + HOUR)),
        AwayEnded("T-ANA", NOW),
        DialogSet(Dialog("T-ANA", DialogKind.NOTE, CLIENT, NOW)),
        DialogEnded("T-ANA"),
        NoteKept(Note("n", CLIENT, "T-ANA", "words", NOW)),
        ReflectionAsked(reflection()),
        ReflectionPut("L-1", ReflectionState.LATER),
        ReflectionKept("L-1", ("a", "", "c"), NOW),
        ReflectionShared("L-1", "T-ANA", NOW),
        GrowthKept(Growth("T-ANA", GrowthStep.ANSWERED, (7, None), NOW)),
        RemarkKept("telegram:1", CLIENT, "words", NOW),
        AnswerTakenBack("R-1", 0),
        RequestReviewed(replace(request(), again=(70, None))),
        PauseSet(Pause("P-1", CLIENT, NOW, NOW + HOUR), NOW),
        PauseEnded(CLIENT, NOW),
        LanguageChosen(CLIENT, "de"),
        NoticeKept("n", "T-ANA", CLIENT, "news", NOW),
        NoticesTold("T-ANA"),
        EchoSaid(MIA, 1, NOW),
        LettersWithdrawn(MIA),
        LetterWritten(letter("k")),
        LetterReported("k", Delivery.DELIVERED, ""),
    ]
    assert {type(fact) for fact in every} == set(get_args(Fact))
    used = {query for fact in every for query, _ in facts._rows(database, fact)}
    assert used == set(facts.ORDER)
    assert used <= set(database.sql.available_queries)


async def test_a_consent_is_a_ledger_whose_last_entry_counts_even_within_one_instant(database: Database) -> None:
    async def consent() -> str:
        client = (await people.client(database, CLIENT, PRACTICE, NOW)).client
        return client.consent if client else "?"

    assert await consent() == "1"
    await write(database, agreed(CLIENT, ConsentKind.GIVEN, "telegram:9"))
    assert await consent() == "1"
    await write(database, agreed(CLIENT, ConsentKind.WITHDRAWN, "telegram:10"))
    assert await consent() == ""
    await write(database, agreed(CLIENT, ConsentKind.GIVEN, "telegram:9"))
    assert await consent() == ""
    assert await rows(database, f"select count(*) from consent where person = '{CLIENT}'") == [(3,)]


async def test_an_address_is_one_contact_as_it_stands_now(database: Database) -> None:
    await write(database, joined(MIA_SMS, CLIENT, at=NOW + HOUR), joined(MIA, CLIENT, ContactState.BLOCKED))
    client = (await people.client(database, CLIENT, PRACTICE, NOW)).client
    assert client
    assert [(one.address, one.state) for one in client.contacts] == [
        (MIA_SMS, ContactState.OPEN),
        (MIA, ContactState.BLOCKED),
    ]


async def test_a_stranger_who_says_stop_is_remembered(database: Database) -> None:
    await write(database, ContactChanged(Contact(EVE, Role.CLIENT, "", ContactState.STOPPED), NOW))
    assert await rows(database, "select person, state from contact where person = ''") == [("", "stopped")]


async def test_a_code_is_used_once(database: Database) -> None:
    await people.invite(database, "NEWCODE2", Role.CLIENT, CLIENT, "en", NOW + HOUR, NOW)
    code = database.vault.code_index("NEWCODE2")
    await write(database, InviteUsed(code, Contact(EVE, Role.CLIENT, CLIENT, ContactState.OPEN), NOW))
    before = await rows(database, "select * from contact order by address_index")
    with pytest.raises(DoesNotFit):
        await write(database, InviteUsed(code, Contact(MIA_SMS, Role.CLIENT, CLIENT, ContactState.OPEN), NOW))
    assert await rows(database, "select * from contact order by address_index") == before


async def test_a_code_is_kept_as_its_hash_and_ends_the_older_ones_of_the_same_person(database: Database) -> None:
    await write(database, InviteMade("OLDCODE2", Role.CLIENT, CLIENT, "en", NOW + HOUR, NOW))
    await write(database, InviteMade("BENCODE2", Role.CLIENT, OTHER, "de", NOW + HOUR, NOW))
    made = InviteMade("NEWCODE2", Role.CLIENT, CLIENT, "nl", NOW + 2 * HOUR, NOW, shared=True)
    await write(database, made)
    old, bens, new = (database.vault.code_index(code) for code in ("OLDCODE2", "BENCODE2", "NEWCODE2"))
    assert set(await rows(database, "select id, person, language, expires_at, shared, used_at from invite")) >= {
        (old, CLIENT, "en", to_ms(NOW), 0, None),
        (bens, OTHER, "de", to_ms(NOW + HOUR), 0, None),
        (new, CLIENT, "nl", to_ms(NOW + 2 * HOUR), 1, None),
    }
    assert "NEWCODE2" not in repr(made)


async def test_a_code_that_was_used_is_not_ended_by_a_new_one(database: Database) -> None:
    await write(database, InviteMade("OLDCODE2", Role.CLIENT, CLIENT, "en", NOW + HOUR, NOW))
    used = InviteUsed(database.vault.code_index("OLDCODE2"), Contact(EVE, Role.CLIENT, CLIENT, ContactState.OPEN), NOW)
    await write(database, used)
    await write(database, InviteMade("NEWCODE2", Role.CLIENT, CLIENT, "en", NOW + HOUR, NOW))
    assert await rows(database, f"select expires_at from invite where id = '{used.invite}'") == [(to_ms(NOW + HOUR),)]


async def test_two_cannot_use_a_code_in_one_batch(database: Database) -> None:
    await people.invite(database, "NEWCODE2", Role.THERAPIST, "T-ANA", "en", NOW + HOUR, NOW)
    code = database.vault.code_index("NEWCODE2")
    both = [InviteUsed(code, Contact(one, Role.THERAPIST, "T-ANA", ContactState.OPEN), NOW) for one in (EVE, MIA_SMS)]
    with pytest.raises(DoesNotFit):
        await write(database, *both)


async def test_moving_an_appointment_replaces_its_moments(database: Database) -> None:
    await write(database, booked(appointment(), 1, 2, 3), booked(appointment(number=2), 4))
    await write(database, booked(appointment(version=2), 5))
    due = await calendar.due(database, NOW + 9 * HOUR, 10)
    assert [one.key for one in due] == [f"clock:A-{CLIENT}-2:1:ask", f"clock:A-{CLIENT}-1:2:ask"]


async def test_who_moves_an_appointment_that_was_moved_meanwhile_changes_nothing(database: Database) -> None:
    await write(database, booked(appointment(), 1))
    await write(database, booked(appointment(version=2, starts_at=NOW + 50 * HOUR), 2))
    with pytest.raises(DoesNotFit):
        await write(database, booked(appointment(version=2, starts_at=NOW + 60 * HOUR), 3))
    assert await calendar.due(database, NOW + 9 * HOUR, 10) == [
        Moment(MomentKind.ASK, f"A-{CLIENT}-1", 2, NOW + 2 * HOUR)
    ]
    kept = await calendar.appointment(database, f"A-{CLIENT}-1")
    assert kept
    assert kept.starts_at == NOW + 50 * HOUR


async def test_a_cancelled_appointment_has_no_moments(database: Database) -> None:
    await write(database, booked(appointment(), 1, 2))
    gone = replace(appointment(version=2), state=AppointmentState.CANCELLED)
    await write(database, booked(gone))
    assert await calendar.due(database, NOW + 9 * HOUR, 10) == []


async def test_dropping_moments_is_one_clients_alone(database: Database) -> None:
    await write(database, booked(appointment(), 1), booked(appointment(OTHER), 1))
    await write(database, MomentsDropped(OTHER))
    assert [one.appointment for one in await calendar.due(database, NOW + 9 * HOUR, 10)] == [f"A-{CLIENT}-1"]


async def test_moments_that_were_taken_are_settled(database: Database) -> None:
    await write(database, booked(appointment(), 1, 2))
    due = await calendar.due(database, NOW + HOUR, 10)
    async with database.transaction() as connection:
        await facts.settle(database, connection, [])
        await facts.settle(database, connection, due)
    assert [one.kind for one in await calendar.due(database, NOW + 9 * HOUR, 10)] == [MomentKind.REMIND]


async def test_the_latest_answer_to_an_item_counts(database: Database) -> None:
    await ask(database)
    await write(database, answered(0, 70), answered(0, 65, late=True), answered(3, 0))
    kept = (await people.client(database, CLIENT, PRACTICE, NOW)).request
    assert kept
    assert kept.answers == (65, None, None, 0)
    assert await rows(database, "select item, tenths, late from answer order by item") == [(0, 65, 1), (3, 0, 0)]


async def test_an_answer_is_kept_even_when_its_request_is_named_later_in_the_batch(database: Database) -> None:
    await ask(database)
    await ask(database, OTHER)
    await write(database, booked(appointment(CLIENT, 2)))
    done = RequestChanged(request(state=RequestState.SUPERSEDED))
    await write(database, answered(0, 70, OTHER), done, RequestOpened(request(number=2)), answered(1, 20, number=2))
    assert len(await rows(database, "select * from answer")) == 2


async def test_a_rating_is_made_once(database: Database) -> None:
    await ask(database)
    await rate(database)
    with pytest.raises(DoesNotFit):
        await write(database, RatingMade(replace(rating(), id="another")))
    assert await rows(database, "select items, total, late from rating") == [("50 50 50 50", 200, 0)]


@pytest.mark.parametrize("state", [RequestState.COMPLETE, RequestState.STOPPED, RequestState.SUPERSEDED])
async def test_a_request_that_is_done_with_is_never_opened_again(database: Database, state: RequestState) -> None:
    await ask(database)
    await write(database, RequestChanged(request(state=state)))
    with pytest.raises(DoesNotFit):
        await write(database, RequestChanged(request()))
    assert await rows(database, "select state from request") == [(str(state),)]


async def test_a_closed_request_may_still_be_completed(database: Database) -> None:
    await ask(database)
    await write(database, RequestChanged(replace(request(state=RequestState.EXPIRED), misread=2, one_by_one=True)))
    await write(database, RequestChanged(request(state=RequestState.COMPLETE)))
    assert await rows(database, "select state, misread, one_by_one from request") == [("complete", 0, 0)]


async def test_a_client_has_one_open_request(database: Database) -> None:
    await ask(database)
    await write(database, booked(appointment(number=2)))
    with pytest.raises(DoesNotFit):
        await write(database, RequestOpened(request(number=2)))
    given_way = RequestChanged(request(state=RequestState.SUPERSEDED))
    await write(database, given_way, RequestOpened(request(number=2)))
    kept = (await people.client(database, CLIENT, PRACTICE, NOW)).request
    assert kept
    assert kept.id == f"R-{CLIENT}-2"


async def test_the_request_asked_last_is_the_latest_even_within_one_instant(database: Database) -> None:
    await ask(database, number=9)
    await write(database, booked(appointment(number=10)))
    await write(
        database, RequestChanged(request(number=9, state=RequestState.SUPERSEDED)), RequestOpened(request(number=10))
    )
    kept = (await people.client(database, CLIENT, PRACTICE, NOW)).request
    assert kept
    assert kept.id == f"R-{CLIENT}-10"


async def test_an_alert_is_raised_once_and_seen_once(database: Database) -> None:
    await ask(database)
    await rate(database)
    await write(database, AlertRaised(alert()))
    await write(database, AlertSeen(alert().id, NOW))
    await write(database, AlertSeen(alert().id, NOW + HOUR))
    assert await rows(database, "select state, seen_at from alert") == [("seen", to_ms(NOW))]


async def test_remarks_are_kept_once_in_order(database: Database) -> None:
    words = ["I am fine", "or not 😶", "\ud83d"]
    for number, text in enumerate(words):
        await write(database, *[RemarkKept(f"telegram:{number}", CLIENT, text, NOW + number * HOUR)] * 2)
    assert await people.remarks(database, CLIENT) == [(NOW + i * HOUR, text) for i, text in enumerate(words)]


async def test_what_refers_to_nobody_does_not_fit_and_nothing_of_its_batch_is_kept(database: Database) -> None:
    with pytest.raises(DoesNotFit):
        await write(database, LetterWritten(letter("k")), joined(EVE, CLIENT), answered(0, 70))
    assert await rows(database, "select * from letter") == []
    assert await rows(database, "select count(*) from contact") == [(3,)]


async def test_letters_and_facts_are_kept_together(database: Database) -> None:
    async def broken() -> None:
        async with database.transaction() as connection:
            said = [joined(EVE, CLIENT), LetterWritten(letter("k"))]
            await facts.apply(database, connection, said, NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await broken()
    assert await rows(database, "select * from letter") == []
    assert await rows(database, "select count(*) from contact") == [(3,)]


async def test_a_withdrawal_is_one_addresses_alone_and_spares_what_comes_with_it(database: Database) -> None:
    await post(database, letter("old"), letter("bens", BEN))
    await write(database, LetterWritten(letter("new")), LettersWithdrawn(MIA))
    assert set(await rows(database, "select key, state from letter")) == {
        ("old", "withdrawn"),
        ("bens", "due"),
        ("new", "due"),
    }


async def test_a_withdrawal_of_one_slot_spares_the_other_letters_of_its_address(database: Database) -> None:
    await post(database, letter("asked", slot="R"), letter("reply"))
    await write(database, LettersWithdrawn(MIA, slot="R"))
    assert set(await rows(database, "select key, state from letter")) == {("asked", "withdrawn"), ("reply", "due")}


async def test_words_that_were_held_too_long_are_deleted(database: Database) -> None:
    await write(database, TextHeld(MIA, Held("words", Content.TEXT, NOW, NOW + HOUR)))
    await sharing.forget(database, NOW)
    assert await rows(database, "select count(*) from held") == [(1,)]
    await sharing.forget(database, NOW + HOUR)
    assert await rows(database, "select count(*) from held") == [(0,)]


def test_lists_for_queries_are_json() -> None:
    assert listed({"a"}) == '["a"]'
