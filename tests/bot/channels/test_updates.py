"""Raw updates become arrivals; whatever else there is becomes None and never raises."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.updates import MEDIA, next_offset, press_id, read_update
from messages.envelope import Address, ButtonPress, Channel, Content, DeliveryReport, IncomingMessage, Outcome

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
SENT = datetime(2026, 3, 2, 9, 59, tzinfo=UTC)
DATE = int(SENT.timestamp())
CHAT = {"id": 77, "type": "private", "first_name": "Ada"}
ADA = Address(Channel.TELEGRAM, "77")

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
json = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)
names = st.sampled_from(
    ["id", "type", "date", "edit_date", "text", "caption", "chat", "message", "data", "message_id", "status", *MEDIA]
)
telling = st.recursive(
    scalars | st.just("private") | st.just("kicked"), lambda inner: st.dictionaries(names, inner), max_leaves=20
)
chats = st.fixed_dictionaries({"id": st.integers(), "type": st.just("private")})
bodies = st.builds(lambda body, chat: {**body, "chat": chat}, st.dictionaries(names, telling), chats)


def message(**content: object) -> dict[str, object]:
    return {"update_id": 1, "message": {"message_id": 5, "chat": CHAT, "date": DATE, **content}}


def read(update: object) -> Any:
    return read_update(update, NOW)


def test_a_text_is_a_message_of_its_instant() -> None:
    assert read(message(text="7")) == IncomingMessage("telegram:1", ADA, "7", SENT)


def test_an_edited_message_says_so_and_has_the_instant_of_the_change() -> None:
    body = {"message_id": 5, "chat": CHAT, "date": DATE - 60, "edit_date": DATE, "text": "8"}
    update = {"update_id": 2, "edited_message": body}
    assert read(update) == IncomingMessage("telegram:2", ADA, "8", SENT, Content.EDITED)


def test_an_edited_caption_is_an_edit_too() -> None:
    assert read({"update_id": 2, "edited_message": {"chat": CHAT, "caption": "8"}}).text == "8"


def test_a_live_location_that_moves_is_passed_over() -> None:
    assert read({"update_id": 2, "edited_message": {"chat": CHAT, "location": {}}}) is None


@pytest.mark.parametrize("mark", ["forward_origin", "forward_date"])
def test_a_forwarded_message_says_so(mark: str) -> None:
    assert read(message(text="8", **{mark: 1})).content is Content.FORWARDED


@pytest.mark.parametrize("kind", sorted(MEDIA))
def test_media_come_with_their_caption(kind: str) -> None:
    assert read(message(**{kind: {}})) == IncomingMessage("telegram:1", ADA, "", SENT, Content.MEDIA)
    assert read(message(**{kind: {}}, caption="7")).text == "7"


def test_a_press_names_its_message_and_data() -> None:
    query = {"id": "4000", "data": "a|R-1|0|70", "message": {"message_id": 5, "chat": CHAT}}
    update = {"update_id": 3, "callback_query": query}
    assert read(update) == ButtonPress("telegram:3", ADA, "a|R-1|0|70", "5", NOW)
    assert press_id(update) == "4000"


def test_a_block_closes_the_address() -> None:
    change = {"chat": CHAT, "date": DATE, "new_chat_member": {"status": "kicked"}}
    expected = DeliveryReport("telegram:4", Channel.TELEGRAM, Outcome.GONE, SENT, address=ADA, code="403")
    assert read({"update_id": 4, "my_chat_member": change}) == expected


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 4, "my_chat_member": {"chat": CHAT, "new_chat_member": {"status": "member"}}},
        {
            "update_id": 4,
            "my_chat_member": {"chat": {**CHAT, "type": "group"}, "new_chat_member": {"status": "kicked"}},
        },
        message(text="hello", chat={"id": -4, "type": "group"}),
        message(text="hello", chat={"id": -4, "type": "channel"}),
        {"update_id": 2, "edited_message": {"chat": {"id": -4, "type": "supergroup"}, "text": "8"}},
        {"update_id": 3, "callback_query": {"id": "1", "data": "x", "message": {"message_id": 5, "chat": {"id": -4}}}},
        {"update_id": 3, "callback_query": {"id": "1", "data": "x", "inline_message_id": "5"}},
        {"update_id": 3, "callback_query": {"id": "1", "message": {"message_id": 5, "chat": CHAT}}},
        message(pinned_message={}),
        {"message": {"message_id": 5, "chat": CHAT, "date": DATE, "text": "7"}},
        {"update_id": 1, "message": {"message_id": 5}},
        {"update_id": 1, "poll": {}},
        {"update_id": 1},
        [],
        None,
    ],
)
def test_what_is_not_for_us_is_nothing(update: object) -> None:
    assert read(update) is None


@pytest.mark.parametrize("date", [None, "soon", -1, 10**20, 1.5])
def test_without_a_believable_date_it_is_now(date: object) -> None:
    assert read(message(text="7", date=date)).at == NOW


def test_half_a_character_does_not_reach_the_database() -> None:
    assert read(message(text="seven \ud83d")).text == "seven ?"


def test_the_offset_confirms_an_update() -> None:
    assert next_offset(message()) == 2
    assert next_offset({"message": {}}) == 0


def test_only_presses_want_an_answer() -> None:
    assert press_id(message(text="7")) == ""


@given(json)
def test_no_json_makes_it_raise(update: object) -> None:
    assert read_update(update, NOW) is None
    press_id(update)
    next_offset(update)


@given(st.integers(), st.sampled_from(["message", "edited_message", "my_chat_member", "callback_query"]), bodies)
def test_nothing_that_looks_like_an_update_makes_it_raise(number: int, kind: str, body: dict[str, object]) -> None:
    arrival = read_update({"update_id": number, kind: body}, NOW)
    if isinstance(arrival, IncomingMessage):
        arrival.text.encode()
    assert arrival is None or arrival.key == f"telegram:{number}"
