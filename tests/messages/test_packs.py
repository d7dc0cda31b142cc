"""Packs: what is refused, with file, key and reason; when and how one may be sent."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from measures.datafile import DataFileError
from measures.library import shipped as library
from messages.envelope import Channel
from messages.packs import Pack, to_see_to
from messages.wordings import Wordings, open_wordings, read_pack, read_valid_pack
from tests.packs import PACK, pack_file

TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
INSTRUMENTS = library().instruments
BOTH = frozenset({Channel.TELEGRAM, Channel.SMS})


def pack(folder: Path, **keys: str) -> Pack:
    return read_pack(pack_file(folder, **keys), INSTRUMENTS)


def chosen(wordings: Wordings, channel: Channel = Channel.TELEGRAM, now: datetime = NOW, measure: str = "ors") -> str:
    found = wordings.choose(measure, "en", channel, now)
    return found.key if found else ""


def test_a_pack_is_read_with_its_licence(tmp_path: Path) -> None:
    read = pack(tmp_path)
    assert (read.measure, read.language, read.licence, read.channels) == ("ors", "en", "L-2026-17", BOTH)
    assert (read.expires, read.attested_on) == (date(2030, 12, 31), date(2026, 1, 2))
    assert (read.wording.key, read.wording.title) == ("pack 3", "How things are")
    assert read.wording.items[1].labels == ("second", "other")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("measure", '"xyz"', r"measure: must be one of cors, csrs"),
        ("language", '"sv"', r"language: must be one of en, es"),
        ("version", '"../3"', r"version: must be at most 32 letters"),
        ("licensor", "", r"licensor: is missing"),
        ("licence", '" "', r"licence: must be a text"),
        ("channels", '["sms", "fax"]', r"channels: fax is not known; there are telegram, sms, console"),
        ("channels", "[]", r"channels: is empty"),
        ("expires", "", r"expires: is missing"),
        ("expires", '"2027-01-01"', r"expires: must be a date such as 2027-01-31, without quotes"),
        ("expires", "2027-01-01T10:00:00", r"expires: must be a date"),
        ("attested_by", "", r"attested_by: is missing"),
        ("attested_on", '"never"', r"attested_on: must be a date"),
        ("rights", "", r"rights: is missing"),
        ("measure", '"phq9"', r"items: there are 4, but phq9 has 9"),
        ("name", '"Second"', r"items: two have the name second"),
        ("high", '"high"\noptions = ["no", "yes"]', r"options: there are 2, but ors has 11 whole points"),
        ("high", '"high"\nnorms = 1', r"norms: is not known"),
        ("labels", '["one", "One "]', r"items\[0\]\.labels: one is there twice: leave one of them out"),
        ("labels", '["other"]', r"labels: other is there twice: nobody could tell"),
        ("high", f'"high"\noptions = {["no"] * 11}', r"options: no is there twice"),
        ("title", '"The {{ practice }}"', r"items: 'The {{ practice }}' has a placeholder in it: write the words"),
        ("rights", '"{% if x %}"', r"items: '{% if x %}' has a placeholder"),
    ],
)
def test_a_wrong_pack_is_refused_with_file_key_and_reason(tmp_path: Path, key: str, value: str, said: str) -> None:
    with pytest.raises(DataFileError, match=rf"^pack\.toml: {said}"):
        pack(tmp_path, **{key: value})


def test_an_id_that_no_button_can_carry_is_refused(tmp_path: Path) -> None:
    long = "m" * 25
    instruments = {long: replace(INSTRUMENTS["ors"], id=long)}
    with pytest.raises(DataFileError, match=r"measure: give the instrument an id of at most 24 characters"):
        read_pack(pack_file(tmp_path, measure=f'"{long}"'), instruments)


def test_a_pack_is_in_force_from_the_day_it_was_attested_to_until_its_last_day(tmp_path: Path) -> None:
    read = pack(tmp_path)
    days = [read.attested_on - DAY, read.attested_on, date(2030, 12, 31), date(2031, 1, 1)]
    assert [read.in_force(day) for day in days] == [False, True, True, False]
    assert [read.days_left(day) for day in days[2:]] == [0, -1]


def test_a_licence_without_end_must_say_so(tmp_path: Path) -> None:
    read = pack(tmp_path, expires='"never"')
    assert read.in_force(date(2999, 1, 1))
    assert read.days_left(TODAY) is None


def test_where_a_licence_asks_for_no_notice_this_is_said(tmp_path: Path) -> None:
    assert pack(tmp_path).wording.rights.startswith("(c) The Licensor")
    assert pack(tmp_path, rights='"none"').wording.rights == ""


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("expires", "2026-05-31", r"expires: the licence ended on 2026-05-31: ask The Licensor"),
        ("attested_on", "2026-06-02", r"attested_on: 2026-06-02 is still to come"),
    ],
)
def test_what_is_not_in_force_is_not_installed(tmp_path: Path, key: str, value: str, said: str) -> None:
    with pytest.raises(DataFileError, match=said):
        read_valid_pack(pack_file(tmp_path, **{key: value}), INSTRUMENTS, TODAY)


def test_an_operator_is_told_of_what_ends_and_of_what_may_not_be_sent(tmp_path: Path) -> None:
    assert to_see_to(pack(tmp_path), TODAY, BOTH) == []
    assert to_see_to(pack(tmp_path, expires="2026-07-01"), TODAY, BOTH) == ["expires in 30 days, on 2026-07-01"]
    assert to_see_to(pack(tmp_path, expires="2026-07-02"), TODAY, BOTH) == []
    assert to_see_to(pack(tmp_path, expires="2026-05-31"), TODAY, BOTH) == ["expired on 2026-05-31"]
    only = pack(tmp_path, channels='["sms"]')
    assert to_see_to(only, TODAY, BOTH) == ["may not be sent by telegram, which is switched on"]


def test_a_new_request_is_made_in_the_pack_where_its_licence_allows_else_in_ours(tmp_path: Path) -> None:
    wordings = Wordings([pack(tmp_path, channels='["sms"]')])
    assert chosen(wordings, Channel.SMS) == "pack 3"
    assert chosen(wordings, Channel.TELEGRAM) == "neutral 1"
    assert chosen(wordings, Channel.SMS, datetime(2031, 1, 1, tzinfo=UTC)) == "neutral 1"
    assert chosen(wordings, measure="phq9") == "free 1"


def test_nobody_is_asked_in_another_language_than_their_own() -> None:
    assert Wordings().choose("phq9", "de", Channel.TELEGRAM, NOW) is None


def test_a_request_goes_on_in_what_it_began_with_though_it_expired_or_was_replaced(tmp_path: Path) -> None:
    old = pack(tmp_path, expires="2026-02-01")
    new = pack(tmp_path, version='"4"')
    for wordings in (Wordings([old]), Wordings([new], [old])):
        found = wordings.go_on("pack 3", "ors", "en", Channel.TELEGRAM, NOW)
        assert found is not None
        assert found.key == "pack 3"


def test_a_request_whose_wording_has_gone_goes_on_in_the_next_best(tmp_path: Path) -> None:
    new = pack(tmp_path, version='"4"', channels='["telegram"]')
    went = [
        Wordings(packs).go_on("pack 3", "ors", "en", channel, NOW)
        for packs, channel in (([new], Channel.TELEGRAM), ([new], Channel.SMS), ([], Channel.SMS))
    ]
    assert [one.key for one in went if one] == ["pack 4", "neutral 1", "neutral 1"]


def test_packs_are_found_in_their_places(tmp_path: Path) -> None:
    place = tmp_path / "ors" / "en.toml"
    place.parent.mkdir()
    place.write_text(PACK)
    assert list(open_wordings(tmp_path, INSTRUMENTS).packs) == [("ors", "en")]
    assert not open_wordings(tmp_path / "none", INSTRUMENTS).packs


@pytest.mark.parametrize("place", ["ors/de.toml", "srs/en.toml", "ors/earlier/en.4.toml"])
def test_a_pack_in_the_wrong_place_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(parents=True)
    (tmp_path / place).write_text(PACK)
    with pytest.raises(DataFileError, match=rf"^{place}: measure: .*belongs at ors/en\.toml"):
        open_wordings(tmp_path, INSTRUMENTS)
