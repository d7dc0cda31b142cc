"""What is personal never stands in the files: written in every way there is, then looked for in the raw bytes."""

from dataclasses import replace
from pathlib import Path

from handlers.dialog import Dialog, DialogKind, DialogSet
from handlers.facts import ContactChanged, InviteUsed, LetterWritten, RemarkKept
from handlers.people import Contact, ContactState, Role, Therapist
from handlers.reflections import ReflectionAsked, ReflectionKept
from messages.envelope import (
    Address,
    Arrival,
    Button,
    ButtonPress,
    Channel,
    DeliveryReport,
    IncomingMessage,
    Letter,
    Outcome,
)
from storage import arrivals, people
from storage.arrivals import ArrivalState, Kept
from storage.database import Database
from tests.storage.house import BERLIN, CLIENT, HOUR, NOW, enter, episode, letter, post, reflection, write

THERAPIST_NAME, CLIENT_NAME = "Wilhelmina Oesterreich", "Bartholomäus Quillfeather"
CHAT, NUMBER, STRANGER = "8675309123", "+4915799887766", "5551234987"
LESSON = "that I resembled her uncle Thaddeus"
REMARK, WORDS, CODE = "I quarrelled with Gwendolyn", "Dear Bartholomäus, how was it?", "QXZWVYK7"
SECRETS = [
    THERAPIST_NAME,
    *CLIENT_NAME.split(),
    CHAT,
    NUMBER,
    NUMBER.removeprefix("+"),
    STRANGER,
    REMARK,
    "Gwendolyn",
    LESSON,
    "Thaddeus",
    WORDS,
    CODE,
    CODE.lower(),
    "Pressable label",
]


def forms(secret: str) -> set[bytes]:
    """How a text might stand in a file: in UTF-8 or UTF-16, or escaped in JSON."""
    return {secret.encode(), secret.encode("utf-16-le"), secret.encode("ascii", "backslashreplace")}


def contents(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


async def live(database: Database) -> None:
    """Everything that is personal goes through every door."""
    await people.add_therapist(database, Therapist("T-WIL", THERAPIST_NAME, "en", BERLIN), NOW)
    await people.add_client(database, CLIENT_NAME, "en", BERLIN, episode("C-NEW"), NOW)
    await people.invite(database, CODE, Role.CLIENT, "C-NEW", "en", NOW + HOUR, NOW)
    chat, number = Address(Channel.TELEGRAM, CHAT), Address(Channel.SMS, NUMBER)
    own = Contact(chat, Role.CLIENT, "C-NEW", ContactState.OPEN)
    stranger = Contact(Address(Channel.TELEGRAM, STRANGER), Role.CLIENT, "", ContactState.STOPPED)
    await write(
        database,
        InviteUsed(database.vault.code_index(CODE), own, NOW),
        ContactChanged(Contact(number, Role.CLIENT, "C-NEW", ContactState.OPEN), NOW),
        ContactChanged(stranger, NOW),
        RemarkKept("telegram:1", "C-NEW", REMARK, NOW),
        DialogSet(Dialog("T-WIL", DialogKind.REFLECT, "C-NEW", NOW, ("L-9", LESSON))),
        ReflectionAsked(replace(reflection("L-9", "C-NEW"), therapist="T-WIL")),
        ReflectionKept("L-9", (LESSON, "", LESSON), NOW),
        LetterWritten(Letter("k", chat, WORDS, "ask", buttons=((Button("Pressable label", "x"),),))),
    )
    outbox = await post(database, letter("l", number, text=WORDS))
    await outbox.claim(NOW, 10)
    await outbox.failed("l", "21211", NOW)
    received: list[Arrival] = [
        IncomingMessage("telegram:1", chat, REMARK, NOW),
        IncomingMessage("telegram:2", chat, f"/start {CODE}", NOW),
        ButtonPress("telegram:3", chat, "Pressable label", "1", NOW),
        DeliveryReport("sms:4", Channel.SMS, Outcome.GONE, NOW, address=number),
    ]
    async with database.transaction() as connection:
        await arrivals.keep(database, connection, [Kept(one, ArrivalState.FAILED, "KeyError") for one in received])


async def test_nothing_personal_stands_in_database_or_log(empty: Database, path: Path) -> None:
    await enter(empty, CLIENT)
    await live(empty)
    files = contents(path.parent)
    await empty.writer.execute("pragma wal_checkpoint(truncate)")
    files += contents(path.parent)
    assert b"telegram:3" in files
    assert path.with_name(path.name + "-wal").exists()
    found = [secret for secret in SECRETS if any(form in files for form in forms(secret))]
    assert found == []
