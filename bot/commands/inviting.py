"""`meantime invite`: a single-use code to join by, if wanted texted to the phone that the practice knows."""

from collections.abc import Mapping
from typing import Annotated, assert_never
from zoneinfo import ZoneInfo

import typer

from bot.commands.common import CommandError, Json, Office, open_office, person_of, run, said, tell
from bot.commands.deciding import in_care
from handlers.invites import InviteMade, KnownPhone
from handlers.inviting import Hindrance, Invited, handed_over, hindrance
from handlers.inviting import invite as invitation_of
from handlers.people import Client, Role
from handlers.people import person_of as person_id
from storage import facts, people, phones
from storage.ids import fresh
from storage.people import Unknown

NOT_ME = "If it reaches a wrong person, they can write: not me"


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
    if person.startswith("T-"):
        made, zone = await _for_therapist(office, person, text=text), office.practice.zone
    else:
        made, zone = await _for_client(office, person, shared=shared, text=text)
    async with office.database.transaction() as connection:
        await facts.apply(office.database, connection, made.facts, office.now)
    return {
        "person": person,
        "code": made.code,
        "until": made.until.astimezone(office.practice.zone),
        "telegram": made.link,
        "sms": made.number,
        "texted": made.texted and made.texted.astimezone(zone),
    }


async def _for_therapist(office: Office, person: str, *, text: bool) -> Invited:
    """Raises Unknown, CommandError."""
    if text:
        raise CommandError("--text is for clients, whose phone is known: give a therapist the code.")
    who, until = await people.therapist(office.database, person), office.now + office.practice.invite_valid
    made = InviteMade(fresh(8), Role.THERAPIST, person, who.language, until, office.now)
    return handed_over(made, office.practice, (made,))


async def _for_client(office: Office, person: str, *, shared: bool, text: bool) -> tuple[Invited, ZoneInfo]:
    """With the zone that they live in. Raises Unknown, CommandError."""
    case = await people.client(office.database, person, office.practice, office.now)
    who = (in_care(case) if text else case).client
    if who is None:
        raise Unknown
    phone = await phones.known(office.database, office.database.reader, who, office.now)
    why = hindrance(who, phone, office.practice, shared=shared) if text else None
    if why is not None:
        raise CommandError(_refusal(why, who, phone))
    made = invitation_of(fresh(8), who, phone, office.practice, office.now, text=text, shared=shared)
    return made, who.zone


def _refusal(why: Hindrance, who: Client, phone: KnownPhone | None) -> str:
    """Why no code is texted, and what to do."""
    match why:
        case Hindrance.NO_SMS:
            return "SMS is not switched on: see [twilio] in the config, or give them the code yourself."
        case Hindrance.NO_PHONE:
            return f"No phone of {who.person} is known: meantime client set {who.person} --phone …"
        case Hindrance.CLOSED:
            return "Nothing is texted to that phone: whoever has it said stop, or it takes no texts from us."
        case Hindrance.JOINED:
            return f"{who.person} has joined by that phone: nothing to do."
        case Hindrance.TAKEN:
            holder = phone.holder.person if phone is not None and phone.holder is not None else ""
            return f"That phone is {holder}'s already: if they share it, say so with --shared."
        case Hindrance.TODAY:
            return "A text with a code went to that phone today already: it is not sent twice in a day."
        case _:
            assert_never(why)
