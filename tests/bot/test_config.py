"""The config: what loads, its defaults, where paths begin, and the practice that is made from it."""

from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import ConfigError, load_config, practice_of
from bot.settings import LogSettings, ScheduleSettings
from handlers.practice import Feedback
from messages.envelope import Channel
from tests.bot.configs import LEAST, SAFE, TWILIO, Load


@pytest.fixture
def load(tmp_path: Path) -> Load:
    return Load(tmp_path)


def test_a_name_is_enough_and_the_rest_has_defaults(load: Load, tmp_path: Path) -> None:
    config = load(LEAST)
    assert config.practice.name == "Elm Street"
    assert config.practice.zone == ZoneInfo("Europe/Berlin")
    assert config.schedule.ask_before == timedelta(hours=24)
    assert config.storage.path == tmp_path / "meantime.sqlite"
    assert not config.telegram.enabled
    assert not config.telegram.token


def test_paths_begin_at_the_folder_of_the_file(load: Load, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    config = load(LEAST + 'templates = "own"\n[storage]\npath = "data/x.sqlite"\nkey_file = "/etc/key"')
    assert config.storage.path == tmp_path / "data" / "x.sqlite"
    assert config.storage.key_file == Path("/etc/key")
    assert config.practice.templates == tmp_path / "own"


def test_a_relative_file_name_gives_absolute_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Load(tmp_path)(LEAST)
    monkeypatch.chdir(tmp_path)
    assert load_config(Path("meantime.toml"), {}).storage.path == tmp_path / "meantime.sqlite"


def test_the_config_is_frozen(load: Load) -> None:
    config = load(LEAST)
    with pytest.raises(ValueError, match="frozen"):
        config.web.port = 1  # type: ignore[misc]
    with pytest.raises(ValueError, match="frozen"):
        config.web = config.web  # type: ignore[misc]


def test_a_messaging_service_is_a_sender(load: Load) -> None:
    service = TWILIO.replace('number = "+4915735980001"', f'messaging_service_sid = "MG{"0" * 32}"')
    config = load(LEAST + service + '[web]\npublic_url = "https://x.org"')
    assert practice_of(config).sms_number == ""


@pytest.mark.parametrize(
    "url", ["http://localhost:8000", "http://127.0.0.1", "http://127.9.9.9:1", "http://[::1]:80", "https://x.org/a"]
)
def test_the_public_address_is_https_or_loopback(load: Load, url: str) -> None:
    assert load(f'{LEAST}{TWILIO}[web]\npublic_url = "{url}/"').web.public_url == url


def test_safety_is_required_in_the_practices_own_language(load: Load) -> None:
    load(LEAST + SAFE).require_safety()
    with pytest.raises(ConfigError, match=r"^safety\.crisis_line\.en must be written before"):
        load(LEAST + SAFE.replace("crisis_line.en", "crisis_line.de")).require_safety()
    with pytest.raises(
        ConfigError, match=r"^safety\.emergency\.de and safety\.crisis_line\.de and practice\.read_by\.de"
    ):
        load(LEAST + 'language = "de"\n' + SAFE).require_safety()


def test_the_practice_is_what_the_config_says(load: Load, tmp_path: Path) -> None:
    (tmp_path / "own" / "en").mkdir(parents=True)
    (tmp_path / "own" / "en" / "sorry.txt").write_text("Ours.")
    text = f"""{LEAST}language = "en"
zone = "America/Bogota"
templates = "own"
consent_version = "7"
{SAFE}
[schedule]
ask_before = "36h"
remind_before = "90 min"
close_after = "0min"
contact_from = "08:30"
contact_until = "21:00"
{TWILIO}[telegram]
enabled = true
token = "t"
bot = "elm_bot"
[web]
public_url = "https://x.org"
[feedback]
to_clients = "total"
"""
    practice = practice_of(load(text))
    timing = practice.timing
    assert (practice.name, practice.zone.key) == ("Elm Street", "America/Bogota")
    assert practice.feedback is Feedback.TOTAL
    assert (practice.profile, practice.measure, practice.consent_version) == ("icce-2012", "ors", "7")
    assert (timing.ask_before, timing.remind_before) == (timedelta(hours=36), (timedelta(minutes=90),))
    assert (timing.close_after, timing.contact_from, timing.contact_until) == (timedelta(0), time(8, 30), time(21))
    assert (practice.telegram_bot, practice.sms_number) == ("elm_bot", "+4915735980001")
    assert practice.local(practice.emergency, "de") == "Call 112."
    assert (practice.crisis_line, practice.read_by) == ({"en": "Crisis line 116 123."}, {"en": "tomorrow"})
    assert practice.words.say("sorry", "en", Channel.TELEGRAM) == "Ours."


def test_a_channel_that_is_off_is_not_in_invitations(load: Load) -> None:
    off = TWILIO.replace("enabled = true", "enabled = false")
    practice = practice_of(load(LEAST + off + '[telegram]\nbot = "elm_bot"\n'))
    assert (practice.telegram_bot, practice.sms_number) == ("", "")


@given(st.data(), st.sampled_from([("min", "minutes", 7 * 24 * 60), ("h", "hours", 7 * 24), ("d", "days", 7)]))
def test_durations_are_read_as_written(data: st.DataObject, known: tuple[str, str, int]) -> None:
    unit, name, most = known
    count, gap = data.draw(st.integers(1, most)), data.draw(st.sampled_from(["", " "]))
    wanted = timedelta(**{name: count})
    assert ScheduleSettings.model_validate({"ask_before": f"{count}{gap}{unit}"}).ask_before == wanted


@given(st.times(max_value=time(23, 59)))
def test_times_of_day_are_read_as_written(moment: time) -> None:
    minute = moment.replace(second=0, microsecond=0)
    assert ScheduleSettings.model_validate({"contact_from": f"{minute:%H:%M}"}).contact_from == minute


@pytest.mark.parametrize(
    ("written", "hours"), [('"8h, 3h"', [8, 3]), ('"3h,8h"', [8, 3]), ('["3h", "8h"]', [8, 3]), ('" "', [])]
)
def test_reminders_are_read_in_any_order(load: Load, written: str, hours: list[int]) -> None:
    config = load(f"{LEAST}[schedule]\nremind_before = {written}\n")
    assert config.schedule.remind_before == tuple(timedelta(hours=one) for one in hours)


def test_sections_can_be_made_in_code() -> None:
    made = ScheduleSettings(ask_before=timedelta(hours=5), contact_from=time(7))
    assert (made.ask_before, made.contact_from, LogSettings(format="json").level) == (
        timedelta(hours=5),
        time(7),
        "info",
    )


def test_a_config_does_not_show_its_secrets(load: Load) -> None:
    shown = repr(load(LEAST + TWILIO + '[web]\npublic_url = "https://x.org"\n[telegram]\ntoken = "t0ken"'))
    assert "t0ken" not in shown
