"""Who plays in the golden conversations: one practice, its therapists and clients, and a stranger."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from handlers.case import Episode
from handlers.facts import ContactChanged, Fact
from handlers.people import Client, Contact, ContactState, Duty, Role, Therapist
from handlers.practice import Practice
from handlers.staffing import TherapistSet
from measures.library import shipped
from messages.envelope import Address, Channel
from messages.wordings import open_wordings
from messages.words import Words
from scheduler.timetable import Timing
from storage import facts, people
from storage.database import Database

START = datetime(2026, 1, 12, 8, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
PEOPLE = {
    "ana": ("T-ANA", Address(Channel.TELEGRAM, "7300001001")),
    "ana.sms": ("T-ANA", Address(Channel.SMS, "+491520000001")),
    "sue": ("T-SUE", Address(Channel.TELEGRAM, "7300001003")),
    "max": ("T-MAX", Address(Channel.TELEGRAM, "7300001004")),
    "max.sms": ("T-MAX", Address(Channel.SMS, "+491520000011")),
    "jo": ("T-JO", Address(Channel.TELEGRAM, "7300001002")),
    "mia": ("C-7K2", Address(Channel.TELEGRAM, "7300002001")),
    "mia.sms": ("C-7K2", Address(Channel.SMS, "+491520000002")),
    "ben": ("C-3MX", Address(Channel.TELEGRAM, "7300002002")),
    "ben.sms": ("C-3MX", Address(Channel.SMS, "+491520000003")),
    "lea.sms": ("C-9PD", Address(Channel.SMS, "+491520000004")),
    "kim": ("C-5KM", Address(Channel.TELEGRAM, "7300002004")),
    "kim.sms": ("C-5KM", Address(Channel.SMS, "+491520000005")),
    "jan": ("C-8JN", Address(Channel.TELEGRAM, "7300002005")),
    "jan.sms": ("C-8JN", Address(Channel.SMS, "+491520000006")),
    "tim": ("C-4TD", Address(Channel.TELEGRAM, "7300002006")),
    "pat.sms": ("C-4TD/carer", Address(Channel.SMS, "+491520000007")),
    "eve": ("", Address(Channel.TELEGRAM, "7300003001")),
    "eve.sms": ("", Address(Channel.SMS, "+491520000009")),
}
STAFF = {"T-ANA": "Ana", "T-JO": "Jo"}
CODES = {"ANACODE2": "T-ANA", "MIACODE2": "C-7K2", "BENCODE2": "C-3MX", "LEACODE2": "C-9PD"}
CODES |= {"KIMCODE2": "C-5KM", "JANCODE2": "C-8JN", "TIMCODE2": "C-4TD", "PATCODE2": "C-4TD/carer"}
TONGUES = {"C-7K2": "en", "C-3MX": "en", "C-9PD": "de", "C-5KM": "en", "C-8JN": "nl", "C-4TD": "en"}
MEASURES = {"C-5KM": "phq9", "C-4TD": "cors"}
"""What a client is asked; the others the four areas. For Dutch there is a pack of them, until the middle of January."""

AGES = {"C-4TD": "child"}
OTHERS = (Client("C-4TD", "en", BERLIN, rater="carer"),)
"""Who is asked about a child."""

PACKS = Path(__file__).parent / "wordings"


def practice() -> Practice:
    """The practice of the golden conversations."""
    return Practice(
        name="Harbour Practice",
        language="en",
        zone=BERLIN,
        emergency={"en": "In an emergency call 112.", "de": "Im Notfall: 112."},
        crisis_line={"en": "Crisis line: 0800 111 0 111.", "de": "Krisentelefon: 0800 111 0 111."},
        read_by={"en": "by the next working day", "de": "bis zum nächsten Werktag"},
        timing=Timing(),
        words=Words(),
        telegram_bot="harbour_bot",
        sms_number="+4930000000",
        wordings=open_wordings(PACKS, shipped().instruments),
    )


TEAM = "harbour"
OVER = (
    Therapist("T-SUE", "Sue", "en", BERLIN, team=TEAM, duty=Duty.SUPERVISOR, digest=False),
    Therapist("T-MAX", "Max", "en", BERLIN, duty=Duty.MANAGER, digest=False),
)


async def enter_staff(database: Database) -> None:
    """Ana's team gets a supervisor, and the practice a manager; both have joined by Telegram."""
    await people.set_team(database, "T-ANA", TEAM)
    for one in OVER:
        await people.add_therapist(database, one, START)
    joined = [Contact(PEOPLE[who][1], Role.THERAPIST, PEOPLE[who][0], ContactState.OPEN) for who in ("sue", "max")]
    async with database.transaction() as connection:
        said: list[Fact] = [*(ContactChanged(one, START) for one in joined), *map(TherapistSet, OVER)]
        await facts.apply(database, connection, said, START)


async def enter(database: Database) -> None:
    """Everybody is known, the therapists have joined by Telegram, and each has a code that is good for two weeks."""
    until = datetime(2026, 1, 26, tzinfo=UTC)
    therapists = [Therapist(id_, name, "en", BERLIN, digest=False) for id_, name in STAFF.items()]
    for therapist in therapists:
        await people.add_therapist(database, therapist, START)
    for client, language in TONGUES.items():
        episode = Episode(
            f"E-{client}", client, "T-ANA", AGES.get(client, "adult"), "icce-2012", MEASURES.get(client, "ors")
        )
        await people.add_client(database, client, language, BERLIN, episode, START)
    for other in OTHERS:
        await people.add_rater(database, other, "Pat", START)
    for code, person in CODES.items():
        role = Role.THERAPIST if person.startswith("T-") else Role.CLIENT
        await people.invite(database, code, role, person, TONGUES.get(person, "en"), until, START)
    staff = [Contact(PEOPLE[who][1], Role.THERAPIST, PEOPLE[who][0], ContactState.OPEN) for who in ("ana", "jo")]
    async with database.transaction() as connection:
        joined = [ContactChanged(one, START) for one in staff]
        await facts.apply(database, connection, [*joined, *map(TherapistSet, therapists)], START)
