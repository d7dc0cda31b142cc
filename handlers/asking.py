"""Asking: a request as it looks on a phone. Item by item with buttons where there are any, all items at once by SMS
where they are few and short."""

from dataclasses import replace
from datetime import datetime

from handlers.case import Case, Request
from handlers.people import Client
from handlers.saying import language_of
from measures.instrument import Instrument
from measures.reading import Asked
from messages.envelope import Address, Button, Channel, Letter, Priority
from messages.packs import points
from messages.promises import AT_ONCE, CHEAP
from messages.sms import segments
from messages.wording import Kind, Wording
from scheduler.schedule import SELF
from scheduler.timetable import next_contact

WHOLE = 10
"""Tenths in one point."""

MOST_BUTTONS, BUTTONS_A_ROW = 11, 6
"""So many points get buttons; of a longer scale a number is typed."""

LIKELY, UNLIKELY = (7, 6.5, 8, 7), (3.5, 6.5, 0, 3.5)
"""Answers of an example, as tenths of a scale's width: on a long scale, and between few published answers."""

THEN = " + "
"""Between the wordings of a request that had to go on in another one."""


def measure_of(request: Request, case: Case) -> Instrument:
    """What a request asks."""
    return case.practice.library.instrument(request.measure)


def wording_of(request: Request, case: Case) -> Wording:
    """The item texts of a request in its client's language; only of one that `can_be_asked`."""
    found = _found(request, case, request.to.channel)
    assert found is not None
    return found


def can_be_asked(request: Request, case: Case, channel: Channel) -> bool:
    """Whether there is still a wording that a request may go on in by this channel."""
    return _found(request, case, channel) is not None


def settled(request: Request, case: Case, channel: Channel) -> Request:
    """The request as it goes on by this channel: in the wording it began with, or else the next best one is noted."""
    found, noted = _found(request, case, channel), request.wording
    if found is None or noted.rpartition(THEN)[2] == found.key:
        return request
    return replace(request, wording=f"{noted}{THEN}{found.key}" if noted else found.key)


def missing(request: Request) -> list[int]:
    """The items still to be answered, in order."""
    return [index for index, answer in enumerate(request.answers) if answer is None]


def single(request: Request) -> bool:
    """Whether one number is expected: an item was asked, and no set is being gathered."""
    return not request.held and (request.one_by_one or any(answer is not None for answer in request.answers))


def asked(request: Request, case: Case, items: list[int]) -> Asked:
    """What a reply to these items is read against."""
    measure = measure_of(request, case)
    words = wording_of(request, case)
    labels = tuple(words.items[index].labels for index in items)
    return Asked(
        len(items),
        measure.low,
        measure.high,
        measure.step,
        language_of(case),
        labels,
        measure.higher_is_better,
        numbers=tuple(index + 1 for index in items),
        options=words.options,
    )


def so_far(request: Request, case: Case) -> list[tuple[str, int]]:
    """Names and tenths of what has been answered."""
    words = wording_of(request, case)
    return [(words.items[i].name, tenths) for i, tenths in enumerate(request.answers) if tenths is not None]


