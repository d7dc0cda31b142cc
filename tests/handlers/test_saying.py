from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.case import Case
from handlers.facts import EchoSaid, LetterWritten, NoticeKept
from handlers.people import Contact, ContactState, Role
from handlers.saying import echo, reachable, tell
from messages.envelope import Channel, Priority
from tests.handlers.cases import CASE, mia
from tests.storage.house import ANA, BEN, MIA, NOW, PRACTICE, THERAPIST, said

SMS = replace(BEN, id="+4915200009999")
BOTH = tuple(Contact(address, Role.THERAPIST, "T-ANA", ContactState.OPEN) for address in (SMS, ANA))


@pytest.mark.parametrize(
    ("on", "expected"), [({Channel.SMS, Channel.TELEGRAM}, SMS), ({Channel.TELEGRAM}, ANA), ({Channel.CONSOLE}, None)]
)
def test_the_latest_address_is_written_to_whose_channel_is_on(on: set[Channel], expected: object) -> None:
    contact = reachable(replace(THERAPIST, contacts=BOTH), replace(PRACTICE, channels=frozenset(on)))
    assert (contact and contact.address) == expected


def test_without_an_open_address_the_news_is_kept() -> None:
    closed = tuple(replace(one, state=ContactState.STOPPED) for one in BOTH)
    told = tell(Case(PRACTICE), "k", replace(THERAPIST, contacts=closed), "joined", NOW, client="C-7K2")
    assert told == [NoticeKept("k#joined", "T-ANA", "C-7K2", "joined", NOW)]


def test_a_letter_to_a_therapist_says_whom_it_is_about() -> None:
    [told] = tell(Case(PRACTICE), "k", replace(THERAPIST, contacts=BOTH), "joined", NOW, client="C-7K2")
    assert isinstance(told, LetterWritten)
    assert (told.letter.to, told.letter.about, told.letter.priority) == (SMS, "C-7K2", Priority.ALERT)


@pytest.mark.parametrize(
    ("before", "ago", "count"),
    [
        (0, timedelta(), [1]),
        (4, timedelta(minutes=9, seconds=59), [5]),
        (5, timedelta(minutes=9, seconds=59), []),
        (5, timedelta(minutes=10), [1]),
    ],
)
def test_who_still_writes_after_five_replies_is_not_answered_for_ten_minutes(
    before: int, ago: timedelta, count: list[int]
) -> None:
    case = replace(CASE, contact=replace(mia(), echoes=before, echo_at=NOW - ago))
    told = echo(said("telegram:1", MIA, "hello"), case, NOW, "already_joined")
    assert [fact.count for fact in told if isinstance(fact, EchoSaid)] == count
    assert len(told) == 2 * len(count)
