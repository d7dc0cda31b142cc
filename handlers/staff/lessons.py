"""Lessons: a therapist writes what a client taught them, in three short answers, and may share it with a supervisor."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.case import Case
from handlers.colleagues import appointed
from handlers.dialog import LASTS, Dialog, DialogEnded, DialogKind, DialogSet
from handlers.facts import Fact, LetterWritten
from handlers.people import Therapist
from handlers.reflecting import of_course, on_telegram
from handlers.reflections import (
    QUESTIONS,
    Occasion,
    Reflection,
    ReflectionAsked,
    ReflectionKept,
    ReflectionPut,
    ReflectionShared,
    ReflectionState,
)
from handlers.saying import echo, reachable, say, shown, tell
from handlers.staff.orders import BAR, SLASH, Order, Word
from messages.envelope import Button, ButtonPress, Channel, Content, IncomingMessage

SKIP, SHARE = "skip", "share"
PUT = {"later": ReflectionState.LATER, "no": ReflectionState.DECLINED}
NOTHING = {"", "-", "–", "—", SKIP}
"""What somebody writes who leaves a question out."""


def reflect(order: Order, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """`/reflect C-7K2` begins; the buttons say now, later, not this time, skip and share."""
    if case.subject is None or not order.client:
        return [say(case, arrival, "no_such_client", client=order.client)]
    client = order.client.partition("/")[0]
    action, _, which = order.rest.partition(" ")
    if action in PUT:
        return _put(client, PUT[action], arrival, case)
    if action == SKIP:
        return _skip(client, which, arrival, case, now)
    if action == SHARE:
        return _share(client, which, arrival, case, now)
    return _begin(client, arrival, case, case.subject, now)


def heard(dialog: Dialog, message: IncomingMessage, case: Case, now: datetime) -> list[Fact]:
    """An answer to one of the three questions."""
    if message.content is not Content.TEXT:
        return echo(message, case, now, "words_only")
    return _answered(dialog, message.text.strip(), message, case, now)


def refer(order: str, arrival: IncomingMessage | ButtonPress, case: Case) -> list[Fact]:
    """What an SMS may not say is to be asked for in Telegram."""
    return [say(case, arrival, "telegram_only", order=order)]


def with_buttons(said: LetterWritten, buttons: Sequence[Sequence[Button]]) -> LetterWritten:
    """The same letter with buttons, where the channel has any."""
    if said.letter.to.channel is Channel.SMS:
        return said
    return LetterWritten(replace(said.letter, buttons=tuple(tuple(line) for line in buttons)))


def _begin(client: str, arrival: IncomingMessage | ButtonPress, case: Case, subject: Case, now: datetime) -> list[Fact]:
    assert case.staff is not None
    if arrival.sender.channel is Channel.SMS and on_telegram(case.staff):
        return refer(f"{SLASH}{Word.REFLECT} {client}", arrival, case)
    waiting = _waiting(client, case)
    began: list[Fact] = []
    if waiting is None:
        waiting = of_course(f"L-{case.fresh}", Occasion.OWN, subject, case.staff.id, now)
        began = [ReflectionAsked(waiting)]
    dialog = Dialog(case.staff.id, DialogKind.REFLECT, client, now + LASTS, (waiting.id,))
    return [*began, *_ask(dialog, arrival, case)]


def _waiting(client: str, case: Case) -> Reflection | None:
    """The one that was asked last and may still be written."""
    assert case.staff is not None
    own = [one for one in case.reflections if (one.client, one.therapist) == (client, case.staff.id) and one.waits]
    return max(own, key=lambda one: one.asked_at, default=None)


def _put(client: str, state: ReflectionState, arrival: IncomingMessage | ButtonPress, case: Case) -> list[Fact]:
    """Later, or not this time; what was begun meanwhile goes on."""
    waiting = _waiting(client, case)
    put: list[Fact] = [] if waiting is None else [ReflectionPut(waiting.id, state)]
    later = state is ReflectionState.LATER
    return [*put, say(case, arrival, "reflect_put", client=client, later=later)]


def _ask(dialog: Dialog, arrival: IncomingMessage | ButtonPress, case: Case) -> list[Fact]:
    """The next question, with a button to leave it out."""
    assert case.staff is not None
    number = len(dialog.said)
    client = shown(case.subject or case, dialog.about, arrival.sender.channel)
    said = say(case, arrival, "reflect_question", client=client, step=number)
    label = case.practice.words.say("skip_button", case.staff.language, Channel.TELEGRAM)
    skip = Button(label, BAR.join((Word.REFLECT, dialog.about, SKIP, str(number))))
    return [DialogSet(dialog), with_buttons(said, [[skip]])]


def _skip(client: str, which: str, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """A question is left out once, however often its button is pressed."""
    dialog = case.dialog
    if dialog is None or dialog.kind is not DialogKind.REFLECT or dialog.about != client:
        return []
    return _answered(dialog, "", arrival, case, now) if which == str(len(dialog.said)) else []


def _answered(
    dialog: Dialog, text: str, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime
) -> list[Fact]:
    assert case.staff is not None
    label = case.practice.words.say("skip_button", case.staff.language, Channel.TELEGRAM)
    answer = "" if text.casefold() in NOTHING | {label.casefold()} else text
    dialog = replace(dialog, said=(*dialog.said, answer), until=now + LASTS)
    name, *said = dialog.said
    if len(said) < QUESTIONS:
        return _ask(dialog, arrival, case)
    ended = DialogEnded(dialog.person)
    if not any(said):
        put = ReflectionPut(name, ReflectionState.DECLINED)
        return [ended, put, say(case, arrival, "reflect_put", client=dialog.about, later=False)]
    thanks = say(case, arrival, "reflect_thanks", client=dialog.about)
    return [ended, ReflectionKept(name, tuple(said), now), with_buttons(thanks, _sharing(dialog.about, case, now))]


def _sharing(client: str, case: Case, now: datetime) -> list[list[Button]]:
    """The button that shares it, where there is a supervisor. It carries when the reflection was kept, so that an old
    button never shares a newer one."""
    assert case.staff is not None
    if _supervisor(case, case.staff, now) is None:
        return []
    label = case.practice.words.say("share_button", case.staff.language, Channel.TELEGRAM)
    return [[Button(label, BAR.join((Word.REFLECT, client, SHARE, _stamp(now))))]]


def _stamp(at: datetime) -> str:
    return str(int(at.timestamp()))


def _supervisor(case: Case, staff: Therapist, now: datetime) -> Therapist | None:
    """Who can read it now: a colleague who stands in for a supervisor may not."""
    over = [] if case.subject is None else appointed(case.subject)
    here = [one for one in over if one.id != staff.id and not one.colleague(now)]
    return next((one for one in here if reachable(one, case.practice) is not None), None)


def _share(client: str, which: str, arrival: IncomingMessage | ButtonPress, case: Case, now: datetime) -> list[Fact]:
    """One reflection, to one supervisor, once."""
    assert case.staff is not None
    assert case.subject is not None
    own = [one for one in case.reflections if (one.client, one.therapist) == (client, case.staff.id)]
    kept = next((one for one in own if one.kept_at is not None and _stamp(one.kept_at) == which), None)
    if kept is None or kept.shared_at is not None:
        return []
    to = _supervisor(case, case.staff, now)
    if to is None:
        return [say(case, arrival, "no_supervisor", client=client)]
    by = f"{case.staff.name} ({case.staff.id})"
    alone = replace(case.subject, colleagues=())
    told = tell(alone, arrival.key, to, "reflect_for_you", now, client=client, by=by, said=list(kept.said))
    return [ReflectionShared(kept.id, to.id, now), say(case, arrival, "reflect_shared", names=to.name), *told]
