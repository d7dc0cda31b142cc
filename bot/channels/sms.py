"""SMS by Twilio: the library's client for what leaves, its webhooks (`bot/web`) for what arrives.

A message whose webhook was lost is found by a sweep: the provider's list is read at the start, as far back as we may
have been away, and every quarter hour.
"""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from urllib.parse import quote

import aiohttp
import structlog
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.response import Response
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance

from bot.channels.channel import Gone, Refused, SendError, Take, TryLater, Unsure
from bot.channels.forms import GONE, read_message
from bot.channels.texts import clean
from bot.channels.twilio_http import TwilioHttp
from bot.channels.waiting import pause
from bot.settings import TwilioSettings
from messages.envelope import Channel, IncomingMessage, Letter
from messages.post import Posted

logging.getLogger("twilio").setLevel(logging.WARNING)  # below that it logs phone numbers

STATUS_PATH = "/twilio/status"
RETRIES = "#rc=5&rp=all"
"""Twilio's connection override: a webhook that is not answered with 200 is brought up to five times more."""

LONGEST_TEXT = 1600
LONGEST_VALIDITY = 36_000
FIRST_SWEEP = timedelta(days=1)
"""How far the first sweep reaches back, from the last message that is kept (webhooks may have failed before it)."""
LONGEST_SWEEP = timedelta(days=30)
SWEEP = timedelta(minutes=15)
RETRY_SWEEP = timedelta(minutes=1)
RECENT = 50
"""How many of the latest messages to a number are looked through for a doubtful one."""

SLACK = timedelta(hours=1)
"""How far Twilio's clock and ours may be apart when a doubtful letter is looked for."""

LATER = frozenset(
    [
        20429,  # too many requests
        21611,  # the sender's queue is full
        30001,  # the queue of the messaging service is full
    ]
)
OURS = frozenset(
    [
        20003,  # wrong credentials
        20404,  # no such account
        21408,  # no permission for this country
        21212,  # no valid sender
        21603,  # no sender
        21606,  # a sender that is not ours
    ]
)
"""Codes that blame the set-up: the letter waits until it is mended."""

REFUSED = "Twilio refuses the account's SID with this auth token: copy both once more from its console"
ADVICE = {"20003": REFUSED, "20404": REFUSED, "401": REFUSED, "403": REFUSED, "404": REFUSED}

T = TypeVar("T")
log = structlog.get_logger()


class SmsChannel:
    """One number, or a messaging service with its numbers. Made in the running loop; `timeout` bounds every call."""

    name = Channel.SMS

    def __init__(
        self, config: TwilioSettings, public_url: str, *, heard: datetime | None = None, sweep: timedelta = SWEEP
    ) -> None:
        """`heard`: when the last message that is kept came in."""
        self._config = config
        self._heard = heard
        self._public_url = public_url
        self._sweep = sweep
        self._http = TwilioHttp(config.timeout)
        self._client = Client(config.account_sid, config.auth_token.get_secret_value(), http_client=self._http)
        self._client.api.base_url = config.base_url

    async def run(self, take: Take, stop: asyncio.Event) -> None:
        """Sweeps until `stop`; what arrives comes by the webhook."""
        since = _first_sweep(self._heard, datetime.now(UTC))
        while not stop.is_set():
            began = datetime.now(UTC)
            wait = self._sweep
            try:
                await _take_all(await self._received(since), take)
                since = began - self._sweep
            except Exception as error:  # noqa: BLE001 - the library raises anything when it cannot read a list
                wait = min(self._sweep, RETRY_SWEEP)
                code = error.code if isinstance(error, SendError) else ""
                advice = ADVICE.get(code, "the sweep comes again")
                log.warning(advice, action="sms.sweep", channel=self.name, error=type(error).__name__, code=code)
            await pause(stop, wait.total_seconds())

    async def send(self, letter: Letter) -> str:
        """A new message; what edits an earlier one is dropped. Raises SendError."""
        if letter.edits:
            return ""
        sender = {"messaging_service_sid": self._config.messaging_service_sid}
        if not self._config.messaging_service_sid:
            sender = {"from_": self._config.number}
        message = await _call(
            self._client.messages.create_async(
                to=letter.to.id, body=_fitting(letter.text), **sender, **self._callback(letter), **_validity(letter)
            ),
            creates=True,
        )
        if not message.sid:
            raise Unsure("unreadable")
        return str(message.sid)

    async def find(self, posted: Posted) -> Sequence[str]:
        """The SIDs of what went to this number with these words since it was claimed, oldest first. Raises TryLater or
        Unsure.

        The list is not filtered by date: a message in the queue has no date of sending yet.
        """
        listed = await _call(self._client.messages.list_async(to=posted.letter.to.id, limit=RECENT))
        text, since = _fitting(posted.letter.text).strip(), posted.claimed_at - SLACK
        return [str(sms.sid) for sms in reversed(listed) if _is_ours(sms) and _matches(sms, text, since)]

    async def close(self) -> None:
        """Closes every connection."""
        await self._http.close()

    async def _received(self, since: datetime) -> list[IncomingMessage]:
        """What Twilio has received for us, oldest first."""
        to = {} if self._config.messaging_service_sid else {"to": self._config.number}
        listed = await _call(self._client.messages.list_async(**to, date_sent_after=since, page_size=1000))
        messages = (_incoming(sms) for sms in reversed(listed) if not _is_ours(sms) and self._is_for_us(sms))
        return [message for message in messages if message]

    def _is_for_us(self, sms: MessageInstance) -> bool:
        """The account may serve others too: with a messaging service the list is not of one number."""
        service, number = self._config.messaging_service_sid, self._config.number
        return not service or sms.messaging_service_sid == service or (bool(number) and sms.to == number)

    def _callback(self, letter: Letter) -> dict[str, str]:
        """Where news of a letter goes: it names our key, as news may come before the SID is kept."""
        if not self._public_url:
            return {}
        return {"status_callback": f"{self._public_url}{STATUS_PATH}?letter={quote(letter.key, safe='')}{RETRIES}"}


