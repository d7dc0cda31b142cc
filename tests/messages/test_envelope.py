from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from messages.envelope import Address, Channel, Letter, Moment, MomentKind, Priority
from messages.post import Posted, Sent

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
MIA = Address(Channel.SMS, "+491520000001")


def test_a_moment_is_keyed_by_appointment_version_and_kind() -> None:
    assert Moment(MomentKind.ASK, "A-1", 2, NOW).key == "clock:A-1:2:ask"
    kinds = {Moment(kind, "A-1", 2, NOW).key for kind in MomentKind}
    assert len(kinds) == len(MomentKind)
    assert Moment(MomentKind.ASK, "A-1", 3, NOW).key not in kinds


def test_replies_go_before_alerts_before_bulk() -> None:
    assert sorted([Priority.BULK, Priority.REPLY, Priority.ALERT]) == [Priority.REPLY, Priority.ALERT, Priority.BULK]


def test_a_letter_is_a_reply_that_edits_nothing_unless_said() -> None:
    letter = Letter("m1#thanks", MIA, "Thank you.", "thanks")
    assert (letter.priority, letter.buttons, letter.slot, letter.edits, letter.expires) == (
        Priority.REPLY,
        (),
        "",
        False,
        None,
    )


def test_what_walks_does_not_change_on_the_way() -> None:
    letter = Letter("m1#thanks", MIA, "Thank you.", "thanks")
    for walks, field in ((letter, "text"), (Posted(letter, 1, NOW), "attempts"), (Sent("m1", "SM1"), "reference")):
        with pytest.raises(FrozenInstanceError):
            setattr(walks, field, "other")
