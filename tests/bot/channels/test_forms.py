"""What Twilio posts becomes arrivals; whatever else there is becomes None."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.forms import GONE, e164, read_message, read_status
from messages.envelope import Address, Channel, Content, DeliveryReport, IncomingMessage, Outcome

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
MIA = Address(Channel.SMS, "+4915112345678")
INBOUND = {"MessageSid": "SM1", "From": MIA.id, "Body": "7 6 8 7", "NumMedia": "0"}
STATUS = {"MessageSid": "SM1", "MessageStatus": "delivered", "To": MIA.id}
texts = st.dictionaries(
    st.sampled_from(["MessageSid", "From", "To", "Body", "NumMedia", "MessageStatus", "ErrorCode"]), st.text()
)


def test_a_message_has_its_sid_as_key() -> None:
    assert read_message(INBOUND, NOW) == IncomingMessage("sms:SM1", MIA, "7 6 8 7", NOW)


def test_a_picture_says_so() -> None:
    message = read_message({**INBOUND, "NumMedia": "1"}, NOW)
    assert message
    assert message.content is Content.MEDIA


@pytest.mark.parametrize("number", ["+49 1511 2345678", "+49-1511-2345678", "+4915112345678"])
def test_numbers_become_e164(number: str) -> None:
    assert e164(number) == MIA.id


@pytest.mark.parametrize(
    "number", ["", "12345", "AMAZON", "whatsapp:+4915112345678", "+1", "+1234", "+me", "anonymous"]
)
def test_who_has_no_number_cannot_be_answered(number: str) -> None:
    assert e164(number) == ""
    assert read_message({**INBOUND, "From": number}, NOW) is None


def test_a_message_without_a_sid_is_nothing() -> None:
    assert read_message({"From": MIA.id, "Body": "7"}, NOW) is None


def test_half_a_character_becomes_a_question_mark() -> None:
    assert read_message({**INBOUND, "Body": "so sad \ud83d"}, NOW) == IncomingMessage("sms:SM1", MIA, "so sad ?", NOW)


@pytest.mark.parametrize(
    ("body", "heeded", "text"),
    [
        ("BERHENTI", "STOP", "STOP"),
        ("back again", "START", "START"),
        ("??!", "HELP", "HELP"),
        ("Arrêt", "STOP", "Arrêt"),
        ("7 6 8 7", "", "7 6 8 7"),
        ("7 6 8 7", "OTHER", "7 6 8 7"),
    ],
)
def test_a_word_that_twilio_has_heeded_itself_is_heeded_here(body: str, heeded: str, text: str) -> None:
    form = {**INBOUND, "Body": body, "OptOutType": heeded}
    assert read_message(form, NOW) == IncomingMessage("sms:SM1", MIA, text, NOW)


def test_news_of_a_letter_is_known_by_sid_and_status() -> None:
    expected = DeliveryReport("sms:SM1:delivered", Channel.SMS, Outcome.DELIVERED, NOW, "k", "SM1", MIA)
    assert read_status(STATUS, NOW, "k") == expected


@pytest.mark.parametrize("status", ["queued", "sending", "sent", ""])
def test_what_is_on_its_way_is_no_news(status: str) -> None:
    assert read_status({**STATUS, "MessageStatus": status}, NOW) is None


@pytest.mark.parametrize(
    ("code", "outcome"),
    [("30003", Outcome.FAILED), ("30007", Outcome.FAILED), ("", Outcome.FAILED), ("30034", Outcome.FAILED)]
    + [(str(code), Outcome.GONE) for code in sorted(GONE)],
)
def test_a_code_tells_whether_the_number_is_gone(code: str, outcome: Outcome) -> None:
    report = read_status({**STATUS, "MessageStatus": "undelivered", "ErrorCode": code}, NOW)
    assert report
    assert (report.outcome, report.code) == (outcome, code)


def test_news_about_no_number_names_no_address() -> None:
    report = read_status({**STATUS, "To": "whatsapp:1"}, NOW)
    assert report
    assert report.address is None


def test_news_without_a_sid_is_nothing() -> None:
    assert read_status({**STATUS, "MessageSid": ""}, NOW) is None


@given(texts)
def test_no_form_makes_it_raise(form: dict[str, str]) -> None:
    message, report = read_message(form, NOW), read_status(form, NOW)
    assert message is None or message.sender.id.startswith("+")
    assert report is None or report.reference == form["MessageSid"]
