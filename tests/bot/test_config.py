"""The config: what loads, what the environment adds, and the sentence for everything that is wrong."""

import tomllib
from contextlib import suppress
from datetime import time, timedelta
from pathlib import Path
from string import ascii_letters, digits
from typing import get_origin
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Config, ConfigError, load_config, practice_of
from bot.environment import keys
from bot.settings import LogSettings, ScheduleSettings
from bot.starting import example
from messages.envelope import Channel
from messages.words import LANGUAGES

LEAST = '[practice]\nname = "Elm Street"\n'
SAFE = (
    'read_by.en = "tomorrow"\n'
    '[safety]\nemergency.en = "Call 112."\ncrisis_line.en = "Crisis line 116 123."\n'
)  # fmt: skip
ACCOUNT = "AC" + "0" * 32
TWILIO = f'[twilio]\nenabled = true\naccount_sid = "{ACCOUNT}"\nauth_token = "t0ken"\nnumber = "+4915735980001"\n'


class Load:
    """Loads a config text as the file of a practice."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "meantime.toml"

    def __call__(self, text: str, **environ: str) -> Config:
        self.path.write_text(text, encoding="utf-8")
        return load_config(self.path, environ)

    def fails(self, text: str, **environ: str) -> str:
        with pytest.raises(ConfigError) as caught:
            self(text, **environ)
        return str(caught.value)

    def outcome(self, text: str, **environ: str) -> str:
        """What is said, nothing if nothing is wrong."""
        with suppress(ConfigError):
            self(text, **environ)
            return ""
        return self.fails(text, **environ)


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


def test_the_example_loads_as_it_is_and_says_what_the_defaults_are(load: Load) -> None:
    written, plain = load(example()), load(LEAST)
    written.require_safety()
    assert (written.schedule, written.storage, written.telegram) == (plain.schedule, plain.storage, plain.telegram)
    assert (written.twilio, written.web, written.log) == (plain.twilio, plain.web, plain.log)
    assert written.practice.model_copy(update={"name": "", "read_by": {}}) == plain.practice.model_copy(
        update={"name": ""}
    )


def test_every_key_stands_in_the_example_and_the_reverse() -> None:
    written = tomllib.loads(example())
    assert [(section, key) for section, table in written.items() for key in table] == [
        (section, key) for section, key, _ in keys(Config)
    ]


def test_every_key_of_the_example_has_a_comment_before_it_or_before_its_neighbour() -> None:
    lines = example().splitlines()
    for section, key, _ in keys(Config):
        start = lines.index(f"[{section}]")
        at = next(i for i, line in enumerate(lines) if i > start and line.startswith((f"{key} =", f"{key}.")))
        assert "#" in "".join(lines[at - 2 : at]), f"{section}.{key}"


def test_the_example_marks_its_safety_texts_as_examples() -> None:
    safety = tomllib.loads(example())["safety"]
    texts = [text for table in safety.values() for text in table.values()]
    assert all(text.startswith(("EXAMPLE, to be checked", "BEISPIEL, von der Praxis zu prüfen")) for text in texts)


def test_every_key_says_what_it_must_be() -> None:
    assert all(field.description for _, _, field in keys(Config))


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


def test_nothing_of_the_real_environment_is_read(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MEANTIME_WEB__PORT", "WEB__PORT", "WEB", "web"):
        monkeypatch.setenv(name, "99")
    assert load(LEAST).web.port == 8000


def test_the_environment_goes_before_the_file(load: Load) -> None:
    config = load(
        LEAST + SAFE + "[web]\nport = 1\n",
        MEANTIME_WEB__PORT="9000",
        MEANTIME_TELEGRAM__TOKEN="t",
        MEANTIME_SCHEDULE__ASK_BEFORE="2d",
        MEANTIME_SAFETY__EMERGENCY__DE="112",
        MEANTIME_STORAGE__KEY_FILE="k",
        MEANTIME_TELEGRAM__ENABLED="true",
        MEANTIME_CONFIG="elsewhere.toml",
        OTHER="x",
    )
    assert (config.web.port, config.schedule.ask_before, config.telegram.enabled) == (9000, timedelta(days=2), True)
    assert config.telegram.token.get_secret_value() == "t"
    assert config.safety.emergency == {"en": "Call 112.", "de": "112"}
    assert config.storage.key_file.name == "k"


def test_what_is_set_to_nothing_counts_as_not_set(load: Load) -> None:
    config = load(LEAST + "[web]\nport = 1\n", MEANTIME_WEB__PORT="", MEANTIME_TELEGRAM__TOKEN_FILE="")
    assert config.web.port == 1


def test_a_secret_is_read_from_its_file_last_of_all(load: Load, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("  from-file\n")
    config = load(
        LEAST + '[telegram]\ntoken = "from-toml"\n',
        MEANTIME_TELEGRAM__TOKEN="from-environment",
        MEANTIME_TELEGRAM__TOKEN_FILE=str(tmp_path / "token"),
    )
    assert config.telegram.token.get_secret_value() == "from-file"


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff"])
def test_a_secret_that_cannot_be_read_is_named_with_its_file(load: Load, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
    said = load.fails(LEAST, MEANTIME_TELEGRAM__TOKEN_FILE=str(file))
    assert said.startswith(f"MEANTIME_TELEGRAM__TOKEN_FILE: the file {file} ")
    assert said.endswith(("check its path and rights.", "write the secret into it."))


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("MEANTIME_WEB__PROT", "did you mean MEANTIME_WEB__PORT?"),
        ("MEANTIME_web__PROT", "did you mean MEANTIME_WEB__PORT?"),
        ("MEANTIME_SAFETY__EMERGENCY", "did you mean MEANTIME_SAFETY__EMERGENCY__EN?"),
        ("MEANTIME_SAFETY__EMERGENCY__XX", "did you mean MEANTIME_SAFETY__EMERGENCY__"),
        ("MEANTIME_TELEGRAM__TOKEN_FIL", "did you mean MEANTIME_TELEGRAM__TOKEN"),
        ("MEANTIME_DEBUG", "a name is made like MEANTIME_WEB__PORT, for the key web.port."),
    ],
)
def test_an_unknown_variable_is_named_with_what_was_meant(load: Load, name: str, hint: str) -> None:
    said = load.fails(LEAST, **{name: "7"})
    assert said.startswith(f"{name} in the environment is no setting that Meantime knows: {hint}")


def test_only_secrets_are_read_from_files(load: Load) -> None:
    assert "set MEANTIME_WEB__PORT itself" in load.fails(LEAST, MEANTIME_WEB__PORT_FILE="x")


def test_a_missing_file_says_how_one_is_made(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no config file .*meantime init.*--config"):
        load_config(tmp_path / "none.toml", {})


def test_a_broken_line_is_told_by_its_number(load: Load) -> None:
    assert "at line 3:" in load.fails(LEAST + "port 8000\n")
    assert "at its end:" in load.fails('[practice]\nname = "Elm')


def test_a_file_in_another_encoding_is_told(load: Load) -> None:
    load.path.write_bytes(b'[practice]\nname = "\xe4"')
    with pytest.raises(ConfigError, match="cannot be read as UTF-8"):
        load_config(load.path, {})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "practice in meantime.toml is missing: write a section [practice]"),
        ("[practice]\n", "practice.name in meantime.toml is missing: it is the practice's name"),
        ('[practice]\nname = " "', "practice.name in meantime.toml must be the practice's name"),
        ("[practice]\nname = 5", "practice.name in meantime.toml must be the practice's name"),
        (LEAST + 'language = "xx"', "practice.language in meantime.toml must be one of en, es, de"),
        (LEAST + 'zone = "Berlin"', "practice.zone in meantime.toml must be the name of a time zone"),
        (LEAST + 'zone = "../../x"', "practice.zone in meantime.toml must be the name of a time zone"),
        (LEAST + 'zone = "Europe"', "practice.zone in meantime.toml must be the name of a time zone"),
        (LEAST + "zone = 1", "practice.zone in meantime.toml must be the name of a time zone"),
        (LEAST + 'region = "Germany"', "practice.region in meantime.toml must be a country of two capital letters"),
        (LEAST + 'profile = "x"', "practice.profile in meantime.toml must be rules that are installed: icce-2012"),
        (LEAST + 'measure = "x"', "practice.measure in meantime.toml must be a measure that is installed: "),
        (LEAST + 'templates = "none"', "practice.templates in meantime.toml must be a folder that exists"),
        (LEAST + 'read_by.xx = "y"', "practice.read_by.xx in meantime.toml must be texts by language"),
        (LEAST + 'read_by.en = ""', "practice.read_by.en in meantime.toml must be texts by language"),
        (LEAST + 'read_by = "y"', "practice.read_by in meantime.toml must be texts by language"),
        ("web = 5\n" + LEAST, "web in meantime.toml must be a section: write its keys below a line [web]."),
        (LEAST + "[wep]\nport = 1", "wep in meantime.toml is not known: did you mean web?"),
        (LEAST + "[web]\nprot = 1", "web.prot in meantime.toml is not known: did you mean web.port?"),
        (LEAST + "[web]\nzzz = 1", "web.zzz in meantime.toml is not known: there are host, port, public_url."),
        (LEAST + "[web]\nport = 0", "web.port in meantime.toml must be a whole number from 1 to 65535"),
        (LEAST + '[web]\nport = "a"', "web.port in meantime.toml must be a whole number from 1 to 65535"),
        (LEAST + '[web]\npublic_url = "x.org"', "web.public_url in meantime.toml must be an address such as https://"),
        (LEAST + '[web]\npublic_url = "https://x.org/?a"', "web.public_url in meantime.toml must be an address"),
        (LEAST + '[web]\npublic_url = "https://x. org"', "web.public_url in meantime.toml must be an address"),
        (LEAST + '[web]\npublic_url = "https://[x"', "web.public_url in meantime.toml must be an address"),
        (
            LEAST + '[schedule]\nask_before = "24"',
            "schedule.ask_before in meantime.toml must be a whole number with min",
        ),
        (LEAST + "[schedule]\nask_before = 24", "schedule.ask_before in meantime.toml must be a whole number with min"),
        (
            LEAST + '[schedule]\nclose_after = "366d"',
            "schedule.close_after in meantime.toml must be a whole number with",
        ),
        (
            LEAST + '[schedule]\ninvite_valid = "0d"',
            "schedule.invite_valid in meantime.toml must be a whole number with",
        ),
        (
            LEAST + '[schedule]\nask_before = "٣h"',
            "schedule.ask_before in meantime.toml must be a whole number with min",
        ),
        (LEAST + '[schedule]\ncontact_from = "9"', "schedule.contact_from in meantime.toml must be a time of day"),
        (LEAST + '[schedule]\ncontact_from = "24:00"', "schedule.contact_from in meantime.toml must be a time of day"),
        (
            LEAST + '[schedule]\nask_before = "3h"',
            "schedule.ask_before in meantime.toml must be longer than schedule.rem",
        ),
        (LEAST + '[schedule]\ncontact_from = "20:00"', "schedule.contact_from in meantime.toml must be earlier than"),
        (LEAST + '[telegram]\nmode = "push"', "telegram.mode in meantime.toml must be polling or webhook."),
        (LEAST + '[telegram]\nbot = "@bot"', "telegram.bot in meantime.toml must be the bot's user name without @"),
        (LEAST + '[telegram]\nbase_url = ""', "telegram.base_url in meantime.toml must be an address"),
        (LEAST + "[telegram]\ntoken = 5", "telegram.token in meantime.toml must be a secret in quotes."),
        (LEAST + '[telegram]\nwebhook_secret = "a b"', "telegram.webhook_secret in meantime.toml must be a secret of"),
        (LEAST + "[telegram]\nenabled = true", "telegram.token in meantime.toml is missing: put in the token"),
        (LEAST + '[twilio]\nnumber = "0151 123"', "twilio.number in meantime.toml must be a phone number with +"),
        (
            LEAST + '[twilio]\nnumber = "+49 1573 5980001"',
            "twilio.number in meantime.toml must be a phone number with +",
        ),
        (LEAST + '[twilio]\nnumber = "+4"', "twilio.number in meantime.toml must be a phone number with +"),
        (LEAST + '[twilio]\naccount_sid = "AC1"', "twilio.account_sid in meantime.toml must be the account's SID"),
        (LEAST + "[twilio]\ntimeout = 0", "twilio.timeout in meantime.toml must be a number of seconds above 0"),
        (LEAST + TWILIO, "web.public_url in meantime.toml is missing: Twilio must reach the bot"),
        (LEAST + '[log]\nlevel = "all"', "log.level in meantime.toml must be debug, info, warning or error."),
    ],
)
def test_what_is_wrong_is_named_with_its_reason(load: Load, text: str, said: str) -> None:
    assert load.fails(text).startswith(said)


def test_several_faults_are_told_together_each_with_its_name(load: Load) -> None:
    said = load.fails(LEAST + '[web]\nport = 0\nprot = 1\n[schedule]\nask_before = "x"\n').splitlines()
    assert [line.split()[0] for line in said] == ["schedule.ask_before", "web.port", "web.prot"]


def test_a_value_of_the_environment_is_told_with_its_variable(load: Load, tmp_path: Path) -> None:
    assert load.fails(LEAST, MEANTIME_WEB__PORT="x").startswith("web.port (set by MEANTIME_WEB__PORT) must be")
    (tmp_path / "s").write_text("a b")
    said = load.fails(LEAST, MEANTIME_TELEGRAM__WEBHOOK_SECRET_FILE=str(tmp_path / "s"))
    assert said.startswith("telegram.webhook_secret (set by MEANTIME_TELEGRAM__WEBHOOK_SECRET_FILE) must be")


def test_twilio_needs_account_token_and_one_sender(load: Load) -> None:
    said = load.fails(LEAST + "[twilio]\nenabled = true\n").splitlines()
    assert [line.split()[0] for line in said] == [
        "twilio.account_sid",
        "twilio.auth_token",
        "twilio.number",
        "web.public_url",
    ]
    both = f'{TWILIO}messaging_service_sid = "MG{"0" * 32}"\n[web]\npublic_url = "https://x.org"'
    assert load.fails(LEAST + both).startswith("twilio.number in meantime.toml must be given, or else")


def test_a_messaging_service_is_a_sender(load: Load) -> None:
    service = TWILIO.replace('number = "+4915735980001"', f'messaging_service_sid = "MG{"0" * 32}"')
    config = load(LEAST + service + '[web]\npublic_url = "https://x.org"')
    assert practice_of(config).sms_number == ""


def test_webhooks_need_a_secret_and_a_public_address(load: Load) -> None:
    said = load.fails(LEAST + '[telegram]\nenabled = true\ntoken = "t"\nmode = "webhook"\n').splitlines()
    assert [line.split()[0] for line in said] == ["telegram.webhook_secret", "web.public_url"]
    assert "Telegram must reach the bot" in said[1]


@pytest.mark.parametrize(
    "url", ["http://localhost:8000", "http://127.0.0.1", "http://127.9.9.9:1", "http://[::1]:80", "https://x.org/a"]
)
def test_the_public_address_is_https_or_loopback(load: Load, url: str) -> None:
    assert load(f'{LEAST}{TWILIO}[web]\npublic_url = "{url}/"').web.public_url == url


@pytest.mark.parametrize("url", ["http://x.org", "http://192.168.1.5", "http://localhost.x.org"])
def test_clear_text_to_the_outside_is_refused(load: Load, url: str) -> None:
    assert "must begin with https://" in load.fails(f'{LEAST}{TWILIO}[web]\npublic_url = "{url}"')


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
region = "CO"
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
"""
    practice = practice_of(load(text))
    timing = practice.timing
    assert (practice.name, practice.zone.key, practice.region) == ("Elm Street", "America/Bogota", "CO")
    assert (practice.profile, practice.measure, practice.consent_version) == ("icce-2012", "ors", "7")
    assert (timing.ask_before, timing.remind_before) == (timedelta(hours=36), timedelta(minutes=90))
    assert (timing.close_after, timing.contact_from, timing.contact_until) == (timedelta(0), time(8, 30), time(21))
    assert (practice.telegram_bot, practice.sms_number) == ("elm_bot", "+4915735980001")
    assert practice.local(practice.emergency, "de") == "Call 112."
    assert (practice.crisis_line, practice.read_by) == ({"en": "Crisis line 116 123."}, {"en": "tomorrow"})
    assert practice.words.say("sorry", "en", Channel.TELEGRAM) == "Ours."


