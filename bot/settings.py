"""Settings: the sections of the config, a class each.

The description of a field says in plain words what it must be; it is what an operator reads when it is something else.
"""

import re
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal, TypeAlias
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from babel.numbers import is_currency
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, SecretStr
from pydantic import StringConstraints as Constraints
from pydantic_settings import NoDecode

from bot.patterns import pattern_of
from messages.words import LANGUAGES

UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
DURATION = re.compile(r"([0-9]{1,5}) ?(min|h|d)")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


def _one_of(known: tuple[str, ...]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in known:
            raise ValueError
        return value

    return AfterValidator(check)


def _zone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError from error


def _duration(value: object) -> object:
    match = DURATION.fullmatch(value) if isinstance(value, str) else None
    return int(match[1]) * UNITS[match[2]] if match else _already(value, timedelta)


def _durations(value: object) -> object:
    """One or several, in one text with commas or in a list; none in an empty text."""
    if not isinstance(value, str):
        return value
    return [one.strip() for one in value.split(",")] if value.strip() else []


def _in_order(value: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
    """The longest first, none twice."""
    if len(set(value)) < len(value):
        raise ValueError
    return tuple(sorted(value, reverse=True))


def _clock(value: object) -> object:
    match = CLOCK.fullmatch(value) if isinstance(value, str) else None
    return time(int(match[1]), int(match[2])) if match else _already(value, time)


def _already(value: object, kind: type) -> object:
    if not isinstance(value, kind):
        raise ValueError
    return value


def _no_flag(value: object) -> object:
    """`true` counts as 1 to Python, but nobody means it."""
    if isinstance(value, bool):
        raise ValueError
    return value


def _region(value: str) -> str:
    """A country that has phone numbers, or none."""
    if value and value not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError
    return value


def _number(value: str) -> str:
    """A phone number in E.164, or none."""
    try:
        parsed = phonenumbers.parse(value) if value else None
    except phonenumbers.NumberParseException as error:
        raise ValueError from error
    if parsed is not None and (not phonenumbers.is_possible_number(parsed) or _e164(parsed) != value):
        raise ValueError
    return value


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _url(value: str) -> str:
    """An address without a slash at the end, so that a path can be put behind it."""
    parts = urlsplit(value)
    unfit = parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment
    if value and (unfit or any(char.isspace() for char in value)):
        raise ValueError
    return value.rstrip("/")


def _pattern(value: str) -> str:
    """A regular expression with one group, or none."""
    if value:
        pattern_of(value)
    return value


def _currency(value: str) -> str:
    if not is_currency(value):
        raise ValueError
    return value


def _webhook_secret(value: SecretStr) -> SecretStr:
    if not WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
        raise ValueError
    return value


Text: TypeAlias = Annotated[str, Constraints(strip_whitespace=True, min_length=1)]
Language: TypeAlias = Annotated[str, _one_of(LANGUAGES)]
Texts: TypeAlias = dict[Language, Text]
Zone: TypeAlias = Annotated[ZoneInfo, PlainValidator(_zone)]
Duration: TypeAlias = Annotated[timedelta, BeforeValidator(_duration), Field(ge=timedelta(0), le=timedelta(days=365))]
Clock: TypeAlias = Annotated[time, BeforeValidator(_clock)]
Count: TypeAlias = Annotated[int, BeforeValidator(_no_flag)]
Amount: TypeAlias = Annotated[float, BeforeValidator(_no_flag)]
Number: TypeAlias = Annotated[str, AfterValidator(_number)]
Pattern: TypeAlias = Annotated[str, AfterValidator(_pattern)]
Url: TypeAlias = Annotated[str, AfterValidator(_url)]
Before: TypeAlias = Annotated[timedelta, BeforeValidator(_duration), Field(gt=timedelta(0))]
Durations: TypeAlias = Annotated[
    tuple[Before, ...], NoDecode, BeforeValidator(_durations), Field(max_length=5), AfterValidator(_in_order)
]
Folder: TypeAlias = Annotated[Path | None, BeforeValidator(lambda value: value or None)]

BY_LANGUAGE = f'texts by language, such as en = "..." (there are {", ".join(LANGUAGES)})'
LENGTH = "a whole number with min, h or d behind it,"
SECRET = "a secret in quotes"
NOTHING, DAY, WEEK, MONTH = timedelta(0), timedelta(days=1), timedelta(days=7), timedelta(days=31)
"""Bounds of how long things take in a practice (ours): whatever lies beyond is mistyped."""


class ConfigError(Exception):
    """The config cannot be used: the message names the key, the reason and what to do, a line for each."""


class Section(BaseModel):
    """What all sections share: frozen, no unknown keys, and no value in an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class PracticeSettings(Section):
    """`[practice]`: who asks, in which language, by which measure and rules."""

    name: Text = Field(description="the practice's name in quotes, as clients know it")
    language: Language = Field("en", description=f"one of {', '.join(LANGUAGES)}")
    zone: Zone = Field(ZoneInfo("Europe/Berlin"), description="the name of a time zone, such as Europe/Berlin")
    region: Annotated[str, AfterValidator(_region)] = Field(
        "", description="a country's two letters, such as DE, or empty"
    )
    read_by: Texts = Field({}, description=BY_LANGUAGE)
    templates: Folder = Field(None, description="a folder in quotes, or empty")
    library: Path = Field(Path("library"), description="a folder, such as library")
    profile: Text = Field("icce-2012", description="the id of rules, such as icce-2012")
    measure: Text = Field("ors", description="the id of a measure, such as ors")
    consent_version: Text = Field("1", description='a short text in quotes, such as "1"')


class SafetySettings(Section):
    """`[safety]`: what a client in need is told, in the practice's own words."""

    emergency: Texts = Field({}, description=BY_LANGUAGE)
    crisis_line: Texts = Field({}, description=BY_LANGUAGE)


class ScheduleSettings(Section):
    """`[schedule]`: when to ask, remind and close, and in which hours of a client's day."""

    ask_before: Duration = Field(DAY, gt=NOTHING, le=WEEK, description=f"{LENGTH} up to 7d, such as 24h")
    remind_before: Durations = Field(
        (timedelta(hours=3),),
        description='up to five lengths of time, none of them twice, such as "3h" or "8h, 3h"; "" for none',
    )
    close_after: Duration = Field(timedelta(minutes=15), le=DAY, description=f"{LENGTH} up to 24h, such as 15min")
    session: Duration = Field(
        timedelta(minutes=50), gt=NOTHING, le=timedelta(hours=8), description=f"{LENGTH} up to 8h, such as 50min"
    )
    ask_after: Duration = Field(timedelta(minutes=30), le=DAY, description=f"{LENGTH} up to 24h, such as 30min")
    after_open: Duration = Field(DAY, gt=NOTHING, le=WEEK, description=f"{LENGTH} up to 7d, such as 24h")
    between_open: Duration = Field(DAY, gt=NOTHING, le=WEEK, description=f"{LENGTH} up to 7d, such as 24h")
    contact_from: Clock = Field(time(9), description='a time of day in quotes, such as "09:00"')
    contact_until: Clock = Field(time(20), description='a time of day in quotes, such as "20:00"')
    gap_days: Count = Field(7, ge=0, le=365, description="a whole number from 0 to 365, such as 7")
    invite_valid: Duration = Field(
        timedelta(days=14), gt=NOTHING, le=timedelta(days=90), description=f"{LENGTH} up to 90d, such as 14d"
    )


class AlertSettings(Section):
    """`[alerts]`: how therapists are told, and who is when they do not answer."""

    urgent_after: Duration = Field(
        timedelta(hours=1), ge=timedelta(minutes=5), le=DAY, description=f"{LENGTH} from 5min to 24h, such as 1h"
    )
    attention_after: Duration = Field(
        DAY, ge=timedelta(hours=1), le=WEEK, description=f"{LENGTH} from 1h to 7d, such as 24h"
    )
    information_after: Duration = Field(
        timedelta(days=3), ge=timedelta(hours=1), le=MONTH, description=f"{LENGTH} from 1h to 31d, such as 3d"
    )
    quiet_from: Clock = Field(time(20), description='a time of day in quotes, such as "20:00"')
    quiet_until: Clock = Field(time(7), description='a time of day in quotes, such as "07:00"')
    brief_before: Duration = Field(
        timedelta(minutes=30), gt=NOTHING, le=DAY, description=f"{LENGTH} up to 24h, such as 30min"
    )
    digest_day: Annotated[str, _one_of(WEEKDAYS)] = Field("monday", description=f"one of {', '.join(WEEKDAYS)}")
    digest_at: Clock = Field(time(8), description='a time of day in quotes, such as "08:00"')
    show: Literal["pseudonym", "initials"] = Field("pseudonym", description="pseudonym or initials")


class FeedbackSettings(Section):
    """`[feedback]`: what clients hear of their ratings."""

    to_clients: Literal["thanks", "total", "chart"] = Field("thanks", description="thanks, total or chart")


class CalendarSettings(Section):
    """`[calendar]`: how subscribed calendars are read, and where a client's reference stands in them."""

    poll_every: Duration = Field(
        timedelta(minutes=15), ge=timedelta(minutes=1), le=DAY, description=f"{LENGTH} from 1min to 24h, such as 15min"
    )
    days_ahead: Count = Field(60, ge=1, le=365, description="a whole number from 1 to 365, such as 60")
    rule: Pattern = Field(
        "", description="a regular expression with one group that RE2 can read, such as '#([0-9]+)', or empty"
    )


class StorageSettings(Section):
    """`[storage]`: where the database and its key are; `load_config` puts both below the config's folder."""

    path: Path = Field(Path("meantime.sqlite"), description="a file in quotes, such as meantime.sqlite")
    key_file: Path = Field(Path("meantime.key"), description="a file in quotes, such as meantime.key")


class TelegramSettings(Section):
    """`[telegram]`: the bot, and how its updates come."""

    enabled: bool = Field(False, description="true or false")
    token: SecretStr = Field(SecretStr(""), description=SECRET)
    bot: Annotated[str, Constraints(pattern=r"^([A-Za-z][A-Za-z0-9_]{4,31})?$")] = Field(
        "", description="the bot's user name without @, such as our_checkin_bot"
    )
    base_url: Annotated[Url, Constraints(min_length=1)] = Field(
        "https://api.telegram.org", description="an address such as https://api.telegram.org"
    )
    mode: Literal["polling", "webhook"] = Field("polling", description="polling or webhook")
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] = Field(
        SecretStr(""), description="a secret of at most 256 letters, digits, _ and -"
    )


class TwilioSettings(Section):
    """`[twilio]`: the account, who sends, and how fast. `timeout` in seconds."""

    enabled: bool = Field(False, description="true or false")
    account_sid: Annotated[str, Constraints(pattern=r"^(AC[0-9A-Za-z]{32})?$")] = Field(
        "", description="the account's SID: AC and 32 letters and digits"
    )
    auth_token: SecretStr = Field(SecretStr(""), description=SECRET)
    number: Number = Field("", description="a phone number with + and country code, without spaces")
    messaging_service_sid: Annotated[str, Constraints(pattern=r"^(MG[0-9A-Za-z]{32})?$")] = Field(
        "", description="a messaging service's SID: MG and 32 letters and digits"
    )
    base_url: Annotated[Url, Constraints(min_length=1)] = Field(
        "https://api.twilio.com", description="an address such as https://api.twilio.com"
    )
    timeout: Amount = Field(10.0, gt=0, le=120, description="a number of seconds above 0 and up to 120, such as 10")
    segments_per_second: Amount = Field(1.0, gt=0, le=1000, description="a number above 0 and up to 1000, such as 1")


class SmsSettings(Section):
    """`[sms]`: what an SMS costs, whoever sends it; for `meantime messages` alone."""

    cost_per_segment: Amount = Field(0.0, ge=0, le=10, description="a price from 0 to 10, such as 0.085")
    currency: Annotated[str, AfterValidator(_currency)] = Field("EUR", description="a currency's code, such as EUR")


class WebSettings(Section):
    """`[web]`: where the bot listens, and where the outside finds it."""

    host: Text = Field("127.0.0.1", description="an address of this machine, such as 127.0.0.1")
    port: Count = Field(8000, ge=1, le=65535, description="a whole number from 1 to 65535, such as 8000")
    public_url: Url = Field("", description="an address such as https://checkin.example.org")


class LogSettings(Section):
    """`[log]`: how the log is written, and from which level on."""

    format: Literal["console", "json"] = Field("console", description="console or json")
    level: Literal["debug", "info", "warning", "error"] = Field("info", description="debug, info, warning or error")
