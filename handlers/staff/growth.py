"""Growth: blocks of closed cases with their intervals, what was learned beside them, and the therapist's own growth.

Never that somebody improved, without the interval that says so; below 30 closed cases only counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from handlers.case import Case
from handlers.dialog import LASTS, Dialog, DialogEnded, DialogKind, DialogSet
from handlers.facts import Fact
from handlers.people import Therapist
from handlers.reflections import GROWTH_QUESTIONS, HALF_A_YEAR, Growth, GrowthKept, GrowthStep
from handlers.saying import echo, say
from handlers.staff.lessons import NOTHING, SKIP, refer, with_buttons
from handlers.staff.orders import BAR, SLASH, Order, Word
from measures.care import Ending, Yardstick
from measures.effect import by_yardstick
from measures.intervals import ENOUGH, Figure
from measures.outcome import Outcome, outcome
from measures.rolling import Block, Rolling, rolling
from messages.envelope import Button, ButtonPress, Channel, Content, IncomingMessage

ANSWER, NONE = "answer", "-"
MOST = 10
SETTLED = (GrowthStep.ANSWERED, GrowthStep.SKIPPED)
LINE = 6
"""So many numbers stand in a line of buttons, as many blocks and half-years are shown (ours)."""
LESSONS = 3
"""So many reflections are shown beside a block, in so many letters each (ours)."""
LONGEST = 90


@dataclass(frozen=True, slots=True)
class Span:
    """A figure with its interval, in tenths of a standard deviation, or of a percent; None where there is none."""

    value: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """A block as it is shown, with what was learned in its time."""

    start: date
    end: date
    counted: int
    effect: Span
    reliable: Span
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Closed cases of one yardstick. Without `parts` there are too few of them: then there are only counts."""

    name: str
    counted: int
    planned: int
    unplanned: int
    parts: tuple[Part, ...]
    verdict: str
    trend: Span
    n: int


