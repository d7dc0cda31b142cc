"""Reaching the outside for `meantime check`: Telegram, Twilio, and ourselves by the public address.

Whatever the network does becomes a finding. What providers answer is not repeated, as it may hold tokens or numbers.
"""

import aiohttp
import httpx
from telegram import Bot, User, WebhookInfo
from telegram.error import InvalidToken, TelegramError
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client
from twilio.rest.api.v2010.account import AccountInstance
from twilio.rest.api.v2010.account.incoming_phone_number import IncomingPhoneNumberInstance

from bot.channels.twilio_http import TwilioHttp
from bot.config import Config
from bot.contradictions import needs_webhooks
from bot.finding import Finding
from bot.settings import TelegramSettings

SECONDS = 10
AGAIN = "Look at this machine's way to the internet, and run `meantime check` again in a while."
CREDENTIALS = (401, 403, 404)


async def telegram(config: Config) -> list[Finding]:
    """The token, the bot's name, and how updates come."""
    settings = config.telegram
    if not settings.enabled:
        return [Finding("telegram", True, "Telegram is switched off.")]
    try:
        async with Bot(settings.token.get_secret_value(), base_url=f"{settings.base_url}/bot") as bot:
            return [_bot(bot.bot, settings), _updates(await bot.get_webhook_info(), config)]
    except InvalidToken:
        advice = "Copy the token once more from @BotFather, or ask it for a new one."
        return [Finding("telegram", False, "Telegram does not know the bot's token.", advice)]
    except TelegramError as error:
        return [_unreached("telegram", "Telegram", error)]


def _bot(user: User, settings: TelegramSettings) -> Finding:
    name = str(user.username)
    if name.lower() != settings.bot.lower():
        detail = (
            f"The token belongs to {name}, but telegram.bot is {settings.bot or 'empty'}: invitations lead nowhere."
        )
        return Finding("telegram", False, detail, f'Write bot = "{name}" below [telegram], or put in the right token.')
    return Finding("telegram", True, f"The token is good, and the bot is {name}.")


def _updates(info: WebhookInfo, config: Config) -> Finding:
    """Whether the bot's messages come in the way that the config says."""
    name, wanted = "telegram updates", f"{config.web.public_url}/telegram"
    if config.telegram.mode == "polling":
        detail = "The bot has a webhook, so that nothing can be fetched, but telegram.mode is polling."
        advice = "`meantime run` removes it when it starts. If it comes back, another program uses this bot: stop it."
        return Finding(name, False, detail, advice) if info.url else Finding(name, True, "Messages are fetched.")
    if info.url != wanted:
        detail = f"Telegram does not bring messages to {wanted} yet."
        return Finding(name, False, detail, "`meantime run` asks for it when it starts: start it, then check again.")
    if info.last_error_message:
        detail = f"Telegram lately could not bring messages: {info.last_error_message}."
        return Finding(name, False, detail, "Look at the proxy's log, and that `meantime run` is running.")
    return Finding(name, True, f"Telegram brings messages to {wanted}.")


async def twilio(config: Config) -> list[Finding]:
    """The account, and the number that sends."""
    settings = config.twilio
    if not settings.enabled:
        return [Finding("twilio", True, "SMS by Twilio is switched off.")]
    try:
        async with TwilioHttp(settings.timeout) as http:
            client = Client(settings.account_sid, settings.auth_token.get_secret_value(), http_client=http)
            client.api.base_url = settings.base_url
            account = _account(await client.api.accounts(settings.account_sid).fetch_async())
            return [account, await _sender(client, config)]
    except TwilioRestException as error:
        return [_refused(error)]
    except (aiohttp.ClientError, TimeoutError, TwilioException, ValueError) as error:
        return [_unreached("twilio", "Twilio", error)]


def _refused(error: TwilioRestException) -> Finding:
    if error.status in CREDENTIALS:
        advice = "Copy both once more from the first page of Twilio's console."
        return Finding("twilio", False, "Twilio does not take the account's SID with this auth token.", advice)
    detail = f"Twilio refuses with error {error.code}."
    return Finding("twilio", False, detail, f"Read https://www.twilio.com/docs/errors/{error.code}, then check again.")


def _account(account: AccountInstance) -> Finding:
    if str(account.status) != "active":
        detail = f"Twilio has the account as {account.status}."
        return Finding("twilio", False, detail, "Look at the messages in Twilio's console: nothing is sent until then.")
    if str(account.type) == "Trial":
        advice = "Twilio sends from it only to numbers that you have confirmed there: upgrade it before clients join."
        return Finding("twilio", True, "The account is good, but a trial.", advice)
    return Finding("twilio", True, "The account is good.")


async def _sender(client: Client, config: Config) -> Finding:
    number = config.twilio.number
    if config.twilio.messaging_service_sid:
        advice = "" if number else "Write the number that clients text as twilio.number: then invitations name it."
        return Finding(
            "twilio number", True, "The messaging service sends; what it is set to is not looked at.", advice
        )
    owned = await client.incoming_phone_numbers.list_async(phone_number=number, limit=1)
    if not owned:
        advice = "Copy it from the list of active numbers in Twilio's console."
        return Finding("twilio number", False, "The account has no such number as twilio.number says.", advice)
    return _number(owned[0], f"{config.web.public_url}/twilio/sms")


def _number(number: IncomingPhoneNumberInstance, wanted: str) -> Finding:
    """What stands behind a # in the number's webhook asks Twilio for retries."""
    if not (number.capabilities or {}).get("sms"):
        return Finding("twilio number", False, "The number cannot send SMS.", "Take a number with SMS at Twilio.")
    if str(number.sms_url or "").partition("#")[0] != wanted:
        advice = f"In Twilio's console, let a message that comes in to the number call {wanted}#rc=5&rp=all by POST."
        return Finding("twilio number", False, "Twilio does not bring the number's messages to Meantime.", advice)
    return Finding("twilio number", True, "The number belongs to the account and brings its messages to Meantime.")


async def public_url(config: Config) -> Finding:
    """Whether the outside finds us, as far as it can be seen from here."""
    name, url = "public url", config.web.public_url
    if not any(needs_webhooks(config.telegram, config.twilio).values()):
        return Finding(name, True, "Nothing needs one.")
    advice = (
        f"Start `meantime run`, see that the proxy hands {url} to {config.web.host}:{config.web.port}, check again."
    )
    try:
        async with httpx.AsyncClient(timeout=SECONDS) as client:
            response = await client.get(f"{url}/health")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Finding(name, False, f"{url}/health cannot be reached ({type(error).__name__}).", advice)
    if response.status_code != httpx.codes.OK:
        return Finding(name, False, f"{url}/health answers with status {response.status_code}.", advice)
    return Finding(name, True, f"{url} leads to Meantime.")


def _unreached(name: str, provider: str, error: Exception) -> Finding:
    return Finding(
        name, False, f"{provider} cannot be reached, or does not answer as it should ({type(error).__name__}).", AGAIN
    )
