"""`meantime messages`: every text as a person sees it, its segments and price, and the forecast of a month."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from messages.envelope import Address, Channel, Letter
from messages.post import Sent
from messages.promises import TEXTS
from storage import outbox
from storage.database import open_database
from storage.outbox import Outbox
from storage.vault import Vault, read_key
from tests.bot.commands.shell import SETTINGS, Shell
from tests.storage.house import agreed, joined, write

NOW = datetime.now(UTC)


@pytest.fixture
def priced(practice: Shell) -> Shell:
    """A practice that knows what a segment costs."""
    (practice.folder / "meantime.toml").write_text(f'{SETTINGS}sms.cost_per_segment = 0.085\nsms.currency = "USD"\n')
    return practice


def sent(shell: Shell, texts: list[str], days_ago: float, channel: Channel = Channel.SMS) -> None:
    """These have left so long ago."""

    async def work() -> None:
        vault = Vault(read_key(shell.folder / "meantime.key"))
        at = NOW - timedelta(days=days_ago)
        letters = [Letter(f"{days_ago}:{n}", Address(channel, "x"), text, "thanks") for n, text in enumerate(texts)]
        async with await open_database(shell.folder / "meantime.sqlite", vault) as database:
            async with database.transaction() as connection:
                await outbox.write(database, connection, letters, at, claimed=True)
            await Outbox(database).sent([Sent(one.key, "") for one in letters], at)

    asyncio.run(work())


def test_every_text_is_shown_in_the_practices_own_words(priced: Shell) -> None:
    shown = priced.json("messages", "--language", "en")
    assert {one["name"] for one in shown} == set(TEXTS)
    assert {one["channel"] for one in shown} == {"telegram", "sms"}
    (consent,) = [one for one in shown if (one["name"], one["channel"]) == ("consent", "sms")]
    assert "Harbour Practice" in consent["text"]
    assert "Crisis line: 116 123." in consent["text"]
    assert (consent["segments"], consent["limit"], consent["encoding"]) == (2, 3, "GSM-7")
    assert (consent["cost"], consent["currency"]) == (0.17, "USD")


def test_they_are_chosen_by_language_and_channel(priced: Shell) -> None:
    shown = priced.json("messages", "--language", "de", "--channel", "telegram")
    assert {(one["language"], one["channel"]) for one in shown} == {("de", "telegram")}
    assert all("segments" not in one for one in shown)
    assert "There are no texts by 'fax': use telegram or sms." in priced("messages", "--channel", "fax", code=1)
    assert "There are no texts in 'sv'" in priced("messages", "--language", "sv", code=1)


def test_they_are_readable_on_a_narrow_terminal(priced: Shell) -> None:
    shown = priced("messages")
    assert max(map(len, shown.splitlines())) <= 80
    assert "consent, en, sms, to a client: 2 segments of at most 3, GSM-7, $0.17\n" in shown
    assert "lose their marks, which halves the price" in shown


def test_a_price_that_is_not_known_is_not_made_up(practice: Shell) -> None:
    assert "GSM-7\n" in practice("messages", "--language", "en", "--channel", "sms")
    assert "set cost_per_segment below [sms]" in " ".join(practice("messages", "--forecast").split())
    assert practice.json("messages", "--forecast")["cost_a_month"] is None


def test_before_the_first_sms_only_an_appointment_is_reckoned(priced: Shell) -> None:
    said = " ".join(priced("messages", "--forecast").split())
    assert "An appointment takes about 2 segments, $0.17: the questions and the thanks." in said
    assert "cannot be reckoned yet" in said


def test_a_month_is_reckoned_from_the_last_thirty_days(priced: Shell) -> None:
    sent(priced, ["x" * 400], 40)
    sent(priced, ["x" * 161, "x"], 29.5)
    sent(priced, ["x" * 71 + "\N{SNOWMAN}"], 3)
    sent(priced, ["x"], 3, Channel.TELEGRAM)
    found = priced.json("messages", "--forecast")
    assert (found["days"], found["messages"], found["segments"]) == (30, 3, 5)
    assert found["by_text"] == {"thanks": 5}
    assert (found["segments_a_month"], found["cost_a_month"]) == (5, 0.425)
    assert "takes 5 segments, $0.425." in " ".join(priced("messages", "--forecast").split())


def test_where_sms_began_lately_the_days_since_then_stand_for_a_month(priced: Shell) -> None:
    sent(priced, ["x", "x"], 9.5)
    found = priced.json("messages", "--forecast")
    assert (found["days"], found["segments"], found["segments_a_month"]) == (10, 2, 6)


TWILIO = f"""twilio.enabled = true
twilio.account_sid = "AC{"0" * 32}"
twilio.auth_token = "t"
twilio.number = "+4915735980001"
web.public_url = "https://x.org"
"""


def join(shell: Shell, client: str, address: Address) -> None:
    """Somebody has joined and agreed."""

    async def work() -> None:
        database = await open_database(shell.folder / "meantime.sqlite", Vault(read_key(shell.folder / "meantime.key")))
        await write(database, joined(address, client), agreed(client), now=NOW)
        await database.close()

    asyncio.run(work())


def test_the_coming_month_is_reckoned_from_what_is_booked_for_clients_in_care(
    priced: Shell, people: tuple[str, str]
) -> None:
    config = priced.folder / "meantime.toml"
    config.write_text(config.read_text() + TWILIO)
    german, english = (
        priced.json("client", "add", "Mia", "--therapist", people[0], "--language", one, "--measure", measure)["id"]
        for one, measure in (("de", "ors"), ("en", "phq9"))
    )
    join(priced, german, Address(Channel.SMS, "+4915112345671"))
    join(priced, english, Address(Channel.SMS, "+4915112345672"))
    join(priced, people[1], Address(Channel.TELEGRAM, "77"))
    assert "nothing is due by SMS in the next 30 days" in " ".join(priced("messages", "--forecast").split())
    for client in (german, english, people[1]):
        for days in (10, 20, 40):
            at = (NOW + timedelta(days=days)).replace(hour=12)
            priced("appointment", "add", client, f"{at:%Y-%m-%dT%H:%M}")
    found = priced.json("messages", "--forecast")["next"]
    shown = priced.json("messages", "--channel", "sms")
    price = {(one["language"], one["name"]): one["segments"] for one in shown}
    assert found["questions"] == 4
    assert found["by_language"]["de"] == 2 * (1 + price["de", "thanks"])
    assert found["by_language"]["en"] >= 2 * (9 + price["en", "thanks"])
    assert found["segments"] == sum(found["by_language"].values())
    assert found["segments_of_reminders"] >= 4
    assert found["cost"] == pytest.approx(found["segments"] * 0.085)
    said = " ".join(priced("messages", "--forecast").split())
    assert f"are asked 4 times by SMS in the next 30 days: {found['segments']} segments, $" in said
    priced("client", "close", german, "--planned")
    assert list(priced.json("messages", "--forecast")["next"]["by_language"]) == ["en"]


@pytest.mark.parametrize(
    ("key", "value"), [("cost_per_segment", "-1"), ("cost_per_segment", "true"), ("currency", '"EURO"')]
)
def test_a_price_is_a_price(practice: Shell, key: str, value: str) -> None:
    (practice.folder / "meantime.toml").write_text(f"{SETTINGS}sms.{key} = {value}\n")
    assert f"sms.{key} in meantime.toml must be a" in practice("messages", code=1)