def keyboard(request: Request, item: int, case: Case) -> tuple[tuple[Button, ...], ...]:
    """Buttons for whole points, low to high: published answers one a row, else numbers in rows; none for a long scale.
    Their data name request, item and tenths."""
    scale, options = points(measure_of(request, case)), wording_of(request, case).options
    if len(scale) > MOST_BUTTONS:
        return ()
    labels = [str(tenths // WHOLE) for tenths in scale]
    if options:
        labels = [f"{label} · {option}" for label, option in zip(labels, options, strict=True)]
    buttons = [Button(label, f"a|{request.id}|{item}|{tenths}") for label, tenths in zip(labels, scale, strict=True)]
    row = 1 if options else BUTTONS_A_ROW
    return tuple(tuple(buttons[start : start + row]) for start in range(0, len(buttons), row))


def tenths_of(button: Button) -> int:
    """The rating that a button of the keyboard stands for."""
    return int(button.data.rpartition("|")[2])


def fits_at_once(request: Request, case: Case) -> bool:
    """Whether all items can be asked in one SMS."""
    return 1 < len(request.answers) <= AT_ONCE and segments(_all(request, case)[0]).count <= CHEAP


def ask(request: Request, case: Case, cause: str, lead: str = "") -> Letter:
    """The letter that asks for what is missing: one item, or all of them. `lead` is a line that goes before."""
    one = request.one_by_one or len(missing(request)) < len(request.answers)
    text, purpose = _one(request, case) if one else _all(request, case)
    buttons = keyboard(request, missing(request)[0], case) if editable(request.to) else ()
    return Letter(
        key=f"{cause}#{purpose}",
        to=request.to,
        text=f"{lead}\n\n{text}" if lead else text,
        purpose=purpose,
        priority=Priority.REPLY,
        buttons=buttons,
        slot=request.id,
    )


def _one(request: Request, case: Case) -> tuple[str, str]:
    words, item = wording_of(request, case), missing(request)[0]
    first = len(missing(request)) == len(request.answers)
    text = case.practice.words.say(
        "ask_item",
        language_of(case),
        request.to.channel,
        number=item + 1,
        count=len(request.answers),
        title=words.title,
        prompt=words.items[item].prompt,
        first=first,
        answers=so_far(request, case),
        typed=editable(request.to) and not keyboard(request, item, case),
        **_scale(request, case, rights=first),
    )
    return text, "ask_item"


def _all(request: Request, case: Case) -> tuple[str, str]:
    """Published items are asked in their own words, ours and those of a pack by their names."""
    words = wording_of(request, case)
    text = case.practice.words.say(
        "ask_all",
        language_of(case),
        request.to.channel,
        items=[item.prompt if words.options else item.name for item in words.items],
        example=_example(measure_of(request, case), words),
        **_scale(request, case, rights=True),
    )
    return text, "ask_all"


def _scale(request: Request, case: Case, *, rights: bool) -> dict[str, object]:
    """How answers are given. A licence's notice goes with the first question everywhere, a free measure's in a chat."""
    measure, words = measure_of(request, case), wording_of(request, case)
    shown = rights and (words.kind is Kind.PACK or request.to.channel is not Channel.SMS)
    return {
        "intro": words.intro,
        "low": words.low,
        "high": words.high,
        "lowest": measure.low,
        "highest": measure.high,
        "options": list(zip(points(measure), words.options, strict=False)),
        "rights": words.rights if shown else "",
    }


def _example(measure: Instrument, words: Wording) -> list[int]:
    """Answers that might be given, in tenths: as many as there are items, each in the measure's steps."""
    width = measure.high - measure.low
    parts = UNLIKELY if words.options else LIKELY
    return [
        measure.low + round(part * width / 10 / measure.step) * measure.step
        for part, _ in zip(parts, measure.items, strict=False)
    ]


def summary(request: Request, case: Case, cause: str, message: str = "") -> Letter:
    """The slot's message on the phone without its buttons, showing what was answered; only where a channel can edit."""
    text = case.practice.words.say(
        "answered",
        language_of(case),
        request.to.channel,
        title=wording_of(request, case).title,
        answers=so_far(request, case),
    )
    return Letter(f"{cause}#answered", request.to, text, "answered", slot=request.id, edits=True, message=message)


def editable(address: Address) -> bool:
    """Whether a message on this channel can be changed after it was sent."""
    return address.channel is not Channel.SMS


def _found(request: Request, case: Case, channel: Channel) -> Wording | None:
    key = request.wording.rpartition(THEN)[2]
    of_another = request.rater != SELF
    return case.practice.wordings.go_on(
        key, request.measure, language_of(case), channel, request.asked_at, of_another=of_another
    )


def by_day(letter: Letter, client: Client, case: Case, now: datetime, expires: datetime | None) -> Letter:
    """What the clock began waits behind replies and for contact hours, and is stale when its time is over."""
    hours = client.hours(case.practice.timing)
    return replace(letter, priority=Priority.BULK, not_before=next_contact(now, hours), expires=expires)
