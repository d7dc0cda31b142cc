from dataclasses import replace

import pytest

from handlers.case import Episode
from handlers.people import ContactState, Role
from storage import people
from storage.database import Database, DoesNotFit
from storage.people import Unknown
from tests.storage.house import ANA, BERLIN, CLIENT, HOUR, NOW, OTHER, PRACTICE, THERAPIST, episode, joined, rows, write


async def test_a_therapist_is_known_by_name_and_addresses(database: Database) -> None:
    found = await people.therapist(database, "T-ANA")
    assert replace(found, contacts=()) == THERAPIST
    assert [one.address for one in found.contacts] == [ANA]


async def test_therapists_are_listed_in_the_order_they_came(database: Database) -> None:
    await people.add_therapist(database, replace(THERAPIST, id="T-NEW"), NOW + HOUR)
    assert [one.id for one in await people.therapists(database)] == ["T-ANA", "T-NEW"]


async def test_clients_are_listed_with_their_names(database: Database) -> None:
    listed = await people.clients(database)
    assert {(one.id, one.name, one.therapist, one.zone) for one in listed} == {
        (CLIENT, f"Name of {CLIENT}", "T-ANA", "Europe/Berlin"),
        (OTHER, f"Name of {OTHER}", "T-ANA", "Europe/Berlin"),
    }


async def test_one_client_is_the_same_case_that_the_turn_would_see(database: Database) -> None:
    case = await people.client(database, CLIENT, PRACTICE, NOW)
    assert case.episode == episode()


async def test_whom_nobody_knows_is_said_so(database: Database) -> None:
    with pytest.raises(Unknown, match="client list"):
        await people.client(database, "C-NONE", PRACTICE, NOW)
    with pytest.raises(Unknown, match="therapist list"):
        await people.therapist(database, "T-NONE")
    with pytest.raises(Unknown):
        await people.add_client(database, "N", "en", BERLIN, replace(episode("C-NEW"), therapist="T-NONE"), NOW)
    assert "C-NEW" not in {one.id for one in await people.clients(database)}


async def test_a_client_is_added_whole_or_not_at_all(database: Database) -> None:
    wrong = Episode("E-NEW", "C-NEW", "T-ANA", "no age group", "icce-2012", "ors")
    with pytest.raises(DoesNotFit):
        await people.add_client(database, "N", "en", BERLIN, wrong, NOW)
    assert await rows(database, "select * from client where id = 'C-NEW'") == []


async def test_a_client_has_one_open_episode(database: Database) -> None:
    with pytest.raises(DoesNotFit):
        await people.add_client(database, "N", "en", BERLIN, replace(episode(), id="E-2"), NOW)


async def test_a_new_code_ends_the_one_before_and_only_its_hash_is_kept(database: Database) -> None:
    for code in ("OLDCODE2", "NEWCODE2"):
        await people.invite(database, code, Role.CLIENT, CLIENT, "en", NOW + HOUR, NOW)
    indexes = {(database.vault.code_index(code),) for code in ("OLDCODE2", "NEWCODE2")}
    assert set(await rows(database, "select id from invite")) == indexes
    good = await rows(database, f"select id from invite where expires_at > {int(NOW.timestamp() * 1000)}")
    assert good == [(database.vault.code_index("NEWCODE2"),)]


async def test_closed_addresses_are_shown_too(database: Database) -> None:
    await write(database, joined(ANA, "T-ANA", ContactState.BLOCKED))
    assert [one.state for one in (await people.therapist(database, "T-ANA")).contacts] == [ContactState.BLOCKED]
