"""What the practice has settled: the frozen settings that every decision may look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from measures.library import Library, shipped
from messages.envelope import Channel
from messages.wordings import Wordings
from messages.words import Words
from scheduler.timetable import Timing


@dataclass(frozen=True, slots=True)
class Practice:
    """One installation. Texts by language code; `read_by`: when a person reads free text ("by the next working day").

    `emergency`, `crisis_line` and `read_by` have at least the practice's own `language`. `channels` are switched on.
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

    def local(self, texts: Mapping[str, str], language: str) -> str:
        """The practice's own text in this language, else in the practice's language."""
        return texts.get(language) or texts[self.language]
