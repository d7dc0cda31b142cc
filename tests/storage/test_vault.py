import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.envelope import Address, Channel
from storage.vault import KEY_BYTES, KeyFileError, Vault, VaultError, new_key, read_key, write_key

OLD, NEW = bytes(range(KEY_BYTES)), bytes(reversed(range(KEY_BYTES)))


def as_lines(*keys: bytes) -> str:
    return "".join(base64.b64encode(key).decode() + "\n" for key in keys)


@given(st.text(st.characters(exclude_categories=())), st.sampled_from(["name", "address"]))
def test_what_is_sealed_opens_again_half_an_emoji_included(text: str, kind: str) -> None:
    vault = Vault([OLD])
    assert vault.open(vault.seal(text, kind), kind) == text


def test_the_same_text_never_looks_the_same() -> None:
    vault = Vault([OLD])
    assert len({vault.seal("Mia", "name") for _ in range(100)}) == 100
    assert b"Mia" not in vault.seal("Mia", "name")


def test_what_was_sealed_for_one_purpose_does_not_open_for_another() -> None:
    vault = Vault([OLD])
    with pytest.raises(VaultError, match="restore the key file"):
        vault.open(vault.seal("Mia", "name"), "remark")


def test_another_key_does_not_open() -> None:
    with pytest.raises(VaultError, match="restore the key file"):
        Vault([NEW]).open(Vault([OLD]).seal("Mia", "name"), "name")


@pytest.mark.parametrize("position", [0, 1, 4, 5, 16, 17, -1])
def test_a_flipped_bit_is_noticed(position: int) -> None:
    sealed = bytearray(Vault([OLD]).seal("Mia", "name"))
    sealed[position] ^= 1
    with pytest.raises(VaultError):
        Vault([OLD]).open(bytes(sealed), "name")


@pytest.mark.parametrize("length", range(33))
def test_what_is_cut_short_is_noticed(length: int) -> None:
    with pytest.raises(VaultError):
        Vault([OLD]).open(Vault([OLD]).seal("", "name")[:length], "name")


def test_the_newest_key_seals_and_older_ones_open() -> None:
    before, both, after = Vault([OLD]), Vault([NEW, OLD]), Vault([NEW])
    assert both.open(before.seal("Mia", "name"), "name") == "Mia"
    assert after.open(both.seal("Mia", "name"), "name") == "Mia"


def test_addresses_are_found_again_after_a_rotation() -> None:
    address = Address(Channel.SMS, "+4915200001111")
    assert Vault([NEW, OLD]).address_index(address) == Vault([OLD]).address_index(address)
    assert Vault([NEW]).address_index(address) != Vault([OLD]).address_index(address)


def test_an_index_tells_channels_and_kinds_apart_and_is_long_enough() -> None:
    vault = Vault([OLD])
    indexes = {vault.address_index(Address(channel, "1001")) for channel in Channel}
    indexes |= {vault.index("1001", "invite"), vault.code_index("1001"), vault.code_index("1002")}
    assert len(indexes) == len(Channel) + 2
    assert vault.index("1001", "invite") != vault.index("1001", "address")
    assert {len(index) for index in indexes} == {32}


def test_codes_are_found_in_any_case() -> None:
    assert Vault([OLD]).code_index("miacode2") == Vault([OLD]).code_index("MIACODE2")


def test_keys_are_random_and_of_full_length() -> None:
    keys = {new_key() for _ in range(20)}
    assert len(keys) == 20
    assert {len(base64.b64decode(key)) for key in keys} == {KEY_BYTES}


def test_a_written_key_is_its_owners_alone_and_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "key"
    write_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    before = read_key(path)
    with pytest.raises(FileExistsError):
        write_key(path)
    assert read_key(path) == before


def test_a_key_file_is_read_newest_first(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(as_lines(NEW, OLD))
    path.chmod(0o600)
    assert read_key(path) == [NEW, OLD]


def test_a_missing_key_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="run `meantime init`, or restore it"):
        read_key(tmp_path / "key")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666, 0o644])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "key"
    path.write_text(as_lines(OLD))
    path.chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        read_key(path)


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"not base64!", b"c2hvcnQ=", b"\xff\xfe", as_lines(OLD, b"x").encode()]
)
def test_a_key_file_without_usable_keys_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="restore it from its backup"):
        read_key(path)
