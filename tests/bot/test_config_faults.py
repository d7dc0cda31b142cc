"""What is wrong in a config: named, with its reason and what to do, and never with a value."""

from pathlib import Path
from string import ascii_letters, digits
from typing import get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Config, ConfigError, load_config
from bot.environment import keys
from tests.bot.configs import LEAST, TWILIO, Load


@pytest.fixture
def load(tmp_path: Path) -> Load:
    return Load(tmp_path)


def test_a_missing_file_says_how_one_is_made(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no config file .*meantime init.*--config"):
        load_config(tmp_path / "none.toml", {})


def test_a_broken_line_is_told_by_its_number(load: Load) -> None:
    assert "at line 3:" in load.fails(LEAST + "port 8000\n")
    assert "at its end:" in load.fails('[practice]\nname = "Elm')


@pytest.mark.parametrize("line", ["timeout = 1,5", "timeout=-1,5 # seconds", "\ttimeout = 1,5\r"])
def test_a_decimal_comma_is_told_as_such(load: Load, line: str) -> None:
    said = load.fails(f"{LEAST}[twilio]\n{line}\n")
    assert said == "meantime.toml has a number with a comma at line 4: write it with a point, such as 1.5."


@pytest.mark.parametrize("line", ['number = "1", "5"', "timeout = 1;5", "timeout = 1,5,"])
def test_no_other_comma_is_taken_for_a_decimal_one(load: Load, line: str) -> None:
    assert "cannot be understood at line 4:" in load.fails(f"{LEAST}[twilio]\n{line}\n")


def test_a_file_in_another_encoding_is_told(load: Load) -> None:
    load.path.write_bytes(b'[practice]\nname = "\xe4"')
    with pytest.raises(ConfigError, match="cannot be read as UTF-8"):
        load_config(load.path, {})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "practice in meantime.toml is missing: write a section [practice]"),
        ("[practice]\n", "practice.name in meantime.toml is missing: it is the practice's name"),
        ('[practice]\nname = " "', "practice.name in meantime.toml is empty: write it"),
        ("[practice]\nname = 5", "practice.name in meantime.toml must be the practice's name"),
        (LEAST + 'language = "xx"', "practice.language in meantime.toml must be one of en, es, de"),
        (LEAST + 'zone = "Berlin"', "practice.zone in meantime.toml must be the name of a time zone"),
        (LEAST + 'zone = "../../x"', "practice.zone in meantime.toml must be the name of a time zone"),
        (LEAST + 'zone = "Europe"', "practice.zone in meantime.toml must be the name of a time zone"),
        (LEAST + "zone = 1", "practice.zone in meantime.toml must be the name of a time zone"),
        (
            LEAST + 'profile = "x"',
            "practice.profile in meantime.toml must be one of those that are installed: bon-2023",
        ),
        (LEAST + 'measure = "x"', "practice.measure in meantime.toml must be one of those that are installed: cors, "),
        (LEAST + 'templates = "none"', "practice.templates in meantime.toml must be a folder that exists"),
        (LEAST + 'read_by.xx = "y"', "practice.read_by.xx in meantime.toml must be texts by language"),
        (LEAST + 'read_by.en = ""', "practice.read_by.en in meantime.toml is empty: write it"),
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


@pytest.mark.parametrize(
    "written", ['"3h,,1h"', '"3h,"', '"3h, 180min"', '"3h, 1"', '"0h"', '"1h,2h,3h,4h,5h,6h"', '["x", "y"]']
)
def test_reminders_that_cannot_be_meant_are_told_once_by_their_key(load: Load, written: str) -> None:
    assert load.fails(f"{LEAST}[schedule]\nremind_before = {written}\n") == (
        "schedule.remind_before in meantime.toml must be up to five lengths of time, none of them twice,"
        ' such as "3h" or "8h, 3h"; "" for none.'
    )


@pytest.mark.parametrize(
    ("key", "longest", "too_long"),
    [
        ("schedule.ask_before", "7d", "8d"),
        ("schedule.close_after", "24h", "25h"),
        ("schedule.session", "8h", "40d"),
        ("schedule.ask_after", "24h", "2d"),
        ("schedule.after_open", "7d", "169h"),
        ("schedule.between_open", "7d", "30d"),
        ("schedule.invite_valid", "90d", "365d"),
        ("calendar.poll_every", "24h", "25h"),
    ],
)
def test_no_length_of_time_is_longer_than_anybody_means(load: Load, key: str, longest: str, too_long: str) -> None:
    assert load.outcome(f'{key} = "{longest}"\n{LEAST}') == ""
    said = load.fails(f'{key} = "{too_long}"\n{LEAST}')
    assert said.startswith(f"{key} in meantime.toml must be a whole number with min, h or d behind it, ")
    assert f"to {longest}, such as" in said


def test_several_faults_are_told_together_each_with_its_name(load: Load) -> None:
    said = load.fails(LEAST + '[web]\nport = 0\nprot = 1\n[schedule]\nask_before = "x"\n').splitlines()
    assert [line.split()[0] for line in said] == ["schedule.ask_before", "web.port", "web.prot"]


def test_twilio_needs_account_token_and_one_sender(load: Load) -> None:
    said = load.fails(LEAST + "[twilio]\nenabled = true\n").splitlines()
    assert [line.split()[0] for line in said] == [
        "twilio.account_sid",
        "twilio.auth_token",
        "twilio.number",
        "web.public_url",
    ]
    neither = TWILIO.replace('number = "+4915735980001"', "") + '[web]\npublic_url = "https://x.org"'
    assert load.fails(LEAST + neither).startswith("twilio.number in meantime.toml must be given, or else")


def test_webhooks_need_a_secret_and_a_public_address(load: Load) -> None:
    said = load.fails(LEAST + '[telegram]\nenabled = true\ntoken = "t"\nmode = "webhook"\n').splitlines()
    assert [line.split()[0] for line in said] == ["telegram.webhook_secret", "web.public_url"]
    assert "Telegram must reach the bot" in said[1]


@pytest.mark.parametrize("url", ["http://x.org", "http://192.168.1.5", "http://localhost.x.org"])
def test_clear_text_to_the_outside_is_refused(load: Load, url: str) -> None:
    assert "must begin with https://" in load.fails(f'{LEAST}{TWILIO}[web]\npublic_url = "{url}"')


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


@pytest.mark.parametrize("key", ["web.port", "twilio.timeout", "twilio.segments_per_second"])
def test_true_is_no_number(load: Load, key: str) -> None:
    assert f"{key} in meantime.toml must be a" in load.fails(LEAST + _in_section(key))


def _in_section(key: str) -> str:
    section, _, name = key.partition(".")
    return f"[{section}]\n{name} = true\n"


def test_an_empty_text_is_told_as_such(load: Load) -> None:
    said = load.fails(LEAST + '[safety]\nemergency.en = ""\ncrisis_line.en = " "\n')
    assert said.count("is empty: write it between the quotes") == 2


def test_a_byte_order_mark_is_passed_over(load: Load) -> None:
    assert load("\ufeff" + LEAST).practice.name == "Elm Street"


@pytest.mark.parametrize("more", ['name = "Oak"\n', "[practice]\n", '[web]\nport = 1\n[web]\nhost = "a"\n'])
def test_what_is_said_twice_is_told_as_such(load: Load, more: str) -> None:
    assert "for the second time" in load.fails(LEAST + more)