def test_a_channel_that_is_off_is_not_in_invitations(load: Load) -> None:
    off = TWILIO.replace("enabled = true", "enabled = false")
    practice = practice_of(load(LEAST + off + '[telegram]\nbot = "elm_bot"\n'))
    assert (practice.telegram_bot, practice.sms_number) == ("", "")


@given(st.integers(1, 364), st.sampled_from(["min", "h", "d"]), st.sampled_from(["", " "]))
def test_durations_are_read_as_written(count: int, unit: str, gap: str) -> None:
    wanted = timedelta(**{{"min": "minutes", "h": "hours", "d": "days"}[unit]: count})
    assert ScheduleSettings.model_validate({"ask_before": f"{count}{gap}{unit}"}).ask_before == wanted


@given(st.times(max_value=time(23, 59)))
def test_times_of_day_are_read_as_written(moment: time) -> None:
    minute = moment.replace(second=0, microsecond=0)
    assert ScheduleSettings.model_validate({"contact_from": f"{minute:%H:%M}"}).contact_from == minute


def test_sections_can_be_made_in_code() -> None:
    made = ScheduleSettings(ask_before=timedelta(hours=5), contact_from=time(7))
    assert (made.ask_before, made.contact_from, LogSettings(format="json").level) == (
        timedelta(hours=5),
        time(7),
        "info",
    )


