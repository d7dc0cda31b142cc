"""The loopback Messages API as the real Twilio client, the phones and the program under test meet it."""

import aiohttp
import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from tests.servers import twilio_errors as errors
from tests.servers.clients import twilio_client
from tests.servers.faults import Fault
from tests.servers.program import Program
from tests.servers.twilio import TwilioServer
from tests.servers.twilio_webhooks import NOBODY

MIA = "+4915112345678"


async def send(client: Client, server: TwilioServer, **more: object) -> str:
    words: dict[str, object] = {"to": MIA, "from_": server.number, "body": "How are you?"}
    message = await client.messages.create_async(**(words | more))
    return str(message.sid)


async def test_an_sms_reaches_the_phone_and_the_list(twilio: TwilioServer, client: Client) -> None:
    sid = await send(client, twilio)
    assert (await twilio.wait_for(MIA, "How are you?")).sid == sid
    [listed] = await client.messages.list_async(to=MIA)
    assert (listed.sid, listed.body, listed.direction, listed.status) == (sid, "How are you?", "outbound-api", "queued")
    assert (await client.messages(sid).fetch_async()).to == MIA


async def test_the_list_is_filtered_and_paged(twilio: TwilioServer, client: Client) -> None:
    for text in "7687":
        await twilio.person(MIA).texts(text)
    await send(client, twilio)
    inbound = await client.messages.list_async(to=twilio.number, page_size=3)
    assert [sms.body for sms in inbound] == list("7867")
    assert (
        await client.messages.list_async(to=twilio.number, date_sent_after=inbound[0].date_sent.replace(year=2100))
        == []
    )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"to": "12345"}, 21211),
        ({"from_": "+4915735980002"}, 21606),
        ({"body": " "}, 21602),
        ({"body": "x" * 1601}, 21617),
    ],
)
async def test_what_twilio_refuses_is_refused(
    twilio: TwilioServer, client: Client, fields: dict[str, object], code: int
) -> None:
    with pytest.raises(TwilioRestException) as raised:
        await send(client, twilio, **fields)
    assert raised.value.code == code


async def test_wrong_credentials_are_refused(twilio: TwilioServer) -> None:
    async with twilio_client(twilio, "wrong") as stranger:
        with pytest.raises(TwilioRestException) as raised:
            await send(stranger, twilio)
    assert (raised.value.status, raised.value.code) == (401, 20003)


async def test_who_texts_stop_gets_nothing_until_start(twilio: TwilioServer, client: Client) -> None:
    await twilio.person(MIA).texts("Stop")
    with pytest.raises(TwilioRestException, match="unsubscribed"):
        await send(client, twilio)
    await twilio.person(MIA).texts("START")
    assert await send(client, twilio)


async def test_a_fault_is_met_once_and_only_by_whom_it_is_for(twilio: TwilioServer, client: Client) -> None:
    twilio.order(errors.rate_limited(), method="create", to=MIA)
    assert await send(client, twilio, to="+4915112345679")
    with pytest.raises(TwilioRestException):
        await send(client, twilio)
    assert await send(client, twilio)


async def test_an_sms_can_leave_although_the_connection_is_cut(twilio: TwilioServer, client: Client) -> None:
    twilio.order(Fault.cut(after_work=True), method="create")
    with pytest.raises(aiohttp.ClientError):
        await send(client, twilio)
    assert [sms.text for sms in twilio.outbox(MIA)] == ["How are you?"]


async def test_a_text_is_posted_with_a_good_signature(twilio: TwilioServer, program: Program) -> None:
    twilio.inbound_url = f"{program.url}/twilio/sms"
    assert (await twilio.person(MIA).texts("7 6 8 7")).status_code == 200
    post = await program.wait_for_post(1)
    assert (post.fields["From"], post.fields["Body"], post.fields["FromCity"]) == (MIA, "7 6 8 7", "")
    signature = post.headers["X-Twilio-Signature"]
    assert RequestValidator(twilio.token).validate(twilio.inbound_url, post.fields, signature)
    await twilio.person(MIA).texts("7", signed=False)
    forged = (await program.wait_for_post(2)).headers["X-Twilio-Signature"]
    assert not RequestValidator(twilio.token).validate(twilio.inbound_url, post.fields, forged)


async def test_news_of_an_sms_is_posted_where_the_sender_asked(
    twilio: TwilioServer, client: Client, program: Program
) -> None:
    await send(client, twilio, status_callback=f"{program.url}/status?letter=k")
    await twilio.report(twilio.outbox(MIA)[0], "undelivered", 30003)
    post = await program.wait_for_post(1)
    assert post.path == "/status"
    assert (post.fields["MessageStatus"], post.fields["ErrorCode"]) == ("undelivered", "30003")
    assert (await client.messages(post.fields["MessageSid"]).fetch_async()).error_code == 30003


@pytest.mark.parametrize(("policy", "posts"), [("", 1), ("#rc=2&rp=all", 3), ("#rc=2&rp=5xx", 3), ("#rc=2&rp=4xx", 1)])
async def test_a_post_that_fails_is_repeated_as_the_address_asks(
    twilio: TwilioServer, program: Program, policy: str, posts: int
) -> None:
    program.order(Fault.answer(503, ""), times=posts)
    twilio.inbound_url = f"{program.url}/sms{policy}"
    assert (await twilio.person(MIA).texts("7")).status_code == 503
    assert len(program.posts) == posts


async def test_an_outage_leaves_a_text_in_the_list_only(twilio: TwilioServer, client: Client, program: Program) -> None:
    twilio.inbound_url = f"{program.url}/sms"
    await program.stop()
    assert await twilio.person(MIA).texts("7") is NOBODY
    await program.start()
    assert [sms.body for sms in await client.messages.list_async(to=twilio.number)] == ["7"]
