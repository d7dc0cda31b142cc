from dataclasses import replace

import pytest

from handlers.case import Case, Contact, ContactState, Role
from handlers.facts import LetterWritten, NoticeKept
from handlers.saying import reachable, tell
from messages.envelope import Channel
from tests.storage.house import ANA, BEN, NOW, PRACTICE, THERAPIST

SMS = replace(BEN, id="+4915200009999")
BOTH = tuple(Contact(address, Role.THERAPIST, "T-ANA", ContactState.OPEN) for address in (SMS, ANA))


@pytest.mark.parametrize(
    ("on", "expected"), [({Channel.SMS, Channel.TELEGRAM}, SMS), ({Channel.TELEGRAM}, ANA), ({Channel.CONSOLE}, None)]
)
def test_the_latest_address_is_written_to_whose_channel_is_on(on: set[Channel], expected: object) -> None:
    contact = reachable(BOTH, replace(PRACTICE, channels=frozenset(on)))
    assert (contact and contact.address) == expected


def test_without_an_open_address_the_news_is_kept() -> None:
    closed = tuple(replace(one, state=ContactState.STOPPED) for one in BOTH)
    said = tell(Case(PRACTICE), "k", replace(THERAPIST, contacts=closed), "joined", NOW, client="C-7K2")
    assert said == [NoticeKept("k#joined", "T-ANA", "C-7K2", "joined", NOW)]


def test_a_letter_to_a_therapist_says_whom_it_is_about() -> None:
    [said] = tell(Case(PRACTICE), "k", replace(THERAPIST, contacts=BOTH), "joined", NOW, client="C-7K2")
    assert isinstance(said, LetterWritten)
    assert (said.letter.to, said.letter.about) == (SMS, "C-7K2")
