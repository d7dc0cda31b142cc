"""The vault: personal data sealed with AES-GCM, found again by a keyed hash. The key lives in a file of its own.

Two keys are derived (HKDF) from the master key: one seals, one indexes. A sealed value is
`version byte | key id (4) | nonce (12) | ciphertext`; the key id tells which key of the file opens it, so that keys can
be added. The first line of the key file seals; every line opens.
"""

import base64
import binascii
import os
import secrets
import stat
from hashlib import blake2b, sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from messages.envelope import Address

VERSION = b"\x01"
KEY_BYTES = 32
LOSSLESS = ("utf-8", "surrogatepass")
"""A broken emoji in somebody's message (half a surrogate pair) is kept as it came."""


class VaultError(Exception):
    """Sealed data cannot be opened with this key: restore the key file that belongs to this database."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip())


class KeyFileError(VaultError):
    """The key file is missing or unusable: run `meantime init`, or restore the key from its backup."""


def new_key() -> str:
    """A fresh master key, as one line of a key file."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def write_key(path: Path) -> None:
    """Makes a key file that only its owner can read. Raises FileExistsError rather than replace a key."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(new_key() + "\n")


def add_key(path: Path) -> None:
    """Puts a new key before those of a key file, at one stroke: whoever reads it finds the old file or the new one.

    Raises KeyFileError, also when it cannot be written.
    """
    read_key(path)
    path = path.resolve()
    fresh = path.with_name(f"{path.name}.new")
    try:
        owner, kept = path.stat(), path.read_text()
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
            file.write(f"{new_key()}\n{kept}")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        message = f"{fresh} cannot be written ({error.strerror}): run this as the owner of the key file."
        raise KeyFileError(message) from error


def read_key(path: Path) -> list[bytes]:
    """The master keys of a key file, the sealing one first. Raises KeyFileError, also when others may read the file."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        lines = path.read_bytes().split()
    except OSError as error:
        raise KeyFileError(f"The key file {path.name} cannot be read: run `meantime init`, or restore it.") from error
    if mode & 0o077:
        raise KeyFileError(f"The key file {path.name} can be read by others: run `chmod 600` on it.")
    try:
        keys = [base64.b64decode(line, validate=True) for line in lines]
    except binascii.Error:
        keys = []
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise KeyFileError(f"The key file {path.name} holds no usable key: restore it from its backup.")
    return keys


def _derive(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"meantime " + purpose).derive(master)


class Vault:
    """Seals, opens and indexes personal data."""

    def __init__(self, keys: list[bytes]) -> None:
        self._ciphers = {sha256(key).digest()[:4]: AESGCM(_derive(key, b"seal")) for key in keys}
        self._key_id = sha256(keys[0]).digest()[:4]
        self._index_key = _derive(keys[-1], b"index")

    @property
    def key_id(self) -> str:
        """Which key seals, in hex; tells nothing of the key."""
        return self._key_id.hex()

    def seal(self, text: str, kind: str) -> bytes:
        """The text, encrypted and bound to its kind (the column it is for)."""
        nonce = os.urandom(12)
        return (
            VERSION
            + self._key_id
            + nonce
            + self._ciphers[self._key_id].encrypt(nonce, text.encode(*LOSSLESS), kind.encode())
        )

    def open(self, sealed: bytes, kind: str) -> str:
        """What was sealed under this kind. Raises VaultError if the key or the kind is another."""
        cipher = self._ciphers.get(sealed[1:5])
        if cipher is None or sealed[:1] != VERSION:
            raise VaultError
        try:
            return cipher.decrypt(sealed[5:17], sealed[17:], kind.encode()).decode(*LOSSLESS)
        except (InvalidTag, ValueError) as error:
            raise VaultError from error

    def index(self, text: str, kind: str) -> str:
        """A keyed hash (16 bytes in hex) by which a sealed value is found again; always made with the oldest key."""
        return blake2b(f"{kind}\0{text}".encode(*LOSSLESS), digest_size=16, key=self._index_key).hexdigest()

    def address_index(self, address: Address) -> str:
        """The index of an address."""
        return self.index(f"{address.channel}:{address.id}", "address")

    def code_index(self, code: str) -> str:
        """The index of an invite's code, as text."""
        return self.index(code.upper(), "invite")
