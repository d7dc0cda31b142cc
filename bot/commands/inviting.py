"""`meantime invite`: a single-use code to join by, if wanted texted to the phone that the practice knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer

from bot.commands.common import CommandError, Json, Office, local, open_office, person_of, run, said, tell
from bot.commands.deciding import in_care
from handlers.facts import Fact
from handlers.inviting import Code, invitation, withdrawn
from handlers.people import Client, ContactState, Role
from handlers.people import person_of as person_id
from messages.envelope import Address, Channel
from storage import outbox, people, roster
from storage.ids import fresh
from storage.people import Unknown

NOT_ME = "If it reaches a wrong person, they can write: not me"


@dataclass(frozen=True, slots=True)
class Invited:
    """Who gets a code, and what letters follow from it. `texted`: when the text goes; None if none does."""

    role: Role
    language: str
    letters: tuple[Fact, ...] = ()
    texted: datetime | None = None


def invite(
    person: str,
    shared: Annotated[bool, typer.Option("--shared", help="It may join a phone that is another client's.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Text it to their phone (`client set --phone`).")] = False,
    as_json: Json = False,
) -> None:
    """Make a single-use code to join by. A client or therapist gets it as a Telegram link or a line to text."""

    async def work() -> tuple[dict[str, object], bool]:
        async with open_office() as office:
            made = await _invite(office, person_id(*person_of(person)), shared=shared, text=text)
            return made, office.config.twilio.enabled

    made, by_sms = run(work())
    tell(made, "\n".join(_lines(made, by_sms=by_sms)), as_json=as_json)


def _lines(made: Mapping[str, object], *, by_sms: bool) -> list[str]:
    lines = [f"Code for {made['person']}: {made['code']} (once, until {said(made['until'])})"]
    lines += [f"Telegram: {made['telegram']}"] if made["telegram"] else []
    number = made["sms"] or "the number of your messaging service (set twilio.number to have it named here)"
    lines += [f"SMS: text {made['code']} to {number}"] if by_sms else []
    lines += [f"A text with it goes to their phone: {said(made['texted'])}"] if made["texted"] else []
    lines += [NOT_ME] if len(lines) > 1 and str(made["person"]).startswith("C-") else []
    if len(lines) == 1:
        lines += ["No channel can take it yet: see telegram.bot and twilio.number in the config."]
    return lines


async def _invite(office: Office, person: str, *, shared: bool, text: bool) -> dict[str, object]:
    code, practice = fresh(8), office.practice
    expires = office.now + office.config.schedule.invite_valid
    who = await _who(office, person, code, expires, shared=shared, text=text)
    await people.invite(
        office.database, code, who.role, person, who.language, expires, office.now, shared=shared, said=who.letters
    )
    bot = practice.telegram_bot
    return {
        "person": person,
        "code": code,
        "until": expires.astimezone(practice.zone),
        "telegram": f"https://t.me/{bot}?start={code}" if bot else "",
        "sms": practice.sms_number,
        "texted": who.texted,
    }


async def _who(office: Office, person: str, code: str, until: datetime, *, shared: bool, text: bool) -> Invited:
    if person.startswith("T-"):
        if text:
            raise CommandError("--text is for clients, whose phone is known: give a therapist the code.")
        return Invited(Role.THERAPIST, (await people.therapist(office.database, person)).language)
    case = await people.client(office.database, person, office.practice, office.now)
    if case.client is None:
        raise Unknown
    number = await roster.phone(office.database, person)
    to = Address(Channel.SMS, number)
    outdated = (withdrawn(person, to),) if number else ()
    if not text:
        return Invited(Role.CLIENT, case.client.language, outdated)
    key = await _key(office, in_care(case).client, to, shared=shared)
    written = invitation(Code(key, code, until), case.client, to, office.practice, office.now)
    goes = written.letter.not_before or office.now
    return Invited(Role.CLIENT, case.client.language, (*outdated, written), goes.astimezone(case.client.zone))


async def _key(office: Office, who: Client | None, to: Address, *, shared: bool) -> str:
    """The key of an invitation, one a day for a phone, if the phone may be texted. Raises CommandError."""
    assert who is not None
    if Channel.SMS not in office.practice.channels:
        raise CommandError("SMS is not switched on: see [twilio] in the config, or give them the code yourself.")
    if not to.id:
        raise CommandError(f"No phone of {who.person} is known: meantime client set {who.person} --phone …")
    at = await people.contact_at(office.database, to)
    own = next((one for one in who.contacts if one.address == to), None)
    if any(one.state is not ContactState.OPEN for one in (at, own) if one is not None):
        raise CommandError("Nothing is texted to that phone: whoever has it said stop, or it takes no texts from us.")
    if own is not None:
        raise CommandError(f"{who.person} has joined by that phone: nothing to do.")
    if at is not None and at.person and not (shared and at.role is Role.CLIENT):
        raise CommandError(f"That phone is {at.person}'s already: if they share it, say so with --shared.")
    today = local(office.now, who.zone)[:10]
    key = f"invitation:{who.person}:{office.database.vault.address_index(to)[:8]}:{today}"
    if await outbox.written(office.database, key):
        raise CommandError("A text with a code went to that phone today already: it is not sent twice in a day.")
    return key
