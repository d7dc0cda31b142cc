"""`meantime invite`: a single-use code to join by."""

from typing import Annotated

import typer

from bot.commands.common import Json, Office, open_office, person_of, run, said, tell
from bot.ids import fresh
from handlers.people import Role
from handlers.people import person_of as person_id
from storage import people
from storage.people import Unknown

NOT_ME = "If it reaches a wrong person, they can write: not me"


def invite(
    person: str,
    shared: Annotated[bool, typer.Option("--shared", help="It may join a phone that is another client's.")] = False,
    as_json: Json = False,
) -> None:
    """Make a single-use code to join by. A client or therapist gets it as a Telegram link or a line to text."""

    async def work() -> tuple[dict[str, object], bool]:
        async with open_office() as office:
            return await _invite(office, person_id(*person_of(person)), shared=shared), office.config.twilio.enabled

    made, by_sms = run(work())
    lines = [f"Code for {made['person']}: {made['code']} (once, until {said(made['until'])})"]
    lines += [f"Telegram: {made['telegram']}"] if made["telegram"] else []
    number = made["sms"] or "the number of your messaging service (set twilio.number to have it named here)"
    lines += [f"SMS: text {made['code']} to {number}"] if by_sms else []
    lines += [NOT_ME] if len(lines) > 1 and str(made["person"]).startswith("C-") else []
    lines += (
        ["No channel can take it yet: see telegram.bot and twilio.number in the config."] if len(lines) == 1 else []
    )
    tell(made, "\n".join(lines), as_json=as_json)


async def _invite(office: Office, person: str, *, shared: bool) -> dict[str, object]:
    code, practice = fresh(8), office.practice
    expires = office.now + office.config.schedule.invite_valid
    role, language = await _who(office, person)
    await people.invite(office.database, code, role, person, language, expires, office.now, shared=shared)
    bot = practice.telegram_bot
    return {
        "person": person,
        "code": code,
        "until": expires.astimezone(practice.zone),
        "telegram": f"https://t.me/{bot}?start={code}" if bot else "",
        "sms": practice.sms_number,
    }


async def _who(office: Office, person: str) -> tuple[Role, str]:
    if person.startswith("T-"):
        return Role.THERAPIST, (await people.therapist(office.database, person)).language
    case = await people.client(office.database, person, office.practice, office.now)
    if case.client is None:
        raise Unknown
    return Role.CLIENT, case.client.language
