"""The SMS channel: the real Twilio library against a Messages API on loopback, faults included."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from bot import logs
from bot.channels.channel import Gone, Refused, SendError, TryLater, Unsure
from bot.channels.forms import GONE
from bot.channels.sms import SmsChannel
from messages.envelope import Address, Channel, Content, IncomingMessage, Letter
from messages.post import Posted
from tests.bot.conftest import PUBLIC, Desk, twilio_settings
from tests.servers import twilio_errors as errors
from tests.servers.faults import Fault
from tests.servers.twilio import TwilioServer
from tests.servers.waiting import IMPATIENCE

MIA = Address(Channel.SMS, "+4915112345678")
SERVICE = "MG" + "0123456789abcdef" * 2


def letter(text: str = "How are you?", key: str = "telegram:1#ask", **more: object) -> Letter:
    return Letter(key, MIA, text, "ask_all", **more)  # type: ignore[arg-type]


def posted(text: str = "How are you?", ago: int = 0) -> Posted:
    return Posted(letter(text), 1, datetime.now(UTC) - timedelta(seconds=ago))


@asynccontextmanager
async def sweeping(channel: SmsChannel, desk: Desk) -> AsyncIterator[None]:
    """The channel sweeps, and stops by itself in the end."""
    stop = asyncio.Event()
    running = asyncio.create_task(channel.run(desk.take, stop))
    try:
        yield
    finally:
        stop.set()
        await running


@asynccontextmanager
async def opened(
    server: TwilioServer, public: str = PUBLIC, heard: datetime | None = None, **more: object
) -> AsyncIterator[SmsChannel]:
    """A channel with other settings, which sweeps without a pause."""
    channel = SmsChannel(twilio_settings(server, **more), public, heard=heard, sweep=timedelta(milliseconds=10))
    try:
        yield channel
    finally:
        await channel.close()


async def test_a_letter_leaves_with_an_address_for_its_news(sms: SmsChannel, twilio: TwilioServer) -> None:
    reference = await sms.send(letter())
    [sent] = twilio.outbox(MIA.id)
    assert (sent.sid, sent.text) == (reference, "How are you?")
    assert sent.callback == f"{PUBLIC}/twilio/status?letter=telegram%3A1%23ask#rc=5&rp=all"


async def test_without_a_public_address_no_news_is_asked_for(twilio: TwilioServer) -> None:
    async with opened(twilio, "") as channel:
        await channel.send(letter())
    assert twilio.outbox(MIA.id)[0].callback == ""


async def test_a_messaging_service_sends_in_place_of_the_number(twilio: TwilioServer) -> None:
    async with opened(twilio, messaging_service_sid=SERVICE) as channel:
        with pytest.raises(TryLater, match="21606"):
            await channel.send(letter())
    [call] = twilio.calls("create")
    assert (call.text("MessagingServiceSid"), call.text("From")) == (SERVICE, "")


async def test_an_edit_is_dropped(sms: SmsChannel, twilio: TwilioServer) -> None:
    assert await sms.send(letter(edits=True)) == ""
    assert twilio.calls("create") == []


async def test_a_letter_that_expires_does_not_outlive_that_in_the_queue(sms: SmsChannel, twilio: TwilioServer) -> None:
    for left in (timedelta(hours=1), timedelta(days=2), timedelta(seconds=-5)):
        await sms.send(letter(expires=datetime.now(UTC) + left))
    await sms.send(letter())
    periods = [call.number("ValidityPeriod") for call in twilio.calls("create")]
    assert 3000 < periods[0] <= 3600
    assert periods[1:] == [36_000, 1, 0]


async def test_a_text_too_long_is_cut(sms: SmsChannel, twilio: TwilioServer) -> None:
    await sms.send(letter("x" * 2000))
    assert len(twilio.outbox(MIA.id)[0].text) == 1600


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        (errors.refused(21610), Gone, "21610"),
        (errors.refused(21211), Gone, "21211"),
        (errors.refused(21614), Gone, "21614"),
        (errors.refused(21408), TryLater, "21408"),
        (errors.refused(21617), Refused, "21617"),
        (errors.refused(21606), TryLater, "21606"),
        (errors.refused(21611), TryLater, "21611"),
        (errors.rate_limited(), TryLater, "20429"),
        (errors.unauthorized(), TryLater, "20003"),
        (errors.not_found(), TryLater, "20404"),
        (errors.server_error(), Unsure, "20500"),
        (Fault.bad_gateway(), Unsure, "502"),
        (Fault.answer(302, ""), TryLater, "302"),
        (Fault.answer(400, {"code": "abc", "message": "m"}), Refused, "400"),
        *((Fault.answer(201, body), Unsure, "unreadable") for body in ("[]", "null", "{}")),
        (Fault.cut(), Unsure, "no-answer"),
        (Fault.answer(201, "sent, perhaps"), Unsure, "no-answer"),
        (Fault.answer(429, {"type": "t", "title": "t", "status": 429, "code": 20429}), TryLater, "20429"),
    ],
)
async def test_an_error_says_what_to_do(
    sms: SmsChannel, twilio: TwilioServer, fault: Fault, kind: type[SendError], code: str
) -> None:
    twilio.order(fault, method="create")
    with pytest.raises(kind) as raised:
        await sms.send(letter())
    assert (raised.type, raised.value.code) == (kind, code)
    assert twilio.outbox(MIA.id) == []


def test_every_code_of_a_closed_number_is_known() -> None:
    assert {21610, 21211, 21614, 30004, 30005, 30006} == GONE


async def test_a_letter_to_a_server_that_is_down_did_not_leave(sms: SmsChannel, twilio: TwilioServer) -> None:
    await twilio.stop()
    with pytest.raises(TryLater, match="unreachable"):
        await sms.send(letter())
    await twilio.start()


@pytest.mark.parametrize("fault", [Fault.cut(after_work=True), Fault.silence(after_work=True)])
async def test_a_letter_that_left_without_an_answer_is_found(
    sms: SmsChannel, twilio: TwilioServer, fault: Fault
) -> None:
    twilio.order(fault, method="create")
    async with opened(twilio, timeout=IMPATIENCE) as impatient:
        with pytest.raises(Unsure, match="no-answer"):
            await impatient.send(letter())
    assert await sms.find(posted()) == [twilio.outbox(MIA.id)[0].sid]


async def test_a_letter_that_did_not_leave_and_was_not_answered_is_not_found(
    sms: SmsChannel, twilio: TwilioServer
) -> None:
    twilio.order(Fault.silence(), method="create")
    async with opened(twilio, timeout=IMPATIENCE) as impatient:
        with pytest.raises(Unsure, match="no-answer"):
            await impatient.send(letter())
    assert await sms.find(posted()) == []


async def test_a_letter_is_found_only_by_its_words_after_it_was_claimed(sms: SmsChannel, twilio: TwilioServer) -> None:
    await twilio.person(MIA.id).texts("How are you?")
    assert await sms.find(posted()) == []
    await sms.send(letter())
    await sms.send(letter())
    assert await sms.find(posted("Something else")) == []
    assert await sms.find(posted(ago=-7200)) == []
    assert await sms.find(posted(ago=-1800)) == [one.sid for one in twilio.outbox(MIA.id)]


@pytest.mark.parametrize("fault", [errors.server_error(), Fault.bad_gateway()])
async def test_a_failure_of_twilio_s_own_while_it_is_asked_is_asked_again(
    sms: SmsChannel, twilio: TwilioServer, fault: Fault
) -> None:
    twilio.order(fault, method="list")
    with pytest.raises((TryLater, Unsure)):
        await sms.find(posted())


async def test_half_a_character_leaves_as_a_question_mark(sms: SmsChannel, twilio: TwilioServer) -> None:
    await sms.send(letter("so sad \ud83d"))
    assert twilio.outbox(MIA.id)[0].text == "so sad ?"


async def test_what_was_missed_is_found_by_the_sweep(sms: SmsChannel, twilio: TwilioServer, desk: Desk) -> None:
    await sms.send(letter())
    await twilio.person(MIA.id).texts("7 6 8 7")
    await twilio.person(MIA.id).texts("thanks", media="image/jpeg")
    await twilio.person("12345").texts("Win!")
    async with sweeping(sms, desk):
        first, second = await desk.until(2)
    assert isinstance(first, IncomingMessage)
    assert isinstance(second, IncomingMessage)
    assert first.key == f"sms:{twilio.inbox(MIA.id)[0].sid}"
    assert (first.sender, first.text, first.content) == (MIA, "7 6 8 7", Content.TEXT)
    assert (second.text, second.content) == ("thanks", Content.MEDIA)


async def test_the_sweep_comes_again_and_after_any_fault(twilio: TwilioServer, desk: Desk) -> None:
    desk.refusals = 1
    twilio.order(errors.server_error(), method="list")
    twilio.order(Fault.cut(), method="list")
    await twilio.person(MIA.id).texts("7")
    async with opened(twilio) as channel, sweeping(channel, desk):
        await desk.until(1)
        await twilio.person(MIA.id).texts("6")
        await desk.until(2)
    assert len(twilio.calls("list")) >= 4


async def test_what_was_refused_is_found_by_the_next_sweep_however_old(twilio: TwilioServer, desk: Desk) -> None:
    desk.refusals = 1
    twilio.has_received(MIA.id, "STOP", datetime.now(UTC) - timedelta(hours=12))
    async with opened(twilio) as channel, sweeping(channel, desk):
        await desk.until(1)


@pytest.mark.parametrize("body", ["[]", "null", "{}", '{"messages": null}', '{"messages": [1]}', '{"messages": [{}]}'])
async def test_the_sweep_goes_on_after_odd_lists(twilio: TwilioServer, desk: Desk, body: str) -> None:
    twilio.order(Fault.answer(200, body), method="list")
    await twilio.person(MIA.id).texts("7")
    async with opened(twilio) as channel, sweeping(channel, desk):
        await desk.until(1)


@pytest.mark.parametrize(
    ("heard", "away", "reached"),
    [(None, 1, True), (None, 2, False), (3, 3.5, True), (3, 5, False), (40, 30, True), (40, 32, False), (-9, 2, False)],
)
async def test_the_first_sweep_reaches_as_far_back_as_we_may_have_been_away(
    twilio: TwilioServer, desk: Desk, heard: float | None, away: float, reached: bool
) -> None:
    """All in days; an hour less for how long the test may take."""
    now = datetime.now(UTC)
    twilio.has_received(MIA.id, "STOP", now - timedelta(days=away) + timedelta(hours=1))
    twilio.has_received(MIA.id, "7", now)
    last = None if heard is None else now - timedelta(days=heard)
    async with opened(twilio, heard=last) as channel, sweeping(channel, desk):
        await desk.until(2 if reached else 1)
    assert len(desk.taken) == (2 if reached else 1)


@pytest.mark.parametrize("number", ["", "+4930111111"])
async def test_a_messaging_service_sweeps_only_what_is_its_own(twilio: TwilioServer, desk: Desk, number: str) -> None:
    now = datetime.now(UTC)
    twilio.has_received("+4915199999991", "is my parcel there?", now, to="+4930000000")
    twilio.has_received("+4915199999992", "to the service", now, to="+4930222222", service=SERVICE)
    twilio.has_received("+4915199999993", "to another service", now, to="+4930333333", service="MG0")
    twilio.has_received("+4915199999994", "to the number", now, to="+4930111111")
    async with opened(twilio, number=number, messaging_service_sid=SERVICE) as channel, sweeping(channel, desk):
        await desk.until(2 if number else 1)
    words = [one.text for one in desk.taken.values() if isinstance(one, IncomingMessage)]
    assert words == ["to the service", "to the number"][: 2 if number else 1]


async def test_without_a_number_of_its_own_the_sweep_takes_what_came_in(twilio: TwilioServer, desk: Desk) -> None:
    async with opened(twilio, number="", messaging_service_sid=SERVICE) as channel:
        twilio.has_received(MIA.id, "7", datetime.now(UTC), service=SERVICE)
        async with sweeping(channel, desk):
            await desk.until(1)
    assert twilio.calls("list")[0].text("To") == ""


async def test_a_wrong_token_is_recognised_in_the_log(
    twilio: TwilioServer, desk: Desk, capsys: pytest.CaptureFixture[str], restored_logs: None
) -> None:
    logs.configure("console", "info")
    async with opened(twilio, auth_token=SecretStr("wrong")) as channel, sweeping(channel, desk):
        await twilio.wait_for_call("list", 2)  # the first has been told of by then
    said = capsys.readouterr().err
    assert "Twilio refuses the account's SID with this auth token" in said
    assert "code=401" in said
    assert "wrong" not in said
