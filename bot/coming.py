"""Coming: what the schedules of clients in care will send by SMS, in segments."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from measures.library import Library
from messages.envelope import Channel, Letter, MomentKind
from messages.sms import segments
from storage.rehearsal import Prompt

ONE_BY_ONE = "ask_item"


@dataclass(frozen=True, slots=True)
class Coming:
    """`questions` so often, with what follows each in segments by language, if it is answered; and in `reminding` the
    segments of all reminders, if none is."""

    questions: int
    by_language: Mapping[str, int]
    reminding: int

    @property
    def segments(self) -> int:
        """In all languages, without reminders."""
        return sum(self.by_language.values())


def coming(due: Iterable[Prompt], library: Library, thanks: Callable[[str], int]) -> Coming:
    """What is due comes to this by SMS. `thanks`: the segments of the thanks in a language."""
    questions = reminding = 0
    by_language = Counter[str]()
    for prompt in due:
        if prompt.letter is None or prompt.channel is not Channel.SMS:
            continue
        language, first = prompt.client.language, segments(prompt.letter.text).count
        if prompt.what == MomentKind.REMIND:
            reminding += first
        elif prompt.what == MomentKind.ASK:
            questions += 1
            by_language[language] += first * _times(prompt, prompt.letter, library) + thanks(language)
        else:
            by_language[language] += first
    return Coming(questions, dict(by_language.most_common()), reminding)


def _times(prompt: Prompt, letter: Letter, library: Library) -> int:
    """How many letters like the first a whole question takes."""
    return len(library.instrument(prompt.measure).items) if letter.purpose == ONE_BY_ONE else 1
