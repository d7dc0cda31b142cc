"""Teachers: the clients who do not benefit now, those who turned round, and what was learned from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from handlers.case import Case
from handlers.facts import Fact
from handlers.people import Therapist
from handlers.reflections import Reflection, ReflectionState
from handlers.saying import say, shown
from handlers.staff.lessons import refer, with_buttons
from handlers.staff.orders import BAR, SLASH, Order, Word
from measures.outcome import outcome
from measures.teachers import Lesson, Teacher
from measures.teachers import teachers as found
from messages.envelope import Button, ButtonPress, Channel, IncomingMessage

PAGE = "page"
CLIENTS_A_PAGE, LESSONS_A_PAGE = 8, 2
LONGEST = 500
"""So many letters of an answer are shown in a list (ours)."""

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Line:
    """A client as the list shows them. Totals in tenths; `therapist`: whose they are, empty for one's own; `why`: the
    last rule that said so, or that nothing changed."""

    client: str
    therapist: str
    group: str
    n: int
    first: int
    worst: int
    last: int
    why: str


@dataclass(frozen=True, slots=True)
class Learned:
    """A reflection as the list shows it, with its day on the reader's calendar."""

    client: str
    therapist: str
    day: date
    said: tuple[str, ...]


def teachers(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """`/teachers`, page by page. Not by SMS, as there are numbers and words in it."""
    assert case.staff is not None
    if arrival.sender.channel is Channel.SMS:
        return refer(f"{SLASH}{Word.TEACHERS}", arrival, case)
    lines = [_line(one, case, case.staff, arrival) for one in found(map(outcome, case.cares))]
    learned = [_learned(one, case, case.staff, arrival) for one in case.reflections if _kept(one)]
    pages: list[tuple[list[Line], list[Learned]]] = [(part, []) for part in _parts(lines, CLIENTS_A_PAGE)]
    pages += [([], part) for part in _parts(learned, LESSONS_A_PAGE)]
    page = _page(order, len(pages))
    shows, tells = pages[page - 1] if pages else ([], [])
    said = say(case, arrival, "teachers", lines=shows, learned=tells, nobody=not lines)
    return [with_buttons(said, [_turning(page, len(pages))] if len(pages) > 1 else [])]


def _kept(one: Reflection) -> bool:
    return one.state is ReflectionState.KEPT


def _parts(entries: Sequence[Entry], size: int) -> list[list[Entry]]:
    return [list(entries[start : start + size]) for start in range(0, len(entries), size)]


def _page(order: Order, pages: int) -> int:
    word, _, number = order.rest.partition(" ")
    wanted = int(number) if word == PAGE and number.isdecimal() else 1
    return min(max(wanted, 1), max(pages, 1))


def _turning(page: int, pages: int) -> list[Button]:
    """Back and on, with where one is."""
    around = [("‹", page - 1), (f"{page}/{pages}", page), ("›", page + 1)]
    return [Button(label, BAR.join((Word.TEACHERS, PAGE, str(to)))) for label, to in around if 1 <= to <= pages]


def _line(one: Teacher, case: Case, staff: Therapist, arrival: IncomingMessage | ButtonPress) -> Line:
    return Line(
        client=_named(one.client, case, arrival),
        therapist="" if one.therapist == staff.id else one.therapist,
        group=_group(one),
        n=one.n,
        first=one.first,
        worst=one.worst,
        last=one.last,
        why=_why(one),
    )


def _why(one: Teacher) -> str:
    """The last rule that said so, or that nothing changed; empty of who has turned round."""
    if one.lesson is Lesson.UNCHANGED:
        return "unchanged"
    return one.rules[-1] if one.rules and one.lesson is not Lesson.RECOVERED else ""


def _group(one: Teacher) -> str:
    """`now`, `ended` without benefit, or turned `round`."""
    if one.lesson is Lesson.RECOVERED:
        return "round"
    return "now" if one.closed is None else "ended"


def _learned(one: Reflection, case: Case, staff: Therapist, arrival: IncomingMessage | ButtonPress) -> Learned:
    kept = one.kept_at or one.asked_at
    return Learned(
        client=_named(one.client, case, arrival),
        therapist="" if one.therapist == staff.id else one.therapist,
        day=kept.astimezone(staff.zone).date(),
        said=tuple(_short(words) for words in one.said),
    )


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()} …"


def _named(client: str, case: Case, arrival: IncomingMessage | ButtonPress) -> str:
    about = next((one for one in case.caseload if one.client is not None and one.client.id == client), case)
    return shown(about, client, arrival.sender.channel)
