"""Confirming: an order that cannot easily be undone is kept as it was given, and done once somebody has said yes.

What was asked (`Dialog.said`: word, client, rest, what was told, then what the order means now) is reckoned anew when
the yes comes: has it changed meanwhile, the question is asked again with what it means by then.
"""

from datetime import datetime

from handlers.case import Case
from handlers.dialog import LASTS, Dialog, DialogKind, DialogSet
from handlers.facts import Fact
from handlers.saying import language_of, say
from handlers.staff.choosing import with_buttons
from handlers.staff.orders import BAR, Order, Word, named
from messages.envelope import Button, ButtonPress, Channel, Content, IncomingMessage
from messages.keywords import unaccented

YES = frozenset(("ok", "okay", "yes", "y", "ja", "si", "oui", "sim", "tak"))
NO = frozenset(("no", "n", "nein", "non", "nee", "nao", "nie"))
"""Without accents. `YES` alone means START to the carriers, so nobody is asked for it."""

ORDER, TOLD = 3, 4
"""So much of what is kept is the order; so much with what was told."""


def ask(
    order: Order,
    arrival: IncomingMessage | ButtonPress,
    case: Case,
    now: datetime,
    purpose: str,
    /,
    *meaning: str,
    **values: object,
) -> list[Fact]:
    """The question `purpose` about an order, which means this; by buttons, or `OK 7K2` and NO."""
    assert case.staff is not None
    kept = (order.word.value, order.client, order.rest, order.told, *meaning)
    dialog = Dialog(case.staff.id, DialogKind.CONFIRM, order.client, now + LASTS, kept)
    said = say(case, arrival, purpose, client=order.client, **values)
    if arrival.sender.channel is Channel.SMS:
        how = _text("confirm_how", case, arrival, client=order.client)
        asked = with_buttons(said, (), f"{said.letter.text} {how}")
    else:
        labels = (("confirm_yes_button", Word.YES), ("confirm_no_button", Word.NO))
        asked = with_buttons(said, [[_button(label, word, dialog, case) for label, word in labels]])
    return [DialogSet(dialog), asked]


def ask_words(
    order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime, purpose: str
) -> list[Fact]:
    """The next message is what `purpose` asks for, and belongs to the order."""
    assert case.staff is not None
    kept = (order.word.value, order.client, order.rest)
    dialog = Dialog(case.staff.id, DialogKind.CONFIRM, order.client, now + LASTS, kept)
    return [DialogSet(dialog), say(case, arrival, purpose, client=order.client)]


def awaited(dialog: Dialog | None) -> bool:
    """Whether words are asked for, not a yes."""
    return dialog is not None and dialog.kind is DialogKind.CONFIRM and len(dialog.said) == ORDER


def kept_order(dialog: Dialog) -> Order:
    """The order that is asked about, as it was given."""
    word, client, rest, *more = dialog.said
    return Order(Word(word), client, rest, told=more[0] if more else "", agreed=dialog.said[TOLD:])


def answer(message: IncomingMessage, dialog: Dialog) -> bool | None:
    """Whether somebody said yes (`ok 7K2`: of whom, as OK alone may be a courtesy) or no; None for other words."""
    words = unaccented(message.text.casefold()).replace(",", " ").strip(" .!/").split()
    if message.content is not Content.TEXT or not 0 < len(words) <= 2:
        return None
    about = named(words[1]) == dialog.about if len(words) > 1 else None
    if words[0] in NO and about is not False:
        return False
    return True if words[0] in YES and about else None


def courteous(message: IncomingMessage) -> bool:
    """A yes that does not say to what."""
    return unaccented(message.text.casefold()).strip(" .!") in YES


def pressed(order: Order, dialog: Dialog | None) -> bool:
    """Whether a button belongs to the question that is open."""
    meant = dialog is not None and dialog.kind is DialogKind.CONFIRM and not awaited(dialog)
    return meant and dialog is not None and order.client == dialog.about and order.rest == mark(dialog)


def mark(dialog: Dialog) -> str:
    """What tells one question from the next."""
    return str(int(dialog.until.timestamp() * 1000))


def _button(label: str, word: Word, dialog: Dialog, case: Case) -> Button:
    text = case.practice.words.say(label, language_of(case), Channel.TELEGRAM)
    return Button(text, f"{word}{BAR}{dialog.about}{BAR}{mark(dialog)}")


def _text(name: str, case: Case, arrival: IncomingMessage | ButtonPress, **values: object) -> str:
    return case.practice.words.say(name, language_of(case), arrival.sender.channel, **values)