SECRETS = st.text(ascii_letters + digits, min_size=12, max_size=40)
PLACES = [(section, key) for section, key, field in keys(Config) if get_origin(field.annotation) is not dict]
PLACES += [("safety", f"emergency.{one}") for one in ("en", "xx")] + [("telegram", "tokn"), ("telegran", "token")]


@given(SECRETS, st.sampled_from(PLACES), st.booleans())
def test_no_error_tells_a_secret_wherever_it_was_put(
    tmp_path_factory: pytest.TempPathFactory, secret: str, place: tuple[str, str], broken: bool
) -> None:
    secret = f"s3Cr3T{secret}"
    section, key = place
    name = "" if section == "practice" and key == "name" else 'practice.name = "x"\n'
    text = f'{name}{section}.{key} = "{secret}{"" if broken else chr(34)}\n'
    load = Load(tmp_path_factory.getbasetemp())
    for written, environ in ((text, {}), ('practice.name = "x"', {f"MEANTIME_{section}__{key}".upper(): secret})):
        assert secret not in load.outcome(written, **environ)


def test_a_config_does_not_show_its_secrets(load: Load) -> None:
    shown = repr(load(LEAST + TWILIO + '[web]\npublic_url = "https://x.org"\n[telegram]\ntoken = "t0ken"'))
    assert "t0ken" not in shown


def test_texts_can_come_in_every_language(load: Load) -> None:
    config = load(LEAST, **{f"MEANTIME_PRACTICE__READ_BY__{one.upper()}": f"soon {one}" for one in LANGUAGES})
    assert set(config.practice.read_by) == set(LANGUAGES)
