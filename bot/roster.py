"""The roster: a table of the practice's clients, each line under the practice's own reference."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers

from bot.tables import BadLine, Columns, cells, rows
from measures.rules import AGES
from messages.envelope import Channel
from messages.words import LANGUAGES

COLUMNS = Columns(
    known=("reference", "name", "therapist", "age", "since", "language", "zone", "phone", "channel", "email"),
    needed=("reference",),
    aliases={"id": "reference", "client": "name", "timezone": "zone", "mobile": "phone"},
)
DAY = re.compile(r"\d{4}-\d\d-\d\d")
CHANNELS = {"": None, "any": None, "sms": Channel.SMS, "telegram": Channel.TELEGRAM}


class BadNumber(Exception):
    """A number that no SMS goes to: the message says why, to go behind whose it is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One client as the table has them; empty where it says nothing. `phone` in E.164, `since` as 2026-11-30."""

    number: int
    reference: str
    name: str = ""
    therapist: str = ""
    age: str = ""
    since: str = ""
    language: str = ""
    zone: str = ""
    phone: str = ""
    channel: Channel | None = None
    email: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """What a table says, and the lines that cannot be used, each with its number and the reason."""

    entries: Sequence[Entry]
    unread: Sequence[tuple[int, str]]


def read_roster(text: str, region: str) -> Roster:
    """A table of clients; numbers without a country code are of `region` (`DE`). Raises BadTable."""
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    unread: list[tuple[int, str]] = []
    for number, header, row in rows(text, COLUMNS.named):
        try:
            said = cells(header, row)
            if not any(said.values()):
                continue
            before = seen.setdefault(said.get("reference", "").casefold() or str(number), number)
            if before != number:
                raise BadLine(f"its reference is that of line {before} again")
            entries.append(_entry(number, said, region))
        except BadLine as error:
            unread.append((number, str(error)))
    return Roster(tuple(entries), tuple(unread))


def number_of(text: str, region: str) -> str:
    """A phone number in E.164, as people write them. Raises BadNumber."""
    try:
        parsed = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_valid_number(parsed):
        hint = "" if region else ", or has no + with a country code (see practice.region in the config)"
        raise BadNumber(f"is no number that can be called{hint}")
    if phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.FIXED_LINE:
        raise BadNumber("is a landline, which takes no SMS")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _entry(number: int, said: Mapping[str, str], region: str) -> Entry:
    if not said.get("reference"):
        raise BadLine("it has no reference")
    channel, phone = said.get("channel", "").lower(), said.get("phone", "")
    for problem in _problems(said, channel):
        raise BadLine(problem)
    return Entry(
        number=number,
        reference=said["reference"],
        name=said.get("name", ""),
        therapist=said.get("therapist", "").upper(),
        age=said.get("age", "").lower(),
        since=said.get("since", ""),
        language=said.get("language", "").lower(),
        zone=said.get("zone", ""),
        phone=_phone(phone, region) if phone else "",
        channel=CHANNELS[channel],
        email=said.get("email", "").lower(),
    )


def _phone(text: str, region: str) -> str:
    try:
        return number_of(text, region)
    except BadNumber as error:
        raise BadLine(f"its phone {error}") from None


def _problems(said: Mapping[str, str], channel: str) -> Iterator[str]:
    age, since, language, zone = (said.get(column, "") for column in ("age", "since", "language", "zone"))
    if age and age.lower() not in AGES:
        yield f"its age is none of {', '.join(AGES)}"
    if since and not DAY.fullmatch(since):
        yield "its since is no date such as 2026-11-30"
    if language and language.lower() not in LANGUAGES:
        yield f"its language is none of {', '.join(LANGUAGES)}"
    if zone and not _known(zone):
        yield "its zone is no name such as Europe/Berlin"
    email = said.get("email", "")
    if email and ("@" not in email.strip("@") or any(map(str.isspace, email))):
        yield "its email is no address such as mia@example.org"
    if channel not in CHANNELS:
        yield "its channel is none of sms, telegram, any"


def _known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
