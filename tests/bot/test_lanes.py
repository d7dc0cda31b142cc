"""Letters in hand: order within an address, urgency between them."""

from datetime import UTC, datetime

from bot.lanes import Lanes
from messages.envelope import Address, Channel, Letter, Priority
from messages.post import Posted

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
REPLY, ALERT, BULK = Priority.REPLY, Priority.ALERT, Priority.BULK


def address(who: str) -> Address:
    return Address(Channel.TELEGRAM, who)


def filled(*letters: tuple[str, str, Priority]) -> Lanes:
    lanes = Lanes()
    for key, who, priority in letters:
        lanes.put(Posted(Letter(key, address(who), "", "", priority), 1, NOW))
    return lanes


def taken(lanes: Lanes) -> list[str]:
    """All that can be taken without any lane becoming free."""
    keys = []
    while posted := lanes.next():
        keys.append(posted.letter.key)
    return keys


def test_the_most_urgent_goes_first_then_the_oldest() -> None:
    assert taken(filled(("a", "1", BULK), ("b", "2", ALERT), ("c", "3", REPLY), ("d", "4", REPLY))) == list("cdba")


def test_one_letter_of_an_address_is_under_way_at_a_time() -> None:
    lanes = filled(("a", "1", REPLY), ("b", "1", REPLY), ("c", "2", BULK))
    assert taken(lanes) == ["a", "c"]
    lanes.put(Posted(Letter("d", address("1"), "", ""), 1, NOW))
    assert taken(lanes) == []
    lanes.free(address("1"))
    assert taken(lanes) == ["b"]


def test_a_reply_overtakes_what_waits_for_the_same_address() -> None:
    assert taken(filled(("a", "1", BULK), ("b", "1", REPLY))) == ["b"]


def test_a_lane_is_forgotten_once_it_is_empty() -> None:
    lanes = filled(("a", "1", REPLY))
    assert len(lanes) == 1
    taken(lanes)
    lanes.free(address("1"))
    assert len(lanes) == 0


def test_what_waits_can_be_taken_back_in_order() -> None:
    lanes = filled(("a", "1", BULK), ("b", "1", REPLY), ("c", "1", BULK), ("d", "2", BULK))
    assert [one.letter.key for one in lanes.clear(address("1"))] == list("bac")
    assert lanes.clear(address("3")) == []
    assert taken(lanes) == ["d"]
    assert len(lanes) == 1
    assert list(lanes.clear_all()) == []
    lanes.free(address("2"))
    assert len(lanes) == 0
