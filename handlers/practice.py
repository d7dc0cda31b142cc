"""What the practice has settled: the frozen settings that every decision may look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from handlers.alerts import Level
from measures.library import Library, shipped
from messages.envelope import Channel
from messages.safety import Net, net_of
from messages.safety_lists import SafetyList
from messages.wordings import Wordings
from messages.words import Words
from scheduler.timetable import Timing


class Feedback(StrEnum):
    """What clients hear after a rating: thanks, the total and the last one beside it, or a picture as well. No total
    and no picture is ever sent by SMS."""

    THANKS = "thanks"
    TOTAL = "total"
    CHART = "chart"


@dataclass(frozen=True, slots=True)
class Alerting:
    """How alerts get attention: how long each level waits to be seen before its next step; the hours in which nobody of
    the practice is told of what can wait; how long before a session its brief comes; the day (0 Monday) and hour of the
    weekly digest; whether therapists read a client's initials beside the pseudonym (never by SMS). Ours, all of them.
    """

    after: Mapping[Level, timedelta] = field(
        default_factory=lambda: {
            Level.URGENT: timedelta(hours=1),
            Level.ATTENTION: timedelta(hours=24),
            Level.INFORMATION: timedelta(hours=72),
        }
    )
    quiet_from: time = time(20)
    quiet_until: time = time(7)
    brief_before: timedelta = timedelta(minutes=30)
    digest_day: int = 0
    digest_at: time = time(8)
    initials: bool = False


@dataclass(frozen=True, slots=True)
class Practice:
    """One installation. Texts by language code; `read_by`: when a person reads free text ("by the next working day").

    `emergency`, `crisis_line` and `read_by` have at least the practice's own `language`. `channels` are switched on.
    `safety`: the practice's own phrases beside those of the net. `invite_valid`: how long a code to join by is good.
    """

    name: str
    language: str
    zone: ZoneInfo
    emergency: Mapping[str, str]
    crisis_line: Mapping[str, str]
    read_by: Mapping[str, str]
    timing: Timing
    words: Words
    library: Library = field(default_factory=shipped)
    profile: str = "icce-2012"
    measure: str = "ors"
    consent_version: str = "1"
    telegram_bot: str = ""
    sms_number: str = ""
    channels: frozenset[Channel] = frozenset(Channel)
    wordings: Wordings = field(default_factory=Wordings)
    alerting: Alerting = field(default_factory=Alerting)
    safety: tuple[SafetyList, ...] = ()
    feedback: Feedback = Feedback.THANKS
    invite_valid: timedelta = timedelta(days=14)

    @property
    def net(self) -> Net:
        """The net for words of danger, with the practice's own; made once, in about a second."""
        return net_of(self.safety)

    def local(self, texts: Mapping[str, str], language: str) -> str:
        """The practice's own text in this language, else in the practice's language."""
        return texts.get(language) or texts[self.language]