async def _take_all(messages: Sequence[IncomingMessage], take: Take) -> None:
    """Raises DatabaseRefused if any could not be kept."""
    results = await asyncio.gather(*(take(message) for message in messages), return_exceptions=True)
    for error in filter(None, results):
        raise error


async def _call(work: Coroutine[object, object, T], *, creates: bool = False) -> T:
    """Twilio's answer. Raises SendError; where something `creates`, a failure of Twilio's own leaves it open."""
    try:
        return await work
    except (TwilioRestException, TwilioServiceException) as error:
        raise _send_error(_number(error.status), _number(error.code), creates=creates) from error
    except aiohttp.ClientConnectorError as error:
        raise TryLater("unreachable") from error
    except TwilioException as error:
        raise _list_error(error) from error
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise Unsure("no-answer") from error
    except Exception as error:
        raise Unsure("unreadable") from error


def _list_error(error: TwilioException) -> SendError:
    """A list that is refused comes as a bare exception around the answer."""
    answer = next((one for one in error.args if isinstance(one, Response)), None)
    named = _send_error(answer.status_code, 0, creates=False) if answer else None
    return named if isinstance(named, TryLater) else Unsure("no-answer")


def _number(value: object) -> int:
    """A code as a number; 0 if it is none, as in what a proxy on the way answers."""
    text = str(value)
    return int(text) if text.isdecimal() else 0


def _send_error(status: int, code: int, *, creates: bool) -> SendError:
    name = str(code or status)
    if code in GONE:
        return Gone(name)
    if code in LATER or code in OURS or status in (401, 403, 404, 429) or status < 400:
        return TryLater(name)
    if status >= 500:
        return Unsure(name) if creates else TryLater(name)
    return Refused(name)


def _first_sweep(heard: datetime | None, now: datetime) -> datetime:
    """From when on a message may have been missed."""
    return max(min(heard or now, now), now - LONGEST_SWEEP) - FIRST_SWEEP


def _validity(letter: Letter) -> dict[str, int]:
    """Twilio drops from its queue what has become stale there."""
    if letter.expires is None:
        return {}
    left = int((letter.expires - datetime.now(UTC)).total_seconds())
    return {"validity_period": max(1, min(left, LONGEST_VALIDITY))}


def _fitting(words: str) -> str:
    text = clean(words)
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 3] + "..."


def _is_ours(sms: MessageInstance) -> bool:
    return str(sms.direction) != "inbound"


def _matches(sms: MessageInstance, text: str, since: datetime) -> bool:
    return (sms.body or "").strip() == text and sms.date_created is not None and sms.date_created >= since


def _incoming(sms: MessageInstance) -> IncomingMessage | None:
    form = {"MessageSid": sms.sid, "From": sms.from_, "Body": sms.body or "", "NumMedia": str(sms.num_media or 0)}
    return read_message(form, sms.date_sent or sms.date_created or datetime.now(UTC))
