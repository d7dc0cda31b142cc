"""The Bot API's errors, in its own words, to order from a `TelegramServer` and raised by it.

    server.order(rate_limited(retry_after=2), method="sendMessage", to=chat_id)

Each function returns the `Fault` that answers so. Figures in seconds.
"""

from tests.servers.faults import Fault


def error(status: int, description: str, **parameters: int) -> Fault:
    """Return an answer that is not ok, with the `parameters` that tell the caller what to do."""
    body: dict[str, object] = {"ok": False, "error_code": status, "description": description}
    return Fault.answer(status, {**body, "parameters": parameters} if parameters else body)


def bad_request(what: str) -> Fault:
    """Return a 400 for this reason."""
    return error(400, f"Bad Request: {what}")


def blocked() -> Fault:
    """Return what a send to somebody who has blocked the bot meets."""
    return error(403, "Forbidden: bot was blocked by the user")


def deactivated() -> Fault:
    """Return what a send to a deleted account meets."""
    return error(403, "Forbidden: user is deactivated")


def rate_limited(retry_after: int) -> Fault:
    """Return flood control: nothing more for so many seconds."""
    return error(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def unauthorized() -> Fault:
    """Return what a revoked token meets."""
    return error(401, "Unauthorized")


def not_found() -> Fault:
    """Return what an unknown method meets."""
    return error(404, "Not Found")


def other_poller() -> Fault:
    """Return what a long poll meets when a second bot instance polls."""
    reason = "terminated by other getUpdates request; make sure that only one bot instance is running"
    return error(409, f"Conflict: {reason}")


def webhook_active() -> Fault:
    """Return what getUpdates meets while a webhook is set."""
    reason = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    return error(409, f"Conflict: {reason}")


def webhook_just_set() -> Fault:
    """Return what a waiting long poll meets when a webhook is set."""
    return error(409, "Conflict: terminated by setWebhook request")


def not_modified() -> Fault:
    """Return what an edit that changes nothing meets."""
    reason = "specified new message content and reply markup are exactly the same as a current content"
    return bad_request(f"message is not modified: {reason} and reply markup of the message")


def chat_not_found() -> Fault:
    """Return what a send to an unknown chat meets."""
    return bad_request("chat not found")


def query_too_old() -> Fault:
    """Return what a late answer to a button press meets."""
    return bad_request("query is too old and response timeout expired or query ID is invalid")


def migrated(new_chat_id: int) -> Fault:
    """Return what a send to a group meets that has become a supergroup with this id."""
    reason = "Bad Request: group chat was upgraded to a supergroup chat"
    return error(400, reason, migrate_to_chat_id=new_chat_id)


def server_error(status: int = 500) -> Fault:
    """Return a failure of Telegram's own."""
    return error(status, "Internal Server Error")
