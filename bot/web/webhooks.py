"""Webhooks: where Telegram and Twilio bring what arrives. The answer is 200 once it is committed.

403 if the sender cannot show who it is, 503 while the database refuses, so that the provider brings it again.
"""

import asyncio
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias
from urllib.parse import parse_qsl

import structlog
from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from twilio.request_validator import RequestValidator

from bot.channels.channel import Take
from bot.channels.forms import Form, read_message, read_status
from bot.channels.updates import press_id, read_update
from bot.settings import TelegramSettings, TwilioSettings
from messages.envelope import Arrival
from storage.errors import DatabaseRefused

BODY_SECONDS = 10
LARGEST_FORM = 64 * 1024
LARGEST_UPDATE = 1024 * 1024
NOT_NOW = 503
TOO_LARGE = 413
TOO_SLOW = 408
FORBIDDEN = 403
RETRY_AFTER = {"Retry-After": "5"}
TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

ReadForm: TypeAlias = Callable[[Form, datetime], Arrival | None]
log = structlog.get_logger()


def telegram_routes(config: TelegramSettings, take: Take) -> APIRouter:
    """POST /telegram: one update. A press of a button is answered in the same breath."""
    router = APIRouter()
    secret = config.webhook_secret.get_secret_value().encode()

    @router.post("/telegram")
    async def telegram(request: Request) -> Response:
        shown = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "").encode()
        if not secret or not hmac.compare_digest(shown, secret):
            raise refused("telegram")
        update = _parsed(await body(request, LARGEST_UPDATE))
        await committed(read_update(update, datetime.now(UTC)), take)
        query = press_id(update)
        answer = {"method": "answerCallbackQuery", "callback_query_id": query} if query else {}
        return JSONResponse(answer)

    return router


def twilio_routes(config: TwilioSettings, public_url: str, take: Take) -> APIRouter:
    """POST /twilio/sms and /twilio/status: forms signed for the public address, which is never rebuilt from headers."""
    router = APIRouter()
    validator = RequestValidator(config.auth_token.get_secret_value())

    async def accept(request: Request, read: ReadForm) -> Response:
        form = dict(parse_qsl((await body(request, LARGEST_FORM)).decode(errors="replace"), keep_blank_values=True))
        query = request.scope["query_string"].decode("latin-1")
        url = f"{public_url}{request.scope['path']}{query and '?' + query}"
        if not validator.validate(url, form, request.headers.get("X-Twilio-Signature", "")):
            raise refused("sms")
        await committed(read(form, datetime.now(UTC)), take)
        return Response(TWIML, media_type="text/xml")

    @router.post("/twilio/sms")
    async def sms(request: Request) -> Response:
        return await accept(request, read_message)

    @router.post("/twilio/status")
    async def status(request: Request, letter: str = "") -> Response:
        return await accept(request, lambda form, at: read_status(form, at, letter))

    return router


async def body(request: Request, largest: int) -> bytes:
    """The body, unless it is larger or comes more slowly than what a provider sends."""
    read = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                read += chunk
                if len(read) > largest:
                    raise HTTPException(TOO_LARGE)
    except TimeoutError:
        raise HTTPException(TOO_SLOW) from None
    return bytes(read)


async def committed(arrival: Arrival | None, take: Take) -> None:
    """Returns once the arrival is committed; nothing is to be done about what is not for us."""
    if arrival is None:
        log.info("not for us", action="webhook.ignored")
        return
    try:
        await take(arrival)
    except DatabaseRefused:
        raise HTTPException(NOT_NOW, headers=RETRY_AFTER) from None


def refused(channel: str) -> HTTPException:
    """The sender did not show who it is."""
    log.warning("a webhook without a good signature", action="webhook.refused", channel=channel)
    return HTTPException(FORBIDDEN)


def _parsed(raw: bytes) -> object:
    """What is no JSON is acknowledged like anything else that is not for us, or it would be brought for ever."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None
