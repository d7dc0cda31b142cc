"""Promises: to whom each text goes, and what it is held to. The linter reads this table; a new template needs a line.

`sms` is the most segments that the text takes by SMS, with values as long as they may be (messages/plausible.py); 0: it
is never sent by SMS. One is promised wherever one is enough to be kind; the four-area questions take at most two; the
texts that carry the practice's own lines for somebody in need may be longer, as these lines are never cut, and so may
the news that a wrong person has joined, as it says what to do, and what is kept about somebody who asks.
`need`: it always tells what to do in an emergency and whom to call. `stop`: it tells how to end the messages, so the
word STOP may stand in it; no other text names a word that stops, for whoever wrote it would hear no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass

CLIENT, THERAPIST = "client", "therapist"
CHEAP = 2
"""By SMS all of a set is asked at once if that takes no more segments (ours)."""
AT_ONCE = 4
"""And if it has no more items (ours)."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What a text is held to."""

    to: str
    sms: int = 1
    need: bool = False
    stop: bool = False


TEXTS: Mapping[str, Promise] = {
    "alert": Promise(THERAPIST),
    "alert_taken": Promise(THERAPIST),
    "alert_waits": Promise(THERAPIST),
    "alerts_open": Promise(THERAPIST),
    "already_joined": Promise(CLIENT),
    "ambiguous": Promise(CLIENT),
    "answered": Promise(CLIENT, sms=0),
    "ask_all": Promise(CLIENT, sms=CHEAP),
    "ask_item": Promise(CLIENT, sms=CHEAP),
    "chart_alt": Promise(THERAPIST, sms=0),
    "chart_label": Promise(THERAPIST, sms=0),
    "book_sure": Promise(THERAPIST),
    "booked": Promise(THERAPIST),
    "cancel_sure": Promise(THERAPIST),
    "cancelled": Promise(THERAPIST),
    "care_over": Promise(THERAPIST),
    "client_blocked": Promise(THERAPIST),
    "client_paused": Promise(THERAPIST),
    "client_resumed": Promise(THERAPIST),
    "client_stopped": Promise(THERAPIST),
    "client_unpaused": Promise(THERAPIST),
    "closed": Promise(CLIENT, sms=0),
    "confirm_gone": Promise(THERAPIST),
    "confirm_how": Promise(THERAPIST),
    "confirm_no": Promise(THERAPIST),
    "confirm_no_button": Promise(THERAPIST, sms=0),
    "confirm_yes_button": Promise(THERAPIST, sms=0),
    "consent": Promise(CLIENT, sms=3, need=True, stop=True),
    "consent_again": Promise(CLIENT, sms=3, need=True),
    "consent_changed": Promise(CLIENT),
    "consent_other": Promise(CLIENT, sms=3, need=True, stop=True),
    "consent_pending": Promise(THERAPIST),
    "crisis": Promise(CLIENT, sms=3, need=True),
    "crisis_again": Promise(CLIENT, sms=2, need=True),
    "danger": Promise(THERAPIST),
    "edited": Promise(CLIENT),
    "fallback": Promise(CLIENT),
    "fallback_no": Promise(CLIENT),
    "fallback_yes": Promise(CLIENT),
    "go_on_button": Promise(CLIENT, sms=0),
    "handed_over": Promise(CLIENT),
    "help": Promise(CLIENT, sms=2, need=True, stop=True),
    "help_in_need": Promise(CLIENT, sms=2, need=True),
    "invitation": Promise(CLIENT, stop=True),
    "invite_expired": Promise(CLIENT),
    "invite_other": Promise(CLIENT),
    "invite_unknown": Promise(CLIENT),
    "invite_used": Promise(CLIENT),
    "joined": Promise(THERAPIST),
    "language_chosen": Promise(CLIENT),
    "letter_failed": Promise(THERAPIST),
    "meant": Promise(CLIENT),
    "meant_button": Promise(CLIENT, sms=0),
    "meant_yes": Promise(CLIENT),
    "media": Promise(CLIENT, sms=2, need=True),
    "media_forward": Promise(THERAPIST),
    "my_data": Promise(CLIENT, sms=2),
    "may_not": Promise(THERAPIST),
    "moved": Promise(THERAPIST),
    "news": Promise(THERAPIST),
    "no_button": Promise(CLIENT, sms=0),
    "no_such_client": Promise(THERAPIST),
    "no_supervisor": Promise(THERAPIST),
    "no_wording": Promise(THERAPIST),
    "not_in_language": Promise(CLIENT),
    "not_reachable": Promise(THERAPIST, stop=True),
    "not_them": Promise(THERAPIST, sms=2),
    "not_you": Promise(CLIENT),
    "note_asked": Promise(THERAPIST),
    "note_button": Promise(THERAPIST, sms=0),
    "noted": Promise(THERAPIST),
    "nothing_open": Promise(CLIENT, sms=2, need=True),
    "nothing_to_undo": Promise(CLIENT),
    "out_of_range": Promise(CLIENT),
    "over": Promise(CLIENT, sms=0),
    "pause": Promise(CLIENT),
    "pause_over": Promise(CLIENT),
    "paused": Promise(CLIENT),
    "reassigned_away": Promise(THERAPIST),
    "reassigned_here": Promise(THERAPIST),
    "redo": Promise(CLIENT),
    "redo_button": Promise(CLIENT, sms=0),
    "redone": Promise(THERAPIST),
    "remark_forward": Promise(THERAPIST),
    "remark_kept": Promise(CLIENT, sms=2, need=True),
    "reminder": Promise(CLIENT),
    "replaced": Promise(CLIENT, sms=0),
    "rule": Promise(THERAPIST, sms=0),
    "seen": Promise(THERAPIST),
    "seen_button": Promise(THERAPIST, sms=0),
    "seen_none": Promise(THERAPIST),
    "seen_which": Promise(THERAPIST),
    "shared": Promise(CLIENT, sms=2),
    "snooze_button": Promise(THERAPIST, sms=0),
    "snoozed": Promise(THERAPIST),
    "sorry": Promise(CLIENT, sms=3, need=True),
    "staff_help": Promise(THERAPIST, stop=True),
    "staff_welcome": Promise(THERAPIST),
    "stopped": Promise(CLIENT),
    "stranger": Promise(CLIENT),
    "stuck": Promise(THERAPIST),
    "superseded": Promise(CLIENT, sms=0),
    "supervision": Promise(THERAPIST),
    "supervision_asked": Promise(THERAPIST),
    "supervision_button": Promise(THERAPIST, sms=0),
    "thanks": Promise(CLIENT),
    "thanks_begun": Promise(CLIENT),
    "thanks_late": Promise(CLIENT),
    "thanks_other": Promise(CLIENT),
    "too_few": Promise(CLIENT),
    "too_many": Promise(CLIENT),
    "total": Promise(CLIENT, sms=0),
    "unknown_command": Promise(CLIENT),
    "unscheduled": Promise(CLIENT, sms=0),
    "weeks_button": Promise(CLIENT, sms=0),
    "welcome": Promise(CLIENT),
    "which_language": Promise(CLIENT),
    "when_unclear": Promise(THERAPIST),
    "which_session": Promise(THERAPIST),
    "who_is_that": Promise(CLIENT),
    "why": Promise(THERAPIST, sms=0),
    "yes_button": Promise(CLIENT, sms=0),
}
