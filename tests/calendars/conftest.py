"""A database with an entered practice, as the tests of storage have it."""

from tests.storage.conftest import database, empty, path, vault

__all__ = ["database", "empty", "path", "vault"]
