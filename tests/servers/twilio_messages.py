"""SMS as Twilio keeps and shows them: the resource, the list with its filters, the forms of the webhooks.

    log = MessageLog(now)
    sms = log.add("+4915112345678", NUMBER, "7 6 8 7", "inbound", "received")
    page = log.page({"To": NUMBER, "DateSent>": "2025-05-01T00:00:00Z"}, path, ACCOUNT)
    form = inbound_form(sms, ACCOUNT)

Instants are UTC; filters see whole seconds, as Twilio's do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urlencode

VERSION = "2010-04-01"
COUNTRY = "DE"
PAGE_SIZE = 50
EMPTY_FIELDS = ("ToState", "ToCity", "ToZip", "FromState", "FromCity", "FromZip")


@dataclass(frozen=True, slots=True)
class Sms:
    """One SMS. `callback` is where its status goes, `media` the content type of a picture that came along,
    `service` the messaging service."""

    sid: str
    sender: str
    to: str
    text: str
    direction: str
    status: str
    created: datetime
    error_code: int | None = None
    callback: str = ""
    media: str = ""
    service: str = ""

    def as_json(self, account: str) -> dict[str, object]:
        """Return the Message resource."""
        uri = f"/{VERSION}/Accounts/{account}/Messages/{self.sid}"
        date = format_datetime(self.created)
        return {
            "account_sid": account,
            "api_version": VERSION,
            "body": self.text,
            "date_created": date,
            "date_sent": None if self.status == "queued" else date,
            "date_updated": date,
            "direction": self.direction,
            "error_code": self.error_code,
            "error_message": None,
            "from": self.sender,
            "messaging_service_sid": self.service or None,
            "num_media": str(int(bool(self.media))),
            "num_segments": str(segments(self.text)),
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": self.to,
            "uri": f"{uri}.json",
        }


class MessageLog:
    """Every SMS of the account, oldest first."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Start empty."""
        self._now = now
        self._all: dict[str, Sms] = {}

    def add(self, sender: str, to: str, text: str, direction: str, status: str, callback: str = "") -> Sms:
        """Keep a new SMS under a new SID."""
        sid = f"SM{len(self._all) + 1:032x}"
        return self.put(Sms(sid, sender, to, text, direction, status, self._now(), callback=callback))

    def put(self, sms: Sms) -> Sms:
        """Keep what has become of an SMS."""
        self._all[sms.sid] = sms
        return sms

    def find(self, sid: str) -> Sms | None:
        """Return the SMS with this SID as it is now."""
        return self._all.get(sid)

    def between(self, sender: str = "", to: str = "") -> list[Sms]:
        """Return what went from one to another (empty: anybody), oldest first."""
        return [sms for sms in self._all.values() if sender in ("", sms.sender) and to in ("", sms.to)]

    def by_recipient(self) -> dict[str, list[Sms]]:
        """Return what went to each number, oldest first."""
        return {number: self.between(to=number) for number in dict.fromkeys(sms.to for sms in self._all.values())}

    def page(self, query: Mapping[str, str], path: str, account: str) -> dict[str, object]:
        """Return one page of the list that the query asks for, newest first."""
        found = [sms for sms in reversed(self._all.values()) if _fits(sms, query)]
        number, size = int(query.get("Page", 0)), int(query.get("PageSize", PAGE_SIZE))
        here = found[number * size : (number + 1) * size]
        more = len(found) > (number + 1) * size
        return {
            "messages": [sms.as_json(account) for sms in here],
            "first_page_uri": _page_uri(path, query, 0),
            "next_page_uri": _page_uri(path, query, number + 1) if more else None,
            "previous_page_uri": _page_uri(path, query, number - 1) if number else None,
            "page": number,
            "page_size": size,
            "start": number * size,
            "end": number * size + len(here) - 1,
            "uri": _page_uri(path, query, number),
        }


def segments(text: str) -> int:
    """Estimate how many SMS the text takes: plain letters 160 or 153 each, others 70 or 67."""
    alone, joined = (160, 153) if text.isascii() else (70, 67)
    return 1 if len(text) <= alone else -(-len(text) // joined)


def inbound_form(sms: Sms, account: str, opt_out: str = "") -> dict[str, str]:
    """Return the fields that Twilio posts for a received SMS; several are empty, and signed all the same."""
    about = dict.fromkeys(("MessageSid", "SmsSid", "SmsMessageSid"), sms.sid)
    media = {"MediaUrl0": "https://api.twilio.com/media", "MediaContentType0": sms.media} if sms.media else {}
    counts = {"NumMedia": str(int(bool(sms.media))), "NumSegments": str(segments(sms.text))}
    places = dict.fromkeys(EMPTY_FIELDS, "") | {"ToCountry": COUNTRY, "FromCountry": COUNTRY}
    word = {"OptOutType": opt_out} if opt_out else {}
    return _parties(sms, account) | about | places | counts | media | word | {"SmsStatus": "received", "Body": sms.text}


def status_form(sms: Sms, account: str) -> dict[str, str]:
    """Return the fields that Twilio posts when the status of an SMS changes: the SID stays the same."""
    about = {"MessageSid": sms.sid, "SmsSid": sms.sid, "MessageStatus": sms.status, "SmsStatus": sms.status}
    return _parties(sms, account) | about | ({"ErrorCode": str(sms.error_code)} if sms.error_code else {})


def _parties(sms: Sms, account: str) -> dict[str, str]:
    return {"AccountSid": account, "From": sms.sender, "To": sms.to, "ApiVersion": VERSION}


def _page_uri(path: str, query: Mapping[str, str], number: int) -> str:
    return f"{path}?{urlencode({**query, 'Page': number})}"


def _fits(sms: Sms, query: Mapping[str, str]) -> bool:
    parties = query.get("To", sms.to) == sms.to and query.get("From", sms.sender) == sms.sender
    sent = sms.created.replace(microsecond=0)
    earliest, latest = query.get("DateSent>"), query.get("DateSent<")
    after = not earliest or sent >= _instant(earliest)
    before = not latest or sent <= _instant(latest)
    return parties and after and before


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
