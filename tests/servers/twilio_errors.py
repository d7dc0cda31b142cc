"""Twilio's errors, in its own words, to order from a `TwilioServer` and raised by it.

    server.order(refused(21610), method="create", to="+4915112345678")

Each function returns the `Fault` that answers so. Like the real ones, the words may hold a phone number.
"""

from tests.servers.faults import Fault

WORDS = {
    20003: "Authenticate",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    20500: "Internal Server Error",
    21211: "The 'To' number {number} is not a valid phone number.",
    21408: "Permission to send an SMS has not been enabled for the region of the 'To' number: {number}.",
    21602: "Message body is required.",
    21604: "A 'To' phone number is required.",
    21606: "The 'From' phone number provided is not a valid message-capable Twilio phone number.",
    21610: "Attempt to send to unsubscribed recipient",
    21611: "This 'From' number has exceeded the maximum number of queued messages",
    21614: "'To' number: {number}, is not a valid mobile number",
    21617: "The concatenated message body exceeds the 1600 character limit.",
    30007: "Message filtered",
}
"""The words of each code (Twilio, error and warning dictionary)."""


def refused(code: int, number: str = "", status: int = 400) -> Fault:
    """Return the refusal with this code; `number` is whom it was for."""
    message = WORDS[code].format(number=number)
    more = f"https://www.twilio.com/docs/errors/{code}"
    return Fault.answer(status, {"code": code, "message": message, "more_info": more, "status": status})


def rate_limited() -> Fault:
    """Return what too many requests meet: nothing was done."""
    return refused(20429, status=429)


def unauthorized() -> Fault:
    """Return what wrong credentials meet."""
    return refused(20003, status=401)


def not_found() -> Fault:
    """Return what an unknown account or message meets."""
    return refused(20404, status=404)


def server_error(status: int = 500) -> Fault:
    """Return a failure of Twilio's own."""
    return refused(20500, status=status)