def growth(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """`/growth` asks first if half a year has passed; `/growth skip` leaves that out."""
    assert case.staff is not None
    action, _, rest = order.rest.partition(" ")
    number, _, answer = rest.partition(" ")
    if action == ANSWER:
        return _pressed(number, answer, arrival, case, now)
    if action == SKIP:
        skipped = GrowthKept(Growth(case.staff.id, GrowthStep.SKIPPED, (), now))
        left: list[Fact] = [DialogEnded(case.staff.id)] if _growing(case) else []
        return [*left, *([skipped] if left or due(case.growth, now) else []), *_told(arrival, case, case.growth)]
    if due(case.growth, now):
        return _ask(Dialog(case.staff.id, DialogKind.GROWTH, "", now + LASTS), arrival, case)
    return _told(arrival, case, case.growth)


def heard(dialog: Dialog, message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """A number from 0 to 10, or nothing, to one of the four questions."""
    text = message.text.strip().casefold()
    label = case.practice.words.say("skip_button", dialog_language(case), Channel.TELEGRAM).casefold()
    if message.content is Content.TEXT and text in NOTHING | {label}:
        return _answered(dialog, NONE, message, case, now)
    if message.content is Content.TEXT and text.isdecimal() and int(text) <= MOST:
        return _answered(dialog, str(int(text)), message, case, now)
    return echo(message, case, now, "growth_range")


def due(said: Sequence[Growth], now: datetime, steps: Sequence[GrowthStep] = SETTLED) -> bool:
    """Whether half a year has passed since any of these steps."""
    return not any(one.step in steps and now - one.at < HALF_A_YEAR for one in said)


def dialog_language(case: Case) -> str:
    """The language of whoever answers."""
    assert case.staff is not None
    return case.staff.language


def _growing(case: Case) -> bool:
    return case.dialog is not None and case.dialog.kind is DialogKind.GROWTH


def _pressed(number: str, answer: str, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """A button of a question that is not the open one does nothing."""
    dialog = case.dialog
    if dialog is None or dialog.kind is not DialogKind.GROWTH or number != str(len(dialog.said) + 1):
        return []
    return _answered(dialog, answer, arrival, case, now)


def _ask(dialog: Dialog, arrival: IncomingMessage | ButtonPress, case: Case) -> list[Fact]:
    number = len(dialog.said) + 1
    said = say(case, arrival, "growth_question", step=number)
    label = case.practice.words.say("skip_button", dialog_language(case), Channel.TELEGRAM)
    numbers = [Button(str(one), BAR.join((Word.GROWTH, ANSWER, str(number), str(one)))) for one in range(MOST + 1)]
    skip = Button(label, BAR.join((Word.GROWTH, ANSWER, str(number), NONE)))
    return [DialogSet(dialog), with_buttons(said, [numbers[:LINE], numbers[LINE:], [skip]])]


def _answered(
    dialog: Dialog, answer: str, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime
) -> list[Fact]:
    dialog = replace(dialog, said=(*dialog.said, answer), until=now + LASTS)
    if len(dialog.said) < GROWTH_QUESTIONS:
        return _ask(dialog, arrival, case)
    answers = tuple(int(one) if one.isdecimal() else None for one in dialog.said)
    step = GrowthStep.SKIPPED if all(one is None for one in answers) else GrowthStep.ANSWERED
    new = Growth(dialog.person, step, answers, now)
    return [DialogEnded(dialog.person), GrowthKept(new), *_told(arrival, case, (*case.growth, new))]


def _told(arrival: IncomingMessage | ButtonPress, case: Case, said: Sequence[Growth]) -> list[Fact]:
    """The figures; by SMS only that they are in Telegram."""
    assert case.staff is not None
    staff = case.staff
    if arrival.sender.channel is Channel.SMS:
        return refer(f"{SLASH}{Word.GROWTH}", arrival, case)
    own = [outcome(one) for one in case.cares if one.therapist == staff.id and one.closed is not None]
    told = [_yardstick(name, part, case, staff) for name, part in by_yardstick(own).items()]
    rows = [
        (one.at.astimezone(staff.zone).date(), ["–" if number is None else number for number in one.answers])
        for one in said
        if one.step is GrowthStep.ANSWERED
    ]
    return [say(case, arrival, "growth", closed_cases=told, rows=rows[-LINE:], fewest=ENOUGH)]


def _yardstick(name: Yardstick, outcomes: Sequence[Outcome], case: Case, staff: Therapist) -> Told:
    counted = sum(not one.excluded for one in outcomes)
    rolled = rolling(outcomes)
    return Told(
        name=f"{name.measure.upper()}, {name.profile}",
        counted=counted,
        planned=sum(one.care.ending is Ending.PLANNED for one in outcomes),
        unplanned=sum(one.care.ending is Ending.UNPLANNED for one in outcomes),
        parts=tuple(_part(one, case, staff) for one in rolled.blocks[-LINE:]) if counted >= ENOUGH else (),
        verdict=rolled.verdict.name.lower(),
        trend=_span(rolled.trend, MOST),
        n=_rests_on(rolled, counted),
    )


def _rests_on(rolled: Rolling, counted: int) -> int:
    return rolled.trend.n if rolled.standard else counted


def _part(block: Block, case: Case, staff: Therapist) -> Part:
    own = [one for one in case.reflections if one.therapist == staff.id and one.kept_at is not None]
    then = [one for one in own if one.kept_at is not None and block.start <= one.kept_at <= block.end]
    keeps = [one.said[-1] for one in then if one.said and one.said[-1]]
    return Part(
        start=block.start.astimezone(staff.zone).date(),
        end=block.end.astimezone(staff.zone).date(),
        counted=block.counted,
        effect=_span(block.effect, MOST),
        reliable=_span(block.reliable, MOST * 100),
        kept=tuple(words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()} …" for words in keeps[:LESSONS]),
    )


def _span(figure: Figure, unit: int) -> Span:
    """In so many parts of one."""
    value, low, high = (None if one is None else round(one * unit) for one in (figure.value, figure.low, figure.high))
    return Span(value, low, high)
