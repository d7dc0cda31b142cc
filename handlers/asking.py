"""Asking: a request as it looks on a phone. Item by item with buttons where there are any, all areas at once by SMS."""

from handlers.case import Case, Request
from handlers.saying import language_of
from measures.reading import Asked
from messages.envelope import Address, Button, Channel, Letter, Priority
from messages.wording import Wording, neutral

WHOLE = 10
"""Tenths in one point."""


def wording_of(request: Request, case: Case) -> Wording:
    """The item texts of a request in its client's language."""
    return neutral(request.measure, language_of(case))


def missing(request: Request) -> list[int]:
    """The items still to be answered, in order."""
    return [index for index, answer in enumerate(request.answers) if answer is None]


def single(request: Request) -> bool:
    """Whether one number is expected: an item was asked, and no set is being gathered."""
    return not request.held and (request.one_by_one or any(answer is not None for answer in request.answers))


def asked(request: Request, case: Case, items: list[int]) -> Asked:
    """What a reply to these items is read against."""
    measure = case.practice.library.instrument(request.measure)
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
    )


def so_far(request: Request, case: Case) -> list[tuple[str, int]]:
    """Names and tenths of what has been answered."""
    words = wording_of(request, case)
    return [(words.items[i].name, tenths) for i, tenths in enumerate(request.answers) if tenths is not None]


def keyboard(request: Request, item: int, case: Case) -> tuple[tuple[Button, ...], ...]:
    """Buttons for whole points, low to high, in two rows. Their data name request, item and tenths."""
    measure = case.practice.library.instrument(request.measure)
    points = range(measure.low, measure.high + 1, WHOLE)
    buttons = [Button(str(tenths // WHOLE), f"a|{request.id}|{item}|{tenths}") for tenths in points]
    return tuple(buttons[:6]), tuple(buttons[6:])


def tenths_of(button: Button) -> int:
    """The rating that a button of the keyboard stands for."""
    return int(button.label) * WHOLE


def ask(request: Request, case: Case, cause: str, lead: str = "") -> Letter:
    """The letter that asks for what is missing: one item, or all areas. `lead` is a line that goes before."""
    one = request.one_by_one or len(missing(request)) < len(request.answers)
    text, purpose = _one(request, case) if one else _all(request, case)
    buttons = keyboard(request, missing(request)[0], case) if request.to.channel is not Channel.SMS else ()
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
    words = wording_of(request, case)
    item = missing(request)[0]
    text = case.practice.words.say(
        "ask_item",
        language_of(case),
        request.to.channel,
        number=item + 1,
        count=len(request.answers),
        title=words.title,
        intro=words.intro,
        name=words.items[item].name,
        prompt=words.items[item].prompt,
        low=words.low,
        high=words.high,
        first=len(missing(request)) == len(request.answers),
        answers=so_far(request, case),
    )
    return text, "ask_item"


def _all(request: Request, case: Case) -> tuple[str, str]:
    words = wording_of(request, case)
    names = [item.name for item in words.items]
    text = case.practice.words.say(
        "ask_all", language_of(case), request.to.channel, items=names, low=words.low, high=words.high
    )
    return text, "ask_all"


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
